"""What runs by itself beside the pages: the clock, others' changes, the nightly copy, messages."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QSocketNotifier, QTimer, Signal
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from counter.domain.calendar import CHINA
from counter.domain.errors import CounterError, EnvironmentFault
from counter.domain.words import Lang, Words
from counter.ui.ports import Core, Listening
from counter.ui.roles import CLOCK_OFF, DAY_KINDS
from counter.ui.tasks import Tasks
from counter.usecases.hall.calendars import calendar_in_force
from counter.usecases.hall.care import care
from counter.usecases.hall.clock_check import CLOCK_DOUBTED, clock_difference
from counter.usecases.hall.seal import seal_events
from counter.usecases.reading.wording import WEEKDAYS
from counter.usecases.status.deliver import deliver_own

TICK_MS, POLL_MS = 1000, 1500
CARE_MS = 60 * 1000
BACKUP_LOOK_MS = 15 * 60 * 1000
MESSAGES_MS = 60 * 1000
SEAL_MS = 30 * 60 * 1000


class Watch(QObject):
    """Ticks, asks for changes, and lets the background work be done; stops with the window."""

    today = Signal(str)
    ticked = Signal()
    changed = Signal()
    clock_is_off = Signal(object)
    online = Signal()
    catalogue_renewed = Signal()

    def __init__(
        self, core: Core, tasks: Tasks, lang: Lang, failed: Callable[[Any], None], window: QWidget
    ) -> None:
        super().__init__(window)
        self._window = window
        self.outdated: QMessageBox | None = None
        self._core, self._tasks, self._lang, self._failed = core, tasks, lang, failed
        self._fact: Words | None = None
        self._count = -1
        self._looking = False
        self._listening: Listening | None = None
        self._notifier: QSocketNotifier | None = None
        self._asked = False
        self._timers = [
            self._every(TICK_MS, self.tick),
            self._every(POLL_MS, self._look),
            self._every(BACKUP_LOOK_MS, lambda: tasks.beside(core.backup_if_due, lambda _: None, failed)),
            self._every(SEAL_MS, lambda: tasks.write(partial(seal_events, core.app), lambda _: None, failed)),
            self._every(CARE_MS, lambda: tasks.write(partial(care, core.app), lambda _: None, failed)),
            self._every(
                MESSAGES_MS, lambda: tasks.beside(partial(deliver_own, core.app), lambda _: None, failed)
            ),
        ]
        tasks.read(self._day, self._show_day, failed)

    def _every(self, milliseconds: int, does: Callable[[], None]) -> QTimer:
        timer = QTimer(self, interval=milliseconds)
        timer.timeout.connect(does)
        timer.start()
        return timer

    def begin(self) -> None:
        """Look for changes from now on; somebody has signed in."""
        self._looking = True
        self._listen()
        self._tasks.read(partial(clock_difference, self._core.app), self._compare, self._failed)

    def _compare(self, seconds: int) -> None:
        if abs(seconds) > CLOCK_DOUBTED:
            self.clock_is_off.emit(CLOCK_OFF.fill(n=seconds))

    def _listen(self) -> None:
        """Hear of changes as they are committed, where the server tells them; polling goes on as a net."""
        if self._listening is None and not self._asked:
            self._asked = True
            self._tasks.beside(self._core.listen, self._heard_of, lambda _: self._silent())

    def _heard_of(self, listening: Listening | None) -> None:
        self._listening = listening
        if listening is not None:
            self._notifier = QSocketNotifier(listening.fileno(), QSocketNotifier.Type.Read, self)
            self._notifier.activated.connect(self._news)

    def _silent(self) -> None:
        self._asked = False

    def _news(self) -> None:
        if self._listening is None:
            return
        try:
            if self._listening.has_news():
                self._look()
        except EnvironmentFault as fault:
            self._hear_no_more()
            self._failed(fault)

    def _hear_no_more(self) -> None:
        if self._notifier is not None:
            self._notifier.setEnabled(False)
            self._notifier.deleteLater()
        if self._listening is not None:
            self._listening.close()
        self._notifier, self._listening, self._asked = None, None, False

    def stop(self) -> None:
        """End everything that runs by itself."""
        for timer in self._timers:
            timer.stop()
        self._hear_no_more()

    def _day(self) -> Words:
        fact = calendar_in_force(self._core.app).fact(self._core.app.today)
        kind = DAY_KINDS[fact.kind]
        return Words(f"{kind.zh}{' · ' + fact.name if fact.name else ''}", kind.en)

    def _show_day(self, words: Words) -> None:
        self._fact = words
        self.tick()

    def tick(self) -> None:
        """Tell the date and the kind of day, and let clocks repaint."""
        now = self._core.app.now().astimezone(CHINA)
        day = now.weekday()
        kind = self._fact.say(self._lang) if self._fact else ""
        zh = self._lang == "zh"
        weekday = "周" + WEEKDAYS.zh[day] if zh else WEEKDAYS.en[day * 3 : day * 3 + 3]
        self.today.emit(f"{now:%Y-%m-%d}\n{weekday} {now:%H:%M}\n{kind}")
        self.ticked.emit()

    def _look(self) -> None:
        if self._looking:
            self._tasks.read(self._core.app.lists.change_count, self._looked, self._look_failed)

    def _look_failed(self, fault: CounterError) -> None:
        """Tell why nothing can be asked; a window whose database a newer program has upgraded ends with one sentence."""
        if fault.code != "newer_schema":
            self._failed(fault)
            return
        self.stop()
        self.outdated = QMessageBox(
            QMessageBox.Icon.Warning, "", fault.words.say(self._lang), parent=self._window
        )
        self.outdated.finished.connect(lambda _: self._end(fault))
        self.outdated.open()

    def _end(self, fault: CounterError) -> None:
        self._window.close()
        QApplication.exit(fault.exit_status)

    def _looked(self, count: int) -> None:
        self.online.emit()
        self._listen()
        moved, self._count = count != self._count, count
        if moved:
            self.changed.emit()
            self._tasks.read(self._core.app.catalogues.renew, self._renewed, self._failed)

    def _renewed(self, renewed: bool) -> None:  # noqa: FBT001 - the answer of a task
        if renewed:
            self.catalogue_renewed.emit()
