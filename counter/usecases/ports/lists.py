"""Read-only lists, and their rows."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from counter.usecases.ports.figures import Figures, RuleFigures
from counter.usecases.ports.handovers import ShelfRow
from counter.usecases.ports.ratings import RatingSums


@dataclass(frozen=True, slots=True)
class CaseSummary:
    """A case as lists show it; the applicant's name is masked."""

    id: int
    case_no: str
    application_no: str
    ordinal: int
    item: str
    department: str
    state: str
    outcome: str
    handler: str | None
    applicant: str
    received_at: datetime
    due_at: datetime | None
    warn_at: datetime | None
    binding: str | None
    completed_at: datetime | None
    green: bool
    claim_before: datetime | None = None
    step: str = ""
    level: str = ""


@dataclass(frozen=True, slots=True)
class ApplicationSummary:
    """An application as lists show it; the applicant's name is masked."""

    id: int
    number: str
    title: str
    applicant: str
    window: str
    outcome: str
    received_at: datetime
    cases: int
    finished: int
    due_at: datetime | None
    warn_at: datetime | None
    voided: bool


@dataclass(frozen=True, slots=True)
class QueuePage:
    """A stretch of a department's queue with the counts that belong to it."""

    rows: tuple[CaseSummary, ...]
    next: str | None
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class OutstandingMaterial:
    """An outstanding material, as the book of outstanding materials shows it; the applicant's name is masked."""

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
    printouts: int
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


class Lists(Protocol):
    """Read-only queries; each opens and closes its own short transaction."""

    def queue(
        self, department: str, limit: int, after: str | None, now: datetime, search: str = ""
    ) -> QueuePage: ...
    def at_risk(self, limit: int, now: datetime) -> tuple[CaseSummary, ...]:
        """Return open cases that are late or due soon, the most pressing first."""
        ...

    def applications(
        self, limit: int, after: str | None, search: str, department: str = ""
    ) -> tuple[tuple[ApplicationSummary, ...], str | None]: ...
    def rule_figures(self, at: datetime) -> Mapping[str, RuleFigures]: ...
    def period_figures(self, since: datetime, until: datetime, at: datetime) -> Figures: ...
    def change_count(self) -> int: ...
    def waiting_messages(self, before: datetime) -> int: ...
    def outstanding(
        self, limit: int, after: str | None, search: str = ""
    ) -> tuple[tuple[OutstandingMaterial, ...], str | None]:
        """Return outstanding materials, those due first first."""
        ...

    def day_list(self, site: str, window: str, since: datetime, until: datetime) -> Sequence[DayRow]: ...
    def earlier(self, numbers: Collection[str], limit: int = 20) -> Sequence[Earlier]:
        """Return applications of the same identity numbers, newest first."""
        ...

    def open_counts(self) -> Mapping[str, int]: ...
    def rating_sums(self) -> Mapping[str, Sequence[RatingSums]]:
        """Return counted ratings by ``windows``, ``items`` and ``departments``; never by person."""
        ...

    def ready_for_hall(self, limit: int) -> Sequence[tuple[str, int, int]]:
        """Return what the hall's screen shows: application numbers with results ready, and of how many."""
        ...

    def waits(self, now: datetime, limit: int) -> Sequence[tuple[datetime, datetime]]:
        """Return receipt and result of cases that were done lately."""
        ...

    def unchecked(self, now: datetime, limit: int) -> Sequence[str]:
        """Return cases of which nobody told in time what is missing."""
        ...

    def to_remind(self, now: datetime, limit: int) -> Sequence[str]:
        """Return cases whose limit is to be called to mind by now."""
        ...

    def worked(self) -> Sequence[tuple[str, str, datetime, datetime]]:
        """Return item and step of work that is done, with its begin and end."""
        ...

    def held_by(self, name: str) -> Sequence[str]:
        """Return the cases in an officer's hands."""
        ...

    def shelf(self, limit: int, after: str | None, search: str) -> tuple[tuple[ShelfRow, ...], str | None]:
        """Return applications with results that are ready, the longest waiting first."""
        ...
