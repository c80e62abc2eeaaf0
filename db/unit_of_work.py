"""One transaction on the database: applications, cases, clocks, events and printouts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine, func, insert, or_, select, update
from sqlalchemy.exc import DataError, IntegrityError, OperationalError

from counter.domain.application import (
    Application,
    Dossier,
    Event,
    MaterialRecord,
    PartyRecord,
    Place,
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
from counter.usecases.ports.retention import OldRecords as OldPort
from counter.usecases.ports.setup import Setup
from counter.usecases.ports.unit_of_work import NewCase
from db import audit, event_log, rows, series
from db.acceptance import as_its_cases, as_of_now, untold
from db.book_store import BookStore
from db.claiming import Claiming
from db.clocked_cases import write_case, write_clock
from db.engine import server_moment
from db.held import Held, entered, held
from db.home import expect_home
from db.known import Known, select_application
from db.listening import notify_others
from db.new_application import write_application
from db.old_records import OldRecords
from db.open_clocks import OpenClocks
from db.project_store import ProjectStore
from db.request_store import DepartmentRequestStore
from db.service_store import ServiceStore
from db.setup_store import SetUp, SetupStore
from db.tables import (
    ApplicationRow,
    CaseRow,
    ClockRow,
    EventRow,
    PartyRow,
    PrintoutRow,
    ProjectRow,
)
from db.unreachable import refusal, unreachable

__all__ = ["SqlUnitOfWork", "refusal", "unreachable"]

_APPLICATION = select_application()
Now = Callable[[], datetime]
NOWHERE = Place()


class SqlUnitOfWork:
    """The ``UnitOfWork`` port on SQLAlchemy Core."""

    def __init__(
        self,
        engine: Engine,
        now: Now | None = None,
        *,
        read_only: bool = False,
        place: Place = NOWHERE,
        anywhere: bool = False,
    ) -> None:
        self._engine = engine
        self._anywhere = anywhere
        self._place = place
        self._now = now
        self._read_only = read_only
        self._open: Connection | None = None
        self._logged = False
        self._claims: Claiming | None = None
        self._held: Held | None = None
        self._set_up = SetUp()
        self._at: datetime | None = None

    def __enter__(self) -> Self:
        """Begin the transaction; one that writes is refused where the database may be a copy (MayBeACopy)."""
        try:
            connection = self._engine.connect()
            if self._read_only:
                connection = connection.execution_options(read_only=True)
            connection.begin()
        except OperationalError as error:
            raise unreachable(error) from error
        if not (self._read_only or self._anywhere):
            try:
                expect_home(connection)
            except BaseException as error:
                connection.close()
                if isinstance(error, OperationalError):
                    raise refusal(error) from error
                raise
        self._open = connection
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Undo what was not committed."""
        connection, self._open, self._claims, self._held, self._at = self._open, None, None, None, None
        self._set_up.forget()
        if connection is not None:
            connection.close()
        if isinstance(error, OperationalError | IntegrityError | DataError):
            raise refusal(error) from error

    @property
    def _connection(self) -> Connection:
        if self._open is None:
            raise AssertionError("a unit of work is used inside its block")
        return self._open

    @property
    def setup(self) -> Setup:
        """What is set up once or seldom, in the same transaction."""
        return SetupStore(self._connection, self._set_up, writes=not self._read_only)

    @property
    def service(self) -> Service:
        """Hand-overs, ratings, rectifications, messages and scans, in the same transaction."""
        return ServiceStore(self._connection)

    @property
    def requests(self) -> DepartmentRequests:
        """What desks ask of each other, and usual times, in the same transaction."""
        return DepartmentRequestStore(self._connection)

    @property
    def claims(self) -> Claims:
        """Taking the next waiting case of a queue, in the same transaction."""
        self._logged = True
        if self._claims is None:
            self._claims = Claiming(self._connection, self._place, self.moment())
        return self._claims

    @property
    def books(self) -> Books:
        """Credit record, inquiries, targets and imported items, in the same transaction."""
        return BookStore(self._connection)

    @property
    def old(self) -> OldPort:
        """Records past their retention period, in the same transaction."""
        return OldRecords(self._connection)

    @property
    def reckonings(self) -> Reckonings:
        """Every open clock at once, in the same transaction."""
        return OpenClocks(self._connection, self._place)

    @property
    def projects(self) -> Projects:
        """Building projects, in the same transaction."""
        return ProjectStore(self._connection, self.serial, self.moment)

    def moment(self) -> datetime:
        """Return the server's moment in whole seconds; a rehearsal may have set another.

        A transaction has one moment, from the one on at which it holds what it changes.
        """
        if self._now is not None:
            return self._now()
        if self._at is None:
            self._at = server_moment(self._connection)
        return self._at

    def commit(self) -> None:
        """Make the transaction durable."""
        try:
            if self._held is not None:
                self._held.write()
            self._connection.commit()
        except (OperationalError, IntegrityError) as error:
            raise refusal(error) from error
        if self._logged:
            notify_others(self._engine, self._connection)
        self._logged = False

    def serial(self, site: str, window: str, scope: str, count: int = 1) -> int:
        """Take *count* numbers of the window's own series; return the first."""
        return series.take(self._connection, site, window, scope, count)

    def add_application(
        self,
        application: Application,
        parties: Sequence[PartyRecord],
        materials: Sequence[MaterialRecord],
        cases: Sequence[NewCase],
        package_clocks: Sequence[CaseClock],
        events: Sequence[Event],
    ) -> None:
        """Write a new application with all that belongs to it (NotAllowed: its key is taken)."""
        key, ids = write_application(self._connection, application, parties, materials, cases, package_clocks)
        self._append((key, application.number), events, ids, fresh=True)
        self._hold(entered(self._connection, replace(application, id=key), parties, materials))

    def log(self, application: Application, event: Event) -> None:
        """Add one event to the application, and to its case when it names one."""
        if self._held is not None and self._held.key == application.id:
            self._held.log(event.taken_at(self._place))
            self._logged = True
            return
        cases: dict[str, int] = {}
        if event.case_no:
            found = self._connection.scalar(select(CaseRow.id).where(CaseRow.case_no == event.case_no))
            cases = {event.case_no: int(found)} if found is not None else {}
        self._append((application.id, application.number), [event], cases)

    def log_hall(self, event: Event) -> None:
        """Record a step that belongs to no application."""
        self._append(None, [event], {})

    def _append(
        self,
        application: tuple[int, str] | None,
        events: Sequence[Event],
        cases: Mapping[str, int],
        *,
        fresh: bool = False,
    ) -> None:
        placed = [one.taken_at(self._place) for one in events]
        event_log.append(self._connection, application, placed, cases, fresh=fresh)
        self._logged = True

    def _one(self, *where: object) -> Application | None:
        row = self._connection.execute(_APPLICATION.where(*where)).first()  # type: ignore[arg-type]
        return None if row is None else rows.application(row, row.project_no)

    def application(self, number: str) -> Application | None:
        """Return the application of the number."""
        if self._held is not None and self._held.is_named(number):
            return self._held.application()
        return self._one(ApplicationRow.number == number)

    def hold(self, application: Application) -> Application:
        """Hold project, application and cases, in this order, until the transaction ends; return it as it is then."""
        self._hold(held(self._connection, application, self.projects))
        self._at = None
        return self._known(application).application()

    def _hold(self, another: Held) -> None:
        if self._held is not None:
            self._held.write()
            self._held.let_go()
        self._held = another

    def _known(self, application: Application) -> Known:
        if self._held is not None and self._held.key == application.id:
            return self._held
        return Known(self._connection, application)

    def application_by_key(self, key: str) -> Application | None:
        """Return the application that was submitted under the idempotency key."""
        return self._one(ApplicationRow.idempotency_key == key)

    def application_of_case(self, case_no: str) -> Application | None:
        """Return the application that the case belongs to."""
        inner = select(CaseRow.application_id).where(CaseRow.case_no == case_no).scalar_subquery()
        return self._one(ApplicationRow.id == inner)

    def application_by_token(self, digest: str) -> Application | None:
        """Return the application whose slip carries the token, unless the token has come to its end."""
        lasts = or_(ApplicationRow.token_until.is_(None), ApplicationRow.token_until > self.moment())
        return self._one(ApplicationRow.token_digest == digest, lasts)

    def cases(self, application: Application) -> tuple[ClockedCase, ...]:
        """Return the cases of the application with clocks, moments and suspensions, in order."""
        found = self._known(application).cases()
        return as_of_now(found, self) if self._read_only else found

    def watermark(self) -> int:
        """Return the mark below which every event of an application is committed and none can still appear."""
        until = event_log.watermark(self._connection)
        newest = select(EventRow.id).where(EventRow.application_id.is_not(None), EventRow.id <= until)
        return int(self._connection.scalar(newest.order_by(EventRow.id.desc()).limit(1)) or 0)

    def seal(self) -> int:
        """Write a checkpoint over the events since the last one; returns how many it covers."""
        return audit.seal(self._connection, self.moment())

    def audit(self) -> Audit:
        """Verify every chain of events and every checkpoint."""
        return audit.verify(self._connection)

    def changed_between(self, since: int, until: int, after: int, limit: int) -> Sequence[Application]:
        """Return applications with events after *since* up to *until*, by key above *after*.

        Those are among them that count as accepted by law since the moment of the mark, by time alone.
        """
        touched = select(EventRow.application_id).where(EventRow.id > since, EventRow.id <= until)
        marked = select(func.max(EventRow.at)).where(EventRow.id == since).scalar_subquery()
        by_time = select(ClockRow.application_id).where(untold(self.moment()), ClockRow.due_at >= marked)
        mine = or_(ApplicationRow.id.in_(touched), ApplicationRow.id.in_(by_time))
        query = _APPLICATION.where(ApplicationRow.id > after, mine).order_by(ApplicationRow.id).limit(limit)
        return [rows.application(row, row.project_no) for row in self._connection.execute(query)]

    def package_clocks(self, application: Application) -> tuple[CaseClock, ...]:
        """Return the clocks over the whole application."""
        return self._known(application).package_clocks()

    def dossier(self, application: Application) -> Dossier:
        """Return everything known of the application."""
        found = self._known(application).dossier()
        if not self._read_only:
            return found
        cases = as_of_now(found.cases, self)
        return replace(found, application=as_its_cases(application, cases), cases=cases)

    def save_case(self, before: ClockedCase, after: ClockedCase) -> None:
        """Write what changed; refuses (overtaken) when the case was moved meanwhile."""
        mine = self._held
        if mine is not None and before.case.application_no == mine.application().number:
            mine.save_case(before, after)
        else:
            write_case(self._connection, before, after)

    def save_clock(self, clock: CaseClock) -> None:
        """Write the state of a clock that exists."""
        if self._held is None or not self._held.save_clock(clock):
            write_clock(self._connection, clock)

    def save_reminder(self, case: Case, at: datetime | None) -> bool:
        """Write when the case's limit is called to mind next; False when that was done meanwhile.

        It is no step of the case, so its version stays.
        """
        mine = update(CaseRow).where(CaseRow.id == case.id, CaseRow.remind_at == case.remind_at)
        return bool(self._connection.execute(mine.values(remind_at=at)).rowcount)

    def save_form(self, application: Application, form: Mapping[str, object]) -> None:
        """Write a corrected form."""
        self._connection.execute(
            update(ApplicationRow).where(ApplicationRow.id == application.id).values(form=dict(form))
        )

    def save_void(self, application: Application, reason: str) -> None:
        """Mark the application as taken by mistake."""
        self._connection.execute(
            update(ApplicationRow).where(ApplicationRow.id == application.id).values(void_reason=reason)
        )

    def save_outcome(self, application: Application, outcome: str, accepted_at: datetime | None) -> None:
        """Write the application's outcome when those of its cases changed."""
        where = update(ApplicationRow).where(ApplicationRow.id == application.id)
        self._connection.execute(where.values(outcome=outcome, accepted_at=accepted_at))

    def add_clock(self, application: Application, clock: CaseClock) -> None:
        """Write a new clock over the whole application."""
        self._connection.execute(insert(ClockRow).values(rows.clock_values(clock, application.id, None)))

    def add_printouts(self, application: Application, printouts: Sequence[PrintoutRecord]) -> None:
        """Record printouts that were made."""
        keys = self._known(application).case_keys() if any(one.case_no for one in printouts) else {}
        self._connection.execute(
            insert(PrintoutRow), [rows.printout_values(one, application.id, keys) for one in printouts]
        )

    def printouts(self, application: Application) -> tuple[PrintoutRecord, ...]:
        """Return the printouts that were made for the application, oldest first."""
        return self._known(application).printouts()

    def last_party(self, id_type: str, id_number: str) -> PartyRecord | None:
        """Return what the person gave the last time."""
        query = select(PartyRow.__table__).where(PartyRow.id_number == id_number, PartyRow.id_type == id_type)
        row = self._connection.execute(query.order_by(PartyRow.id.desc()).limit(1)).first()
        return None if row is None else rows.party(row)

    def applications_of_project(self, number: str) -> Sequence[Application]:
        """Return the applications of a project, oldest first."""
        query = _APPLICATION.where(ProjectRow.number == number).order_by(ApplicationRow.id)
        return [rows.application(row, row.project_no) for row in self._connection.execute(query)]
