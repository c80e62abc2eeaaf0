"""The back office: Requests between departments, and how long a step usually takes."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from db.tables.base import Base, Big


class DepartmentRequestRow(Base):
    """Something asked of a department about a case, with its own clock and its answer."""

    __tablename__ = "department_requests"

    id: Mapped[int] = mapped_column(Big, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"), index=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    department: Mapped[str] = mapped_column(String(40))
    question: Mapped[str] = mapped_column(Text)
    asked_by: Mapped[str] = mapped_column(String(60))
    asked_at: Mapped[datetime]
    unit: Mapped[str] = mapped_column(String(20))
    amount: Mapped[int]
    day: Mapped[date | None]
    due_at: Mapped[datetime | None]
    provisional: Mapped[bool]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str] = mapped_column(String(60))
    answer: Mapped[str] = mapped_column(Text)
    position: Mapped[str] = mapped_column(String(20))
    data: Mapped[dict[str, Any]]

    __table_args__ = (
        Index("ix_department_requests_open", "answered_at", "due_at"),
        Index("ix_department_requests_department", "department", "answered_at", "due_at"),
    )


class UsualTimeRow(Base):
    """How much open time an item usually takes from claiming to the decision, from own history."""

    __tablename__ = "usual_times"

    item: Mapped[str] = mapped_column(String(60), primary_key=True)
    step: Mapped[str] = mapped_column(String(40), primary_key=True)
    seconds: Mapped[int]
    cases: Mapped[int]
    counted_at: Mapped[datetime]
