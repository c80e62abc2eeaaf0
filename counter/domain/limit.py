"""Time limits as the catalogue and the ``deadline`` command write them, checked and exact."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final

from counter.domain.calendar import FIRST_YEAR, LAST_YEAR, Sessions


class Unit(StrEnum):
    """How a limit is counted; the rule of each is in :mod:`counter.domain.clock`."""

    WORKING_DAYS = "working_days"
    SAME_DAY = "same_day"
    INSTANT = "instant"
    WORKING_HOURS = "working_hours"
    CALENDAR_DAYS = "calendar_days"
    CALENDAR_MONTHS = "calendar_months"
    UNTIL_DATE = "until_date"
    BEFORE_EVENT = "before_event"


MOST_DAYS: Final = 3650
MOST_MONTHS: Final = 360
MOST_HOURS: Final = 1000
_WHOLE = {
    Unit.WORKING_DAYS: MOST_DAYS,
    Unit.CALENDAR_DAYS: MOST_DAYS,
    Unit.CALENDAR_MONTHS: MOST_MONTHS,
}
_DATED = (Unit.UNTIL_DATE, Unit.BEFORE_EVENT)
_TIME_OF_DAY = re.compile(r"([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?")
_HAS_TIME = re.compile(r"[T ]\d{2}", re.ASCII)


class BadLimit(ValueError):
    """Part of a limit is not what it has to be; ``code`` says which part (timers.md, section 10)."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Limit:
    """Time allowed: a unit and its amount in whole days, months or *seconds* (working hours)."""

    unit: Unit
    amount: int = 0
    day: date | None = None

    @property
    def value(self) -> int | float | None:
        """The amount in the unit's own words: days, months, hours; None where the unit has none."""
        if self.unit is Unit.WORKING_HOURS:
            hours = self.amount / 3600
            return int(hours) if hours.is_integer() else hours
        return self.amount if self.unit in _WHOLE else None


def working_days(amount: int) -> Limit:
    """Return a limit of whole working days."""
    return read_limit({"unit": "working_days", "amount": amount})


def _number(amount: object) -> Decimal:
    if isinstance(amount, bool) or not isinstance(amount, (int, float, Decimal)):
        raise BadLimit("bad_amount", "the amount has to be a number")
    exact = Decimal(str(amount)) if isinstance(amount, float) else Decimal(amount)
    if not exact.is_finite():
        raise BadLimit("bad_amount", "the amount has to be a finite number")
    return exact


def whole_number(amount: object, most: int) -> int:
    """Return the amount as a whole number from 1 to *most*; 3.0 counts as whole (``bad_amount``)."""
    exact = _number(amount)
    if not 1 <= exact <= most or exact != exact.to_integral_value():
        raise BadLimit("bad_amount", f"the amount has to be a whole number from 1 to {most}")
    return int(exact)


def _seconds_of_hours(amount: object) -> int:
    exact = _number(amount)
    if not 0 < exact <= MOST_HOURS:
        raise BadLimit("bad_amount", f"hours have to be more than 0 and at most {MOST_HOURS}")
    digits = -int(exact.as_tuple().exponent) if exact.as_tuple().exponent else 0
    if digits > 18:  # noqa: PLR2004 - far finer than a second; keeps the product exact
        raise BadLimit("bad_amount", "hours have to be exact to the second")
    seconds = exact * 3600
    if seconds != seconds.to_integral_value():
        raise BadLimit("bad_amount", "hours have to be exact to the second")
    return int(seconds)


def read_limit(raw: object) -> Limit:
    """Return the limit written as ``{"amount", "unit"}`` or ``{"unit", "date"}``.

    Refused with ``bad_unit``, ``bad_amount`` or ``bad_time`` (a missing or impossible date).
    """
    if not isinstance(raw, Mapping):
        raise BadLimit("bad_unit", "a limit names its unit and amount")
    name = raw.get("unit")
    try:
        unit = Unit(name) if isinstance(name, str) else None
    except ValueError:
        unit = None
    if unit is None:
        raise BadLimit("bad_unit", "the unit has to be one of " + ", ".join(Unit))
    amount = raw.get("amount")
    if unit in _WHOLE:
        return Limit(unit, whole_number(amount, _WHOLE[unit]))
    if unit is Unit.WORKING_HOURS:
        return Limit(unit, _seconds_of_hours(amount))
    if amount is not None:
        raise BadLimit("bad_amount", f"{unit} has no amount")
    if unit not in _DATED:
        return Limit(unit)
    day = raw.get("date")
    if day is None and unit is Unit.BEFORE_EVENT:
        return Limit(unit)
    return Limit(unit, day=read_date(day))


def read_date(raw: object) -> date:
    """Return a bare date ``YYYY-MM-DD`` inside the calendar's years (``bad_time``)."""
    if isinstance(raw, date) and not isinstance(raw, datetime):
        return raw
    if not isinstance(raw, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", raw, re.ASCII):
        raise BadLimit("bad_time", "a date is written like 2026-12-01")
    try:
        found = date.fromisoformat(raw)
    except ValueError:
        raise BadLimit("bad_time", f"{raw} is no date") from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise BadLimit("bad_time", f"the year has to lie between {FIRST_YEAR} and {LAST_YEAR}")
    return found


def read_time(raw: object) -> datetime:
    """Return an ISO 8601 time with its offset (``bad_time``; ``naive_time`` without an offset)."""
    if not isinstance(raw, str) or not _HAS_TIME.search(raw):
        raise BadLimit("bad_time", "a time is written like 2026-11-23T10:00:00+08:00")
    try:
        found = datetime.fromisoformat(raw)
        offset = found.utcoffset()
    except ValueError:
        raise BadLimit("bad_time", "a time is written like 2026-11-23T10:00:00+08:00") from None
    if re.search(r"[T ]24", raw):
        raise BadLimit("bad_time", "write midnight as 00:00 of the next date")
    if offset is None:
        raise BadLimit("naive_time", "the time has to name its offset, for example +08:00")
    if not FIRST_YEAR < found.year < LAST_YEAR:
        raise BadLimit("bad_time", f"the year has to lie between {FIRST_YEAR} and {LAST_YEAR}")
    return found


def read_sessions(raw: object) -> Sessions:
    """Return opening hours written as ``[["08:30", "11:30"], ...]`` in seconds (``bad_session``)."""
    if not isinstance(raw, (list, tuple)) or not raw:
        raise BadLimit("bad_session", "there has to be at least one session")
    found: list[tuple[int, int]] = []
    for pair in raw:
        if not isinstance(pair, (list, tuple)) or len(pair) != 2:  # noqa: PLR2004 - from and to
            raise BadLimit("bad_session", "a session is a pair of times")
        opening, close = (_time_of_day(text) for text in pair)
        if close <= opening or (found and opening < found[-1][1]):
            raise BadLimit("bad_session", "sessions are in order and neither overlap nor pass midnight")
        found.append((opening, close))
    return tuple(found)


def _time_of_day(raw: object) -> int:
    match = _TIME_OF_DAY.fullmatch(raw) if isinstance(raw, str) and raw.isascii() else None
    if match is None:
        raise BadLimit("bad_session", "a time of day is written like 08:30, up to 23:59")
    hours, minutes, seconds = match.groups(default="0")
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds)
