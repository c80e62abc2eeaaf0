"""The bar at the top: hall, search and scan, connection, printing, officer."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from counter.domain.words import Lang
from counter.settings import Hall
from counter.ui.theme import SPACE
from counter.ui.widgets import button, label

SEARCH_WIDTH = 300


class TopBar(QWidget):
    """Always in sight."""

    searched = Signal()
    officer_pressed = Signal()

    def __init__(self, lang: Lang, *, rehearsal: bool) -> None:
        super().__init__()
        self._zh = zh = lang == "zh"
        self.setObjectName("bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACE[3], SPACE[0], SPACE[3], SPACE[0])
        self.hall = label("", "head", wrap=False)
        self.search = QLineEdit()
        self.search.setObjectName("search")
        self.search.setPlaceholderText("Ctrl+K  编号、姓名、扫码" if zh else "Ctrl+K  number, name, scan")
        self.search.setFixedWidth(SEARCH_WIDTH)
        self.search.returnPressed.connect(self.searched)
        self.connection = label("● 已连接" if zh else "● online", "quiet", wrap=False)
        self.printing = label("打印 0" if zh else "printing 0", "quiet", wrap=False)
        self._officer = button("", "link")
        self._officer.clicked.connect(self.officer_pressed)
        layout.addWidget(self.hall)
        if rehearsal:
            layout.addWidget(label("演练" if zh else "Rehearsal", "rehearsal", wrap=False))
        layout.addStretch(1)
        for part in (self.search, self.connection, self.printing, self._officer):
            layout.addWidget(part)

    def show_place(self, hall: Hall, window: str) -> None:
        """Show which hall this is, and which window of it."""
        place = f"{hall.name} · {window} 号窗口" if self._zh else f"{hall.name_en} · window {window}"
        self.hall.setText(place)

    def show_officer(self, name: str) -> None:
        """Show who sits here."""
        self._officer.setText(name + "  ▾")
