"""Steps of a case through its department: claim, decide, milestones, result, withdrawal.

Each step is one move of the case with its event; when it grants or ends a case, the cases that wait
for it begin or close in the same transaction, and the package's clock follows.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from counter.domain.application import Application, Event, overall
from counter.domain.calendar import WorkCalendar
from counter.domain.case import CaseClock, CaseFile, CaseState
from counter.domain.errand import POSITIONS
from counter.domain.errors import InputRefused, NotAllowed, overtaken
from counter.domain.routing import deemed
from counter.domain.words import Words
from counter.usecases.consult import (
    answer_supervision,
    ask_opinion,
    coordinate,
    give_opinion,
    inspect,
    rule_dispute,
    supervise,
)
from counter.usecases.decide import (
    JOINT,
    REVIEWED,
    another_person,
    approve,
    holder,
    joint_of,
    refuse,
    register_result,
    revoke,
    terminate,
)
from counter.usecases.deeds import DEEDS
from counter.usecases.find import case_named
from counter.usecases.hand_over import settle_token
from counter.usecases.pause import extend, receive_supplement, request_supplement, resume, suspend
from counter.usecases.ports import Officer, UnitOfWork
from counter.usecases.project import retell_project
from counter.usecases.step import (
    Changes,
    Data,
    Office,
    Step,
    bad,
    chosen_of,
    for_the_department,
    inspectors_of,
    moment_of,
    not_void,
    other_departments,
    reviewers_only,
    text_of,
    window_or_reviewers,
)
from counter.usecases.taking_in import (
    ask_again,
    decide_acceptance,
    lapse_debt,
    receive_correction,
    take_papers,
)
from counter.usecases.whole_clocks import retell_package

REVIEW_POSITIONS: Final = {**POSITIONS, "return": Words("退回上一环节", "Back to the step before")}


def _claim(step: Step) -> CaseFile:
    reviewers_only(step)
    if step.file.case.level == "head" and step.officer.role != "head":
        raise NotAllowed(
            "head_only",
            Words("该件已报部门负责人，由负责人领取。", "The case is before the head of the department."),
        )
    if step.file.case.level == JOINT:
        raise NotAllowed(
            "joint_conclusion",
            Words(
                "本部门意见已出具，等待统一结论。", "The opinion is given; the joint conclusion is awaited."
            ),
        )
    another_person(step)
    return replace(step.file, case=step.file.case.claim(step.officer.name))


def _release(step: Step) -> CaseFile:
    reviewers_only(step)
    return replace(step.file, case=step.file.case.release(step.officer.name))


def _transfer(step: Step) -> CaseFile:
    case, department = step.file.case, text_of(step.data, "department")
    text_of(step.data, "reason")
    if step.officer.role != "supervisor":
        reviewers_only(step)
        if case.handler not in (None, step.officer.name) and not step.officer.is_head_of(case.department):
            raise overtaken(case.case_no, case.handler)
    known = other_departments(step)
    if department not in known:
        raise bad("department", Words("可用：{all}。", "Use: {all}.").fill(all=", ".join(sorted(known))))
    return replace(step.file, case=case.transfer(department))


def _reassign(step: Step) -> CaseFile:
    """Give a case of an absent colleague to another one; the head's, the holder's or a supervisor's to do."""
    case = step.file.case
    text_of(step.data, "reason")
    name = text_of(step.data, "to")
    if step.officer.role != "supervisor" and not step.officer.is_head_of(case.department):
        reviewers_only(step)
        if case.handler != step.officer.name:
            raise overtaken(case.case_no, case.handler)
    account = step.uow.setup.account(name)
    if account is None or account.disabled or not account.officer.may_review(case.department):
        raise bad(
            "to", Words("应为该部门在用的审批账号。", "Name an account that works on the department's cases.")
        )
    return replace(step.file, case=case.reassign(name))


def _escalate(step: Step) -> CaseFile:
    reviewers_only(step)
    text_of(step.data, "reason")
    return replace(step.file, case=step.file.case.escalate(step.officer.name))


def _review(step: Step) -> CaseFile:
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
        return replace(step.file, case=case.go_on(officer, back))
    if joint is not None and joint.lead != case.item and ahead is None:
        done = replace(step.file, case=case.go_on(officer, present.code, level=JOINT))
        return done.happened(step.calendar, {REVIEWED: step.at})
    if case.level == "head":
        return replace(step.file, case=case.go_on(officer, (ahead or present).code))
    if ahead is None or present.kind in ("", "decision"):
        raise NotAllowed(
            "last_step",
            Words("这是决定环节，请作出批准或不予批准。", "This is the decision: approve or refuse."),
        )
    return replace(step.file, case=case.go_on(officer, ahead.code))


