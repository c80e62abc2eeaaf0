"""Due moments: when a limit that runs on a case ends, whatever happened to it on the way.

The one calculator of the program. A due moment is a pure function of the start, the limit, the
working calendar, the suspensions and the extension; it is recomputed when any of them changes.
Moments inside are whole local seconds (see :mod:`counter.domain.calendar`).
"""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, Protocol

from counter.domain.calendar import (
    CHINA,
    DAY,
    OutsideCalendar,
    WorkCalendar,
    from_local_seconds,
    local_seconds,
)
from counter.domain.limit import BadLimit, Limit, Unit


class Pause(NamedTuple):
    """A stretch that does not count, in local seconds; ``end`` is None while it lasts."""

    start: int
    end: int | None


@dataclass(frozen=True, slots=True)
class Suspension:
    """A stop with its kind and ground; ``end`` is None until it is resumed."""

    start: datetime
    end: datetime | None = None
    kind: str = ""
    ground: str = ""
    by: str = ""
    expected_days: int | None = None


@dataclass(frozen=True, slots=True)
class Left:
    """What remains of a suspended limit: whole working days, or seconds of open time."""

    amount: int
    unit: str


class Reckoning(NamedTuple):
    """The answer: a due moment, or why there is none (``suspended``, ``waiting_for_event``).

    ``skipped`` lists the first and last date of each stretch that was not counted. ``base`` is the due moment of
    a limit in another unit than working days before its extension, which is counted from there.
    """

    due: datetime | None
    state: str = "running"
    left: Left | None = None
    provisional: bool = False
    skipped: tuple[tuple[date, date], ...] = ()
    base: datetime | None = None


class _Count(Protocol):
    """A limit being counted: its due moment in force, and how a pause moves it."""

    due: int

    @property
    def skipped(self) -> Sequence[tuple[int, int]]: ...
    def pause(self, start: int, end: int) -> None: ...
    def left(self, start: int) -> Left | None: ...


