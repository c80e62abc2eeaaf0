"""The clock drawn as a strip of days; the strip is the explanation, a click on a day says why."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from counter.domain.explanation import LedgerDay
from counter.domain.words import Lang, Words
from counter.ui.theme import Theme
from counter.usecases.reading.wording import EXTENDED, WEEKDAYS

CELL, HEIGHT, GAP = 46, 56, 3
KINDS = {
    "start": Words("起算日，不计", "start, not counted"),
    "counted": Words("计入", "counted"),
    "weekend": Words("周末，不计", "weekend, not counted"),
    "holiday": Words("节假日，不计", "holiday, not counted"),
    "makeup": Words("调休上班，计入", "make-up workday, counted"),
    "suspended": Words("暂停，不计", "suspended, not counted"),
    "due": Words("到期日", "due"),
}
SHORT = {
    "start": Words("起", "start"), "weekend": Words("休", "off"), "holiday": Words("假", "hol."),
    "suspended": Words("停", "stop"), "due": Words("到期", "due"),
}  # fmt: skip


class Timeline(QWidget):
    """One cell a date: counted, weekend, holiday, make-up day, suspended, today, due."""

    def __init__(
        self, days: Sequence[LedgerDay], today: date, theme: Theme, lang: Lang, *, hours: bool
    ) -> None:
        super().__init__()
        self._days, self._today, self._theme, self._lang, self._hours = days, today, theme, lang, hours
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.setAccessibleName("; ".join(self._why(day) for day in days[:40]))
        self.setFixedHeight(self.sizeHint().height())

    def _columns(self) -> int:
        return max((self.width() or 900) // (CELL + GAP), 1)

    def sizeHint(self) -> QSize:
        """Return the size of all cells in lines of the present width."""
        lines = -(-len(self._days) // self._columns()) or 1
        return QSize(900, lines * (HEIGHT + GAP))

    def resizeEvent(self, event: object) -> None:  # noqa: ARG002 - Qt's shape
        """Fold the strip into as many lines as it needs."""
        self.setFixedHeight(self.sizeHint().height())

    def _cell(self, number: int) -> QRectF:
        columns = self._columns()
        return QRectF(number % columns * (CELL + GAP), number // columns * (HEIGHT + GAP), CELL, HEIGHT)

    def _ground(self, kind: str) -> QColor:
        t = self._theme
        return QColor(
            {
                "counted": t.selected,
                "makeup": t.selected,
                "due": t.primary,
                "suspended": t.rule,
                "start": t.card,
            }.get(kind, t.page)
        )

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - everything is painted
        """Paint the cells."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, day in enumerate(self._days):
            cell = self._cell(number)
            painter.setPen(
                QPen(
                    QColor(self._theme.primary if day.day == self._today else self._theme.rule),
                    2 if day.day == self._today else 1,
                )
            )
            painter.setBrush(self._ground(day.kind))
            painter.drawRoundedRect(cell.adjusted(1, 1, -1, -1), 4, 4)
            ink = self._theme.on_primary if day.kind == "due" else self._theme.ink
            painter.setPen(QColor(ink))
            weekday = (
                WEEKDAYS.zh[day.day.weekday()]
                if self._lang == "zh"
                else WEEKDAYS.en[day.day.weekday() * 3 :][:2]
            )
            painter.drawText(
                cell.adjusted(0, 4, 0, -HEIGHT * 0.62),
                Qt.AlignmentFlag.AlignCenter,
                f"{day.day.month}.{day.day.day}",
            )
            painter.drawText(
                cell.adjusted(0, HEIGHT * 0.33, 0, -HEIGHT * 0.33), Qt.AlignmentFlag.AlignCenter, weekday
            )
            painter.drawText(
                cell.adjusted(0, HEIGHT * 0.62, 0, -3), Qt.AlignmentFlag.AlignCenter, self._mark(day)
            )
        painter.end()

    def _mark(self, day: LedgerDay) -> str:
        if day.kind in SHORT:
            return SHORT[day.kind].say(self._lang)
        if self._hours and day.n is not None and not day.extension:
            return f"{day.n // 3600}:{day.n % 3600 // 60:02d}"
        if day.n is None:
            return ""
        return f"+{day.n}" if day.extension else str(day.n)

    def _why(self, day: LedgerDay) -> str:
        words = KINDS[day.kind].say(self._lang)
        extended = EXTENDED.say(self._lang) if day.extension else ""
        parts = [f"{day.day:%Y-%m-%d}", words, extended, day.notice, day.ground, day.by]
        return " · ".join(part for part in parts if part)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say why under the pointer."""
        self._say(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Say why on a click."""
        self._say(event)

    def _say(self, event: QMouseEvent) -> None:
        for number, day in enumerate(self._days):
            if self._cell(number).contains(event.position()):
                QToolTip.showText(event.globalPosition().toPoint(), self._why(day), self)
                return
