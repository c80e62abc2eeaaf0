"""The report of a period: its days, its format, and where the file lies."""

from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QFrame, QVBoxLayout

from counter.domain.errors import CounterError
from counter.domain.words import Lang
from counter.ui.labelled import LabelledField, place_errors
from counter.ui.ports import Core
from counter.ui.tasks import Tasks
from counter.ui.theme import SPACE
from counter.ui.widgets import button, label, row
from counter.usecases.figures.report import FORMATS
from counter.usecases.figures.report_files import save_report
from counter.usecases.ports.accounts import Officer


class ReportPanel(QFrame):
    """Begins with the month so far; what was written is named with its place."""

    def __init__(self, core: Core, tasks: Tasks, lang: Lang, officer: Officer) -> None:
        super().__init__()
        self.setObjectName("card")
        self._core, self._tasks, self._lang, self._officer = core, tasks, lang, officer
        zh = lang == "zh"
        self.fields = {
            "from": LabelledField("起日" if zh else "From"),
            "to": LabelledField("止日" if zh else "To"),
        }
        self.format = QComboBox()
        self.format.setAccessibleName("格式" if zh else "Format")
        for one in reversed(FORMATS):
            self.format.addItem(one.upper(), one)
        self.write = button("导出统计" if zh else "Write the report", "primary")
        self.write.clicked.connect(self._write)
        for field in self.fields.values():
            field.entered.connect(self._write)
        self.done = label("", "quiet")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE[3], SPACE[2], SPACE[3], SPACE[2])
        layout.setSpacing(SPACE[1])
        head = (
            "统计：按措施、部门、事项，到场次数与再次告知"
            if zh
            else "Report: measures, departments, items, visits, second notices"
        )
        layout.addWidget(label(head, "head"))
        layout.addLayout(row(*self.fields.values(), self.format, self.write))
        layout.addWidget(self.done)

    def show_month(self, today: date) -> None:
        """Begin with the month up to today, unless days were entered."""
        for key, day in (("from", today.replace(day=1)), ("to", today)):
            if not self.fields[key].text():
                self.fields[key].set_text(day.isoformat())

    def _write(self) -> None:
        self.write.setEnabled(False)
        self.done.setText("正在统计…" if self._lang == "zh" else "Counting…")
        first, last = self.fields["from"].text(), self.fields["to"].text()
        work = partial(
            save_report, self._core.app, first, last, self.format.currentData(), self._officer, self._lang
        )  # fmt: skip
        self._tasks.printout(work, self._written, self._refused)

    def _written(self, path: Path) -> None:
        self.write.setEnabled(True)
        self.done.setText(f"✓ 已写入 {path}" if self._lang == "zh" else f"✓ written to {path}")

    def _refused(self, error: CounterError) -> None:
        self.write.setEnabled(True)
        self.done.setText("")
        if place_errors(self.fields, error.fields, self._lang) or not error.fields:
            self.done.setText("✕ " + error.with_remedy.say(self._lang))
