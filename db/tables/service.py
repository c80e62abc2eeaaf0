"""Back to the applicant: hand-overs, ratings, rectifications, messages, scans."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.tables.base import Base, Big


class HandoverRow(Base):
    """One issue of results: when, by whom, to whom, how; a parcel's fate is written to it."""

    __tablename__ = "handovers"

    id: Mapped[int] = mapped_column(Big, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"), index=True)
    at: Mapped[datetime]
    who: Mapped[str] = mapped_column(String(60))
    window: Mapped[str] = mapped_column(String(2))
    method: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20))
    signature: Mapped[str] = mapped_column(String(20))
    ended_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(Text)
    data: Mapped[dict[str, Any]]


class RatingRow(Base):
    """What was said of a visit or a case; ``origin`` is a keyed digest of the address, never the address."""

    __tablename__ = "ratings"

    id: Mapped[int] = mapped_column(Big, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))
    kind: Mapped[str] = mapped_column(String(20))
    subject: Mapped[str] = mapped_column(String(20))
    round: Mapped[int]
    grade: Mapped[str] = mapped_column(String(20))
    reasons: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    channel: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime]
    window: Mapped[str] = mapped_column(String(2))
    item: Mapped[str] = mapped_column(String(60))
    department: Mapped[str] = mapped_column(String(40))
    origin: Mapped[str] = mapped_column(String(32))
    flagged: Mapped[bool]
    counted: Mapped[bool]
    appeal: Mapped[str] = mapped_column(Text)
    ruling: Mapped[str] = mapped_column(Text)

    __table_args__ = (
        UniqueConstraint("application_id", "kind", "subject", "round", name="uq_ratings_subject"),
        Index("ix_ratings_origin_at", "origin", "at"),
        Index("ix_ratings_at", "at"),
    )


class RectificationRow(Base):
    """What a bad rating or a complaint set going, with its own clock."""

    __tablename__ = "rectifications"

    id: Mapped[int] = mapped_column(Big, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"), index=True)
    rating_id: Mapped[int] = mapped_column(ForeignKey("ratings.id"), unique=True)
    subject: Mapped[str] = mapped_column(String(20))
    responsible: Mapped[str] = mapped_column(String(60))
    days: Mapped[int]
    opened_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    provisional: Mapped[bool]
    called_at: Mapped[datetime | None]
    call: Mapped[str] = mapped_column(Text)
    measures: Mapped[str] = mapped_column(Text)
    closed_at: Mapped[datetime | None]
    who: Mapped[str] = mapped_column(String(60))

    __table_args__ = (Index("ix_rectifications_open", "closed_at", "due_at"),)


class MessageRow(Base):
    """A message for the hall's gateway; ``key`` is unique, so nothing is queued twice."""

    __tablename__ = "messages"

    id: Mapped[int] = mapped_column(Big, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"), index=True)
    case_no: Mapped[str] = mapped_column(String(50))
    kind: Mapped[str] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(String(120), unique=True)
    recipient: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(20))
    attempts: Mapped[int]
    taken_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    gateway: Mapped[str] = mapped_column(String(20))
    problem: Mapped[str] = mapped_column(Text)

    __table_args__ = (Index("ix_messages_state_id", "state", "id"),)


class ScanRow(Base):
    """A scan attached to a case; the file is kept once by its digest."""

    __tablename__ = "scans"

    id: Mapped[int] = mapped_column(Big, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"), index=True)
    case_no: Mapped[str] = mapped_column(String(50))
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(60))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    who: Mapped[str] = mapped_column(String(60))
