"""A barcode scanner or card reader that types: what comes faster than a hand goes where it belongs."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from counter.domain.identity import examine
from counter.domain.numbers import is_scanned

GAP = 0.04
"""Seconds between two keys of a device; a hand takes at least twice as long."""
ID_LENGTH = 18


class BarcodeScanner(QObject):
    """Watches the keys of the program; a scan is taken back out of the field that it was typed into."""

    scanned = Signal(str)
    identified = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._text, self._last, self._before = "", 0.0, ""
        self._field: QWidget | None = None
        self.seconds: Callable[[], float] = time.monotonic

    def watch(self) -> None:
        """Begin to watch the program's keys."""
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Collect fast keys; Enter after a number of ours, or of an identity card, ends a scan."""
        if (
            event.type() != QEvent.Type.KeyPress
            or not isinstance(event, QKeyEvent)
            or not watched.isWidgetType()
        ):
            return False
        now = self.seconds()
        focus = QApplication.focusWidget()
        if watched is not focus:
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            text, self._text = self._text, ""
            return now - self._last <= GAP and self._take(text)
        if not event.text() or not event.text().isprintable():
            return False
        if now - self._last > GAP or focus is not self._field:
            self._text, self._field, self._before = "", focus, _content(focus)
        self._text += event.text()
        self._last = now
        return False

    def _take(self, text: str) -> bool:
        field = self._field
        if is_scanned(text) and field is not None and field.objectName() != "search":
            _restore(field, self._before)
            self.scanned.emit(text)
            return True
        if len(text) == ID_LENGTH and examine("resident_id", text).error is None and self._before:
            _restore(field, self._before)
            self.identified.emit(text)
            return True
        return False


def _content(field: QWidget | None) -> str:
    if isinstance(field, QLineEdit):
        return field.text()
    return field.toPlainText() if isinstance(field, QPlainTextEdit) else ""


def _restore(field: QWidget | None, text: str) -> None:
    if isinstance(field, QLineEdit):
        field.setText(text)
    elif isinstance(field, QPlainTextEdit):
        field.setPlainText(text)