def _milestone(step: Step) -> CaseFile:
    if step.officer.role != "clerk":
        reviewers_only(step)
    name = text_of(step.data, "name")
    known = {
        event.removeprefix("milestone:")
        for clock in step.file.clocks
        for event in (*clock.needs, *clock.ends)
        if event.startswith("milestone:")
    } | {event.removeprefix("milestone:") for event in step.file.case.completion}
    if name not in known:
        raise InputRefused(
            "unknown_milestone",
            Words("该事项没有“{name}”这个节点。", "The item has no milestone “{name}”.").fill(name=name),
            {"name": Words("可用：{all}。", "Use: {all}.").fill(all=", ".join(sorted(known)) or "-")},
        )
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


def _withdraw(step: Step) -> CaseFile:
    text_of(step.data, "reason")
    window_or_reviewers(step)
    closed = replace(step.file, case=step.file.case.close(CaseState.WITHDRAWN, "withdrawn"))
    return closed.happened(step.calendar, {"closed": step.at})


def _explain_overdue(step: Step) -> CaseFile:
    reviewers_only(step)
    text_of(step.data, "reason")
    due = step.file.case.due_at
    if due is None or step.at <= due:
        raise NotAllowed("not_overdue", Words("办件未超期。", "The case is not overdue."))
    return step.file


VERBS = {
    "claim": _claim,
    "release": _release,
    "transfer": _transfer,
    "reassign": _reassign,
    "escalate": _escalate,
    "review": _review,
    "approve": approve,
    "refuse": refuse,
    "milestone": _milestone,
    "register-result": register_result,
    "withdraw": _withdraw,
    "terminate": terminate,
    "revoke": revoke,
    "explain-overdue": _explain_overdue,
    "request-supplement": request_supplement,
    "receive-supplement": receive_supplement,
    "suspend": suspend,
    "resume": resume,
    "extend": extend,
    "ask-opinion": ask_opinion,
    "give-opinion": give_opinion,
    "coordinate": coordinate,
    "rule": rule_dispute,
    "inspect": inspect,
    "supervise": supervise,
    "answer-supervision": answer_supervision,
    "decide-acceptance": decide_acceptance,
    "receive-correction": receive_correction,
    "ask-again": ask_again,
    "take-papers": take_papers,
    "lapse-debt": lapse_debt,
}


def take_step(
    verb: str, number: str, officer: Officer, data: Data, office: Office, uow: UnitOfWork
) -> tuple[Application, Changes]:
    """Carry out one step on the case and write it with its event.

    Refused with NotAllowed (wrong role or state, overtaken) or InputRefused (unknown verb, missing or
    wrong data, unknown number).
    """
    move = VERBS.get(verb)
    if move is None:
        raise InputRefused(
            "unknown_verb",
            Words("没有“{verb}”这个动作。", "There is no verb “{verb}”.").fill(verb=verb),
            {
                "verb": Words("可用：{all}。", "Use: {all}.").fill(
                    all=", ".join([*VERBS, "void", "correct-entry", *DEEDS])
                )
            },
        )
    application, before = case_named(number, uow)
    not_void(application)
    calendar, at = office.calendar_of(uow), uow.moment()
    file = deem_accepted(application, before, at, calendar, uow)
    step = Step(
        verb, officer, application, file, data, at, calendar,
        office.catalogue_for(application.catalogue_digest, uow), office, uow,
    )  # fmt: skip
    whole = uow.package_clocks(application) if verb == "extend" else ()
    after = move(step)
    if verb in ("claim", "review"):
        after = with_usual_time(after, calendar, uow)
    uow.save_file(file, after)
    longer = _longer(whole, uow.package_clocks(application)) if whole else {}
    facts = dict(data) | _change(file, after, longer)
    uow.log(application, Event(step.at, officer.name, verb, facts, "", file.case.case_no))
    touched: frozenset[str] = frozenset()
    if after.moments != file.moments or after.suspensions != file.suspensions:
        touched = follow(application, after, step.at, officer, calendar, uow)
        for member in uow.files(application) if joint_of(step) else ():
            # The cases that a joint conclusion decided along with this one let others begin as well.
            if member.moments.get("decision") == step.at and member.case.id != after.case.id:
                touched |= follow(application, member, step.at, officer, calendar, uow)
        retell_project(application, step.catalogue, calendar, uow)
    if not after.case.is_open:
        settle_token(application, step.at, step.teller.hall.token_days, uow)
    return application, Changes(
        frozenset({application.number}), touched | {file.case.department, after.case.department}
    )


