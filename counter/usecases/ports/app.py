"""What use cases are given: one frozen value, made by the wiring, handed on as their first argument."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from counter.domain.calendar import CHINA, WorkCalendar
from counter.settings import Settings
from counter.usecases.ports.attachments import KeptScans, WaitingScans
from counter.usecases.ports.catalogues import Catalogues
from counter.usecases.ports.files import Workbooks, WriteExport, WriteFile
from counter.usecases.ports.gateway import Gateway
from counter.usecases.ports.lists import Lists
from counter.usecases.ports.pages import PageVersions
from counter.usecases.ports.printouts import Press, PrintoutStore
from counter.usecases.ports.unit_of_work import UnitOfWork
from forms.catalogue import Catalogue


class OpenUow(Protocol):
    """Opens a transaction; one that only reads can never make a window wait."""

    def __call__(self, *, read_only: bool = False) -> UnitOfWork: ...


@dataclass(frozen=True, slots=True)
class App:
    """The database, the calendar, the catalogue and the tools of this PC, as use cases reach them."""

    read_settings: Callable[[], Settings]
    now: Callable[[], datetime]
    open_uow: OpenUow
    lists: Lists
    calendar_of: Callable[[UnitOfWork], WorkCalendar]
    catalogues: Catalogues
    slip_key: Callable[[], bytes]
    check_clock: Callable[[], None]
    is_rehearsal: Callable[[], bool]
    page_versions: PageVersions
    scans: KeptScans
    scan_folder: WaitingScans
    message_folder: Gateway
    open_press: Callable[[], Press]
    printouts: PrintoutStore
    workbooks: Workbooks
    write_file: WriteFile
    write_export: WriteExport

    @property
    def settings(self) -> Settings:
        """The settings of this PC; they change when somebody saves others."""
        return self.read_settings()

    @property
    def today(self) -> date:
        """The local date."""
        return self.now().astimezone(CHINA).date()

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

    @property
    def rehearsal(self) -> bool:
        """Whether the database is marked as a rehearsal, for good."""
        return self.is_rehearsal()

    @property
    def press(self) -> Press:
        """The press; its fonts are opened with the first printout."""
        return self.open_press()

    def page_version(self, digest: str) -> int | None:
        """Return the version behind a slip's token; None when the token leads nowhere (EnvironmentFault)."""
        return self.page_versions.of(digest, self.now())
