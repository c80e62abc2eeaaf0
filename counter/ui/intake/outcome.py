"""The window's own conclusion where the materials do not decide: received only, not required, not competent."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from counter.domain.words import Lang, Words

OUTCOMES = {
    "": Words("按材料判断", "By the materials"),
    "received": Words("只收件，由部门决定受理", "Receive only, the department decides"),
    "correction_needed": Words("需补正（写明要求）", "Correction needed (say what)"),
    "not_required": Words("不受理：无需申请", "Not required"),
    "not_competent": Words("不予受理：不属职权", "Not competent"),
}


class OutcomePanel(QWidget):
    """Chooses a lawful outcome (ALL 32) for the chosen items, with its reason and the competent authority."""

    changed = Signal()

    def __init__(self, lang: Lang) -> None:
        super().__init__()
        zh = lang == "zh"
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        self.choice = QComboBox()
        for code, words in OUTCOMES.items():
            self.choice.addItem(words.say(lang), code)
        self.choice.setAccessibleName("窗口结论" if zh else "Conclusion")
        self.reason, self.authority = QLineEdit(), QLineEdit()
        self.reason.setPlaceholderText("理由（打印在告知书上）" if zh else "Reason, printed on the notice")
        self.authority.setPlaceholderText("有权机关" if zh else "Competent authority")
        for part in (self.choice, self.reason, self.authority):
            layout.addWidget(part)
        self.choice.currentIndexChanged.connect(lambda _: self._shown())
        self.reason.textEdited.connect(lambda _: self.changed.emit())
        self.authority.textEdited.connect(lambda _: self.changed.emit())
        self._shown()

    def _shown(self) -> None:
        code = self.choice.currentData()
        self.reason.setVisible(code in ("correction_needed", "not_required", "not_competent"))
        self.authority.setVisible(code == "not_competent")
        self.changed.emit()

    def decisions(self, items: list[str]) -> dict[str, dict[str, str]]:
        """Return the decision for each item as the form file holds it; none when the materials decide."""
        code = self.choice.currentData()
        if not code:
            return {}
        one = {
            "outcome": code,
            "reason": self.reason.text().strip(),
            "authority": self.authority.text().strip(),
        }
        return dict.fromkeys(items, one)

    def show_decisions(self, decisions: object) -> None:
        """Show the decision of a form file."""
        first: dict[str, str] = next(iter(decisions.values()), {}) if isinstance(decisions, dict) else {}
        self.choice.setCurrentIndex(max(self.choice.findData(first.get("outcome", "")), 0))
        self.reason.setText(str(first.get("reason", "")))
        self.authority.setText(str(first.get("authority", "")))
