"""The ninety days of a building project count approval time only (timers.md 6)."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.domain.calendar import WorkCalendar, local_seconds
from counter.domain.case import Case, CaseState, ClockedCase
from counter.domain.clock import Suspension
from counter.domain.limit import working_days
from counter.domain.project import (
    days_allowed,
    days_used,
    gaps,
    project_clock,
    recalculated_project,
    used_by_stage,
)
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


def waiting(approval: ClockedCase, granted: str = "") -> ClockedCase:
    """Return the approval as one that waits for another item's grant."""
    moments = {**approval.moments, **({"granted:first": local(granted)} if granted else {})}
    return replace(approval, case=replace(CASE, upstream=("first",)), moments=moments)


def test_what_waits_for_a_suspended_case_is_not_open():
    """Stopped from Wednesday 2026-03-04 to Monday 03-09: three working days, whoever waits behind it."""
    stopped = approval("2026-03-02 09:00", "", ("2026-03-04 09:00", "2026-03-09 09:00"))
    clock, stops = clock_of(stopped, waiting(approval("2026-03-02 09:00")))
    assert [(one.start, one.end) for one in stops] == [(local("2026-03-04 09:00"), local("2026-03-09 09:00"))]
    assert clock.due_at == local("2026-07-15 17:00")


def test_what_waited_is_open_from_the_grant_before_it():
    first = approval("2026-03-02 09:00", "2026-03-06 09:00")
    clock, stops = clock_of(first, waiting(approval("2026-03-02 09:00"), "2026-03-06 09:00"))
    assert (clock.due_at, stops) == (local("2026-07-10 17:00"), ())
    clock, _ = clock_of(first, waiting(approval("2026-03-02 09:00")))
    assert clock.suspended_since == local("2026-03-06 09:00")


def test_what_was_accepted_and_waits_for_what_was_not_is_no_time_of_approval():
    clock, stops = clock_of(waiting(approval("2026-03-02 09:00")))
    assert (clock.started_at, clock.suspended_since) == (local("2026-03-02 09:00"), local("2026-03-02 09:00"))
    clock, stops = clock_of(approval("2026-03-05 09:00"), waiting(approval("2026-03-02 09:00")))
    assert [(one.start, one.end) for one in stops] == [(local("2026-03-02 09:00"), local("2026-03-05 09:00"))]


def used_and_left(clock, stops, at: str) -> tuple[int, int]:
    used = days_used(clock, stops, local(at), CALENDAR)
    return used, days_allowed(clock) - used


@pytest.mark.parametrize(
    ("at", "used"),
    [
        ("2026-03-02 12:00", 0), ("2026-03-20 14:00", 14), ("2026-03-20 15:00", 14), ("2026-05-06 09:00", 14),
        ("2026-06-01 09:00", 14), ("2026-06-01 17:00", 14), ("2026-06-02 00:00", 15), ("2026-09-16 17:00", 90),
        ("2026-09-17 09:00", 91),
    ],
)  # fmt: skip
def test_used_and_left_of_the_ninety_days_between_two_stages(at, used):
    clock, stops = clock_of(approval("2026-03-02 09:00", "2026-03-20 15:00"), approval("2026-06-01 09:00"))
    assert used_and_left(clock, stops, at) == (used, 90 - used)


def test_a_gap_without_open_time_takes_nothing_from_either():
    """Decided at the close of Monday, the next accepted at half past eight on Tuesday: nobody worked meanwhile."""
    stages = approval("2026-03-02 09:00", "2026-03-09 17:00"), approval("2026-03-10 08:30")
    clock, stops = clock_of(*stages)
    assert clock.due_at == local("2026-07-10 17:00")
    assert used_and_left(clock, stops, "2026-03-10 09:00") == (6, 84)
    at_night, stops = clock_of(*stages[:1])
    assert used_and_left(at_night, stops, "2026-03-10 08:00") == (5, 85)


def test_days_after_the_ninety_are_days_of_approval_too():
    """Due on 2026-07-10; decided a week later; nobody approves anything in the month after that."""
    clock, stops = clock_of(approval("2026-03-02 09:00", "2026-07-17 09:00"))
    assert used_and_left(clock, stops, "2026-07-17 09:00") == (95, -5)
    assert used_and_left(clock, stops, "2026-08-17 09:00") == (95, -5)


