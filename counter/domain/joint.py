"""Joint handling of a stage's licences (联合办理): one clock over them, and each licence's own limit (ALL 26, 42, 45).

It needs a recorded decision of the government for the stage and at least two licences open at once.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from counter.domain.calendar import WorkCalendar
from counter.domain.case import CaseClock, ClockedCase
from counter.domain.limit import working_days
from counter.domain.stops import STATUTORY_STOPS

RULE: Final = "ALL 42"
KIND: Final = "stage"
DAYS: Final = 45
EXTENSION: Final = 15
"""Working days by which the government of the same level may extend the forty-five, once (ALL 42 ¶2)."""
_LIMIT: Final = working_days(DAYS)
LEAST: Final = 2
"""So many licences have to be open for them to be handled jointly."""
TOGETHER: Final = "together"
APART: Final = "apart"
"""The moments of a stage's clock: its first licence was accepted, its last one is decided."""

Stretch = tuple[datetime, datetime | None]


def stage_clock() -> CaseClock:
    """Return the clock over the licences of a stage, not started: it stops for the procedures of ALL 45."""
    return CaseClock(0, 0, RULE, KIND, _LIMIT, (TOGETHER,), (APART,), STATUTORY_STOPS)


def _open(clocked: ClockedCase) -> Stretch | None:
    """Return from when to when the licence was open; None while it is not accepted."""
    begun = clocked.moments.get("acceptance")
    ends = [clocked.moments[name] for name in ("decision", "closed") if name in clocked.moments]
    end = min(ends, default=None)
    return None if begun is None or (end is not None and end <= begun) else (begun, end)


def _first_together(parts: Sequence[Stretch]) -> datetime | None:
    """Return since when two licences were open at once; None when they never were.

    *parts* are in order of their beginning.
    """
    for n, (begun, _) in enumerate(parts):
        if any(end is None or end > begun for _, end in parts[:n]):
            return begun
    return None


def recalculated_stage(
    clock: CaseClock, licences: Sequence[ClockedCase], calendar: WorkCalendar
) -> CaseClock:
    """Return the stage's clock as its licences make it.

    Once two were open at once it runs from the acceptance of the first licence, whatever becomes of the others,
    until none is open; it stands still while any of them is in a special procedure, which counts once.
    """
    parts = sorted((part for one in licences if (part := _open(one)) is not None), key=lambda part: part[0])
    since = _first_together(parts)
    moments: dict[str, datetime] = {}
    if since is not None:
        moments[TOGETHER] = parts[0][0]
        until: datetime | None = since
        for begun, end in parts:
            if until is not None and begun <= until:
                until = None if end is None else max(until, end)
        if until is not None:
            moments[APART] = until
    stops = tuple(one for clocked in licences for one in clocked.suspensions)
    return clock.recalculated(moments, stops, calendar)


def under_joint_handling(
    clocked: ClockedCase, licences: Sequence[ClockedCase], at: datetime, calendar: WorkCalendar
) -> ClockedCase:
    """Return an open licence with forty-five days where the law gives twenty alone, when another is open with it.

    A limit of its own law stays what it is, which the caller knows. A limit that has run out is not made longer,
    and one that was made longer stays so.
    """
    others = [one for one in licences if one.case.id != clocked.case.id]
    if not (_is_open(clocked) and any(_is_open(one) for one in others)):
        return clocked
    clocks = tuple(
        replace(one, limit=_LIMIT, extension_days=0)
        if one.kind == "statutory" and not is_joint(one) and not (one.due_at and one.due_at < at)
        else one
        for one in clocked.clocks
    )
    return clocked if clocks == clocked.clocks else replace(clocked, clocks=clocks).happened(calendar, {})


def is_joint(clock: CaseClock) -> bool:
    """Whether a licence's own legal limit is that of joint handling; where it is of its own law the caller knows."""
    return clock.kind == "statutory" and clock.limit == _LIMIT


def extended_jointly(clocked: ClockedCase, days: int, calendar: WorkCalendar) -> ClockedCase:
    """Return the open licence with its limit of joint handling longer by the days the government approved."""
    clocks = tuple(
        replace(one, extension_days=days) if is_joint(one) and one.ended_at is None else one
        for one in clocked.clocks
    )
    return clocked if clocks == clocked.clocks else replace(clocked, clocks=clocks).happened(calendar, {})


def _is_open(clocked: ClockedCase) -> bool:
    part = _open(clocked)
    return part is not None and part[1] is None
