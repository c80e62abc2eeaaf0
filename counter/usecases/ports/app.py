"""What use cases are given: one frozen value, made by the wiring, handed on as their first argument."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from counter.domain.calendar import WorkCalendar
from counter.settings import Settings
from counter.usecases.ports.catalogues import Catalogues
from counter.usecases.ports.lists import Lists
from counter.usecases.ports.pages import PageVersions
from counter.usecases.ports.unit_of_work import UnitOfWork
from counter.usecases.status.notify import Notifier
from forms.catalogue import Catalogue


class OpenUow(Protocol):
    """Opens a transaction; one that only reads can never make a window wait."""

    def __call__(self, *, read_only: bool = False) -> UnitOfWork: ...


@dataclass(frozen=True, slots=True)
class App:
    """The database, the calendar, the catalogue and the applicant's messages, as use cases reach them."""

    settings: Settings
    now: Callable[[], datetime]
    open_uow: OpenUow
    lists: Lists
    calendar_of: Callable[[UnitOfWork], WorkCalendar]
    catalogues: Catalogues
    notifier_of: Callable[[UnitOfWork], Notifier]
    slip_key: Callable[[], bytes]
    check_clock: Callable[[], None]
    is_rehearsal: Callable[[], bool]
    page_versions: PageVersions

    def page_version(self, digest: str) -> int | None:
        """Return the version behind a slip's token; None when the token leads nowhere (EnvironmentFault)."""
        return self.page_versions.of(digest, self.now())

    @property
    def rehearsal(self) -> bool:
        """Whether the database is marked as a rehearsal, for good."""
        return self.is_rehearsal()

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue in force; another one after an item was imported (EnvironmentFault when it is wrong)."""
        return self.catalogues.in_force()

    def catalogue_for(self, digest: str, uow: UnitOfWork) -> Catalogue:
        """Return the version of the catalogue that a case was accepted under (EnvironmentFault: it is missing)."""
        return self.catalogues.of(digest, uow)

    @property
    def key(self) -> bytes:
        """The key under which slips get their tokens (EnvironmentFault)."""
        return self.slip_key()
