"""The service guide of an item, the slip of an inquiry, reference texts, the report, the queue, retention."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from counter.domain.errors import EnvironmentFault
from counter.domain.inquiry import Inquiry
from counter.settings import Hall
from counter.usecases.figures.report import (
    by_department,
    make_report,
    read_period,
    report_shape,
    report_tables,
)
from counter.usecases.hall import retention
from counter.usecases.hall.credit import add_credit, credit_of, find_credit, repair_credit
from counter.usecases.hall.kept_catalogue import keep_catalogue, kept_catalogue
from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.figures import Figures, ItemFigures, Report, RuleFigures, SecondNotice, Visits
from counter.usecases.ports.retention import Old
from counter.usecases.printouts.guide import guide_facts, inquiry_facts, reference_texts
from counter.usecases.steps.asked import supplement_phrases
from counter.usecases.steps.claim_next import claim_next
from tests.builders import MONDAY, a_catalogue, a_form, local
from tests.usecases.one_hall import ADMINISTRATOR, AUDITOR, CLERK, HEAD, REVIEWER, SUPERVISOR, AHall, refused


def test_a_guide_shows_everything_that_the_law_has_displayed():
    """ALL 30."""
    found = guide_facts(a_catalogue(), a_catalogue().items["drainage-permit"], Hall(), rehearsal=False)
    assert (found.nature.zh, found.hours, found.measures, found.visits) == (
        "行政许可",
        "08:30-11:30、13:30-17:00",
        0,
        1,
    )
    assert [(name.zh, words.zh) for name, words in found.limits] == [
        ("承诺时限", "10 个工作日"), ("法定时限", "20 个工作日（行政许可法 第四十二条）"),
    ]  # fmt: skip
    assert [(one.name.zh, one.need.zh, one.source.zh) for one in found.materials] == [
        ("排水许可申请表", "必须", "窗口打印"), ("排水管网图", "必须", "申请人自备"),
        ("排放污水水质检测报告", "必须，电子证照即可", "申请人自备"), ("授权委托书", "视情形必须", "申请人自备"),
    ]  # fmt: skip
    assert [words.zh for words in found.steps] == ["审查", "现场勘验", "决定"]
    assert "抚远市人民政府" in found.remedies.zh
    assert (found.fees, found.rehearsal) == ((), False)


def test_a_guide_of_a_service_names_measures_waivers_and_where_to_complain():
    catalogue = a_catalogue()
    seal = guide_facts(catalogue, catalogue.items["seal-engraving"], Hall(), rehearsal=True)
    assert [(name.zh, words.zh) for name, words in seal.limits] == [
        ("措施 1（M01.2）", "1 小时"),
        ("承诺时限", "1 个工作日"),
    ]
    assert (seal.measures, seal.nature.zh, seal.rehearsal) == (1, "公共服务", True)
    assert seal.materials[0].need.zh == "必须，可免，电子证照即可"
    assert seal.materials[0].need.en == "required, may be waived, electronic is enough"
    plain = replace(catalogue.departments["public-security"], review_body=None)
    without = replace(catalogue, departments={**catalogue.departments, "public-security": plain})
    assert (
        "投诉" in guide_facts(without, catalogue.items["seal-engraving"], Hall(), rehearsal=False).remedies.zh
    )
    mortgage = guide_facts(catalogue, catalogue.items["real-estate-mortgage"], Hall(), rehearsal=False)
    assert [amount for _, amount, _ in mortgage.fees] == ["0 元", "80 元", "550 元"]


def test_steps_name_the_answers_they_depend_on():
    catalogue = a_catalogue()
    steps = {
        words.zh
        for item in catalogue.items.values()
        for words in guide_facts(catalogue, item, Hall(), rehearsal=False).steps
        if "（" in words.zh
    }
    assert steps
    assert all(one.endswith("）") for one in steps)


def inquiry(*items: str, missing: tuple[str, ...] = ()) -> Inquiry:
    return Inquiry(1, "ZXFY01-261123-001", MONDAY, "FY", "1", "clerk", "王", items, missing, "问路")


def test_an_inquiry_slip_names_every_material_once_and_nobody():
    found = inquiry_facts(
        inquiry("drainage-permit", missing=("drainage_test",)), a_catalogue(), Hall(), rehearsal=False
    )
    assert [(name.zh, words.zh) for name, words in found.items] == [
        ("城镇污水排入排水管网许可", "10 个工作日")
    ]
    assert [name for name, _, _ in found.needed] == ["排水管网图", "排放污水水质检测报告", "授权委托书"]
    assert [note for _, _, note in found.needed] == [
        "必须",
        "重点排水户提交水质检测",
        "写明权限与期限，委托人签名",
    ]
    assert (found.missing, found.note, found.first_responder) == (("排放污水水质检测报告",), "问路", "王")


def test_reference_texts_are_filled_in_from_the_one_form():
    articles, resolution = reference_texts(a_form(), rehearsal=False)
    assert articles.title == "抚远市乌苏里江鲟鳇鱼养殖有限公司章程"
    texts = [text for _, text in articles.paragraphs]
    assert (
        texts[4]
        == "阿依努尔·买买提认缴 120 万元，出资期限 2031-10-31；赵𠮷祥认缴 80 万元，出资期限 2031-10-31。"
    )
    assert texts[8] == "法定代表人由执行公司事务的董事或者经理担任，现为 阿依努尔·买买提。"
    assert articles.signers == ("阿依努尔·买买提", "赵𠮷祥")
    assert resolution.title.endswith("股东会决议")
    assert resolution.paragraphs[0][1].startswith("全体股东就设立")
    assert resolution.paragraphs[0][1].endswith("作出如下决议：")


def test_a_sole_shareholder_decides_alone_and_what_is_open_is_said():
    answers = a_form()["answers"] | {"shareholders": [{"name": "阿依努尔·买买提", "contribution": "200"}]}
    del answers["legal_representative"]
    articles, resolution = reference_texts(
        {"items": ["company-establishment"], "answers": answers}, rehearsal=True
    )
    assert (resolution.title[-4:], resolution.paragraphs[0][1][:4], resolution.paragraphs[0][1][-3:]) == (
        "股东决定",
        "股东就设",
        "决定：",
    )
    assert "（待定）" in resolution.paragraphs[2][1]
    assert "（待定）" in articles.paragraphs[8][1]
    assert "自成立之日起五年内" in articles.paragraphs[4][1]


@pytest.mark.parametrize("form", [{}, {"items": ["seal-engraving"], "answers": {"company_name": "x"}}, {"items": ["company-establishment"]},
                                  {"items": ["company-establishment"], "answers": {"company_name": ""}}])  # fmt: skip
def test_there_is_no_text_without_a_company_to_found(form):
    assert reference_texts(form, rehearsal=False) == ()


def test_the_way_back_to_the_usual_procedure_is_offered_in_assessed_regions():
    """M9."""
    items = a_catalogue().items
    assert len(supplement_phrases(items["mineral-overlay-review"])) == 4
    assert len(supplement_phrases(items["seal-engraving"])) == 3


def test_a_period_has_two_days_in_order():
    assert read_period("2026-11-01", "2026-11-01") == (date(2026, 11, 1), date(2026, 11, 1))
    for first, last, code, field in (
        ("x", "2026-11-01", "bad_date", "from"), ("2026-11-01", "x", "bad_date", "to"),
        ("2026-11-02", "2026-11-01", "bad_period", "to"),
    ):  # fmt: skip
        with refused(code, field):
            read_period(first, last)


class Lists:
    """The figures of a period."""

    def __init__(self) -> None:
        self.asked: tuple[object, ...] = ()

    def period_figures(self, since, until, at) -> Figures:
        self.asked = (since, until, at)
        items = (
            ItemFigures("tax", "first-invoice", 3, 2, 1, 0, 0, 2, 1, 1), ItemFigures("tax", "unknown", 1, 1),
            ItemFigures("moon", "x", 1),
        )  # fmt: skip
        rules = {"M01.1": RuleFigures(3, 2, 1, 0.456)}
        return Figures(
            items, rules, Visits(4, 3, 1, 2, 1), (SecondNotice(MONDAY, "C1", "tax", "first-invoice"),)
        )


def test_a_report_counts_the_days_from_first_to_last():
    lists = Lists()
    one = make_report(date(2026, 11, 1), date(2026, 11, 23), SUPERVISOR, lists, MONDAY)
    assert lists.asked == (local("2026-11-01 00:00"), local("2026-11-24 00:00"), MONDAY)
    assert (one.first, one.last) == (date(2026, 11, 1), date(2026, 11, 23))
    for who in (CLERK, REVIEWER, HEAD):
        with refused("wrong_role"):
            make_report(date(2026, 11, 1), date(2026, 11, 23), who, lists, MONDAY)
    make_report(date(2026, 11, 1), date(2026, 11, 23), AUDITOR, lists, MONDAY)


def report() -> Report:
    return make_report(date(2026, 11, 1), date(2026, 11, 23), ADMINISTRATOR, Lists(), MONDAY)


def test_departments_add_up_their_items():
    tax, moon = by_department(report().figures.items)
    assert (tax.department, tax.received, tax.accepted, tax.shortfall, tax.decided, tax.open, tax.late) == (
        "tax",
        4,
        3,
        1,
        2,
        1,
        1,
    )
    assert (moon.department, moon.received, moon.accepted) == ("moon", 1, 0)


def test_a_report_is_shown_as_data_and_as_tables():
    found = report_shape(report(), a_catalogue())
    first = found["measures"][0]
    assert first == {"number": 1, "cases": 3, "on_time": 2, "late": 1, "share_used": 0.456}
    assert all(a_catalogue().measures[one["number"]].limits for one in found["measures"])
    assert found["visits"] == {
        "applications": 4,
        "at_window": 3,
        "again": 1,
        "inquiries": 2,
        "collections": 1,
        "visits": 7,
    }
    assert found["second_notices"][0]["case_no"] == "C1"
    measures, departments, items, visits, notices = report_tables(report(), a_catalogue(), "zh")
    assert measures.rows[0][2:] == (3, 2, 1, "46%")
    assert measures.rows[1][-1] == "—"
    assert [row[0] for row in departments.rows] == ["税务", "moon"]
    assert [row[0] for row in items.rows] == ["发票票种核定及首次申领", "unknown", "x"] or items.rows[1][
        0
    ] == "unknown"
    assert visits.rows == ((4, 3, 1, 2, 1, 7),)
    assert notices.rows[0][:3] == ("2026-11-23 10:00", "C1", "税务")


def next_of(hall: AHall, who, department: str = "urban-management"):
    return claim_next(hall.app, department, who)


def test_the_most_pressing_case_is_claimed_next(hall):
    later = hall.permit()
    hall.database.kept.cases[later] = tuple(
        replace(clocked, case=replace(clocked.case, due_at=local("2027-01-01 10:00")))
        for clocked in hall.database.kept.cases[later]
    )
    sooner = hall.permit()
    own = Officer("reviewer", "城管", "reviewer", "urban-management")
    assert next_of(hall, own) == hall.case(sooner).case_no
    assert hall.case(sooner).handler == "reviewer"
    assert next_of(hall, own) == hall.case(later).case_no
    assert next_of(hall, own) is None
    for who in (CLERK, Officer("water", "水务", "reviewer", "water-affairs")):
        with refused("wrong_role"):
            next_of(hall, who)


def test_nobody_is_given_a_step_that_another_person_has_to_take(hall):
    number = hall.permit()
    hall.act("claim", f"{number}/1")
    hall.act("review", f"{number}/1", opinion="齐全")
    assert next_of(hall, REVIEWER) == hall.case(number).case_no
    hall.act("review", f"{number}/1", opinion="相符", inspectors=["甲", "乙"])
    assert next_of(hall, REVIEWER) is None
    other = hall.permit()
    assert next_of(hall, REVIEWER) == hall.case(other).case_no
    assert next_of(hall, HEAD) == hall.case(number).case_no


def test_what_lies_before_the_head_is_given_to_the_head_alone(hall):
    number = hall.permit()
    hall.act("claim", f"{number}/1")
    hall.act("escalate", f"{number}/1", reason="重大")
    assert next_of(hall, REVIEWER) is None
    assert next_of(hall, HEAD) == hall.case(number).case_no


class OldRecords:
    """What is older than a moment."""

    def __init__(self) -> None:
        self.asked: dict[str, object] = {}

    def count(self, kind, before) -> int:
        self.asked[kind] = before
        return 2

    def erase(self, kind, before):
        self.asked[kind] = before
        return [Old("f" * 64 if kind == "refused_scans" else ""), Old("")]


class Retaining:
    """A transaction that keeps old records."""

    def __init__(self) -> None:
        self.old, self.logged = OldRecords(), []

    def moment(self):
        return MONDAY

    def log_hall(self, event) -> None:
        self.logged.append(event)


def test_each_kind_is_kept_for_its_period():
    uow = Retaining()
    found = retention.look(Hall(), MONDAY, uow)
    assert {one.kind: (MONDAY - one.before).days for one in found} == {
        "drafts": 180, "inquiries": 365, "messages": 730, "refused_scans": 730, "events": 3650,
    }  # fmt: skip
    assert {one.count for one in found} == {2}
    assert uow.logged == []


def test_erasing_is_the_administrators_and_is_written_down():
    uow = Retaining()
    for who in (CLERK, SUPERVISOR, AUDITOR):
        with refused("wrong_role"):
            retention.erase(Hall(), who, uow)
    done, cases = retention.erase(Hall(keep_drafts_days=7), ADMINISTRATOR, uow)
    assert [one.count for one in done] == [2] * 5
    assert cases == [Old("f" * 64)]
    assert done[0].before == MONDAY - timedelta(days=7)
    (event,) = uow.logged
    assert event.what == "erased"
    assert event.data["drafts"] == {"before": "2026-11-16T10:00:00+08:00", "count": 2}


def test_the_record_is_looked_up_by_its_keepers_and_the_auditor(hall):
    data = {
        "kind": "ban", "id_type": "uscc", "id_number": "91350100M000100Y43", "name": "抚远市鸿运商贸有限公司",
        "reason": "x", "source": "y",
    }  # fmt: skip
    add_credit(hall.app, data, SUPERVISOR)
    assert [one.name for one in find_credit(hall.app, "鸿运", AUDITOR)] == ["抚远市鸿运商贸有限公司"]
    assert find_credit(hall.app, "别", HEAD) == ()
    with refused("wrong_role"):
        find_credit(hall.app, "", CLERK)
    assert len(credit_of(hall.app, "91350100M000100Y43")) == 1
    repair_credit(hall.app, 1, "已履行", SUPERVISOR)
    assert hall.database.kept.credit[0].repair == "已履行"


def test_a_version_of_the_catalogue_is_kept_once_and_read_again(hall):
    with hall.database.writing() as uow:
        keep_catalogue(hall.catalogue, {}, uow)
        first = dict(hall.database.kept.catalogues)
        keep_catalogue(hall.catalogue, {}, uow)
    assert hall.database.kept.catalogues == first
    with hall.database.open() as uow:
        found = kept_catalogue(hall.catalogue.digest, uow)
        assert (found.digest, len(found.items)) == (hall.catalogue.digest, len(hall.catalogue.items))
        with pytest.raises(EnvironmentFault) as missing:
            kept_catalogue("0" * 64, uow)
        assert missing.value.code == "no_catalogue"
        content, _ = hall.database.kept.catalogues[hall.catalogue.digest]
        hall.database.kept.catalogues["newer"] = (content, 99)
        with pytest.raises(EnvironmentFault) as newer:
            kept_catalogue("newer", uow)
        assert newer.value.code == "newer_catalogue"
