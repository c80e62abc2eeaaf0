"""Joint handling of a stage's licences (ALL 26, 42, 45).

Forty-five working days from Monday 2026-03-02 end on Friday 2026-05-08, twenty on Monday 2026-03-30.
"""

from dataclasses import replace

import pytest

from counter.domain.case import ClockedCase
from counter.domain.joint import (
    extended_jointly,
    is_joint,
    recalculated_stage,
    stage_clock,
    under_joint_handling,
)
from counter.domain.limit import working_days
from counter.domain.stops import STATUTORY_STOPS
from tests.builders import a_calendar, a_clock, a_file, local

CALENDAR = a_calendar()
LAW = a_clock(working_days(20), kind="statutory", rule="statutory", stops=STATUTORY_STOPS)


def a_licence(number: int, accepted: str, *stops: tuple[str, str, str], **moments: str) -> ClockedCase:
    happened = ({"acceptance": accepted} if accepted else {}) | moments
    return a_file(happened, *stops, clocks=(LAW,), id=number).happened(CALENDAR, {})


def stage(*licences: ClockedCase):
    return recalculated_stage(stage_clock(), licences, CALENDAR)


FIRST = a_licence(1, "2026-03-02 09:00")


def test_one_licence_alone_is_handled_alone():
    assert stage(FIRST).started_at is None
    assert stage(FIRST, a_licence(2, "")).started_at is None
    assert stage().due_at is None


def test_forty_five_days_run_from_the_first_acceptance_once_two_are_open():
    clock = stage(a_licence(2, "2026-03-12 09:00"), FIRST)
    assert (clock.kind, clock.rule) == ("stage", "ALL 42")
    assert (clock.started_at, clock.due_at) == (local("2026-03-02 09:00"), local("2026-05-08 17:00"))


@pytest.mark.parametrize("end", ["decision", "closed"])
def test_what_ended_before_the_next_was_accepted_was_never_open_with_it(end):
    first = a_licence(1, "2026-03-02 09:00", **{end: "2026-03-12 09:00"})
    assert stage(first, a_licence(2, "2026-03-12 09:00")).started_at is None
    assert stage(first, a_licence(2, "2026-03-12 08:59")).started_at == local("2026-03-02 09:00")
    closed_unaccepted = a_licence(3, "", closed="2026-03-12 09:00")
    assert stage(FIRST, closed_unaccepted).started_at is None


def test_it_runs_on_whatever_becomes_of_the_others():
    withdrawn = a_licence(2, "2026-03-03 09:00", closed="2026-03-04 09:00")
    clock = stage(FIRST, withdrawn)
    assert (clock.due_at, clock.ended_at) == (local("2026-05-08 17:00"), None)


def test_it_ends_with_the_last_licence_that_is_open():
    first = a_licence(1, "2026-03-02 09:00", decision="2026-03-20 09:00")
    second = a_licence(2, "2026-03-10 09:00", decision="2026-03-17 09:00")
    assert stage(first, second).ended_at == local("2026-03-20 09:00")
    much_later = a_licence(3, "2026-06-01 09:00")
    assert stage(first, second, much_later).ended_at == local("2026-03-20 09:00")
    meanwhile = a_licence(3, "2026-03-19 09:00")
    assert stage(first, second, meanwhile).ended_at is None


def test_it_stands_still_while_any_licence_is_in_a_special_procedure_which_counts_once():
    """Hearing Monday to Wednesday, testing of another Tuesday to Friday: four working days."""
    hearing = a_licence(1, "2026-03-02 09:00", ("hearing", "2026-03-09 10:00", "2026-03-11 10:00"))
    testing = a_licence(2, "2026-03-02 09:00", ("testing", "2026-03-10 10:00", "2026-03-13 10:00"))
    assert stage(hearing, testing).due_at == local("2026-05-13 17:00")  # Saturday 05-09 works
    assert stage(hearing, a_licence(2, "2026-03-02 09:00")).due_at == local("2026-05-11 17:00")


def test_it_stands_still_while_two_procedures_last():
    hearing = a_licence(1, "2026-03-02 09:00", ("hearing", "2026-03-09 10:00", ""))
    testing = a_licence(2, "2026-03-02 09:00", ("testing", "2026-03-10 10:00", ""))
    clock = stage(hearing, testing)
    assert (clock.due_at, clock.suspended_since) == (None, local("2026-03-09 10:00"))


@pytest.mark.parametrize("kind", ["supplement", "applicant_request", "debt", "public_notice", "evaluation"])
def test_nothing_else_stops_it(kind):
    stopped = a_licence(1, "2026-03-02 09:00", (kind, "2026-03-09 10:00", ""))
    assert stage(stopped, a_licence(2, "2026-03-02 09:00")).due_at == local("2026-05-08 17:00")


SECOND = a_licence(2, "2026-03-12 09:00")
NOW = local("2026-03-12 09:00")


def law(clocked: ClockedCase) -> tuple[int, object]:
    (clock,) = clocked.clocks
    return clock.limit.amount, clock.due_at


def test_a_licence_has_forty_five_days_of_its_own_while_another_is_open_with_it():
    assert law(under_joint_handling(FIRST, (FIRST, SECOND), NOW, CALENDAR)) == (45, local("2026-05-08 17:00"))
    assert law(under_joint_handling(FIRST, (FIRST,), NOW, CALENDAR)) == (20, local("2026-03-30 17:00"))


def test_what_has_run_out_is_not_made_longer():
    assert law(under_joint_handling(FIRST, (FIRST, SECOND), local("2026-03-30 17:00"), CALENDAR))[0] == 45
    assert law(under_joint_handling(FIRST, (FIRST, SECOND), local("2026-03-30 17:01"), CALENDAR))[0] == 20


@pytest.mark.parametrize("end", ["decision", "closed"])
def test_what_is_decided_keeps_the_limit_it_had(end):
    done = a_licence(1, "2026-03-02 09:00", **{end: "2026-03-11 09:00"})
    assert under_joint_handling(done, (done, SECOND), NOW, CALENDAR) is done
    assert under_joint_handling(SECOND, (done, SECOND), NOW, CALENDAR) is SECOND


def test_a_longer_limit_stays_when_the_other_licence_goes():
    longer = under_joint_handling(FIRST, (FIRST, SECOND), NOW, CALENDAR)
    assert under_joint_handling(longer, (longer,), NOW, CALENDAR) is longer
    assert under_joint_handling(longer, (longer, SECOND), NOW, CALENDAR) is longer


def test_what_was_extended_alone_has_the_joint_limit_and_no_more():
    extended = replace(FIRST, clocks=tuple(replace(one, extension_days=10) for one in FIRST.clocks))
    longer = under_joint_handling(extended.happened(CALENDAR, {}), (FIRST, SECOND), NOW, CALENDAR)
    assert (longer.clocks[0].extension_days, *law(longer)) == (0, 45, local("2026-05-08 17:00"))


def test_fifteen_days_of_the_government_lengthen_what_is_handled_jointly_and_open():
    longer = under_joint_handling(FIRST, (FIRST, SECOND), NOW, CALENDAR)
    extended = extended_jointly(longer, 15, CALENDAR)
    assert (extended.clocks[0].extension_days, extended.clocks[0].due_at) == (15, local("2026-05-28 17:00"))
    assert extended_jointly(FIRST, 15, CALENDAR) is FIRST
    done = longer.happened(CALENDAR, {"decision": NOW})
    assert extended_jointly(done, 15, CALENDAR) is done
    assert [is_joint(one.clocks[0]) for one in (FIRST, longer, done)] == [False, True, True]
