"""What for: type-ahead by short code, Chinese name or pinyin initials; the chosen items; situations."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from counter.domain.words import Lang, Words
from counter.ui.intake.situations import SituationsPanel
from counter.ui.theme import SPACE
from counter.ui.widgets import clear, label
from counter.usecases.reading.wording import limit_words
from forms.catalogue import Catalogue, SituationOption
from forms.merge import questions

GREEN = {
    "": Words("否", "No"),
    "elderly": Words("老年人", "Elderly"),
    "frail": Words("体弱", "Frail"),
    "ill": Words("病", "Ill"),
    "disabled": Words("残疾", "Disabled"),
    "real_economy": Words("实体企业", "Real economy"),
    "small_micro": Words("小微企业", "Small or micro"),
}


def matches(query: str, *, name: Words, short: str, initials: str, code: str) -> bool:
    """Whether what was typed means the entry: short code, initials, a part of the name, or the code."""
    text = query.strip().casefold()
    return (
        short.startswith(text)
        or initials.startswith(text)
        or text in name.zh
        or text in name.en.casefold()
        or code.startswith(text)
    )


class ChoicePanel(QWidget):
    """The left column of the intake page."""

    changed = Signal()
    chosen = Signal()
    answers_decided = Signal(dict)

    def __init__(self, catalogue: Catalogue, lang: Lang) -> None:
        super().__init__()
        self._catalogue, self._lang = catalogue, lang
        self.package: str | None = None
        self._boxes: dict[str, QCheckBox] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE[2], SPACE[2], SPACE[2], SPACE[2])
        layout.addWidget(label("F2 办什么" if lang == "zh" else "F2 What for", "head"))
        self.search = QLineEdit()
        self.search.setPlaceholderText(
            "短码、名称或拼音首字母，如 qykb" if lang == "zh" else "Short code, name or initials, e.g. qykb"
        )
        self.search.textChanged.connect(self._filter)
        self.search.installEventFilter(self)
        layout.addWidget(self.search)
        self.found = QListWidget()
        self.found.setMinimumHeight(110)
        self.found.itemActivated.connect(lambda item: self._choose(item.data(Qt.ItemDataRole.UserRole)))
        self.found.itemClicked.connect(lambda item: self._choose(item.data(Qt.ItemDataRole.UserRole)))
        layout.addWidget(self.found, 1)
        self._title = label("", "head")
        layout.addWidget(self._title)
        self._items = QVBoxLayout()
        layout.addLayout(self._items)
        layout.addWidget(
            label("绿色通道（措施 24）" if lang == "zh" else "Green channel (measure 24)", "quiet")
        )
        self.situations = SituationsPanel(lang)
        self.situations.answered.connect(self._answered)
        layout.insertWidget(layout.count() - 1, self.situations)
        self.green = QComboBox()
        for code, words in GREEN.items():
            self.green.addItem(words.say(lang), code)
        self.green.currentIndexChanged.connect(lambda _: self.changed.emit())
        layout.addWidget(self.green)
        self._filter("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys move in the list and Enter choose, while the cursor stays in the search."""
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = event.key()
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                step = 1 if key == Qt.Key.Key_Down else -1
                self.found.setCurrentRow((self.found.currentRow() + step) % max(self.found.count(), 1))
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.found.currentItem() is not None:
                self._choose(self.found.currentItem().data(Qt.ItemDataRole.UserRole))
                return True
        return super().eventFilter(watched, event)

    def _filter(self, query: str) -> None:
        self.found.clear()
        catalogue, lang = self._catalogue, self._lang
        for package in catalogue.packages.values():
            if matches(
                query, name=package.name, short=package.short, initials=package.initials, code=package.code
            ):
                self._offer(
                    f"{package.short}  {package.name.say(lang)}  ·  {'一件事' if lang == 'zh' else 'package'}",
                    package.code,
                )
        for item in sorted(catalogue.items.values(), key=lambda i: i.short):
            if matches(query, name=item.name, short=item.short, initials=item.initials, code=item.code):
                self._offer(f"{item.short}  {item.name.say(lang)}", item.code)
        self.found.setCurrentRow(0)

    def _offer(self, text: str, code: str) -> None:
        entry = QListWidgetItem(text)
        entry.setData(Qt.ItemDataRole.UserRole, code)
        self.found.addItem(entry)

    def _choose(self, code: str) -> None:
        if code in self._catalogue.packages:
            self.show_choice(code, list(self._catalogue.packages[code].items))
        else:
            items = [] if self.package else self.items()
            self.show_choice(None, [*items, code] if code not in items else items)
        self.search.clear()
        self.changed.emit()
        self.chosen.emit()

    def show_choice(self, package: str | None, items: list[str]) -> None:
        """Show the items of a package, or a free choice, with a box for each."""
        self.package = package
        clear(self._items)
        self._boxes = {}
        catalogue, lang = self._catalogue, self._lang
        known = catalogue.packages.get(package or "")
        self._title.setText(known.name.say(lang) if known else ("所选事项" if lang == "zh" else "Chosen"))
        self._title.setVisible(bool(items))
        offered = [*known.items, *known.optional] if known else items
        for n, code in enumerate(offered, 1):
            item = catalogue.items[code]
            rule = item.rules[0] if item.rules else None
            limit = catalogue.limits[rule.rule].limit if rule else item.promised.limit
            box = QCheckBox(f"{n}  {item.name.say(lang)}   {limit_words(limit).say(lang)}")
            box.setChecked(code in items)
            box.toggled.connect(lambda _: self.changed.emit())
            self._boxes[code] = box
            self._items.addWidget(box)
        chosen = known.items if known else offered
        self.situations.show_situations(questions(known, [catalogue.items[code] for code in chosen]))

    def _answered(self, option: SituationOption) -> None:
        for code, box in self._boxes.items():
            if code in option.adds or code in option.omits:
                box.setChecked(code in option.adds)
        self.answers_decided.emit(dict(option.answers))

    def items(self) -> list[str]:
        """Return the ticked items."""
        return [code for code, box in self._boxes.items() if box.isChecked()]
