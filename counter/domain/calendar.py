"""Working dates and opening hours: what every clock in the program counts on.

Inside the calculator a moment is one whole number, *local seconds*: the proleptic day number
(``date.toordinal``) times 86,400 plus the seconds since local midnight, UTC+8. A *position* is open
time, in seconds, since the first opening in 2020 (negative before it); it grows only inside sessions of
working dates. Both are independent of how many years are loaded.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from typing import Final

CHINA: Final = timezone(timedelta(hours=8))
DAY: Final = 86_400
EPOCH_YEAR: Final = 2020
WEEKEND: Final = 5
"""Saturday's number in ``date.weekday``."""
FIRST_YEAR, LAST_YEAR = 1900, 2999
"""Years the calendar answers for; a moment outside is refused rather than guessed."""

Sessions = tuple[tuple[int, int], ...]
DEFAULT_SESSIONS: Final[Sessions] = ((30_600, 41_400), (48_600, 61_200))
"""08:30-11:30 and 13:30-17:00 as (open, close) in seconds since midnight."""


class OutsideCalendar(ValueError):
    """The moment lies in a year before 1900 or after 2999."""


@dataclass(frozen=True, slots=True)
class Revision:
    """One date of a published arrangement or of a change to it, with the notice that says so."""

    day: date
    working: bool
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening hours of a site that hold from a date on; duty sessions that only receive are left out."""

    since: date
    sessions: Sessions


@dataclass(frozen=True, slots=True)
class DayFact:
    """What a date is, and who says so: ``workday``, ``makeup``, ``weekend`` or ``holiday``."""

    day: date
    kind: str
    name: str
    notice: str
    published: bool

    @property
    def is_working(self) -> bool:
        """Whether office time runs on this date."""
        return self.kind in ("workday", "makeup")


_HOLIDAY_NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利七十周年纪念日",
}


@lru_cache(maxsize=1)
def _package_years() -> frozenset[int]:
    from chinese_calendar import constants

    return frozenset(day.year for day in constants.holidays)


@lru_cache(maxsize=256)
def _arranged(year: int) -> dict[date, tuple[bool, str]]:
    """Return the exceptions of a year that the State Council's arrangement (or the estimate) makes.

    The value says whether the date works, and its name. Published years come from
    ``chinesecalendar``; any other year from the public holidays of the ``holidays`` package, which
    knows no make-up days.
    """
    if year in _package_years():
        from chinese_calendar import constants

        found: dict[date, tuple[bool, str]] = {}
        for table, working in ((constants.holidays, False), (constants.workdays, True)):
            for day, name in table.items():
                if day.year == year:
                    found[day] = (working, _HOLIDAY_NAMES.get(name, name))
        return found
    import holidays  # slow to import, and needed only beyond the published years

    estimate = holidays.country_holidays("CN", years=year, language="zh_CN")
    return {day: (False, name) for day, name in estimate.items() if day.year == year}


@lru_cache(maxsize=1100)
def _base_year(year: int) -> bytes:
    """Return one byte for each date of the year: 1 works, 0 does not."""
    first = date(year, 1, 1)
    length = date(year, 12, 31).toordinal() - first.toordinal() + 1
    weekday = first.weekday()
    days = bytearray(1 if (weekday + n) % 7 < WEEKEND else 0 for n in range(length))
    for day, (working, _) in _arranged(year).items():
        days[day.toordinal() - first.toordinal()] = working
    return bytes(days)


def _weekday_year(year: int) -> bytes:
    first = date(year, 1, 1)
    length = date(year, 12, 31).toordinal() - first.toordinal() + 1
    return bytes(1 if (first.weekday() + n) % 7 < WEEKEND else 0 for n in range(length))


class _Table:
    """Working dates of whole years, numbered, with the open time that stands before each."""

    __slots__ = ("before", "count", "days", "first", "first_index", "last", "sessions", "years")

    def __init__(self, calendar: "WorkCalendar", first_year: int, last_year: int) -> None:
        self.years = (first_year, last_year)
        self.first = date(first_year, 1, 1).toordinal()
        self.last = date(last_year, 12, 31).toordinal()
        flags = b"".join(calendar.year_flags(y) for y in range(first_year, last_year + 1))
        self.days = [self.first + n for n, flag in enumerate(flags) if flag]
        epoch = date(EPOCH_YEAR, 1, 1).toordinal()
        self.first_index = -bisect_left(self.days, epoch)
        running = self.first_index
        self.count = []
        for flag in flags:
            running += flag
            self.count.append(running)
        self.sessions = [calendar.sessions_on(day) for day in self.days]
        total = 0
        self.before = [0]
        for sessions in self.sessions:
            total += sum(close - opening for opening, close in sessions)
            self.before.append(total)
        shift = self.before[-self.first_index]
        if shift:
            self.before = [value - shift for value in self.before]


class WorkCalendar:
    """The working dates and sessions of one site; years are loaded when a question reaches them.

    *revisions* override single dates; *published* names years whose arrangement was entered here:
    their unlisted dates work Monday to Friday and the package's estimate is not used.
    """

    def __init__(
        self,
        revisions: Iterable[Revision] = (),
        published: Iterable[int] = (),
        hours: Iterable[Hours] = (),
    ) -> None:
        self.revisions = {r.day: r for r in revisions}
        self.published = frozenset(published)
        self.hours = tuple(sorted(hours, key=lambda h: h.since))
        self._since = [h.since.toordinal() for h in self.hours]
        self._known_years = _package_years() | self.published
        self._table = _Table(self, EPOCH_YEAR, EPOCH_YEAR + 6)

    def with_sessions(self, sessions: Sessions) -> "WorkCalendar":
        """Return the same working dates with one set of sessions for all time."""
        return WorkCalendar(
            self.revisions.values(), self.published, (Hours(date(FIRST_YEAR, 1, 1), sessions),)
        )

    def is_published(self, year: int) -> bool:
        """Whether the State Council's arrangement for the year is loaded."""
        return year in self._known_years

    def is_provisional(self, one: int, other: int) -> bool:
        """Whether a year from *one* to *other*, in either order, has no published arrangement."""
        if one == other:
            return one not in self._known_years
        first, last = (one, other) if one <= other else (other, one)
        return any(year not in self._known_years for year in range(first, last + 1))

    def year_flags(self, year: int) -> bytes:
        """Return one byte for each date of the year, 1 for a working date."""
        flags = _weekday_year(year) if year in self.published else _base_year(year)
        changes = [r for day, r in self.revisions.items() if day.year == year]
        if not changes:
            return flags
        edited = bytearray(flags)
        first = date(year, 1, 1).toordinal()
        for change in changes:
            edited[change.day.toordinal() - first] = change.working
        return bytes(edited)

    def sessions_on(self, day: int) -> Sessions:
        """Return the sessions that hold on the day number, whether or not it is a working date."""
        if not self.hours:
            return DEFAULT_SESSIONS
        return self.hours[max(bisect_right(self._since, day) - 1, 0)].sessions

    def _reach(self, day: int) -> _Table:
        table = self._table
        if table.first <= day <= table.last:
            return table
        try:
            year = date.fromordinal(day).year
        except (ValueError, OverflowError):
            raise OutsideCalendar(day) from None
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise OutsideCalendar(day)
        first, last = table.years
        self._table = table = _Table(self, min(first, year), max(last, year))
        return table

    def _reach_index(self, index: int) -> _Table:
        table = self._table
        while index - table.first_index >= len(table.days):
            table = self._reach(date(min(table.years[1] + 4, LAST_YEAR + 1), 1, 1).toordinal())
        return table

    def count(self, day: int) -> int:
        """Return the number of the last working date up to and including the day number."""
        table = self._reach(day)
        return table.count[day - table.first]

    def day(self, number: int) -> int:
        """Return the day number of the working date that ``count`` gives as *number*."""
        table = self._reach_index(number - 1)
        return table.days[number - 1 - table.first_index]

    def is_working(self, day: int) -> bool:
        """Whether the day number is a working date."""
        table = self._reach(day)
        at = day - table.first
        before = table.count[at - 1] if at else table.first_index
        return table.count[at] != before

    def close(self, day: int) -> int:
        """Return the moment the hall closes on the day number, in local seconds."""
        return day * DAY + self.sessions_on(day)[-1][1]

    def position(self, moment: int) -> int:
        """Return the open time that has passed up to the moment, in seconds."""
        day, second = divmod(moment, DAY)
        table = self._reach(day)
        at = day - table.first
        count = table.count[at]
        upto = count - table.first_index
        if count == (table.count[at - 1] if at else table.first_index):
            return table.before[upto]
        passed = table.before[upto - 1]
        for opening, close in table.sessions[upto - 1]:
            if second <= opening:
                break
            passed += (min(close, second)) - opening
        return passed

    def moment(self, position: int) -> int:
        """Return the first moment at which open time has reached the position.

        A position that is reached at the end of a session gives that end, not the next opening.
        """
        table = self._table
        while position > table.before[-1]:
            table = self._reach(date(min(table.years[1] + 4, LAST_YEAR + 1), 1, 1).toordinal())
        at = bisect_left(table.before, position) - 1
        left = position - table.before[at]
        for opening, close in table.sessions[at]:
            if left <= close - opening:
                return table.days[at] * DAY + opening + left
            left -= close - opening
        raise AssertionError("a working date's open time is the sum of its sessions")

    def next_working(self, day: int) -> int:
        """Return the day number itself if it works, else that of the next working date."""
        return day if self.is_working(day) else self.day(self.count(day) + 1)

    def fact(self, day: date) -> DayFact:
        """Say what a date is and on whose word."""
        change = self.revisions.get(day)
        published = self.is_published(day.year)
        weekend = day.weekday() >= WEEKEND
        if change is not None:
            working, name, notice = change.working, "", change.notice
        elif day.year in self.published:
            working, name, notice = not weekend, "", ""
        else:
            working, name = _arranged(day.year).get(day, (not weekend, ""))
            notice = f"国务院办公厅关于{day.year}年部分节假日安排的通知" if published else ""
        if working:
            kind = "makeup" if weekend else "workday"
        else:
            kind = "weekend" if weekend and not name and change is None else "holiday"
        if kind in ("workday", "weekend") and change is None:
            notice = ""
        return DayFact(day, kind, name, notice, published)


def local_seconds(moment: datetime) -> int:
    """Return an aware time as local seconds; fractions of a second are cut off."""
    local = moment if moment.tzinfo is CHINA else moment.astimezone(CHINA)
    return local.toordinal() * DAY + local.hour * 3600 + local.minute * 60 + local.second


_YEAR_ONE = datetime(1, 1, 1, tzinfo=CHINA)


def from_local_seconds(seconds: int) -> datetime:
    """Return local seconds as an aware time in UTC+8."""
    return _YEAR_ONE + timedelta(seconds=seconds - DAY)
