"""A database in memory: the ports of the use cases by hand, for rules that need no SQL.

Values are kept as they were given; a transaction that is not committed leaves nothing behind, a case that was
moved meanwhile is refused, keys are given in order, as the real stores do.
"""

from collections.abc import Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from types import TracebackType
from typing import Self

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
from counter.domain.errors import overtaken
from counter.usecases.ports.unit_of_work import NewCase
from tests.usecases.kept import (
    Kept,
    MemoryBooks,
    MemoryClaims,
    MemoryProjects,
    MemoryReckonings,
    MemoryRequests,
    MemoryService,
    MemorySetup,
)


class Database:
    """What every transaction opens; ``at`` is its moment and is set by the test."""

    def __init__(self, at: datetime) -> None:
        self.kept, self.at = Kept(), at

    def open(self, *, read_only: bool = False) -> "MemoryUow":
        """Open a transaction."""
        return MemoryUow(self)

    @contextmanager
    def writing(self):
        """A transaction that is committed when its block ends well."""
        with self.open() as uow:
            yield uow
            uow.commit()


class MemoryUow:
    """The unit of work in memory; it is its own store for every subject."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._before: Kept | None = None

    def __enter__(self) -> Self:
        self._before = self._database.kept
        self._database.kept = self._database.kept.copy()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._before is not None:
            self._database.kept = self._before
        self._before = None

    def commit(self) -> None:
        self._before = self._database.kept.copy()

    @property
    def _kept(self) -> Kept:
        return self._database.kept

    @property
    def setup(self) -> "MemorySetup":
        return MemorySetup(self._kept)

    @property
    def service(self) -> "MemoryService":
        return MemoryService(self._kept)

    @property
    def requests(self) -> "MemoryRequests":
        return MemoryRequests(self._kept)

    @property
    def books(self) -> "MemoryBooks":
        return MemoryBooks(self._kept)

    @property
    def projects(self) -> "MemoryProjects":
        return MemoryProjects(self._kept)

    @property
    def claims(self) -> "MemoryClaims":
        return MemoryClaims(self._kept)

    @property
    def reckonings(self) -> "MemoryReckonings":
        return MemoryReckonings(self._kept)

    def moment(self) -> datetime:
        return self._database.at

    def serial(self, site: str, window: str, scope: str, count: int = 1) -> int:
        last = self._kept.series.get((site, window, scope), 0)
        self._kept.series[site, window, scope] = last + count
        return last + 1

    def add_application(
        self,
        application: Application,
        parties: Sequence[PartyRecord],
        materials: Sequence[MaterialRecord],
        cases: Sequence[NewCase],
        package_clocks: Sequence[CaseClock],
        events: Sequence[Event],
    ) -> None:
        kept, number = self._kept, application.number
        kept.applications[number] = replace(application, id=kept.key("applications"))
        kept.parties[number], kept.materials[number] = tuple(parties), tuple(materials)
        clocked_cases = [
            replace(new.clocked, case=replace(new.clocked.case, id=kept.key("cases"))) for new in cases
        ]
        kept.cases[number] = tuple(self._with_keys(clocked) for clocked in clocked_cases)
        kept.clocks[number] = tuple(replace(one, id=kept.key("clocks")) for one in package_clocks)
        kept.events += [(number, one) for one in events]

    def _with_keys(self, clocked: ClockedCase) -> ClockedCase:
        clocks = tuple(
            one if one.id else replace(one, id=self._kept.key("clocks"), case_id=clocked.case.id)
            for one in clocked.clocks
        )
        return replace(clocked, clocks=tuple(one.expecting(clocked.suspensions) for one in clocks))

    def application(self, number: str) -> Application | None:
        return self._kept.applications.get(number)

    def hold(self, application: Application) -> Application:
        return self._kept.applications[application.number]

    def application_by_key(self, key: str) -> Application | None:
        found = self._kept.applications.values()
        return next((one for one in found if one.idempotency_key == key), None)

    def application_of_case(self, case_no: str) -> Application | None:
        for number, cases in self._kept.cases.items():
            if any(clocked.case.case_no == case_no for clocked in cases):
                return self._kept.applications[number]
        return None

    def application_by_token(self, digest: str) -> Application | None:
        for one in self._kept.applications.values():
            if one.token_digest == digest:
                return one if one.token_until is None or one.token_until > self.moment() else None
        return None

    def dossier(self, application: Application) -> Dossier:
        kept, number = self._kept, application.number
        return Dossier(
            application, kept.parties[number], kept.cases[number], kept.clocks[number], kept.materials[number],
            kept.of("events", number), kept.of("printouts", number), kept.of("handovers", number),
            kept.of("requests", number),
        )  # fmt: skip

    def cases(self, application: Application) -> tuple[ClockedCase, ...]:
        return self._kept.cases[application.number]

    def package_clocks(self, application: Application) -> tuple[CaseClock, ...]:
        return self._kept.clocks[application.number]

    def save_case(self, before: ClockedCase, after: ClockedCase) -> None:
        for number, cases in self._kept.cases.items():
            for at, old in enumerate(cases):
                if old.case.id != before.case.id:
                    continue
                if old.case.version != before.case.version:
                    raise overtaken(old.case.case_no, old.case.handler)
                case = replace(after.case, version=old.case.version + 1)
                new = self._with_keys(replace(after, case=case))
                self._kept.cases[number] = (*cases[:at], new, *cases[at + 1 :])
                return

    def save_clock(self, clock: CaseClock) -> None:
        for number, clocks in self._kept.clocks.items():
            self._kept.clocks[number] = tuple(clock if one.id == clock.id else one for one in clocks)

    def add_clock(self, application: Application, clock: CaseClock) -> None:
        new = replace(clock, id=self._kept.key("clocks"))
        self._kept.clocks[application.number] = (*self._kept.clocks[application.number], new)

    def save_reminder(self, case: Case, at: datetime | None) -> bool:
        for number, cases in self._kept.cases.items():
            for n, old in enumerate(cases):
                if old.case.id == case.id and old.case.remind_at == case.remind_at:
                    new = replace(old, case=replace(old.case, remind_at=at))
                    self._kept.cases[number] = (*cases[:n], new, *cases[n + 1 :])
                    return True
        return False

    def save_form(self, application: Application, form: Mapping[str, object]) -> None:
        self._kept.change(application.number, form=dict(form))

    def save_void(self, application: Application, reason: str) -> None:
        self._kept.change(application.number, void_reason=reason)

    def save_outcome(self, application: Application, outcome: str, accepted_at: datetime | None) -> None:
        self._kept.change(application.number, outcome=outcome, accepted_at=accepted_at)

    def log(self, application: Application, event: Event) -> None:
        self._kept.events.append((application.number, event))

    def log_hall(self, event: Event) -> None:
        self._kept.events.append(("", event))

    def add_printouts(self, application: Application, printouts: Sequence[PrintoutRecord]) -> None:
        self._kept.printouts.extend((application.number, one) for one in printouts)

    def printouts(self, application: Application) -> tuple[PrintoutRecord, ...]:
        return self._kept.of("printouts", application.number)

    def last_party(self, id_type: str, id_number: str) -> PartyRecord | None:
        every = [one for parties in self._kept.parties.values() for one in parties]
        mine = [one for one in every if (one.id_type, one.id_number) == (id_type, id_number)]
        return mine[-1] if mine else None

    def applications_of_project(self, number: str) -> Sequence[Application]:
        return [one for one in self._kept.applications.values() if one.project_no == number]

    def watermark(self) -> int:
        return len(self._kept.events)

    def seal(self) -> int:
        return len(self._kept.events)

    def audit(self) -> Audit:
        return Audit(len(self._kept.events), 1, 0, 0, None)

    def changed_between(self, since: int, until: int, after: int, limit: int) -> Sequence[Application]:
        touched = {number for number, _ in self._kept.events[since:until]}
        found = sorted(self._kept.applications.values(), key=lambda one: one.id)
        return [one for one in found if one.number in touched and one.id > after][:limit]
