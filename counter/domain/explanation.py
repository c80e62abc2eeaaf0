"""Why a clock ends when it does: a ledger of dates, from the start event to the due moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from counter.domain.calendar import CHINA, DAY, WorkCalendar, local_seconds
from counter.domain.clock import Reckoning, Suspension
from counter.domain.limit import Limit, Unit

_LONGEST = 3700
"""Dates listed at most; the longest limit is 3650 working days and is listed to its tenth year."""


@dataclass(frozen=True, slots=True)
class LedgerDay:
    """One date of the way: what it was, its count, and who says or did so.

    ``n`` counts working days (``working_days``), open seconds used so far (``working_hours``) or
    natural days; it is None for a date that did not count. A date of the *extension* counts as a working day:
    on from the limit's own days, or from 1 where those were counted in another unit.
    """

    day: date
    kind: str
    n: int | None = None
    notice: str = ""
    ground: str = ""
    by: str = ""
    extension: bool = False


def ledger(
    limit: Limit,
    start: datetime,
    calendar: WorkCalendar,
    reckoned: Reckoning,
    suspensions: Sequence[Suspension] = (),
    until: datetime | None = None,
) -> tuple[LedgerDay, ...]:
    """Return every date from the start to the due moment, or to *until* when there is none."""
    first = local_seconds(start) // DAY
    end = reckoned.due or until or start
    last = max(local_seconds(end) // DAY, first)
    days: list[LedgerDay] = []
    counted = extra = 0
    for number in range(first, min(last, first + _LONGEST) + 1):
        day = date.fromordinal(number)
        fact = calendar.fact(day)
        added = reckoned.base is not None and day > reckoned.base.astimezone(CHINA).date()
        whole_days = added or limit.unit is not Unit.WORKING_HOURS
        stop = _stop_on(day, reckoned, suspensions, calendar, whole_days=whole_days)
        kind, n = fact.kind, None
        if stop is not None and (fact.is_working or limit.unit is Unit.CALENDAR_DAYS):
            kind = "suspended"
        elif added:
            if fact.is_working:
                extra += 1
                kind, n = ("makeup" if fact.kind == "makeup" else "counted"), extra
        elif limit.unit is Unit.WORKING_HOURS:
            if fact.is_working:
                counted = _open_used(start, reckoned.base or end, number, calendar, suspensions)
                kind, n = ("makeup" if fact.kind == "makeup" else "counted"), counted
        elif limit.unit in (Unit.CALENDAR_DAYS, Unit.CALENDAR_MONTHS):
            if number > first:
                counted += 1
                n = counted
                kind = "counted" if fact.kind == "workday" else fact.kind
        elif fact.is_working and number > first:
            counted += 1
            kind, n = ("makeup" if fact.kind == "makeup" else "counted"), counted
            added = limit.unit is Unit.WORKING_DAYS and counted > limit.amount
        if number == first:
            kind = "start"
        if reckoned.due is not None and number == last:
            kind = "due"
        if kind == "workday":
            kind = "counted"
        days.append(
            LedgerDay(
                day,
                kind,
                n,
                _notice(fact.name, fact.notice),
                stop.ground or stop.kind if stop else "",
                stop.by if stop else "",
                added and n is not None,
            )
        )
    return tuple(days)


def _notice(name: str, notice: str) -> str:
    return f"{name} · {notice}" if name and notice else name or notice


def _stop_on(
    day: date,
    reckoned: Reckoning,
    suspensions: Sequence[Suspension],
    calendar: WorkCalendar,
    *,
    whole_days: bool,
) -> Suspension | None:
    """Return the suspension on account of which the date does not count, if one does."""
    skipped = any(first <= day <= last for first, last in reckoned.skipped)
    for stop in suspensions:
        first = stop.start.astimezone(CHINA).date()
        last = stop.end.astimezone(CHINA).date() if stop.end else date.max
        if whole_days and first <= day <= last and (skipped or (stop.end is None and day > first)):
            return stop
        if not whole_days and first < day < last and calendar.is_working(day.toordinal()):
            return stop
    return None


def _open_used(
    start: datetime,
    end: datetime,
    number: int,
    calendar: WorkCalendar,
    suspensions: Sequence[Suspension],
) -> int:
    """Return the open seconds used from the start to the end of the date, pauses taken out."""
    begun = local_seconds(start)
    until = min((number + 1) * DAY, local_seconds(end))
    used = calendar.position(until) - calendar.position(begun)
    for stop in suspensions:
        begin = max(local_seconds(stop.start), begun)
        finish = min(local_seconds(stop.end) if stop.end else until, until)
        if finish > begin:
            used -= calendar.position(finish) - calendar.position(begin)
    return max(used, 0)
