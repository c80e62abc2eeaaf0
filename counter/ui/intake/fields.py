"""Editors of single answers: each gives and takes the value that the form file holds."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from counter.domain.words import Lang, Words
from counter.ui.widgets import label, restyle
from forms.catalogue import FieldKind

TABLE_ROWS_SHOWN = 3


class AnswerTable(QTableWidget):
    """A table that grows with Enter on its last row and takes a paste from a spreadsheet."""

    changed = Signal()

    def __init__(self, kind: FieldKind, lang: Lang) -> None:
        super().__init__(1, len(kind.columns))
        self._kind, self._lang = kind, lang
        self.setHorizontalHeaderLabels(
            [c.label.say(lang) + (" *" if c.required else "") for c in kind.columns]
        )
        self.verticalHeader().setDefaultSectionSize(30)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.setTabKeyNavigation(False)
        self.setMinimumHeight(30 * TABLE_ROWS_SHOWN + 34)
        self.itemChanged.connect(lambda _: self.changed.emit())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Grow with Enter, paste rows with the system's paste key."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self._paste(QApplication.clipboard().text())
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.currentRow() == self.rowCount() - 1 and self._row(self.currentRow()):
                self.insertRow(self.rowCount())
                self.setCurrentCell(self.rowCount() - 1, 0)
                return
            event.ignore()
            return
        if event.key() == Qt.Key.Key_Delete and self.currentItem() is not None:
            self.setItem(self.currentRow(), self.currentColumn(), QTableWidgetItem(""))
            return
        super().keyPressEvent(event)

    def _paste(self, text: str) -> None:
        first, left = max(self.currentRow(), 0), max(self.currentColumn(), 0)
        for n, line in enumerate(text.strip("\r\n").split("\n")):
            if first + n >= self.rowCount():
                self.insertRow(self.rowCount())
            for m, cell in enumerate(line.rstrip("\r").split("\t")):
                if left + m < self.columnCount():
                    self.setItem(first + n, left + m, QTableWidgetItem(cell.strip()))

    def _row(self, number: int) -> dict[str, object]:
        found: dict[str, object] = {}
        for at, column in enumerate(self._kind.columns):
            item = self.item(number, at)
            text = item.text().strip() if item is not None else ""
            if text:
                codes = {o.label.say(self._lang): o.code for o in column.options}
                found[column.code] = codes.get(text, text)
        return found

    def rows(self) -> list[dict[str, object]]:
        """Return the rows that hold anything."""
        return [row for n in range(self.rowCount()) if (row := self._row(n))]

    def show_rows(self, rows: object) -> None:
        """Show rows of a form file."""
        self.blockSignals(True)
        found = [r for r in rows if isinstance(r, dict)] if isinstance(rows, list) else []
        self.setRowCount(max(len(found), 1))
        for n, row in enumerate(found or [{}]):
            for at, column in enumerate(self._kind.columns):
                value = str(row.get(column.code, ""))
                labels = {o.code: o.label.say(self._lang) for o in column.options}
                self.setItem(n, at, QTableWidgetItem(labels.get(value, value)))
        self.blockSignals(False)


class FieldEditor(QWidget):
    """A question with its editor, the items that use it, and room for its error beside it."""

    changed = Signal(str)
    left = Signal(str)

    def __init__(self, kind: FieldKind, lang: Lang, items: str = "") -> None:
        super().__init__()
        self.kind, self._lang = kind, lang
        self._title = label(f"{kind.label.say(lang)}", wrap=True)
        self._items = label(items, "quiet", wrap=False)
        self.note = label("", "quiet")
        self._editor, self._get, self._set = self._make()
        self._editor.setAccessibleName(kind.label.say(lang))
        self._title.setBuddy(self._editor)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._items)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 4)
        layout.setSpacing(2)
        layout.addLayout(head)
        layout.addWidget(self._editor)
        layout.addWidget(self.note)
        self._help = kind.help.say(lang) if kind.help else ""
        self.show_finding(None)

    def _make(self) -> tuple[QWidget, Callable[[], object], Callable[[object], None]]:
        kind = self.kind
        if kind.type == "table":
            table = AnswerTable(kind, self._lang)
            table.changed.connect(self._told)
            return table, table.rows, table.show_rows
        if kind.type == "boolean":
            box = QCheckBox("是" if self._lang == "zh" else "Yes")
            box.toggled.connect(self._told)
            return box, box.isChecked, lambda value: box.setChecked(value in (True, "true"))
        if kind.type == "choice":
            return self._combo()
        if kind.type == "choices":
            return self._boxes()
        if kind.type == "multiline":
            area = QPlainTextEdit()
            area.setTabChangesFocus(True)
            area.setFixedHeight(62)
            area.textChanged.connect(self._told)
            area.installEventFilter(self)
            return area, area.toPlainText, lambda value: area.setPlainText(str(value or ""))
        line = QLineEdit()
        line.textEdited.connect(self._told)
        line.editingFinished.connect(lambda: self.left.emit(kind.code))

        def show(value: object) -> None:
            line.setText(str(value if value is not None else ""))
            line.setCursorPosition(0)  # a long value shows its beginning

        return line, line.text, show

    def _combo(self) -> tuple[QWidget, Callable[[], object], Callable[[object], None]]:
        combo = QComboBox()
        if self.kind.default is None:
            combo.addItem("请选择" if self._lang == "zh" else "Choose", "")
        for option in self.kind.options:
            combo.addItem(option.label.say(self._lang), option.code)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(6)
        combo.currentIndexChanged.connect(self._told)

        def show(value: object) -> None:
            combo.setCurrentIndex(max(combo.findData(str(value or "")), 0))

        show(self.kind.default)
        return combo, lambda: combo.currentData() or "", show

    def _boxes(self) -> tuple[QWidget, Callable[[], object], Callable[[object], None]]:
        holder = QWidget()
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        boxes = {o.code: QCheckBox(o.label.say(self._lang)) for o in self.kind.options}
        for box in boxes.values():
            layout.addWidget(box)
            box.toggled.connect(self._told)
        holder.setFocusProxy(next(iter(boxes.values())))

        def show(value: object) -> None:
            chosen = [value] if isinstance(value, str) else value
            for code, box in boxes.items():
                box.setChecked(isinstance(chosen, list) and code in chosen)

        show(self.kind.default)
        return holder, lambda: [code for code, box in boxes.items() if box.isChecked()], show

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Enter leave a multi-line answer; Shift+Enter begins a line in it."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        ):
            self.focusNextChild()
            return True
        return super().eventFilter(watched, event)

    def _told(self, *_: object) -> None:
        self.changed.emit(self.kind.code)

    @property
    def editor(self) -> QWidget:
        """The widget that takes the focus."""
        return self._editor

    def value(self) -> object:
        """Return the answer as the form file holds it."""
        return self._get()

    def show_value(self, value: object) -> None:
        """Show an answer of a form file."""
        self.blockSignals(True)
        self._set(value)
        self.blockSignals(False)

    def show_required(self, *, required: bool) -> None:
        """Mark the question as one that has to be answered."""
        self._title.setText(self.kind.label.say(self._lang) + ("  *" if required else ""))

    def show_finding(self, error: Words | None, warning: Words | None = None) -> None:
        """Show what is wrong beside the field, else its help."""
        found = error or warning
        self.note.setObjectName("error" if error else "warning" if warning else "quiet")
        mark = "✕ " if error else "▲ " if warning else ""
        self.note.setText(mark + found.say(self._lang) if found else self._help)
        self.note.setVisible(bool(self.note.text()))
        restyle(self.note)
        self._editor.setProperty("wrong", "true" if error else "false")
        restyle(self._editor)
