"""What desks ask of each other: opinions, coordination, inspections, supervision orders; most pressing first."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from counter.domain.request import KINDS, DepartmentRequest
from counter.domain.words import Lang, Words
from counter.ui.clocks import said, tone_of
from counter.ui.ports import Core
from counter.ui.rows import PagedRows
from counter.ui.tables import RowsView
from counter.ui.tasks import Tasks
from counter.ui.theme import SPACE, Theme, tone_colour
from counter.ui.widgets import label, row
from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.lists import CaseSummary
from counter.usecases.reading.requests import requests_for
from counter.usecases.reading.wording import CASE_STATES

HEADS = Words("种类|办件|交给|内容|期限|交办人", "Kind|Case|To|What|Due|From")
RISK_HEADS = Words("编号|事项|部门|状态|时限|办理人", "Number|Item|Department|State|Clock|Who")
RISK_ROWS = 60


class RequestsPage(QWidget):
    """Open requests between departments that concern the officer; the supervisor also sees what will be late."""

    opened = Signal(str)
    refused = Signal(object)

    def __init__(self, core: Core, tasks: Tasks, lang: Lang, theme: Theme, officer: Officer) -> None:
        super().__init__()
        self.setObjectName("page")
        self._core, self._tasks, self._lang, self._theme, self._officer = core, tasks, lang, theme, officer
        departments, items = core.app.catalogue.departments, core.app.catalogue.items

        def request_tone(e: DepartmentRequest) -> str:
            return tone_of(e.due_at, None, core.app.now(), done=not e.is_open, state="")

        def case_tone(r: CaseSummary) -> str:
            return tone_of(r.due_at, r.warn_at, core.app.now(), done=False, state=r.state)

        self.model = PagedRows(
            tuple(HEADS.say(lang).split("|")),
            (
                lambda e: KINDS[e.kind].say(lang),
                lambda e: e.application_no,
                lambda e: departments[e.department].name.say(lang),
                lambda e: e.question,
                lambda e: said(e.due_at, request_tone(e), core.app.now(), lang),
                lambda e: e.asked_by,
            ),
            4,
            lambda e: tone_colour(theme, request_tone(e)),
        )
        self.view = RowsView(self.model, (150, 140, 170, 240, 180, 210), 3)
        self.view.opened.connect(lambda e: self.opened.emit(e.case_no))
        self.risk = PagedRows(
            tuple(RISK_HEADS.say(lang).split("|")),
            (
                lambda r: f"{r.application_no}/{r.ordinal}",
                lambda r: items[r.item].name.say(lang) if r.item in items else r.item,
                lambda r: departments[r.department].name.say(lang),
                lambda r: CASE_STATES[r.state].say(lang),
                lambda r: said(r.due_at, case_tone(r), core.app.now(), lang),
                lambda r: r.handler or "—",
            ),
            4,
            lambda r: tone_colour(theme, case_tone(r)),
        )
        self.risk_view = RowsView(self.risk, (150, 200, 180, 110, 200, 150), 1)
        self.risk_view.opened.connect(lambda r: self.opened.emit(f"{r.application_no}/{r.ordinal}"))
        zh = lang == "zh"
        self._none = label("没有待办的交办事项。" if zh else "Nothing was asked of you.", "quiet")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE[3], SPACE[3], SPACE[3], SPACE[2])
        layout.addLayout(
            row(label("交办与督办" if zh else "Requests between departments and supervision", "title"), 1)
        )
        layout.addWidget(self._none)
        layout.addWidget(self.view, 1)
        watched = officer.role == "supervisor"
        title = label("将到期和已超期" if zh else "Due soon and overdue", "head")
        title.setVisible(watched)
        self.risk_view.setVisible(watched)
        layout.addWidget(title)
        layout.addWidget(self.risk_view, 1)

    def reload(self) -> None:
        """Read what is open."""
        self._tasks.read(partial(requests_for, self._core.app, self._officer), self._show, self.refused.emit)
        if self._officer.role == "supervisor":
            self._tasks.read(
                lambda: self._core.app.lists.at_risk(RISK_ROWS, self._core.app.now()),
                self._show_risk,
                self.refused.emit,
            )

    def _show(self, found: Sequence[DepartmentRequest]) -> None:
        self.model.show_first(found, None)
        self._none.setVisible(not found)

    def _show_risk(self, found: Sequence[CaseSummary]) -> None:
        self.risk.show_first(found, None)
