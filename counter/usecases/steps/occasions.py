"""When a step has something to be about: a screen offers it then. Whether it may be taken is asked again by the taking."""

from counter.domain.case import CaseState, ClockedCase
from counter.domain.moments import milestone_named, milestone_of
from counter.domain.outcome import Outcome
from counter.domain.request import DepartmentRequest
from counter.domain.roles import Role
from counter.domain.stops import grounds
from counter.domain.words import Words
from counter.usecases.printouts.promises import kept_documents
from counter.usecases.steps.decide import JOINT
from counter.usecases.steps.facts import Here
from counter.usecases.steps.pause import STAGE_EXTENSION, extensible, wanted
from forms.catalogue import Item
from forms.catalogue import Step as WorkStep

WINDOW_ROLES = (Role.CLERK, Role.SUPERVISOR)


def _case(here: Here) -> ClockedCase:
    if here.clocked is None:
        raise AssertionError("a step on a case is offered with its case")
    return here.clocked


def _item(here: Here) -> Item:
    return here.catalogue.items[_case(here).case.item]


def _present(here: Here) -> WorkStep:
    return _item(here).step_of(_case(here).case.step)


def milestones_of(clocked: ClockedCase) -> list[str]:
    """Return the milestones that the case's clocks and its completion know, by name."""
    clocks = {event for clock in clocked.clocks for event in (*clock.needs, *clock.ends)}
    every = map(milestone_named, clocks | set(clocked.case.completion))
    return sorted(name for name in every if name is not None)


def open_requests(here: Here, kind: str) -> list[DepartmentRequest]:
    """Return what was asked about the case and is not answered yet."""
    number = _case(here).case.case_no
    return [one for one in here.dossier.requests if (one.kind, one.case_no) == (kind, number) and one.is_open]


def is_open(here: Here) -> bool:
    """Whether the case is on its way."""
    return _case(here).case.is_open


def may_claim(here: Here) -> bool:
    """Whether the case waits, for whoever of the department is high enough."""
    case = _case(here).case
    head = here.officer.is_head_of(case.department)
    return case.state is CaseState.WAITING and case.level != JOINT and (case.level != Role.HEAD or head)


def wants_opinion(here: Here) -> bool:
    """Whether the present step of the examination gives an opinion, not the decision."""
    case, present = _case(here).case, _present(here)
    package = here.catalogue.packages.get(here.dossier.application.package or "")
    joint = package.joint_of(case.item) if package else None
    member = joint is not None and joint.lead != case.item
    return present.kind not in ("", "decision") or _item(here).step_after(present.code) is not None or member


def wants_decision(here: Here) -> bool:
    """Whether the decision is what comes next."""
    return not wants_opinion(here)


def opinion_words(here: Here) -> Words:
    """Return the name of the step with that of the examination's present one."""
    present = _present(here).name
    return Words(f"出具意见：{present.zh}", f"Opinion: {present.en}")


def extension_words(here: Here) -> Words:
    """Return the name of the step with how much it may be at most."""
    clocks = extensible(here.dossier, _case(here), here.catalogue)
    most = max(STAGE_EXTENSION if "stage" in clocks else 0, _item(here).extension_max)
    return Words(f"延长时限（至多 {most} 个工作日）", f"Extend the limit (at most {most} working days)")


def has_extensible(here: Here) -> bool:
    """Whether a clock of the case or of its stage may still be extended."""
    return is_open(here) and bool(extensible(here.dossier, _case(here), here.catalogue))


def has_grounds(here: Here) -> bool:
    """Whether the item's clocks may be stopped."""
    return bool(grounds(_item(here).stop_facts))


def is_stopped(here: Here) -> bool:
    """Whether a procedure lasts that ends by hand, not with the arrival of materials."""
    return any(stop.kind not in ("supplement", "debt") for stop in _case(here).open_stops)


def awaits_supplement(here: Here) -> bool:
    """Whether a supplement was asked for and has not come."""
    return wanted(here.dossier, _case(here)) is not None


def has_milestones(here: Here) -> bool:
    """Whether milestones of the case are still to be reached."""
    clocked = _case(here)
    left = (name for name in milestones_of(clocked) if milestone_of(name) not in clocked.moments)
    return not clocked.case.closing and any(left)


def is_undisputed(here: Here) -> bool:
    """Whether nothing about the case lies before the coordinator."""
    return is_open(here) and not open_requests(here, "coordination")


def is_disputed(here: Here) -> bool:
    """Whether something about the case lies before the coordinator."""
    return bool(open_requests(here, "coordination"))


def awaits_inspection(here: Here) -> bool:
    """Whether a promise is to be inspected."""
    return bool(open_requests(here, "inspection"))


def is_supervised(here: Here) -> bool:
    """Whether an order of supervision waits for its answer."""
    return bool(open_requests(here, "supervision"))


def awaits_opinion(here: Here) -> bool:
    """Whether a department was asked and has not answered: the officer's, or any at the window."""
    return bool(department_asked(here))


def department_asked(here: Here) -> str:
    """Return the department whose answer it would be; empty when none was asked."""
    asked = [one.department for one in open_requests(here, "opinion")]
    mine = [code for code in asked if here.officer.may_review(code)]
    found = mine or (asked if here.officer.role in WINDOW_ROLES else [])
    return found[0] if found else ""


def materials_elsewhere(here: Here) -> bool:
    """Whether paper materials of the case are with the other side: the window's with the department, or the reverse."""
    other = "department:" if here.officer.role in WINDOW_ROLES else "window:"
    return any(one.place.startswith(other) for one in kept_documents(here.dossier, _case(here)))


def is_late(here: Here) -> bool:
    """Whether the case is on its way or was decided late: the reason is public (优化营商环境条例 36)."""
    late = (one for one in _case(here).clocks if one.ended_at and one.due_at and one.ended_at > one.due_at)
    return is_open(here) or any(late)


def is_to_correct(here: Here) -> bool:
    """Whether the applicant was told what is missing, and it may still come."""
    return is_open(here) and _case(here).case.outcome == Outcome.CORRECTION_NEEDED


def has_outstanding(here: Here) -> bool:
    """Whether outstanding materials of the case have not come."""
    return bool(_case(here).outstanding)
