"""Applications: one submission at the window, its parties and its materials on the desk."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from db.tables.base import Base, Big


class ProjectRow(Base):
    """A building project that its stages share."""

    __tablename__ = "projects"

    id: Mapped[int] = mapped_column(Big, primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    outside_code: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    conditions: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]


class ApplicationRow(Base):
    """One submission; ``form`` is what was handed in, as checked."""

    __tablename__ = "applications"

    id: Mapped[int] = mapped_column(Big, primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    site: Mapped[str] = mapped_column(String(2))
    window: Mapped[str] = mapped_column(String(2))
    clerk: Mapped[str] = mapped_column(String(60))
    package: Mapped[str | None] = mapped_column(String(60))
    channel: Mapped[str] = mapped_column(String(20))
    green_channel: Mapped[str] = mapped_column(String(20))
    outcome: Mapped[str] = mapped_column(String(30))
    received_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    token_serial: Mapped[int]
    token_identity: Mapped[str] = mapped_column(String(60), default="")
    token_recipe: Mapped[int] = mapped_column(default=1)
    token_until: Mapped[datetime | None]
    idempotency_key: Mapped[str | None] = mapped_column(String(120), unique=True)
    form_digest: Mapped[str] = mapped_column(String(64))
    signature: Mapped[str] = mapped_column(String(20))
    signed_digest: Mapped[str] = mapped_column(String(64))
    catalogue_digest: Mapped[str] = mapped_column(String(64))
    applicant_name: Mapped[str] = mapped_column(String(300))
    search_name: Mapped[str] = mapped_column(String(300))
    title: Mapped[str] = mapped_column(String(300))
    project_id: Mapped[int | None] = mapped_column(ForeignKey("projects.id"))
    void_reason: Mapped[str | None] = mapped_column(Text)
    form: Mapped[dict[str, Any]]

    __table_args__ = (
        Index("ix_applications_received_at_id", "received_at", "id"),
        Index("ix_applications_search_name", "search_name"),
    )


class PartyRow(Base):
    """A party of an application, for search and for the returning applicant."""

    __tablename__ = "parties"

    id: Mapped[int] = mapped_column(Big, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"), index=True)
    ordinal: Mapped[int]
    role: Mapped[str] = mapped_column(String(40))
    type: Mapped[str] = mapped_column(String(30))
    name: Mapped[str] = mapped_column(String(300))
    id_type: Mapped[str] = mapped_column(String(30))
    id_number: Mapped[str] = mapped_column(String(60), index=True)
    phone: Mapped[str] = mapped_column(String(40))
    data: Mapped[dict[str, Any]]


class MaterialRow(Base):
    """A material of an application with its state and the place where it is."""

    __tablename__ = "materials"

    id: Mapped[int] = mapped_column(Big, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"), index=True)
    ordinal: Mapped[int]
    code: Mapped[str] = mapped_column(String(60))
    state: Mapped[str] = mapped_column(String(30))
    form: Mapped[str] = mapped_column(String(20))
    copies: Mapped[int]
    pages: Mapped[int]
    due: Mapped[date | None]
    place: Mapped[str] = mapped_column(String(120))
    used_by: Mapped[str] = mapped_column(Text)
