"""Who has a case in hand: claim, release, transfer, hand to a colleague, bring before the head."""

from dataclasses import replace

from counter.domain.case import ClockedCase
from counter.domain.errors import NotAllowed
from counter.domain.roles import Role
from counter.domain.words import Words
from counter.usecases.steps.decide import JOINT, another_person
from counter.usecases.steps.step import Step, bad, text_of


def claim(step: Step) -> ClockedCase:
    """Give the waiting case to the officer; what lies before the head is the head's."""
    if step.clocked.case.level == "head" and step.officer.role != Role.HEAD:
        raise NotAllowed(
            "head_only",
            Words("该件已报部门负责人，由负责人领取。", "The case is before the head of the department."),
        )
    if step.clocked.case.level == JOINT:
        raise NotAllowed(
            "joint_conclusion",
            Words(
                "本部门意见已出具，等待统一结论。", "The opinion is given; the joint conclusion is awaited."
            ),
        )
    another_person(step)
    return replace(step.clocked, case=step.clocked.case.claim(step.officer.name))


def release(step: Step) -> ClockedCase:
    """Put the case back into its queue."""
    return replace(step.clocked, case=step.clocked.case.release(step.officer.name))


def transfer(step: Step) -> ClockedCase:
    """Send the case to another department's queue."""
    case, department = step.clocked.case, text_of(step.data, "department")
    return replace(step.clocked, case=case.transfer(department))


def reassign(step: Step) -> ClockedCase:
    """Give a case of an absent colleague to another one; the head's, the holder's or a supervisor's to do."""
    case = step.clocked.case
    name = text_of(step.data, "to")
    account = step.uow.setup.account(name)
    if account is None or account.disabled or not account.officer.may_review(case.department):
        raise bad(
            "to", Words("应为该部门在用的审批账号。", "Name an account that works on the department's cases.")
        )
    return replace(step.clocked, case=case.reassign(name))


def escalate(step: Step) -> ClockedCase:
    """Bring the case before the head of the department."""
    return replace(step.clocked, case=step.clocked.case.escalate(step.officer.name))
