"""What is only recorded of a case: a milestone, a withdrawal, the public reason for being late."""

from dataclasses import replace

from counter.domain.case import CaseFile, CaseState
from counter.domain.errors import NotAllowed
from counter.domain.words import Words
from counter.usecases.step import Step, moment_of, text_of


def milestone(step: Step) -> CaseFile:
    """Record a milestone of the case, once; it may have been reached earlier, but not before the receipt."""
    name = text_of(step.data, "name")
    if f"milestone:{name}" in step.file.moments:
        raise NotAllowed(
            "already_recorded",
            Words("该节点已登记过。", "The milestone is recorded already."),
        )
    case = step.file.case
    if case.state in (CaseState.WITHDRAWN, CaseState.TERMINATED, CaseState.VOID) or case.closing:
        raise NotAllowed("wrong_state", Words("办件已结束。", "The case is closed."))
    receipt = step.file.moments.get("receipt", step.application.received_at)
    at = moment_of(step.data, "at", receipt, step.at)
    return step.file.happened(step.calendar, {f"milestone:{name}": at})


def withdraw(step: Step) -> CaseFile:
    """Close the case as the applicant wishes."""
    closed = replace(step.file, case=step.file.case.close(CaseState.WITHDRAWN, "withdrawn"))
    return closed.happened(step.calendar, {"closed": step.at})


def explain_overdue(step: Step) -> CaseFile:
    """Keep the public reason for a case that is late."""
    due = step.file.case.due_at
    if due is None or step.at <= due:
        raise NotAllowed("not_overdue", Words("办件未超期。", "The case is not overdue."))
    return step.file
