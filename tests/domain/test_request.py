"""What one desk asks of another: it is due, it is answered, and some of it keeps a case from its decision."""

import pytest

from counter.domain.limit import working_days
from counter.domain.request import DepartmentRequest, disagreements, recalculated, unsettled
from tests.builders import MONDAY, a_calendar, local


def asked(kind: str = "opinion", **changes: object) -> DepartmentRequest:
    values = {
        "id": 1, "application_no": "A", "case_no": "C1", "kind": kind, "department": "fire", "question": "?",
        "asked_by": "reviewer", "asked_at": MONDAY, "limit": working_days(3),
    }  # fmt: skip
    return DepartmentRequest(**(values | changes))


def test_it_is_due_from_the_moment_it_was_asked():
    assert recalculated(asked(), a_calendar()).due_at == local("2026-11-26 17:00")
    assert recalculated(asked(asked_at=local("2026-12-30 10:00")), a_calendar()).provisional is True


def test_an_answer_ends_it_and_its_clock():
    done = asked().answered(local("2026-11-24 10:00"), "fire", "可以", "agree")
    assert (asked().is_open, done.is_open) == (True, False)
    assert (done.answered_by, done.answer, done.position) == ("fire", "可以", "agree")
    assert done.recalculated_clock(a_calendar()).ended_at == local("2026-11-24 10:00")
    assert asked().recalculated_clock(a_calendar()).ended_at is None


@pytest.mark.parametrize(
    "kind, clock",
    [("opinion", "opinion"), ("coordination", "rectification"), ("supervision", "rectification")],
)
def test_an_opinion_has_a_clock_of_its_own_kind(kind, clock):
    assert asked(kind).clock.kind == clock


@pytest.mark.parametrize(
    "kind, holds", [("opinion", True), ("coordination", True), ("inspection", False), ("supervision", False)]
)
def test_open_consultations_and_coordination_keep_the_case_from_its_decision(kind, holds):
    one = asked(kind)
    assert unsettled([one], "C1") == ([one] if holds else [])
    assert unsettled([one], "C2") == []
    assert unsettled([one.answered(MONDAY, "fire", "x")], "C1") == []


def test_a_disagreement_stands_until_a_later_ruling():
    at = [local(f"2026-11-2{n} 10:00") for n in range(4, 8)]
    against = asked().answered(at[1], "fire", "不可以", "disagree")
    assert disagreements([against], "C1") == [against]
    assert disagreements([against], "C2") == []
    assert disagreements([asked(position="disagree")], "C1") == []
    assert disagreements([asked().answered(at[1], "fire", "x", "conditional")], "C1") == []
    assert disagreements([asked("inspection").answered(at[1], "fire", "x", "disagree")], "C1") == []
    for when, stands in ((at[0], True), (at[1], False), (at[2], False)):
        ruling = asked("coordination").answered(when, "service-centre", "定")
        assert disagreements([against, ruling], "C1") == ([against] if stands else [])
    first, last = (asked("coordination").answered(one, "service-centre", "定") for one in (at[0], at[2]))
    assert disagreements([against, first, last], "C1") == []
    assert disagreements([against, asked("coordination", case_no="C2").answered(at[2], "x", "定")], "C1") == [
        against
    ]