def test_an_extension_is_added_to_what_is_allowed():
    clock, stops = recalculated_project(
        replace(project_clock(working_days(90)), extension_days=15),
        [approval("2026-03-02 09:00")],
        CALENDAR,
        last_stage=(),
    )
    assert used_and_left(clock, stops, "2026-03-10 10:00") == (6, 99)


def test_each_stage_counts_its_own_days():
    stages = [
        (1, 25, [approval("2026-03-02 09:00", "2026-03-20 15:00")]),
        (2, 20, [approval("2026-06-01 09:00")]),
        (3, 25, []),
    ]
    used = used_by_stage(working_days(90), stages, local("2026-06-05 09:00"), CALENDAR)
    assert used == ((1, 14, 25), (2, 4, 20), (3, 0, 25))


MORNING, EVENING = st.sampled_from([0, 480, 510, 600]), st.sampled_from([690, 1020, 1080, 1200])
"""Around the opening and the close, where a night or a lunch lies between and nobody works."""


def moments(days: int) -> st.SearchStrategy[int]:
    """Return minutes after the first midnight, within so many days."""
    minute = MORNING | EVENING | st.integers(0, 1439)
    return st.builds(lambda day, of_day: day * 1440 + of_day, st.integers(0, days), minute)


def _in_a_row(nights: list[int]) -> list[list[int]]:
    """Return approvals of which each begins in the morning after the one before was decided."""
    return [
        [a * 1440 + 510, b * 1440 + 1020] for a, b in zip(nights, [n - 1 for n in nights[1:]], strict=False)
    ]


APART = st.lists(
    st.lists(moments(60), min_size=2, max_size=2, unique=True).map(sorted), min_size=1, max_size=6
)
IN_A_ROW = st.lists(st.integers(0, 60), min_size=3, max_size=6, unique=True).map(sorted).map(_in_a_row)
PARTS = st.one_of(APART, IN_A_ROW)
"""From when to when each approval was open."""
BASE = local("2026-01-05 00:00")


def until(cases: list[ClockedCase], at: datetime) -> list[ClockedCase]:
    """Return the cases as they stood at the instant."""
    return [replace(one, moments={name: m for name, m in one.moments.items() if m <= at}) for one in cases]


def approvals(parts: list[list[int]]) -> list[ClockedCase]:
    return [
        ClockedCase(
            CASE, (), {"acceptance": BASE + timedelta(minutes=a), "decision": BASE + timedelta(minutes=b)}
        )
        for a, b in parts
    ]


@given(PARTS)
def test_gaps_never_touch_an_open_approval(parts):
    cases = approvals(parts)
    for gap in gaps(cases):
        for clocked in cases:
            begun, ended = clocked.moments["acceptance"], clocked.moments["decision"]
            assert ended <= gap.start or (gap.end is not None and gap.end <= begun)


@given(PARTS, moments(90), st.integers(0, 15))
def test_used_and_left_are_always_the_days_allowed(parts, minutes, extension):
    """What is used, counted date by date, and what is left until the due moment are ninety and the extension."""
    at = BASE + timedelta(minutes=minutes)
    cases = until(approvals(parts), at)
    known = replace(project_clock(working_days(90)), extension_days=extension)
    clock, stops = recalculated_project(known, cases, CALENDAR, last_stage=())
    if clock.started_at is None:
        return
    used = 0
    day = clock.started_at.date()
    while day < at.date():
        day += timedelta(days=1)
        used += CALENDAR.fact(day).is_working and not any(_gives_back(stop, day) for stop in stops)
    if clock.due_at is None:
        left = clock.reckoned(stops, CALENDAR).left.amount
    else:
        assert at <= clock.due_at
        left = sum(
            CALENDAR.fact(at.date() + timedelta(days=n)).is_working
            for n in range(1, (clock.due_at.date() - at.date()).days + 1)
        )
    assert days_used(clock, stops, at, CALENDAR) == used
    assert used + left == 90 + extension


def _gives_back(stop: Suspension, day: date) -> bool:
    """Whether the date lies in the gap, and somebody could have worked in the gap at all."""
    if stop.end is None:
        return stop.start.date() < day
    opened = CALENDAR.position(local_seconds(stop.end)) > CALENDAR.position(local_seconds(stop.start))
    return opened and stop.start.date() < day <= stop.end.date()


@pytest.mark.parametrize(("at", "used"), [("2026-03-02 12:00", 0), ("2026-03-10 10:00", 6)])
def test_days_used_are_counted_like_the_limit(at, used):
    clock, stops = clock_of(approval("2026-03-02 09:00"))
    assert days_used(clock, stops, local(at), CALENDAR) == used
