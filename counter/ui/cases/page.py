"""One application: a head that stays, its cases with their steps, form, printouts, history, clocks."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from counter.domain.application import Dossier
from counter.domain.case import ClockedCase
from counter.domain.errors import CounterError
from counter.domain.identity import mask_number
from counter.domain.printout import circled
from counter.domain.roles import WINDOW, Role
from counter.domain.words import Lang, Words
from counter.ui.actions import hint
from counter.ui.cases.back import BackPanel
from counter.ui.cases.clock_tab import ClockTab, scrolled
from counter.ui.cases.copy_tab import CopyTab
from counter.ui.cases.correction import CorrectionPanel
from counter.ui.cases.desk import CaseFacts
from counter.ui.cases.listing import event_list, printout_list
from counter.ui.cases.project_tab import project_tab
from counter.ui.cases.scans import ScanTab
from counter.ui.cases.second_visit import Entered, SecondVisitTab
from counter.ui.cases.steps import StepPanel
from counter.ui.cases.tabs import Tabs
from counter.ui.clocks import said, tone_of
from counter.ui.ports import Picture
from counter.ui.theme import SPACE, Theme, tone_colour
from counter.ui.widgets import button, card, clear, label, row
from counter.usecases.intake.awaited import awaited
from counter.usecases.ports.accounts import Officer
from counter.usecases.printouts.facts import answer_groups, names_of
from counter.usecases.reading.wording import CASE_STATES, CLOSINGS, OUTCOMES, event_words, full_moment_words
from counter.usecases.steps.pause import STOPS, Supplemented, supplemented
from forms.catalogue import Catalogue
from forms.merge import merge_fields

LEVELS = {
    "head": Words("待部门负责人", "before the head of the department"),
    "joint": Words("意见已出，等待统一结论", "opinion given, joint conclusion awaited"),
}

Place = tuple[str, str, Callable[[], QWidget]]


class CasePage(QWidget):
    """Shows a dossier; every step is a signal. The panel at the right keeps what is being entered."""

    step_requested = Signal(str, str, dict)
    printouts_requested = Signal(str)
    printout_requested = Signal(str, str)
    slip_requested = Signal(str)
    scan_requested = Signal(str, str)
    attach_requested = Signal(str, list)
    page_taken = Signal(str, object, str)
    take_requested = Signal(str, list, dict)
    closed = Signal()

    def __init__(self, lang: Lang, theme: Theme, officer: Officer) -> None:
        super().__init__()
        self.setObjectName("page")
        self._lang, self._theme, self._officer = lang, theme, officer
        self.number = ""
        self._shown: CaseFacts | None = None
        self.second_visit: SecondVisitTab | None = None
        self._head = QVBoxLayout()
        self._tabs = Tabs()
        self.scans: ScanTab | None = None
        self.copying: CopyTab | None = None
        self._taken = False
        self.panel = StepPanel(lang, officer)
        self.panel.step_requested.connect(self.step_requested)
        self._tabs.currentChanged.connect(lambda _: self._tab_changed())
        self.error = label("", "error")
        self.error.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE[3], SPACE[2], SPACE[3], SPACE[2])
        layout.addLayout(self._head)
        layout.addWidget(self.error)
        body = QHBoxLayout()
        body.setSpacing(SPACE[2])
        body.addWidget(self._tabs, 1)
        body.addWidget(self.panel)
        layout.addLayout(body, 1)

    def _say(self, zh: str, en: str) -> str:
        return zh if self._lang == "zh" else en

    def show_facts(self, facts: CaseFacts, now: datetime) -> None:
        """Show everything known of the application; nothing moves when nothing of it changed."""
        if facts == self._shown:
            return
        dossier, catalogue = facts.dossier, facts.catalogue
        same, at = dossier.application.number == self.number, self._tabs.code()
        self._shown, self.number = facts, dossier.application.number
        self.error.hide()
        self._show_head(dossier, catalogue)
        waiting = awaited(dossier, catalogue) if self._officer.role in WINDOW else ()
        had_second_visit = self.second_visit is not None
        entered = self.second_visit.entered() if same and self.second_visit is not None else Entered()
        self.second_visit = SecondVisitTab(waiting, catalogue, self._lang, entered) if waiting else None
        if self.second_visit is not None:
            self.second_visit.take_requested.connect(self.main_step)
        typed = self._tabs.typed_in() - {"lane"} if same and not self._taken else set()
        self._tabs.renew(self._places(facts, now, len(waiting)), typed)
        self._taken = False
        if same and had_second_visit == bool(waiting):
            self._tabs.bring(at)
        if self.second_visit is not None and (entered.cursor or not same):
            self.second_visit.set_cursor(entered.cursor)
        self.panel.show_dossier(dossier, catalogue, facts.scans)
        self._tab_changed()

    def renew(self, facts: CaseFacts, now: datetime) -> None:
        """Show what changed in the application of this page; another that was opened meanwhile stays."""
        if facts.dossier.application.number == self.number:
            self.show_facts(facts, now)

    def _places(self, facts: CaseFacts, now: datetime, waiting: int) -> list[Place]:
        """Return the tabs by code, title and maker; the second visit first, if something is awaited."""
        dossier, catalogue, lang = facts.dossier, facts.catalogue, self._lang
        clocks = ClockTab(catalogue, facts.calendar, now, lang, self._theme)
        places: list[Place] = [
            ("cases", self._say("办件", "Cases"), lambda: self._cases(dossier, catalogue, now)),
            ("clocks", self._say("时限解释", "Deadlines explained"), lambda: clocks.of(dossier)),
            ("form", self._say("表单", "Form"), lambda: self._form(dossier, catalogue)),
            ("materials", self._say("材料与扫描件", "Materials, scans"), lambda: self._materials(facts)),
            ("papers", self._say("文书", "Papers"), lambda: self._printouts(dossier)),
            ("back", self._say("发件与评价", "Back and ratings"), lambda: self._back(facts)),
            ("events", self._say("经过", "History"), lambda: event_list(dossier, lang)),
        ]
        if self._officer.role in WINDOW:
            places.append(("copy", self._say("抄录", "Copy out"), lambda: self._copy(facts)))
        if facts.project is not None:
            project, days = facts.project, facts.calendar
            places.append(
                ("project", self._say("项目", "Project"),
                 lambda: project_tab(project, catalogue, days, now, lang, self._theme))
            )  # fmt: skip
        second_visit = self.second_visit
        if second_visit is not None:
            places.insert(
                0, ("lane", self._say(f"等待 {waiting}", f"Awaited {waiting}"), lambda: second_visit)
            )
        return places

    def _printouts(self, dossier: Dossier) -> QWidget:
        printouts = printout_list(dossier, self._lang)
        printouts.itemActivated.connect(lambda item: self._open(dossier, printouts.row(item)))
        return printouts

    def _back(self, facts: CaseFacts) -> QWidget:
        panel = BackPanel(facts.dossier, facts.back[0], facts.back[1], self._officer, self._lang)
        panel.step_requested.connect(lambda verb, data: self.step_requested.emit(verb, self.number, data))
        panel.slip_requested.connect(lambda: self.slip_requested.emit(self.number))
        return panel

    def _copy(self, facts: CaseFacts) -> QWidget:
        tab = CopyTab(facts.dossier.application.form, facts.catalogue, self._lang)
        tab.step_requested.connect(lambda verb, data: self.step_requested.emit(verb, self.number, data))
        self.copying = tab
        return tab

    def _materials(self, facts: CaseFacts) -> ScanTab:
        may = self._officer.role in (Role.CLERK, Role.SUPERVISOR, Role.REVIEWER, Role.HEAD)
        self.scans = ScanTab(
            facts.dossier, facts.scans, facts.waiting, facts.catalogue, self._lang, may_attach=may
        )
        self.scans.page_taken.connect(self.page_taken)
        self.scans.opened.connect(lambda digest: self.scan_requested.emit(self.number, digest))
        self.scans.attach_requested.connect(self.attach_requested)
        return self.scans

    def show_pages(self, pages: Sequence[Picture]) -> None:
        """Show the pages of a scan beside the materials."""
        if self.scans is not None:
            self.scans.show_pages(pages)

    def show_picture(self, content: bytes) -> None:
        """Show a scanned picture beside the materials."""
        if self.scans is not None:
            self.scans.show_picture(content)

    def _tab_changed(self) -> None:
        self.panel.show_key(self.second_visit is None or self._tabs.currentWidget() is not self.second_visit)

    def show_tab(self, number: int) -> None:
        """Bring a tab to the front, counted without the second visit."""
        self._tabs.setCurrentIndex(number + (self.second_visit is not None))

    def show_refusal(self, error: CounterError) -> None:
        """Show why a step did not happen: beside the entry at fault, else above the page."""
        self.panel.show_refusal(error.words, error.fields)
        self._say_refused(error)

    def show_not_taken(self, error: CounterError) -> None:
        """Show why nothing was taken in on the second visit: beside its line, and above the page."""
        if self.second_visit is not None:
            self.second_visit.show_errors(error.fields)
        self._say_refused(error)

    def _say_refused(self, error: CounterError) -> None:
        self.error.setText("✕ " + error.with_remedy.say(self._lang))
        self.error.show()

    def main_step(self) -> None:
        """Take in what is ticked on the second visit when it is in front, else the step of the panel."""
        if self.second_visit is not None and self._tabs.currentWidget() is self.second_visit:
            self.take_requested.emit(self.number, self.second_visit.ticked(), self.second_visit.payment())
        else:
            self.panel.submit()

    def step_taken(self) -> None:
        """Forget what was entered: the step was taken."""
        self._taken = True
        self.panel.taken()

    def _show_head(self, dossier: Dossier, catalogue: Catalogue) -> None:
        clear(self._head)
        one, lang = dossier.application, self._lang
        back = button(self._say("‹ 返回 Esc", "‹ Back Esc"), "link")
        back.clicked.connect(self.closed)
        again = button(hint("print").say(lang))
        again.clicked.connect(lambda: self.printouts_requested.emit(self.number))
        package = catalogue.packages.get(one.package or "")
        names = [catalogue.items[clocked.case.item].name.en for clocked in dossier.cases]
        title = package.name.say(lang) if package else one.title if lang == "zh" else ", ".join(names)
        state = self._say("已作废", "Void") if one.void_reason else OUTCOMES[one.outcome].say(lang)
        number = label(one.number, "number", wrap=False)
        self._head.addLayout(row(back, number, label(title, "title", wrap=False), 1, again))
        facts = f"{one.applicant_name} · {state} · {full_moment_words(one.received_at).say(lang)} · {self._say('窗口', 'window')} {one.window}"
        if one.project_no:
            facts += f" · {self._say('项目', 'project')} {one.project_no}"
        self._head.addWidget(label(facts, "quiet"))

    def _cases(self, dossier: Dossier, catalogue: Catalogue, now: datetime) -> QWidget:
        area, layout = scrolled()
        for clocked in dossier.cases:
            layout.addWidget(self._case(dossier, clocked, catalogue, now))
        layout.addStretch(1)
        return area

    def _news(self, news: Supplemented, catalogue: Catalogue) -> str:
        """Say what came and what was corrected since materials were asked for, so nobody reads it all again."""
        lang = self._lang
        lines = [
            f"{catalogue.material_names[code].say(lang)}（{full_moment_words(at).say(lang)}）"
            for code, at in news.materials
            if code in catalogue.material_names
        ]
        kinds = catalogue.field_kinds
        for field, before, after in news.entries:
            kind = kinds.get(field.removeprefix("answers."))
            hidden = not field.startswith("answers.")
            name = kind.label.say(lang) if kind else field
            lines.append(name if hidden else f"{name} {before} → {after}")
        since = full_moment_words(news.asked_at).say(lang)
        head = self._say(f"◆ 自 {since} 要求补正以来：", f"◆ Since materials were asked for ({since}): ")
        return head + self._say("；", "; ").join(lines)

    def _case(self, dossier: Dossier, clocked: ClockedCase, catalogue: Catalogue, now: datetime) -> QFrame:
        case, lang = clocked.case, self._lang
        item = catalogue.items[case.item]
        frame, inside = card()
        done = clocked.completed_at is not None
        tone = tone_of(case.due_at, case.warn_at, now, done=done, state=str(case.state))
        clock = label(said(case.due_at, tone, now, lang), "head", wrap=False)
        clock.setStyleSheet(f"color: {tone_colour(self._theme, tone)}")
        name = button(f"{circled(case.ordinal)} {item.name.say(lang)}", "link")
        name.clicked.connect(lambda: self.panel.choose(case.case_no))
        inside.addLayout(row(name, 1, clock))
        state = (
            CLOSINGS[case.closing].say(lang)
            if case.closing in CLOSINGS
            else CASE_STATES[str(case.state)].say(lang)
        )
        step = item.step_of(case.step).name.say(lang) if case.is_open else ""
        level = LEVELS[case.level].say(lang) if case.level in LEVELS else ""
        department = catalogue.departments[case.department].name.say(lang)
        facts = [department, state, step, level, case.handler or "", case.case_no]
        inside.addWidget(label(" · ".join(f for f in facts if f), "quiet"))
        waits = next(
            (c for c in clocked.clocks if c.started_at is None and c.kind in ("measure", "promised")), None
        )
        if waits is not None and not case.closing:
            needs = tuple(n for n in waits.needs if n not in clocked.moments)
            first = event_words(needs, names_of(catalogue))
            inside.addWidget(label(self._say(f"○ {first.zh}后起算", f"○ starts with {first.en}"), "quiet"))
        for stop in clocked.open_stops:
            kind = STOPS[stop.kind].say(lang) if stop.kind in STOPS else stop.kind
            days = (
                self._say(
                    f"，预计 {stop.expected_days} 个工作日", f", {stop.expected_days} working days expected"
                )
                if stop.expected_days
                else ""
            )
            inside.addWidget(label(f"❚❚ {kind}：{stop.ground}{days}", "quiet"))
        news = supplemented(dossier, case.case_no) if case.is_open else None
        if news is not None:
            inside.addWidget(label(self._news(news, catalogue), "changed"))
        if case.result:
            inside.addWidget(label(f"{case.result.get('name', '')} {case.result.get('no', '')}"))
        return frame  # fmt: skip

    def _form(self, dossier: Dossier, catalogue: Catalogue) -> QWidget:
        area, layout = scrolled()
        lang = self._lang
        form: Mapping[str, Any] = dossier.application.form
        frame, inside = card()
        for party in form["parties"]:
            text = f"{party['name']} · {mask_number(party['id_number'])} · {party.get('phone', '')}"
            inside.addWidget(label(text))
        layout.addWidget(frame)
        items = [catalogue.items[code] for code in form["items"]]
        if self._officer.role in WINDOW and dossier.application.void_reason is None:
            fields = {
                f"answers.{one.kind.code}": one.kind.label
                for one in merge_fields(catalogue, items)
                if one.kind.type != "table"
            }
            correction = CorrectionPanel(fields, lang)
            correction.step_requested.connect(
                lambda verb, data: self.step_requested.emit(verb, self.number, data)
            )
            layout.addWidget(correction)
        if not form.get("answers"):
            layout.addWidget(
                label(
                    self._say(
                        "申请人信息已隐去，领取办件后可见表单。",
                        "The people are masked; the form can be read once a case is claimed.",
                    ),
                    "quiet",
                )
            )
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
        printout = dossier.printouts[number]
        self.printout_requested.emit(printout.kind, printout.sha256)
