"""What a case page asks of the use cases: reading an application, taking steps, attaching and viewing scans."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from counter.domain.application import Dossier
from counter.domain.calendar import WorkCalendar
from counter.domain.errors import CounterError, EnvironmentFault
from counter.ui.ports import Core, Picture
from counter.ui.tasks import Tasks
from counter.usecases.hall.calendars import calendar_in_force
from counter.usecases.intake.project import Progress, how_far
from counter.usecases.intake.scans import attach_scan, read_scan, scans_of, take_page
from counter.usecases.intake.second_visit import take_second_visit
from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.attachments import Scan, WaitingPage
from counter.usecases.ratings.given import ratings_of
from counter.usecases.reading.dossiers import catalogue_of, dossier_for
from counter.usecases.status.messages import messages_of
from counter.usecases.steps.carry_out import carry_out
from forms.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """Everything a case page shows."""

    dossier: Dossier
    catalogue: Catalogue
    calendar: WorkCalendar
    back: tuple[Any, Any]
    scans: tuple[Scan, ...]
    project: Progress | None
    waiting: tuple[WaitingPage, ...] = ()


class CaseDesk(QObject):
    """Works off the UI thread; gives values back."""

    read = Signal(object)
    renewed = Signal(object)
    taken = Signal(str)
    came = Signal(str)
    refused = Signal(object)
    not_read = Signal(object)
    not_taken = Signal(object)
    pages = Signal(object)
    picture = Signal(bytes)

    def __init__(self, core: Core, tasks: Tasks, officer: Officer, parent: QObject) -> None:
        super().__init__(parent)
        self._core, self._tasks, self._officer = core, tasks, officer

    def open(self, number: str) -> None:
        """Read the application of the number as the officer may see it."""
        self._tasks.read(partial(self._read, number), self.read.emit, self.not_read.emit)

    def refresh(self, number: str) -> None:
        """Read it again because something happened to it; whatever is in front stays in front."""
        self._tasks.read(partial(self._read, number), self.renewed.emit, self.not_read.emit)

    def _read(self, number: str) -> CaseFacts:
        app = self._core.app
        dossier = dossier_for(app, number, self._officer)
        application = dossier.application
        project = how_far(app, application.project_no) if application.project_no else None
        back = ratings_of(app, application.number), messages_of(app, application.number)
        return CaseFacts(
            dossier, catalogue_of(app, dossier), calendar_in_force(app), back, scans_of(app, dossier), project,
            self._pages(),
        )  # fmt: skip

    def step(self, verb: str, number: str, data: dict[str, object]) -> None:
        """Take a step; what was entered stays until it is done."""

        def done(_: object) -> None:
            self.taken.emit(number)
            self.refresh(number)

        self._tasks.write(
            partial(carry_out, self._core.app, verb, number, self._officer, data), done, self.refused.emit
        )

    def take_awaited(self, number: str, keys: list[str], payment: dict[str, object]) -> None:
        """Take in what was brought, all together; the receipt is printed."""

        def done(_: object) -> None:
            self.came.emit(number)
            self.refresh(number)

        work = partial(take_second_visit, self._core.app, number, keys, payment, self._officer)
        self._tasks.write(work, done, self.not_taken.emit)

    def attach(self, case_no: str, names: list[str]) -> None:
        """Attach files to the case, one after another."""

        def work() -> int:
            for name in names:
                path = Path(name)
                content = self._core.app.scan_folder.content(path)
                attach_scan(self._core.app, case_no, self._officer, content, path.name)
            return len(names)

        self._tasks.write(work, lambda _: self.refresh(case_no), self.refused.emit)

    def _pages(self) -> tuple[WaitingPage, ...]:
        """Return what waits in the scan folder; a folder that is gone must not hide the case."""
        try:
            pages = self._core.app.scan_folder.waiting()
        except EnvironmentFault as error:
            self.refused.emit(error)
            return ()
        return pages

    def take_page(self, case_no: str, page: WaitingPage, name: str) -> None:
        """Attach a page from the document camera under its material's name."""
        work = partial(take_page, self._core.app, case_no, self._officer, page, name)
        self._tasks.write(work, lambda _: self.refresh(case_no), self.refused.emit)

    def view(self, number: str, digest: str) -> None:
        """Fetch a scan and show its pages."""

        def work() -> list[Picture] | bytes:
            content = read_scan(self._core.app, number, digest, self._officer)
            return list(self._core.page_pictures(content)) if content.startswith(b"%PDF-") else content

        def show(found: object) -> None:
            if isinstance(found, bytes):
                self.picture.emit(found)
            else:
                self.pages.emit(found)

        def failed(error: CounterError) -> None:
            self.refused.emit(error)

        self._tasks.beside(work, show, failed)
