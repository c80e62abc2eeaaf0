"""The figures of a period."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class RuleFigures:
    """Live figures of a rule: clocks started, in time, late, and the average share of the limit used."""

    cases: int
    on_time: int
    late: int
    share_used: float | None = None


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """Cases of an item that came in during the period, and what happened in it to the item's cases.

    ``late`` counts cases with a statutory, promised or measure clock that is or was late. ``second_notices``
    are materials asked for again after the one notice (ALL 32(4)), by a supervisor only.
    """

    department: str
    item: str
    received: int = 0
    accepted: int = 0
    shortfall: int = 0
    corrections: int = 0
    turned_away: int = 0
    decided: int = 0
    open: int = 0
    late: int = 0
    second_notices: int = 0
    supplements: int = 0


@dataclass(frozen=True, slots=True)
class Visits:
    """How often somebody came: for an application, again for one, only to ask, to collect (M61)."""

    applications: int
    at_window: int
    again: int
    inquiries: int
    collections: int

    @property
    def visits(self) -> int:
        """All visits of the period."""
        return self.at_window + self.again + self.inquiries + self.collections


@dataclass(frozen=True, slots=True)
class SecondNotice:
    """A request for something that the one notice left out; who asked is in the case's history."""

    at: datetime
    case_no: str
    department: str
    item: str


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything a report counts."""

    items: tuple[ItemFigures, ...]
    rules: Mapping[str, RuleFigures]
    visits: Visits
    second_notices: tuple[SecondNotice, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of the days from *first* to *last*, as they stood at a moment."""

    first: date
    last: date
    at: datetime
    figures: Figures


@dataclass(frozen=True, slots=True)
class Table:
    """A part of the report as printouts and spreadsheets show it; every cell is text or a number."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str | int | float, ...], ...]
