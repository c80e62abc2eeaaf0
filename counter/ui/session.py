"""Who sits here: signing in, changing officers, and the idle lock that leaves everything as it was."""

from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget

from counter.domain.words import Lang
from counter.settings import Hall
from counter.ui.admin.gate import GatePage
from counter.ui.idle import IdleWatch
from counter.ui.ports import Core
from counter.ui.tasks import Tasks
from counter.usecases.hall.settings import hall_of
from counter.usecases.ports.accounts import Officer


class Session(QObject):
    """Keeps the sign-in page in the stack, and the page in front covered while nobody is there."""

    signed_in = Signal(object)
    resumed = Signal(str)
    covered = Signal(bool)

    def __init__(
        self, core: Core, tasks: Tasks, lang: Lang, stack: QStackedWidget, parent: QObject, *, first_run: bool
    ) -> None:
        super().__init__(parent)
        self._core, self._tasks, self._lang, self._stack = core, tasks, lang, stack
        self.officer: Officer | None = None
        self.locked = False
        self._under, self._minutes = "", Hall().idle_minutes
        self._first = first_run
        self.gate = self._make(first_run=first_run)
        self._idle = IdleWatch(self)
        self.idle = self._idle.idle

    def _make(self, *, first_run: bool) -> GatePage:
        gate = GatePage(self._core, self._tasks, self._lang, first_run=first_run)
        gate.signed_in.connect(self._enter)
        self._stack.addWidget(gate)
        return gate

    def _enter(self, officer: Officer) -> None:
        back = self.locked and self.officer == officer
        self.locked, self.officer = False, officer
        self.covered.emit(False)
        if back:
            self._idle.begin(self._minutes)
            self.resumed.emit(self._under)
        else:
            self.signed_in.emit(officer)

    def begin(self, officer: Officer, failed: Any) -> None:
        """Watch over the officer's pages from now on, for the hall's number of idle minutes."""
        self.officer, self.locked = officer, False

        def known(hall: Hall) -> None:
            self._minutes = hall.idle_minutes
            self._idle.begin(self._minutes)

        self._tasks.read(partial(hall_of, self._core.app), known, failed)

    def ask(self) -> None:
        """Let another officer sign in at this PC; what was begun keeps its draft."""
        if self.officer is None:
            return
        if self._first:
            self._first = False
            self._stack.removeWidget(self.gate)
            self.gate = self._make(first_run=False)
        self._stack.setCurrentWidget(self.gate)
        self.gate.setFocus()

    def lock(self, front: str) -> None:
        """Cover the page in front until its officer signs in again; nothing typed is lost."""
        if self.officer is not None and not self.locked:
            self._under, self.locked = front, True
            self._idle.stop()
            self.covered.emit(True)
            self.ask()
            self.gate.name_again(self.officer.name)
