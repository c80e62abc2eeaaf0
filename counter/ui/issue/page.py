"""The issue desk: which results are ready, the longest waiting first, and the hand-over beside it."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QSplitter, QVBoxLayout, QWidget

from counter.domain.errors import CounterError
from counter.domain.handover import METHODS, Handover
from counter.domain.printout import issue_kinds
from counter.domain.words import Lang, Words
from counter.ui.clocks import said, tone_of
from counter.ui.issue.panel import IssuePanel
from counter.ui.ports import Core
from counter.ui.rows import PagedRows
from counter.ui.tables import RowsView
from counter.ui.tasks import Tasks
from counter.ui.theme import SPACE, Theme, tone_colour
from counter.ui.widgets import label, row
from counter.usecases.handover.issue import before_issue, issue_results
from counter.usecases.intake.scans import attach_scan
from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.handovers import ShelfRow
from counter.usecases.reading.dossiers import catalogue_of, dossier_of
from counter.usecases.steps.carry_out import carry_out

PAGE = 60
NOTHING = Words(
    "还没有可发的结果。结果登记到件后自动出现在这里。", "No result is ready. They appear here as they arrive."
)


class IssuePage(QWidget):
    """Lists what is ready and hands it over; scanning a folder or slip opens its application."""

    refused = Signal(object)
    issued = Signal(str, tuple)

    def __init__(self, core: Core, tasks: Tasks, lang: Lang, theme: Theme, officer: Officer) -> None:
        super().__init__()
        self.setObjectName("page")
        self._core, self._tasks, self._lang, self._theme, self._officer = core, tasks, lang, theme, officer
        self._wanted = ""
        zh = lang == "zh"
        heads = (
            ("编号", "申请人", "到件", "架位", "送达期限")
            if zh
            else ("Number", "Applicant", "Ready", "Shelf", "Deliver by")
        )
        self.model = PagedRows(heads, tuple(self._cells()), 4, self._colour)
        self.model.more_requested.connect(self._more)
        self.view = RowsView(self.model, (150, 90, 150, 80, 150), 2)
        self.view.opened.connect(lambda found: self.open(found.number, focus=True))
        self.view.selectionModel().currentRowChanged.connect(lambda *_: self._selected())
        self.search = QLineEdit()
        self.search.setPlaceholderText("编号或扫码" if zh else "Number or scan")
        self.search.returnPressed.connect(self._find)
        self.search.setMaximumWidth(260)
        self._empty = label(NOTHING.say(lang), "quiet")
        self.panel = IssuePanel(lang)
        self.panel.show_nothing(
            Words(
                "请选择左边的申请，或扫案卷、查询单条码。", "Choose an application, or scan a folder or slip."
            )
        )
        self.panel.issue_requested.connect(self._issue)
        self.panel.arrival_requested.connect(self._arrived)
        self.panel.fulfil_requested.connect(self._outstanding_clock)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row(label("发件" if zh else "Hand over", "title"), 1, self.search))
        column.addWidget(self._empty)
        column.addWidget(self.view, 1)
        split = QSplitter()
        split.addWidget(left)
        split.addWidget(self.panel)
        split.setSizes([620, 560])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE[3], SPACE[3], SPACE[3], SPACE[2])
        layout.addWidget(split)

    def _cells(self) -> list[Any]:
        return [
            lambda r: r.number,
            lambda r: r.applicant,
            self._ready,
            lambda r: (
                " ".join(r.places) or ("" if r.method == "window" else METHODS[r.method].say(self._lang))
            ),
            lambda r: said(r.due_at, self._tone(r), self._core.app.now(), self._lang) if r.due_at else "✓",
        ]

    def _ready(self, r: ShelfRow) -> str:
        items = self._core.app.catalogue.items
        if not r.waiting:
            return f"✓ 全部 {len(r.ready)} 项" if self._lang == "zh" else f"✓ all {len(r.ready)}"
        names = "、".join(items[code].name.say(self._lang) for code in r.waiting if code in items)
        here = len(r.ready) + r.issued
        return (
            f"○ {here}/{r.total}，待{names}"
            if self._lang == "zh"
            else f"○ {here} of {r.total}, waiting for {names}"
        )

    def _tone(self, r: ShelfRow) -> str:
        return tone_of(r.due_at, None, self._core.app.now(), done=False, state="ready")

    def _colour(self, r: ShelfRow) -> str:
        return tone_colour(self._theme, self._tone(r) if r.due_at else "met")

    def _read(self, after: str | None) -> tuple[tuple[ShelfRow, ...], str | None]:
        return self._core.app.lists.shelf(PAGE, after, "")

    def reload(self) -> None:
        """Read the first page again; the application in hand stays in hand."""
        self._tasks.read(partial(self._read, None), self._show, self.refused.emit)

    def _show(self, found: tuple[tuple[ShelfRow, ...], str | None]) -> None:
        self.model.show_first(*found)
        self._empty.setVisible(not found[0])
        if not self._wanted and found[0]:
            self.view.selectRow(0)
            return
        self._mark()
        if self.panel.number:
            self.open(self.panel.number)

    def _mark(self) -> None:
        """Let the list show which application is in hand."""
        at = next((n for n, one in enumerate(self.model.rows) if one.number == self.panel.number), None)
        if at is not None:
            self.view.selectRow(at)

    def _more(self, mark: str) -> None:
        self._tasks.read(
            partial(self._read, mark), lambda found: self.model.add_page(*found), self.refused.emit
        )

    def _selected(self) -> None:
        found = self.view.current()
        if isinstance(found, ShelfRow) and found.number not in (self.panel.number, self._wanted):
            self.open(found.number)

    def _find(self) -> None:
        text = self.search.text().strip()
        self.search.clear()
        if text:
            self.open(text, focus=True)

    def open(self, number: str, *, focus: bool = False) -> None:
        """Show an application of a number, a folder's barcode or a case number; the last one asked for wins."""
        self._wanted = number

        def look() -> Any:
            dossier = dossier_of(self._core.app, number)
            catalogue = catalogue_of(self._core.app, dossier)
            outstanding, originals = before_issue(self._core.app, dossier)
            return dossier, catalogue, outstanding, originals

        def show(found: Any) -> None:
            if self._wanted != number:
                return
            dossier, catalogue, outstanding, originals = found
            self.panel.show_application(dossier, catalogue, outstanding, originals, self._core.app.now())
            self._mark()
            if focus:
                self.panel.focus_collector()

        self._tasks.read(look, show, self.refused.emit)

    def main_step(self) -> None:
        """Hand over what is in hand (F9)."""
        self.panel.request_issue()

    def _issue(self, number: str, data: dict[str, Any], signature: bytes) -> None:
        self.panel.button.setEnabled(False)

        def done(handover: Handover) -> None:
            self.panel.show_nothing(Words("已发件。", "Handed over."))
            self._wanted = ""
            self.reload()
            self.issued.emit(number, issue_kinds(handover))

        def failed(error: CounterError) -> None:
            self.panel.button.setEnabled(True)
            self.panel.show_refusal(error)

        work = partial(issue_results, self._core.app, number, self._officer, data, signature)
        self._tasks.write(work, done, failed)

    def _arrived(self, case_no: str, data: dict[str, Any], scan: str) -> None:
        app, officer = self._core.app, self._officer

        def work() -> Any:
            facts = dict(data)
            if scan:
                path = Path(scan)
                facts["scan"] = attach_scan(app, case_no, officer, app.scan_folder.content(path), path.name)
            return carry_out(app, "register-result", case_no, officer, facts)

        self._tasks.write(work, lambda _: self.reload(), self.refused.emit)

    def _outstanding_clock(self, number: str, data: dict[str, Any]) -> None:
        work = partial(carry_out, self._core.app, "fulfil-debt", number, self._officer, data)
        self._tasks.write(work, lambda _: self.reload(), self.refused.emit)

    def keyPressEvent(self, event: Any) -> None:
        """Leave the panel for the list with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.view.setFocus()
            return
        super().keyPressEvent(event)
