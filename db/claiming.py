"""Taking the next waiting case of a queue: atomic, in risk order, without waiting for anybody."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, exists, select, update

from counter.domain.application import Event
from counter.domain.case import CaseState
from counter.usecases.office_port import NextCase
from db import event_log
from db.tables import CaseRow, EventRow


class Claiming:
    """The ``Claims`` port on a connection whose transaction the unit of work owns."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def next_waiting(
        self, department: str, levels: Collection[str], passed: Collection[int]
    ) -> NextCase | None:
        """Return the case to claim next and hold it until the commit; those that others hold are passed over.

        The green channel comes first, then the earliest claim-before moment. *passed* are left out.
        """
        mine = (
            CaseRow.department == department, CaseRow.state == str(CaseState.WAITING),
            CaseRow.level.in_(levels), CaseRow.id.not_in(passed),
        )  # fmt: skip
        first = exists(select(CaseRow.id).where(*mine, CaseRow.green.is_(True)))
        # Usually one question: is there a green one, and if not, the first of the others. The second is for
        # the moment in which every green one is in somebody else's hands already.
        for channel in (CaseRow.green == first, CaseRow.green.is_(False)):
            query = (
                select(
                    CaseRow.id, CaseRow.application_id, CaseRow.case_no, CaseRow.item, CaseRow.step,
                    CaseRow.version,
                )
                .where(*mine, channel)
                .order_by(CaseRow.claim_before, CaseRow.id)
                .limit(1)
            )  # fmt: skip
            if self._connection.dialect.name == "postgresql":
                query = query.with_for_update(skip_locked=True, key_share=True)
            row = self._connection.execute(query).first()
            if row is not None:
                return NextCase._make(row)
        return None

    def last_reviewer(self, case_id: int) -> str:
        """Return who took the case's last step; empty when nobody has yet."""
        query = select(EventRow.who).where(EventRow.case_id == case_id, EventRow.what == "review")
        return str(self._connection.scalar(query.order_by(EventRow.id.desc()).limit(1)) or "")

    def claim(self, one: NextCase, officer: str, at: datetime) -> None:
        """Write the claim of a case that is held, with its event."""
        self._connection.execute(
            update(CaseRow)
            .where(CaseRow.id == one.id)
            .values(state=str(CaseState.CLAIMED), handler=officer, version=one.version + 1)
        )
        change = {"state": ["waiting", "claimed"], "handler": [None, officer]}
        event = Event(at, officer, "claim", {"change": change}, "", one.case_no)
        event_log.append(self._connection, one.application_id, [event], {one.case_no: one.id})
