"""The 78 measures: summary, limits, what carries them, and how they stand."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from counter.domain.errors import CounterError
from counter.domain.words import Lang, Words
from counter.ui.admin.report_panel import ReportPanel
from counter.ui.labelled import LabelledField, place_errors
from counter.ui.ports import Core
from counter.ui.tasks import Tasks
from counter.ui.theme import SPACE
from counter.ui.widgets import button, card, label, row
from counter.usecases.figures.report import READERS
from counter.usecases.hall.targets import enter_target, targets_of
from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.books import Target
from counter.usecases.ports.figures import RuleFigures
from counter.usecases.reading.catalogue_shapes import summed
from counter.usecases.reading.wording import limit_words
from forms.catalogue import Measure
from forms.mechanisms import MECHANISMS

ROLE_WORDS = {
    "counter": Words("窗口承办", "Counter"),
    "tracked": Words("跟踪", "Tracked"),
    "out": Words("不涉窗口", "Outside"),
}


class MeasuresPage(QWidget):
    """One row a measure with live figures; below, the entered figure of a tracked measure."""

    refused = Signal(object)

    def __init__(self, core: Core, tasks: Tasks, lang: Lang, officer: Officer) -> None:
        super().__init__()
        self.setObjectName("page")
        self._core, self._tasks, self._lang, self._officer = core, tasks, lang, officer
        zh = lang == "zh"
        heads = ("号", "措施", "角色", "时限与目标", "由谁承载", "办件", "按时", "超期", "平均用时") if zh else (
            "No", "Measure", "Role", "Limits, targets", "Carried by", "Cases", "On time", "Late", "Share used")  # fmt: skip
        self.table = QTableWidget(len(core.app.catalogue.measures), len(heads))
        self.table.setHorizontalHeaderLabels(heads)
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setShowGrid(False)
        self.table.setAlternatingRowColors(True)
        head = self.table.horizontalHeader()
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        for column, width in enumerate((44, 0, 80, 210, 250, 56, 56, 56, 84)):
            if width:
                self.table.setColumnWidth(column, width)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE[3], SPACE[3], SPACE[3], SPACE[2])
        layout.addWidget(label("优化营商环境措施" if zh else "The measures", "title"))
        layout.addWidget(self.table, 1)
        self.measure = QComboBox()
        self.measure.setAccessibleName("措施" if zh else "Measure")
        for number, one in sorted(core.app.catalogue.measures.items()):
            if one.role == "tracked":
                target = f"  {one.target}" if one.target else ""
                self.measure.addItem(f"{number}  {one.summary.say(lang)}{target}", number)
        self.fields = {
            "figure": LabelledField("数值" if zh else "Figure"),
            "day": LabelledField("统计日期" if zh else "Date"),
            "source": LabelledField("来源" if zh else "Source"),
        }
        self.enter = button("登记数值" if zh else "Enter the figure", "primary")
        self.enter.clicked.connect(self._enter)
        frame, inside = card()
        inside.addWidget(
            label("跟踪指标：登记最新数值" if zh else "Tracked targets: enter the newest figure", "head")
        )
        inside.addWidget(self.measure)
        inside.addLayout(row(*self.fields.values(), self.enter))
        if officer.role not in ("supervisor", "administrator"):
            frame.hide()
        layout.addWidget(frame)
        self.report = ReportPanel(core, tasks, lang, officer)
        if officer.role in READERS:
            layout.addWidget(self.report)

    def reload(self) -> None:
        """Read the figures."""
        self.report.show_month(self._core.app.today)
        self._tasks.read(self._read, lambda found: self._show(*found), self.refused.emit)

    def _read(self) -> tuple[Mapping[str, RuleFigures], Mapping[int, Target]]:
        app = self._core.app
        return app.lists.rule_figures(app.now()), targets_of(app)

    def _show(self, figures: Mapping[str, RuleFigures], targets: Mapping[int, Target]) -> None:
        measures = self._core.app.catalogue.measures
        for n, number in enumerate(sorted(measures)):
            for column, cell in enumerate(self._cells(measures[number], figures, targets.get(number))):
                self.table.setItem(n, column, QTableWidgetItem(cell))
        self.table.resizeRowsToContents()

    def _cells(self, one: Measure, figures: Mapping[str, RuleFigures], entered: Target | None) -> list[str]:
        catalogue, lang = self._core.app.catalogue, self._lang
        sums = summed(one, figures)
        names = [
            (catalogue.items[c].name if c in catalogue.items else catalogue.packages[c].name).say(lang)
            for c in catalogue.carried_by(one)
        ]
        names += [MECHANISMS[code][0].say(lang) for code in one.mechanisms]
        limits = " / ".join(limit_words(limit.limit).say(lang) for limit in one.limits) or one.target
        if entered is not None:
            now = "现值" if lang == "zh" else "now"
            limits += f"\n{now} {entered.figure}（{entered.day}，{entered.source}）"
        share = f"{sums.share_used:.0%}" if sums.share_used is not None else ""
        counts = [str(n or "") for n in (sums.cases, sums.on_time, sums.late)]
        joined = "、".join(names) if lang == "zh" else ", ".join(names)
        return [
            str(one.number),
            one.summary.say(lang),
            ROLE_WORDS[one.role].say(lang),
            limits,
            joined,
            *counts,
            share,
        ]

    def _enter(self) -> None:
        values = {key: field.text() for key, field in self.fields.items()}
        work = partial(enter_target, self._core.app, self.measure.currentData(), values, self._officer)
        self._tasks.write(work, lambda _: self._entered(), self._show_refusal)

    def _entered(self) -> None:
        for field in self.fields.values():
            field.set_text("")
        self.reload()

    def _show_refusal(self, error: CounterError) -> None:
        if place_errors(self.fields, error.fields, self._lang) or not error.fields:
            self.refused.emit(error)
