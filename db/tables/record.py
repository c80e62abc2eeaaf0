"""What is only ever added: events and printouts; and the drafts of the windows."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from db.tables.base import Base, Big


class EventRow(Base):
    """One step: who did what when and where; never changed. ``hash`` closes over the entry before it.

    ``recipe`` says how the hash is made. The first entry of a chain that had another name before carries
    that name and the end it had.

    ``erased`` says that the facts went after their retention period; the hash stays, so the chain does.
    """

    __tablename__ = "events"

    id: Mapped[int] = mapped_column(Big, primary_key=True)
    application_id: Mapped[int | None] = mapped_column(ForeignKey("applications.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    at: Mapped[datetime]
    who: Mapped[str] = mapped_column(String(60))
    site: Mapped[str] = mapped_column(String(2), default="")
    window: Mapped[str] = mapped_column(String(10))
    pc: Mapped[str] = mapped_column(String(64), default="")
    what: Mapped[str] = mapped_column(String(40))
    data: Mapped[dict[str, Any]]
    chain: Mapped[str] = mapped_column(String(80))
    seq: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))
    recipe: Mapped[int] = mapped_column(default=1)
    continues_chain: Mapped[str] = mapped_column(String(24), default="")
    continues_seq: Mapped[int] = mapped_column(default=0)
    continues_hash: Mapped[str] = mapped_column(String(64), default="")
    erased: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (
        Index("ix_events_application_id_id", "application_id", "id"),
        Index("ix_events_chain_seq", "chain", "seq", unique=True),
    )


class CheckpointRow(Base):
    """A seal over the entries added since the one before it; ``hash`` closes over that one."""

    __tablename__ = "checkpoints"

    id: Mapped[int] = mapped_column(Big, primary_key=True)
    at: Mapped[datetime]
    first_event: Mapped[int] = mapped_column(Big)
    last_event: Mapped[int] = mapped_column(Big)
    heads: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
    recipe: Mapped[int] = mapped_column(default=1)


class PrintoutRow(Base):
    """A printout that was made, by the digest of its file; ``copy`` counts reprints of the same ``mark`` from 0."""

    __tablename__ = "printouts"

    id: Mapped[int] = mapped_column(Big, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"), index=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    kind: Mapped[str] = mapped_column(String(40))
    copy: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    pages: Mapped[int]
    made_at: Mapped[datetime]
    who: Mapped[str] = mapped_column(String(60))
    reason: Mapped[str] = mapped_column(Text)
    mark: Mapped[str] = mapped_column(String(60), default="")


class DraftRow(Base):
    """An unfinished form, kept on every pause of the hand."""

    __tablename__ = "drafts"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    site: Mapped[str] = mapped_column(String(2))
    window: Mapped[str] = mapped_column(String(2))
    clerk: Mapped[str] = mapped_column(String(60))
    parked: Mapped[bool]
    updated_at: Mapped[datetime]
    form: Mapped[dict[str, Any]]
