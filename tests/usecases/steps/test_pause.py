"""Supplements, special procedures and extensions of a case (ALL 31, 42, 45).

The permit is due on Monday 2026-12-07 (promised, 10 working days) and on Monday 2026-12-21 (statutory, 20).
"""

import pytest

from counter.usecases.steps.pause import extensible, supplemented, wanted
from tests.builders import a_catalogue, with_item
from tests.usecases.mortgage import MORTGAGE
from tests.usecases.one_hall import CLERK, HEAD, OTHER_REVIEWER, AHall, refused, shown


@pytest.fixture
def number(hall: AHall) -> str:
    """A permit in a reviewer's hand."""
    found = hall.permit()
    hall.act("claim", f"{found}/1")
    return found


def dues(hall: AHall, number: str) -> tuple[str | None, str | None]:
    """Return when the promised and the statutory limit end."""
    clocks = hall.clocks(number)
    return clocks["promised promised"], clocks["statutory statutory"]


def ask(hall: AHall, number: str, *codes: str) -> None:
    hall.act("request-supplement", f"{number}/1", materials=list(codes), reason="数据不全")


def test_a_supplement_stops_the_promise_and_never_the_law(hall, number):
    ask(hall, number, "drainage_test")
    assert hall.case(number).state == "suspended"
    assert dues(hall, number) == (None, "2026-12-21 17:00")
    told = hall.messages(number)[-1]
    assert (told.kind, told.key) == ("supplement", f"supplement:{hall.case(number).case_no}:1")
    assert "数据不全" in told.text
    (stop,) = hall.clocked(number).suspensions
    assert (stop.kind, stop.by, stop.end) == ("supplement", "reviewer", None)
    assert stop.ground.startswith("数据不全（")


def test_the_case_goes_on_by_itself_when_the_last_material_came(hall, number):
    """Stopped on Monday, resumed on Thursday: three working days move the promise to Thursday 2026-12-10."""
    ask(hall, number, "drainage_test", "drainage_plan")
    hall.clock("2026-11-25 10:00")
    hall.act("receive-supplement", f"{number}/1", CLERK, materials=["drainage_plan"])
    assert hall.case(number).state == "suspended"
    assert wanted(hall.dossier(number), hall.clocked(number)).materials == ("drainage_test",)
    hall.clock("2026-11-26 10:00")
    hall.act("receive-supplement", f"{number}/1", CLERK, materials=["drainage_test"])
    assert (hall.case(number).state, hall.case(number).handler) == ("claimed", "reviewer")
    assert dues(hall, number) == ("2026-12-10 17:00", "2026-12-21 17:00")
    assert wanted(hall.dossier(number), hall.clocked(number)) is None
    assert hall.place(number, "drainage_test") == ("received", "window:01")


def test_only_materials_of_the_items_list_are_asked_for(hall, number):
    with refused("bad_field", "materials"):
        ask(hall, number, "articles")
    with refused("missing_field", "materials"):
        ask(hall, number)
    with refused("missing_field", "reason"):
        hall.act("request-supplement", f"{number}/1", materials=["drainage_test"])


def test_one_request_is_open_at_a_time_and_the_second_is_told_anew(hall, number):
    ask(hall, number, "drainage_test")
    with refused("stopped_already"):
        ask(hall, number, "drainage_plan")
    hall.act("receive-supplement", f"{number}/1", CLERK, materials=["drainage_test"])
    ask(hall, number, "drainage_plan")
    assert hall.messages(number)[-1].key.endswith(":2")
    assert wanted(hall.dossier(number), hall.clocked(number)).materials == ("drainage_plan",)


def test_only_what_was_asked_for_comes_as_a_supplement(hall, number):
    with refused("bad_field", "materials"):
        hall.act("receive-supplement", f"{number}/1", CLERK, materials=["drainage_test"])
    ask(hall, number, "drainage_test")
    with refused("bad_field", "materials"):
        hall.act("receive-supplement", f"{number}/1", CLERK, materials=["drainage_plan"])


def test_what_changed_since_it_was_asked_for_is_shown(hall, number):
    case_no = hall.case(number).case_no
    assert supplemented(hall.dossier(number), case_no) is None
    ask(hall, number, "drainage_test", "drainage_plan")
    assert supplemented(hall.dossier(number), case_no) is None
    hall.clock("2026-11-24 09:00")
    hall.act("receive-supplement", f"{number}/1", CLERK, materials=["drainage_test"])
    hall.act("correct-entry", number, CLERK, field="answers.daily_m3", value="15", reason="笔误")
    found = supplemented(hall.dossier(number), case_no)
    assert shown(found.asked_at) == "2026-11-23 10:00"
    assert [(code, shown(at)) for code, at in found.materials] == [("drainage_test", "2026-11-24 09:00")]
    assert found.entries == (("answers.daily_m3", "12", "15"),)
    assert supplemented(hall.dossier(number), "another") is None


