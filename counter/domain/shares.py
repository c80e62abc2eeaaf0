"""Whose time a case has taken: the office's, the applicant's, or third parties'; and pauses that look odd."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from counter.domain.calendar import WorkCalendar, local_seconds
from counter.domain.case import ClockedCase
from counter.domain.moments import Moment

APPLICANT: Final = ("supplement", "debt", "applicant_request")
"""Kinds of suspension in which the office waits for the applicant; the others are third parties' work."""
MANY, SHORT_DAYS = 3, 1


@dataclass(frozen=True, slots=True)
class Shares:
    """Working days, rounded to tenths: in the office's hands, the applicant's, and third parties'."""

    office: float
    applicant: float
    third_party: float


def _open_seconds(begin: datetime, end: datetime, calendar: WorkCalendar) -> int:
    if end <= begin:
        return 0
    return calendar.position(local_seconds(end)) - calendar.position(local_seconds(begin))


def _day_length(calendar: WorkCalendar, at: datetime) -> int:
    sessions = calendar.sessions_on(local_seconds(at) // 86_400)
    return max(sum(close - opening for opening, close in sessions), 1)


def shares_of(clocked: ClockedCase, at: datetime, calendar: WorkCalendar) -> Shares:
    """Return how much open time of the case each side has had until *at*; overlapping pauses count once."""
    begun = clocked.moments.get(Moment.ACCEPTANCE) or clocked.moments.get(Moment.RECEIPT)
    if begun is None:
        return Shares(0, 0, 0)
    end = min(at, clocked.completed_at or at)
    spent = {"applicant": 0, "third": 0}
    until = begun
    for stop in sorted(clocked.suspensions, key=lambda one: one.start):
        first, last = max(stop.start, until), min(stop.end or end, end)
        side = "applicant" if stop.kind in APPLICANT else "third"
        spent[side] += _open_seconds(first, last, calendar)
        until = max(until, last)
    whole = _open_seconds(begun, end, calendar)
    day = _day_length(calendar, at)
    office = whole - spent["applicant"] - spent["third"]
    return Shares(round(office / day, 1), round(spent["applicant"] / day, 1), round(spent["third"] / day, 1))


def many_short(clocked: ClockedCase, calendar: WorkCalendar) -> bool:
    """Whether a case was stopped often and briefly: at least three pauses of less than a working day."""
    short = 0
    for stop in clocked.suspensions:
        if stop.end is not None:
            length = _open_seconds(stop.start, stop.end, calendar)
            short += length < SHORT_DAYS * _day_length(calendar, stop.start)
    return short >= MANY
