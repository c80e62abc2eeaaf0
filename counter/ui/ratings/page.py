"""Ratings: figures by window, item and department, and what is to be put right before when."""

from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHeaderView,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from counter.domain.errors import CounterError
from counter.domain.rating import GRADES, REASONS, Rating, subject_words
from counter.domain.words import Lang, Words
from counter.ui.labelled import LabelledField, place_errors
from counter.ui.ports import Core
from counter.ui.tasks import Tasks
from counter.ui.theme import SPACE
from counter.ui.widgets import button, card, clear, label, row
from counter.usecases.ports.accounts import Officer
from counter.usecases.ratings.given import rating_report, ratings_of
from counter.usecases.reading.wording import STANDINGS, moment_words
from counter.usecases.steps.carry_out import carry_out

PARTS = (
    ("windows", Words("窗口", "Windows")),
    ("items", Words("事项", "Items")),
    ("departments", Words("部门", "Departments")),
)


class RatingsPage(QWidget):
    """Never shows who served whom; the open rectifications come first."""

    refused = Signal(object)
    opened = Signal(str)

    def __init__(self, core: Core, tasks: Tasks, lang: Lang, officer: Officer) -> None:
        super().__init__()
        self.setObjectName("page")
        self._core, self._tasks, self._lang, self._officer = core, tasks, lang, officer
        self._open: list[dict[str, Any]] = []
        self._chosen: tuple[str, int] | None = None
        self.fields: dict[str, LabelledField] = {}
        self.open_table = self._table(
            self._say("申请", "Application"),
            self._say("责任方", "Responsible"),
            self._say("整改期限", "Due"),
            self._say("状态", "State"),
        )
        self.open_table.itemSelectionChanged.connect(self._selected)
        self._empty = label(self._say("没有待整改的评价。", "Nothing is to be put right."), "quiet")
        self.tabs = QTabWidget()
        self.tables: dict[str, QTableWidget] = {}
        for part, words in PARTS:
            self.tables[part] = self._table(
                words.say(lang), self._say("评价数", "Ratings"), self._say("满意率 %", "Satisfied %"),
                self._say("差评", "Bad"), self._say("存疑", "Flagged"),
            )  # fmt: skip
            self.tabs.addTab(self.tables[part], words.say(lang))
        self._detail = QVBoxLayout()
        self._build()

    def _say(self, zh: str, en: str) -> str:
        return zh if self._lang == "zh" else en

    def _table(self, *heads: str) -> QTableWidget:
        made = QTableWidget(0, len(heads))
        made.setHorizontalHeaderLabels(list(heads))
        made.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        made.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        made.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        made.verticalHeader().hide()
        made.setShowGrid(False)
        made.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        made.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        return made

    def _build(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(label(self._say("待整改", "To be put right"), "head"))
        column.addWidget(self._empty)
        column.addWidget(self.open_table, 2)
        column.addWidget(label(self._say("满意度", "Satisfaction"), "head"))
        column.addWidget(self.tabs, 3)
        right = QWidget()
        right.setLayout(self._detail)
        split = QSplitter()
        split.addWidget(left)
        split.addWidget(right)
        split.setSizes([700, 480])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE[3], SPACE[3], SPACE[3], SPACE[2])
        layout.addWidget(label(self._say("评价", "Ratings"), "title"))
        layout.addWidget(split, 1)

    def reload(self) -> None:
        """Read the figures and what is open."""
        self._tasks.read(partial(rating_report, self._core.app), self._show, self.refused.emit)

    def _show(self, report: dict[str, Any]) -> None:
        catalogue, lang = self._core.app.catalogue, self._lang
        names = {code: one.name.say(lang) for code, one in catalogue.items.items()}
        names |= {code: one.name.say(lang) for code, one in catalogue.departments.items()}
        for part, _ in PARTS:
            rows = [
                (
                    self._say(f"{r['name']} 号窗口", f"window {r['name']}") if part == "windows" else names.get(r["name"], r["name"]),
                    r["count"], r["satisfied_share"], r["bad"], r["flagged"],
                )
                for r in report[part]
            ]  # fmt: skip
            self._fill(self.tables[part], rows)
        self._open = report["open"]
        self._fill(
            self.open_table,
            [
                (
                    r["application_no"], self._responsible(r["responsible"], names),
                    self._moment(r["due"]), STANDINGS[r["state"]].say(lang),
                )
                for r in self._open
            ],
        )  # fmt: skip
        self._empty.setVisible(not self._open)
        chosen = next(
            (n for n, r in enumerate(self._open) if (r["application_no"], r["id"]) == self._chosen), 0
        )
        if self._open:
            self.open_table.selectRow(chosen)
            self._selected()
        else:
            clear(self._detail)

    def _moment(self, text: str | None) -> str:
        return moment_words(datetime.fromisoformat(text)).say(self._lang) if text else "—"

    def _responsible(self, code: str, names: dict[str, str]) -> str:
        window = code.removeprefix("window:")
        if window != code:
            return self._say(f"{window} 号窗口", f"window {window}")
        return names.get(code, code)

    def _fill(self, table: QTableWidget, rows: list[tuple[Any, ...]]) -> None:
        table.blockSignals(True)
        table.setRowCount(len(rows))
        for n, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                table.setItem(n, column, QTableWidgetItem("—" if cell is None else str(cell)))
        table.blockSignals(False)

    def _selected(self) -> None:
        at = self.open_table.currentRow()
        if not 0 <= at < len(self._open):
            return
        one = self._open[at]
        self._chosen = (one["application_no"], one["id"])
        work = partial(ratings_of, self._core.app, one["application_no"])

        def show(found: Any) -> None:
            rating = next((r for r in found[0] if r.id == one["rating"]), None)
            if rating is not None:
                self._show_detail(one, rating)

        self._tasks.read(work, show, self.refused.emit)

    def _show_detail(self, one: dict[str, Any], rating: Rating) -> None:
        typed = {code: field.text() for code, field in self.fields.items()}
        clear(self._detail)
        frame, inside = card()
        number = one["application_no"]
        open_it = button(number, "link")
        open_it.clicked.connect(lambda: self.opened.emit(number))
        grade = GRADES[rating.grade].say(self._lang) if rating.grade else self._say("投诉", "Complaint")
        inside.addLayout(row(label(grade, "title", wrap=False), 1, open_it))
        about = subject_words(rating.subject).say(self._lang)
        inside.addWidget(label(f"{about} · {moment_words(rating.at).say(self._lang)}", "quiet"))
        reasons = "；".join(REASONS[code].say(self._lang) for code in rating.reasons)
        for text in (reasons, rating.text):
            if text:
                inside.addWidget(label(text))
        if rating.flagged:
            inside.addWidget(
                label(
                    self._say("▲ 同一地址一分钟内有多条评价", "▲ several from one address within a minute"),
                    "warning",
                )
            )
        self._detail.addWidget(frame)
        self.fields = {
            "text": LabelledField(self._say("回访记录", "What the call back told")),
            "measures": LabelledField(self._say("整改措施", "What was done")),
            "reason": LabelledField(self._say("申诉或裁定理由", "Reason of the appeal or ruling")),
        }
        self.complex = QCheckBox(
            self._say("情况复杂（按较长的整改期限）", "a complex matter (the longer limit holds)")
        )
        self._show_steps(one, rating)
        for code, field in self.fields.items():
            field.edit.setText(typed.get(code, ""))
        self._detail.addStretch(1)

    def _show_steps(self, one: dict[str, Any], rating: Rating) -> None:
        frame, inside = card()
        if one["called_at"]:
            inside.addWidget(label(f"✓ {self._moment(one['called_at'])} {one['call']}", "quiet"))
            inside.addWidget(self.fields["measures"])
            inside.addLayout(
                row(
                    self._step(
                        "rectify",
                        Words("整改完成", "It was put right"),
                        {"measures": "measures"},
                        primary=True,
                    ),
                    1,
                )
            )
        else:
            inside.addWidget(self.fields["text"])
            inside.addWidget(self.complex)
            inside.addLayout(
                row(
                    self._step(
                        "call-back", Words("登记回访", "Record the call back"), {"text": "text"}, primary=True
                    ),
                    1,
                )
            )
        self._detail.addWidget(frame)
        frame, inside = card()
        supervisor = self._officer.role == "supervisor"
        if rating.appeal:
            inside.addWidget(label(self._say(f"申诉：{rating.appeal}", f"Appeal: {rating.appeal}")))
        if not rating.appeal or (supervisor and not rating.ruling):
            inside.addWidget(self.fields["reason"])
        extra: dict[str, object] = {"rating": rating.id}
        if not rating.appeal:
            inside.addLayout(
                row(self._step("appeal-rating", Words("误评申诉", "Appeal"), {"reason": "reason"}, extra), 1)
            )
        elif supervisor and not rating.ruling:
            inside.addLayout(
                row(
                    self._step("rule-appeal", Words("采纳，不计入", "Uphold, leave it out"), {"reason": "reason"}, {**extra, "upheld": True}),
                    self._step("rule-appeal", Words("不采纳", "Dismiss"), {"reason": "reason"}, {**extra, "upheld": False}),
                    1,
                )
            )  # fmt: skip
        self._detail.addWidget(frame)

    def _step(
        self,
        verb: str,
        words: Words,
        takes: dict[str, str],
        extra: dict[str, object] | None = None,
        *,
        primary: bool = False,
    ) -> QWidget:
        made = button(words.say(self._lang), "primary" if primary else "")
        made.clicked.connect(lambda: self._act(verb, takes, extra or {}))
        return made

    def _act(self, verb: str, takes: dict[str, str], extra: dict[str, object]) -> None:
        if self._chosen is None:
            return
        number, key = self._chosen
        data: dict[str, object] = {code: self.fields[field].text() for code, field in takes.items()} | extra
        if verb in ("call-back", "rectify"):
            data["rectification"] = key
        if verb == "call-back":
            data["complex"] = self.complex.isChecked()

        def done(_: object) -> None:
            for field in self.fields.values():
                field.edit.clear()
            self.reload()

        def failed(error: CounterError) -> None:
            if place_errors(self.fields, error.fields, self._lang) or not error.fields:
                self.refused.emit(error)

        self._tasks.write(partial(carry_out, self._core.app, verb, number, self._officer, data), done, failed)
