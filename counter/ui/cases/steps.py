"""Taking a step on a case: which one, the facts it needs, phrases, and one key that carries it out."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from counter.domain.application import Dossier
from counter.domain.case import ClockedCase
from counter.domain.printout import circled
from counter.domain.words import Lang, Words
from counter.ui.theme import SPACE
from counter.ui.widgets import button, clear, label, restyle
from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.attachments import Scan
from counter.usecases.steps.facts import Kind
from counter.usecases.steps.offers import Asked, Offer, offers_of
from forms.catalogue import Catalogue

WIDTH = 372
LINES_HEIGHT, LIST_HEIGHT, MOST_DAYS = 92, 132, 365


def _narrow() -> QComboBox:
    """Return a choice that stays within the panel however long its texts are."""
    box = QComboBox()
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(8)
    return box


class Entry(QWidget):
    """One fact of a step: its name above, its error below, phrases beside."""

    def __init__(self, asked: Asked, lang: Lang) -> None:
        super().__init__()
        self.asked, self._lang = asked, lang
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        name = asked.words.say(lang)
        optional = "" if asked.required else ("（可空）" if lang == "zh" else " (may stay empty)")
        layout.addWidget(label(name + optional, "quiet"))
        self.field = self._make()
        self.field.setAccessibleName(name)
        layout.addWidget(self.field)
        if asked.phrases:
            layout.addWidget(self._phrases())
        self.error = label("", "error")
        self.error.hide()
        layout.addWidget(self.error)

    def _make(self) -> QWidget:
        kind = self.asked.kind
        if kind is Kind.LINES:
            lines = QPlainTextEdit()
            lines.setFixedHeight(LINES_HEIGHT)
            lines.setTabChangesFocus(True)
            return lines
        if kind is Kind.DAYS:
            days = QSpinBox()
            days.setRange(1, MOST_DAYS)
            days.setValue(5)
            return days
        if kind is Kind.CHOICE:
            box = _narrow()
            for code, words in self.asked.options:
                box.addItem(words.say(self._lang), code)
            return box
        if kind is Kind.SEVERAL:
            found = QListWidget()
            found.setFixedHeight(LIST_HEIGHT)
            for code, words in self.asked.options:
                item = QListWidgetItem(words.say(self._lang))
                item.setData(Qt.ItemDataRole.UserRole, code)
                item.setCheckState(Qt.CheckState.Unchecked)
                found.addItem(item)
            return found
        if kind is Kind.DATE and self.asked.required:
            day = QDateEdit(QDate.currentDate().addDays(3))
            day.setDisplayFormat("yyyy-MM-dd")
            day.setCalendarPopup(True)
            return day
        if kind is Kind.FLAG:
            return QCheckBox("是" if self._lang == "zh" else "Yes")
        line = QLineEdit()
        hints = {
            Kind.NAMES: Words("用顿号或逗号分开", "separated by commas"),
            Kind.DATE: Words("如 2036-12-31", "like 2036-12-31"),
        }
        if kind in hints:
            line.setPlaceholderText(hints[kind].say(self._lang))
        return line

    def _phrases(self) -> QComboBox:
        box = _narrow()
        box.addItem("常用语…" if self._lang == "zh" else "Phrases…")
        for words in self.asked.phrases:
            box.addItem(words.say(self._lang))
        box.activated.connect(lambda n: self._use(box, n))
        return box

    def _use(self, box: QComboBox, number: int) -> None:
        if number and isinstance(self.field, QPlainTextEdit):
            self.field.insertPlainText(box.itemText(number))
        elif number and isinstance(self.field, QLineEdit):
            self.field.setText(box.itemText(number))
        box.setCurrentIndex(0)
        self.field.setFocus()

    def value(self) -> object:
        """Return what was entered, in the shape that the step takes."""
        field = self.field
        if isinstance(field, QPlainTextEdit):
            return field.toPlainText().strip()
        if isinstance(field, QSpinBox):
            return field.value()
        if isinstance(field, QComboBox):
            return field.currentData()
        if isinstance(field, QListWidget):
            items = (field.item(n) for n in range(field.count()))
            return [
                i.data(Qt.ItemDataRole.UserRole) for i in items if i.checkState() is Qt.CheckState.Checked
            ]
        if isinstance(field, QDateEdit):
            return field.date().toString("yyyy-MM-dd")
        if isinstance(field, QCheckBox):
            return field.isChecked()
        text = field.text().strip() if isinstance(field, QLineEdit) else ""
        if self.asked.kind is Kind.NAMES:
            parts = text.replace("，", "、").replace(",", "、").split("、")
            return [part.strip() for part in parts if part.strip()]
        return text

    def show_value(self, value: object) -> None:
        """Show again what was entered before the choices of the step changed."""
        field = self.field
        if isinstance(field, QPlainTextEdit) and isinstance(value, str):
            field.setPlainText(value)
        elif isinstance(field, QLineEdit) and isinstance(value, str):
            field.setText(value)
        elif isinstance(field, QComboBox) and field.findData(value) >= 0:
            field.setCurrentIndex(field.findData(value))

    def show_error(self, text: str) -> None:
        """Show what is wrong with the entry; an empty text takes it away."""
        self.error.setText("✕ " + text if text else "")
        self.error.setVisible(bool(text))
        self.field.setProperty("wrong", "true" if text else "false")
        restyle(self.field)


class StepPanel(QFrame):
    """Stays as it is while others work; what was typed is kept until the step is taken or another chosen."""

    step_requested = Signal(str, str, dict)

    def __init__(self, lang: Lang, officer: Officer) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setFixedWidth(WIDTH)
        self._lang, self._officer = lang, officer
        self._files: dict[str, tuple[ClockedCase, list[Offer]]] = {}
        self._shown: tuple[str, Offer] | None = None
        self._drawn: object = None
        self._has_key = True
        self.entries: dict[str, Entry] = {}
        self.case, self.step = _narrow(), _narrow()
        self.case.currentIndexChanged.connect(lambda _: self._choose_case())
        self.step.currentIndexChanged.connect(lambda _: self._choose_step())
        self.go = button("", "primary")
        self.go.clicked.connect(self.submit)
        self.error = label("", "error")
        self.error.hide()
        inner = QWidget()
        self._fields = QVBoxLayout(inner)
        self._fields.setContentsMargins(0, 0, SPACE[0], 0)
        area = QScrollArea()
        area.setObjectName("bare")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE[3], SPACE[2], SPACE[3], SPACE[2])
        layout.addWidget(label("办理" if lang == "zh" else "Next step", "head"))
        layout.addWidget(self.case)
        layout.addWidget(self.step)
        layout.addWidget(area, 1)
        layout.addWidget(self.error)
        layout.addWidget(self.go)

    def show_dossier(self, dossier: Dossier, catalogue: Catalogue, scans: Sequence[Scan] = ()) -> None:
        """Offer the steps that the officer may take now; nothing moves when they are the same as before."""
        found = {
            f.case.case_no: (f, offers_of(dossier, catalogue, self._officer, f, scans)) for f in dossier.cases
        }
        drawn = (dossier.application.number, [(no, one) for no, (_, one) in found.items()])
        if drawn == self._drawn:
            return
        same = self._drawn is not None and self._drawn[0] == drawn[0]  # type: ignore[index]
        self._drawn, self._files = drawn, {no: one for no, one in found.items() if one[1]}
        self.setVisible(bool(self._files))
        before = self.case.currentData() if same else None
        self.case.blockSignals(True)
        self.case.clear()
        for number, (clocked, _) in self._files.items():
            name = catalogue.items[clocked.case.item].name.say(self._lang)
            self.case.addItem(f"{circled(clocked.case.ordinal)} {name}", number)
        at = self.case.findData(before) if before else self._first()
        self.case.setCurrentIndex(max(at, 0))
        self.case.blockSignals(False)
        self._choose_case()

    def _first(self) -> int:
        """Return the case that waits for this officer: one in hand, else one with a usual next step."""
        usual = [
            (clocked.case.handler != self._officer.name, n)
            for n, (clocked, offers) in enumerate(self._files.values())
            if any(offer.main for offer in offers)
        ]
        return min(usual)[1] if usual else 0

    def choose(self, case_no: str) -> None:
        """Bring a case of the application to the front."""
        at = self.case.findData(case_no)
        if at >= 0:
            self.case.setCurrentIndex(at)

    def _choose_case(self) -> None:
        number = self.case.currentData()
        if number not in self._files:
            return
        kept = self._shown[1].verb if self._shown and self._shown[0] == number else ""
        self.step.blockSignals(True)
        self.step.clear()
        for offer in self._files[number][1]:
            self.step.addItem(offer.words.say(self._lang), offer)
        verbs = [offer.verb for offer in self._files[number][1]]
        self.step.setCurrentIndex(verbs.index(kept) if kept in verbs else 0)
        self.step.blockSignals(False)
        self._choose_step()

    def _choose_step(self) -> None:
        number, offer = self.case.currentData(), self.step.currentData()
        if not isinstance(offer, Offer) or self._shown == (number, offer):
            return
        same = self._shown is not None and (self._shown[0], self._shown[1].verb) == (number, offer.verb)
        typed = {key: entry.value() for key, entry in self.entries.items()} if same else {}
        self._shown = (number, offer)
        self.show_refusal(None, {})
        clear(self._fields)
        self.entries = {}
        for asked in offer.asked:
            entry = Entry(asked, self._lang)
            entry.show_value(typed.get(asked.key))
            self.entries[asked.key] = entry
            self._fields.addWidget(entry)
        self._fields.addStretch(1)
        self.show_key(self._has_key)

    def show_key(self, has_key: bool) -> None:  # noqa: FBT001 - Qt's signal sends it
        """Show whether F9 takes this step, or something else that is in front."""
        self._has_key = has_key
        offer = self.step.currentData()
        if isinstance(offer, Offer):
            self.go.setText(("F9 " if has_key else "") + offer.words.say(self._lang))

    def submit(self) -> None:
        """Take the step that is shown, with the facts that were entered."""
        if self._shown is None or not self.isVisible():
            return
        number, offer = self._shown
        for entry in self.entries.values():
            entry.show_error("")
        missing = [e for e in self.entries.values() if e.asked.required and e.value() in ("", [], None)]
        if missing:
            for entry in missing:
                entry.show_error("此项必填。" if self._lang == "zh" else "This has to be given.")
            missing[0].field.setFocus()
            return
        data: dict[str, Any] = {}
        for key, value in (*offer.data, *((k, e.value()) for k, e in self.entries.items())):
            if value in ("", [], None):
                continue
            head, _, rest = key.partition(".")
            if rest:
                data.setdefault(head, {})[rest] = value
            else:
                data[head] = value
        self.step_requested.emit(offer.verb, number, data)

    def taken(self) -> None:
        """Forget what was entered; the step was taken."""
        self._shown, self._drawn = None, None

    def show_refusal(self, words: Words | None, fields: Mapping[str, Words]) -> None:
        """Show why a step did not happen, beside the entries at fault."""
        left = words
        for key, text in fields.items():
            if key in self.entries:
                self.entries[key].show_error(text.say(self._lang))
                self.entries[key].field.setFocus()
                left = None
        self.error.setText("✕ " + left.say(self._lang) if left else "")
        self.error.setVisible(left is not None)
