"""Item guides from a spreadsheet: what is wrong by cell, what would change, and only then into force."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from counter.domain.errors import CounterError
from counter.domain.words import Lang, Words
from counter.ui.ports import Core
from counter.ui.rows import PagedRows
from counter.ui.tables import RowsView
from counter.ui.tasks import Tasks
from counter.ui.theme import SPACE
from counter.ui.widgets import button, label, row
from counter.usecases.hall.item_import import import_item, preview_item
from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.books import Guide

CHANGES = Words("内容|原来|改为", "What|Before|After")
FAULTS = Words("单元格|问题与办法", "Cell|Problem and remedy")


class ItemsPage(QWidget):
    """Nothing is changed by a preview; running cases keep the version they were accepted under."""

    refused = Signal(object)

    def __init__(self, core: Core, tasks: Tasks, lang: Lang, officer: Officer) -> None:
        super().__init__()
        self.setObjectName("page")
        self._core, self._tasks, self._lang, self._officer = core, tasks, lang, officer
        self.guide: Guide | None = None
        template = button(self._say("存一份空白模板…", "Save an empty template…"))
        template.clicked.connect(self._template)
        choose = button(self._say("选择填好的表格…", "Choose a filled-in guide…"))
        choose.clicked.connect(self._choose)
        self.confirm = button(self._say("导入，对新申请生效", "Import, for new applications"), "primary")
        self.confirm.setEnabled(False)
        self.confirm.clicked.connect(self._confirm)
        self.note = label("", "head")
        self.changes = PagedRows(
            tuple(CHANGES.say(lang).split("|")),
            (lambda c: c[0], lambda c: c[1], lambda c: c[2]),
            0,
            lambda _: "",
        )
        self.view = RowsView(self.changes, (260, 300, 300), 2)
        self.faults = PagedRows(
            tuple(FAULTS.say(lang).split("|")), (lambda f: f[0], lambda f: f[1]), 0, lambda _: ""
        )
        self.faults_view = RowsView(self.faults, (220, 500), 1)
        self.faults_view.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE[3], SPACE[3], SPACE[3], SPACE[2])
        layout.addWidget(label(self._say("导入事项", "Import items"), "title"))
        hint = self._say(
            "先预览，错误按单元格列出；确认后只对新申请生效，在办件沿用受理时的版本。",
            "First a preview, errors by cell; once confirmed it holds for new applications only.",
        )
        layout.addWidget(label(hint, "quiet"))
        layout.addLayout(row(template, choose, self.confirm, 1))
        layout.addWidget(self.note)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.faults_view, 1)

    def _say(self, zh: str, en: str) -> str:
        return zh if self._lang == "zh" else en

    def _template(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, "", "guide.xlsx", "Excel (*.xlsx)")
        if name:
            done = self._say(f"模板已存到 {name}", f"Saved as {name}")
            self._tasks.beside(
                partial(self._core.app.workbooks.write_template, Path(name)),
                lambda _: self.note.setText(done),
                self.refused.emit,
            )

    def _choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "", "", "Excel (*.xlsx)")
        if name:
            self.preview(Path(name))

    def preview(self, path: Path) -> None:
        """Read the guide and show what it would change, or what is wrong with it."""
        self._tasks.read(partial(preview_item, self._core.app, path), self._show, self._show_faults)

    def _show(self, guide: Guide) -> None:
        self.guide = guide
        self.confirm.setEnabled(bool(guide.changes))
        self.faults_view.hide()
        self.view.show()
        self.changes.show_first(guide.changes, None)
        n = len(guide.changes)
        self.note.setText(
            self._say(
                f"{guide.code}：将改动 {n} 处，尚未生效", f"{guide.code}: {n} changes, not in force yet"
            )
        )

    def _show_faults(self, error: CounterError) -> None:
        self.guide = None
        self.confirm.setEnabled(False)
        self.view.hide()
        self.faults_view.show()
        rows = [(cell, words.say(self._lang)) for cell, words in error.fields.items()]
        self.faults.show_first(rows, None)
        self.note.setText("✕ " + error.words.say(self._lang))

    def _confirm(self) -> None:
        if self.guide is None:
            return
        work = partial(import_item, self._core.app, self.guide, self._officer)
        done = self._say(
            "已导入；各窗口重新打开后使用新版本。", "Imported; windows use it once they are opened anew."
        )
        self._tasks.write(work, lambda _: self._imported(done), self.refused.emit)

    def _imported(self, words: str) -> None:
        self.guide = None
        self.confirm.setEnabled(False)
        self.note.setText("✓ " + words)
