"""The second visit in one lane: what is awaited, ticked with Space, taken in together with one key."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from counter.domain.papers import circled
from counter.domain.words import Lang
from counter.ui.widgets import button, label
from counter.usecases.awaited import Awaited, names_of_awaited
from forms.catalogue import Catalogue


class AwaitedList(QListWidget):
    """Space ticks a paper, A all of them."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick all with A; Space is Qt's own."""
        if event.key() == Qt.Key.Key_A:
            for n in range(self.count()):
                self.item(n).setCheckState(Qt.CheckState.Checked)
            return
        super().keyPressEvent(event)


class LaneTab(QWidget):
    """In front when somebody comes back with what was asked for."""

    take_requested = Signal()

    def __init__(self, found: Sequence[Awaited], catalogue: Catalogue, lang: Lang) -> None:
        super().__init__()
        zh = lang == "zh"
        layout = QVBoxLayout(self)
        hint = (
            "空格 勾选 · A 全选 · F9 收下并打印凭证" if zh else "Space ticks · A all · F9 takes in and prints"
        )
        layout.addWidget(label("本次带来的材料" if zh else "What was brought today", "head"))
        layout.addWidget(label(hint, "quiet"))
        self.list = AwaitedList()
        for one in found:
            item = QListWidgetItem(f"{circled(one.ordinal)} {names_of_awaited(one, catalogue).say(lang)}")
            item.setData(Qt.ItemDataRole.UserRole, one.key)
            item.setCheckState(Qt.CheckState.Unchecked)
            self.list.addItem(item)
        if found:
            self.list.setCurrentRow(0)
        layout.addWidget(self.list, 1)
        take = button("F9 收下并打印凭证" if zh else "F9 Take in and print", "primary")
        take.clicked.connect(self.take_requested)
        layout.addWidget(take)

    def ticked(self) -> list[str]:
        """Return the keys of what is ticked."""
        items = [self.list.item(n) for n in range(self.list.count())]
        return [
            item.data(Qt.ItemDataRole.UserRole)
            for item in items
            if item.checkState() is Qt.CheckState.Checked
        ]