def test_a_hearing_stops_both_limits_with_its_expected_length(hall, number):
    hall.act("suspend", f"{number}/1", kind="hearing", ground="当事人申请", expected_days=5)
    assert hall.case(number).state == "suspended"
    assert dues(hall, number) == (None, None)
    hall.clock("2026-11-30 10:00")
    hall.act("resume", f"{number}/1", result="听证结束")
    assert hall.case(number).state == "claimed"
    assert dues(hall, number) == ("2026-12-14 17:00", "2026-12-28 17:00")


def test_a_request_of_the_applicant_stops_the_promise_alone(hall, number):
    hall.act("suspend", f"{number}/1", kind="applicant_request", ground="申请人书面申请", expected_days=5)
    assert dues(hall, number) == (None, "2026-12-21 17:00")


@pytest.mark.parametrize("days", [0, 366, -1, True, "5"])
def test_a_special_procedure_lasts_one_day_to_a_year(hall, number, days):
    with refused("bad_field", "expected_days"):
        hall.act("suspend", f"{number}/1", kind="hearing", ground="x", expected_days=days)
    hall.act("suspend", f"{number}/1", kind="hearing", ground="x", expected_days=365)
    hall.act("suspend", f"{number}/1", kind="testing", ground="x", expected_days=1)


def test_a_ground_has_to_be_lawful_for_the_item(hall, number):
    for kind in ("public_notice", "supplement", "whim"):
        with refused("bad_ground", "kind"):
            hall.act("suspend", f"{number}/1", kind=kind, ground="x", expected_days=5)
    with refused("missing_field", "ground"):
        hall.act("suspend", f"{number}/1", kind="hearing", expected_days=5)


def test_two_grounds_may_overlap_and_each_ends_by_itself(hall, number):
    """Hearing Monday to Wednesday, testing Tuesday to Friday: four working days, counted once."""
    hall.act("suspend", f"{number}/1", kind="hearing", ground="x", expected_days=5)
    with refused("stopped_already"):
        hall.act("suspend", f"{number}/1", kind="hearing", ground="x", expected_days=5)
    hall.clock("2026-11-24 10:00")
    hall.act("suspend", f"{number}/1", kind="testing", ground="y", expected_days=5)
    hall.clock("2026-11-25 10:00")
    hall.act("resume", f"{number}/1", kind="hearing")
    assert hall.case(number).state == "suspended"
    assert [one.kind for one in hall.clocked(number).open_stops] == ["testing"]
    with refused("wrong_state"):
        hall.act("resume", f"{number}/1", kind="hearing")
    hall.clock("2026-11-27 10:00")
    hall.act("resume", f"{number}/1")
    assert hall.case(number).state == "claimed"
    assert dues(hall, number) == ("2026-12-11 17:00", "2026-12-25 17:00")


def test_a_supplement_is_never_ended_by_hand(hall, number):
    ask(hall, number, "drainage_test")
    for named in ({}, {"kind": "supplement"}):
        with refused("ends_by_arrival"):
            hall.act("resume", f"{number}/1", **named)
    hall.act("suspend", f"{number}/1", kind="hearing", ground="x", expected_days=5)
    hall.act("resume", f"{number}/1")
    assert [one.kind for one in hall.clocked(number).open_stops] == ["supplement"]
    assert hall.case(number).state == "suspended"


def test_a_colleague_neither_stops_nor_resumes_what_somebody_holds(hall, number):
    with refused("overtaken"):
        hall.act("suspend", f"{number}/1", OTHER_REVIEWER, kind="hearing", ground="x", expected_days=5)
    hall.act("suspend", f"{number}/1", kind="hearing", ground="x", expected_days=5)
    with refused("overtaken"):
        hall.act("resume", f"{number}/1", OTHER_REVIEWER)
    hall.act("resume", f"{number}/1", HEAD)


def extend(hall: AHall, number: str, who=None, **facts) -> None:
    given = {"working_days": 10, "reason": "案情复杂", "approver": "李局长"} | facts
    hall.act("extend", f"{number}/1", *([who] if who else []), **given)


def test_the_statutory_limit_is_extended_once_by_ten_days_at_most(hall, number):
    """ALL 42: twenty and ten working days from 2026-11-23 end on Tuesday 2027-01-05, New Year is a holiday."""
    for days in (0, 11):
        with refused("bad_field"):
            extend(hall, number, working_days=days)
    extend(hall, number)
    assert dues(hall, number) == ("2026-12-07 17:00", "2027-01-05 17:00")
    assert hall.last(number).data["change"] == {
        "clock_due": ["2026-12-21T17:00:00+08:00", "2027-01-05T17:00:00+08:00"],
    }
    with refused("extended_already"):
        extend(hall, number, working_days=1)


