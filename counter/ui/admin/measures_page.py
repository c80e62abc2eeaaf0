"""The 78 measures: summary, limits, what carries them, and how they stand."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from counter.domain.words import Lang, Words
from counter.ui.ports import Core
from counter.ui.tasks import Tasks
from counter.ui.theme import SPACE
from counter.ui.widgets import label
from counter.usecases.wording import limit_words

ROLE_WORDS = {
    "counter": Words("窗口承办", "Counter"),
    "tracked": Words("跟踪", "Tracked"),
    "out": Words("不涉窗口", "Outside"),
}


class MeasuresPage(QWidget):
    """One row a measure with live figures."""

    refused = Signal(object)

    def __init__(self, core: Core, tasks: Tasks, lang: Lang) -> None:
        super().__init__()
        self.setObjectName("page")
        self._core, self._tasks, self._lang = core, tasks, lang
        zh = lang == "zh"
        heads = ("号", "措施", "角色", "时限", "由谁承载", "办件", "按时", "超期") if zh else (
            "No", "Measure", "Role", "Limits", "Carried by", "Cases", "On time", "Late")  # fmt: skip
        self.table = QTableWidget(len(core.catalogue.measures), len(heads))
        self.table.setHorizontalHeaderLabels(heads)
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setShowGrid(False)
        self.table.setAlternatingRowColors(True)
        head = self.table.horizontalHeader()
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        for column, width in enumerate((50, 0, 90, 240, 240, 60, 60, 60)):
            if width:
                self.table.setColumnWidth(column, width)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE[3], SPACE[3], SPACE[3], SPACE[2])
        layout.addWidget(label("优化营商环境措施" if zh else "The measures", "title"))
        layout.addWidget(self.table, 1)

    def reload(self) -> None:
        """Read the figures."""
        self._tasks.read(
            lambda: self._core.lists.rule_figures(self._core.now()), self._show, self.refused.emit
        )

    def _show(self, figures: Mapping[str, tuple[int, int, int]]) -> None:
        catalogue, lang = self._core.catalogue, self._lang
        for n, measure in enumerate(catalogue.measures[k] for k in sorted(catalogue.measures)):
            rules = [one.rule for one in measure.limits]
            sums = [sum(figures.get(rule, (0, 0, 0))[k] for rule in rules) for k in range(3)]
            names = [
                (catalogue.items[c].name if c in catalogue.items else catalogue.packages[c].name).say(lang)
                for c in catalogue.carried_by(measure)
            ]
            carried = "、".join(names) or (measure.mechanism.say(lang) if measure.mechanism else "")
            limits = " / ".join(limit_words(one.limit).say(lang) for one in measure.limits) or measure.target
            cells: list[Any] = [
                measure.number,
                measure.summary.say(lang),
                ROLE_WORDS[measure.role].say(lang),
                limits,
                carried,
                *[s or "" for s in sums],
            ]
            for column, cell in enumerate(cells):
                self.table.setItem(n, column, QTableWidgetItem(str(cell)))
        self.table.resizeRowsToContents()
