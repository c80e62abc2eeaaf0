"""The window's own books: credit record, inquiries, targets of tracked measures, imported items."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from db.tables.base import Base, Big


class CreditRow(Base):
    """An entry of the credit record; it counts until it ends or is repaired."""

    __tablename__ = "credit_entries"

    id: Mapped[int] = mapped_column(Big, primary_key=True)
    id_type: Mapped[str] = mapped_column(String(30))
    id_number: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(300))
    kind: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(60))
    ends_on: Mapped[date | None]
    repaired_at: Mapped[datetime | None]
    repair: Mapped[str] = mapped_column(Text)

    __table_args__ = (Index("ix_credit_entries_id_number", "id_number"),)


class InquiryRow(Base):
    """A visit that ended without an application; no name and no number of anybody is kept."""

    __tablename__ = "inquiries"

    id: Mapped[int] = mapped_column(Big, primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    at: Mapped[datetime]
    site: Mapped[str] = mapped_column(String(2))
    window: Mapped[str] = mapped_column(String(2))
    clerk: Mapped[str] = mapped_column(String(60))
    first_responder: Mapped[str] = mapped_column(String(60))
    items: Mapped[str] = mapped_column(Text)
    missing: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)
    ticket_no: Mapped[str] = mapped_column(String(40))
    channel: Mapped[str] = mapped_column(String(20))

    __table_args__ = (Index("ix_inquiries_site_at", "site", "at"),)


class TargetRow(Base):
    """An entered figure of a tracked measure; figures are added, never changed."""

    __tablename__ = "targets"

    id: Mapped[int] = mapped_column(Big, primary_key=True)
    measure: Mapped[int] = mapped_column(index=True)
    figure: Mapped[str] = mapped_column(String(40))
    day: Mapped[date]
    source: Mapped[str] = mapped_column(String(200))
    entered_by: Mapped[str] = mapped_column(String(60))
    entered_at: Mapped[datetime]


class ImportedItemRow(Base):
    """An item imported from a guide, over the catalogue's files; the newest of a code counts.

    ``shape`` is the version of its shape (``forms.kept``); None for what was kept before shapes had versions.
    """

    __tablename__ = "imported_items"

    id: Mapped[int] = mapped_column(Big, primary_key=True)
    code: Mapped[str] = mapped_column(String(60), index=True)
    content: Mapped[dict[str, Any]]
    imported_by: Mapped[str] = mapped_column(String(60))
    imported_at: Mapped[datetime]
    shape: Mapped[int | None]
