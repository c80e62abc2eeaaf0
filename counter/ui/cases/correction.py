"""Mending an accepted application: a typing error corrected, a mistaken acceptance voided."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from counter.domain.words import Lang, Words
from counter.ui.widgets import button, label, row

PERSON = {
    "applicant.name": Words("申请人姓名或名称", "Applicant's name"),
    "applicant.phone": Words("申请人电话", "Applicant's telephone"),
    "applicant.id_number": Words("申请人证件号码", "Applicant's number"),
    "applicant.address": Words("申请人地址", "Applicant's address"),
}


class CorrectionPanel(QWidget):
    """Field, new value and reason; both steps keep the number and leave an event."""

    step_requested = Signal(str, dict)

    def __init__(self, fields: dict[str, Words], lang: Lang) -> None:
        super().__init__()
        zh = lang == "zh"
        layout = QVBoxLayout(self)
        layout.addWidget(
            label(
                "更正与作废（号码保留，记入经过）"
                if zh
                else "Correct or void (the number stays, an event is kept)",
                "head",
            )
        )
        self.field = QComboBox()
        for code, words in {**PERSON, **fields}.items():
            self.field.addItem(words.say(lang), code)
        self.value, self.reason = QLineEdit(), QLineEdit()
        self.value.setPlaceholderText("更正为" if zh else "New value")
        self.reason.setPlaceholderText("理由（必填）" if zh else "Reason (required)")
        correct = button("更正" if zh else "Correct")
        correct.clicked.connect(self._correct)
        void = button("作废整个申请" if zh else "Void the application")
        void.clicked.connect(lambda: self.step_requested.emit("void", {"reason": self.reason.text()}))
        layout.addLayout(row(self.field, self.value, self.reason, correct, void))

    def _correct(self) -> None:
        data = {"field": self.field.currentData(), "value": self.value.text(), "reason": self.reason.text()}
        self.step_requested.emit("correct-entry", data)
