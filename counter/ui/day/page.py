"""The window's day: what was taken in, who only asked, and the end of the day that is green or explained."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from counter.domain.calendar import CHINA
from counter.domain.errors import CounterError
from counter.domain.roles import WINDOW
from counter.domain.words import Lang, Words
from counter.ui.labelled import LabelledField, place_errors
from counter.ui.ports import Core
from counter.ui.rows import PagedRows
from counter.ui.tables import RowsView
from counter.ui.tasks import Tasks
from counter.ui.theme import SPACE, Theme, tone_colour
from counter.ui.widgets import button, card, label
from counter.usecases.hall.day_close import CHECKS, Day
from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.lists import DayRow
from counter.usecases.ports.setup import Draft
from counter.usecases.reading.wording import OUTCOMES

HEADS = Words(
    "时间|申请编号|申请人|办什么|结论|文书|扫描", "Time|Number|Applicant|What for|Outcome|Materials|Scans"
)
ASKED = Words("时间|编号|咨询事项|缺少|首问", "Time|Number|Asked about|Missing|First asked")
PARKED = Words("时间|窗口|暂存人|事项", "Time|Window|Who|Items")
SHOWN = 4
CLOSE_WIDTH = 330


class DayPage(QWidget):
    """Left the day's lists, right what is open; every red line takes its explanation beside it."""

    opened = Signal(str)
    draft_chosen = Signal(object)
    refused = Signal(object)

    def __init__(self, core: Core, tasks: Tasks, lang: Lang, theme: Theme, officer: Officer) -> None:
        super().__init__()
        self.setObjectName("page")
        self._core, self._tasks, self._lang, self._theme, self._officer = core, tasks, lang, theme, officer
        self.rows = PagedRows(
            tuple(HEADS.say(lang).split("|")),
            (
                lambda r: f"{r.received_at.astimezone(CHINA):%H:%M}",
                lambda r: r.number,
                lambda r: r.applicant,
                lambda r: r.title,
                lambda r: self._say("已作废", "void") if r.voided else OUTCOMES[r.outcome].say(lang),
                lambda r: "✓" if r.printouts or r.voided else "✗",
                lambda r: "✓" if r.scans or not r.kept or r.voided else "✗",
            ),
            5,
            lambda r: "" if r.printouts or r.voided else tone_colour(theme, "overdue"),
        )
        self.view = RowsView(self.rows, (70, 150, 120, 220, 130, 60, 60), 3)
        self.view.opened.connect(self._open)
        names = core.catalogue.material_names
        items = core.catalogue.items
        self.asked = PagedRows(
            tuple(ASKED.say(lang).split("|")),
            (
                lambda i: f"{i.at.astimezone(CHINA):%H:%M}",
                lambda i: i.number,
                lambda i: "、".join(items[c].name.say(lang) for c in i.items if c in items) or i.note,
                lambda i: "、".join(names[c].say(lang) for c in i.missing if c in names) or "—",
                lambda i: i.first_responder,
            ),
            0,
            lambda _: "",
        )
        self.asked_view = RowsView(self.asked, (70, 150, 200, 240, 120), 3)
        self.parked = PagedRows(
            tuple(PARKED.say(lang).split("|")),
            (
                lambda d: f"{d.updated_at.astimezone(CHINA):%m-%d %H:%M}",
                lambda d: d.window,
                lambda d: d.clerk,
                lambda d: (
                    "、".join(items[c].name.say(lang) for c in d.form.get("items") or () if c in items) or "—"
                ),
            ),
            0,
            lambda _: "",
        )
        self.parked_view = RowsView(self.parked, (110, 70, 120, 300), 3)
        self.parked_view.opened.connect(self.draft_chosen)
        self.parked_head = label("", "head")
        self.head = label("", "title")
        self.asked_head = label("", "head")
        left = QVBoxLayout()
        left.addWidget(self.head)
        left.addWidget(self.view, 3)
        left.addWidget(self.asked_head)
        left.addWidget(self.asked_view, 1)
        left.addWidget(self.parked_head)
        left.addWidget(self.parked_view, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACE[3], SPACE[3], SPACE[3], SPACE[2])
        layout.setSpacing(SPACE[2])
        layout.addLayout(left, 1)
        layout.addWidget(self._closing())

    def _say(self, zh: str, en: str) -> str:
        return zh if self._lang == "zh" else en

    def _closing(self) -> QWidget:
        frame, inside = card()
        frame.setFixedWidth(CLOSE_WIDTH)
        inside.addWidget(label(self._say("日结", "End of the day"), "head"))
        self.states = {code: label("") for code in CHECKS}
        self.why = {code: LabelledField(self._say("原因", "Reason")) for code in CHECKS}
        for code in CHECKS:
            inside.addWidget(self.states[code])
            inside.addWidget(self.why[code])
        inside.addStretch(1)
        self.done = label("", "head")
        self.close_button = button(self._say("F9 日结", "F9 Close the day"), "primary")
        self.close_button.clicked.connect(self.main_step)
        inside.addWidget(self.done)
        inside.addWidget(self.close_button)
        return frame

    def _open(self, one: object) -> None:
        if isinstance(one, DayRow):
            self.opened.emit(one.number)

    def reload(self) -> None:
        """Read the day."""
        self._tasks.read(self._core.window_books.day, self._show, self.refused.emit)
        self._tasks.read(self._core.window_books.parked, self._show_parked, self.refused.emit)

    def _show(self, day: Day) -> None:
        self.rows.show_first(day.rows, None)
        self.asked.show_first(day.inquiries, None)
        taken, asked, window = len(day.rows), len(day.inquiries), self._core.settings.desk.window
        self.head.setText(
            self._say(
                f"今日 {day.day:%m-%d} · {window} 号窗口 · 收件 {taken} · 收件和咨询共 {day.visits} 人次",
                f"Today {day.day:%m-%d} · window {window} · {taken} taken in · {day.visits} served with inquiries",
            )
        )
        self.asked_head.setText(self._say(f"咨询 {asked}", f"Inquiries {asked}"))
        for one in day.checks:
            named = [name for name in one.named if name]
            more = "…" if len(named) > SHOWN else ""
            words = CHECKS[one.code].say(self._lang)
            count = "" if one.is_green else f" {len(one.named)}"
            text = f"{'✓' if one.is_green else '■'} {words}{count}"
            self.states[one.code].setText(text + (f"\n{'、'.join(named[:SHOWN])}{more}" if named else ""))
            tone = "met" if one.is_green else "due_soon"
            self.states[one.code].setStyleSheet(f"color: {tone_colour(self._theme, tone)}")
            self.why[one.code].setVisible(not one.is_green and not day.closed_by)
        self.close_button.setVisible(not day.closed_by and self._officer.role in WINDOW)
        self.done.setText(
            self._say(f"✓ 已日结：{day.closed_by}", f"✓ Closed by {day.closed_by}") if day.closed_by else ""
        )

    def _show_parked(self, drafts: Sequence[Draft]) -> None:
        self.parked.show_first(drafts, None)
        self.parked_view.setVisible(bool(drafts))
        self.parked_head.setVisible(bool(drafts))
        self.parked_head.setText(
            self._say(
                f"暂存的草稿 {len(drafts)}（回车取回）", f"Parked drafts {len(drafts)} (Enter takes one)"
            )
        )

    def main_step(self) -> None:
        """Close the day, with the reasons that were given."""
        why = {code: field.text() for code, field in self.why.items()}
        work = partial(self._core.window_books.close_day, why, self._officer)
        self._tasks.write(work, self._show, self._show_refusal)

    def _show_refusal(self, error: CounterError) -> None:
        if place_errors(self.why, error.fields, self._lang) or not error.fields:
            self.refused.emit(error)
