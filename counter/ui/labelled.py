"""A field with its name above and its error beside it, for small forms outside the catalogue."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from counter.domain.words import Lang, Words
from counter.ui.widgets import label, restyle


class LabelledField(QWidget):
    """A line of text; what is wrong with it stands right below until it is changed."""

    entered = Signal()

    def __init__(self, name: str, hint: str = "") -> None:
        super().__init__()
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(hint)
        self.edit.setAccessibleName(name)
        self.edit.textEdited.connect(lambda _: self.show_error(""))
        self.edit.returnPressed.connect(self.entered)
        self.error = label("", "error")
        self.error.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(label(name, "quiet"))
        layout.addWidget(self.edit)
        layout.addWidget(self.error)

    def text(self) -> str:
        """Return what stands in the line."""
        return self.edit.text().strip()

    def set_text(self, text: str) -> None:
        """Put a text into the line; what was wrong with the one before goes."""
        self.edit.setText(text)
        self.show_error("")

    def show_error(self, text: str) -> None:
        """Show what is wrong; an empty text takes it away."""
        self.error.setText("✕ " + text if text else "")
        self.error.setVisible(bool(text))
        self.edit.setProperty("wrong", "true" if text else "false")
        restyle(self.edit)


def place_errors(
    fields: Mapping[str, LabelledField], errors: Mapping[str, Words], lang: Lang
) -> Mapping[str, Words]:
    """Put each error beside its field and the cursor into the first; return those without a field."""
    left: dict[str, Words] = {}
    first: LabelledField | None = None
    for code, words in errors.items():
        field = fields.get(code)
        if field is None or field.isHidden():
            left[code] = words
            continue
        field.show_error(words.say(lang))
        first = first or field
    if first is not None:
        first.edit.setFocus()
    return left
