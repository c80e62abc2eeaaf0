"""The window's books: credit record, inquiries, targets, imported items."""

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
class Guide:
    """An item read from a spreadsheet, and what it changes: key, before, after."""

    code: str
    content: Mapping[str, Any]
    changes: tuple[tuple[str, str, str], ...]
