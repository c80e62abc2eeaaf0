"""The rail at the left: the pages the role may use, and today's kind always in sight."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from counter.domain.words import Lang
from counter.ui.actions import action
from counter.ui.roles import MAY, PAGES
from counter.ui.theme import SPACE
from counter.ui.widgets import button, label
from counter.usecases.ports.accounts import Officer

WIDTH = 132


class Rail(QWidget):
    """One button a page; Alt and its number do the same."""

    chosen = Signal(str)

    def __init__(self, lang: Lang) -> None:
        super().__init__()
        self._lang = lang
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, SPACE[1], 0, SPACE[1])
        self._layout.setSpacing(0)
        self._layout.addStretch(1)
        self.today = label("", "quiet")
        self.today.setContentsMargins(SPACE[2], 0, SPACE[1], 0)
        self._layout.addWidget(self.today)
        self._buttons: dict[str, QPushButton] = {}
        self._department = ""

    def show_for(self, officer: Officer) -> None:
        """Show the pages of the officer's role."""
        self._department = officer.department
        for old in self._buttons.values():
            self._layout.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._buttons = {}
        codes = [code for code, _ in PAGES]
        for code in MAY[officer.role]:
            made = button(dict(PAGES)[code].say(self._lang), "railButton")
            made.setToolTip(action(f"page{codes.index(code) + 1}").key)
            made.setCheckable(True)
            made.clicked.connect(partial(self._choose, code))
            self._layout.insertWidget(len(self._buttons), made)
            self._buttons[code] = made

    def _choose(self, code: str, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt sends it
        self.chosen.emit(code)

    def show_waiting(self, counts: Mapping[str, int]) -> None:
        """Show how many open cases the officer's departments have, beside the queue's name."""
        made = self._buttons.get("queue")
        if made is not None:
            number = sum(n for code, n in counts.items() if self._department in ("", "*", code))
            made.setText(dict(PAGES)["queue"].say(self._lang) + (f"  {number}" if number else ""))

    def mark(self, code: str) -> None:
        """Mark the page in front."""
        for name, made in self._buttons.items():
            made.setChecked(name == code)
