"""The project behind a stage: days used of ninety, each stage's share, conditions that stay as entered."""

from datetime import datetime

from PySide6.QtWidgets import QFormLayout, QProgressBar, QWidget

from counter.domain.calendar import WorkCalendar
from counter.domain.words import Lang
from counter.ui.cases.clock_tab import scrolled
from counter.ui.theme import Theme, tone_colour
from counter.ui.widgets import card, label, row
from counter.usecases.intake.project import Progress, condition_kinds
from counter.usecases.reading.wording import STANDINGS, answer_words, moment_words
from forms.catalogue import Catalogue


def project_tab(
    one: Progress, catalogue: Catalogue, calendar: WorkCalendar, now: datetime, lang: Lang, theme: Theme
) -> QWidget:
    """Return the project's page."""
    zh = lang == "zh"
    area, layout = scrolled()
    frame, inside = card()
    state = one.clock.standing(now, calendar)
    standing = label(STANDINGS[state].say(lang), "head", wrap=False)
    standing.setStyleSheet(f"color: {tone_colour(theme, state)}")
    left = one.allowed - one.used
    used = (
        f"审批已用 {one.used} / {one.allowed} 个工作日，还剩 {left} 个"
        if zh
        else f"{one.used} of {one.allowed} working days used, {left} left"
    )
    inside.addLayout(
        row(label(f"{one.project.number}  {one.project.name}", "title", wrap=False), 1, standing)
    )
    inside.addLayout(row(label(used, "head", wrap=False), 1, label(moment_words(one.clock.due_at).say(lang))))
    inside.addWidget(_bar(one.used, one.allowed))
    inside.addWidget(
        label(
            "只计审批时间，各阶段之间不计（措施6）。"
            if zh
            else "Approval time only; not the time between stages (M6).",
            "quiet",
        )
    )
    layout.addWidget(frame)
    frame, inside = card()
    names = {package.stage: package.name for package in catalogue.packages.values() if package.stage}
    for stage, days, budget in one.stages:
        text = f"{names[stage].say(lang)}  {days} / {budget}"
        inside.addWidget(label(text))
        inside.addWidget(_bar(days, budget))
    layout.addWidget(frame)
    frame, inside = card()
    inside.addWidget(
        label("建设条件（入库后不得更改，措施10）" if zh else "Building conditions (read-only, M10)", "head")
    )
    pairs = QFormLayout()
    for code, kind in condition_kinds(catalogue).items():
        if code in one.project.conditions:
            value = answer_words(kind, one.project.conditions[code]).say(lang)
            pairs.addRow(label(kind.label.say(lang), "quiet"), label(value))
    inside.addLayout(pairs)
    layout.addWidget(frame)
    frame, inside = card()
    inside.addWidget(label("本项目的申请" if zh else "The project's applications", "head"))
    for application in one.applications:
        inside.addWidget(label(f"{application.number}  {application.title}"))
    layout.addWidget(frame)
    layout.addStretch(1)
    return area


def _bar(used: int, allowed: int) -> QProgressBar:
    bar = QProgressBar()
    bar.setRange(0, max(allowed, 1))
    bar.setValue(min(used, allowed))
    bar.setTextVisible(False)
    bar.setFixedHeight(8)
    return bar
