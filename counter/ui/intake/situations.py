"""Guided situations: questions in plain words, each answer fills in what it decides."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from counter.domain.words import Lang
from counter.ui.widgets import clear, label
from forms.catalogue import Situation, SituationOption


class SituationsPanel(QWidget):
    """One question a line; the first answer is the usual one and changes nothing until chosen."""

    answered = Signal(object)

    def __init__(self, lang: Lang) -> None:
        super().__init__()
        self._lang = lang
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(2)
        self.choices: dict[str, QComboBox] = {}

    def show_situations(self, situations: Sequence[Situation]) -> None:
        """Ask these questions."""
        clear(self._layout)
        self.choices = {}
        for one in situations:
            self._layout.addWidget(label(one.question.say(self._lang), "quiet"))
            combo = QComboBox()
            combo.setAccessibleName(one.question.say(self._lang))
            for option in one.options:
                combo.addItem(option.label.say(self._lang))
            combo.activated.connect(lambda n, options=one.options: self._answer(options[n]))
            self._layout.addWidget(combo)
            self.choices[one.code] = combo

    def _answer(self, option: SituationOption) -> None:
        self.answered.emit(option)
