"""The only door to threads: workers for writes, reads and printouts, a pool for printers and network.

Work is a plain callable that opens and closes its own unit of work and returns values; what it
returns, or the refusal it raises, is delivered on the UI thread.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal, Slot

from counter.domain.errors import CounterError
from counter.ui.crash import report

log = logging.getLogger(__name__)
Done = Callable[[Any], None]
Failed = Callable[[CounterError], None]


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What a piece of work came to, and who is told.

    A bare None or True sent through a Signal(object) loses a reference each time (PySide 6.12 on
    Python 3.11, where they are not immortal), which ends the process; an object of ours does not.
    """

    callback: Callable[[Any], None]
    value: Any


class _Work(QRunnable):
    """One piece of work on its way through a worker."""

    def __init__(self, tasks: "Tasks", work: Callable[[], Any], done: Done, failed: Failed) -> None:
        super().__init__()
        self._tasks, self._work, self._done, self._failed = tasks, work, done, failed

    def run(self) -> None:
        """Do the work and hand the outcome to the UI thread."""
        callback: Callable[[Any], None]
        try:
            callback, value = self._done, self._work()
        except CounterError as error:
            callback, value = self._failed, error
        except Exception as error:  # noqa: BLE001 - the one place where a bug of ours becomes a report
            callback, value = self._failed, report(error)
        self._tasks.delivered.emit(_Outcome(callback, value))


class Tasks(QObject):
    """Workers of one window; ``busy`` tells how many pieces of work are under way."""

    delivered = Signal(object)
    busy = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._under_way = 0
        self._writer, self._reader = QThreadPool(self), QThreadPool(self)
        self._printout, self._pool = QThreadPool(self), QThreadPool(self)
        self._writer.setMaxThreadCount(1)
        self._reader.setMaxThreadCount(1)
        self._printout.setMaxThreadCount(1)
        self._pool.setMaxThreadCount(2)
        self.delivered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def write(self, work: Callable[[], Any], done: Done, failed: Failed) -> None:
        """Change the database; writes keep their order."""
        self._start(self._writer, work, done, failed)

    def read(self, work: Callable[[], Any], done: Done, failed: Failed) -> None:
        """Read from the database."""
        self._start(self._reader, work, done, failed)

    def printout(self, work: Callable[[], Any], done: Done, failed: Failed) -> None:
        """Make printouts and draw their pages, one after another: PDFium and reportlab are not for threads."""
        self._start(self._printout, work, done, failed)

    def beside(self, work: Callable[[], Any], done: Done, failed: Failed) -> None:
        """Talk to printers and the network."""
        self._start(self._pool, work, done, failed)

    def _start(self, pool: QThreadPool, work: Callable[[], Any], done: Done, failed: Failed) -> None:
        self._under_way += 1
        self.busy.emit(self._under_way)
        pool.start(_Work(self, work, done, failed))

    @Slot(object)
    def _deliver(self, outcome: _Outcome) -> None:
        self._under_way -= 1
        self.busy.emit(self._under_way)
        try:
            outcome.callback(outcome.value)
        except RuntimeError as error:
            # The page was closed while its answer was under way; Qt then says "already deleted".
            if "already deleted" not in str(error):
                raise

    def finish(self, timeout_ms: int = 10_000) -> bool:
        """Wait until everything that was begun is done; used when the window closes."""
        return all(
            p.waitForDone(timeout_ms) for p in (self._writer, self._reader, self._printout, self._pool)
        )
