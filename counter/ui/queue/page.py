"""A department's queue in risk order: claim, decide many at once, hand over; what others do shows by itself."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QLineEdit, QListWidget, QVBoxLayout, QWidget

from counter.domain.errors import CounterError
from counter.domain.words import Lang, Words
from counter.ui.actions import hint
from counter.ui.clocks import said, tone_of
from counter.ui.ports import Core
from counter.ui.rows import PagedRows
from counter.ui.tables import RowsView
from counter.ui.tasks import Tasks
from counter.ui.theme import SPACE, Theme, tone_colour
from counter.ui.widgets import button, label, row
from counter.usecases.accounts.keep import colleagues_of
from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.batch import BatchLine
from counter.usecases.ports.lists import CaseSummary, QueuePage
from counter.usecases.reading.wording import CASE_STATES, moment_words
from counter.usecases.steps.batch import take_batch
from counter.usecases.steps.carry_out import carry_out
from counter.usecases.steps.claim_next import claim_next

PAGE = 60
RESULTS_HEIGHT = 120
HEADS = Words(
    "编号|事项|申请人|环节|状态|时限|最迟领取|办理人", "Number|Item|Applicant|Step|State|Clock|Claim by|Who"
)
EMPTY = {
    "": Words(
        "这个部门没有待办件。新收的件会自己出现在这里。",
        "This department has nothing to do. New cases appear here by themselves.",
    ),
    "found": Words("没有符合筛选的办件，清空筛选可看全部。", "Nothing fits the filter; empty it to see all."),
}


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
        for department in core.app.catalogue.departments.values():
            own = officer.department in ("", "*", department.code)
            if not department.outside and own:
                self.department.addItem(department.name.say(lang), department.code)
        self.department.currentIndexChanged.connect(lambda _: self.reload())
        self._begun = self.department.count() < 2  # noqa: PLR2004 - nothing to choose from
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("筛选：编号、姓名，或扫码" if zh else "Filter: number, name, or scan")
        self.filter.setClearButtonEnabled(True)
        self.filter.setMinimumWidth(240)
        self.filter.returnPressed.connect(self.reload)
        self.filter.textChanged.connect(lambda text: None if text else self.reload())
        self.model = PagedRows(tuple(HEADS.say(lang).split("|")), tuple(self._cells()), 5, self._colour)
        self.model.more_requested.connect(self._more)
        self.view = RowsView(self.model, (170, 200, 90, 110, 90, 180, 150, 100), 1)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.view.opened.connect(lambda found: self.opened.emit(f"{found.application_no}/{found.ordinal}"))
        self.counts = label("", "quiet", wrap=False)
        self.claim = button(hint("claim").say(lang), "primary")
        self.claim.clicked.connect(self.claim_current)
        self.next = button(hint("claim_next").say(lang))
        self.next.clicked.connect(self.claim_next)
        self.next.setVisible(officer.role in ("reviewer", "head"))
        self.grant = button("批准所选" if zh else "Grant selected")
        self.grant.clicked.connect(lambda: self._batch("approve", {}))
        self.release = button("退回所选" if zh else "Release selected")
        self.release.clicked.connect(lambda: self._batch("release", {}))
        self.colleague = QComboBox()
        self.hand_over = button("移交给" if zh else "Hand to")
        self.hand_over.clicked.connect(self._hand_over)
        for one in (self.grant, self.release):
            one.setVisible(officer.role in ("reviewer", "head"))
        self.colleague.setVisible(officer.role in ("head", "supervisor"))
        self.hand_over.setVisible(officer.role in ("head", "supervisor"))
        self.results = QListWidget()
        self.results.setFixedHeight(RESULTS_HEIGHT)
        self.results.hide()
        self._empty = label("", "quiet")
        self._empty.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE[3], SPACE[3], SPACE[3], SPACE[2])
        head = label("待办" if zh else "Queue", "title")
        layout.addLayout(row(head, self.department, self.filter, 1, self.counts, self.claim))
        layout.addLayout(row(1, self.colleague, self.hand_over, self.release, self.grant, self.next))
        layout.addWidget(self._empty)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.results)
        if officer.role in ("head", "supervisor"):
            tasks.read(
                partial(colleagues_of, self._core.app, self._officer),
                self._show_colleagues,
                self.refused.emit,
            )

    def _cells(self) -> list[Any]:
        lang, items = self._lang, self._core.app.catalogue.items

        def step(r: CaseSummary) -> str:
            return items[r.item].step_of(r.step).name.say(lang) if r.item in items else r.step

        return [
            lambda r: f"{r.application_no}/{r.ordinal}" + (" ★" if r.green else ""),
            lambda r: items[r.item].name.say(lang) if r.item in items else r.item,
            lambda r: r.applicant,
            step,
            lambda r: CASE_STATES[r.state].say(lang),
            lambda r: said(r.due_at, self._tone(r), self._core.app.now(), lang),
            self._claim_by,
            lambda r: r.handler or "—",
        ]

    def _claim_by(self, r: CaseSummary) -> str:
        if r.state != "waiting" or r.claim_before is None:
            return "—"
        late = r.claim_before <= self._core.app.now()
        now = Words("现在", "now").say(self._lang)
        return now if late else moment_words(r.claim_before).say(self._lang)

    def _tone(self, r: CaseSummary) -> str:
        done = r.completed_at is not None
        return tone_of(r.due_at, r.warn_at, self._core.app.now(), done=done, state=r.state)

    def _colour(self, r: CaseSummary) -> str:
        return tone_colour(self._theme, self._tone(r))

    def _read(self, after: str | None) -> QueuePage:
        code, search = self.department.currentData(), self.filter.text().strip()
        return self._core.app.lists.queue(code, PAGE, after, self._core.app.now(), search)

    def reload(self) -> None:
        """Read the first page again; the first time of all, of the department in which most is waiting."""
        if not self._begun:
            self._begun = True
            self._tasks.read(self._core.app.lists.open_counts, self._begin, self.refused.emit)
            return
        self._tasks.read(partial(self._read, None), self._show, self.refused.emit)

    def _begin(self, counts: Mapping[str, int]) -> None:
        mine = [self.department.itemData(n) for n in range(self.department.count())]
        most = max(mine, key=lambda code: counts.get(code, 0))
        if most == self.department.currentData():
            self.reload()
        else:
            self.department.setCurrentIndex(mine.index(most))

    def _show(self, page: QueuePage) -> None:
        chosen = {r.id for r in self._selected()}
        at, top = self._current_id(), self.view.verticalScrollBar().value()
        self.model.show_first(page.rows, page.next)
        self._choose(chosen, at)
        self.view.verticalScrollBar().setValue(top)
        counts = page.counts
        self.counts.setText(
            f"待领取 {counts['waiting']} · 办理中 {counts['claimed']} · 暂停 {counts['suspended']} · 超期 {counts['overdue']}"
            if self._lang == "zh"
            else f"waiting {counts['waiting']} · in hand {counts['claimed']} · suspended {counts['suspended']} · overdue {counts['overdue']}"
        )
        self._empty.setText(EMPTY["found" if self.filter.text().strip() else ""].say(self._lang))
        self._empty.setVisible(not page.rows)

    def _current_id(self) -> int | None:
        found = self.view.current()
        return found.id if isinstance(found, CaseSummary) else None

    def _choose(self, chosen: set[int], at: int | None) -> None:
        """Select again what was selected, wherever it stands now; the first row when nothing was."""
        rows = {r.id: n for n, r in enumerate(self.model.rows)}
        if not rows:
            return
        picked = self.view.selectionModel()
        flags = QItemSelectionModel.SelectionFlag
        current = rows.get(at, 0) if at is not None else 0
        picked.setCurrentIndex(self.model.index(current, 0), flags.NoUpdate)
        picked.clearSelection()
        for key in chosen & rows.keys() or {self.model.rows[current].id}:
            picked.select(self.model.index(rows[key], 0), flags.Select | flags.Rows)

    def _selected(self) -> list[CaseSummary]:
        found = (i.data(Qt.ItemDataRole.UserRole) for i in self.view.selectionModel().selectedRows())
        return [one for one in found if isinstance(one, CaseSummary)]

    def _more(self, mark: str) -> None:
        def show(page: QueuePage) -> None:
            self.model.add_page(page.rows, page.next)

        self._tasks.read(partial(self._read, mark), show, self.refused.emit)

    def claim_current(self) -> None:
        """Claim the case under the cursor and open it; several selected ones are claimed together."""
        several = self._selected()
        if len(several) > 1:
            self._batch("claim", {})
            return
        found = self.view.current()
        if not isinstance(found, CaseSummary):
            return
        if found.handler == self._officer.name:
            self.opened.emit(f"{found.application_no}/{found.ordinal}")
            return
        work = partial(carry_out, self._core.app, "claim", found.case_no, self._officer, {})

        def done(_: object) -> None:
            self.changed.emit()
            self.opened.emit(f"{found.application_no}/{found.ordinal}")

        def failed(error: CounterError) -> None:
            self.refused.emit(error)
            self.reload()

        self._tasks.write(work, done, failed)

    def claim_next(self) -> None:
        """Claim the most pressing case of the queue and open it; nobody else is given the same."""
        work = partial(claim_next, self._core.app, self.department.currentData(), self._officer)

        def done(number: str | None) -> None:
            self.changed.emit()
            if number:
                self.opened.emit(number)
            else:
                self.reload()

        self._tasks.write(work, done, self.refused.emit)

    def _batch(self, verb: str, data: dict[str, object]) -> None:
        numbers = [one.case_no for one in self._selected()]
        if not numbers:
            return
        work = partial(take_batch, self._core.app, verb, numbers, self._officer, data)
        self._tasks.write(work, self._show_lines, self.refused.emit)

    def _show_lines(self, lines: Sequence[BatchLine]) -> None:
        named = {r.case_no: f"{r.application_no}/{r.ordinal}" for r in self.model.rows}
        self.results.clear()
        done = Words("已办", "done").say(self._lang)
        for line in lines:
            text = f"✓ {done}" if line.refusal is None else f"✕ {line.refusal.with_remedy.say(self._lang)}"
            self.results.addItem(f"{named.get(line.number, line.number)}　{text}")
        self.results.setVisible(bool(lines))
        self.changed.emit()
        self.reload()

    def _show_colleagues(self, found: Sequence[Officer]) -> None:
        for one in found:
            self.colleague.addItem(one.display_name, one.name)

    def _hand_over(self) -> None:
        reason = Words("原办理人不在岗", "The holder is absent").say(self._lang)
        self._batch("reassign", {"to": self.colleague.currentData(), "reason": reason})

    def keyPressEvent(self, event: Any) -> None:
        """Claim the chosen case with Ctrl+T, the most pressing one with Ctrl+Enter."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.claim_next()
            return
        if event.key() == Qt.Key.Key_T and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.claim_current()
            return
        super().keyPressEvent(event)
