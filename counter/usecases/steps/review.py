"""The opinion of a step of the examination."""

from dataclasses import replace

from counter.domain.case import ClockedCase
from counter.domain.errors import NotAllowed
from counter.domain.moments import Moment
from counter.domain.words import Words
from counter.usecases.steps.case_facts import REVIEW_POSITIONS
from counter.usecases.steps.decide import JOINT, another_person, holder, joint_of
from counter.usecases.steps.step import Step, bad, chosen_of, for_the_department, inspectors_of, text_of


def review(step: Step) -> ClockedCase:
    """Give the opinion of the present step; the case waits for the next one, or for the joint conclusion."""
    behalf = for_the_department(step)
    text_of(step.data, "opinion")
    position = chosen_of(step.data, "position", REVIEW_POSITIONS, "agree")
    case, officer = holder(step, behalf=behalf), step.officer.name
    present = step.item.step_of(case.step)
    another_person(step)
    if present.kind == "survey":
        inspectors_of(step, present.inspectors)
    joint = joint_of(step)
    ahead = step.item.step_after(present.code)
    if position == "return":
        codes = [one.code for one in step.item.steps if one.kind]
        at = codes.index(present.code) if present.code in codes else 0
        if at == 0 and case.level != "head":
            raise bad("position", Words("没有上一环节可退。", "There is no step before this one."))
        back = present.code if case.level == "head" else codes[at - 1]
        return replace(step.clocked, case=case.go_on(officer, back))
    if joint is not None and joint.lead != case.item and ahead is None:
        done = replace(step.clocked, case=case.go_on(officer, present.code, level=JOINT))
        return done.happened(step.calendar, {Moment.REVIEWED: step.at})
    if case.level == "head":
        return replace(step.clocked, case=case.go_on(officer, (ahead or present).code))
    if ahead is None or present.kind in ("", "decision"):
        raise NotAllowed(
            "last_step",
            Words("这是决定环节，请作出批准或不予批准。", "This is the decision: approve or refuse."),
        )
    return replace(step.clocked, case=case.go_on(officer, ahead.code))
