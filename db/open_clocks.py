"""Every open clock at once, for a new calendar: read light, written in bulk, with an event for each that moves."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, text, update
from sqlalchemy.orm import InstrumentedAttribute

from counter.domain.application import Event, Place
from counter.domain.case import CaseState
from counter.domain.chain import chain_of_application, chain_of_case
from counter.domain.clock import Suspension
from counter.usecases.ports.open_clocks import CaseMove, ClockMove, OpenClock
from db import rows
from db.event_log import Subject, chained, ends
from db.tables import ApplicationRow, CaseRow, ClockRow, EventRow, SuspensionRow

_BATCH = 4_000
# Moments travel as whole seconds: a list of them is written out four times as fast as one of dates.
_CLOCKS = text(
    "UPDATE clocks SET due_at = to_timestamp(v.due), warn_at = to_timestamp(v.warn), provisional = v.provisional "
    "FROM unnest(CAST(:ids AS bigint[]), CAST(:dues AS bigint[]), CAST(:warns AS bigint[]), "
    "CAST(:provisional AS boolean[])) AS v(id, due, warn, provisional) WHERE clocks.id = v.id"
)
_CASES = text(
    "UPDATE cases SET due_at = to_timestamp(v.due), binding = v.binding, claim_before = to_timestamp(v.before), "
    "warn_at = to_timestamp(v.warn), remind_at = to_timestamp(v.remind), version = cases.version + 1 "
    "FROM unnest(CAST(:ids AS bigint[]), CAST(:dues AS bigint[]), "
    "CAST(:bindings AS varchar[]), CAST(:befores AS bigint[]), CAST(:warns AS bigint[]), "
    "CAST(:reminds AS bigint[])) AS v(id, due, binding, before, warn, remind) "
    "WHERE cases.id = v.id"
)


def _array(values: Iterable[object]) -> str:
    """Return numbers, truths and moments as the server writes an array."""
    return "{" + ",".join(map(_literal, values)) + "}"


def _literal(value: object) -> str:
    if isinstance(value, datetime):
        return str(int(value.timestamp()))
    return "NULL" if value is None else str(value)


def _parts(found: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (found[n : n + _BATCH] for n in range(0, len(found), _BATCH))


class OpenClocks:
    """The ``Reckonings`` port on a connection whose transaction the unit of work owns."""

    def __init__(self, connection: Connection, place: Place) -> None:
        self._connection = connection
        self._place = place
        self._server = connection.dialect.name == "postgresql"

    def hold(self) -> None:
        """Hold every application and case with a running clock until the commit, in the order that steps keep.

        What is read afterwards nobody changes meanwhile, and the ends of their chains are ours. SQLite has one
        writer at a time.
        """
        if not self._server:
            return
        running = (ClockRow.ended_at.is_(None), ClockRow.due_at.is_not(None))
        applications = select(ClockRow.application_id).where(*running)
        cases = select(ClockRow.case_id).where(*running, ClockRow.case_id.is_not(None))
        for query in (
            select(ApplicationRow.id)
            .where(ApplicationRow.id.in_(applications))
            .order_by(ApplicationRow.number),
            select(CaseRow.id).where(CaseRow.id.in_(cases)).order_by(CaseRow.application_id, CaseRow.ordinal),
        ):
            self._connection.execute(query.with_for_update(key_share=True)).all()

    def open_clocks(self) -> Sequence[OpenClock]:
        """Return every clock that runs and has a due moment, those of a case together."""
        query = (
            select(
                ClockRow.id, ClockRow.case_id, ClockRow.application_id, ClockRow.rule, ClockRow.kind,
                ClockRow.unit, ClockRow.amount, ClockRow.day, ClockRow.stops, ClockRow.started_at,
                ClockRow.due_at, ClockRow.warn_at, ClockRow.provisional, ClockRow.extension_days,
                CaseRow.case_no, CaseRow.usual_seconds, CaseRow.reminders,
                ApplicationRow.number,
            )
            .join(ApplicationRow, ApplicationRow.id == ClockRow.application_id)
            .outerjoin(CaseRow, CaseRow.id == ClockRow.case_id)
            .where(ClockRow.ended_at.is_(None), ClockRow.due_at.is_not(None))
            .order_by(ClockRow.case_id, ClockRow.id)
        )  # fmt: skip
        return [OpenClock._make(row) for row in self._connection.execute(query)]

    def stops(self) -> Mapping[int, tuple[Suspension, ...]]:
        """Return the suspensions of cases that are not complete, by case."""
        query = (
            select(SuspensionRow.__table__)
            .join(CaseRow, CaseRow.id == SuspensionRow.case_id)
            .where(CaseRow.completed_at.is_(None) | CaseRow.state.in_((CaseState.DECIDED, CaseState.READY)))
            .order_by(SuspensionRow.id)
        )
        found: dict[int, tuple[Suspension, ...]] = {}
        for row in self._connection.execute(query):
            found[row.case_id] = (*found.get(row.case_id, ()), rows.suspension(row))
        return found

    def move_cases(self, moves: Sequence[CaseMove]) -> None:
        """Write what the cases follow from their clocks; they are held, so nobody moves them meanwhile."""
        for part in _parts(moves):
            self._move_part(part)

    def _move_part(self, part: Sequence[CaseMove]) -> None:
        if self._server:
            columns = {
                "ids": _array(m.id for m in part),
                "dues": _array(m.due_at for m in part), "bindings": [m.binding for m in part],
                "befores": _array(m.claim_before or rows.FAR for m in part),
                "warns": _array(m.warn_at for m in part), "reminds": _array(m.remind_at for m in part),
            }  # fmt: skip
            self._connection.execute(_CASES, columns)
            return
        table = CaseRow.__table__
        query = (
            update(CaseRow)
            .where(table.c.id == bindparam("key"))
            .values(
                due_at=bindparam("due"), binding=bindparam("rule"), claim_before=bindparam("before"),
                warn_at=bindparam("warn"), remind_at=bindparam("remind"), version=CaseRow.version + 1,
            )
        )  # fmt: skip
        self._connection.execute(
            query,
            [
                {
                    "key": m.id, "due": m.due_at, "rule": m.binding,
                    "before": m.claim_before or rows.FAR, "warn": m.warn_at, "remind": m.remind_at,
                }
                for m in part
            ],
        )  # fmt: skip

    def move_clocks(self, moves: Sequence[ClockMove]) -> None:
        """Write the clocks' new due moments."""
        table = ClockRow.__table__
        query = (
            update(ClockRow)
            .where(table.c.id == bindparam("key"))
            .values(due_at=bindparam("due"), warn_at=bindparam("warn"), provisional=bindparam("maybe"))
        )
        for part in _parts(moves):
            if self._server:
                columns = {
                    "ids": _array(m.id for m in part), "dues": _array(m.due_at for m in part),
                    "warns": _array(m.warn_at for m in part),
                    "provisional": _array(m.provisional for m in part),
                }  # fmt: skip
                self._connection.execute(_CLOCKS, columns)
            else:
                values = [
                    {"key": m.id, "due": m.due_at, "warn": m.warn_at, "maybe": m.provisional} for m in part
                ]
                self._connection.execute(query, values)

    def log(self, entries: Sequence[tuple[int, int | None, Event]]) -> None:
        """Add an event to each case's or application's chain; the rows behind the chains are held (``hold``)."""
        for part in _parts(entries):
            cases = self._numbers(CaseRow.id, CaseRow.case_no, {case for _, case, _ in part if case})
            owners = {owner for owner, case, _ in part if not case}
            heads = self._numbers(ApplicationRow.id, ApplicationRow.number, owners)
            placed = [
                (
                    Subject(chain_of_case(cases[case]), owner, case)
                    if case
                    else Subject(chain_of_application(heads[owner]), owner),
                    one.taken_at(self._place),
                )
                for owner, case, one in part
            ]
            self._add(chained(placed, ends(self._connection, [subject for subject, _ in placed])))

    def _numbers(
        self, key: InstrumentedAttribute[int], number: InstrumentedAttribute[str], keys: Collection[int]
    ) -> dict[int, str]:
        query = select(key, number).where(key.in_(keys))
        return {row[0]: row[1] for row in self._connection.execute(query)}

    def _add(self, values: Sequence[Mapping[str, Any]]) -> None:
        """Write entries; a server takes them as a copy, several times as fast as inserts."""
        if not self._server:
            self._connection.execute(insert(EventRow), values)
            return
        names = list(values[0])
        columns = ", ".join(f'"{name}"' for name in names)
        driver: Any = self._connection.connection
        with driver.cursor() as cursor, cursor.copy(f"COPY public.events ({columns}) FROM STDIN") as copy:
            for one in values:
                row = {**one, "data": json.dumps(one["data"], ensure_ascii=False)}
                copy.write_row([row[name] for name in names])
