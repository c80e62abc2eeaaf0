"""What the form file may carry besides the questions: ticket, first responder, project, delivery, other systems."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from counter.domain.handover import METHODS
from counter.domain.words import Lang
from counter.ui.labelled import LabelledField
from counter.ui.widgets import button, label, row

CARRIED = ("channel", "on_behalf_of")
"""What a form that was started elsewhere brings along and nobody at the window changes."""
TEXTS = ("ticket_no", "appointment_no", "first_responder", "project")


class ExtrasPanel(QWidget):
    """Folded away until it is needed; everything in it is optional."""

    changed = Signal()

    def __init__(self, lang: Lang) -> None:
        super().__init__()
        zh = lang == "zh"
        names = {
            "ticket_no": "取号" if zh else "Ticket",
            "appointment_no": "预约号" if zh else "Appointment",
            "first_responder": "首问负责人" if zh else "First responder",
            "project": "项目编号或代码" if zh else "Project number or code",
        }
        self._carried: dict[str, Any] = {}
        self.fields = {code: LabelledField(names[code]) for code in TEXTS}
        self.method = QComboBox()
        self.method.addItem("未定" if zh else "Not said", "")
        for code, words in METHODS.items():
            self.method.addItem(words.say(lang), code)
        self.method.setAccessibleName("送达方式" if zh else "Delivery")
        self.to = LabelledField("收件人" if zh else "Consignee")
        self.address = LabelledField("送达地址" if zh else "Address for service")
        self.system = LabelledField("其他系统名称" if zh else "Other system")
        self.reference = LabelledField("其他系统中的编号" if zh else "Its number there")
        self._fold = button("", "link")
        self._fold.setText(
            "更多：取号、首问、项目、送达、外部编号"
            if zh
            else "More: ticket, first responder, project, delivery"
        )
        self._fold.setCheckable(True)
        self._body = QWidget()
        inside = QVBoxLayout(self._body)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addLayout(row(*list(self.fields.values())[:3]))
        inside.addLayout(row(self.fields["project"], self.system, self.reference))
        inside.addWidget(label("送达" if zh else "Delivery", "quiet"))
        inside.addLayout(row(self.method, self.to, self.address))
        self._body.hide()
        self._fold.toggled.connect(self._body.setVisible)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._fold)
        layout.addWidget(self._body)
        lines = [*self.fields.values(), self.to, self.address, self.system, self.reference]
        for one in lines:
            one.edit.textEdited.connect(lambda _: self.changed.emit())
        self.method.currentIndexChanged.connect(lambda _: self.changed.emit())

    def value(self) -> dict[str, Any]:
        """Return what was entered, as the form file holds it."""
        found: dict[str, Any] = {code: f.text() for code, f in self.fields.items() if f.text()}
        if self.method.currentData():
            delivery = {
                "method": self.method.currentData(),
                "to": self.to.text(),
                "address": self.address.text(),
            }
            found["delivery"] = {key: value for key, value in delivery.items() if value}
        if self.reference.text():
            found["external_refs"] = [{"system": self.system.text(), "number": self.reference.text()}]
        return {**self._carried, **found}

    def show_value(self, form: dict[str, Any]) -> None:
        """Show what a form file carries."""
        self._carried = {key: form[key] for key in CARRIED if form.get(key)}
        for code, one in self.fields.items():
            one.set_text(str(form.get(code) or ""))
        delivery = form.get("delivery") or {}
        self.method.setCurrentIndex(max(self.method.findData(delivery.get("method", "")), 0))
        self.to.set_text(str(delivery.get("to", "")))
        self.address.set_text(str(delivery.get("address", "")))
        refs = form.get("external_refs") or [{}]
        self.system.set_text(str(refs[0].get("system", "")))
        self.reference.set_text(str(refs[0].get("number", "")))
        self._fold.setChecked(bool(self.value().keys() - set(CARRIED)))
