"""For systems in which the same case has to be typed again: each value is one key, and its number there is kept."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from counter.domain.words import Lang, Words
from counter.ui.labelled import LabelledField
from counter.ui.widgets import button, label, row
from counter.usecases.printouts.facts import answer_groups
from forms.catalogue import Catalogue

PARTY = {
    "name": Words("姓名或名称", "Name"),
    "id_number": Words("证件号码", "Number"),
    "phone": Words("电话", "Telephone"),
    "address": Words("地址", "Address"),
}


class CopyList(QListWidget):
    """Space or Enter copies the value under the cursor and goes on to the next."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy and go on."""
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentRow() >= 0:
            QGuiApplication.clipboard().setText(str(self.currentItem().data(Qt.ItemDataRole.UserRole)))
            self.setCurrentRow(min(self.currentRow() + 1, self.count() - 1))
            return
        super().keyPressEvent(event)


class CopyTab(QWidget):
    """The form's values in its order, and the numbers the application has elsewhere."""

    step_requested = Signal(str, dict)

    def __init__(self, form: Mapping[str, Any], catalogue: Catalogue, lang: Lang) -> None:
        super().__init__()
        zh = lang == "zh"
        self.list = CopyList()
        for party in form.get("parties", ()):
            for key, words in PARTY.items():
                self._add(f"{party.get('name', '')} · {words.say(lang)}", party.get(key))
        items = [catalogue.items[code] for code in form.get("items", ()) if code in catalogue.items]
        for _, answers in answer_groups(form.get("answers", {}), catalogue, items):
            for one in answers:
                if not one.rows:
                    self._add(one.label.say(lang), one.value.say(lang))
        if self.list.count():
            self.list.setCurrentRow(0)
        refs = form.get("external_refs") or []
        known = "、".join(f"{one.get('system', '')} {one.get('number', '')}" for one in refs)
        self.system = LabelledField("其他系统" if zh else "Other system")
        self.number = LabelledField("该系统中的编号" if zh else "Its number there")
        keep = button("记下编号" if zh else "Keep the number")
        keep.clicked.connect(self._keep)
        layout = QVBoxLayout(self)
        hint = "空格复制当前值并移到下一项" if zh else "Space copies the value and goes on"
        layout.addWidget(label(hint, "quiet"))
        layout.addWidget(self.list, 1)
        layout.addWidget(label((f"已记：{known}" if zh else f"Kept: {known}") if known else "", "quiet"))
        layout.addLayout(row(self.system, self.number, keep))

    def _add(self, name: str, value: object) -> None:
        if value in (None, "", []):
            return
        item = QListWidgetItem(f"{name}　{value}" if name else str(value))
        item.setData(Qt.ItemDataRole.UserRole, value)
        self.list.addItem(item)

    def _keep(self) -> None:
        data = {"system": self.system.text(), "number": self.number.text()}
        missing = [
            field
            for field, text in ((self.system, data["system"]), (self.number, data["number"]))
            if not text
        ]
        for field in missing:
            field.show_error("✎")
        if not missing:
            self.step_requested.emit("add-reference", data)
