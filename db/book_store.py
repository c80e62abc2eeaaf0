"""The window's books inside one transaction: credit record, inquiries, targets, imported items."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, func, insert, or_, select, update

from counter.domain.credit import CreditEntry
from counter.domain.inquiry import Inquiry
from counter.usecases.ports.books import ImportedItem, Target
from db.rows import Row
from db.tables import CreditRow, ImportedItemRow, InquiryRow, TargetRow


class BookStore:
    """The ``Books`` port on a connection whose transaction the unit of work owns."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def credit_of(self, id_number: str) -> tuple[CreditEntry, ...]:
        """Return every entry about the number, newest first."""
        query = select(CreditRow.__table__).where(CreditRow.id_number == id_number)
        return tuple(_credit(row) for row in self._connection.execute(query.order_by(CreditRow.id.desc())))

    def credit(self, limit: int, search: str = "") -> tuple[CreditEntry, ...]:
        """Return entries, newest first; *search* is a number or a part of a name."""
        query = select(CreditRow.__table__)
        if search:
            query = query.where(
                or_(CreditRow.id_number == search.upper(), CreditRow.name.contains(search, autoescape=True))
            )
        found = self._connection.execute(query.order_by(CreditRow.id.desc()).limit(limit))
        return tuple(_credit(row) for row in found)

    def add_credit(self, one: CreditEntry) -> int:
        """Write an entry; return its key."""
        values = {
            "id_type": one.id_type, "id_number": one.id_number, "name": one.name, "kind": one.kind,
            "reason": one.reason, "source": one.source, "recorded_at": one.recorded_at,
            "recorded_by": one.recorded_by, "ends_on": one.ends_on, "repaired_at": one.repaired_at,
            "repair": one.repair,
        }  # fmt: skip
        return int(self._connection.scalar(insert(CreditRow).values(values).returning(CreditRow.id)) or 0)

    def repair(self, key: int, at: datetime, words: str) -> bool:
        """Mark an entry as repaired; False when there is none that still counts."""
        mine = update(CreditRow).where(CreditRow.id == key, CreditRow.repaired_at.is_(None))
        return bool(self._connection.execute(mine.values(repaired_at=at, repair=words)).rowcount)

    def add_inquiry(self, one: Inquiry) -> int:
        """Write an inquiry; return its key."""
        values = {
            "number": one.number, "at": one.at, "site": one.site, "window": one.window, "clerk": one.clerk,
            "first_responder": one.first_responder, "items": ",".join(one.items),
            "missing": ",".join(one.missing), "note": one.note, "ticket_no": one.ticket_no,
            "channel": one.channel,
        }  # fmt: skip
        return int(self._connection.scalar(insert(InquiryRow).values(values).returning(InquiryRow.id)) or 0)

    def inquiries(self, site: str, since: datetime, until: datetime, limit: int = 500) -> tuple[Inquiry, ...]:
        """Return the site's inquiries of a stretch of time, newest first."""
        query = select(InquiryRow.__table__).where(
            InquiryRow.site == site, InquiryRow.at >= since, InquiryRow.at < until
        )
        found = self._connection.execute(query.order_by(InquiryRow.id.desc()).limit(limit))
        return tuple(
            Inquiry(
                row.id, row.number, row.at, row.site, row.window, row.clerk, row.first_responder,
                _codes(row.items), _codes(row.missing), row.note, row.ticket_no, row.channel,
            )
            for row in found
        )  # fmt: skip

    def targets(self) -> Mapping[int, Target]:
        """Return the newest figure of each tracked measure."""
        newest = select(func.max(TargetRow.id)).group_by(TargetRow.measure)
        query = select(TargetRow.__table__).where(TargetRow.id.in_(newest))
        return {
            row.measure: Target(row.measure, row.figure, row.day, row.source, row.entered_by, row.entered_at)
            for row in self._connection.execute(query)
        }

    def add_target(self, one: Target) -> None:
        """Write a figure."""
        values = {
            "measure": one.measure, "figure": one.figure, "day": one.day, "source": one.source,
            "entered_by": one.entered_by, "entered_at": one.entered_at,
        }  # fmt: skip
        self._connection.execute(insert(TargetRow).values(values))

    def imported(self) -> tuple[ImportedItem, ...]:
        """Return the imported items, the newest version of each, by code."""
        newest = select(func.max(ImportedItemRow.id)).group_by(ImportedItemRow.code)
        query = select(ImportedItemRow.__table__).where(ImportedItemRow.id.in_(newest))
        return tuple(
            ImportedItem(row.code, row.content, row.imported_by, row.imported_at, row.shape)
            for row in self._connection.execute(query.order_by(ImportedItemRow.code))
        )

    def newest_import(self) -> int:
        """Return a number that grows with every import; 0 before the first."""
        return int(self._connection.scalar(select(func.max(ImportedItemRow.id))) or 0)

    def save_imported(self, one: ImportedItem) -> None:
        """Write an imported item; the versions before it stay."""
        values = {
            "code": one.code, "content": dict(one.content), "imported_by": one.imported_by,
            "imported_at": one.imported_at, "shape": one.shape,
        }  # fmt: skip
        self._connection.execute(insert(ImportedItemRow).values(values))


def _codes(text: str) -> tuple[str, ...]:
    return tuple(text.split(",")) if text else ()


def _credit(row: Row) -> CreditEntry:
    return CreditEntry(
        row.id, row.id_type, row.id_number, row.name, row.kind, row.reason, row.source, row.recorded_at,
        row.recorded_by, row.ends_on, row.repaired_at, row.repair,
    )  # fmt: skip
