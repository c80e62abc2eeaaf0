"""Accounts, facts, catalogue versions, calendar revisions and drafts, inside one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import (
    CompoundSelect,
    Connection,
    String,
    cast,
    delete,
    insert,
    literal,
    null,
    select,
    text,
    union_all,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from counter.domain.calendar import Revision
from counter.domain.home import Home
from counter.domain.site import Site
from counter.usecases.ports.accounts import Account, Officer
from counter.usecases.ports.setup import Draft
from db.home import home_of
from db.rows import Row
from db.tables import CatalogueRow, DraftRow, MetaRow, PublishedYearRow, RevisionRow, SiteRow, UserRow

_KEEP = text("SELECT pg_advisory_xact_lock_shared(1667330147)")
_CHANGE = text("SELECT pg_advisory_xact_lock(1667330147)")
"""Steps share the calendar, a revision has it alone; SQLite has one writer at a time anyway."""


_SAYS: Final[CompoundSelect[Any]] = union_all(
    select(
        literal("fact").label("kind"),
        MetaRow.key.label("name"),
        MetaRow.value.label("says"),
        null().label("working"),
    ),
    select(literal("day"), cast(RevisionRow.day, String), RevisionRow.notice, RevisionRow.working),
    select(literal("year"), cast(PublishedYearRow.year, String), literal(""), null()),
)


@dataclass
class SetUp:
    """The facts and the calendar's revisions, read in one statement and kept for one transaction."""

    facts: dict[str, str] = field(default_factory=dict)
    dates: list[Revision] = field(default_factory=list)
    years: list[int] = field(default_factory=list)
    is_read: bool = False

    def read(self, connection: Connection) -> None:
        """Read everything, unless it was read."""
        if self.is_read:
            return
        for row in connection.execute(_SAYS):
            if row.kind == "fact":
                self.facts[row.name] = row.says
            elif row.kind == "day":
                self.dates.append(Revision(date.fromisoformat(row.name), bool(row.working), row.says))
            else:
                self.years.append(int(row.name))
        self.is_read = True

    def forget(self) -> None:
        """Let it be read anew: it was changed, or somebody who may have changed it was waited for."""
        self.facts, self.dates, self.years, self.is_read = {}, [], [], False


