"""The composition root: settings to a core with database, calendar, catalogue and press connected."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from counter.back_office import BackOffice
from counter.devices import spool
from counter.devices.card_reader import read_card
from counter.devices.keys import slip_key
from counter.devices.storing import FolderOfPrintouts
from counter.domain.application import Application, Dossier
from counter.domain.calendar import CHINA, WorkCalendar
from counter.domain.errors import EnvironmentFault, NotAllowed
from counter.domain.id_card import Card
from counter.domain.slip import token_of
from counter.domain.words import Words
from counter.paperwork import Paperwork
from counter.service import Service
from counter.settings import Desk as DeskSettings
from counter.settings import Hall, Settings, hall_from_text, write_desk
from counter.usecases.hall.calendars import CurrentCalendar
from counter.usecases.hall.kept_catalogue import imported_items, keep_catalogue, kept_catalogue
from counter.usecases.intake.accept import Accepted, Desk, accept_application
from counter.usecases.intake.project import recalculate_application
from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.app import App
from counter.usecases.ports.unit_of_work import UnitOfWork
from counter.usecases.printouts.make import Printout
from counter.usecases.reading.find import application_named
from counter.usecases.status.notify import Notifier, checked_templates
from counter.usecases.steps.once_more import once_more
from counter.usecases.steps.run import take
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
from forms.form_reading import Reading, read_submission, refused
from forms.loading import load_catalogue, read_resource
from forms.submission import Submission

if TYPE_CHECKING:
    from printing.press import Press
    from printing.preview import PagePicture

WEB_PORT = 8350
CLOCK_WORDS = Words(
    "本机时钟与服务器相差 {n} 秒，请校时。", "This PC's clock is {n} s off the server's; set it."
)
CLOCK_DOUBTED, CLOCK_REFUSED, CLOCK_EVERY = 30, 300, 60.0
"""Seconds a PC's clock may differ from the server's before it is told, and refused; and between two looks."""


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
    _catalogue_kept: bool = False
    _clock_checked: float = -60.0

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
        return SqlLists(self.engine, self.now)

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
    def catalogue(self) -> Catalogue:
        """The catalogue in force: the files, and the items imported here (EnvironmentFault when it is wrong)."""
        return load_catalogue(imported=self.imported)

    @cached_property
    def imported(self) -> Mapping[str, Mapping[str, Any]]:
        """The items that were imported into this database, by code."""
        if not schema.has_table(self.engine, "imported_items"):
            return {}
        with self.uow(read_only=True) as uow:
            return imported_items(uow)

    def forget_catalogue(self) -> None:
        """Let the catalogue be read anew: an item was imported."""
        for name in ("catalogue", "imported", "_kept"):
            self.__dict__.pop(name, None)
        self._catalogue_kept = False

    @cached_property
    def _kept(self) -> dict[str, Catalogue]:
        return {self.catalogue.digest: self.catalogue}

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
        if self.at is not None and not self.rehearsal:
            raise NotAllowed(
                "no_rehearsal",
                Words("--at 只能用于演练库。", "--at is for rehearsal databases only."),
            )

    @cached_property
    def rehearsal(self) -> bool:
        """Whether the database is marked as a rehearsal, for good."""
        with self.uow(read_only=True) as uow:
            return uow.setup.fact("rehearsal") == "yes"

    @property
    def app(self) -> App:
        """What use cases are given."""
        return App(
            self.settings, self.uow, self.lists, self.calendar_of, self.catalogue_for, lambda: self.catalogue,
            self.notifier, lambda: self.key, self.check_clock,
        )  # fmt: skip

    def hall(self) -> Hall:
        """Return the hall's settings."""
        with self.uow(read_only=True) as uow:
            return hall_from_text(uow.setup.fact("hall"))

    def catalogue_for(self, digest: str, uow: UnitOfWork) -> Catalogue:
        """Return the version of the catalogue that a case was accepted under (EnvironmentFault: it is missing)."""
        if digest not in self._kept:
            self._kept[digest] = kept_catalogue(digest, uow)
        return self._kept[digest]

    def calendar(self) -> WorkCalendar:
        """Return the calendar in force."""
        with self.uow(read_only=True) as uow:
            return self.calendar_of(uow)

    def tracking_url(self, application: Application, hall: Hall) -> str:
        """Return the address behind the QR code of the application's slip."""
        return f"{hall.web_address.rstrip('/')}/t/{token_of(self.key, application)}"

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

    def read_form(self, raw: object) -> Reading:
        """Read a form file under the catalogue in force."""
        return read_submission(raw, self.catalogue, self.today())

    def accept(self, raw: object, officer: Officer) -> Accepted:
        """Receive and decide the application in a form file (InputRefused with all its errors)."""
        reading = self.read_form(raw)
        if reading.submission is None:
            raise refused(reading.errors)
        self.check_clock()
        try:
            return self._accept(reading.submission, officer)
        except NotAllowed as refusal:
            if refusal.code != "already_taken":
                raise
            # Another process wrote the same submission in this moment: it is there now.
            return self._accept(reading.submission, officer)

    @once_more
    def _accept(self, submission: Submission, officer: Officer) -> Accepted:
        desk = self.settings.desk
        with self.uow() as uow:
            if not self._catalogue_kept:
                keep_catalogue(self.catalogue, self.imported, uow)
            accepted = accept_application(
                submission,
                officer,
                Desk(desk.site, desk.window),
                self.catalogue,
                self.calendar_of(uow),
                self.key,
                uow,
                self.notifier(uow),
            )
            uow.commit()
        self._catalogue_kept = True  # only now: what was undone is not kept
        return accepted

    def act(self, verb: str, number: str, officer: Officer, data: Mapping[str, object]) -> Dossier:
        """Carry out a step; returns the application as it stands then."""
        return self.dossier(self.take(verb, number, officer, data))

    @once_more
    def take(self, verb: str, number: str, officer: Officer, data: Mapping[str, object]) -> str:
        """Carry out a step; returns the application's number (NotAllowed, InputRefused)."""
        self.check_clock()
        with self.uow() as uow:
            application, _ = take(verb, number, officer, data, self.office, uow, self.catalogue)
            uow.commit()
        return application.number

    @property
    def office(self) -> Office:
        """What steps need besides their own facts."""
        return Office(self.calendar_of, self.catalogue_for, self.notifier, self.key)

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

    def dossier(self, number: str) -> Dossier:
        """Return everything known of the application of an application or case number."""
        with self.uow(read_only=True) as uow:
            return uow.dossier(application_named(number, uow))

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

    def save_hall(self, hall: Hall, officer: Officer) -> None:
        """Keep the settings of the hall (NotAllowed for others than administrators)."""
        self.back_office.save_hall(hall, officer)

    def recalculate(self, number: str, uow: UnitOfWork) -> None:
        """Recalculate the clocks of an application's cases and of its project anew, one by one."""
        one = application_named(number, uow)
        recalculate_application(
            one, self.catalogue_for(one.catalogue_digest, uow), self.calendar_of(uow), uow
        )

    def change_count(self) -> int:
        """Return a number that grows with every committed step."""
        return self.lists.change_count()

    def listen(self) -> Listening | None:
        """Return a connection that hears of others' changes; None where they are asked for (EnvironmentFault)."""
        return listen(self.engine)

    @cached_property
    def _versions(self) -> PageVersions:
        return PageVersions(self.engine)

    @property
    def embedded(self) -> bool:
        """Whether the database is a file of this PC."""
        return self.engine.dialect.name == "sqlite"

    def page_version(self, digest: str) -> int | None:
        """Return the version behind a slip's token; None when the token leads nowhere (EnvironmentFault)."""
        return self._versions.of(digest, self.now())

    def backup_if_due(self) -> bool:
        """Write the nightly copy of the embedded database when the last one is older than a day."""
        return backup_if_due(self.engine, self.uow, self.settings.data / "backups")

    def clock_difference(self) -> int:
        """Return how many seconds this PC's clock differs from the database server's."""
        if self.embedded or self.at is not None:
            return 0
        with self.uow(read_only=True) as uow:
            return int((datetime.now(UTC) - uow.moment()).total_seconds())

    def check_clock(self) -> None:
        """Tell a clock that is more than 30 s off; refuse one more than 5 minutes off. Asked once a minute."""
        if time.monotonic() - self._clock_checked < CLOCK_EVERY:
            return
        off = abs(self.clock_difference())
        words = CLOCK_WORDS.fill(n=off)
        if off > CLOCK_REFUSED:
            raise EnvironmentFault("clock_off", words)
        if off > CLOCK_DOUBTED:
            self.progress(f"{words.zh} / {words.en}")
        self._clock_checked = time.monotonic()
