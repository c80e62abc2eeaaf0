"""The composition root: settings to a core with database, calendar, catalogue and press connected."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from counter.back_office import BackOffice
from counter.devices import spool
from counter.devices.card_reader import read_card
from counter.devices.keys import slip_key
from counter.devices.storing import FolderOfPrintouts
from counter.domain.calendar import CHINA
from counter.domain.id_card import Card
from counter.paperwork import Paperwork
from counter.service import Service
from counter.settings import Desk as DeskSettings
from counter.settings import Settings, hall_from_text, write_desk
from counter.usecases.hall.calendars import CurrentCalendar
from counter.usecases.hall.catalogues import DatabaseCatalogues
from counter.usecases.hall.clock_check import ClockCheck
from counter.usecases.hall.rehearsal import check_set_moment, is_rehearsal
from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.app import App
from counter.usecases.ports.unit_of_work import UnitOfWork
from counter.usecases.printouts.make import Printout
from counter.usecases.status.notify import Notifier, checked_templates
from counter.usecases.steps.step import Office
from counter.window_books import WindowBooks
from db import schema
from db.engine import APP, Engine, open_engine
from db.listening import Listening, listen
from db.lists import SqlLists
from db.nightly_copy import backup_if_due
from db.page_versions import PageVersions
from db.unit_of_work import SqlUnitOfWork
from forms.catalogue import Catalogue
from forms.loading import read_resource

if TYPE_CHECKING:
    from printing.press import Press
    from printing.preview import PagePicture

WEB_PORT = 8350


@dataclass
class Core:
    """Everything a front needs; handed to it by ``main``.

    ``role`` is the one that its connections take on a server: the program's, or the status site's. With ``anywhere``
    it writes into a database that may be a copy: an administrator is about to say what it is.
    """

    settings: Settings
    at: datetime | None = None
    role: str = APP
    progress: Callable[[str], None] = lambda _: None
    anywhere: bool = False
    calendar_of: CurrentCalendar = field(default_factory=CurrentCalendar)

    @cached_property
    def engine(self) -> Engine:
        """The database's engine; connected when first used."""
        return open_engine(self.settings.database, self.role, self.settings.pool)

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

    @cached_property
    def lists(self) -> SqlLists:
        """The read-only lists."""
        return SqlLists(self.engine)

    @cached_property
    def press(self) -> "Press":
        """The press, with its fonts beside the program's data."""
        from printing.press import Press  # reportlab is loaded with the first printout

        desk = self.settings.desk
        # A hall without a slip printer prints the slip on A5 paper instead of a metre of roll.
        paper = "a5" if desk.a4_printer and not desk.slip_printer else "roll"
        return Press(self.settings.fonts, self.progress, paper)

    @cached_property
    def store(self) -> FolderOfPrintouts:
        """The kept printouts."""
        return FolderOfPrintouts(self.settings.printouts)

    @cached_property
    def catalogues(self) -> DatabaseCatalogues:
        """The catalogue in force, and the versions before it."""
        return DatabaseCatalogues(self.uow, lambda: schema.has_table(self.engine, "imported_items"))

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue in force: the files, and the items imported here (EnvironmentFault when it is wrong)."""
        return self.catalogues.in_force()

    @cached_property
    def check_clock(self) -> ClockCheck:
        """What looks at this PC's clock before steps."""
        return ClockCheck(self.uow, self.now, self.progress, time.monotonic)

    @cached_property
    def key(self) -> bytes:
        """The key under which slips get their tokens."""
        return slip_key(self.settings.data)

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

    def today(self) -> date:
        """Return the local date."""
        return self.now().astimezone(CHINA).date()

    def ready(self) -> None:
        """Refuse a database that is missing, older or newer; keep the catalogue in force in it."""
        schema.check(self.engine)
        if self.at is not None:
            check_set_moment(self.at, rehearsal=self.rehearsal)

    @cached_property
    def rehearsal(self) -> bool:
        """Whether the database is marked as a rehearsal, for good."""
        return is_rehearsal(self.uow)

    @property
    def app(self) -> App:
        """What use cases are given."""
        return App(
            settings=self.settings,
            now=self.now,
            open_uow=self.uow,
            lists=self.lists,
            calendar_of=self.calendar_of,
            catalogues=self.catalogues,
            notifier_of=self.notifier,
            slip_key=lambda: self.key,
            check_clock=self.check_clock,
            is_rehearsal=lambda: self.rehearsal,
            page_versions=self.page_versions,
        )

    @cached_property
    def paperwork(self) -> Paperwork:
        """What makes printouts."""
        return Paperwork(self)

    def printouts(
        self,
        number: str,
        officer: Officer,
        *,
        reprint: bool = False,
        reason: str = "",
        kinds: Sequence[str] = (),
    ) -> list[Printout]:
        """Make or fetch the printouts of an application, or those of the *kinds*."""
        return self.paperwork.printouts(number, officer, reprint=reprint, reason=reason, kinds=kinds)

    def draft_printouts(self, raw: object, officer: Officer) -> list[Printout]:
        """Return the printouts to be signed before acceptance, filled in from a draft."""
        return self.paperwork.draft_printouts(raw, officer)

    @property
    def office(self) -> Office:
        """What steps need besides their own facts."""
        return Office(self.calendar_of, self.catalogues.of, self.notifier, self.key)

    @cached_property
    def templates(self) -> Mapping[str, str]:
        """The templates of messages (EnvironmentFault when the file is wrong)."""
        return checked_templates(read_resource("messages.toml"))

    def notifier(self, uow: UnitOfWork) -> Notifier:
        """Return what queues messages for the applicant, as the hall has set it."""
        return Notifier(hall_from_text(uow.setup.fact("hall")), self.templates)

    @cached_property
    def service(self) -> Service:
        """Everything between the decision and the applicant."""
        return Service(self)

    @cached_property
    def back_office(self) -> BackOffice:
        """Everything about cases on their way besides the single step."""
        return BackOffice(self)

    @cached_property
    def window_books(self) -> WindowBooks:
        """The window's own books."""
        return WindowBooks(self)

    def page_pictures(self, pdf: bytes, dpi: int = 110) -> "list[PagePicture]":
        """Return the pages of a printout as pictures."""
        from printing.preview import page_pictures

        return page_pictures(pdf, dpi)

    def read_card(self) -> Card:
        """Return the identity card on this PC's reader (EnvironmentFault)."""
        return read_card(self.settings.desk.card_reader)

    def printers(self) -> tuple[str, ...]:
        """Return the system's printers."""
        return spool.printers()

    def send_to_printer(self, kind: str, sha256_of: str, title: str) -> str:
        """Hand a kept printout to the printer set for its kind; returns the job (EnvironmentFault)."""
        path = self.settings.printouts / sha256_of[:2] / f"{sha256_of}.pdf"
        return spool.submit(path, self.settings.desk.printer_for(kind), title)

    def job_state(self, job: str) -> str:
        """Return what is known of a printing job."""
        return str(spool.state(job))

    def save_desk(self, desk: DeskSettings) -> None:
        """Keep the settings of this PC."""
        self.settings = replace(self.settings, desk=desk)
        self.__dict__.pop("press", None)
        write_desk(desk, self.settings.data / "desk.json")

    def change_count(self) -> int:
        """Return a number that grows with every committed step."""
        return self.lists.change_count()

    def listen(self) -> Listening | None:
        """Return a connection that hears of others' changes; None where they are asked for (EnvironmentFault)."""
        return listen(self.engine)

    @cached_property
    def page_versions(self) -> PageVersions:
        """The versions of the status pages."""
        return PageVersions(self.engine)

    @property
    def embedded(self) -> bool:
        """Whether the database is a file of this PC."""
        return self.engine.dialect.name == "sqlite"

    def backup_if_due(self) -> bool:
        """Write the nightly copy of the embedded database when the last one is older than a day."""
        return backup_if_due(self.engine, self.uow, self.settings.data / "backups")
