"""What use cases are given: one frozen value, made by the wiring, handed on as their first argument."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from counter.domain.calendar import WorkCalendar
from counter.settings import Settings
from counter.usecases.ports.lists import Lists
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
    open_uow: OpenUow
    lists: Lists
    calendar_of: Callable[[UnitOfWork], WorkCalendar]
    catalogue_for: Callable[[str, UnitOfWork], Catalogue]
    catalogue_in_force: Callable[[], Catalogue]
    notifier_of: Callable[[UnitOfWork], Notifier]
    slip_key: Callable[[], bytes]
    check_clock: Callable[[], None]

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue in force; another one after an item was imported (EnvironmentFault when it is wrong)."""
        return self.catalogue_in_force()

    @property
    def key(self) -> bytes:
        """The key under which slips get their tokens (EnvironmentFault)."""
        return self.slip_key()
