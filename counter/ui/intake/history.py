"""What is known of the applicant already: a credit record that bars promises, earlier applications, last answers."""

from collections.abc import Collection
from datetime import date

from PySide6.QtWidgets import QVBoxLayout, QWidget

from counter.domain.calendar import CHINA
from counter.domain.credit import barring, reason_words
from counter.domain.words import Lang
from counter.ui.actions import hint
from counter.ui.widgets import label
from counter.usecases.reading.applicant_history import ApplicantHistory

SHOWN = 3


class HistoryPanel(QWidget):
    """Stands under the applicant: first what stops the hand, then what spares it."""

    def __init__(self, lang: Lang) -> None:
        super().__init__()
        self._lang = lang
        self.history = ApplicantHistory()
        self.credit, self.doubles = label("", "error"), label("", "warning")
        self.filled, self.earlier = label("", "warning"), label("", "quiet")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for part in (self.credit, self.doubles, self.filled, self.earlier):
            part.hide()
            layout.addWidget(part)

    def _say(self, zh: str, en: str) -> str:
        return zh if self._lang == "zh" else en

    def forget(self) -> None:
        """Begin with nobody known."""
        self.history = ApplicantHistory()
        for part in (self.credit, self.doubles, self.filled, self.earlier):
            part.hide()

    def is_barred(self, today: date | None) -> bool:
        """Whether the credit record allows no promise."""
        return today is not None and bool(barring(self.history.credit, today))

    def show_history(self, history: ApplicantHistory, today: date, *, filled: bool) -> None:
        """Show what is known of the number that was entered."""
        self.history = history
        barred = barring(history.credit, today)
        self.credit.setText("■ " + reason_words(barred).say(self._lang) if barred else "")
        self.credit.setVisible(bool(barred))
        self.filled.setText(
            self._say(
                "已带出上次登记的姓名和电话，请核对。", "Name and telephone of the last visit; check them."
            )
        )
        self.filled.setVisible(filled)
        lines = [
            f"{one.received_at.astimezone(CHINA):%Y-%m-%d}  {one.number}  {one.title}"
            + self._say("（办理中）" if one.is_open else "", " (open)" if one.is_open else "")
            for one in history.earlier[:SHOWN]
        ]
        more = self._say(f"此前共 {len(history.earlier)} 件", f"{len(history.earlier)} earlier applications")
        take = f" · {hint('again').say(self._lang)}" if history.answers else ""
        self.earlier.setText("\n".join([more + take, *lines]))
        self.earlier.setVisible(bool(history.earlier))

    def show_doubles(self, items: Collection[str]) -> None:
        """Tell of applications of the same person for the same item that still run: possible duplicates."""
        same = [
            one
            for one in self.history.earlier
            if one.is_open and not one.voided and set(items) & set(one.items)
        ]
        numbers = "、".join(one.number for one in same)
        self.doubles.setText(
            self._say(
                f"▲ 同一事项正在办理：{numbers}，请核对是否重复申请。",
                f"▲ The same item is under way: {numbers}; a duplicate?",
            )
        )
        self.doubles.setVisible(bool(same))
