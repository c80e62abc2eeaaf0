"""The intake page: three columns over one form file; every change is judged at once."""

import uuid
from dataclasses import replace
from datetime import date
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

from counter.domain.calendar import CHINA, WorkCalendar
from counter.domain.errors import InputRefused
from counter.domain.id_card import Card
from counter.domain.words import Lang, Words
from counter.ui.intake.answers import AnswersForm
from counter.ui.intake.choice import ChoicePanel
from counter.ui.intake.extras import ExtrasPanel
from counter.ui.intake.history import HistoryPanel
from counter.ui.intake.materials import MaterialsPanel
from counter.ui.intake.people import PeopleForm
from counter.ui.theme import SPACE
from counter.ui.widgets import card, label
from counter.usecases.intake.accept import draft_cases
from counter.usecases.reading.applicant_history import ApplicantHistory
from forms.catalogue import Catalogue
from forms.form_reading import Reading
from forms.merge import facts_of
from forms.submission import HandedIn
from forms.verdict import judge, judge_materials

AUTOSAVE_MS = 700


class IntakePage(QWidget):
    """Pages are dumb: this one shows a form file and says what is wanted; the desk does it."""

    draft_changed = Signal(str, dict)
    accept_requested = Signal(dict)
    preview_requested = Signal(dict)
    person_requested = Signal(str, str)
    inquiry_requested = Signal(dict)
    guide_requested = Signal(str)

    def __init__(self, catalogue: Catalogue, lang: Lang, read_form: Any) -> None:
        super().__init__()
        self.setObjectName("page")
        self.catalogue, self._lang, self._read = catalogue, lang, read_form
        self._calendar: WorkCalendar | None = None
        self._now: Any = None
        self.draft_id = str(uuid.uuid4())
        self._key = str(uuid.uuid4())
        self._shown_errors = False
        self._asked: set[str] = set()
        self._confirmed: list[str] = []
        self._last: dict[str, Any] = {}
        self.choice = ChoicePanel(catalogue, lang)
        self.people = PeopleForm(lang)
        self.material_panel = MaterialsPanel(catalogue, lang)
        self.answers = AnswersForm(catalogue, lang)
        self.history = HistoryPanel(lang)
        self.extras = ExtrasPanel(lang)
        self._build()
        self._autosave = QTimer(self, singleShot=True, interval=AUTOSAVE_MS)
        self._autosave.timeout.connect(lambda: self.draft_changed.emit(self.draft_id, self.form()))
        self.choice.changed.connect(self._choice_changed)
        self.choice.chosen.connect(self.focus_form)
        self.choice.answers_decided.connect(self._decided)
        self.people.changed.connect(self._changed)
        self.answers.changed.connect(self._changed)
        self.answers.left.connect(self._left)
        self.people.identified.connect(self.person_requested)
        self.extras.changed.connect(self._changed)
        self.material_panel.changed.connect(self._changed)
        self.material_panel.accept_requested.connect(self.request_accept)
        self.material_panel.preview_requested.connect(lambda: self.preview_requested.emit(self.form()))
        self.judge()

    def _build(self) -> None:
        form = QWidget()
        column = QVBoxLayout(form)
        column.setContentsMargins(SPACE[2], SPACE[2], SPACE[2], SPACE[2])
        frame, inside = card()
        inside.addWidget(label("申请人" if self._lang == "zh" else "Applicant", "head"))
        inside.addWidget(self.people)
        inside.addWidget(self.history)
        inside.addWidget(self.extras)
        column.addWidget(frame)
        column.addWidget(self.answers)
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
        splitter.addWidget(self.material_panel)
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
        empty = [editors[code] for code in ("id_number", "name") if not editors[code].value()]
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
            "answers": self.answers.answered(),
            "materials": self.material_panel.materials(),
            "commitments": sorted(self.material_panel.commitments),
            "green_channel": self.choice.green.currentData() or None,
            "signature": {"method": self.material_panel.method.currentData()},
            "decisions": self.material_panel.outcome.decisions(self.choice.items()),
            "confirmed": self._confirmed,
            "idempotency_key": self._key,
            **self.extras.value(),
        }

    def show_form(self, form: dict[str, Any], draft_id: str | None = None) -> None:
        """Show a form file: a draft, or an empty one for the next applicant."""
        self.draft_id = draft_id or str(uuid.uuid4())
        self._key = form.get("idempotency_key") or str(uuid.uuid4())
        self.history.forget()
        self.extras.blockSignals(True)
        self.extras.show_value(form)
        self.extras.blockSignals(False)
        self._shown_errors = False
        self._asked = set()
        self._confirmed = []
        self.choice.blockSignals(True)
        self.choice.show_choice(form.get("package"), list(form.get("items") or []))
        index = self.choice.green.findData(form.get("green_channel") or "")
        self.choice.green.setCurrentIndex(max(index, 0))
        self.choice.blockSignals(False)
        self.material_panel.show_materials(form.get("materials"), form.get("commitments"))
        self.material_panel.outcome.show_decisions(form.get("decisions"))
        self.material_panel.signed.setChecked(False)
        self._rebuild()
        self.people.blockSignals(True)
        self.people.show_value(form.get("parties"))
        self.people.blockSignals(False)
        self.answers.show_values(form.get("answers") or {})
        self.judge()

    def clear(self) -> None:
        """Begin the next application."""
        self._autosave.stop()
        self.show_form({})
        self.choice.search.setFocus()

    def _choice_changed(self) -> None:
        kept = self.answers.values()
        self._rebuild()
        self.answers.show_values(kept)
        self._changed()

    def _decided(self, answers: dict[str, object]) -> None:
        self.answers.show_values(answers)
        self._changed()

    def _rebuild(self) -> None:
        self.answers.rebuild([self.catalogue.items[code] for code in self.choice.items()], self._key)

    def _left(self, code: str) -> None:
        if self.answers.editors[code].value():
            self._asked.add(code)
            self.judge()

    def show_history(self, history: ApplicantHistory) -> None:
        """Show what is known of the applicant; name and telephone go into fields that are still empty."""
        party = history.party
        values = {"name": party.name, "phone": party.phone, "type": party.type} if party else {}
        filled = self.people.applicant.fill_empty(values)
        self.history.show_history(history, self._today(), filled=filled)
        self._changed()

    def _today(self) -> date:
        return self._now().astimezone(CHINA).date() if self._now else date.min

    def show_card(self, card: Card) -> None:
        """Fill the person that has the cursor, else the applicant, from the card."""
        self.people.show_card(card)
        self._changed()

    def take_last_answers(self) -> None:
        """Fill what the applicant answered the last time into questions that are still empty (one key)."""
        self.answers.show_values(self.history.history.answers, only_empty=True)
        self._changed()

    def begin_same(self) -> None:
        """Begin another application of the same people: nothing typed is asked again."""
        form, answers = self.form(), self.answers.values()
        self._last = self._last if not form["items"] else {"parties": form["parties"], "answers": answers}
        self.show_form({"parties": self._last.get("parties")})
        self.history.history = replace(self.history.history, answers=self._last.get("answers", {}))
        self.choice.search.setFocus()

    def request_inquiry(self) -> None:
        """Record a visit that ends here: the items that were asked about and what is not there yet."""
        missing = [
            f.material.code for f in self.material_panel.findings if f.state not in ("received", "waived")
        ]
        told = [c for c in missing if c not in self.material_panel.commitments]
        self.inquiry_requested.emit({
            "items": self.choice.items(), "missing": told if self.material_panel.handed else [],
            "first_responder": self.extras.fields["first_responder"].text(),
            "ticket_no": self.extras.fields["ticket_no"].text(),
        })  # fmt: skip

    def request_guide(self) -> None:
        """Ask for the service guide of the item that was chosen first."""
        if self.choice.items():
            self.guide_requested.emit(self.choice.items()[0])

    def _changed(self) -> None:
        if self.material_panel.signed.isChecked():
            self.material_panel.signed.setChecked(False)  # what was signed is no longer what stands here
        self.material_panel.show_error(None)
        self.judge()
        self._autosave.start()

    def judge(self) -> Reading:
        """Judge the form as it stands: visible questions, errors, materials, verdict, due moments."""
        reading: Reading = self._read(self.form())
        items = [self.catalogue.items[code] for code in self.choice.items()]
        answers = self.answers.with_defaults()
        facts = facts_of(
            answers, items, agent=self.people.has_agent.isChecked(),
            applicant_type=str(self.people.applicant.editors["type"].value()), package=self.choice.package,
            green_channel=str(self.choice.green.currentData()),
        )  # fmt: skip
        self.answers.show_facts(facts)
        order = {item.code: n for n, item in enumerate(items, 1)}
        submission = reading.submission
        barred = self.history.is_barred(self._today() if self._now else None)
        self.history.show_doubles(self.choice.items())
        verdict = judge(self.catalogue, submission, barred=barred) if submission is not None else None
        if verdict is not None:
            findings, word = verdict.materials, verdict.verdict
        else:
            handed = [m for m in self._handed() if m.code in self.catalogue.material_names]
            findings = judge_materials(
                self.catalogue, items, facts, handed, self.material_panel.commitments, barred=barred
            )
            lacking = any(f.state == "missing" for f in findings)
            open_ones = any(f.state in ("deferrable", "committable") for f in findings)
            word = "inform" if lacking or not items else "accept_with_shortfall" if open_ones else "accept"
        self.material_panel.show_findings(findings, order)
        cases = []
        if submission is not None and verdict is not None and self._calendar is not None:
            try:
                cases = draft_cases(self.catalogue, submission, verdict, self._now(), self._calendar)
            except InputRefused:
                cases = []
        self.material_panel.show_verdict(word, findings, cases)
        self._show_errors(reading)
        return reading

    def _handed(self) -> list[HandedIn]:
        return [
            HandedIn(
                str(m["code"]),
                str(m["form"]),
                int(m.get("copies", 1)),  # type: ignore[call-overload]
                due=date.fromisoformat(str(m["due"])) if m.get("due") else None,
            )
            for m in self.material_panel.materials()
        ]

    def _show_errors(self, reading: Reading) -> None:
        self.answers.show_findings(reading, self._asked, shown=self._shown_errors)
        if self._shown_errors:
            self.people.show_findings(reading.errors, reading.warnings)

    def main_step(self) -> None:
        """Do what F9 means here."""
        self.request_accept()

    def request_accept(self) -> None:
        """Ask for acceptance, or put the cursor on the first thing that stands in its way."""
        self._shown_errors = True
        reading = self.judge()
        if reading.errors:
            n = len(reading.errors)
            self.material_panel.show_error(
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
            self.material_panel.show_error(words)
            return
        if not self.material_panel.signed.isChecked():
            self.material_panel.show_error(
                Words(
                    "请先由申请人核对签名（F7 预览申请表）。",
                    "The applicant has to check and sign first (F7 shows the form).",
                )
            )
            self.material_panel.signed.setFocus()
            return
        self._autosave.stop()
        self.material_panel.accept.setEnabled(False)
        self.accept_requested.emit(self.form())

    def _focus_error(self, path: str) -> None:
        head, _, rest = path.partition(".")
        target: QWidget | None = None
        if head == "answers":
            editor = self.answers.editors.get(rest.split("[")[0])
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
        self.material_panel.accept.setEnabled(True)
        self.material_panel.show_error(words)

    def accepted(self) -> None:
        """Make the page ready for the next applicant, or for the same one's next item."""
        self._last = {"parties": self.people.value(), "answers": self.answers.values()}
        self.material_panel.accept.setEnabled(True)
        self.clear()
