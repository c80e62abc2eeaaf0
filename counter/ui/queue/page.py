"""A department's queue in risk order: claim, go on, and what is waiting, claimed, suspended, overdue."""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from counter.domain.errors import CounterError
from counter.domain.words import Lang
from counter.ui.actions import hint
from counter.ui.clocks import said, tone_of
from counter.ui.ports import Core
from counter.ui.rows import PagedRows
from counter.ui.tables import RowsView
from counter.ui.tasks import Tasks
from counter.ui.theme import SPACE, Theme, tone_colour
from counter.ui.widgets import button, label, row
from counter.usecases.ports import CaseSummary, Officer, QueuePage
from counter.usecases.wording import CASE_STATES

PAGE = 60


class QueueDeskPage(QWidget):
    """The queue of one department; the officer's own when there is one."""

    opened = Signal(str)
    refused = Signal(object)
    changed = Signal()

    def __init__(self, core: Core, tasks: Tasks, lang: Lang, theme: Theme, officer: Officer) -> None:
        super().__init__()
        self.setObjectName("page")
        self._core, self._tasks, self._lang, self._theme, self._officer = core, tasks, lang, theme, officer
        zh = lang == "zh"
        self.department = QComboBox()
        for department in core.catalogue.departments.values():
            own = officer.department in ("", "*", department.code)
            if not department.outside and own:
                self.department.addItem(department.name.say(lang), department.code)
        self.department.currentIndexChanged.connect(lambda _: self.reload())
        heads = ("编号", "事项", "申请人", "状态", "时限", "办理人") if zh else (
            "Number", "Item", "Applicant", "State", "Clock", "Who")  # fmt: skip
        self.model = PagedRows(heads, tuple(self._cells()), 4, self._colour)
        self.model.more_requested.connect(self._more)
        self.view = RowsView(self.model, (180, 220, 120, 100, 200, 120), 1)
        self.view.opened.connect(lambda found: self.opened.emit(f"{found.application_no}/{found.ordinal}"))
        self.counts = label("", "quiet", wrap=False)
        self.claim = button(hint("claim").say(lang), "primary")
        self.claim.clicked.connect(self.claim_current)
        self._empty = label("这个部门没有待办件。" if zh else "This department has nothing to do.", "quiet")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE[3], SPACE[3], SPACE[3], SPACE[2])
        layout.addLayout(
            row(label("待办" if zh else "Queue", "title"), self.department, 1, self.counts, self.claim)
        )
        layout.addWidget(self._empty)
        layout.addWidget(self.view, 1)

    def _cells(self) -> list[Any]:
        lang, items = self._lang, self._core.catalogue.items
        return [
            lambda r: f"{r.application_no}/{r.ordinal}" + (" ★" if r.green else ""),
            lambda r: items[r.item].name.say(lang) if r.item in items else r.item,
            lambda r: r.applicant,
            lambda r: CASE_STATES[r.state].say(lang),
            lambda r: said(r.due_at, self._tone(r), self._core.now(), lang),
            lambda r: r.handler or "—",
        ]

    def _tone(self, r: CaseSummary) -> str:
        done = r.completed_at is not None
        return tone_of(r.due_at, r.warn_at, self._core.now(), done=done, state=r.state)

    def _colour(self, r: CaseSummary) -> str:
        return tone_colour(self._theme, self._tone(r))

    def _read(self, after: str | None) -> QueuePage:
        code = self.department.currentData()
        return self._core.lists.queue(code, PAGE, after, self._core.now())

    def reload(self) -> None:
        """Read the first page again."""
        self._tasks.read(partial(self._read, None), self._show, self.refused.emit)

    def _show(self, page: QueuePage) -> None:
        self.model.show_first(page.rows, page.next)
        counts = page.counts
        zh = self._lang == "zh"
        self.counts.setText(
            f"待领取 {counts['waiting']} · 办理中 {counts['claimed']} · 暂停 {counts['suspended']} · 超期 {counts['overdue']}"
            if zh
            else f"waiting {counts['waiting']} · in hand {counts['claimed']} · suspended {counts['suspended']} · overdue {counts['overdue']}"
        )
        self._empty.setVisible(not page.rows)
        if page.rows and not self.view.currentIndex().isValid():
            self.view.selectRow(0)

    def _more(self, mark: str) -> None:
        def show(page: QueuePage) -> None:
            self.model.add_page(page.rows, page.next)

        self._tasks.read(partial(self._read, mark), show, self.refused.emit)

    def claim_current(self) -> None:
        """Claim the case under the cursor and open it; the first one when there is no cursor."""
        found = self.view.current()
        if not isinstance(found, CaseSummary):
            return
        if found.handler == self._officer.name:
            self.opened.emit(f"{found.application_no}/{found.ordinal}")
            return
        work = partial(self._core.act, "claim", found.case_no, self._officer, {})

        def done(_: object) -> None:
            self.changed.emit()
            self.opened.emit(f"{found.application_no}/{found.ordinal}")

        def failed(error: CounterError) -> None:
            self.refused.emit(error)
            self.reload()

        self._tasks.write(work, done, failed)

    def keyPressEvent(self, event: Any) -> None:
        """Claim with Ctrl+T."""
        if event.key() == Qt.Key.Key_T and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.claim_current()
            return
        super().keyPressEvent(event)