def test_the_promise_can_be_extended_and_then_the_case_is_due_later(hall, number):
    extend(hall, number, clock="promised", working_days=2)
    assert dues(hall, number) == ("2026-12-09 17:00", "2026-12-21 17:00")
    assert hall.last(number).data["change"]["due"] == [
        "2026-12-07T17:00:00+08:00",
        "2026-12-09T17:00:00+08:00",
    ]


def test_a_measures_limit_is_never_extended(hall, number):
    with refused("bad_field", "clock"):
        extend(hall, number, clock="measure")


def test_nobody_approves_an_extension_to_himself_but_the_head(hall, number):
    for name in ("reviewer", "审批一"):
        with refused("bad_field", "approver"):
            extend(hall, number, approver=name)
    extend(hall, number, HEAD, approver="负责人")
    assert dues(hall, number)[1] == "2027-01-05 17:00"


def test_a_limit_is_extended_before_it_has_run_out(hall, number):
    hall.clock("2026-12-21 17:00")
    extend(hall, number)
    other = hall.permit()
    hall.clock("2026-12-07 16:59")
    third = hall.permit()
    hall.act("claim", f"{third}/1")
    hall.clock("2027-01-25 17:01")
    hall.act("claim", f"{other}/1")
    with refused("overdue"):
        extend(hall, third)


def test_an_item_without_an_extension_in_law_gets_none(hall):
    hall.catalogue = with_item(a_catalogue(), "drainage-permit", extension_max=0)
    number = hall.permit()
    hall.act("claim", f"{number}/1")
    with refused("no_extension"):
        extend(hall, number, working_days=1)
    assert extensible(hall.dossier(number), hall.clocked(number), hall.catalogue) == {}


def test_an_item_without_a_statutory_limit_has_none_to_extend(hall):
    hall.catalogue = with_item(a_catalogue(), "drainage-permit", statutory=None)
    number = hall.permit()
    hall.act("claim", f"{number}/1")
    with refused("no_clock"):
        extend(hall, number, working_days=1)


def test_what_may_be_extended_is_offered_until_it_was(hall, number):
    def offered() -> list[str]:
        return list(extensible(hall.dossier(number), hall.clocked(number), hall.catalogue))

    assert offered() == ["statutory", "promised"]
    extend(hall, number)
    assert offered() == []


def test_the_stage_is_extended_by_fifteen_days_at_the_request_of_its_lead(hall):
    """ALL 42: forty-five working days end on Tuesday 2027-01-26; fifteen more, across Spring Festival (5 to 10 February)."""
    number = hall.stage("construction-works")

    def offered(item: str) -> list[str]:
        return list(extensible(hall.dossier(number), hall.clocked(number, item), hall.catalogue))

    assert (offered("design-scheme-review"), offered("air-defence-basement")) == (
        [],
        ["statutory", "promised"],
    )
    hall.act("joint-handling", number, number="抚政发〔2026〕12号", date="2026-11-20")
    hall.scan(number, "a" * 64)
    assert (offered("design-scheme-review"), offered("air-defence-basement")) == (["stage"], ["promised"])
    facts = {
        "clock": "stage", "reason": "交叉审查", "approver": "王市长", "approval_no": "抚政函〔2026〕31号",
        "approval_date": "2026-11-23", "scan": "a" * 64,
    }  # fmt: skip
    with refused("not_lead"):
        hall.act("extend", f"{number}/3", working_days=15, **facts)
    for days in (0, 16):
        with refused("bad_field", "working_days"):
            hall.act("extend", f"{number}/1", working_days=days, **facts)
    for name in ("head", "负责人"):
        with refused("bad_field", "approver"):
            hall.act("extend", f"{number}/1", HEAD, working_days=15, **facts | {"approver": name})
    before = hall.whole(number)["ALL 42"][0]
    hall.act("extend", f"{number}/1", working_days=15, **facts)
    assert (before, hall.whole(number)["ALL 42"][0]) == ("2027-01-26 17:00", "2027-02-22 17:00")
    assert hall.last(number).data["change"]["clock_due"][0] == "2027-01-26T17:00:00+08:00"
    assert hall.last(number).data["change"]["clock_due"][1] == "2027-02-22T17:00:00+08:00"
    assert "stage" not in offered("design-scheme-review")
    with refused("extended_already"):
        hall.act("extend", f"{number}/1", working_days=1, **facts)


def test_only_a_stage_has_the_stages_limit(hall, number):
    with refused("no_stage"):
        extend(hall, number, clock="stage")


def test_real_estate_is_never_extended_whatever_the_catalogue_says(hall):
    hall.catalogue = with_item(a_catalogue(), "real-estate-mortgage", extension_max=10)
    number = hall.accept(MORTGAGE).dossier.application.number
    hall.act("claim", f"{number}/1")
    assert extensible(hall.dossier(number), hall.clocked(number), hall.catalogue) == {}
    with refused("no_extension"):
        extend(hall, number, working_days=1)
