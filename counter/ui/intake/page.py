"""The intake page: three columns over one form file; every change is judged at once."""

import uuid
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QFrame,
    QLineEdit,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from counter.domain.calendar import WorkCalendar
from counter.domain.errors import InputRefused
from counter.domain.papers import circled
from counter.domain.words import Lang, Words
from counter.ui.intake.choice import ChoicePanel
from counter.ui.intake.fields import FieldEditor
from counter.ui.intake.papers import PapersPanel
from counter.ui.intake.people import PeopleForm
from counter.ui.theme import SPACE
from counter.ui.widgets import Grid, card, clear, label
from counter.usecases.accept import draft_cases
from forms.catalogue import Catalogue
from forms.form_reading import Reading
from forms.merge import MergedField, drawn, facts_of, merge_fields, with_defaults
from forms.submission import HandedIn
from forms.verdict import judge, judge_materials

AUTOSAVE_MS = 700
LONG = 100
"""Characters from which a question takes a line of its own."""
CARRIED = (
    "channel", "delivery", "ticket_no", "appointment_no", "first_responder", "external_refs",
    "on_behalf_of", "project",
)  # fmt: skip
"""What a form that was started elsewhere brings along and the page itself does not ask."""


class IntakePage(QWidget):
    """Pages are dumb: this one shows a form file and says what is wanted; the desk does it."""

    draft_changed = Signal(str, dict)
    accept_requested = Signal(dict)
    preview_requested = Signal(dict)
    person_requested = Signal(str, str)

    def __init__(self, catalogue: Catalogue, lang: Lang, read_form: Any) -> None:
        super().__init__()
        self.setObjectName("page")
        self._catalogue, self._lang, self._read = catalogue, lang, read_form
        self._calendar: WorkCalendar | None = None
        self._now: Any = None
        self.draft_id = str(uuid.uuid4())
        self._key = str(uuid.uuid4())
        self._editors: dict[str, FieldEditor] = {}
        self._fields: tuple[MergedField, ...] = ()
        self._carried: dict[str, Any] = {}
        self._shown_errors = False
        self._asked: set[str] = set()
        self._confirmed: list[str] = []
        self.choice = ChoicePanel(catalogue, lang)
        self.people = PeopleForm(lang)
        self.papers = PapersPanel(catalogue, lang)
        self._answers = QVBoxLayout()
        self._offer = label("", "warning")
        self._offer.hide()
        self._build()
        self._autosave = QTimer(self, singleShot=True, interval=AUTOSAVE_MS)
        self._autosave.timeout.connect(lambda: self.draft_changed.emit(self.draft_id, self.form()))
        self.choice.changed.connect(self._choice_changed)
        self.choice.chosen.connect(self.focus_form)
        self.choice.answers_decided.connect(self._decided)
        self.people.changed.connect(self._changed)
        self.people.identified.connect(self._identified)
        self.papers.changed.connect(self._changed)
        self.papers.accept_requested.connect(self.request_accept)
        self.papers.preview_requested.connect(lambda: self.preview_requested.emit(self.form()))
        self.judge()

    def _build(self) -> None:
        form = QWidget()
        column = QVBoxLayout(form)
        column.setContentsMargins(SPACE[2], SPACE[2], SPACE[2], SPACE[2])
        frame, inside = card()
        inside.addWidget(label("申请人" if self._lang == "zh" else "Applicant", "head"))
        inside.addWidget(self._offer)
        inside.addWidget(self.people)
        column.addWidget(frame)
        column.addLayout(self._answers)
        column.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidget(form)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        splitter = QSplitter()
        splitter.addWidget(self.choice)
        splitter.addWidget(self._scroll)
        splitter.addWidget(self.papers)
        splitter.setStretchFactor(0, 2)
        splitter.setStretchFactor(1, 4)
        splitter.setStretchFactor(2, 3)
        splitter.setSizes([270, 560, 400])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(splitter)

    def set_calendar(self, calendar: WorkCalendar, now: Any) -> None:
        """Give what due moments are previewed with."""
        self._calendar, self._now = calendar, now
        self.judge()

    def focus_form(self) -> None:
        """Put the cursor into the first empty field of the applicant."""
        editors = self.people.applicant.editors
        empty = [e for code, e in editors.items() if code in ("name", "id_number") and not e.value()]
        (empty or list(editors.values()))[0].editor.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter go to the next field that applies."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            at = QApplication.focusWidget()
            if isinstance(at, (QLineEdit, QComboBox, QCheckBox)):
                self.focusNextChild()
                return
        super().keyPressEvent(event)

    def form(self) -> dict[str, Any]:
        """Return the form file as it stands."""
        return {
            "package": self.choice.package,
            "items": self.choice.items(),
            "parties": self.people.value(),
            "answers": {
                code: value
                for code, editor in self._editors.items()
                if (value := editor.value()) not in ("", None, [])
            },
            "materials": self.papers.materials(),
            "commitments": sorted(self.papers.commitments),
            "green_channel": self.choice.green.currentData() or None,
            "signature": {"method": self.papers.method.currentData()},
            "decisions": self.papers.outcome.decisions(self.choice.items()),
            "confirmed": self._confirmed,
            "idempotency_key": self._key,
            **self._carried,
        }

    def show_form(self, form: dict[str, Any], draft_id: str | None = None) -> None:
        """Show a form file: a draft, or an empty one for the next applicant."""
        self.draft_id = draft_id or str(uuid.uuid4())
        self._key = form.get("idempotency_key") or str(uuid.uuid4())
        self._carried = {key: form[key] for key in CARRIED if form.get(key)}
        self._shown_errors = False
        self._asked = set()
        self._confirmed = []
        self.choice.blockSignals(True)
        self.choice.show_choice(form.get("package"), list(form.get("items") or []))
        index = self.choice.green.findData(form.get("green_channel") or "")
        self.choice.green.setCurrentIndex(max(index, 0))
        self.choice.blockSignals(False)
        self.papers.show_materials(form.get("materials"), form.get("commitments"))
        self.papers.outcome.show_decisions(form.get("decisions"))
        self.papers.signed.setChecked(False)
        self._rebuild()
        self.people.blockSignals(True)
        self.people.show_value(form.get("parties"))
        self.people.blockSignals(False)
        answers = form.get("answers") or {}
        for code, editor in self._editors.items():
            if code in answers:
                editor.show_value(answers[code])
        self._offer.hide()
        self.judge()

    def clear(self) -> None:
        """Begin the next application."""
        self._autosave.stop()
        self.show_form({})
        self.choice.search.setFocus()

    def _choice_changed(self) -> None:
        kept = {code: editor.value() for code, editor in self._editors.items()}
        self._rebuild()
        for code, value in kept.items():
            if code in self._editors and value not in ("", None, []):
                self._editors[code].show_value(value)
        self._changed()

    def _decided(self, answers: dict[str, object]) -> None:
        for code, value in answers.items():
            if code in self._editors:
                self._editors[code].show_value(value)
        self._changed()

    def _rebuild(self) -> None:
        """Make the editors of the merged form; answers are put back by the caller."""
        clear(self._answers)
        self._editors = {}
        items = [self._catalogue.items[code] for code in self.choice.items()]
        self._fields = merge_fields(self._catalogue, items)
        order = {item.code: n for n, item in enumerate(items)}
        groups: dict[str, Grid] = {}
        for field in self._fields:
            group = field.kind.group
            if group not in groups:
                frame, inside = card()
                inside.addWidget(label(self._catalogue.groups[group].say(self._lang), "head"))
                groups[group] = Grid()
                inside.addLayout(groups[group].layout)
                self._answers.addWidget(frame)
            numbers = "".join(circled(order[code] + 1) for code in field.items) if len(items) > 1 else ""
            editor = FieldEditor(drawn(field.kind, self._key), self._lang, numbers)
            editor.changed.connect(lambda _: self._changed())
            editor.left.connect(self._left)
            groups[group].add(
                editor,
                wide=field.kind.type in ("multiline", "table")
                or (field.kind.type == "text" and (field.kind.maximum or 0) >= LONG),
            )
            self._editors[field.kind.code] = editor

    def _left(self, code: str) -> None:
        if self._editors[code].value():
            self._asked.add(code)
            self.judge()

    def _identified(self, id_type: str, number: str) -> None:
        self.person_requested.emit(id_type, number)

    def offer_person(self, name: str, phone: str) -> None:
        """Fill what the person gave the last time into fields that are still empty."""
        editors = self.people.applicant.editors
        filled = False
        for code, value in (("name", name), ("phone", phone)):
            if value and not editors[code].value():
                editors[code].show_value(value)
                filled = True
        if filled:
            words = Words(
                "已带出上次登记的姓名和电话，请核对。", "Name and telephone of the last visit; check them."
            )
            self._offer.setText(words.say(self._lang))
            self._offer.show()
            self._changed()

    def _changed(self) -> None:
        if self.papers.signed.isChecked():
            self.papers.signed.setChecked(False)  # what was signed is no longer what stands here
        self.papers.show_error(None)
        self.judge()
        self._autosave.start()

    def judge(self) -> Reading:
        """Judge the form as it stands: visible questions, errors, papers, verdict, due moments."""
        reading: Reading = self._read(self.form())
        items = [self._catalogue.items[code] for code in self.choice.items()]
        answers = with_defaults(self._fields, {c: e.value() for c, e in self._editors.items()})
        facts = facts_of(
            answers, items, agent=self.people.has_agent.isChecked(),
            applicant_type=str(self.people.applicant.editors["type"].value()), package=self.choice.package,
        )  # fmt: skip
        for field in self._fields:
            editor = self._editors[field.kind.code]
            editor.setVisible(field.applies(facts))
            editor.show_required(required=field.is_required(facts))
        order = {item.code: n for n, item in enumerate(items, 1)}
        submission = reading.submission
        verdict = judge(self._catalogue, submission) if submission is not None else None
        if verdict is not None:
            findings, word = verdict.materials, verdict.verdict
        else:
            handed = [m for m in self._handed() if m.code in self._catalogue.material_names]
            findings = judge_materials(self._catalogue, items, facts, handed, self.papers.commitments)
            lacking = any(f.state == "missing" for f in findings)
            open_ones = any(f.state in ("deferrable", "committable") for f in findings)
            word = "inform" if lacking or not items else "accept_with_shortfall" if open_ones else "accept"
        self.papers.show_findings(findings, order)
        cases = []
        if submission is not None and verdict is not None and self._calendar is not None:
            try:
                cases = draft_cases(self._catalogue, submission, verdict, self._now(), self._calendar)
            except InputRefused:
                cases = []
        self.papers.show_verdict(word, findings, cases)
        self._show_errors(reading)
        return reading

    def _handed(self) -> list[HandedIn]:
        return [
            HandedIn(str(m["code"]), str(m["form"]), int(m.get("copies", 1)))  # type: ignore[call-overload]
            for m in self.papers.materials()
        ]

    def _show_errors(self, reading: Reading) -> None:
        for code, editor in self._editors.items():
            path = f"answers.{code}"
            show = self._shown_errors or code in self._asked
            error = next(
                (w for key, w in reading.errors.items() if key == path or key.startswith(f"{path}[")), None
            )
            warning = next(
                (w for key, w in reading.warnings.items() if key == path or key.startswith(f"{path}[")), None
            )
            editor.show_finding(error if show else None, warning)
        if self._shown_errors:
            self.people.show_findings(reading.errors, reading.warnings)

    def request_accept(self) -> None:
        """Ask for acceptance, or put the cursor on the first thing that stands in its way."""
        self._shown_errors = True
        reading = self.judge()
        if reading.errors:
            n = len(reading.errors)
            self.papers.show_error(
                Words(
                    f"还有 {n} 处需要改正，光标已移到第一处。",
                    f"{n} entries to correct; the cursor is on the first.",
                )
            )
            self._focus_error(next(iter(reading.errors)))
            return
        odd = sorted(reading.warnings)
        if odd and odd != self._confirmed:
            self._confirmed = odd
            words = Words(
                f"有 {len(odd)} 处提示（▲），核对无误后再按一次 F9 即确认。",
                f"{len(odd)} notes (▲) to check; press F9 once more to confirm them.",
            )
            self.papers.show_error(words)
            return
        if not self.papers.signed.isChecked():
            self.papers.show_error(
                Words(
                    "请先由申请人核对签名（F7 预览申请表）。",
                    "The applicant has to check and sign first (F7 shows the form).",
                )
            )
            self.papers.signed.setFocus()
            return
        self._autosave.stop()
        self.papers.accept.setEnabled(False)
        self.accept_requested.emit(self.form())

    def _focus_error(self, path: str) -> None:
        head, _, rest = path.partition(".")
        target: QWidget | None = None
        if head == "answers":
            editor = self._editors.get(rest.split("[")[0])
            target = editor.editor if editor else None
        elif head.startswith("parties"):
            holder = self.people.second if head == "parties[1]" else self.people.applicant
            if rest.startswith("agent."):
                holder, rest = self.people.agent, rest.removeprefix("agent.")
            field = holder.editors.get(rest)
            target = field.editor if field else None
        elif head.startswith(("items", "package")):
            target = self.choice.search
        if target is not None:
            self._scroll.ensureWidgetVisible(target)
            target.setFocus()

    def show_refusal(self, words: Words) -> None:
        """Show why the acceptance did not happen; the form stays as it is."""
        self.papers.accept.setEnabled(True)
        self.papers.show_error(words)

    def accepted(self) -> None:
        """Make the page ready for the next applicant."""
        self.papers.accept.setEnabled(True)
        self.clear()
