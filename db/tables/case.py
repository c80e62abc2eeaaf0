"""Cases, their moments, clocks and suspensions."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from db.tables.base import Base, Big


class CaseRow(Base):
    """One item of an application on its way; ``version`` decides races."""

    __tablename__ = "cases"

    id: Mapped[int] = mapped_column(Big, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"), index=True)
    ordinal: Mapped[int]
    case_no: Mapped[str] = mapped_column(String(50), unique=True)
    item: Mapped[str] = mapped_column(String(60))
    department: Mapped[str] = mapped_column(String(40))
    outcome: Mapped[str] = mapped_column(String(30))
    state: Mapped[str] = mapped_column(String(20))
    step: Mapped[str] = mapped_column(String(40))
    handler: Mapped[str | None] = mapped_column(String(60))
    version: Mapped[int]
    green: Mapped[bool]
    received_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    binding: Mapped[str | None] = mapped_column(String(30))
    claim_before: Mapped[datetime]
    warn_at: Mapped[datetime | None]
    remind_at: Mapped[datetime | None]
    reminders: Mapped[str] = mapped_column(String(60))
    usual_seconds: Mapped[int]
    level: Mapped[str] = mapped_column(String(10))
    completed_at: Mapped[datetime | None]
    closing: Mapped[str] = mapped_column(String(30))
    completion: Mapped[str] = mapped_column(Text)
    upstream: Mapped[str] = mapped_column(Text)
    catalogue_digest: Mapped[str] = mapped_column(String(64))
    applicant_name: Mapped[str] = mapped_column(String(300))
    result: Mapped[dict[str, Any]]

    __table_args__ = (
        Index("ix_cases_queue", "department", "state", "green", "claim_before", "id"),
        Index("ix_cases_counts", "department", "state", "due_at"),
        Index("ix_cases_received_at_id", "received_at", "id"),
        Index("ix_cases_state_due_at", "state", "due_at"),
        Index("ix_cases_state_completed_at", "state", "completed_at"),
        Index("ix_cases_remind_at", "remind_at"),
        Index("ix_cases_department_application_id", "department", "application_id"),
    )


class MomentRow(Base):
    """Something that happened to a case and may start or end its clocks."""

    __tablename__ = "moments"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    at: Mapped[datetime]


class ClockRow(Base):
    """A limit running on a case, or on the application when there is no case."""

    __tablename__ = "clocks"

    id: Mapped[int] = mapped_column(Big, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"), index=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), index=True)
    rule: Mapped[str] = mapped_column(String(30))
    kind: Mapped[str] = mapped_column(String(20))
    unit: Mapped[str] = mapped_column(String(20))
    amount: Mapped[int]
    day: Mapped[date | None]
    needs: Mapped[str] = mapped_column(Text)
    ends: Mapped[str] = mapped_column(Text)
    stops: Mapped[str] = mapped_column(Text)
    extension_days: Mapped[int]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    warn_at: Mapped[datetime | None]
    suspended_since: Mapped[datetime | None]
    provisional: Mapped[bool]

    __table_args__ = (Index("ix_clocks_open", "ended_at", "due_at"),)


class SuspensionRow(Base):
    """A stretch in which some clocks of a case stand still."""

    __tablename__ = "suspensions"

    id: Mapped[int] = mapped_column(Big, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    kind: Mapped[str] = mapped_column(String(30))
    ground: Mapped[str] = mapped_column(Text)
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    expected_days: Mapped[int | None]
    who: Mapped[str] = mapped_column(String(60))