class _WorkingDays:
    """The n-th working date after the start's date, at closing time [ALL 82; CC 201, 203]."""

    def __init__(self, calendar: WorkCalendar, start: int, amount: int) -> None:
        self._calendar = calendar
        self.last = calendar.count(start // DAY) + amount
        """The number of the last working date."""
        self.due = calendar.close(calendar.day(self.last))
        self.skipped: list[tuple[int, int]] = []

    def pause(self, start: int, end: int) -> None:
        """Leave out the working dates d with S < d <= R, and S too if it is the due date."""
        first, last = start // DAY, end // DAY
        if first == last:
            return
        calendar = self._calendar
        used = calendar.count(first)
        given_back = first == self.due // DAY
        self.last += calendar.count(last) - used + given_back
        self.due = calendar.close(calendar.day(self.last))
        self.skipped.append((first if given_back else first + 1, last))

    def left(self, start: int) -> Left:
        unused = self.last - self._calendar.count(start // DAY)
        return Left(max(unused, 1), "working_days")


class _OpenTime:
    """The instant at which open time since the start adds up to the amount [M1, M4, M37]."""

    skipped: Sequence[tuple[int, int]] = ()

    def __init__(self, calendar: WorkCalendar, start: int, seconds: int) -> None:
        self._calendar = calendar
        self._end = calendar.position(start) + seconds
        self.due = calendar.moment(self._end)

    def pause(self, start: int, end: int) -> None:
        self._end += self._calendar.position(end) - self._calendar.position(start)
        self.due = self._calendar.moment(self._end)

    def left(self, start: int) -> Left:
        return Left(self._end - self._calendar.position(start), "seconds")


class _NaturalDays:
    """A natural date, moved to the next working date [CC 201-203]; for days and for months."""

    def __init__(self, calendar: WorkCalendar, unshifted: int) -> None:
        self._calendar = calendar
        self._unshifted = unshifted
        self.due = self._shifted()
        self.skipped: list[tuple[int, int]] = []

    def _shifted(self) -> int:
        return self._calendar.close(self._calendar.next_working(self._unshifted))

    def pause(self, start: int, end: int) -> None:
        first, last = start // DAY, end // DAY
        if first == last:
            return
        self._unshifted += last - first
        self.due = self._shifted()
        self.skipped.append((first + 1, last))
        if self.due // DAY < last:
            calendar = self._calendar
            self._unshifted = calendar.day(calendar.count(last) + 1)
            self.due = self._shifted()

    def left(self, start: int) -> None:  # noqa: ARG002 - the count's shape
        return None


class _SameDay:
    """Closing time of the day, or of the next working date when it is too late for that [M3]."""

    skipped: Sequence[tuple[int, int]] = ()

    def __init__(self, calendar: WorkCalendar, start: int) -> None:
        self._calendar = calendar
        self.due = self._from(start)

    def _from(self, start: int) -> int:
        calendar, day = self._calendar, start // DAY
        if calendar.is_working(day) and start <= calendar.close(day):
            return calendar.close(day)
        return calendar.close(calendar.day(calendar.count(day) + 1))

    def pause(self, start: int, end: int) -> None:  # noqa: ARG002 - only the end matters
        self.due = self._from(end)

    def left(self, start: int) -> None:  # noqa: ARG002 - the count's shape
        return None


def _months_after(day: int, months: int) -> int:
    start = date.fromordinal(day)
    years, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month + 1
    return date(year, month, min(start.day, monthrange(year, month)[1])).toordinal()


def merged(pauses: Iterable[Pause], start: int) -> list[Pause]:
    """Return the pauses cut to begin not before *start*, joined where they overlap or touch.

    Refused with ``bad_suspension``: one that ends before it begins, or two without an end.
    """
    cut: list[Pause] = []
    endless = 0
    for pause in pauses:
        endless += pause.end is None
        if endless > 1 or (pause.end is not None and pause.end < pause.start):
            raise BadLimit("bad_suspension", "a suspension ends before it begins, or two have no end")
        if pause.end is None or pause.end > start:
            cut.append(pause if pause.start >= start else Pause(start, pause.end))
    cut.sort(key=lambda pause: pause.start)
    joined: list[Pause] = []
    for pause in cut:
        last = joined[-1] if joined else None
        if last is None or (last.end is not None and last.end < pause.start):
            joined.append(pause)
        elif last.end is not None and (pause.end is None or pause.end > last.end):
            joined[-1] = Pause(last.start, pause.end)
    return joined


def _run(
    count: _Count, pauses: Sequence[Pause], calendar: WorkCalendar
) -> tuple[Pause | None, Sequence[Pause]]:
    """Let the pauses move the count, in order; return the open one and those after the due moment."""
    for at, pause in enumerate(pauses):
        if pause.start >= count.due:
            return None, pauses[at:]
        if pause.end is None:
            return pause, ()
        if calendar.position(pause.end) > calendar.position(pause.start):
            count.pause(pause.start, pause.end)
    return None, ()


def _count_of(limit: Limit, start: int, calendar: WorkCalendar) -> _Count:
    unit = limit.unit
    if unit is Unit.WORKING_HOURS:
        return _OpenTime(calendar, start, limit.amount)
    if unit in (Unit.SAME_DAY, Unit.INSTANT):
        return _SameDay(calendar, start)
    if unit is Unit.CALENDAR_DAYS:
        return _NaturalDays(calendar, start // DAY + limit.amount)
    if unit is Unit.CALENDAR_MONTHS:
        return _NaturalDays(calendar, _months_after(start // DAY, limit.amount))
    if limit.day is None:
        raise AssertionError("an event without a date is answered before")
    return _NaturalDays(calendar, limit.day.toordinal())


def reckon(
    limit: Limit,
    start: datetime,
    calendar: WorkCalendar,
    suspensions: Iterable[Suspension] = (),
    extension_days: int = 0,
) -> Reckoning:
    """Return when the limit ends that began at *start*.

    *suspensions* are those that stop this clock; *extension_days* are working days granted on top.
    Refused with ``bad_suspension``, or ``bad_time`` outside the calendar's years.
    """
    try:
        return _reckon(limit, start, calendar, suspensions, extension_days)
    except (OutsideCalendar, OverflowError, ValueError) as error:
        if isinstance(error, BadLimit):
            raise
        raise BadLimit("bad_time", "the time lies outside the years of the calendar") from error


def days_left(
    limit: Limit,
    start: datetime,
    at: datetime,
    calendar: WorkCalendar,
    suspensions: Iterable[Suspension] = (),
    extension_days: int = 0,
) -> int:
    """Return how many working days of the limit are left at the instant, counted as its due moment is.

    Of what is suspended only the time until *at* is known. Below 0 are the days by which it is over: after the
    due moment a suspension gives nothing back, and its days are not counted as days over either.
    """
    begun = local_seconds(start)
    now = max(local_seconds(at), begun)
    known = [
        Pause(one.start, None if one.end is None or one.end > now else one.end)
        for one in merged(_pauses(suspensions), begun)
        if one.start < now
    ]
    count = _WorkingDays(calendar, begun, limit.amount + extension_days)
    still, later = _run(count, known, calendar)
    if still is not None:
        return count.left(still.start).amount
    over = calendar.count(now // DAY) - count.last
    for pause in later:
        end = now if pause.end is None else pause.end
        over -= calendar.count(end // DAY) - calendar.count(pause.start // DAY)
    return -over


def _pauses(suspensions: Iterable[Suspension]) -> Iterable[Pause]:
    """Return the suspensions in local seconds."""
    return (
        Pause(local_seconds(s.start), None if s.end is None else local_seconds(s.end)) for s in suspensions
    )


def _reckon(
    limit: Limit,
    start: datetime,
    calendar: WorkCalendar,
    suspensions: Iterable[Suspension],
    extension_days: int,
) -> Reckoning:
    begun = local_seconds(start)
    pauses: Sequence[Pause] = ()
    if suspensions:
        pauses = merged(_pauses(suspensions), begun)
    if limit.unit in (Unit.UNTIL_DATE, Unit.BEFORE_EVENT):
        if limit.day is None:
            return Reckoning(None, "waiting_for_event")
        pauses = ()  # an agreed date stands, whatever is suspended (timers.md, section 4)
    count: _Count
    before: Sequence[tuple[int, int]] = ()
    base: datetime | None = None
    if limit.unit is Unit.WORKING_DAYS:
        count = _WorkingDays(calendar, begun, limit.amount + extension_days)
        still, _ = _run(count, pauses, calendar) if pauses else (None, ())
    else:
        count = _count_of(limit, begun, calendar)
        still, later = _run(count, pauses, calendar) if pauses else (None, ())
        if extension_days and still is None:
            before, base = count.skipped, from_local_seconds(count.due)
            count = _WorkingDays(calendar, count.due, extension_days)
            still, _ = _run(count, later, calendar)
    skipped = tuple(
        [(date.fromordinal(first), date.fromordinal(last)) for first, last in (*before, *count.skipped)]
    )
    if still is not None:
        return Reckoning(None, "suspended", count.left(still.start), False, skipped, base)
    due = from_local_seconds(count.due)
    started = start.year if start.tzinfo is CHINA else date.fromordinal(begun // DAY).year
    return Reckoning(due, "running", None, calendar.is_provisional(started, due.year), skipped, base)