def _longer(before: Iterable[CaseClock], after: Iterable[CaseClock]) -> dict[str, tuple[str | None, ...]]:
    """Return the due moments before and after of the clock that was extended, if one was."""
    for old, new in zip(before, after, strict=False):
        if old.extension_days != new.extension_days:
            dues = tuple(one.due_at.isoformat() if one.due_at else None for one in (old, new))
            return {"clock_due": dues}
    return {}


def _change(
    before: CaseFile, after: CaseFile, longer: Mapping[str, tuple[str | None, ...]]
) -> dict[str, object]:
    """Return what the step changed of the case, before and after, for its event."""
    pairs: dict[str, tuple[str | None, ...]] = {
        "state": (str(before.case.state), str(after.case.state)),
        "step": (before.case.step, after.case.step),
        "handler": (before.case.handler, after.case.handler),
        "department": (before.case.department, after.case.department),
        "due": tuple(one.isoformat() if one else None for one in (before.case.due_at, after.case.due_at)),
    }
    pairs |= _longer(before.clocks, after.clocks) or longer
    changed = {name: list(pair) for name, pair in pairs.items() if pair[0] != pair[1]}
    return {"change": changed} if changed else {}


def with_usual_time(file: CaseFile, calendar: WorkCalendar, uow: UnitOfWork) -> CaseFile:
    """Return the file with the usual time of its present step, from own history, in its claim-before moment."""
    seconds = uow.errands.usual_seconds(file.case.item, file.case.step)
    if seconds == file.case.usual_seconds:
        return file
    return replace(file, case=replace(file.case, usual_seconds=seconds)).happened(calendar, {})


def deem_accepted(
    application: Application, file: CaseFile, at: datetime, calendar: WorkCalendar, uow: UnitOfWork
) -> CaseFile:
    """Let an application count as accepted when nobody told in time what is missing; it is written down."""
    after = deemed(file, at, calendar)
    if after is file:
        return file
    uow.save_file(file, after)
    since = after.moments["acceptance"]
    facts = {"since": since.isoformat(), "basis": "ALL 32(4)"}
    uow.log(application, Event(at, "system", "deemed-accepted", facts, "", file.case.case_no))
    others = [one.case.outcome for one in uow.files(application) if one.case.id != file.case.id]
    uow.save_outcome(application, overall(("accepted", *others)), application.accepted_at or since)
    return next(one for one in uow.files(application) if one.case.id == file.case.id)


def follow(
    application: Application,
    changed: CaseFile,
    at: datetime,
    officer: Officer,
    calendar: WorkCalendar,
    uow: UnitOfWork,
) -> frozenset[str]:
    """Let the cases that wait for the changed one begin or close, and the package's clock follow.

    Returns the departments whose queues were touched.
    """
    files = uow.files(application)
    item = changed.case.item
    granted = changed.case.state is CaseState.DECIDED and not changed.case.closing
    ended = bool(changed.case.closing)
    touched: set[str] = set()
    for file in files:
        case = file.case
        if item not in case.upstream or case.state is not CaseState.NOT_STARTED:
            continue
        if granted:
            after = file.happened(calendar, {f"granted:{item}": at})
            if all(f"granted:{code}" in after.moments for code in case.upstream):
                after = replace(after, case=after.case.begin())
            what, facts = "started", {"upstream": item}
        elif ended:
            closed = replace(file, case=case.close(CaseState.TERMINATED, "upstream_refused"))
            after = closed.happened(calendar, {"closed": at})
            what, facts = "upstream_refused", {"upstream": item}
        else:
            continue
        uow.save_file(file, after)
        if after.case.state is case.state:
            continue  # it goes on waiting: for another case, or for its corrections
        uow.log(application, Event(at, officer.name, what, facts, "", case.case_no))
        touched.add(case.department)
        if after.case.closing:
            touched |= follow(application, after, at, officer, calendar, uow)
    retell_package(application, calendar, uow)
    return frozenset(touched)
