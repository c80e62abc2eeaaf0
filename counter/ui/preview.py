"""Printouts in the window: each page as it will be printed, and the true state of every printing job."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from counter.domain.printout import KINDS
from counter.domain.words import Lang, Words
from counter.ui.ports import Picture
from counter.ui.theme import SPACE
from counter.ui.widgets import button, clear, label, row
from counter.usecases.printouts.make import Printout

JOBS = {
    "kept": Words("已存为 PDF", "kept as PDF"),
    "sending": Words("正在送打印机…", "sending…"),
    "spooled": Words("已交系统，等待出纸", "with the system, not yet on paper"),
    "stopped": Words("打印机停住了（缺纸或脱机），任务仍在", "the printer stopped; the job is still there"),
    "printed": Words("已打印", "printed"),
    "left": Words("已离开打印队列，请核对是否出纸", "left the queue; check the paper"),
    "failed": Words("打印失败，可重试", "failed, try again"),
}


class PreviewPage(QWidget):
    """Shows printouts; asks for pictures of a page and for printing."""

    pictures_requested = Signal(bytes)
    print_requested = Signal(object)
    reprint_requested = Signal(str, str)
    closed = Signal()

    def __init__(self, lang: Lang) -> None:
        super().__init__()
        self.setObjectName("page")
        self._lang = lang
        self._printouts: list[Printout] = []
        self._states: dict[str, str] = {}
        self.title = label("", "title", wrap=False)
        self.note = label("", "quiet")
        self.number = label("", "number", wrap=False)
        self._list = QListWidget()
        self._list.setMaximumWidth(330)
        self._list.currentRowChanged.connect(self._show_current)
        self._pages = QVBoxLayout()
        self._pages.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        holder = QWidget()
        holder.setLayout(self._pages)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(holder)
        back = button("‹ 返回 Esc" if lang == "zh" else "‹ Back Esc", "link")
        back.clicked.connect(self.closed)
        self.print_button = button("打印 Ctrl+P" if lang == "zh" else "Print Ctrl+P", "primary")
        self.print_button.clicked.connect(self._print)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("补打原因（必填）" if lang == "zh" else "Why again (required)")
        self.reason.setMaximumWidth(300)
        split = QSplitter()
        split.addWidget(self._list)
        split.addWidget(self._scroll)
        split.setStretchFactor(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE[3], SPACE[2], SPACE[3], SPACE[2])
        layout.addLayout(row(back, self.title, self.number, 1, self.reason, self.print_button))
        layout.addWidget(self.note)
        layout.addWidget(split, 1)

    def _print(self) -> None:
        if self.reason.isVisible():
            self.reprint_requested.emit(self.number.text(), self.reason.text().strip())
        else:
            self.print_requested.emit(self._printouts)

    def show_printouts(
        self, title: Words, number: str, printouts: list[Printout], note: Words | None, *, again: bool = False
    ) -> None:
        """Show the printouts of an application that was just accepted, or asked for *again*.

        Printouts that were made before are only printed anew with a reason, marked and counted.
        """
        self.reason.setVisible(again)
        self.reason.clear()
        self.title.setText(title.say(self._lang))
        self.number.setText(number)
        self.note.setText(note.say(self._lang) if note else "")
        self._printouts = printouts
        self._states = {printout.kind: "kept" for printout in printouts}
        self._list.setVisible(len(printouts) > 1)
        self._list.clear()
        for printout in printouts:
            self._list.addItem(QListWidgetItem(self._line(printout)))
        self._list.setCurrentRow(0)

    def _line(self, printout: Printout) -> str:
        words = KINDS[printout.kind].say(self._lang)
        pages = f"{printout.pages} 页" if self._lang == "zh" else f"{printout.pages} p."
        missing = " ".join(f"{c} U+{ord(c):04X}" for c in printout.missing)
        warn = ("\n▲ 字库缺字：" if self._lang == "zh" else "\n▲ no glyph: ") + missing if missing else ""
        return f"{words} · {pages}\n{JOBS[self._states[printout.kind]].say(self._lang)}{warn}"

    def show_job(self, kind: str, state: str) -> None:
        """Show what is known of a printing job; never “printed” before the system says so."""
        self._states[kind] = state
        for n, printout in enumerate(self._printouts):
            self._list.item(n).setText(self._line(printout))

    def _show_current(self, number: int) -> None:
        if 0 <= number < len(self._printouts):
            self.pictures_requested.emit(self._printouts[number].pdf)

    def show_pages(self, pictures: Sequence[Picture]) -> None:
        """Show the pages of the chosen printout."""
        clear(self._pages)
        for picture in pictures:
            image = QImage(
                picture.pixels, picture.width, picture.height, picture.stride, QImage.Format.Format_RGB32
            )
            page = label("", wrap=False)
            page.setObjectName("card")
            page.setPixmap(QPixmap.fromImage(image))
            page.setStyleSheet("background: white; border: 1px solid #b9c0c9;")
            self._pages.addWidget(page)
        self._pages.addStretch(1)
        self._scroll.verticalScrollBar().setValue(0)
