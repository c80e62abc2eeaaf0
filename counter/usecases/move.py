"""Steps of a case through its department: claim, decide, milestones, result, withdrawal.

Each step is one move of the case with its event; when it grants or ends a case, the cases that wait
for it begin or close in the same transaction, and the package's clock follows.
"""

from dataclasses import replace
from datetime import datetime

from counter.domain.application import Application, Event
from counter.domain.calendar import WorkCalendar
from counter.domain.case import Case, CaseFile, CaseState
from counter.domain.errors import InputRefused, NotAllowed
from counter.domain.handover import delivery_clock, shelf_of
from counter.domain.words import Words
from counter.settings import hall_from_text
from counter.usecases.accept import retell_package
from counter.usecases.deeds import DEEDS
from counter.usecases.find import application_named, case_named
from counter.usecases.hand_over import settle_token
from counter.usecases.pause import receive_supplement, request_supplement, resume, suspend
from counter.usecases.ports import Officer, UnitOfWork
from counter.usecases.step import (
    CalendarOf,
    Changes,
    Data,
    Office,
    Step,
    day_of,
    moment_of,
    not_void,
    reviewers_only,
    table_of,
    text_of,
)


def _claim(step: Step) -> CaseFile:
    reviewers_only(step)
    return replace(step.file, case=step.file.case.claim(step.officer.name))


def _release(step: Step) -> CaseFile:
    reviewers_only(step)
    return replace(step.file, case=step.file.case.release(step.officer.name))


def _approve(step: Step) -> CaseFile:
    reviewers_only(step)
    decided = replace(step.file, case=step.file.case.decide(step.officer.name, "approve"))
    result = {
        "name": text_of(step.data, "result_name", required=False),
        "no": text_of(step.data, "result_no", required=False),
        "valid_until": day_of(step.data, "valid_until"),
    }
    if result["name"]:
        decided = replace(decided, case=replace(decided.case, result=result))
    regime = step.catalogue.items[decided.case.item].intake_regime
    _tell_decision(step)
    granted = decided.with_clock(delivery_clock(regime))
    return granted.happened(step.calendar, {"decision": step.at, "grant": step.at})


def _refuse(step: Step) -> CaseFile:
    reviewers_only(step)
    text_of(step.data, "reasons")
    text_of(step.data, "basis")
    decided = replace(step.file, case=step.file.case.decide(step.officer.name, "refuse"))
    _tell_decision(step)
    return decided.happened(step.calendar, {"decision": step.at, "closed": step.at})


def _register_result(step: Step) -> CaseFile:
    if step.officer.role not in ("clerk", "supervisor"):
        reviewers_only(step)
    more = table_of(step.data, "data")
    result: dict[str, object] = {
        "name": text_of(step.data, "name"),
        "no": text_of(step.data, "no", required=False),
        "valid_until": day_of(step.data, "valid_until"),
    }
    place = text_of(step.data, "place", required=False)
    scan = text_of(step.data, "scan", required=False)
    result |= {key: value for key, value in (("place", place), ("scan", scan)) if value}
    if more:
        result["data"] = dict(more)
    ready = replace(step.file, case=step.file.case.register_result(result))
    shelf = shelf_of([ready.case, *_others(step)])
    if shelf.is_whole:
        key = f"{step.application.number}:{len(shelf.issued)}"
        step.teller.tell("ready", key, step.application, step.at, step.uow)
    return ready.happened(step.calendar, {"result": step.at})


def _others(step: Step) -> list[Case]:
    mine = step.file.case.id
    return [file.case for file in step.uow.files(step.application) if file.case.id != mine]


def _tell_decision(step: Step) -> None:
    case = step.file.case
    step.teller.tell(
        "decided", case.case_no, step.application, step.at, step.uow, case.case_no,
        item=step.catalogue.items[case.item].name.zh,
        department=step.catalogue.departments[case.department].name.zh,
    )  # fmt: skip


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
    if step.officer.role not in ("clerk", "supervisor"):
        reviewers_only(step)
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
    "approve": _approve,
    "refuse": _refuse,
    "milestone": _milestone,
    "register-result": _register_result,
    "withdraw": _withdraw,
    "explain-overdue": _explain_overdue,
    "request-supplement": request_supplement,
    "receive-supplement": receive_supplement,
    "suspend": suspend,
    "resume": resume,
}
LATER = (
    "transfer", "extend", "ask-opinion", "give-opinion", "escalate", "review", "terminate",
    "decide-acceptance", "receive-correction", "lapse-debt", "record-payment", "inspect", "revoke",
    "coordinate", "rule", "supervise", "answer-supervision",
)  # fmt: skip


def take_step(
    verb: str, number: str, officer: Officer, data: Data, office: Office, uow: UnitOfWork
) -> tuple[Application, Changes]:
    """Carry out one step on the case and write it with its event.

    Refused with NotAllowed (wrong role or state, overtaken) or InputRefused (unknown verb, missing or
    wrong data, unknown number).
    """
    if verb in LATER:
        raise NotAllowed(
            "not_yet",
            Words("本版本尚不支持“{verb}”。", "This version does not support “{verb}” yet.").fill(verb=verb),
        )
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
    application, file = case_named(number, uow)
    not_void(application)
    calendar = office.calendar_of(uow)
    step = Step(
        verb, officer, application, file, data, uow.moment(), calendar,
        office.catalogue_for(application.catalogue_digest, uow), office, uow,
    )  # fmt: skip
    after = move(step)
    uow.save_file(file, after)
    uow.log(application, Event(step.at, officer.name, verb, dict(data), "", file.case.case_no))
    touched = follow(application, after, step.at, officer, calendar, uow)
    if not after.case.is_open:
        settle_token(application, step.at, step.teller.hall.token_days, uow)
    return application, Changes(frozenset({application.number}), touched | {file.case.department})


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
        uow.log(application, Event(at, officer.name, what, facts, "", case.case_no))
        touched.add(case.department)
        if after.case.closing:
            touched |= follow(application, after, at, officer, calendar, uow)
    retell_package(application, calendar, uow)
    return frozenset(touched)


def void_application(
    number: str, officer: Officer, data: Data, calendar_of: CalendarOf, uow: UnitOfWork
) -> tuple[Application, Changes]:
    """Mark an application as taken by mistake; its number stays, its open cases close as void."""
    reason = text_of(data, "reason")
    if officer.role not in ("clerk", "supervisor"):
        raise NotAllowed("wrong_role", Words("只有窗口或督办可以作废。", "Only the window may void."))
    application = application_named(number, uow)
    if application.void_reason is not None:
        raise NotAllowed("voided", Words("申请已作废。", "The application is void already."))
    at, calendar = uow.moment(), calendar_of(uow)
    files = uow.files(application)
    for file in files:
        if file.case.state in (CaseState.READY, CaseState.ISSUED) or (
            file.case.state is CaseState.DECIDED and not file.case.closing
        ):
            raise NotAllowed(
                "decided_already",
                Words("已有办件作出决定，不能作废。", "A case has been decided; it cannot be voided."),
            )
    for file in files:
        if file.case.is_open:
            closed = replace(file, case=file.case.close(CaseState.VOID, "void"))
            uow.save_file(file, closed.happened(calendar, {"closed": at}))
    uow.save_void(application, reason)
    settle_token(application, at, hall_from_text(uow.setup.fact("hall")).token_days, uow)
    uow.log(application, Event(at, officer.name, "void", {"reason": reason}))
    retell_package(application, calendar, uow)
    departments = frozenset(file.case.department for file in files)
    return application, Changes(frozenset({application.number}), departments)
