"""A building project over its four stages: the ninety days count approval time only (M6; timers.md 6)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from counter.domain.calendar import WorkCalendar, local_seconds
from counter.domain.case import CaseClock, ClockedCase
from counter.domain.clock import Suspension
from counter.domain.limit import Limit, working_days
from counter.domain.moments import Moment

RULE: Final = "M06.1"
GAP: Final = "between_approvals"
DAY: Final = 86_400
JOINT_RULE: Final = "ALL 42"
JOINT_DAYS: Final = 45
"""Joint handling of a stage: 45 working days (ALL 42 ¶2)."""

Stretch = tuple[datetime, datetime | None]


def _open_parts(clocked: ClockedCase) -> list[Stretch]:
    """Return when an approval was open: from acceptance to its end, less its own suspensions."""
    begun = clocked.moments.get(Moment.ACCEPTANCE)
    if begun is None:
        return []
    ends = [clocked.moments[name] for name in ("decision", "closed") if name in clocked.moments]
    end = min(ends) if ends else None
    if end is not None and end <= begun:
        return []
    parts: list[Stretch] = []
    at: datetime = begun
    for stop in sorted(clocked.suspensions, key=lambda one: one.start):
        if end is not None and stop.start >= end:
            break
        if stop.start > at:
            parts.append((at, stop.start))
        if stop.end is None:
            return parts
        at = max(at, stop.end)
    if end is None or end > at:
        parts.append((at, end))
    return parts


def gaps(cases: Iterable[ClockedCase]) -> tuple[Suspension, ...]:
    """Return the stretches in which no approval of the project was open; parallel approvals count once."""
    parts = sorted((part for clocked in cases for part in _open_parts(clocked)), key=lambda part: part[0])
    found: list[Suspension] = []
    until: datetime | None = None
    for n, (begin, end) in enumerate(parts):
        if n and until is not None and begin > until:
            found.append(Suspension(until, begin, GAP, "各阶段审批之间", "system"))
            until = end
        elif n == 0 or (until is not None and (end is None or end > until)):
            until = end
        if until is None:
            return tuple(found)
    if until is not None:
        found.append(Suspension(until, None, GAP, "各阶段审批之间", "system"))
    return tuple(found)


def project_clock(limit: Limit) -> CaseClock:
    """Return the clock over a project, not told yet: from the first acceptance to the last stage's end."""
    return CaseClock(0, 0, RULE, "project", limit, ("acceptance",), ("completed",), (GAP,))


def stage_clock() -> CaseClock:
    """Return the statutory clock of a stage under joint handling (ALL 42 ¶2)."""
    return CaseClock(0, 0, JOINT_RULE, "statutory", working_days(JOINT_DAYS), ("acceptance",), ("completed",))


def recalculated_project(
    clock: CaseClock,
    cases: Sequence[ClockedCase],
    calendar: WorkCalendar,
    *,
    last_stage: Sequence[ClockedCase],
) -> tuple[CaseClock, tuple[Suspension, ...]]:
    """Return the project's clock as its approvals make it, and the gaps between them.

    *last_stage* are the cases of the acceptance stage: when all are decided, the project's time ends.
    """
    accepted = [
        clocked.moments[Moment.ACCEPTANCE] for clocked in cases if Moment.ACCEPTANCE in clocked.moments
    ]
    moments: dict[str, datetime] = {}
    if accepted:
        moments[Moment.ACCEPTANCE] = min(accepted)
    ended = [
        clocked.moments.get(Moment.DECISION) or clocked.moments.get(Moment.CLOSED) for clocked in last_stage
    ]
    if ended and all(ended):
        moments[Moment.COMPLETED] = max(one for one in ended if one is not None)
    stops = gaps(cases)
    if Moment.COMPLETED in moments:
        stops = tuple(one for one in stops if one.end is not None)
    return clock.recalculated(moments, stops, calendar), stops


def days_used(clock: CaseClock, stops: Sequence[Suspension], at: datetime, calendar: WorkCalendar) -> int:
    """Return the working days that count until *at*: after the day of the start, less the gaps."""
    if clock.started_at is None:
        return 0
    last = min(at, clock.ended_at or at)

    def day(moment: datetime) -> int:
        return local_seconds(moment) // DAY

    used = calendar.count(day(last)) - calendar.count(day(clock.started_at))
    for stop in stops:
        begin, end = stop.start, min(stop.end or last, last)
        if end > begin:
            used -= calendar.count(day(end)) - calendar.count(day(begin))
    return max(used, 0)


def used_by_stage(
    stages: Sequence[tuple[int, int, Sequence[ClockedCase]]], at: datetime, calendar: WorkCalendar
) -> tuple[tuple[int, int, int], ...]:
    """Return (stage, days used, days budgeted) for each stage with its cases."""
    found = []
    for stage, budget, cases in stages:
        accepted = [
            clocked.moments[Moment.ACCEPTANCE] for clocked in cases if Moment.ACCEPTANCE in clocked.moments
        ]
        if not accepted:
            found.append((stage, 0, budget))
            continue
        clock = replace(project_clock(working_days(max(budget, 1))), started_at=min(accepted))
        stops = gaps(cases)
        found.append((stage, days_used(clock, stops, at, calendar), budget))
    return tuple(found)
