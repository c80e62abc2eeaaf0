"""The ninety days of a building project count approval time only (timers.md 6)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.domain.calendar import WorkCalendar
from counter.domain.case import Case, CaseState, ClockedCase
from counter.domain.clock import Suspension
from counter.domain.limit import working_days
from counter.domain.project import days_used, gaps, project_clock, recalculated_project
from tests.builders import local

CALENDAR = WorkCalendar((), ())
CASE = Case(1, "x", "a", 1, "item", "dept", "accepted", CaseState.WAITING, "s", None, 1, "", ())


def approval(begun: str, ended: str = "", *stops: tuple[str, str]) -> ClockedCase:
    moments = {"acceptance": local(begun)}
    if ended:
        moments["decision"] = local(ended)
    suspensions = tuple(
        Suspension(local(a), local(b) if b else None, "supplement", "", "reviewer") for a, b in stops
    )
    return ClockedCase(CASE, (), moments, suspensions)


def clock_of(*cases: ClockedCase, last=()):
    return recalculated_project(project_clock(working_days(90)), cases, CALENDAR, last_stage=last)


def test_time_between_stages_does_not_count():
    clock, stops = clock_of(approval("2026-03-02 09:00", "2026-03-20 15:00"), approval("2026-06-01 09:00"))
    assert clock.due_at == local("2026-09-16 17:00")
    assert [(one.start, one.end) for one in stops] == [(local("2026-03-20 15:00"), local("2026-06-01 09:00"))]


def test_parallel_approvals_count_once():
    alone, _ = clock_of(approval("2026-03-02 09:00"))
    both, _ = clock_of(approval("2026-03-02 09:00"), approval("2026-03-05 09:00", "2026-03-10 09:00"))
    assert alone.due_at == both.due_at == local("2026-07-10 17:00")


def test_between_stages_the_clock_stands_still():
    clock, _ = clock_of(approval("2026-03-02 09:00", "2026-03-20 15:00"))
    assert (clock.due_at, clock.suspended_since) == (None, local("2026-03-20 15:00"))


def test_while_every_open_approval_is_suspended_the_clock_stands_still():
    stopped = approval("2026-03-02 09:00", "", ("2026-03-04 09:00", "2026-03-09 09:00"))
    clock, stops = clock_of(stopped)
    assert [(one.start, one.end) for one in stops] == [(local("2026-03-04 09:00"), local("2026-03-09 09:00"))]
    assert clock.due_at == local("2026-07-15 17:00")
    running, _ = clock_of(stopped, approval("2026-03-03 09:00"))
    assert running.due_at == local("2026-07-10 17:00")


def test_the_last_stages_decision_ends_it():
    last = approval("2026-06-01 09:00", "2026-06-12 09:00")
    clock, stops = clock_of(approval("2026-03-02 09:00", "2026-03-20 15:00"), last, last=[last])
    assert clock.ended_at == local("2026-06-12 09:00")
    assert days_used(clock, stops, local("2026-12-01 09:00"), CALENDAR) == 23


@given(st.lists(st.tuples(st.integers(0, 200), st.integers(1, 40)), min_size=1, max_size=6))
def test_gaps_never_touch_an_open_approval(parts):
    base = local("2026-01-05 09:00")
    from datetime import timedelta

    cases = [
        ClockedCase(
            CASE, (), {"acceptance": base + timedelta(days=a), "decision": base + timedelta(days=a + n)}
        )
        for a, n in parts
    ]
    for gap in gaps(cases):
        for clocked in cases:
            begun, ended = clocked.moments["acceptance"], clocked.moments["decision"]
            assert ended <= gap.start or (gap.end is not None and gap.end <= begun)


@pytest.mark.parametrize(("at", "used"), [("2026-03-02 12:00", 0), ("2026-03-10 10:00", 6)])
def test_days_used_are_counted_like_the_limit(at, used):
    clock, stops = clock_of(approval("2026-03-02 09:00"))
    assert days_used(clock, stops, local(at), CALENDAR) == used
