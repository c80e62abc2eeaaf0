"""Notices and decisions of a case: every one from a real step, read back by another program."""

import io

import pypdf
import pypdfium2
import pytest

from counter.domain.printout import KINDS
from counter.usecases.printouts.of_application import printouts_of
from tests.conftest import CLERK, REVIEWER
from tests.db.test_back_office import DEFENCE, HEAD, SUPERVISOR, act, name_of, stage


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    found = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return found.replace("\r\n", "").replace("\n", "")


@pytest.fixture
def told(sqlite_core) -> tuple[object, str]:
    """A works stage and a land stage in which everything happened that calls for a printout."""
    core = sqlite_core
    works = stage(core, "construction-works")
    named = name_of(core, works, "air-defence-basement")
    act(core, "supervise", named, SUPERVISOR, text="请加快", reply_by="2026-11-30")
    act(core, "claim", named, DEFENCE)
    act(core, "extend", named, DEFENCE, working_days=10, reason="专家不足", approver="人防办主任")
    act(core, "suspend", named, DEFENCE, kind="expert_review", ground="结构论证", expected_days=7)
    act(core, "resume", named, DEFENCE, result="通过")
    act(core, "request-supplement", named, DEFENCE, materials=["air_defence_plan"], reason="缺签章")
    act(core, "receive-supplement", named, CLERK, materials=["air_defence_plan"])
    act(core, "review", named, DEFENCE, opinion="同意")
    act(core, "claim", named, HEAD)
    act(core, "refuse", named, HEAD, reasons="不符合防护等级", basis="人民防空法第二十二条")
    scheme = name_of(core, works, "design-scheme-review")
    act(core, "terminate", scheme, REVIEWER, kind="object_lost", reason="项目取消")
    land = stage(core, "construction-land-planning")
    named = name_of(core, land, "soil-water-plan")
    act(core, "claim", named, REVIEWER)
    act(core, "approve", named, REVIEWER, result_name="准予决定", result_no="抚水许〔2026〕8号")
    act(core, "inspect", named, REVIEWER, fulfilled=False, inspectors=["甲", "乙"])
    act(core, "revoke", named, REVIEWER, reason="承诺不实")
    return core, works, land


WORKS = {
    "supervision_order": ("请加快", "2026-11-30"),
    "extension_notice": ("10 个工作日", "人防办主任", "2027年1月5日", "第四十二条"),
    "special_procedure_notice": ("专家评审", "7 个工作日", "不计入"),
    "supplement_notice": ("防空地下室设计文件", "缺签章", "法定时限照常计算"),
    "decision_refusal": ("不予行政许可决定书", "不符合防护等级", "行政复议", "抚远市人民政府"),
    "termination_notice": ("项目取消", "终止办理"),
}
LAND = {
    "decision_grant": ("准予行政许可决定书", "抚水许〔2026〕8号", "承诺"),
    "inspection_order": ("核查", "两名以上"),
    "revocation_decision": ("撤销", "承诺不实", "行政复议"),
}


def test_every_step_that_needs_one_leaves_its_printout(told):
    core, works, land = told
    for number, expected in ((works, WORKS), (land, LAND)):
        printouts = {printout.kind: printout for printout in printouts_of(core.app, number, CLERK)}
        for kind, words in expected.items():
            text = text_of(printouts[kind].pdf)
            for word in words:
                assert word in text, (kind, word, text)
            assert number in text
            assert "演练" in text
            assert len(pypdf.PdfReader(io.BytesIO(printouts[kind].pdf)).pages) == 1


def test_the_same_notice_is_made_once_and_a_second_one_is_another(told):
    core, works, _ = told
    first = [p for p in printouts_of(core.app, works, CLERK) if p.kind == "supplement_notice"]
    again = [p for p in printouts_of(core.app, works, CLERK) if p.kind == "supplement_notice"]
    assert [p.sha256 for p in first] == [p.sha256 for p in again]
    marked = printouts_of(core.app, works, CLERK, reprint=True, reason="遗失", kinds=["supplement_notice"])
    assert [p.copy for p in marked] == [1]
    assert "补打第 1 次" in text_of(marked[0].pdf)


def test_every_notice_has_a_name_in_both_languages():
    for kind in (*WORKS, *LAND):
        assert KINDS[kind].zh
        assert KINDS[kind].en
