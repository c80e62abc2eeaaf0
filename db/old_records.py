"""Records past their retention period: counted, and erased for good; chains of events stay whole."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, exists, func, literal, select, update

from counter.domain.case import OPEN_STATES
from counter.usecases.ports.retention import Old
from db.tables import CaseRow, DraftRow, EventRow, InquiryRow, MessageRow, ScanRow

_NO_FILE = literal("").label("sha")


class OldRecords:
    """The ``OldRecords`` port on a connection whose transaction the unit of work owns."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def _query(self, kind: str, before: datetime) -> Any:  # noqa: ANN401 - a select of one key column and a digest
        if kind == "drafts":
            return select(DraftRow.id.label("key"), _NO_FILE).where(DraftRow.updated_at < before)
        if kind == "inquiries":
            return select(InquiryRow.id.label("key"), _NO_FILE).where(InquiryRow.at < before)
        if kind == "messages":
            return select(MessageRow.id.label("key"), _NO_FILE).where(
                MessageRow.created_at < before, MessageRow.state == "delivered"
            )
        if kind == "refused_scans":
            refused = select(CaseRow.id).where(
                CaseRow.case_no == ScanRow.case_no, CaseRow.closing != "", CaseRow.completed_at < before
            )
            return select(ScanRow.id.label("key"), ScanRow.sha256.label("sha")).where(exists(refused))
        still = select(CaseRow.id).where(
            CaseRow.application_id == EventRow.application_id,
            CaseRow.state.in_([str(state) for state in OPEN_STATES]),
        )
        return select(EventRow.id.label("key"), _NO_FILE).where(
            EventRow.at < before,
            EventRow.erased.is_(False),
            EventRow.application_id.is_not(None),
            ~exists(still),
        )

    def count(self, kind: str, before: datetime) -> int:
        """Return how many records of the kind are older."""
        return int(
            self._connection.scalar(select(func.count()).select_from(self._query(kind, before).subquery()))
            or 0
        )

    def erase(self, kind: str, before: datetime) -> Sequence[Old]:
        """Erase them; a scan that another case keeps loses only its entry."""
        found = self._connection.execute(self._query(kind, before)).all()
        keys = [row.key for row in found]
        for n in range(0, len(keys), 500):
            part = keys[n : n + 500]
            if kind == "drafts":
                self._connection.execute(delete(DraftRow).where(DraftRow.id.in_(part)))
            elif kind == "inquiries":
                self._connection.execute(delete(InquiryRow).where(InquiryRow.id.in_(part)))
            elif kind == "messages":
                self._connection.execute(delete(MessageRow).where(MessageRow.id.in_(part)))
            elif kind == "refused_scans":
                self._connection.execute(delete(ScanRow).where(ScanRow.id.in_(part)))
            else:
                self._connection.execute(
                    update(EventRow).where(EventRow.id.in_(part)).values(data={}, erased=True)
                )
        digests = {row.sha for row in found}
        kept = set(self._connection.scalars(select(ScanRow.sha256).where(ScanRow.sha256.in_(digests))))
        return [Old("" if row.sha in kept else row.sha) for row in found]
