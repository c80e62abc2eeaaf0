"""The applicant's screen: five large answers after a visit, or none; it goes away by itself."""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QCheckBox, QStackedWidget, QVBoxLayout, QWidget

from counter.domain.errors import CounterError
from counter.domain.rating import BAD, GRADES, REASONS
from counter.domain.words import Words
from counter.ui.ports import Core
from counter.ui.tasks import Tasks
from counter.ui.theme import SPACE
from counter.ui.widgets import button, label, show_to_applicant
from counter.usecases.ratings.receive import rate_at_window

SHOWN_MS, THANKS_MS = 60_000, 4_000
FACES = {
    "very_satisfied": "😊", "satisfied": "🙂", "basically_satisfied": "😐", "dissatisfied": "🙁",
    "very_dissatisfied": "😞",
}  # fmt: skip


class RatingScreen(QWidget):
    """A window of its own, on the second display when there is one; the clerk's work goes on beside it."""

    def __init__(self, core: Core, tasks: Tasks) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self._core, self._tasks = core, tasks
        self.setWindowTitle(self._say(Words("请您评价", "Please rate our service")))
        self.number, self._grade = "", ""
        self._stack = QStackedWidget()
        self.grades = {code: self._grade_button(code) for code in GRADES}
        self.reasons = {
            code: QCheckBox(self._say(words)) for code, words in REASONS.items() if code != "other"
        }
        self.send = button(self._say(Words("提交", "Send")), "primary")
        self.send.clicked.connect(self._send_reasons)
        self.thanks = label("", "number")
        self.thanks.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for page in (self._ask_page(), self._why_page(), self._thanks_page()):
            self._stack.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE[4], SPACE[4], SPACE[4], SPACE[4])
        layout.addWidget(self._stack)
        self._away = QTimer(self, singleShot=True)
        self._away.timeout.connect(self.hide)
        self.resize(760, 560)

    @staticmethod
    def _say(words: Words) -> str:
        """Return the words in both languages: the applicant's is not the clerk's choice."""
        return f"{words.zh}\n{words.en}"

    def _grade_button(self, code: str) -> Any:
        made = button(f"{FACES[code]}　{GRADES[code].zh}　{GRADES[code].en}", "grade")
        made.clicked.connect(partial(self._graded, code))
        return made

    def _ask_page(self) -> QWidget:
        page, layout = QWidget(), QVBoxLayout()
        layout.addWidget(label("请评价本次窗口服务（自愿）", "number"))
        layout.addWidget(label("How was the service at the window? You need not answer.", "quiet"))
        for made in self.grades.values():
            layout.addWidget(made)
        skip = button("不评价　No answer", "link")
        skip.clicked.connect(self.hide)
        layout.addWidget(skip)
        layout.addStretch(1)
        page.setLayout(layout)
        return page

    def _why_page(self) -> QWidget:
        page, layout = QWidget(), QVBoxLayout()
        layout.addWidget(label("请告诉我们原因，我们会整改并回访", "title"))
        layout.addWidget(label("Please tell us why; we will put it right and call back.", "quiet"))
        for check in self.reasons.values():
            check.setMinimumHeight(44)
            check.toggled.connect(lambda _=False: self._notify_send())
            layout.addWidget(check)
        layout.addWidget(self.send)
        layout.addStretch(1)
        page.setLayout(layout)
        return page

    def _thanks_page(self) -> QWidget:
        page, layout = QWidget(), QVBoxLayout()
        layout.addStretch(1)
        layout.addWidget(self.thanks)
        layout.addStretch(1)
        page.setLayout(layout)
        return page

    def ask(self, number: str) -> None:
        """Ask for a rating of the visit behind the application; gone after a minute without an answer."""
        self.number, self._grade = number, ""
        for check in self.reasons.values():
            check.setChecked(False)
        self._notify_send()
        self._stack.setCurrentIndex(0)
        show_to_applicant(self)
        self._away.start(SHOWN_MS)

    def _graded(self, code: str, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt sends it
        self._grade = code
        if code in BAD:
            self._stack.setCurrentIndex(1)
            self._away.start(SHOWN_MS)
            return
        self._keep({"grade": code})

    def _notify_send(self) -> None:
        self.send.setEnabled(any(check.isChecked() for check in self.reasons.values()))

    def _send_reasons(self) -> None:
        chosen = [code for code, check in self.reasons.items() if check.isChecked()]
        self._keep({"grade": self._grade, "reasons": chosen})

    def _keep(self, data: dict[str, object]) -> None:
        def done(_: object) -> None:
            self._thank(Words("谢谢您的评价", "Thank you"))

        def failed(error: CounterError) -> None:
            self._thank(error.words)

        self._tasks.write(partial(rate_at_window, self._core.app, self.number, data), done, failed)

    def _thank(self, words: Words) -> None:
        self.thanks.setText(self._say(words))
        self._stack.setCurrentIndex(2)
        self._away.start(THANKS_MS)
