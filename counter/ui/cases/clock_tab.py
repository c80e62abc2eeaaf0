"""Clocks with their explanation: the timeline, who had the time, opinions and the project's days."""

from datetime import datetime
from typing import Any

from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from counter.domain.application import Dossier
from counter.domain.calendar import CHINA, WorkCalendar
from counter.domain.case import CaseClock, ClockedCase
from counter.domain.explanation import ledger
from counter.domain.limit import Unit
from counter.domain.printout import circled
from counter.domain.request import KINDS, POSITIONS, DepartmentRequest
from counter.domain.shares import many_short, shares_of
from counter.domain.words import Lang
from counter.ui.cases.timeline import Timeline
from counter.ui.theme import SPACE, Theme, tone_colour
from counter.ui.widgets import card, label, row
from counter.usecases.printouts.facts import names_of
from counter.usecases.reading.wording import CLOCK_KINDS, STANDINGS, event_words, limit_words, moment_words
from forms.catalogue import Catalogue


def scrolled() -> tuple[QScrollArea, QVBoxLayout]:
    """Return a scrolled page and the layout inside."""
    inner = QWidget()
    layout = QVBoxLayout(inner)
    layout.setContentsMargins(0, SPACE[1], SPACE[1], SPACE[1])
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setWidget(inner)
    return area, layout


class ClockTab:
    """Draws the clocks of an application."""

    def __init__(
        self, catalogue: Catalogue, calendar: WorkCalendar, now: datetime, lang: Lang, theme: Theme
    ) -> None:
        self._catalogue, self._calendar, self._now = catalogue, calendar, now
        self._lang, self._theme = lang, theme

    def _say(self, zh: str, en: str) -> str:
        return zh if self._lang == "zh" else en

    def of(self, dossier: Dossier) -> QWidget:
        """Return the clocks of every case, the opinions asked, and the clocks over the application."""
        area, layout = scrolled()
        for clocked in dossier.cases:
            layout.addWidget(self._shares(clocked))
            for clock in clocked.clocks:
                layout.addWidget(self._clock(clocked, clock))
            for one in dossier.requests:
                if one.case_no == clocked.case.case_no:
                    layout.addWidget(self._request(one))
        for clock in dossier.package_clocks:
            layout.addWidget(self._whole(clock))
        layout.addStretch(1)
        return area

    def _shares(self, clocked: ClockedCase) -> QWidget:
        name = self._catalogue.items[clocked.case.item].name.say(self._lang)
        share = shares_of(clocked, self._now, self._calendar)
        text = self._say(
            f"用时：部门 {share.office} 天 · 申请人 {share.applicant} 天 · 第三方 {share.third_party} 天",
            f"Time: office {share.office} d · applicant {share.applicant} d · third parties {share.third_party} d",
        )
        if many_short(clocked, self._calendar):
            text += self._say("　▲ 多次短暂停，请核查", "  ▲ many short pauses; look into it")
        frame = QWidget()
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(0, SPACE[1], 0, 0)
        inside.addLayout(
            row(
                label(f"{circled(clocked.case.ordinal)} {name}", "head", wrap=False),
                1,
                label(text, "quiet", wrap=False),
            )
        )
        return frame  # fmt: skip

    def _head(self, words: str, state: str) -> Any:
        standing = label(STANDINGS[state].say(self._lang), "", wrap=False)
        standing.setStyleSheet(f"color: {tone_colour(self._theme, state)}; font-weight: 700")
        return row(label(words, "head", wrap=False), 1, standing)

    def _clock(self, clocked: ClockedCase, clock: CaseClock) -> QFrame:
        lang, catalogue = self._lang, self._catalogue
        frame, inside = card()
        state = clock.standing(self._now, self._calendar)
        measure = catalogue.measure_of_rule.get(clock.rule)
        rule = (
            self._say(f"措施 {measure} · {clock.rule}", f"measure {measure} · {clock.rule}")
            if measure
            else ""
        )
        binds = self._say("  ◀ 以此为准", "  ◀ binds") if clock.rule == clocked.case.binding else ""
        extended = (
            self._say(f"，延长 {clock.extension_days} 个工作日", f", extended by {clock.extension_days} days")
            if clock.extension_days
            else ""
        )
        head = f"{CLOCK_KINDS[clock.kind].say(lang)} {limit_words(clock.limit).say(lang)}{extended}  {rule}{binds}"
        inside.addLayout(self._head(head, state))
        answer = clock.reckoned(clocked.suspensions, self._calendar)
        if answer is None or clock.started_at is None:
            words = event_words(
                tuple(n for n in clock.needs if n not in clocked.moments), names_of(catalogue)
            )
            inside.addWidget(label(self._say(f"等待：{words.zh}", f"Waits for: {words.en}"), "quiet"))
            return frame
        start, due = moment_words(clock.started_at).say(lang), moment_words(clock.due_at).say(lang)
        note = (
            self._say("（暂定：跨入未公布安排的年份）", " (provisional: a year without an arrangement)")
            if clock.provisional
            else ""
        )
        inside.addWidget(
            label(self._say(f"{start} 起算，{due} 到期{note}", f"From {start}, due {due}{note}"))
        )
        stops = clock.stopped_by(clocked.suspensions)
        days = ledger(clock.limit, clock.started_at, self._calendar, answer, stops, self._now)
        inside.addWidget(
            Timeline(
                days, self._now.astimezone(CHINA).date(), self._theme, lang,
                hours=clock.limit.unit is Unit.WORKING_HOURS,
            )
        )  # fmt: skip
        return frame

    def _request(self, one: DepartmentRequest) -> QFrame:
        frame, inside = card()
        lang = self._lang
        department = self._catalogue.departments[one.department].name.say(lang)
        state = one.recalculated_clock(self._calendar).standing(self._now, self._calendar)
        inside.addLayout(self._head(f"{KINDS[one.kind].say(lang)} · {department}", state))
        due = moment_words(one.due_at).say(lang)
        inside.addWidget(label(f"{one.question}　{self._say('期限', 'by')} {due}"))
        if one.answer:
            position = POSITIONS[one.position].say(lang) if one.position in POSITIONS else ""
            inside.addWidget(
                label(" · ".join(p for p in (position, one.answer, one.answered_by) if p), "quiet")
            )
        return frame

    def _whole(self, clock: CaseClock) -> QFrame:
        frame, inside = card()
        lang = self._lang
        state = clock.standing(self._now, self._calendar)
        kind = CLOCK_KINDS[clock.kind]
        inside.addLayout(
            self._head(f"{kind.say(lang)} {limit_words(clock.limit).say(lang)}  {clock.rule}", state)
        )
        due = moment_words(clock.due_at).say(lang)
        text = self._say(f"{due} 到期", f"Due {due}")
        if clock.started_at is None:
            waits = event_words(clock.needs, {})
            text = self._say(f"等待：{waits.zh}", f"Waits for: {waits.en}")
        inside.addWidget(label(text, "quiet"))
        return frame
