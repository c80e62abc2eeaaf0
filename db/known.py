"""What is known of one application: each table is read once, when it is first asked for."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Generic, TypeVar

from sqlalchemy import Connection, Select, select

from counter.domain.application import (
    Application,
    Dossier,
    Event,
    MaterialRecord,
    PartyRecord,
    PrintoutRecord,
)
from counter.domain.case import CaseClock, ClockedCase
from counter.domain.handover import Handover
from counter.domain.request import DepartmentRequest
from db import rows
from db.clocked_cases import cases_of_rows
from db.request_store import DepartmentRequestStore
from db.service_store import ServiceStore
from db.tables import (
    ApplicationRow,
    CaseRow,
    ClockRow,
    EventRow,
    MaterialRow,
    PartyRow,
    PrintoutRow,
    ProjectRow,
)

T = TypeVar("T")


def select_application() -> Select[rows.Row]:
    """Return the query of applications with the number of their project, without its condition."""
    return select(ApplicationRow.__table__, ProjectRow.number.label("project_no")).outerjoin(
        ProjectRow, ProjectRow.id == ApplicationRow.project_id
    )


class Piece(Generic[T]):
    """A part of what is known, read when it is first asked for after it was forgotten."""

    def __init__(self, read: Callable[[], T], within: Callable[[], AbstractContextManager[None]]) -> None:
        self._read = read
        self._within = within
        self._value: list[T] = []

    @property
    def is_known(self) -> bool:
        """Whether the part was read and not forgotten since."""
        return bool(self._value)

    def __call__(self) -> T:
        """Return the part."""
        if not self._value:
            with self._within():
                self._value.append(self._read())
        return self._value[0]

    def put(self, value: T) -> None:
        """Take the part as it is now."""
        self._value[:] = [value]

    def forget(self) -> None:
        """Let the part be read anew."""
        self._value.clear()


class Known:
    """One application with all that belongs to it, as one transaction sees it."""

    def __init__(self, connection: Connection, application: Application) -> None:
        self._connection = connection
        self._key, self._number = application.id, application.number
        self._application = Piece(self._read_application, self._reading)
        self._application.put(application)
        self._parties = Piece(self._read_parties, self._reading)
        self._materials = Piece(self._read_materials, self._reading)
        self._case_rows = Piece(self._read_case_rows, self._reading)
        self._clocks = Piece(self._read_clocks, self._reading)
        self._cases = Piece(self._read_cases, self._reading)
        self._package_clocks = Piece(self._read_package_clocks, self._reading)
        self._events = Piece(self._read_events, self._reading)
        self._printouts = Piece(self._read_printouts, self._reading)
        self._handovers = Piece(self._read_handovers, self._reading)
        self._requests = Piece(self._read_requests, self._reading)

    def _reading(self) -> AbstractContextManager[None]:
        return nullcontext()

    @property
    def key(self) -> int:
        """The application's key."""
        return self._key

    def application(self) -> Application:
        """Return the application's head."""
        return self._application()

    def cases(self) -> tuple[ClockedCase, ...]:
        """Return the cases with clocks, moments and suspensions, in order."""
        return self._cases()

    def package_clocks(self) -> tuple[CaseClock, ...]:
        """Return the clocks over the whole application."""
        return self._package_clocks()

    def printouts(self) -> tuple[PrintoutRecord, ...]:
        """Return the printouts that were made, oldest first."""
        return self._printouts()

    def dossier(self) -> Dossier:
        """Return everything known."""
        return Dossier(
            self._application(),
            self._parties(),
            self._cases(),
            self._package_clocks(),
            self._materials(),
            self._events(),
            self._printouts(),
            self._handovers(),
            self._requests(),
        )

    def is_named(self, number: str) -> bool:
        """Whether the number is the application's."""
        return number == self._number

    def case_keys(self) -> dict[str, int]:
        """Return the keys of the cases by number."""
        return {row.case_no: row.id for row in self._case_rows()}

    def _numbers(self) -> dict[int, str]:
        return {key: number for number, key in self.case_keys().items()}

    def _all(self, query: Select[rows.Row]) -> list[rows.Row]:
        return list(self._connection.execute(query).all())

    def _read_application(self) -> Application:
        row = self._all(select_application().where(ApplicationRow.id == self._key))[0]
        return rows.application(row, row.project_no)

    def _read_parties(self) -> tuple[PartyRecord, ...]:
        mine = select(PartyRow.__table__).where(PartyRow.application_id == self._key)
        return tuple(rows.party(row) for row in self._all(mine.order_by(PartyRow.ordinal)))

    def _read_materials(self) -> tuple[MaterialRecord, ...]:
        mine = select(MaterialRow.__table__).where(MaterialRow.application_id == self._key)
        return tuple(rows.material(row) for row in self._all(mine.order_by(MaterialRow.ordinal)))

    def _read_case_rows(self) -> list[rows.Row]:
        mine = select(CaseRow.__table__).where(CaseRow.application_id == self._key)
        return self._all(mine.order_by(CaseRow.ordinal))

    def _read_clocks(self) -> list[rows.Row]:
        mine = select(ClockRow.__table__).where(ClockRow.application_id == self._key)
        return self._all(mine.order_by(ClockRow.id))

    def _read_cases(self) -> tuple[ClockedCase, ...]:
        return cases_of_rows(self._connection, self._number, self._case_rows(), self._clocks())

    def _read_package_clocks(self) -> tuple[CaseClock, ...]:
        return tuple(rows.clock(row) for row in self._clocks() if row.case_id is None)

    def _read_events(self) -> tuple[Event, ...]:
        numbers = self._numbers()
        mine = select(EventRow.__table__).where(EventRow.application_id == self._key)
        return tuple(rows.event(row, numbers) for row in self._all(mine.order_by(EventRow.id)))

    def _read_printouts(self) -> tuple[PrintoutRecord, ...]:
        numbers = self._numbers()
        mine = select(PrintoutRow.__table__).where(PrintoutRow.application_id == self._key)
        return tuple(rows.printout(row, numbers) for row in self._all(mine.order_by(PrintoutRow.id)))

    def _read_handovers(self) -> tuple[Handover, ...]:
        return ServiceStore(self._connection).handovers(self._application())

    def _read_requests(self) -> tuple[DepartmentRequest, ...]:
        return DepartmentRequestStore(self._connection).of(self._application())
