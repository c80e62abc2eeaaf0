"""A new arrangement of holidays: first a preview of the cases that move, then confirmed, all or nothing."""

import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QVBoxLayout, QWidget

from counter.domain.errors import CounterError, InputRefused
from counter.domain.request import KINDS
from counter.domain.words import Lang, Words
from counter.ui.ports import Core
from counter.ui.rows import PagedRows
from counter.ui.tables import RowsView
from counter.ui.tasks import Tasks
from counter.ui.theme import SPACE
from counter.ui.widgets import button, label, row
from counter.usecases.hall.calendars import Arrangement, load_calendar, preview_calendar, read_arrangement
from counter.usecases.hall.recalculate import Moved
from counter.usecases.ports.accounts import Officer
from counter.usecases.reading.wording import CLOCK_KINDS, full_moment_words

HEADS = Words("申请|办件|时限|原到期|新到期", "Application|Case|Clock|Was due|Will be due")
# A clock no measure gives is kept under its kind; a measure's code says itself what it is.
RULES = {**CLOCK_KINDS, **KINDS}
SHOWN = 500
TEXT_HEIGHT = 150
EXAMPLE = '{"years_published": [2027], "dates": [{"date": "2027-02-08", "working": false, "notice": "国办发明电〔2026〕0 号"}]}'


class CalendarPage(QWidget):
    """Text of the arrangement above, what would move below; nothing changes before it is confirmed."""

    refused = Signal(object)
    looked_at = Signal(int)

    def __init__(self, core: Core, tasks: Tasks, lang: Lang, officer: Officer) -> None:
        super().__init__()
        self.setObjectName("page")
        self._core, self._tasks, self._lang, self._officer = core, tasks, lang, officer
        self._arrangement: Arrangement | None = None
        self._cancelled = False
        zh = lang == "zh"
        self.text = QPlainTextEdit()
        self.text.setFixedHeight(TEXT_HEIGHT)
        self.text.setPlaceholderText(EXAMPLE)
        self.text.setAccessibleName("节假日安排" if zh else "Arrangement")
        self.text.textChanged.connect(self._forget)
        self.error = label("", "error")
        self.state = label("", "head")
        read = button("从文件读入…" if zh else "From a file…")
        read.clicked.connect(self._read)
        self.preview = button("预览受影响的办件" if zh else "Preview what moves", "primary")
        self.preview.clicked.connect(self.show_preview)
        self.confirm = button("确认载入" if zh else "Confirm")
        self.confirm.clicked.connect(self.load)
        self.confirm.setEnabled(False)
        self.cancel = button("取消" if zh else "Cancel")
        self.cancel.clicked.connect(self._stop)
        self.cancel.hide()
        self.model = PagedRows(
            tuple(HEADS.say(lang).split("|")),
            (
                lambda m: m.application_no,
                lambda m: m.case_no or "—",
                lambda m: RULES[m.rule].say(lang) if m.rule in RULES else m.rule,
                lambda m: full_moment_words(m.before).say(lang),
                lambda m: full_moment_words(m.after).say(lang),
            ),
            4,
            lambda _: "",
        )
        self.view = RowsView(self.model, (150, 320, 120, 190, 190), 1)
        self.looked_at.connect(self._show_progress)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE[3], SPACE[3], SPACE[3], SPACE[2])
        layout.addLayout(
            row(label("日历与节假日安排" if zh else "Calendar and arrangements", "title"), 1, read)
        )
        layout.addWidget(self.text)
        layout.addWidget(self.error)
        layout.addLayout(row(self.state, 1, self.cancel, self.preview, self.confirm))
        layout.addWidget(self.view, 1)

    def _forget(self) -> None:
        """Forget the preview: it no longer stands for what is written."""
        self._arrangement = None
        self.confirm.setEnabled(False)

    def _read(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "", "", "JSON (*.json)")
        if name:
            self.text.setPlainText(Path(name).read_text(encoding="utf-8"))

    def _parsed(self) -> Arrangement:
        try:
            return read_arrangement(json.loads(self.text.toPlainText()))
        except ValueError as error:
            raise InputRefused(
                "bad_json", Words(f"不是有效的 JSON：{error}", f"Not valid JSON: {error}")
            ) from error

    def show_preview(self) -> None:
        """Show the clocks that would move; nothing is changed."""
        self.error.setText("")
        try:
            arrangement = self._parsed()
        except InputRefused as refusal:
            self._failed(refusal)
            return
        work = partial(preview_calendar, self._core.app, arrangement)
        self._tasks.read(work, partial(self._show, arrangement), self._failed)

    def _show(self, arrangement: Arrangement, moved: Sequence[Moved]) -> None:
        self._arrangement = arrangement
        self.model.show_first(moved[:SHOWN], None)
        zh = self._lang == "zh"
        self.state.setText(
            f"{len(moved)} 个时限会变动，尚未更改任何内容。"
            if zh
            else f"{len(moved)} clocks would move; nothing is changed yet."
        )
        self.confirm.setEnabled(True)

    def load(self) -> None:
        """Enter what was previewed and recompute every open clock; Cancel undoes everything."""
        if self._arrangement is None:
            return
        self._cancelled = False
        self.cancel.show()
        self.confirm.setEnabled(False)

        def go_on(seen: int) -> bool:
            self.looked_at.emit(seen)
            return not self._cancelled

        work = partial(load_calendar, self._core.app, self._arrangement, self._officer, go_on)
        self._tasks.write(work, self._loaded, self._failed)

    def _show_progress(self, seen: int) -> None:
        words = f"已重算 {seen} 个时限…" if self._lang == "zh" else f"{seen} clocks recalculated…"
        self.state.setText(words)

    def _stop(self) -> None:
        self._cancelled = True

    def _loaded(self, found: Sequence[Moved]) -> None:
        moved = len(found)
        self.cancel.hide()
        self.text.clear()
        words = (
            f"✓ 已载入，{moved} 个时限已变动。" if self._lang == "zh" else f"✓ Loaded; {moved} clocks moved."
        )
        self.state.setText(words)

    def _failed(self, error: CounterError) -> None:
        self.cancel.hide()
        self.error.setText("✕ " + error.with_remedy.say(self._lang))
