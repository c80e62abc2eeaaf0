"""The desk behind the preview: pages as pictures, printouts to printers, and what became of each job."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from counter.domain.application import Dossier
from counter.domain.errors import CounterError
from counter.domain.printout import KINDS
from counter.domain.words import Words
from counter.ui.ports import Core
from counter.ui.preview import PreviewPage
from counter.ui.roles import NO_GLYPH, PRINTOUTS, WHERE
from counter.ui.tasks import Tasks
from counter.usecases.ports.accounts import Officer
from counter.usecases.printouts.make import Printout
from counter.usecases.printouts.of_application import printouts_of

ASK_MS = 1500


class PrintingDesk(QObject):
    """Everything of printing runs beside the UI thread."""

    refused = Signal(object)
    waiting = Signal(int)
    shown = Signal()

    def __init__(self, core: Core, tasks: Tasks, page: PreviewPage, officer: Officer) -> None:
        super().__init__(page)
        self._core, self._tasks, self._page, self._officer = core, tasks, page, officer
        self._jobs: dict[str, str] = {}
        self.number = ""
        page.pictures_requested.connect(self._draw)
        page.print_requested.connect(self.send)
        page.reprint_requested.connect(self.reprint)
        self._timer = QTimer(self, interval=ASK_MS)
        self._timer.timeout.connect(self._ask)

    def printouts(
        self, number: str, title: Words = PRINTOUTS, *, send: bool = False, again: bool = True,
        kinds: tuple[str, ...] = (),
    ) -> None:  # fmt: skip
        """Make or fetch an application's printouts, show them, and with *send* hand them to the printers."""
        work = partial(printouts_of, self._core.app, number, self._officer, kinds=kinds)

        def show(printouts: list[Printout]) -> None:
            missing = any(printout.missing for printout in printouts)
            self.show(title, number, printouts, NO_GLYPH if missing else WHERE, again=again)
            self.shown.emit()
            if send and not missing:
                self.send(printouts)

        self._tasks.printout(work, show, self.refused.emit)

    def show(
        self, title: Words, number: str, printouts: list[Printout], note: Words | None, *, again: bool = False
    ) -> None:
        """Show printouts in the preview."""
        self.number = number
        self._page.show_printouts(title, number, printouts, note, again=again)

    def reprint(self, number: str, reason: str, kinds: tuple[str, ...] = ()) -> None:
        """Make the printouts anew, marked 补打 and counted, and hand them to the printers."""
        work = partial(
            printouts_of, self._core.app, number, self._officer, reprint=True, reason=reason, kinds=kinds
        )

        def done(printouts: list[Printout]) -> None:
            copy = printouts[0].copy
            note = Words(f"补打第 {copy} 次，已记入经过。", f"Reprint {copy}, kept in the history.")
            self.show(Words("补打文书", "Printed again"), number, printouts, note, again=True)
            self.shown.emit()
            self.send(printouts)

        self._tasks.printout(work, done, self.refused.emit)

    def show_loose(self, printouts: list[Printout], title: Words) -> None:
        """Show printouts that belong to no application yet."""
        self.show(title, "", printouts, None)
        self.shown.emit()

    def accepted(self, dossier: Dossier) -> None:
        """Make and print the printouts of a new acceptance."""
        send = self._core.app.settings.desk.print_on_accept
        self.printouts(dossier.application.number, Words("已受理", "Accepted"), send=send, again=False)

    def issued(self, number: str, kinds: tuple[str, ...]) -> None:
        """Make and print the printouts of a hand-over."""
        send = self._core.app.settings.desk.print_on_accept
        self.printouts(number, Words("已发件", "Handed over"), send=send, again=False, kinds=kinds)

    def received(self, number: str) -> None:
        """Make and print the receipt for what a second visit brought."""
        work = partial(printouts_of, self._core.app, number, self._officer, kinds=("receipt_list",))

        def show(printouts: list[Printout]) -> None:
            self.show(Words("已收下补交材料", "Taken in"), number, printouts[-1:], WHERE)
            self.shown.emit()
            if self._core.app.settings.desk.print_on_accept:
                self.send(printouts[-1:])

        self._tasks.printout(work, show, self.refused.emit)

    def another_slip(self, number: str) -> None:
        """Print a new slip in place of one that was lost and withdrawn."""
        self.reprint(number, "查询单挂失补发", ("tracking_slip",))

    def _draw(self, pdf: bytes) -> None:
        def show(pictures: Any) -> None:
            self._page.show_pages(pictures)

        self._tasks.printout(partial(self._core.page_pictures, pdf, 92), show, self.refused.emit)

    def send(self, printouts: Sequence[Printout]) -> None:
        """Hand the printouts to the printers set for them; without printers they stay kept as PDF."""
        desk = self._core.app.settings.desk
        if not (desk.a4_printer or desk.slip_printer or desk.label_printer):
            return
        for printout in printouts:
            self._page.show_job(printout.kind, "sending")
            work = partial(
                self._core.devices.send_to_printer, printout.kind, printout.sha256, KINDS[printout.kind].zh
            )
            self._tasks.beside(work, partial(self._sent, printout.kind), partial(self._failed, printout.kind))

    def _sent(self, kind: str, job: str) -> None:
        self._jobs[job] = kind
        self._page.show_job(kind, "spooled")
        self.waiting.emit(len(self._jobs))
        self._timer.start()

    def _failed(self, kind: str, error: CounterError) -> None:
        self._page.show_job(kind, "failed")
        self.refused.emit(error)

    def _ask(self) -> None:
        if not self._jobs:
            self._timer.stop()
        for job in list(self._jobs):
            self._tasks.beside(
                partial(self._core.devices.job_state, job), partial(self._told, job), self.refused.emit
            )

    def _told(self, job: str, state: str) -> None:
        kind = self._jobs.get(job)
        if kind is None:
            return
        self._page.show_job(kind, state)
        if state not in ("spooled", "stopped"):
            del self._jobs[job]
            self.waiting.emit(len(self._jobs))
