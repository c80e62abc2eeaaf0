"""The government's decision on joint handling of a stage, and what follows from it (ALL 26, 42, 45).

Of the stage of works planning the permit and the air-defence basement are licences, the design scheme is none. Twenty
working days from Monday 2026-11-23 end on Monday 2026-12-21, forty-five on Tuesday 2027-01-26.
"""

import pytest

from counter.usecases.printouts.notices import notice_facts, orders
from tests.usecases.one_hall import CLERK, HEAD, REVIEWER, SUPERVISOR, AHall, refused, shown

PERMIT, BASEMENT = "works-planning-permit", "air-defence-basement"
DECISION = {"number": "抚政发〔2026〕12号", "date": "2026-11-20"}
SCAN = "a" * 64


def decide(hall: AHall, number: str, who=REVIEWER, /, **facts) -> None:
    hall.act("joint-handling", number, who, **DECISION | facts)


def stage_of(hall: AHall, number: str) -> tuple[str | None, str | None, str | None]:
    """Return start, due moment and end of the stage's clock."""
    (clock,) = [one for one in hall.database.kept.clocks[number] if one.kind == "stage"]
    return shown(clock.started_at), shown(clock.due_at), shown(clock.ended_at)


def law(hall: AHall, number: str, item: str) -> str | None:
    return hall.clocks(number, item)["statutory statutory"]


def test_without_a_decision_of_the_government_each_licence_is_handled_alone(hall):
    number = hall.stage("construction-works")
    assert "ALL 42" not in hall.whole(number)
    assert (law(hall, number, PERMIT), law(hall, number, BASEMENT)) == ("2026-12-21 17:00",) * 2


def test_the_decision_starts_the_stage_and_gives_its_licences_forty_five_days(hall):
    number = hall.stage("construction-works")
    hall.clock("2026-11-24 10:00")
    decide(hall, number)
    assert stage_of(hall, number) == ("2026-11-23 10:00", "2027-01-26 17:00", None)
    assert (law(hall, number, PERMIT), law(hall, number, BASEMENT)) == ("2027-01-26 17:00",) * 2
    assert "statutory statutory" not in hall.clocks(number, "design-scheme-review")
    changed = [one for one in hall.history(number) if one.what == "joint_limit"]
    assert [one.data["due"] for one in changed] == [
        ["2026-12-21T17:00:00+08:00", "2027-01-26T17:00:00+08:00"]
    ] * 2
    assert hall.last(number).what == "joint-handling"
    assert hall.last(number).data == DECISION
    with refused("already_recorded"):
        decide(hall, number)


def test_a_licence_with_a_law_of_its_own_keeps_its_limit(hall):
    number = hall.stage("construction-land-planning")
    own = ("land-preliminary-review", "environmental-report", "soil-water-plan")
    before = [law(hall, number, item) for item in own]
    decide(hall, number)
    assert [law(hall, number, item) for item in own] == before
    assert law(hall, number, "land-planning-permit") == "2027-01-26 17:00"
    assert stage_of(hall, number)[1] == "2027-01-26 17:00"


def test_a_licence_accepted_later_joins_and_the_stage_counts_from_the_first(hall):
    number = hall.stage("construction-works", materials=[
        {"code": code, "form": "original", "copies": 1, "pages": 4}
        for code in ("project_form", "design_scheme", "land_title")
    ])  # fmt: skip
    assert hall.case(number, BASEMENT).outcome == "correction_needed"
    decide(hall, number)
    assert stage_of(hall, number) == (None, None, None)
    assert law(hall, number, PERMIT) == "2026-12-21 17:00"
    hall.clock("2026-11-30 10:00")
    hall.act("receive-correction", f"{number}/3", CLERK, materials=["air_defence_plan"])
    assert stage_of(hall, number) == ("2026-11-23 10:00", "2027-01-26 17:00", None)
    assert law(hall, number, PERMIT) == "2027-01-26 17:00"
    assert law(hall, number, BASEMENT) == "2027-02-02 17:00"


def test_the_stage_goes_on_when_a_licence_goes_and_ends_with_the_last(hall):
    number = hall.stage("construction-works")
    decide(hall, number)
    hall.clock("2026-11-25 10:00")
    hall.act("withdraw", f"{number}/3", CLERK, reason="不建地下室")
    assert stage_of(hall, number) == ("2026-11-23 10:00", "2027-01-26 17:00", None)
    hall.clock("2026-12-01 10:00")
    hall.act("withdraw", f"{number}/2", CLERK, reason="改方案")
    assert stage_of(hall, number) == ("2026-11-23 10:00", "2027-01-26 17:00", "2026-12-01 10:00")


def test_a_special_procedure_of_one_licence_stops_the_stage_and_no_other_licence(hall):
    """Stopped from Tuesday 2026-11-24 to Friday 2026-11-27: three working days."""
    number = hall.stage("construction-works")
    decide(hall, number)
    hall.clock("2026-11-24 10:00")
    hall.act("claim", f"{number}/3")
    hall.act("suspend", f"{number}/3", kind="expert_review", ground="论证", expected_days=5)
    assert stage_of(hall, number)[1] is None
    assert law(hall, number, BASEMENT) is None
    assert law(hall, number, PERMIT) == "2027-01-26 17:00"
    hall.clock("2026-11-27 10:00")
    hall.act("resume", f"{number}/3", result="通过")
    assert stage_of(hall, number)[1] == "2027-01-29 17:00"
    assert law(hall, number, BASEMENT) == "2027-01-29 17:00"


