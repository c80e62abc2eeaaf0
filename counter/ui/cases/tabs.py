"""The tabs of a case page: renewed when something of the case changed, without losing what is being typed."""

from collections.abc import Callable, Collection, Sequence

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTabWidget, QWidget


def is_typed_in(page: QWidget) -> bool:
    """Whether a hand has typed something on the page that was not sent yet."""
    lines = any(line.isModified() and line.text() for line in page.findChildren(QLineEdit))
    return lines or any(text.document().isModified() for text in page.findChildren(QPlainTextEdit))


class Tabs(QTabWidget):
    """Pages by code; the one in front stays in front as long as it is there."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: dict[str, QWidget] = {}

    def code(self) -> str:
        """Return the code of the page in front."""
        front = self.currentWidget()
        return next((code for code, page in self._shown.items() if page is front), "")

    def bring(self, code: str) -> None:
        """Bring the page of the code to the front."""
        if code in self._shown:
            self.setCurrentWidget(self._shown[code])

    def typed_in(self) -> set[str]:
        """Return the codes of the pages in which something was typed and not sent yet."""
        return {code for code, page in self._shown.items() if is_typed_in(page)}

    def renew(self, pages: Sequence[tuple[str, str, Callable[[], QWidget]]], keep: Collection[str]) -> None:
        """Make the pages anew, each from its code, title and maker; those of the codes to *keep* stay as they are."""
        kept = {code: page for code, page in self._shown.items() if code in keep}
        gone = [page for code, page in self._shown.items() if code not in kept]
        self.blockSignals(True)  # the page in front changes once, at the end
        self.clear()
        self._shown = {code: kept.get(code) or make() for code, _, make in pages}
        for code, title, _ in pages:
            self.addTab(self._shown[code], title)
        self.blockSignals(False)
        for page in gone:
            page.deleteLater()
