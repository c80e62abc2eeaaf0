"""A building project over its four stages: the ninety days count approval time only (M6; timers.md 6)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from counter.domain.calendar import WorkCalendar
from counter.domain.case import CaseClock, ClockedCase
from counter.domain.clock import Suspension, days_left
from counter.domain.limit import Limit

RULE: Final = "M06.1"
GAP: Final = "between_approvals"

Stretch = tuple[datetime, datetime | None]


def _opened(clocked: ClockedCase) -> datetime | None:
    """Return since when the approval is open: accepted, and what it waits for granted; None while it is not."""
    names = ("acceptance", *(f"granted:{code}" for code in clocked.case.upstream))
    found = [clocked.moments[name] for name in names if name in clocked.moments]
    return max(found) if len(found) == len(names) else None


def _open_parts(clocked: ClockedCase) -> list[Stretch]:
    """Return when an approval was open: from its beginning to its end, less its own suspensions.

    What waits for another case is not open: while that one is suspended nobody can work on either.
    """
    begun = _opened(clocked)
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


def gaps(cases: Sequence[ClockedCase]) -> tuple[Suspension, ...]:
    """Return when no approval of the project was open since its first acceptance; parallel ones count once."""
    accepted = [clocked.moments["acceptance"] for clocked in cases if "acceptance" in clocked.moments]
    if not accepted:
        return ()
    found: list[Suspension] = []
    until = min(accepted)
    for begin, end in sorted(
        (part for clocked in cases for part in _open_parts(clocked)), key=lambda part: part[0]
    ):
        if begin > until:
            found.append(Suspension(until, begin, GAP, "各阶段审批之间", "system"))
        if end is None:
            return tuple(found)
        until = max(until, end)
    return (*found, Suspension(until, None, GAP, "各阶段审批之间", "system"))


def project_clock(limit: Limit) -> CaseClock:
    """Return the clock over a project, not told yet: from the first acceptance to the last stage's end."""
    return CaseClock(0, 0, RULE, "project", limit, ("acceptance",), ("completed",), (GAP,))


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
    accepted = [clocked.moments["acceptance"] for clocked in cases if "acceptance" in clocked.moments]
    moments: dict[str, datetime] = {}
    if accepted:
        moments["acceptance"] = min(accepted)
    ended = [clocked.moments.get("decision") or clocked.moments.get("closed") for clocked in last_stage]
    if ended and all(ended):
        moments["completed"] = max(one for one in ended if one is not None)
    stops = gaps(cases)
    if "completed" in moments:
        stops = tuple(one for one in stops if one.end is not None)
    return clock.recalculated(moments, stops, calendar), stops


def days_used(clock: CaseClock, stops: Sequence[Suspension], at: datetime, calendar: WorkCalendar) -> int:
    """Return the working days of approval until *at*; with those that are left they are the days allowed."""
    if clock.started_at is None:
        return 0
    last = min(at, clock.ended_at or at)
    left = days_left(clock.limit, clock.started_at, last, calendar, stops, clock.extension_days)
    return days_allowed(clock) - left


def days_allowed(clock: CaseClock) -> int:
    """Return the ninety days, and what they were extended by."""
    return clock.limit.amount + clock.extension_days


def used_by_stage(
    limit: Limit,
    stages: Sequence[tuple[int, int, Sequence[ClockedCase]]],
    at: datetime,
    calendar: WorkCalendar,
) -> tuple[tuple[int, int, int], ...]:
    """Return (stage, days used, days budgeted) for each stage with its cases, counted under the project's limit."""
    found = []
    for stage, budget, cases in stages:
        accepted = [clocked.moments["acceptance"] for clocked in cases if "acceptance" in clocked.moments]
        clock = replace(project_clock(limit), started_at=min(accepted, default=None))
        found.append((stage, days_used(clock, gaps(cases), at, calendar), budget))
    return tuple(found)
