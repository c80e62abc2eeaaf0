"""Signing on the screen: the collector writes with a finger, a pen or the mouse (电子签名)."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QImageWriter,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QVBoxLayout, QWidget

from counter.domain.words import Lang
from counter.ui.theme import SPACE
from counter.ui.widgets import button, label, row, show_to_applicant

SIZE = (900, 300)
PEN = 5.0
LEAST = 12
"""Points of a stroke from which something counts as written."""


class _Canvas(QWidget):
    """A white field that keeps what is written on it."""

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumSize(*SIZE)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.strokes: list[list[QPointF]] = []

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a stroke."""
        self.strokes.append([event.position()])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with the stroke."""
        if self.strokes:
            self.strokes[-1].append(event.position())
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - all of it is painted
        """Paint the field and the strokes."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("white"))
        self._draw(painter)

    def _draw(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor("#101418"), PEN, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        for stroke in self.strokes:
            painter.drawPolyline(stroke)

    def png(self) -> bytes:
        """Return the signature as a picture."""
        image = QImage(self.size(), QImage.Format.Format_RGB32)
        image.fill(QColor("white"))
        painter = QPainter(image)
        self._draw(painter)
        painter.end()
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        QImageWriter(buffer, QByteArray(b"PNG")).write(image)
        return bytes(buffer.data().data())

    @property
    def is_written(self) -> bool:
        """Whether there is more than a slip of the hand."""
        return sum(len(stroke) for stroke in self.strokes) >= LEAST


class SigningPad(QWidget):
    """A window of its own, on the second display when there is one."""

    signed = Signal(bytes)

    def __init__(self, lang: Lang) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setObjectName("page")
        zh = lang == "zh"
        self.setWindowTitle("请领取人签名" if zh else "Signature")
        self._about = label("", "quiet")
        self.canvas = _Canvas()
        again = button("重签　Again")
        again.clicked.connect(self._clear)
        self.done = button("完成　Done", "primary")
        self.done.clicked.connect(self._finish)
        self._error = label("", "error")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE[4], SPACE[4], SPACE[4], SPACE[4])
        layout.addWidget(label("请在下面签名　Please sign below", "number"))
        layout.addWidget(self._about)
        layout.addWidget(self.canvas, 1)
        layout.addWidget(self._error)
        layout.addLayout(row(again, 1, self.done))

    def ask(self, about: str) -> None:
        """Show an empty field with what is signed for."""
        self._about.setText(about)
        self._clear()
        show_to_applicant(self)

    def _clear(self) -> None:
        self.canvas.strokes.clear()
        self._error.setText("")
        self.canvas.update()

    def _finish(self) -> None:
        if not self.canvas.is_written:
            self._error.setText("✕ 请先签名。　Please sign first.")
            return
        self.signed.emit(self.canvas.png())
        self.hide()
