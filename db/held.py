"""An application that is held until the transaction ends: read once, changed in memory, written at once.

What other statements of the same transaction ask or change is noticed: a question finds what was saved before it, and
a part that somebody else changes is read anew. So a step costs the same few statements whatever it does to how many
cases.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, Delete, Insert, Update, bindparam, event, insert, select, update

from counter.domain.application import Application, Event, MaterialRecord, PartyRecord
from counter.domain.case import Case, CaseClock, ClockedCase
from counter.domain.clock import Suspension
from counter.domain.errors import overtaken
from counter.usecases.ports.projects import Projects
from db import event_log, rows
from db.clocked_cases import end_suspension, new_moments, suspension_values
from db.known import Known, Piece, select_application
from db.tables import ApplicationRow, CaseRow, ClockRow, MomentRow, SuspensionRow

T = TypeVar("T", Case, CaseClock, Suspension)
_SAVE_CASE: Final = update(CaseRow).where(CaseRow.id == bindparam("of"))
_SAVE_CLOCK: Final = update(ClockRow).where(ClockRow.id == bindparam("of"))
"""The columns are those of the rows they are executed with."""
_CASE_MOMENTS: Final = ("due_at", "claim_before", "warn_at", "remind_at")
_CLOCK_MOMENTS: Final = ("started_at", "ended_at", "due_at", "warn_at", "suspended_since")
_SUSPENSION_MOMENTS: Final = ("start", "end")
_OWN_TABLES: Final = ("cases", "clocks", "moments", "suspensions", "events")
"""Tables of which changes may wait in memory; whoever writes into them himself finds these written."""


def held(connection: Connection, application: Application, projects: Projects) -> "Held":
    """Hold project, application and cases, in this order, until the transaction ends; return them as they are then.

    SQLite has one writer, which a transaction that may write is from its beginning.
    """
    serves = connection.dialect.name == "postgresql"
    if serves and application.project_no is not None:
        projects.lock(application.project_no)
    query = select_application().where(ApplicationRow.id == application.id)
    row = connection.execute(query.with_for_update(key_share=True, of=ApplicationRow)).one()
    found = Held(connection, rows.application(row, row.project_no))
    found.hold_cases()
    return found


def entered(
    connection: Connection,
    application: Application,
    parties: Sequence[PartyRecord],
    materials: Sequence[MaterialRecord],
) -> "Held":
    """Return an application that was written a moment ago; nothing was printed, handed over or asked of it yet."""
    found = Held(connection, replace(application, form=_as_stored(application.form)))
    found.begin_with(parties, materials)
    return found


class Held(Known):
    """The application that the transaction holds, with what is still to be written of it."""

    def __init__(self, connection: Connection, application: Application) -> None:
        super().__init__(connection, application)
        self._written: dict[int, ClockedCase] = {}
        self._unwritten_clocks: dict[int, CaseClock] = {}
        self._unwritten_events: list[Event] = []
        self._own = False
        cases = (self._case_rows, self._clocks, self._cases, self._package_clocks)
        self._parts: Final[Mapping[str, tuple[Piece[Any], ...]]] = {
            "applications": (self._application,),
            "parties": (self._parties,),
            "materials": (self._materials,),
            **dict.fromkeys(("cases", "clocks", "moments", "suspensions"), cases),
            "events": (self._events,),
            "printouts": (self._printouts,),
            "handovers": (self._handovers,),
            "department_requests": (self._requests,),
        }
        event.listen(connection, "before_execute", self._seen)
        event.listen(connection, "savepoint", self._savepoint)

    def let_go(self) -> None:
        """Notice no more what the connection is asked."""
        event.remove(self._connection, "before_execute", self._seen)
        event.remove(self._connection, "savepoint", self._savepoint)

    def _savepoint(self, _connection: Connection, _name: str) -> None:
        self.write()

    def _seen(self, _connection: Connection, statement: object, *_: object) -> None:
        """Write before somebody else asks; forget what somebody else changes."""
        if self._own:
            return
        if not isinstance(statement, Insert | Update | Delete):
            self.write()
            return
        table = str(statement.table)
        if table in _OWN_TABLES:
            self.write()
        for part in self._parts.get(table, ()):
            part.forget()

    def hold_cases(self) -> None:
        """Hold the cases, too."""
        self._case_rows()

    def begin_with(self, parties: Sequence[PartyRecord], materials: Sequence[MaterialRecord]) -> None:
        """Take what was written together with the application."""
        self._parties.put(tuple(replace(one, data=_as_stored(one.data)) for one in parties))
        self._materials.put(tuple(materials))
        self._printouts.put(())
        self._handovers.put(())
        self._requests.put(())

    @contextmanager
    def _reading(self) -> Iterator[None]:
        own, self._own = self._own, True
        try:
            yield
        finally:
            self._own = own

    def _read_case_rows(self) -> list[rows.Row]:
        mine = select(CaseRow.__table__).where(CaseRow.application_id == self._key).order_by(CaseRow.id)
        return sorted(self._all(mine.with_for_update(key_share=True)), key=lambda row: int(row.ordinal))

    def _read_events(self) -> tuple[Event, ...]:
        self._write()
        return super()._read_events()

    def save_case(self, before: ClockedCase, after: ClockedCase) -> None:
        """Take the case as it is now; refuses (overtaken) when it was moved since *before* was read."""
        now = next(one for one in self.cases() if one.case.id == before.case.id)
        if now.case.version != before.case.version:
            raise overtaken(before.case.case_no, now.case.handler)
        self._written.setdefault(now.case.id, now)
        suspensions = tuple(_in_utc(one, _SUSPENSION_MOMENTS) for one in after.suspensions)
        clocks = tuple(
            _in_utc(self._new_clock(one, now), _CLOCK_MOMENTS).expecting(suspensions) for one in after.clocks
        )
        case = replace(after.case, version=now.case.version + 1, result=_as_stored(after.case.result))
        moments = {name: at.astimezone(UTC) for name, at in {**after.moments, **now.moments}.items()}
        kept = ClockedCase(_in_utc(case, _CASE_MOMENTS), clocks, moments, suspensions)
        self._cases.put(tuple(kept if one.case.id == case.id else one for one in self.cases()))

    def _new_clock(self, clock: CaseClock, case: ClockedCase) -> CaseClock:
        if clock.id:
            return clock
        values = rows.clock_values(clock, self._key, case.case.id)
        return replace(clock, id=self._insert(values), case_id=case.case.id)

    def _insert(self, values: Mapping[str, object]) -> int:
        with self._reading():
            key = self._connection.scalar(insert(ClockRow).values(values).returning(ClockRow.id))
        if key is None:
            raise AssertionError("an insert gives its key")
        return int(key)

    def save_clock(self, clock: CaseClock) -> bool:
        """Take a clock over the whole application as it is now; False when it is none of this application's."""
        clocks = self.package_clocks()
        if all(one.id != clock.id for one in clocks):
            return False
        self._unwritten_clocks[clock.id] = clock
        kept = _in_utc(clock, _CLOCK_MOMENTS)
        self._package_clocks.put(tuple(kept if one.id == clock.id else one for one in clocks))
        return True

    def log(self, one: Event) -> None:
        """Take an event of the application or of one of its cases, with its place."""
        self._unwritten_events.append(one)
        if self._events.is_known:
            here = one.case_no if one.case_no in self.case_keys() else ""
            stored = replace(one, at=one.at.astimezone(UTC), data=_as_stored(one.data), case_no=here)
            self._events.put((*self._events(), stored))

    def write(self) -> None:
        """Write what was saved since the last time: a statement a table, however many cases it concerns."""
        if not self._own:
            self._write()

    def _write(self) -> None:
        with self._reading():
            self._write_cases()
            self._write_events()

    def _write_cases(self) -> None:
        now = {one.case.id: one for one in self._cases()} if self._written else {}
        pairs = [(before, now[key]) for key, before in sorted(self._written.items())]
        self._written = {}
        execute = self._connection.execute
        if pairs:
            execute(_SAVE_CASE, [_case_values(after) for _, after in pairs])
        clocks, self._unwritten_clocks = self._unwritten_clocks, {}
        for before, after in pairs:
            known = set(before.clocks)
            clocks |= {one.id: one for one in after.clocks if one not in known}
        if clocks:
            execute(
                _SAVE_CLOCK, [{"of": key, **rows.clock_state(one)} for key, one in sorted(clocks.items())]
            )
        moments = [values for before, after in pairs for values in new_moments(before, after)]
        if moments:
            execute(insert(MomentRow), moments)
        for before, after in pairs:
            for old, new in zip(before.suspensions, after.suspensions, strict=False):
                if old != new:
                    execute(end_suspension(before.case.id, old, new.end))
        begun = [
            suspension_values(after.case.id, one)
            for before, after in pairs
            for one in after.suspensions[len(before.suspensions) :]
        ]
        if begun:
            execute(insert(SuspensionRow), begun)

    def _write_events(self) -> None:
        events, self._unwritten_events = self._unwritten_events, []
        if events:
            event_log.append(self._connection, (self._key, self._number), events, self.case_keys())


def _case_values(after: ClockedCase) -> dict[str, Any]:
    return {"of": after.case.id, "version": after.case.version, **rows.case_state(after)}


def _in_utc(one: T, moments: tuple[str, ...]) -> T:
    """Return the value with its moments as they are read again."""
    known = {name: getattr(one, name) for name in moments}
    return replace(one, **{name: at.astimezone(UTC) for name, at in known.items() if at is not None})


def _as_stored(data: Mapping[str, object]) -> dict[str, Any]:
    """Return facts as they are read again: lists for tuples, texts for keys."""
    return dict(json.loads(json.dumps(dict(data))))
