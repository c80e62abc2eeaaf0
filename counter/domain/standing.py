"""How a clock stands at an instant, and which of a case's clocks binds (timers.md 6 and 8)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from counter.domain.calendar import DAY, WorkCalendar, from_local_seconds, local_seconds
from counter.domain.limit import Limit, Unit


class Standing(StrEnum):
    """The states of a clock; the first four may still change, the last two are final."""

    NOT_STARTED = "not_started"
    RUNNING = "running"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    SUSPENDED = "suspended"
    SUSPENSION_OVERRUN = "suspension_overrun"
    MET = "met"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Running:
    """What is known of a clock when it is asked how it stands."""

    limit: Limit
    started: datetime | None
    due: datetime | None
    ended: datetime | None = None
    suspended_since: datetime | None = None
    expected_days: int | None = None
    warn: datetime | None = None


def warn_moment(limit: Limit, due: datetime, calendar: WorkCalendar) -> datetime:
    """Return the instant from which the clock is *due soon*.

    Open time from it to the due moment is one full day of sessions; a quarter of the amount for
    limits in hours; a quarter of the day's sessions for ``same_day`` and ``instant``.
    """
    end = local_seconds(due)
    sessions = calendar.sessions_on(end // DAY)
    day_length = sum(close - opening for opening, close in sessions)
    if limit.unit is Unit.WORKING_HOURS:
        margin = limit.amount // 4
    elif limit.unit in (Unit.SAME_DAY, Unit.INSTANT):
        margin = day_length // 4
    else:
        margin = day_length
    return from_local_seconds(calendar.moment(max(calendar.position(end) - margin, 1)))


def claim_moment(due: datetime, usual_seconds: int, calendar: WorkCalendar) -> datetime:
    """Return until when the case has to be in somebody's hands: *usual_seconds* of open time before due."""
    end = calendar.position(local_seconds(due))
    return from_local_seconds(calendar.moment(max(end - usual_seconds, 1)))


DEFAULT_REMINDERS = ("1d", "90%")
"""One working day before the limit, and when nine tenths of it are used (domain.md 2.4, 电子监察)."""


def reminder_moments(
    started: datetime, due: datetime, thresholds: Iterable[str], calendar: WorkCalendar
) -> list[datetime]:
    """Return the moments at which a limit is called to mind, in order and none before its start.

    A threshold is ``2d`` (working days before due, in open time) or ``90%`` (share of the open time used).
    """
    begin, end = calendar.position(local_seconds(started)), calendar.position(local_seconds(due))
    sessions = calendar.sessions_on(local_seconds(due) // DAY)
    day_length = sum(close - opening for opening, close in sessions)
    found = set()
    for one in tuple(thresholds) or DEFAULT_REMINDERS:
        number = int(one[:-1])
        at = end - number * day_length if one.endswith("d") else begin + (end - begin) * number // 100
        if at > begin:
            found.add(from_local_seconds(calendar.moment(at)))
    return sorted(found)


def standing(clock: Running, at: datetime, calendar: WorkCalendar) -> Standing:
    """Return the clock's state at the instant; overdue is a fact of the due moment and *at*."""
    if clock.started is None:
        return Standing.NOT_STARTED
    if clock.ended is not None:
        late = clock.due is not None and clock.ended > clock.due
        return Standing.MISSED if late else Standing.MET
    if clock.due is None:
        if clock.suspended_since is None:
            return Standing.NOT_STARTED  # waits for an event without a date
        if clock.expected_days and at > expected_end(clock.suspended_since, clock.expected_days, calendar):
            return Standing.SUSPENSION_OVERRUN
        return Standing.SUSPENDED
    if at > clock.due:
        return Standing.OVERDUE
    warn = clock.warn or warn_moment(clock.limit, clock.due, calendar)
    return Standing.DUE_SOON if at >= warn else Standing.RUNNING


def expected_end(since: datetime, days: int, calendar: WorkCalendar) -> datetime:
    """Return until when a suspension was told to last: the close of its last expected working day."""
    last = calendar.day(calendar.count(local_seconds(since) // DAY) + days)
    return from_local_seconds(calendar.close(last))


OTHERS_CLOCKS: Final = ("debt", "delivery")
"""Clocks that stand beside the case: the applicant's, and the delivery of what was decided (timers.md 6)."""


def binds(kind: str) -> bool:
    """Whether a clock of the kind is the office's own and may bind the case."""
    return kind not in OTHERS_CLOCKS


def binding(dues: Iterable[tuple[str, datetime | None, datetime | None]]) -> str | None:
    """Return the rule whose due moment is the earliest of the unfinished clocks that have one.

    Each entry is (rule, due, ended).
    """
    open_clocks = [(due, rule) for rule, due, ended in dues if due is not None and ended is None]
    return min(open_clocks)[1] if open_clocks else None
