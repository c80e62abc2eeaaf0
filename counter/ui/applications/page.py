"""All applications, newest first, with the clock that binds each; found by number, name or scan."""

from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from counter.domain.calendar import CHINA
from counter.domain.errors import CounterError
from counter.domain.numbers import read_application_number
from counter.domain.roles import WINDOW
from counter.domain.words import Lang
from counter.ui.clocks import said, tone_of
from counter.ui.labelled import LabelledField
from counter.ui.ports import Core
from counter.ui.rows import PagedRows
from counter.ui.tables import RowsView
from counter.ui.tasks import Tasks
from counter.ui.theme import SPACE, Theme, tone_colour
from counter.ui.widgets import button, label, row
from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.lists import ApplicationSummary
from counter.usecases.reading.wording import OUTCOMES

PAGE = 60


class ApplicationsPage(QWidget):
    """A list that reads one page at a time, however many applications there are."""

    opened = Signal(str)
    refused = Signal(object)

    def __init__(self, core: Core, tasks: Tasks, lang: Lang, theme: Theme, officer: Officer) -> None:
        """Show all applications, or those that hold a case of the officer's department."""
        super().__init__()
        self._officer, self._department = officer, officer.department.strip("*")
        self.setObjectName("page")
        self._core, self._tasks, self._lang, self._theme = core, tasks, lang, theme
        zh = lang == "zh"
        heads = ("编号", "事项", "申请人", "结果", "收件", "进度", "时限", "窗口") if zh else (
            "Number", "Matter", "Applicant", "Outcome", "Received", "Done", "Clock", "Window")  # fmt: skip
        self.model = PagedRows(heads, tuple(self._cells()), 6, self._colour)
        self.model.more_requested.connect(self._more)
        self.view = RowsView(self.model, (150, 220, 110, 110, 150, 70, 190, 60), 1)
        self.view.opened.connect(lambda found: self.opened.emit(found.number))
        self.search = QLineEdit()
        self.search.setPlaceholderText("编号、办件编号、姓名或名称" if zh else "Number, case number or name")
        self.search.returnPressed.connect(self.reload)
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(360)
        self._empty = label(
            "还没有办件。按 Ctrl+N 开始受理。" if zh else "Nothing yet. Ctrl+N begins an acceptance.", "quiet"
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE[3], SPACE[3], SPACE[3], SPACE[2])
        layout.addLayout(row(label("办件" if zh else "Applications", "title"), 1, self.search))
        layout.addWidget(self._empty)
        layout.addWidget(self.view, 1)
        self.reason = LabelledField(
            "查看申请人信息的理由（记入经过）" if zh else "Why names and numbers are needed (kept)"
        )
        self.reason.entered.connect(self.reveal)
        self.revealed, self._revealed_of = label("", "head"), ""
        if officer.role in WINDOW:
            show = button("显示所选申请人" if zh else "Show the applicant")
            show.clicked.connect(self.reveal)
            layout.addLayout(row(self.reason, show, self.revealed, 1))
            self.view.selectionModel().currentChanged.connect(lambda *_: self._cover_another())
        self._empty.hide()

    def reveal(self) -> None:
        """Show the names and numbers of the row under the cursor; the request is kept as an event."""
        one = self.view.current()
        if not isinstance(one, ApplicationSummary):
            self.reason.show_error("请先选中一行。" if self._lang == "zh" else "Select a row first.")
            return
        work = partial(self._core.window_books.reveal, one.number, self.reason.text(), self._officer)
        self._tasks.write(work, partial(self._show_person, one.number), self._not_revealed)

    def _cover_another(self) -> None:
        """Take names away when the cursor goes to another row, and when the page is left."""
        one = self.view.current()
        if not self.isVisible() or not isinstance(one, ApplicationSummary) or one.number != self._revealed_of:
            self.revealed.setText("")

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave no name behind for the next person at the screen."""
        super().hideEvent(event)
        self._cover_another()

    def _show_person(self, number: str, text: str) -> None:
        self._revealed_of = number
        self.reason.set_text("")
        self.revealed.setText(text)

    def _not_revealed(self, error: CounterError) -> None:
        words = error.fields.get("reason", error.words)
        self.reason.show_error(words.say(self._lang))

    def _cells(self) -> list[Any]:
        lang = self._lang
        return [
            lambda r: r.number,
            lambda r: r.title,
            lambda r: r.applicant,
            lambda r: ("已作废" if lang == "zh" else "Void") if r.voided else OUTCOMES[r.outcome].say(lang),
            lambda r: f"{r.received_at.astimezone(CHINA):%Y-%m-%d %H:%M}",
            lambda r: f"{r.finished}/{r.cases}",
            lambda r: said(r.due_at, self._tone(r), self._core.now(), lang),
            lambda r: r.window,
        ]

    def _tone(self, r: ApplicationSummary) -> str:
        return tone_of(r.due_at, r.warn_at, self._core.now(), done=r.finished == r.cases, state="")

    def _colour(self, r: ApplicationSummary) -> str:
        return tone_colour(self._theme, self._tone(r))

    def reload(self) -> None:
        """Read the first page again; selection and scroll position stay."""
        text = self.search.text().strip()
        if text and text[:2].isalpha() and text[:2].isascii():
            text = read_application_number(text.split("/")[0])
        work = partial(self._core.lists.applications, PAGE, None, text, self._department)
        self._tasks.read(work, self._show, self._fail)

    def _show(self, page: Any) -> None:
        self.model.show_first(*page)
        self._empty.setVisible(not self.model.rows)

    def _more(self, mark: str) -> None:
        search = self.search.text().strip()
        work = partial(self._core.lists.applications, PAGE, mark, search, self._department)
        self._tasks.read(work, lambda page: self.model.add_page(*page), self._fail)

    def _fail(self, error: CounterError) -> None:
        self.refused.emit(error)
