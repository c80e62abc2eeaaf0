"""One transaction, as the use cases see it."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from counter.domain.application import (
    Application,
    Dossier,
    Event,
    MaterialRecord,
    PartyRecord,
    PrintoutRecord,
)
from counter.domain.case import Case, CaseClock, ClockedCase
from counter.domain.chain import Audit
from counter.usecases.ports.books import Books
from counter.usecases.ports.claims import Claims
from counter.usecases.ports.handovers import Service
from counter.usecases.ports.open_clocks import Reckonings
from counter.usecases.ports.projects import Projects
from counter.usecases.ports.requests import DepartmentRequests
from counter.usecases.ports.retention import OldRecords
from counter.usecases.ports.setup import Setup


@dataclass(frozen=True, slots=True)
class NewCase:
    """A case about to be written: the case with its clocks and whether it goes first in its queue."""

    clocked: ClockedCase
    green: bool


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
    def requests(self) -> DepartmentRequests:
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
    def cases(self, application: Application) -> tuple[ClockedCase, ...]: ...
    def package_clocks(self, application: Application) -> tuple[CaseClock, ...]: ...
    def save_case(self, before: ClockedCase, after: ClockedCase) -> None:
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

    def add_printouts(self, application: Application, printouts: Sequence[PrintoutRecord]) -> None: ...
    def printouts(self, application: Application) -> tuple[PrintoutRecord, ...]: ...
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
