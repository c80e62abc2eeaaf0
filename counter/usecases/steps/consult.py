"""Requests between departments about a case: opinions, coordination (M12), inspection (M13), supervision (国令722 第36条)."""

from datetime import date

from counter.domain.calendar import CHINA
from counter.domain.case import ClockedCase
from counter.domain.errors import NotAllowed
from counter.domain.limit import Limit, Unit, working_days
from counter.domain.request import COORDINATOR, POSITIONS, DepartmentRequest, open_requests, recalculated
from counter.domain.words import Words
from counter.usecases.steps.decide import keep_in_record
from counter.usecases.steps.step import (
    Step,
    bad,
    chosen_of,
    count_of,
    day_of,
    flag_of,
    for_the_department,
    inspectors_of,
    missing,
    other_departments,
    text_of,
)

MOST_DAYS = 60
LEAST_INSPECTORS = 2
RULING_DAYS = 5
"""Working days in which the coordination meets and rules; the hall's own rule, no measure gives one."""


def _requests(step: Step, kind: str) -> list[DepartmentRequest]:
    return open_requests(step.uow.requests.of(step.application), step.clocked.case.case_no, kind)


def _give(step: Step, kind: str, department: str, question: str, limit: Limit) -> None:
    case = step.clocked.case
    one = DepartmentRequest(
        0,
        step.application.number,
        case.case_no,
        kind,
        department,
        question,
        step.officer.name,
        step.at,
        limit,
    )
    step.uow.requests.add(step.application, case.id, recalculated(one, step.calendar))


def _save(step: Step, one: DepartmentRequest) -> None:
    if not step.uow.requests.save(one):
        raise NotAllowed("answered_already", Words("刚刚已有人答复。", "Somebody answered a moment ago."))


def _oldest(step: Step, kind: str, none: Words) -> DepartmentRequest:
    """Return the case's oldest open request between departments of the kind (NotAllowed ``not_asked``)."""
    found = _requests(step, kind)
    if not found:
        raise NotAllowed("not_asked", none)
    return found[0]


def _open_case(step: Step) -> None:
    if not step.clocked.case.is_open:
        raise NotAllowed("wrong_state", Words("办件已结束。", "The case is closed."))


def ask_consultation(step: Step) -> ClockedCase:
    """Ask another department with a limit of its own; the case's clocks run on (timers.md 4)."""
    _open_case(step)
    department, question = text_of(step.data, "department"), text_of(step.data, "question")
    known = other_departments(step)
    if department not in known:
        raise bad(
            "department",
            Words("应为另一个部门：{all}。", "Another department: {all}.").fill(all=", ".join(sorted(known))),
        )
    if any(one.department == department for one in _requests(step, "opinion")):
        raise NotAllowed(
            "asked_already", Words("已征求该部门意见，等待答复。", "This department was asked already.")
        )
    days = count_of(step.data, "working_days", MOST_DAYS)
    _give(step, "opinion", department, question, working_days(days))
    return step.clocked


def answer_consultation(step: Step) -> ClockedCase:
    """Answer for the department that was asked, itself or entered at the window on its behalf."""
    opinion = text_of(step.data, "opinion")
    position = chosen_of(step.data, "position", POSITIONS, "agree")
    requests = _requests(step, "opinion")
    named = text_of(step.data, "department", required=False)
    mine = [
        one
        for one in requests
        if (one.department == named if named else step.officer.may_review(one.department))
    ]
    if not mine and len(requests) == 1 and not named:
        mine = requests
    if not mine:
        raise NotAllowed("not_asked", Words("没有待答复的征求意见。", "No opinion was asked for."))
    for_the_department(step)
    _save(step, mine[0].answered(step.at, step.officer.name, opinion, position))
    return step.clocked


def coordinate(step: Step) -> ClockedCase:
    """Bring a disagreement to the coordination list (M12)."""
    _open_case(step)
    question = text_of(step.data, "question")
    if _requests(step, "coordination"):
        raise NotAllowed("asked_already", Words("已在协调中。", "It is being coordinated already."))
    _give(step, "coordination", COORDINATOR, question, working_days(RULING_DAYS))
    return step.clocked


def rule_dispute(step: Step) -> ClockedCase:
    """Rule on a disagreement; the case comes back with the ruling (M12)."""
    ruling = text_of(step.data, "ruling")
    mine = _oldest(step, "coordination", Words("没有待协调事项。", "Nothing waits for a ruling."))
    _save(step, mine.answered(step.at, step.officer.name, ruling))
    return step.clocked


def inspect(step: Step) -> ClockedCase:
    """Record the inspection of a commitment by at least two inspectors (ALL 34; M13)."""
    if "fulfilled" not in step.data:
        raise missing("fulfilled")
    fulfilled = flag_of(step.data, "fulfilled")
    inspectors = inspectors_of(step, LEAST_INSPECTORS)
    finding = text_of(step.data, "finding", required=False)
    mine = _oldest(step, "inspection", Words("没有待办的核查任务。", "No inspection is due."))
    answer = finding or ("承诺已履行" if fulfilled else "承诺未履行")
    _save(step, mine.answered(step.at, "、".join(inspectors), answer, "agree" if fulfilled else "disagree"))
    if not fulfilled:
        keep_in_record(step, "false_promise", answer)
    return step.clocked


def supervise(step: Step) -> ClockedCase:
    """Issue a supervision order to the case's department, to be answered by a date."""
    text = text_of(step.data, "text")
    day = day_of(step.data, "reply_by")
    if not day:
        raise missing("reply_by")
    by = date.fromisoformat(day)
    if by < step.at.astimezone(CHINA).date():
        raise bad("reply_by", Words("回复期限已过。", "The date has passed."))
    _give(step, "supervision", step.clocked.case.department, text, Limit(Unit.UNTIL_DATE, day=by))
    return step.clocked


def answer_supervision(step: Step) -> ClockedCase:
    """Answer the oldest open supervision order of the case."""
    text = text_of(step.data, "text")
    mine = _oldest(step, "supervision", Words("没有待答复的督办。", "No supervision order waits."))
    _save(step, mine.answered(step.at, step.officer.name, text))
    return step.clocked
