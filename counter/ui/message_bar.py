"""The line above the page: a refusal until it is answered, a note for a while."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel

from counter.domain.words import Lang, Words
from counter.ui.theme import SPACE

NOTE_MS = 3000


class MessageBar(QLabel):
    """Hidden while there is nothing to say."""

    def __init__(self, lang: Lang) -> None:
        super().__init__()
        self._lang = lang
        self.setObjectName("error")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setContentsMargins(SPACE[3], SPACE[0], SPACE[3], SPACE[0])
        self._timer = QTimer(self, singleShot=True, interval=NOTE_MS)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def warn(self, text: str) -> None:
        """Say what is wrong until it is answered or Esc is pressed."""
        self._timer.stop()
        self.setText(text)
        self.show()

    def note(self, words: Words) -> None:
        """Say what was done, for a while."""
        self.setText("✓ " + words.say(self._lang))
        self.show()
        self._timer.start()
