"""When a step has something to be about: a screen offers it then. Whether it may be taken is asked again by the taking."""

from counter.domain.case import CaseState, ClockedCase
from counter.domain.moments import milestone_named, milestone_of
from counter.domain.outcome import Outcome
from counter.domain.request import DepartmentRequest, open_requests
from counter.domain.roles import WINDOW, Role
from counter.domain.stops import grounds
from counter.domain.words import Words
from counter.usecases.printouts.promises import kept_documents
from counter.usecases.steps.decide import JOINT
from counter.usecases.steps.facts import Here
from counter.usecases.steps.pause import STAGE_EXTENSION, extensible, wanted
from forms.catalogue import Step as WorkStep


def present_of(here: Here) -> WorkStep:
    """Return the step of the examination that the case is at."""
    return here.item.step_of(here.case.case.step)


def milestones_of(clocked: ClockedCase) -> list[str]:
    """Return the milestones that the case's clocks and its completion know, by name."""
    clocks = {event for clock in clocked.clocks for event in (*clock.needs, *clock.ends)}
    every = map(milestone_named, clocks | set(clocked.case.completion))
    return sorted(name for name in every if name is not None)


def _asked(here: Here, kind: str) -> list[DepartmentRequest]:
    return open_requests(here.dossier.requests, here.case.case.case_no, kind)


def is_open(here: Here) -> bool:
    """Whether the case is on its way."""
    return here.case.case.is_open


def may_claim(here: Here) -> bool:
    """Whether the case waits, for whoever of the department is high enough."""
    case = here.case.case
    head = here.officer.is_head_of(case.department)
    return case.state is CaseState.WAITING and case.level != JOINT and (case.level != Role.HEAD or head)


def wants_opinion(here: Here) -> bool:
    """Whether the present step of the examination gives an opinion, not the decision."""
    case, present = here.case.case, present_of(here)
    package = here.catalogue.packages.get(here.dossier.application.package or "")
    joint = package.joint_of(case.item) if package else None
    member = joint is not None and joint.lead != case.item
    return present.kind not in ("", "decision") or here.item.step_after(present.code) is not None or member


def wants_decision(here: Here) -> bool:
    """Whether the decision is what comes next."""
    return not wants_opinion(here)


def opinion_words(here: Here) -> Words:
    """Return the name of the step with that of the examination's present one."""
    present = present_of(here).name
    return Words(f"出具意见：{present.zh}", f"Opinion: {present.en}")


def extension_words(here: Here) -> Words:
    """Return the name of the step with how much it may be at most."""
    clocks = extensible(here.dossier, here.case, here.catalogue)
    most = max(STAGE_EXTENSION if "stage" in clocks else 0, here.item.extension_max)
    return Words(f"延长时限（至多 {most} 个工作日）", f"Extend the limit (at most {most} working days)")


def has_extensible(here: Here) -> bool:
    """Whether a clock of the case or of its stage may still be extended."""
    return bool(extensible(here.dossier, here.case, here.catalogue))


def has_grounds(here: Here) -> bool:
    """Whether the item's clocks may be stopped."""
    return bool(grounds(here.item.stop_facts))


def is_stopped(here: Here) -> bool:
    """Whether a procedure lasts that ends by hand, not with the arrival of materials."""
    return any(stop.kind not in ("supplement", "debt") for stop in here.case.open_stops)


def awaits_supplement(here: Here) -> bool:
    """Whether a supplement was asked for and has not come."""
    return wanted(here.dossier, here.case) is not None


def milestones_left(clocked: ClockedCase) -> list[str]:
    """Return the milestones that were not reached yet, by name."""
    return [name for name in milestones_of(clocked) if milestone_of(name) not in clocked.moments]


def has_milestones(here: Here) -> bool:
    """Whether milestones of the case are still to be reached."""
    return not here.case.case.closing and bool(milestones_left(here.case))


def is_undisputed(here: Here) -> bool:
    """Whether nothing about the case lies before the coordinator."""
    return not _asked(here, "coordination")


def is_disputed(here: Here) -> bool:
    """Whether something about the case lies before the coordinator."""
    return bool(_asked(here, "coordination"))


def awaits_inspection(here: Here) -> bool:
    """Whether a promise is to be inspected."""
    return bool(_asked(here, "inspection"))


def is_supervised(here: Here) -> bool:
    """Whether an order of supervision waits for its answer."""
    return bool(_asked(here, "supervision"))


def awaits_opinion(here: Here) -> bool:
    """Whether a department was asked and has not answered: the officer's, or any at the window."""
    return bool(department_asked(here))


def department_asked(here: Here) -> str:
    """Return the department whose answer it would be; empty when none was asked."""
    asked = [one.department for one in _asked(here, "opinion")]
    mine = [code for code in asked if here.officer.may_review(code)]
    found = mine or (asked if here.officer.role in WINDOW else [])
    return found[0] if found else ""


def materials_elsewhere(here: Here) -> bool:
    """Whether paper materials of the case are with the other side: the window's with the department, or the reverse."""
    other = "department:" if here.officer.role in WINDOW else "window:"
    return any(one.place.startswith(other) for one in kept_documents(here.dossier, here.case))


def is_late(here: Here) -> bool:
    """Whether the case is on its way or was decided late: the reason is public (优化营商环境条例 36)."""
    late = (one for one in here.case.clocks if one.ended_at and one.due_at and one.ended_at > one.due_at)
    return is_open(here) or any(late)


def is_to_correct(here: Here) -> bool:
    """Whether the applicant was told what is missing, and it may still come."""
    return is_open(here) and here.case.case.outcome == Outcome.CORRECTION_NEEDED


def has_outstanding(here: Here) -> bool:
    """Whether outstanding materials of the case have not come."""
    return bool(here.case.outstanding)
