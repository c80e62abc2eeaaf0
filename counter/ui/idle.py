"""The idle lock: after a while without a key or the mouse the page in front is covered, never changed."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

MINUTE_MS = 60_000
TOUCHES = (
    QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
)  # fmt: skip


class IdleWatch(QObject):
    """Tells when nobody has touched the program for the hall's number of minutes."""

    idle = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.idle)
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    def begin(self, minutes: int) -> None:
        """Count from now on."""
        self._timer.start(minutes * MINUTE_MS)

    def stop(self) -> None:
        """Count no longer: somebody has to sign in."""
        self._timer.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Count anew whenever something is touched; every event goes on its way."""
        if event.type() in TOUCHES and self._timer.isActive():
            self._timer.start()
        return super().eventFilter(watched, event)