class SetupStore:
    """The ``Setup`` port on a connection whose transaction the unit of work owns, and what it has read of it."""

    def __init__(self, connection: Connection, known: SetUp, *, writes: bool = False) -> None:
        self._connection = connection
        self._known = known
        self._server_writes = writes and connection.dialect.name == "postgresql"

    def account(self, name: str) -> Account | None:
        """Return the account of the name."""
        row = self._connection.execute(select(UserRow.__table__).where(UserRow.name == name)).first()
        if row is None:
            return None
        return _account(row)

    def accounts(self) -> Sequence[Account]:
        """Return every account by name."""
        rows = self._connection.execute(select(UserRow.__table__).order_by(UserRow.name))
        return [_account(row) for row in rows]

    def save_account(self, account: Account, at: datetime) -> None:
        """Write the account, new or changed."""
        officer = account.officer
        values = {
            "display_name": officer.display_name,
            "role": officer.role,
            "department": officer.department,
            "password_hash": account.password_hash,
            "disabled": account.disabled,
            "must_change": account.must_change,
            "failures": account.failures,
            "locked_until": account.locked_until,
        }
        changed = self._connection.execute(update(UserRow).where(UserRow.name == officer.name).values(values))
        if not changed.rowcount:
            self._connection.execute(insert(UserRow).values(name=officer.name, created_at=at, **values))

    def fact(self, key: str) -> str | None:
        """Return a fact about this database."""
        self._known.read(self._connection)
        return self._known.facts.get(key)

    def set_fact(self, key: str, value: str) -> None:
        """Write a fact about this database."""
        changed = self._connection.execute(update(MetaRow).where(MetaRow.key == key).values(value=value))
        if not changed.rowcount:
            self._connection.execute(insert(MetaRow).values(key=key, value=value))
        self._known.forget()

    def here(self) -> Home:
        """Return where the database is found now."""
        return home_of(self._connection)

    def keep_catalogue(self, digest: str, version: str, content: str, shape: int, at: datetime) -> None:
        """Keep a version of the catalogue for the cases that will be accepted under it, once."""
        values = {"digest": digest, "version": version, "content": content, "shape": shape, "loaded_at": at}
        upsert = postgresql.insert if self._connection.dialect.name == "postgresql" else sqlite.insert
        # Two windows may keep the same version in one moment; it is the same content.
        self._connection.execute(upsert(CatalogueRow).values(values).on_conflict_do_nothing())

    def kept_catalogue(self, digest: str) -> tuple[str, int | None] | None:
        """Return the tables of a kept version and the version of their shape, None where it was not kept yet."""
        query = select(CatalogueRow.content, CatalogueRow.shape).where(CatalogueRow.digest == digest)
        found = self._connection.execute(query).first()
        return None if found is None else (found.content, found.shape)

    def revisions(self) -> tuple[Sequence[Revision], Sequence[int]]:
        """Return the revised dates and the years whose arrangement was loaded here.

        A step that is about to write keeps them as they are until its commit: a due moment told under a
        calendar that changed in the same moment would be found by nobody.
        """
        if self._server_writes:
            self._connection.execute(_KEEP)
            self._known.forget()
        self._known.read(self._connection)
        return list(self._known.dates), list(self._known.years)

    def hold_calendar(self) -> None:
        """Wait for the steps under way and let others wait until the new calendar is in force."""
        if self._server_writes:
            self._connection.execute(_CHANGE)
        self._known.forget()  # what was read before the wait may be old

    def add_revisions(self, dates: Sequence[Revision], years: Sequence[int], who: str, at: datetime) -> None:
        """Enter revised dates and published years; what was entered for a date before is replaced."""
        if dates:
            days = [one.day for one in dates]
            self._connection.execute(delete(RevisionRow).where(RevisionRow.day.in_(days)))
            self._connection.execute(
                insert(RevisionRow),
                [
                    {
                        "day": one.day,
                        "working": one.working,
                        "notice": one.notice,
                        "who": who,
                        "entered_at": at,
                    }
                    for one in dates
                ],
            )
        known = set(self._connection.scalars(select(PublishedYearRow.year)))
        for year in set(years) - known:
            self._connection.execute(insert(PublishedYearRow).values(year=year, who=who, entered_at=at))
        self._known.forget()

    def sites(self) -> Sequence[Site]:
        """Return the sites of this database by number."""
        rows = self._connection.execute(select(SiteRow.__table__).order_by(SiteRow.number))
        return [Site(row.code, row.number, row.name) for row in rows]

    def site(self, code: str) -> Site | None:
        """Return the site of the letters."""
        row = self._connection.execute(select(SiteRow.__table__).where(SiteRow.code == code)).first()
        return None if row is None else Site(row.code, row.number, row.name)

    def add_site(self, site: Site) -> None:
        """Write a new site."""
        self._connection.execute(insert(SiteRow).values(code=site.code, number=site.number, name=site.name))

    def save_draft(self, draft: Draft) -> None:
        """Write a draft, new or changed."""
        values = {
            "site": draft.site,
            "window": draft.window,
            "clerk": draft.clerk,
            "parked": draft.parked,
            "updated_at": draft.updated_at,
            "form": dict(draft.form),
        }
        changed = self._connection.execute(update(DraftRow).where(DraftRow.id == draft.id).values(values))
        if not changed.rowcount:
            self._connection.execute(insert(DraftRow).values(id=draft.id, **values))

    def drop_draft(self, draft_id: str) -> None:
        """Forget a draft."""
        self._connection.execute(delete(DraftRow).where(DraftRow.id == draft_id))

    def drafts(self, site: str, window: str | None) -> Sequence[Draft]:
        """Return the drafts of a window, or the parked ones of the whole site; newest first."""
        query = select(DraftRow.__table__).where(DraftRow.site == site)
        query = query.where(DraftRow.parked if window is None else DraftRow.window == window)
        rows = self._connection.execute(query.order_by(DraftRow.updated_at.desc()))
        return [Draft(r.id, r.site, r.window, r.clerk, r.parked, r.updated_at, r.form) for r in rows]


def _account(row: Row) -> Account:
    officer = Officer(row.name, row.display_name, row.role, row.department)
    return Account(officer, row.password_hash, row.disabled, row.must_change, row.failures, row.locked_until)
