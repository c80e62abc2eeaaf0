"""One application: a head that stays, its cases with their steps, form, papers, history, clocks."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from counter.domain.application import Dossier
from counter.domain.calendar import CHINA, WorkCalendar
from counter.domain.case import CaseFile
from counter.domain.explanation import ledger
from counter.domain.identity import mask_number
from counter.domain.limit import Unit
from counter.domain.papers import circled
from counter.domain.words import Lang, Words
from counter.ui.actions import hint
from counter.ui.cases.back import BackPanel
from counter.ui.cases.listing import event_list, material_list, paper_list
from counter.ui.cases.mending import MendingPanel
from counter.ui.cases.strip import DayStrip
from counter.ui.clocks import said, tone_of
from counter.ui.theme import SPACE, Theme, tone_colour
from counter.ui.widgets import button, card, clear, label, row
from counter.usecases.paper_facts import answer_groups, names_of
from counter.usecases.ports import Officer
from counter.usecases.wording import (
    CASE_STATES,
    CLOCK_KINDS,
    CLOSINGS,
    OUTCOMES,
    STANDINGS,
    event_words,
    full_moment_words,
    limit_words,
    moment_words,
)
from forms.catalogue import Catalogue
from forms.merge import merge_fields


class CasePage(QWidget):
    """Shows a dossier; every step is a signal."""

    step_requested = Signal(str, str, dict)
    papers_requested = Signal(str)
    paper_requested = Signal(str, str)
    slip_requested = Signal(str)
    closed = Signal()

    def __init__(self, lang: Lang, theme: Theme, officer: Officer) -> None:
        super().__init__()
        self.setObjectName("page")
        self._lang, self._theme, self._officer = lang, theme, officer
        self.number = ""
        self._head = QVBoxLayout()
        self._tabs = QTabWidget()
        self._reason = QLineEdit()
        self._reason.setPlaceholderText(
            "理由、结果名称或编号" if lang == "zh" else "Reason, or the result's name and number"
        )
        self.error = label("", "error")
        self.error.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE[3], SPACE[2], SPACE[3], SPACE[2])
        layout.addLayout(self._head)
        layout.addWidget(self.error)
        layout.addWidget(self._tabs, 1)

    def _say(self, zh: str, en: str) -> str:
        return zh if self._lang == "zh" else en

    def show_dossier(
        self, dossier: Dossier, catalogue: Catalogue, calendar: WorkCalendar, back: Any, now: Any
    ) -> None:
        """Show everything known of the application; *back* is what was said and what was sent."""
        same, at = dossier.application.number == self.number, self._tabs.currentIndex()
        self.number = dossier.application.number
        self.error.hide()
        self._show_head(dossier, catalogue)
        self._tabs.clear()
        self._tabs.addTab(self._cases(dossier, catalogue, now), self._say("办件", "Cases"))
        self._tabs.addTab(
            self._clocks(dossier, catalogue, calendar, now), self._say("时限解释", "Deadlines explained")
        )
        self._tabs.addTab(self._form(dossier, catalogue), self._say("表单", "Form"))
        self._tabs.addTab(material_list(dossier, catalogue, self._lang), self._say("材料", "Materials"))
        papers = paper_list(dossier, self._lang)
        papers.itemActivated.connect(lambda item: self._open(dossier, papers.row(item)))
        self._tabs.addTab(papers, self._say("文书", "Papers"))
        panel = BackPanel(dossier, back[0], back[1], self._officer, self._lang)
        panel.step_requested.connect(lambda verb, data: self.step_requested.emit(verb, self.number, data))
        panel.slip_requested.connect(lambda: self.slip_requested.emit(self.number))
        self._tabs.addTab(panel, self._say("发件与评价", "Back and ratings"))
        self._tabs.addTab(event_list(dossier, self._lang), self._say("经过", "History"))
        self._tabs.setCurrentIndex(at if same and at >= 0 else 0)

    def show_tab(self, number: int) -> None:
        """Bring a tab to the front."""
        self._tabs.setCurrentIndex(number)

    def show_refusal(self, words: Words) -> None:
        """Show why a step did not happen."""
        self.error.setText("✕ " + words.say(self._lang))
        self.error.show()

    def _show_head(self, dossier: Dossier, catalogue: Catalogue) -> None:
        clear(self._head)
        one, lang = dossier.application, self._lang
        back = button(self._say("‹ 返回 Esc", "‹ Back Esc"), "link")
        back.clicked.connect(self.closed)
        again = button(hint("print").say(lang))
        again.clicked.connect(lambda: self.papers_requested.emit(self.number))
        package = catalogue.packages.get(one.package or "")
        title = package.name.say(lang) if package else one.title
        state = self._say("已作废", "Void") if one.void_reason else OUTCOMES[one.outcome].say(lang)
        number = label(one.number, "number", wrap=False)
        self._head.addLayout(row(back, number, label(title, "title", wrap=False), 1, again))
        facts = f"{one.applicant_name} · {state} · {full_moment_words(one.received_at).say(lang)} · {self._say('窗口', 'window')} {one.window}"
        self._head.addWidget(label(facts, "quiet"))

    def _scrolled(self) -> tuple[QScrollArea, QVBoxLayout]:
        inner = QWidget()
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(0, SPACE[1], SPACE[1], SPACE[1])
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(inner)
        return area, layout

    def _cases(self, dossier: Dossier, catalogue: Catalogue, now: Any) -> QWidget:
        area, layout = self._scrolled()
        self._reason = QLineEdit()
        self._reason.setPlaceholderText(
            self._say(
                "理由，或结果名称 编号（按需填写后点按钮）",
                "Reason, or the result's name and number, then the button",
            )
        )
        for file in dossier.files:
            layout.addWidget(self._case(file, catalogue, now))
        if any(self._verbs(file) for file in dossier.files):
            layout.addWidget(self._reason)
        layout.addStretch(1)
        return area

    def _case(self, file: CaseFile, catalogue: Catalogue, now: Any) -> QFrame:
        case, lang = file.case, self._lang
        item = catalogue.items[case.item]
        frame, inside = card()
        done = file.completed_at is not None
        tone = tone_of(case.due_at, case.claim_before, now, done=done, state=str(case.state))
        clock = label(said(case.due_at, tone, now, lang), "head", wrap=False)
        clock.setStyleSheet(f"color: {tone_colour(self._theme, tone)}")
        name = label(f"{circled(case.ordinal)} {item.name.say(lang)}", "head", wrap=False)
        inside.addLayout(row(name, 1, clock))
        state = (
            CLOSINGS[case.closing].say(lang)
            if case.closing in CLOSINGS
            else CASE_STATES[str(case.state)].say(lang)
        )
        facts = [
            catalogue.departments[case.department].name.say(lang),
            state,
            case.handler or "",
            case.case_no,
        ]
        inside.addWidget(label(" · ".join(f for f in facts if f), "quiet"))
        waits = next(
            (c for c in file.clocks if c.started_at is None and c.kind in ("measure", "promised")), None
        )
        if waits is not None and not case.closing:
            needs = tuple(n for n in waits.needs if n not in file.moments)
            first = event_words(needs, names_of(catalogue))
            inside.addWidget(label(self._say(f"○ {first.zh}后起算", f"○ starts with {first.en}"), "quiet"))
        if case.result:
            inside.addWidget(label(f"{case.result.get('name', '')} {case.result.get('no', '')}"))
        verbs = self._verbs(file)
        if verbs:
            line = QHBoxLayout()
            for n, (verb, words, data) in enumerate(verbs):
                made = button(words.say(lang), "primary" if n == 0 else "")
                made.clicked.connect(lambda _=False, v=verb, no=case.case_no, d=data: self._step(v, no, d))
                line.addWidget(made)
            line.addStretch(1)
            inside.addLayout(line)
        return frame

    def _verbs(self, file: CaseFile) -> list[tuple[str, Words, Mapping[str, object]]]:
        """Return the steps that the officer may take now, the usual one first."""
        case, officer = file.case, self._officer
        found: list[tuple[str, Words, Mapping[str, object]]] = []
        mine = officer.may_review(case.department)
        if case.closing or not (mine or officer.role == "clerk"):
            return found
        if mine and case.state == "waiting":
            found.append(("claim", Words("领取", "Claim"), {}))
        if mine and case.state == "claimed" and case.handler == officer.name:
            found += [
                ("approve", Words("批准", "Approve"), {}),
                ("refuse", Words("不予批准（填理由）", "Refuse (give the reason)"), {}),
                ("release", Words("退回队列", "Release"), {}),
            ]
        if case.state == "decided":
            found.append(("register-result", Words("登记结果（填名称、编号）", "Register the result"), {}))
        if case.state in ("waiting", "claimed", "decided"):
            names = {
                e.removeprefix("milestone:")
                for c in file.clocks
                for e in (*c.needs, *c.ends)
                if e.startswith("milestone:")
            }
            known = {n.removeprefix("milestone:") for n in file.moments}
            for name in sorted(names - known):
                label_words = self._milestones.get(name, Words(name, name))
                found.append(("milestone", Words(f"已{label_words.zh}", label_words.en), {"name": name}))
        return found

    _milestones: Mapping[str, Words] = {}

    def know_milestones(self, names: Mapping[str, Words]) -> None:
        """Give the names of milestones for the buttons."""
        self._milestones = names

    def _step(self, verb: str, case_no: str, data: Mapping[str, object]) -> None:
        text = self._reason.text().strip()
        found = dict(data)
        if verb == "refuse":
            found = {"reasons": text, "basis": self._say("见决定书所列依据", "as stated in the decision")}
        elif verb == "register-result":
            name, _, number = text.partition(" ")
            found = {"name": name or self._say("结果", "Result"), "no": number}
        elif verb == "approve" and text:
            found = {"result_name": text}
        self.step_requested.emit(verb, case_no, found)

    def _clocks(self, dossier: Dossier, catalogue: Catalogue, calendar: WorkCalendar, now: Any) -> QWidget:
        area, layout = self._scrolled()
        lang = self._lang
        for file in dossier.files:
            name = catalogue.items[file.case.item].name.say(lang)
            for clock in file.clocks:
                frame, inside = card()
                state = clock.standing(now, calendar)
                measure = catalogue.measure_of_rule.get(clock.rule)
                rule = (
                    self._say(f"措施 {measure} · {clock.rule}", f"measure {measure} · {clock.rule}")
                    if measure
                    else ""
                )
                head = f"{circled(file.case.ordinal)} {name} · {CLOCK_KINDS[clock.kind].say(lang)} {limit_words(clock.limit).say(lang)}  {rule}"
                standing = label(STANDINGS[state].say(lang), "", wrap=False)
                standing.setStyleSheet(f"color: {tone_colour(self._theme, state)}; font-weight: 700")
                binds = self._say("  ◀ 以此为准", "  ◀ binds") if clock.rule == file.case.binding else ""
                inside.addLayout(row(label(head + binds, "head", wrap=False), 1, standing))
                answer = clock.reckoned(file.suspensions, calendar)
                if answer is None or clock.started_at is None:
                    words = event_words(
                        tuple(n for n in clock.needs if n not in file.moments), names_of(catalogue)
                    )
                    inside.addWidget(label(self._say(f"等待：{words.zh}", f"Waits for: {words.en}"), "quiet"))
                else:
                    start, due = (
                        moment_words(clock.started_at).say(lang),
                        moment_words(clock.due_at).say(lang),
                    )
                    note = (
                        self._say(
                            "（暂定：跨入未公布安排的年份）", " (provisional: a year without an arrangement)"
                        )
                        if clock.provisional
                        else ""
                    )
                    inside.addWidget(
                        label(self._say(f"{start} 起算，{due} 到期{note}", f"From {start}, due {due}{note}"))
                    )
                    stops = clock.stopped_by(file.suspensions)
                    days = ledger(clock.limit, clock.started_at, calendar, answer, stops, now)
                    inside.addWidget(
                        DayStrip(
                            days,
                            now.astimezone(CHINA).date(),
                            self._theme,
                            lang,
                            hours=clock.limit.unit is Unit.WORKING_HOURS,
                        )
                    )
                layout.addWidget(frame)
        layout.addStretch(1)
        return area

    def _form(self, dossier: Dossier, catalogue: Catalogue) -> QWidget:
        area, layout = self._scrolled()
        lang = self._lang
        form: Mapping[str, Any] = dossier.application.form
        frame, inside = card()
        for party in form["parties"]:
            text = f"{party['name']} · {mask_number(party['id_number'])} · {party.get('phone', '')}"
            inside.addWidget(label(text))
        layout.addWidget(frame)
        items = [catalogue.items[code] for code in form["items"]]
        if self._officer.role in ("clerk", "supervisor") and dossier.application.void_reason is None:
            fields = {
                f"answers.{one.kind.code}": one.kind.label
                for one in merge_fields(catalogue, items)
                if one.kind.type != "table"
            }
            mending = MendingPanel(fields, lang)
            mending.step_requested.connect(
                lambda verb, data: self.step_requested.emit(verb, self.number, data)
            )
            layout.addWidget(mending)
        for group, answers in answer_groups(form.get("answers", {}), catalogue, items):
            frame, inside = card()
            inside.addWidget(label(group.say(lang), "head"))
            pairs = QFormLayout()
            for answer in answers:
                value = answer.value.say(lang)
                if answer.rows:
                    value = "\n".join("  ".join(cell for cell in line if cell) for line in answer.rows)
                pairs.addRow(label(answer.label.say(lang), "quiet"), label(value))
            inside.addLayout(pairs)
            layout.addWidget(frame)
        layout.addStretch(1)
        return area

    def _open(self, dossier: Dossier, number: int) -> None:
        paper = dossier.papers[number]
        self.paper_requested.emit(paper.kind, paper.sha256)
