"""The notices of a case, each made from the event that calls for it (ALL 38, 42, 44, 45, 69)."""

from dataclasses import replace

import pytest

from counter.domain.printout import NoticeFacts
from counter.usecases.printouts.notices import clocks_stopped, notice_facts, orders
from tests.builders import a_catalogue, a_clock, with_item
from tests.usecases.one_hall import CLERK, OTHER_REVIEWER, SUPERVISOR, AHall


@pytest.fixture
def number(hall: AHall) -> str:
    """A permit in a reviewer's hand."""
    found = hall.permit()
    hall.act("claim", f"{found}/1")
    return found


def marks(hall: AHall, number: str) -> list[tuple[str, str]]:
    """Return kind and mark of each notice; the mark without the case's number."""
    found = orders(hall.dossier(number), hall.catalogue)
    return [(one.kind, one.mark.rpartition(":")[2]) for one in found]


def last(hall: AHall, number: str) -> NoticeFacts:
    dossier = hall.dossier(number)
    return notice_facts(orders(dossier, hall.catalogue)[-1], dossier, hall.catalogue, "张三")


def to_the_decision(hall: AHall, number: str) -> None:
    hall.act("review", f"{number}/1", opinion="齐全")
    hall.act("claim", f"{number}/1")
    hall.act("review", f"{number}/1", opinion="相符", inspectors=["甲", "乙"])
    hall.act("claim", f"{number}/1", OTHER_REVIEWER)


def test_a_supplement_is_told_with_each_material_and_what_stands_still_meanwhile(hall, number):
    hall.act(
        "request-supplement",
        f"{number}/1",
        materials=["drainage_test", "drainage_plan"],
        reason=["缺页", "缺章"],
    )
    one = last(hall, number)
    assert (one.kind, one.ordinal, one.answer, one.basis) == (
        "supplement_notice", 1, "请补正 2 份材料", "优化营商环境条例第三十六条",
    )  # fmt: skip
    assert one.pairs == (("补正理由", "缺页；缺章"),)
    assert one.paragraphs == (
        f"1. {hall.catalogue.material_names['drainage_test'].zh}。要求：重点排水户提交水质检测",
        f"2. {hall.catalogue.material_names['drainage_plan'].zh}",
        "请将上列材料交到任一综合窗口，出示本通知书即可。",
        "材料到齐之日起恢复审查；等待期间不计入承诺时限，法定时限照常计算。",
    )
    assert (one.remedies, one.is_licence, one.inside) == (False, True, False)
    hall.act("receive-supplement", f"{number}/1", CLERK, materials=["drainage_test", "drainage_plan"])
    hall.act("request-supplement", f"{number}/1", materials=["drainage_plan"], reason="缺页")
    assert marks(hall, number) == [("supplement_notice", "1"), ("supplement_notice", "2")]


def test_a_special_procedure_is_told_with_its_length_and_its_article(hall, number):
    hall.act("suspend", f"{number}/1", kind="hearing", ground="当事人申请", expected_days=5)
    one = last(hall, number)
    assert one.answer == "依法进行听证，所需 5 个工作日不计入法定时限、承诺时限"
    assert one.pairs == (
        ("程序种类", "听证"), ("所需时间", "5 个工作日"), ("事由", "当事人申请"),
        ("开始时间", "2026年11月23日 10:00"), ("依据", "行政许可法 第四十五条"),
    )  # fmt: skip
    assert one.paragraphs == (
        "程序期间不计入法定时限、承诺时限，程序结束后继续计时；届时将告知新的办结时间。",
    )
    assert one.basis == "行政许可法第四十五条"


def test_a_request_of_the_applicant_calls_for_no_notice(hall, number):
    hall.act("suspend", f"{number}/1", kind="applicant_request", ground="申请", expected_days=5)
    assert marks(hall, number) == []


def test_limits_are_named_by_whether_they_stand_still():
    clocks = [a_clock(kind=kind, stops=stops) for kind, stops in (
        ("measure", ("hearing",)), ("promised", ("hearing", "supplement")), ("statutory", ("hearing",)), ("delivery", ()),
    )]  # fmt: skip
    assert clocks_stopped(clocks, "hearing") == (["法定时限", "承诺时限", "措施时限"], [])
    assert clocks_stopped(clocks, "supplement") == (["承诺时限"], ["法定时限", "措施时限"])
    assert clocks_stopped(clocks, "debt") == ([], ["法定时限", "承诺时限", "措施时限"])


def test_a_procedure_that_stops_nothing_says_so(hall):
    hall.catalogue = with_item(a_catalogue(), "drainage-permit", statutory_stop_kinds=("hearing",))
    number = hall.permit()
    hall.act("claim", f"{number}/1")
    hall.act("suspend", f"{number}/1", kind="hearing", ground="x", expected_days=5)
    dossier = hall.dossier(number)
    bare = tuple(
        replace(clocked, clocks=tuple(replace(c, stops=()) for c in clocked.clocks))
        for clocked in dossier.cases
    )
    dossier = replace(dossier, cases=bare)
    one = notice_facts(orders(dossier, hall.catalogue)[-1], dossier, hall.catalogue, "张三")
    assert one.answer == "依法进行听证，所需 5 个工作日"
    assert one.paragraphs == ("法定时限、承诺时限照常计算。",)


