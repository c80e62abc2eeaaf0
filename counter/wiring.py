"""The composition root: settings, database and tools connected to what use cases are given."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache, cached_property, partial

from counter.devices import workbooks
from counter.devices.desk_devices import DeskDevices
from counter.devices.export_files import write_export
from counter.devices.keys import slip_key, storage_key
from counter.devices.message_folder import FolderGateway
from counter.devices.scan_folder import WindowScans
from counter.devices.sealed_folder import SealedFolder
from counter.devices.storing import FolderOfPrintouts, write_whole
from counter.settings import Desk, Settings, write_desk
from counter.usecases.hall.calendars import CurrentCalendar
from counter.usecases.hall.catalogues import DatabaseCatalogues
from counter.usecases.hall.clock_check import ClockCheck
from counter.usecases.hall.rehearsal import check_set_moment, is_rehearsal
from counter.usecases.ports.app import App
from counter.usecases.ports.printouts import Press
from db import schema
from db.engine import APP, Engine, open_engine
from db.listening import Listening, listen
from db.lists import SqlLists
from db.nightly_copy import backup_if_due
from db.page_versions import PageVersions
from db.unit_of_work import SqlUnitOfWork
from printing.preview import PagePicture, page_pictures


@dataclass
class Core:
    """Everything a front needs; handed to it by the commands.

    ``role`` is the one that its connections take on a server: the program's, or the status site's. With ``anywhere``
    it writes into a database that may be a copy: an administrator is about to say what it is.
    """

    settings: Settings
    at: datetime | None = None
    role: str = APP
    progress: Callable[[str], None] = lambda _: None
    anywhere: bool = False

    @cached_property
    def engine(self) -> Engine:
        """The database's engine; connected when first used."""
        return open_engine(self.settings.database, self.role, self.settings.pool)

    @property
    def embedded(self) -> bool:
        """Whether the database is a file of this PC."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def owner(self) -> Iterator[Engine]:
        """Give an engine with the rights of the address itself, to set up, bring back, fill or erase."""
        if self.embedded:
            yield self.engine
            return
        engine = open_engine(self.settings.database)
        try:
            yield engine
        finally:
            engine.dispose()

    @contextmanager
    def owned(self) -> Iterator[App]:
        """Give what use cases are given, with the rights of the address itself."""
        with self.owner() as engine:
            yield replace(self.app, open_uow=partial(self.uow, engine=engine))

    def uow(self, *, read_only: bool = False, engine: Engine | None = None) -> SqlUnitOfWork:
        """Return a new unit of work, on the owner's *engine* when given; a set moment holds for all of them."""
        at, place = self.at, self.settings.place("" if self.role == APP else "web")
        now = (lambda: at) if at else None
        return SqlUnitOfWork(
            engine or self.engine, now, read_only=read_only, place=place, anywhere=self.anywhere
        )

    def now(self) -> datetime:
        """Return the PC's moment, or the set one; only for drawing, never for a step."""
        return self.at or datetime.now(UTC).replace(microsecond=0)

    def ready(self) -> None:
        """Refuse a database that is missing, older or newer, and a set moment for a real one."""
        schema.check(self.engine)
        check_set_moment(self.at, self.app.is_rehearsal)

    @cached_property
    def app(self) -> App:
        """What use cases are given."""
        data = self.settings.data
        return App(
            read_settings=lambda: self.settings,
            now=self.now,
            open_uow=self.uow,
            lists=SqlLists(self.engine),
            calendar_of=CurrentCalendar(),
            catalogues=DatabaseCatalogues(self.uow, partial(schema.has_table, self.engine, "imported_items")),
            slip_key=cache(partial(slip_key, data)),
            check_clock=ClockCheck(self.uow, self.now, self.progress, time.monotonic),
            is_rehearsal=cache(partial(is_rehearsal, self.uow)),
            page_versions=PageVersions(self.engine),
            scans=SealedFolder(data / "scans", storage_key()),
            scan_folder=WindowScans(lambda: self.settings.desk.scan_folder),
            message_folder=FolderGateway(data / "messages"),
            open_press=cache(self._press),
            printouts=FolderOfPrintouts(self.settings.printouts),
            workbooks=workbooks,
            write_file=write_whole,
            write_export=write_export,
        )

    def _press(self) -> Press:
        from printing.press import Press  # reportlab is loaded with the first printout

        return Press(self.settings.fonts, self.progress, lambda: self.settings.desk.slip_paper)

    @cached_property
    def devices(self) -> DeskDevices:
        """The card reader and the printers of this PC."""
        return DeskDevices(lambda: self.settings)

    def page_pictures(self, pdf: bytes, dpi: int = 110) -> list[PagePicture]:
        """Return the pages of a printout as pictures."""
        return page_pictures(pdf, dpi)

    def save_desk(self, desk: Desk) -> None:
        """Keep the settings of this PC."""
        self.settings = replace(self.settings, desk=desk)
        write_desk(desk, self.settings.data / "desk.json")

    def listen(self) -> Listening | None:
        """Return a connection that hears of others' changes; None where they are asked for (EnvironmentFault)."""
        return listen(self.engine)

    def backup_if_due(self) -> bool:
        """Write the nightly copy of the embedded database when the last one is older than a day."""
        return backup_if_due(self.engine, self.uow, self.settings.data / "backups")
