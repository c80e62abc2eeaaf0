"""The government's decisions on the joint handling of a stage: that it is, and that it may last longer (ALL 26, 42)."""

from dataclasses import replace

from counter.domain.application import Dossier
from counter.domain.case import CaseClock, ClockedCase
from counter.domain.errors import NotAllowed
from counter.domain.joint import EXTENSION, LEAST, extended_jointly, recalculated_stage, stage_clock
from counter.domain.words import Words
from counter.usecases.intake.joint import (
    has_general_limit,
    licences_of,
    recalculate_stage,
    stage_clock_of,
)
from counter.usecases.steps.facts import Here
from counter.usecases.steps.step import (
    ApplicationStep,
    Step,
    attached_scan,
    bad,
    count_of,
    decided_on,
    text_of,
)
from forms.catalogue import Catalogue


def leading_department(here: Here) -> frozenset[str]:
    """Return the department that leads the stage; nobody's where the application is for none."""
    package = here.catalogue.packages.get(here.dossier.application.package or "")
    return frozenset({package.lead}) if package and package.stage and package.lead else frozenset()


def may_be_joint(dossier: Dossier, catalogue: Catalogue) -> bool:
    """Whether the government may have decided on joint handling: a stage with two licences, not decided before."""
    package = catalogue.packages.get(dossier.application.package or "")
    if package is None or not package.stage or stage_clock_of(dossier.package_clocks):
        return False
    return len(licences_of(dossier.cases, catalogue)) >= LEAST


def record_joint_handling(step: ApplicationStep) -> None:
    """Record that the government decided on joint handling of the stage, with the number and the date of it.

    The stage's forty-five days run once two of its licences are open (NotAllowed ``no_joint``, ``already_recorded``).
    """
    text_of(step.data, "number")
    decided_on(step.data, "date", step.at)
    if text_of(step.data, "scan", required=False):
        attached_scan(step.data, "scan", step.application, step.uow)
    dossier = step.uow.dossier(step.application)
    if stage_clock_of(dossier.package_clocks):
        raise NotAllowed(
            "already_recorded", Words("该阶段的决定已登记。", "The decision is recorded already.")
        )
    if not may_be_joint(dossier, step.catalogue):
        raise NotAllowed(
            "no_joint",
            Words(
                "联合办理只适用于同一阶段的两项以上行政许可。",
                "Joint handling is for two or more licences of one stage.",
            ),
        )
    step.uow.add_clock(step.application, stage_clock())
    recalculate_stage(step.application, dossier.cases, step.catalogue, step.calendar, step.uow)


def extend_stage(step: Step, approver: str) -> ClockedCase:
    """Extend the stage's forty-five days: asked for by its lead department, approved by the government.

    The approval is recorded with its number, its date and its scan. The licences that have forty-five days by the
    same law have the longer limit too (ALL 42 ¶2).
    """
    package = step.package
    if package is None or not package.stage:
        raise NotAllowed(
            "no_stage",
            Words("该办件不属于工程建设阶段。", "The case belongs to no stage of a building project."),
        )
    if package.lead and step.clocked.case.department != package.lead:
        lead = step.catalogue.departments[package.lead].name
        raise NotAllowed(
            "not_lead",
            Words("由本阶段牵头部门{lead}提出。", "The stage's lead department, {lead}, asks for it.").fill(
                lead=lead
            ),
        )
    days = count_of(step.data, "working_days", EXTENSION)
    clock = stage_clock_of(step.uow.package_clocks(step.application))
    clock = extensible_clock(step, clock if clock and clock.ended_at is None else None)
    if approver in (step.officer.name, step.officer.display_name):
        words = Words("须经本级人民政府负责人批准。", "The head of the government has to approve it.")
        raise bad("approver", words)
    text_of(step.data, "approval_no")
    decided_on(step.data, "approval_date", step.at)
    attached_scan(step.data, "scan", step.application, step.uow)
    licences = licences_of(step.uow.cases(step.application), step.catalogue)
    step.uow.save_clock(recalculated_stage(replace(clock, extension_days=days), licences, step.calendar))
    mine = step.clocked
    for one in licences:
        if not has_general_limit(one, step.catalogue):
            continue
        longer = extended_jointly(one, days, step.calendar)
        if one.case.id == mine.case.id:
            mine = longer  # the step itself saves its own case
        elif longer is not one:
            step.uow.save_case(one, longer)
    return mine


def extensible_clock(step: Step, clock: CaseClock | None) -> CaseClock:
    """Return the clock when it may still be extended: it runs, was not extended before and is not late."""
    if clock is None or clock.started_at is None:
        raise NotAllowed("no_clock", Words("没有正在计时的该类时限。", "No such clock is running."))
    if clock.extension_days:
        raise NotAllowed("extended_already", Words("只能延长一次。", "It is extended only once."))
    if clock.due_at is not None and step.at > clock.due_at:
        raise NotAllowed(
            "overdue", Words("已超期，不能再延长，请说明理由。", "It is overdue; give the public reason.")
        )
    return clock
