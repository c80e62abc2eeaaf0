"""Small parts that several pages use."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from counter.ui.theme import SPACE


def label(text: str = "", role: str = "", *, wrap: bool = True) -> QLabel:
    """Return a label in one of the type sizes; its text is always plain."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        made.setObjectName(role)
    return made


def button(text: str, role: str = "") -> QPushButton:
    """Return a button; ``primary`` is the page's one call to action."""
    made = QPushButton(text)
    if role:
        made.setObjectName(role)
    return made


def card() -> tuple[QFrame, QVBoxLayout]:
    """Return a white surface and its layout."""
    frame = QFrame()
    frame.setObjectName("card")
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(SPACE[3], SPACE[2], SPACE[3], SPACE[2])
    layout.setSpacing(SPACE[1])
    return frame, layout


def row(*parts: QWidget | QLayout | int) -> QHBoxLayout:
    """Return parts side by side; a number is stretch."""
    layout = QHBoxLayout()
    layout.setSpacing(SPACE[1])
    for part in parts:
        if isinstance(part, int):
            layout.addStretch(part)
        elif isinstance(part, QLayout):
            layout.addLayout(part)
        else:
            layout.addWidget(part)
    return layout


class Grid:
    """Two columns that short questions share; wide ones take a line of their own."""

    def __init__(self) -> None:
        self.layout = QGridLayout()
        self.layout.setHorizontalSpacing(SPACE[3])
        self.layout.setVerticalSpacing(2)
        self.layout.setColumnStretch(0, 1)
        self.layout.setColumnStretch(1, 1)
        self._line, self._column = 0, 0

    def add(self, widget: QWidget, *, wide: bool) -> None:
        """Put the widget into the next free place."""
        if wide and self._column:
            self._line, self._column = self._line + 1, 0
        self.layout.addWidget(
            widget, self._line, self._column, 1, 2 if wide else 1, Qt.AlignmentFlag.AlignTop
        )
        self._column += 2 if wide else 1
        if self._column > 1:
            self._line, self._column = self._line + 1, 0


def show_to_applicant(widget: QWidget) -> None:
    """Show a window of its own: over the second display when there is one, else beside the others."""
    screens = QGuiApplication.screens()
    if len(screens) > 1:
        widget.setGeometry(screens[1].geometry())
        widget.showFullScreen()
    else:
        widget.show()


def clear(layout: QLayout) -> None:
    """Remove everything from a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner)


def restyle(widget: QWidget) -> None:
    """Let a changed property show in the widget's style."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
