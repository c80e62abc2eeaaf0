"""What is set up once or seldom: the database's own facts, people, catalogue, calendar, series."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from db.tables.base import Base


class MetaRow(Base):
    """A fact about this database: whether it is a rehearsal, the hall's settings, the change count."""

    __tablename__ = "meta"

    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[str] = mapped_column(Text)


class UserRow(Base):
    """An account with its role; ``department`` is empty for the window's people, * for all."""

    __tablename__ = "users"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    display_name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(20))
    department: Mapped[str] = mapped_column(String(40))
    password_hash: Mapped[str] = mapped_column(String(200))
    disabled: Mapped[bool]
    must_change: Mapped[bool]
    failures: Mapped[int]
    locked_until: Mapped[datetime | None]
    created_at: Mapped[datetime]


class CatalogueRow(Base):
    """A version of the catalogue, kept for the cases that were accepted under it.

    ``shape`` is the version of its shape (``forms.kept``); None for what was kept before shapes had versions.
    """

    __tablename__ = "catalogues"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    version: Mapped[str] = mapped_column(String(20))
    loaded_at: Mapped[datetime]
    content: Mapped[str] = mapped_column(Text)
    shape: Mapped[int | None]


class RevisionRow(Base):
    """A date of an arrangement or revision entered here, over the package's calendar."""

    __tablename__ = "revisions"

    day: Mapped[date] = mapped_column(primary_key=True)
    working: Mapped[bool]
    notice: Mapped[str] = mapped_column(String(200))
    who: Mapped[str] = mapped_column(String(60))
    entered_at: Mapped[datetime]


class PublishedYearRow(Base):
    """A year whose arrangement was loaded here."""

    __tablename__ = "published_years"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    who: Mapped[str] = mapped_column(String(60))
    entered_at: Mapped[datetime]


class SiteRow(Base):
    """A site of this database: letters, number in case numbers, name; hours and holidays it has beside the hall's."""

    __tablename__ = "sites"

    code: Mapped[str] = mapped_column(String(2), primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(String(200))
    hours: Mapped[dict[str, Any]] = mapped_column(default=dict)
    holidays: Mapped[dict[str, Any]] = mapped_column(default=dict)


class SeriesRow(Base):
    """The last serial of a series; each window has its own, so none waits for another."""

    __tablename__ = "series"

    site: Mapped[str] = mapped_column(String(2), primary_key=True)
    window: Mapped[str] = mapped_column(String(2), primary_key=True)
    scope: Mapped[str] = mapped_column(String(20), primary_key=True)
    last: Mapped[int]
