"""The applicant and the agent: the number fills birth date, sex and region; a known person is offered."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from counter.domain.id_card import Card
from counter.domain.identity import ID_TYPES, examine
from counter.domain.words import Lang, Words
from counter.ui.intake.fields import FieldEditor
from counter.ui.widgets import Grid, label
from counter.usecases.reading.wording import ROLES
from forms.catalogue import FieldKind, Option

TYPE_WORDS = {
    "natural_person": Words("自然人", "Natural person"),
    "enterprise": Words("企业", "Enterprise"),
    "institution": Words("事业单位", "Institution"),
    "social_organisation": Words("社会组织", "Social organisation"),
    "government_body": Words("行政机关", "Government body"),
    "other": Words("其他组织", "Other body"),
}


def _kind(code: str, zh: str, en: str, kind: str, options: dict[str, Words] | None = None) -> FieldKind:
    found = tuple(Option(key, words) for key, words in (options or {}).items())
    default = found[0].code if found else None
    return FieldKind(code, Words(zh, en), kind, "", found, default=default)


_KINDS = (
    _kind("role", "身份", "Role", "choice", ROLES),
    _kind("type", "类型", "Type", "choice", TYPE_WORDS),
    _kind("name", "姓名或名称", "Name", "text"),
    _kind("id_type", "证件类型", "Document", "choice", ID_TYPES),
    _kind("id_number", "证件号码", "Document number", "text"),
    _kind("phone", "联系电话", "Telephone", "text"),
)
_AGENT_KINDS = tuple(kind for kind in _KINDS if kind.code not in ("role", "type"))


class PersonForm(QWidget):
    """A person's name, document and telephone, with what the number tells."""

    changed = Signal()
    identified = Signal(str, str)

    def __init__(self, lang: Lang, path: str, *, agent: bool) -> None:
        super().__init__()
        self._lang, self.path, self._is_agent = lang, path, agent
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        self.editors = {kind.code: FieldEditor(kind, lang) for kind in (_AGENT_KINDS if agent else _KINDS)}
        grid = Grid()
        layout.addLayout(grid.layout)
        for editor in self.editors.values():
            grid.add(editor, wide=False)
            editor.changed.connect(lambda _: self._told())
        self._facts = label("", "quiet")
        layout.addWidget(self._facts)
        self.editors["id_number"].left.connect(lambda _: self._identify())
        for code in ("name", "id_type", "id_number"):
            self.editors[code].show_required(required=True)

    def _told(self) -> None:
        finding = examine(str(self.editors["id_type"].value()), str(self.editors["id_number"].value()))
        if finding.birth_date is not None:
            sex = {"male": Words("男", "male"), "female": Words("女", "female")}[finding.sex or "male"]
            facts = Words(
                f"出生 {finding.birth_date:%Y-%m-%d} · {sex.zh} · 区划 {finding.region}",
                f"Born {finding.birth_date:%Y-%m-%d} · {sex.en} · region {finding.region}",
            )
            self._facts.setText(facts.say(self._lang))
        else:
            self._facts.setText("")
        self.changed.emit()

    def read(self) -> None:
        """Take notice of a number that a device filled in."""
        self._told()
        self._identify()

    def _identify(self) -> None:
        number, id_type = str(self.editors["id_number"].value()), str(self.editors["id_type"].value())
        finding = examine(id_type, number)
        if finding.error is None and finding.number:
            self.identified.emit(id_type, finding.number)

    def value(self) -> dict[str, object]:
        """Return the person as the form file holds it; an untouched agent is empty."""
        found = {code: editor.value() for code, editor in self.editors.items()}
        if self._is_agent:
            found["letter"] = True
        return {key: value for key, value in found.items() if value not in ("", None)}

    def show_value(self, person: object) -> None:
        """Show a person of a form file."""
        table = person if isinstance(person, dict) else {}
        for code, editor in self.editors.items():
            editor.show_value(table.get(code, editor.kind.default or ""))
        self._told()

    def fill_empty(self, values: dict[str, str]) -> bool:
        """Fill fields that are still empty, or still at their default; return whether any was."""
        filled = False
        for code, value in values.items():
            editor = self.editors[code]
            if value and editor.value() in ("", None, editor.kind.default) and editor.value() != value:
                editor.show_value(value)
                filled = True
        return filled

    def show_findings(self, errors: dict[str, Words], warnings: dict[str, Words]) -> None:
        """Show what is wrong beside each field of the person."""
        for code, editor in self.editors.items():
            path = f"{self.path}.{code}"
            editor.show_finding(errors.get(path), warnings.get(path))


class PeopleForm(QWidget):
    """The applicant, an agent when there is one, and further parties for joint applications."""

    changed = Signal()
    identified = Signal(str, str)

    def __init__(self, lang: Lang) -> None:
        super().__init__()
        self._lang = lang
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.applicant = PersonForm(lang, "parties[0]", agent=False)
        self.has_agent = QCheckBox("委托代理人办理" if lang == "zh" else "An agent acts")
        self.agent = PersonForm(lang, "parties[0].agent", agent=True)
        self.has_second = QCheckBox("另有一方共同申请" if lang == "zh" else "A second party applies jointly")
        self.second = PersonForm(lang, "parties[1]", agent=False)
        for part in (self.applicant, self.has_agent, self.agent, self.has_second, self.second):
            layout.addWidget(part)
        for box, part in ((self.has_agent, self.agent), (self.has_second, self.second)):
            part.hide()
            box.toggled.connect(part.setVisible)
            box.toggled.connect(lambda _: self.changed.emit())
        for form in (self.applicant, self.agent, self.second):
            form.changed.connect(self.changed)
        self.applicant.identified.connect(self.identified)

    def show_card(self, card: Card) -> None:
        """Fill the person that has the cursor, else the applicant, from an identity card."""
        shown = [form for form in (self.agent, self.second) if form.isVisible()]
        focus: QWidget | None = self.focusWidget()
        target = next(
            (form for form in shown if focus is not None and form.isAncestorOf(focus)), self.applicant
        )
        for code, value in (("id_type", "resident_id"), ("id_number", card.number), ("name", card.name)):
            if value:
                target.editors[code].show_value(value)
        target.read()

    def value(self) -> list[dict[str, object]]:
        """Return the parties as the form file holds them."""
        first = self.applicant.value()
        if self.has_agent.isChecked():
            first["agent"] = self.agent.value()
        return [first] + ([self.second.value()] if self.has_second.isChecked() else [])

    def show_value(self, parties: object) -> None:
        """Show the parties of a form file."""
        found = [p for p in parties if isinstance(p, dict)] if isinstance(parties, list) else []
        first = found[0] if found else {}
        self.applicant.show_value(first)
        self.has_agent.setChecked(bool(first.get("agent")))
        self.agent.show_value(first.get("agent", {}))
        self.has_second.setChecked(len(found) > 1)
        self.second.show_value(found[1] if len(found) > 1 else {})

    def show_findings(self, errors: dict[str, Words], warnings: dict[str, Words]) -> None:
        """Show what is wrong beside each field."""
        for form in (self.applicant, self.agent, self.second):
            form.show_findings(errors, warnings)