def test_an_extension_is_told_with_both_due_moments(hall, number):
    hall.act("extend", f"{number}/1", working_days=10, reason="案情复杂", approver="李局长")
    one = last(hall, number)
    assert one.answer == "法定时限延长 10 个工作日"
    assert one.pairs == (
        ("延长的时限", "法定时限"), ("延长", "10 个工作日"), ("原到期", "2026年12月21日 17:00"),
        ("延长后到期", "2027年1月5日 17:00"), ("批准人", "李局长"), ("理由", "案情复杂"),
    )  # fmt: skip
    assert one.basis == "行政许可法第四十二条"


def test_a_licence_is_granted_in_writing_and_a_service_is_not(hall, number):
    to_the_decision(hall, number)
    hall.act("approve", f"{number}/1", OTHER_REVIEWER)
    one = last(hall, number)
    assert (one.kind, one.answer, one.basis) == ("decision_grant", "准予", "行政许可法第三十八条、第四十四条")
    assert one.pairs == (("证照（批文）", "排水许可证"), ("编号", "以证照记载为准"), ("有效期至", "长期"))
    assert len(one.paragraphs) == 1
    service = hall.start_up()
    hall.act("claim", f"{service}/1")
    hall.act("approve", f"{service}/1")
    assert marks(hall, service) == []


def test_a_grant_names_its_result_and_what_was_promised(hall):
    number = hall.stage("construction-permit")
    for n in "123":
        hall.act("claim", f"{number}/{n}")
    for n in "23":
        hall.act("review", f"{number}/{n}", opinion="合格")
    hall.act("approve", f"{number}/1")
    hall.act("claim", f"{number}/4")
    hall.act("review", f"{number}/4", opinion="齐全")
    hall.act("claim", f"{number}/4", OTHER_REVIEWER)
    hall.act(
        "approve",
        f"{number}/4",
        OTHER_REVIEWER,
        result_name="施工许可证",
        result_no="施 1",
        valid_until="2028-10-30",
    )
    dossier = hall.dossier(number)
    found = {
        one.kind: one
        for one in orders(dossier, hall.catalogue)
        if one.case_no == dossier.cases[3].case.case_no
    }
    assert set(found) == {"decision_grant", "inspection_order"}
    one = notice_facts(found["decision_grant"], dossier, hall.catalogue, "张三")
    assert one.pairs == (("证照（批文）", "施工许可证"), ("编号", "施 1"), ("有效期至", "2028-10-30"))
    assert one.paragraphs[1] == (
        "本决定以申请人书面承诺为依据（建设资金承诺书）；行政机关将核查，承诺不实或不履行的，依法撤销本决定。"
    )
    order = notice_facts(found["inspection_order"], dossier, hall.catalogue, "张三")
    assert order.inside
    assert order.pairs[0] == ("核查内容", "核查承诺是否属实、是否履行：建设资金承诺书")
    assert order.pairs[1][1].startswith("2027年")
    assert order.answer == f"{order.pairs[1][1]} 前完成核查"


def test_a_refusal_a_termination_and_a_revocation_carry_the_remedies(hall, number):
    to_the_decision(hall, number)
    hall.act("refuse", f"{number}/1", OTHER_REVIEWER, reasons="水质超标", basis="条例第二十一条")
    one = last(hall, number)
    assert (one.answer, one.pairs, one.remedies) == (
        "不予批准", (("理由", "水质超标"), ("法律依据", "条例第二十一条")), True,
    )  # fmt: skip
    other = hall.permit()
    hall.act("terminate", f"{other}/1", kind="object_lost", reason="项目取消")
    one = last(hall, other)
    assert (one.answer, one.remedies) == ("终止办理", True)
    assert one.pairs == (("终止依据", "审批对象灭失或条件不复存在"), ("说明", "项目取消"))


def test_a_revocation_names_what_is_revoked(hall, number):
    to_the_decision(hall, number)
    hall.act("approve", f"{number}/1", OTHER_REVIEWER)
    hall.act("revoke", f"{number}/1", reason="承诺不实")
    one = last(hall, number)
    assert (one.answer, one.remedies) == ("撤销排水许可证", True)
    assert one.pairs == (("被撤销的决定", "排水许可证"), ("编号", "—"), ("理由", "承诺不实"))


def test_an_order_of_supervision_stays_inside_and_names_its_date(hall, number):
    hall.act("supervise", f"{number}/1", SUPERVISOR, text="请说明", reply_by="2026-11-25")
    one = last(hall, number)
    assert (one.answer, one.inside, one.remedies) == ("请于 2026-11-25 前答复", True, False)
    assert one.pairs == (("督办内容", "请说明"), ("答复期限", "2026-11-25"))


def test_each_second_visit_calls_for_a_receipt(hall, number):
    hall.act("request-supplement", f"{number}/1", materials=["drainage_test"], reason="缺")
    hall.bring(number, "supplement:1:drainage_test")
    assert marks(hall, number) == [("supplement_notice", "1"), ("receipt_list", "1")]
