"""What is set up once or seldom: accounts, facts, catalogue versions, the calendar, drafts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from counter.domain.calendar import Revision
from counter.domain.home import Home
from counter.domain.site import Site
from counter.usecases.ports.accounts import Account


@dataclass(frozen=True, slots=True)
class Draft:
    """An unfinished form of a window."""

    id: str
    site: str
    window: str
    clerk: str
    parked: bool
    updated_at: datetime
    form: Mapping[str, object]


class Setup(Protocol):
    """Accounts, facts about the database, catalogue versions, the calendar's revisions, drafts."""

    def account(self, name: str) -> Account | None: ...
    def accounts(self) -> Sequence[Account]: ...
    def save_account(self, account: Account, at: datetime) -> None: ...
    def fact(self, key: str) -> str | None: ...
    def set_fact(self, key: str, value: str) -> None: ...
    def here(self) -> Home:
        """Return where the database is found now."""
        ...

    def keep_catalogue(self, digest: str, version: str, content: str, shape: int, at: datetime) -> None: ...
    def kept_catalogue(self, digest: str) -> tuple[str, int | None] | None:
        """Return the tables of a kept version and the version of their shape, None where it was not kept yet."""
        ...

    def revisions(self) -> tuple[Sequence[Revision], Sequence[int]]: ...
    def hold_calendar(self) -> None:
        """Wait for the steps under way and let others wait until the new calendar is in force."""
        ...

    def add_revisions(
        self, dates: Sequence[Revision], years: Sequence[int], who: str, at: datetime
    ) -> None: ...
    def sites(self) -> Sequence[Site]: ...
    def site(self, code: str) -> Site | None: ...
    def add_site(self, site: Site) -> None: ...
    def save_draft(self, draft: Draft) -> None: ...
    def drop_draft(self, draft_id: str) -> None: ...
    def drafts(self, site: str, window: str | None) -> Sequence[Draft]: ...
