"""What is only recorded of a case: a milestone, a withdrawal, the public reason for being late."""

from dataclasses import replace

from counter.domain.case import CaseState, ClockedCase
from counter.domain.errors import NotAllowed
from counter.domain.moments import Moment, milestone_of
from counter.domain.outcome import Closing
from counter.domain.words import Words
from counter.usecases.steps.step import Step, moment_of, text_of


def milestone(step: Step) -> ClockedCase:
    """Record a milestone of the case, once; it may have been reached earlier, but not before the receipt."""
    name = text_of(step.data, "name")
    if milestone_of(name) in step.clocked.moments:
        raise NotAllowed(
            "already_recorded",
            Words("该节点已登记过。", "The milestone is recorded already."),
        )
    case = step.clocked.case
    if case.state in (CaseState.WITHDRAWN, CaseState.TERMINATED, CaseState.VOID) or case.closing:
        raise NotAllowed("wrong_state", Words("办件已结束。", "The case is closed."))
    receipt = step.clocked.moments.get(Moment.RECEIPT, step.application.received_at)
    at = moment_of(step.data, "at", receipt, step.at)
    return step.clocked.happened(step.calendar, {milestone_of(name): at})


def withdraw(step: Step) -> ClockedCase:
    """Close the case as the applicant wishes."""
    closed = replace(step.clocked, case=step.clocked.case.close(CaseState.WITHDRAWN, Closing.WITHDRAWN))
    return closed.happened(step.calendar, {Moment.CLOSED: step.at})


def explain_overdue(step: Step) -> ClockedCase:
    """Keep the public reason for a case that is late."""
    due = step.clocked.case.due_at
    if due is None or step.at <= due:
        raise NotAllowed("not_overdue", Words("办件未超期。", "The case is not overdue."))
    return step.clocked