def test_a_supplement_stops_neither(hall):
    number = hall.stage("construction-works")
    decide(hall, number)
    hall.act("claim", f"{number}/3")
    hall.act("request-supplement", f"{number}/3", materials=["air_defence_plan"], reason="缺页")
    assert stage_of(hall, number)[1] == law(hall, number, BASEMENT) == "2027-01-26 17:00"


@pytest.mark.parametrize("who", [CLERK, SUPERVISOR, REVIEWER, HEAD])
def test_the_window_or_the_leading_department_records_it(hall, who):
    number = hall.stage("construction-works")
    decide(hall, number, who)
    assert stage_of(hall, number)[1] == "2027-01-26 17:00"


def test_a_decision_has_its_number_its_date_and_a_scan_that_is_there(hall):
    number = hall.stage("construction-works")
    for key in DECISION:
        with refused("missing_field", key):
            decide(hall, number, **{key: ""})
    with refused("bad_field", "date"):
        decide(hall, number, date="2026-11-24")
    with refused("bad_field", "scan"):
        decide(hall, number, scan=SCAN)
    hall.scan(number, SCAN)
    decide(hall, number, scan=SCAN)


def test_it_is_for_two_licences_of_a_stage(hall):
    alone = hall.stage("construction-works", items=["design-scheme-review", PERMIT])
    for number in (alone, hall.permit(), hall.start_up()):
        with refused("no_joint"):
            decide(hall, number, SUPERVISOR)


def test_a_stage_taken_by_mistake_ends(hall):
    number = hall.stage("construction-works")
    decide(hall, number)
    hall.clock("2026-11-24 10:00")
    hall.act("void", number, CLERK, reason="误受理")
    assert stage_of(hall, number) == ("2026-11-23 10:00", "2027-01-26 17:00", "2026-11-24 10:00")


APPROVED = {
    "clock": "stage", "working_days": 15, "reason": "交叉审查", "approver": "王市长",
    "approval_no": "抚政函〔2026〕31号", "approval_date": "2026-11-23", "scan": SCAN,
}  # fmt: skip


@pytest.fixture
def joint(hall: AHall) -> str:
    """A stage under joint handling, with the scan of the government's approval of an extension."""
    number = hall.stage("construction-works")
    decide(hall, number)
    hall.scan(number, SCAN)
    return number


def test_fifteen_days_of_the_government_lengthen_the_stage_and_its_licences(hall, joint):
    """Sixty working days from 2026-11-23, across Spring Festival, end on Monday 2027-02-22."""
    hall.act("extend", f"{joint}/1", **APPROVED)
    assert stage_of(hall, joint)[1] == "2027-02-22 17:00"
    assert (law(hall, joint, PERMIT), law(hall, joint, BASEMENT)) == ("2027-02-22 17:00",) * 2
    assert hall.last(joint).data["change"]["clock_due"] == [
        "2027-01-26T17:00:00+08:00", "2027-02-22T17:00:00+08:00",
    ]  # fmt: skip
    dossier = hall.dossier(joint)
    notice = notice_facts(orders(dossier, hall.catalogue)[-1], dossier, hall.catalogue, "张三")
    assert ("批准文号", "抚政函〔2026〕31号（2026-11-23）") in notice.pairs
    with refused("extended_already"):
        hall.act("extend", f"{joint}/1", **APPROVED | {"working_days": 1})


def test_the_permits_own_case_is_lengthened_with_the_stage(hall, joint):
    hall.act("extend", f"{joint}/2", **APPROVED)
    assert law(hall, joint, PERMIT) == stage_of(hall, joint)[1] == "2027-02-22 17:00"


def test_the_approval_is_recorded_with_number_date_and_scan(hall, joint):
    for key in ("approval_no", "approval_date", "scan"):
        with refused("missing_field", key):
            hall.act("extend", f"{joint}/1", **{k: v for k, v in APPROVED.items() if k != key})
    with refused("bad_field", "approval_date"):
        hall.act("extend", f"{joint}/1", **APPROVED | {"approval_date": "2026-11-24"})
    with refused("bad_field", "scan"):
        hall.act("extend", f"{joint}/1", **APPROVED | {"scan": "b" * 64})


def test_a_limit_of_joint_handling_is_not_extended_by_the_authority_itself(hall, joint):
    with refused("no_extension"):
        hall.act("extend", f"{joint}/3", working_days=10, reason="复杂", approver="李主任")
    hall.act("extend", f"{joint}/3", working_days=5, reason="复杂", approver="李主任", clock="promised")


def test_without_joint_handling_there_is_no_stage_to_extend(hall):
    number = hall.stage("construction-works")
    hall.scan(number, SCAN)
    with refused("no_clock"):
        hall.act("extend", f"{number}/1", **APPROVED)
