"""What the program looks after by itself: reminders, checks that ran out, usual times of steps."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, func, select

from counter.domain.case import CaseState
from counter.domain.events import EventKind
from counter.domain.outcome import Outcome
from db.rows import Row
from db.tables import CaseRow, ClockRow, EventRow

_WORK = ("claim", "release", "review", "approve", "refuse", "transfer", "suspend", "request-supplement")
_LOOK_BACK = 60_000
"""How many of the newest events are looked through for the usual times."""


def to_remind(connection: Connection, now: datetime, limit: int) -> Sequence[str]:
    """Return cases whose next reminder has come."""
    query = select(CaseRow.case_no).where(CaseRow.remind_at <= now, CaseRow.completed_at.is_(None))
    return list(connection.scalars(query.order_by(CaseRow.remind_at).limit(limit)))


def unchecked(connection: Connection, now: datetime, limit: int) -> Sequence[str]:
    """Return received cases whose time to tell what is missing has run out (ALL 32(4))."""
    query = (
        select(CaseRow.case_no)
        .join(ClockRow, ClockRow.case_id == CaseRow.id)
        .where(
            ClockRow.ended_at.is_(None), ClockRow.due_at < now, ClockRow.kind == "correction",
            CaseRow.outcome == Outcome.RECEIVED,
        )
        .order_by(ClockRow.due_at)
        .limit(limit)
    )  # fmt: skip
    return list(connection.scalars(query))


def held_by(connection: Connection, name: str) -> Sequence[str]:
    """Return the cases that an officer holds."""
    query = select(CaseRow.case_no).where(
        CaseRow.handler == name, CaseRow.state.in_((CaseState.CLAIMED, CaseState.SUSPENDED))
    )
    return list(connection.scalars(query.order_by(CaseRow.claim_before, CaseRow.id)))


def worked(connection: Connection) -> Sequence[tuple[str, str, datetime, datetime]]:
    """Return item, step, begin and end of steps that were taken without a pause, from the newest events."""
    newest = int(connection.scalar(select(func.max(EventRow.id))) or 0)
    query = (
        select(EventRow.case_id, EventRow.what, EventRow.at, EventRow.data, CaseRow.item, CaseRow.step)
        .join(CaseRow, CaseRow.id == EventRow.case_id)
        .where(EventRow.id > newest - _LOOK_BACK, EventRow.what.in_(_WORK))
        .order_by(EventRow.case_id, EventRow.id)
    )
    found: list[tuple[str, str, datetime, datetime]] = []
    begun: dict[int, datetime] = {}
    for row in connection.execute(query):
        if row.what == EventKind.CLAIM:
            begun[row.case_id] = row.at
            continue
        start = begun.pop(row.case_id, None)
        if start is not None and row.what in (EventKind.REVIEW, EventKind.APPROVE, EventKind.REFUSE):
            found.append((row.item, _step(row), start, row.at))
    return found


def _step(row: Row) -> str:
    change = row.data.get("change", {}) if isinstance(row.data, dict) else {}
    step = change.get("step") if isinstance(change, dict) else None
    return str(step[0]) if isinstance(step, list) and step else str(row.step)
