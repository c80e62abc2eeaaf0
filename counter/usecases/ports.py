"""What the use cases need from outside, as protocols; the composition root connects them."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from counter.domain.application import (
    Application,
    Dossier,
    Event,
    MaterialRecord,
    PaperRecord,
    PartyRecord,
)
from counter.domain.calendar import Revision
from counter.domain.case import Case, CaseClock, CaseFile
from counter.domain.chain import Audit
from counter.usecases.book_port import Books, DayRow, Debt, Earlier, RuleFigures
from counter.usecases.office_port import Claims, Errands, OldRecords, Projects, Reckonings
from counter.usecases.report_port import Figures
from counter.usecases.service_port import RatingSums, Service, ShelfRow


@dataclass(frozen=True, slots=True)
class Officer:
    """Who acts: name, role and department (``*`` in a rehearsal stands for every department)."""

    name: str
    display_name: str
    role: str
    department: str = ""

    def may_review(self, department: str) -> bool:
        """Whether the officer works on the department's cases."""
        return self.role in ("reviewer", "head") and self.department in (department, "*")

    def is_head_of(self, department: str) -> bool:
        """Whether the officer is the head of the department."""
        return self.role == "head" and self.department in (department, "*")


@dataclass(frozen=True, slots=True)
class Account:
    """An account as the administration sees it; the hash never leaves the sign-in."""

    officer: Officer
    password_hash: str
    disabled: bool
    must_change: bool = False
    failures: int = 0
    locked_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """An unfinished form of a window."""

    id: str
    site: str
    window: str
    clerk: str
    parked: bool
    updated_at: datetime
    form: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class NewCase:
    """A case about to be written: its file and whether it goes first in its queue."""

    file: CaseFile
    green: bool


class Setup(Protocol):
    """Accounts, facts about the database, catalogue versions, the calendar's revisions, drafts."""

    def account(self, name: str) -> Account | None: ...
    def accounts(self) -> Sequence[Account]: ...
    def save_account(self, account: Account, at: datetime) -> None: ...
    def fact(self, key: str) -> str | None: ...
    def set_fact(self, key: str, value: str) -> None: ...
    def keep_catalogue(self, digest: str, version: str, content: str, at: datetime) -> None: ...
    def catalogue_content(self, digest: str) -> str | None: ...
    def revisions(self) -> tuple[Sequence[Revision], Sequence[int]]: ...
    def hold_calendar(self) -> None:
        """Wait for the steps under way and let others wait until the new calendar is in force."""
        ...

    def add_revisions(
        self, dates: Sequence[Revision], years: Sequence[int], who: str, at: datetime
    ) -> None: ...
    def save_draft(self, draft: Draft) -> None: ...
    def drop_draft(self, draft_id: str) -> None: ...
    def drafts(self, site: str, window: str | None) -> Sequence[Draft]: ...


