"""The second visit on one page: what is awaited, ticked with Space, taken in together with one key."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from counter.domain.printout import circled
from counter.domain.verbs import Verb
from counter.domain.words import Lang, Words
from counter.ui.labelled import LabelledField, place_errors
from counter.ui.widgets import button, label, row
from counter.usecases.intake.awaited import Awaited, names_of_awaited
from counter.usecases.steps.offers import asked_of
from counter.usecases.steps.take_in import METHODS
from forms.catalogue import Catalogue

PAY = asked_of(Verb.RECORD_PAYMENT)


class AwaitedList(QListWidget):
    """Space ticks a material, A all of them."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick all with A; Space is Qt's own."""
        if event.key() == Qt.Key.Key_A:
            for n in range(self.count()):
                self.item(n).setCheckState(Qt.CheckState.Checked)
            return
        super().keyPressEvent(event)


@dataclass(frozen=True, slots=True)
class Entered:
    """What was ticked and typed on the second visit, and which part had the cursor; it outlives the second visit's renewal."""

    ticked: Collection[str] = ()
    order_no: str = ""
    receipt_no: str = ""
    method: str = ""
    cursor: str = ""


class SecondVisitTab(QWidget):
    """In front when somebody comes back with what was asked for."""

    take_requested = Signal()

    def __init__(
        self, found: Sequence[Awaited], catalogue: Catalogue, lang: Lang, before: Entered = Entered()
    ) -> None:
        """Show what is awaited; what was entered *before* stands there again."""
        super().__init__()
        zh = lang == "zh"
        layout = QVBoxLayout(self)
        hint = (
            "空格 勾选 · A 全选 · F9 收下并打印凭证" if zh else "Space ticks · A all · F9 takes in and prints"
        )
        layout.addWidget(
            label(
                "本次办理：补交、缴费、取回原件"
                if zh
                else "Today: materials brought, fees paid, originals taken back",
                "head",
            )
        )
        layout.addWidget(label(hint, "quiet"))
        self.list = AwaitedList()
        for one in found:
            sign = f"{circled(one.ordinal)} " if one.ordinal else ""
            item = QListWidgetItem(sign + names_of_awaited(one, catalogue).say(lang))
            item.setData(Qt.ItemDataRole.UserRole, one.key)
            item.setCheckState(Qt.CheckState.Checked if one.key in before.ticked else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        if found:
            self.list.setCurrentRow(0)
        layout.addWidget(self.list, 1)
        self._lang = lang
        self.order, self.receipt = (
            LabelledField(PAY["order_no"].say(lang)),
            LabelledField(PAY["receipt_no"].say(lang)),
        )
        self.method = QComboBox()
        self.method.setAccessibleName(PAY["method"].say(lang))
        for code, words in METHODS.items():
            self.method.addItem(words.say(lang), code)
        self.order.set_text(before.order_no)
        self.receipt.set_text(before.receipt_no)
        self.method.setCurrentIndex(max(self.method.findData(before.method), 0))
        if any(one.amount is not None for one in found):
            layout.addLayout(row(self.order, self.receipt, self.method))
        take = button("F9 收下并打印凭证" if zh else "F9 Take in and print", "primary")
        take.clicked.connect(self.take_requested)
        layout.addWidget(take)

    def payment(self) -> dict[str, object]:
        """Return how the fee was paid."""
        return {
            "order_no": self.order.text(), "receipt_no": self.receipt.text(), "method": self.method.currentData(),
        }  # fmt: skip

    def _cursors(self) -> dict[str, QWidget]:
        return {
            "list": self.list, "order_no": self.order.edit, "receipt_no": self.receipt.edit, "method": self.method,
        }  # fmt: skip

    def entered(self) -> Entered:
        """Return what was ticked and typed, for the second visit that takes this one's place."""
        cursor = next((name for name, part in self._cursors().items() if part.hasFocus()), "")
        return Entered(
            self.ticked(), self.order.text(), self.receipt.text(), str(self.method.currentData()), cursor
        )

    def set_cursor(self, name: str) -> None:
        """Put the cursor into the part of the name, else into the list."""
        self._cursors().get(name, self.list).setFocus()

    def show_errors(self, errors: Mapping[str, Words]) -> None:
        """Show what is wrong with the payment beside its line."""
        place_errors({"order_no": self.order, "receipt_no": self.receipt}, errors, self._lang)

    def ticked(self) -> list[str]:
        """Return the keys of what is ticked."""
        items = [self.list.item(n) for n in range(self.list.count())]
        return [
            item.data(Qt.ItemDataRole.UserRole)
            for item in items
            if item.checkState() is Qt.CheckState.Checked
        ]
