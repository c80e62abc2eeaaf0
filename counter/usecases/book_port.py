"""What the window's own books need from outside: credit record, inquiries, targets, imported items, debts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from counter.domain.credit import CreditEntry
from counter.domain.inquiry import Inquiry


@dataclass(frozen=True, slots=True)
class Target:
    """The entered figure of a tracked measure, with its day and where it comes from."""

    measure: int
    figure: str
    day: date
    source: str
    entered_by: str
    entered_at: datetime


@dataclass(frozen=True, slots=True)
class ImportedItem:
    """An item that was imported from a guide, as the catalogue's files would hold it.

    ``shape`` is the version of its shape (``forms.kept``); None for what was imported before shapes had versions.
    """

    code: str
    content: Mapping[str, object]
    imported_by: str
    imported_at: datetime
    shape: int | None = None


class Books(Protocol):
    """The window's books, in the transaction of the unit of work."""

    def credit_of(self, id_number: str) -> tuple[CreditEntry, ...]: ...
    def credit(self, limit: int, search: str = "") -> tuple[CreditEntry, ...]: ...
    def add_credit(self, one: CreditEntry) -> int: ...
    def repair(self, key: int, at: datetime, words: str) -> bool:
        """Mark an entry as repaired; False when there is none that still counts."""
        ...

    def add_inquiry(self, one: Inquiry) -> int: ...
    def inquiries(
        self, site: str, since: datetime, until: datetime, limit: int = 500
    ) -> tuple[Inquiry, ...]: ...
    def targets(self) -> Mapping[int, Target]:
        """Return the newest figure of each tracked measure."""
        ...

    def add_target(self, one: Target) -> None: ...
    def imported(self) -> tuple[ImportedItem, ...]: ...
    def newest_import(self) -> int: ...
    def save_imported(self, one: ImportedItem) -> None: ...


@dataclass(frozen=True, slots=True)
class Debt:
    """A promised paper that is still to come, as the debt book shows it; the applicant's name is masked."""

    application_no: str
    case_no: str
    ordinal: int
    item: str
    material: str
    applicant: str
    started_at: datetime | None
    due_at: datetime | None
    lapsed: bool
    window: str


@dataclass(frozen=True, slots=True)
class DayRow:
    """An application that a window took in, with what was made and scanned of it."""

    number: str
    title: str
    applicant: str
    clerk: str
    outcome: str
    received_at: datetime
    voided: bool
    papers: int
    scans: int
    kept: int


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier application of the same people; ``is_open`` while one of its cases still runs."""

    number: str
    title: str
    received_at: datetime
    outcome: str
    voided: bool
    items: tuple[str, ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class RuleFigures:
    """Live figures of a rule: clocks started, in time, late, and the average share of the limit used."""

    cases: int
    on_time: int
    late: int
    share_used: float | None = None


@dataclass(frozen=True, slots=True)
class Guide:
    """An item read from a spreadsheet, and what it changes: key, before, after."""

    code: str
    content: Mapping[str, Any]
    changes: tuple[tuple[str, str, str], ...]
