"""Requests between departments and the usual times of steps, inside one transaction."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Select, insert, select, update

from counter.domain.application import Application
from counter.domain.limit import Limit, Unit
from counter.domain.request import DepartmentRequest
from db.rows import Row
from db.tables import ApplicationRow, CaseRow, DepartmentRequestRow, UsualTimeRow


class DepartmentRequestStore:
    """The ``DepartmentRequests`` port on a connection whose transaction the unit of work owns."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, application: Application, case_id: int, one: DepartmentRequest) -> int:
        """Write a request between departments; return its key."""
        key = self._connection.scalar(
            insert(DepartmentRequestRow)
            .values(application_id=application.id, case_id=case_id, **_values(one))
            .returning(DepartmentRequestRow.id)
        )
        if key is None:
            raise AssertionError("an insert gives its key")
        return int(key)

    def save(self, one: DepartmentRequest) -> bool:
        """Write what changed; False when somebody answered it meanwhile."""
        changed = self._connection.execute(
            update(DepartmentRequestRow)
            .where(DepartmentRequestRow.id == one.id, DepartmentRequestRow.answered_at.is_(None))
            .values(_values(one))
        )
        return bool(changed.rowcount)

    def of(self, application: Application) -> tuple[DepartmentRequest, ...]:
        """Return the requests between departments of the application, oldest first."""
        query = (
            _query()
            .where(DepartmentRequestRow.application_id == application.id)
            .order_by(DepartmentRequestRow.id)
        )
        return tuple(request(row) for row in self._connection.execute(query))

    def open(self, limit: int | None = None) -> Sequence[DepartmentRequest]:
        """Return requests between departments that nobody has answered yet, the most pressing first."""
        query = (
            _query()
            .where(DepartmentRequestRow.answered_at.is_(None))
            .order_by(DepartmentRequestRow.due_at, DepartmentRequestRow.id)
        )
        return [request(row) for row in self._connection.execute(query.limit(limit))]

    def usual_seconds(self, item: str, step: str) -> int:
        """Return the open time that the item's step usually takes here; 0 without enough history."""
        query = select(UsualTimeRow.seconds).where(UsualTimeRow.item == item, UsualTimeRow.step == step)
        return int(self._connection.scalar(query) or 0)

    def usual_times(self) -> Sequence[tuple[str, str, int, int]]:
        """Return item, step, seconds and the number of cases counted, of every step with enough history."""
        query = select(UsualTimeRow.item, UsualTimeRow.step, UsualTimeRow.seconds, UsualTimeRow.cases)
        found = self._connection.execute(query.order_by(UsualTimeRow.item))
        return [(row.item, row.step, row.seconds, row.cases) for row in found]

    def save_usual(self, item: str, step: str, seconds: int, cases: int, at: datetime) -> None:
        """Write the usual time of an item's step."""
        values = {"seconds": seconds, "cases": cases, "counted_at": at}
        where = (UsualTimeRow.item == item, UsualTimeRow.step == step)
        changed = self._connection.execute(update(UsualTimeRow).where(*where).values(values))
        if not changed.rowcount:
            self._connection.execute(insert(UsualTimeRow).values(item=item, step=step, **values))


def _query() -> Select[tuple[object, ...]]:
    return (
        select(DepartmentRequestRow.__table__, ApplicationRow.number, CaseRow.case_no)
        .join(ApplicationRow, ApplicationRow.id == DepartmentRequestRow.application_id)
        .join(CaseRow, CaseRow.id == DepartmentRequestRow.case_id)
    )


def request(row: Row) -> DepartmentRequest:
    """Return the request between departments of a row that carries its application's and case's number."""
    return DepartmentRequest(
        row.id, row.number, row.case_no, row.kind, row.department, row.question, row.asked_by, row.asked_at,
        Limit(Unit(row.unit), row.amount, row.day), row.due_at, row.provisional, row.answered_at,
        row.answered_by, row.answer, row.position, row.data,
    )  # fmt: skip


def _values(one: DepartmentRequest) -> dict[str, object]:
    return {
        "kind": one.kind, "department": one.department, "question": one.question, "asked_by": one.asked_by,
        "asked_at": one.asked_at, "unit": str(one.limit.unit), "amount": one.limit.amount,
        "day": one.limit.day, "due_at": one.due_at, "provisional": one.provisional,
        "answered_at": one.answered_at, "answered_by": one.answered_by, "answer": one.answer,
        "position": one.position, "data": dict(one.data),
    }  # fmt: skip
