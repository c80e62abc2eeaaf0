"""The questions of the chosen items, each once, by group: editors, visibility, what is wrong beside each."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from counter.domain.printout import circled
from counter.domain.words import Lang, Words
from counter.ui.intake.fields import FieldEditor
from counter.ui.widgets import Grid, card, clear, label
from forms.catalogue import Catalogue, Item
from forms.form_reading import Reading
from forms.merge import MergedField, drawn, merge_fields, with_defaults

LONG = 100
"""Characters from which a question takes a line of its own."""


class AnswersForm(QWidget):
    """Made anew when the items change; answers that still apply stay."""

    changed = Signal()
    left = Signal(str)

    def __init__(self, catalogue: Catalogue, lang: Lang) -> None:
        super().__init__()
        self._catalogue, self._lang = catalogue, lang
        self.editors: dict[str, FieldEditor] = {}
        self.fields: tuple[MergedField, ...] = ()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)

    def rebuild(self, items: Sequence[Item], lot: str) -> None:
        """Ask the questions of these items; answers are put back by the caller."""
        clear(self._layout)
        self.editors = {}
        self.fields = merge_fields(self._catalogue, items)
        order = {item.code: n for n, item in enumerate(items)}
        groups: dict[str, Grid] = {}
        for field in self.fields:
            group = field.kind.group
            if group not in groups:
                frame, inside = card()
                inside.addWidget(label(self._catalogue.groups[group].say(self._lang), "head"))
                groups[group] = Grid()
                inside.addLayout(groups[group].layout)
                self._layout.addWidget(frame)
            numbers = "".join(circled(order[code] + 1) for code in field.items) if len(items) > 1 else ""
            editor = FieldEditor(drawn(field.kind, lot), self._lang, numbers)
            editor.changed.connect(lambda _: self.changed.emit())
            editor.left.connect(self.left)
            groups[group].add(
                editor,
                wide=field.kind.type in ("multiline", "table")
                or (field.kind.type == "text" and (field.kind.maximum or 0) >= LONG),
            )
            self.editors[field.kind.code] = editor

    def values(self) -> dict[str, object]:
        """Return what stands in the editors, empty ones as well."""
        return {code: editor.value() for code, editor in self.editors.items()}

    def answered(self) -> dict[str, object]:
        """Return the answers that were given."""
        return {code: value for code, value in self.values().items() if value not in ("", None, [])}

    def with_defaults(self) -> dict[str, object]:
        """Return the answers with the catalogue's defaults where nothing was answered."""
        return with_defaults(self.fields, self.values())

    def show_values(self, values: Mapping[str, object], *, only_empty: bool = False) -> None:
        """Show answers; with *only_empty* those of questions that nobody has answered yet."""
        for code, value in values.items():
            editor = self.editors.get(code)
            untouched = editor is not None and editor.value() in ("", None, [], editor.kind.default)
            if editor is not None and value not in ("", None, []) and (untouched or not only_empty):
                editor.show_value(value)

    def show_facts(self, facts: Mapping[str, object]) -> None:
        """Show the questions that apply, and which of them have to be answered."""
        for field in self.fields:
            editor = self.editors[field.kind.code]
            editor.setVisible(field.applies(facts))
            editor.show_required(required=field.is_required(facts))

    def show_findings(self, reading: Reading, asked: set[str], *, shown: bool) -> None:
        """Show what is wrong beside the questions that were left, or beside all of them."""

        def first(words: Mapping[str, Words], path: str) -> Words | None:
            return next((w for key, w in words.items() if key == path or key.startswith(f"{path}[")), None)

        for code, editor in self.editors.items():
            path = f"answers.{code}"
            error = first(reading.errors, path) if shown or code in asked else None
            editor.show_finding(error, first(reading.warnings, path))
