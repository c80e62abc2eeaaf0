"""A building project: its number, its read-only building conditions (M10), and its clock of ninety days (M6)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from counter.domain.application import Application
from counter.domain.calendar import WorkCalendar
from counter.domain.case import CaseClock, ClockedCase
from counter.domain.clock import Suspension
from counter.domain.errors import InputRefused
from counter.domain.project import (
    RULE,
    days_used,
    project_clock,
    recalculated_project,
    stage_clock,
    used_by_stage,
)
from counter.domain.words import Words
from counter.usecases.ports.app import App
from counter.usecases.ports.projects import Project
from counter.usecases.ports.unit_of_work import UnitOfWork
from counter.usecases.reading.find import application_named
from counter.usecases.reading.wording import answer_words
from forms.catalogue import Catalogue, FieldKind, Package

LAST_STAGE = 4


def stage_of(catalogue: Catalogue, package: str | None) -> int:
    """Return which stage of a project the package is; 0 when it is none."""
    found = catalogue.packages.get(package or "")
    return found.stage if found else 0


def stage_clocks(package: Package | None) -> tuple[CaseClock, ...]:
    """Return the statutory clock of a stage under joint handling."""
    return (stage_clock(),) if package is not None and package.stage else ()


def condition_kinds(catalogue: Catalogue) -> dict[str, FieldKind]:
    """Return the questions that are building conditions, by code."""
    return {code: kind for code, kind in catalogue.field_kinds.items() if kind.building_condition}


def condition_errors(
    project: Project, answers: Mapping[str, object], catalogue: Catalogue
) -> dict[str, Words]:
    """Return which answers differ from the building conditions that were entered (M10), by form field."""
    found: dict[str, Words] = {}
    for code, kind in condition_kinds(catalogue).items():
        entered, given = project.conditions.get(code), answers.get(code)
        if entered not in (None, "") and given not in (None, "") and given != entered:
            words = answer_words(kind, entered)
            found[f"answers.{code}"] = Words(
                f"建设条件已入库，不得更改，原为：{words.zh}。",
                f"A building condition is read-only after its entry; it is: {words.en}.",
            )
    return found


def enter_project(key: str, answers: Mapping[str, object], catalogue: Catalogue, uow: UnitOfWork) -> str:
    """Return the project's number, made when it is new; its conditions stay as first entered (InputRefused)."""
    number = uow.projects.number(key, create=True)
    project = uow.projects.find(number) if number else None
    if number is None or project is None:
        raise AssertionError("a project that was made can be read")
    errors = condition_errors(project, answers, catalogue)
    if errors:
        raise InputRefused(
            "conditions_fixed",
            Words("与项目已入库的建设条件不一致。", "It differs from the project's building conditions."),
            errors,
        )
    new = {
        code: answers[code]
        for code in condition_kinds(catalogue)
        if answers.get(code) not in (None, "") and code not in project.conditions
    }
    name = project.name or str(answers.get("project_name") or "")
    if new or name != project.name:
        uow.projects.save(replace(project, name=name, conditions={**project.conditions, **new}))
    return number


def _cases(
    number: str, catalogue: Catalogue, uow: UnitOfWork
) -> tuple[list[tuple[int, Application, tuple[ClockedCase, ...]]], Application | None]:
    found = []
    for one in uow.applications_of_project(number):
        stage = stage_of(catalogue, one.package)
        if stage and one.void_reason is None:
            found.append((stage, one, uow.cases(one)))
    return found, found[0][1] if found else None


def _recalculated(
    clock: CaseClock, stages: list[tuple[int, Application, tuple[ClockedCase, ...]]], calendar: WorkCalendar
) -> tuple[CaseClock, tuple[Suspension, ...]]:
    clocked_cases = [clocked for _, _, cases in stages for clocked in cases]
    last = [clocked for stage, _, cases in stages if stage == LAST_STAGE for clocked in cases]
    return recalculated_project(clock, clocked_cases, calendar, last_stage=last)


def recalculate_application(
    application: Application, catalogue: Catalogue, calendar: WorkCalendar, uow: UnitOfWork
) -> None:
    """Recalculate the clocks of an application's open cases and of its project anew, one by one."""
    for clocked in uow.cases(application):
        if clocked.case.is_open:
            uow.save_case(clocked, clocked.happened(calendar, {}))
    recalculate_project(application, catalogue, calendar, uow)


def recalculate_named(app: App, number: str, uow: UnitOfWork) -> None:
    """Recalculate the clocks of the numbered application's cases and of its project anew, one by one."""
    one = application_named(number, uow)
    recalculate_application(one, app.catalogue_for(one.catalogue_digest, uow), app.calendar_of(uow), uow)


def recalculate_project(
    application: Application, catalogue: Catalogue, calendar: WorkCalendar, uow: UnitOfWork
) -> None:
    """Let the project's clock follow its approvals; one step of the project at a time sees all others."""
    if application.project_no is None or not stage_of(catalogue, application.package):
        return
    uow.projects.lock(application.project_no)
    stages, first = _cases(application.project_no, catalogue, uow)
    if first is None:
        return
    known = next((clock for clock in uow.package_clocks(first) if clock.kind == "project"), None)
    clock, _ = _recalculated(known or project_clock(catalogue.limits[RULE].limit), stages, calendar)
    if known is None:
        uow.add_clock(first, clock)
    elif clock != known:
        uow.save_clock(clock)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a project is: its clock with the gaps, days used of days allowed, and by stage."""

    project: Project
    clock: CaseClock
    stops: tuple[Suspension, ...]
    used: int
    stages: tuple[tuple[int, int, int], ...]
    applications: tuple[Application, ...]


def progress_of(
    number: str, catalogue: Catalogue, at: datetime, calendar: WorkCalendar, uow: UnitOfWork
) -> Progress | None:
    """Return how far the project is; None for an unknown number."""
    project = uow.projects.find(number)
    if project is None:
        return None
    stages, _ = _cases(number, catalogue, uow)
    clock, stops = _recalculated(project_clock(catalogue.limits[RULE].limit), stages, calendar)
    budgets = {package.stage: package.budget_days for package in catalogue.packages.values() if package.stage}
    by_stage = [
        (stage, budget, [clocked for one, _, cases in stages if one == stage for clocked in cases])
        for stage, budget in sorted(budgets.items())
    ]
    return Progress(
        project, clock, stops, days_used(clock, stops, at, calendar),
        used_by_stage(by_stage, at, calendar), tuple(uow.applications_of_project(number)),
    )  # fmt: skip


def how_far(app: App, number: str) -> Progress | None:
    """Return how far the project is now; None for an unknown number."""
    with app.open_uow(read_only=True) as uow:
        return progress_of(number, app.catalogue, uow.moment(), app.calendar_of(uow), uow)