class UnitOfWork(AbstractContextManager["UnitOfWork"], Protocol):
    """One transaction. Leaving the block without ``commit`` undoes everything."""

    def moment(self) -> datetime:
        """Return the database server's moment, whole seconds (or the rehearsal's set moment)."""
        ...

    def commit(self) -> None:
        """Make the transaction durable."""
        ...

    def serial(self, site: str, window: str, scope: str, count: int = 1) -> int:
        """Take *count* numbers of the window's own series; return the first."""
        ...

    @property
    def setup(self) -> Setup:
        """What is set up once or seldom, in the same transaction."""
        ...

    @property
    def service(self) -> Service:
        """Hand-overs, ratings, rectifications, messages and scans, in the same transaction."""
        ...

    @property
    def errands(self) -> Errands:
        """What desks ask of each other, and usual times, in the same transaction."""
        ...

    @property
    def claims(self) -> Claims:
        """Taking the next waiting case of a queue, in the same transaction."""
        ...

    @property
    def books(self) -> Books:
        """Credit record, inquiries, targets and imported items, in the same transaction."""
        ...

    @property
    def old(self) -> OldRecords:
        """Records past their retention period, in the same transaction."""
        ...

    @property
    def reckonings(self) -> Reckonings:
        """Every open clock at once, in the same transaction."""
        ...

    @property
    def projects(self) -> Projects:
        """Building projects, in the same transaction."""
        ...

    def add_application(
        self,
        application: Application,
        parties: Sequence[PartyRecord],
        materials: Sequence[MaterialRecord],
        cases: Sequence[NewCase],
        package_clocks: Sequence[CaseClock],
        events: Sequence[Event],
    ) -> None:
        """Write a new application with all that belongs to it."""
        ...

    def application(self, number: str) -> Application | None: ...
    def hold(self, application: Application) -> Application:
        """Let other steps wait: hold the project, the application, its cases, in this order; read it again."""
        ...

    def application_by_key(self, key: str) -> Application | None: ...
    def application_of_case(self, case_no: str) -> Application | None: ...
    def application_by_token(self, digest: str) -> Application | None:
        """Return the application whose slip carries the token, unless the token has come to its end."""
        ...

    def dossier(self, application: Application) -> Dossier: ...
    def files(self, application: Application) -> tuple[CaseFile, ...]: ...
    def package_clocks(self, application: Application) -> tuple[CaseClock, ...]: ...
    def save_file(self, before: CaseFile, after: CaseFile) -> None:
        """Write what changed; refuses (overtaken) when the case was moved meanwhile."""
        ...

    def save_clock(self, clock: CaseClock) -> None: ...
    def save_reminder(self, case: Case, at: datetime | None) -> bool:
        """Write when the case's limit is called to mind next; False when that was done meanwhile."""
        ...

    def save_form(self, application: Application, form: Mapping[str, object]) -> None: ...
    def save_void(self, application: Application, reason: str) -> None: ...
    def save_outcome(self, application: Application, outcome: str, accepted_at: datetime | None) -> None: ...
    def add_clock(self, application: Application, clock: CaseClock) -> None:
        """Write a new clock over the whole application."""
        ...

    def log(self, application: Application, event: Event) -> None: ...
    def log_hall(self, event: Event) -> None:
        """Record a step that belongs to no application."""
        ...

    def add_paper(self, application: Application, paper: PaperRecord) -> None: ...
    def papers(self, application: Application) -> tuple[PaperRecord, ...]: ...
    def last_party(self, id_type: str, id_number: str) -> PartyRecord | None: ...
    def applications_of_project(self, number: str) -> Sequence[Application]: ...
    def watermark(self) -> int:
        """Return the mark below which every event is committed and none can still appear."""
        ...

    def seal(self) -> int:
        """Write a checkpoint over the events since the last one; returns how many it covers."""
        ...

    def audit(self) -> Audit:
        """Verify every chain of events and every checkpoint."""
        ...

    def changed_between(self, since: int, until: int, after: int, limit: int) -> Sequence[Application]:
        """Return applications with events after *since* up to *until*, by key above *after*."""
        ...


@dataclass(frozen=True, slots=True)
class Printed:
    """A paper as it came from the press."""

    pdf: bytes
    pages: int
    missing: tuple[str, ...] = ()


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
    def debts(self, limit: int, after: str | None, search: str = "") -> tuple[tuple[Debt, ...], str | None]:
        """Return promised papers that are still to come, those due first first."""
        ...

    def day_list(self, site: str, window: str, since: datetime, until: datetime) -> Sequence[DayRow]: ...
    def earlier(self, numbers: Collection[str], limit: int = 20) -> Sequence[Earlier]:
        """Return applications of the same identity numbers, newest first."""
        ...

    def open_counts(self) -> Mapping[str, int]: ...
    def rating_sums(self) -> Mapping[str, Sequence[RatingSums]]:
        """Return counted ratings by ``windows``, ``items`` and ``departments``; never by person."""
        ...

    def shelf(self, limit: int, after: str | None, search: str) -> tuple[tuple[ShelfRow, ...], str | None]:
        """Return applications with results that are ready, the longest waiting first."""
        ...
