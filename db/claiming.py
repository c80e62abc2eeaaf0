"""Taking the next waiting case of a queue: atomic, in risk order, without waiting for anybody.

The statements are written once, since forty reviewers who claim at once spend most of their time on sentences:
on a server a claim is two of them, one that holds the case and gives the end of its chain, one that writes both.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    Connection,
    Select,
    bindparam,
    exists,
    func,
    or_,
    select,
    text,
    true,
    update,
)

from counter.domain.application import Event, Place
from counter.domain.case import CaseState
from counter.domain.chain import chain_of_case
from counter.domain.events import EventKind
from counter.domain.outcome import ACCEPTED
from counter.usecases.ports.claims import NextCase
from db import event_log
from db.acceptance import is_deemed
from db.tables import CaseRow, ClockRow, EventRow

_MINE = (
    or_(CaseRow.outcome.in_(ACCEPTED), is_deemed(bindparam("now", type_=ClockRow.due_at.type))),
    CaseRow.department == bindparam("department"), CaseRow.state == str(CaseState.WAITING),
    CaseRow.level.in_(bindparam("levels", expanding=True)),
    CaseRow.id.not_in(bindparam("passed", expanding=True)),
)  # fmt: skip

_END = ("last_seq", "last_hash", "old_chain", "old_seq", "old_hash")


def _next(channel: ColumnElement[bool], *, server: bool) -> Select[*tuple[Any, ...]]:
    """Return the query for the first waiting case of the channel; a server holds it until the commit."""
    query: Select[*tuple[Any, ...]] = (
        select(
            CaseRow.id, CaseRow.application_id, CaseRow.case_no, CaseRow.item, CaseRow.step, CaseRow.version
        )
        .where(*_MINE, channel)
        .order_by(CaseRow.claim_before, CaseRow.id)
        .limit(1)
    )
    if not server:
        return query
    held = query.with_for_update(skip_locked=True, key_share=True).cte("held").prefix_with("MATERIALIZED")
    end = func.public.counter_chain_head(func.concat(chain_of_case(""), held.c.case_no))
    head = end.table_valued(*_END, name="head").lateral()
    return select(held, *(head.c[name] for name in _END)).select_from(held.join(head, true()))


_GREEN = CaseRow.green == exists(select(CaseRow.id).where(*_MINE, CaseRow.green.is_(True)))
# Usually one question: is there a green one, and if not, the first of the others. The second is for the
# moment in which every green one is in somebody else's hands already.
_QUERIES = {
    server: (_next(_GREEN, server=server), _next(CaseRow.green.is_(False), server=server))
    for server in (True, False)
}
_TAKE = (
    update(CaseRow)
    .where(CaseRow.id == bindparam("key"))
    .values(state=str(CaseState.CLAIMED), handler=bindparam("who"), version=CaseRow.version + 1)
)
_NAMES = ", ".join(f'"{name}"' for name in event_log.COLUMNS)
_VALUES = ", ".join(f":{name}" for name in event_log.COLUMNS)
_TAKEN = "UPDATE cases SET state = 'claimed', handler = :who, version = version + 1 WHERE id = :case_id"
_WRITE = text(
    f"WITH taken AS ({_TAKEN}) INSERT INTO events ({_NAMES}) VALUES ({_VALUES})"  # noqa: S608 - our own names
).bindparams(bindparam("data", type_=JSON), bindparam("at", type_=EventRow.at.type))


class Claiming:
    """The ``Claims`` port on a connection whose transaction the unit of work owns."""

    def __init__(self, connection: Connection, place: Place, now: datetime) -> None:
        self._connection = connection
        self._place = place
        self._now = now
        self._server = connection.dialect.name == "postgresql"
        self._ends: dict[int, event_log.End] = {}

    def next_waiting(
        self, department: str, levels: Collection[str], passed: Collection[int]
    ) -> NextCase | None:
        """Return the case to claim next and hold it until the commit; those that others hold are passed over.

        The green channel comes first, then the earliest claim-before moment. *passed* are left out.
        """
        values = {
            "department": department, "levels": list(levels), "passed": list(passed), "now": self._now,
        }  # fmt: skip
        for query in _QUERIES[self._server]:
            row = self._connection.execute(query, values).first()
            if row is None:
                continue
            if self._server:
                self._ends[row.id] = event_log.end_of(row)
            return NextCase._make(row[: len(NextCase._fields)])
        return None

    def last_reviewer(self, case_id: int) -> str:
        """Return who took the case's last step; empty when nobody has yet."""
        query = select(EventRow.who).where(EventRow.case_id == case_id, EventRow.what == EventKind.REVIEW)
        return str(self._connection.scalar(query.order_by(EventRow.id.desc()).limit(1)) or "")

    def claim(self, one: NextCase, officer: str, at: datetime) -> None:
        """Write the claim of a case that is held, with its event."""
        change = {"state": ["waiting", "claimed"], "handler": [None, officer]}
        event = Event(at, officer, EventKind.CLAIM, {"change": change}, "", one.case_no).taken_at(self._place)
        subject = event_log.Subject(chain_of_case(one.case_no), one.application_id, one.id)
        if one.id not in self._ends:
            self._connection.execute(_TAKE, {"key": one.id, "who": officer})
            end = event_log.ends(self._connection, [subject])[subject.chain]
            self._connection.execute(event_log.ADD, event_log.entry(subject, event, end))
            return
        self._connection.execute(_WRITE, event_log.entry(subject, event, self._ends[one.id]))
