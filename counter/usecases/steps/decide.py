"""The end of a case's way: grant, refusal, result, termination, revocation (ALL 38, 44, 69; M8, M13)."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from counter.domain.application import Event
from counter.domain.case import Case, CaseState, ClockedCase
from counter.domain.credit import CreditEntry
from counter.domain.errors import NotAllowed
from counter.domain.events import EventKind
from counter.domain.handover import delivery_clock, shelf_of
from counter.domain.limit import working_days
from counter.domain.material import MaterialState
from counter.domain.moments import Moment, is_lapse
from counter.domain.outcome import Outcome
from counter.domain.request import DepartmentRequest, disagreements, recalculated, unsettled
from counter.domain.verbs import Verb
from counter.domain.words import Words
from counter.settings import hall_from_text
from counter.usecases.steps.step import (
    Step,
    chosen_of,
    day_of,
    for_the_department,
    table_of,
    text_of,
)
from forms.catalogue import Joint

TERMINATIONS: Final = {
    "no_correction": Words("逾期未补正", "No correction came"),
    "applicant_died": Words("申请人死亡或丧失行为能力", "The applicant died or lost capacity"),
    "applicant_dissolved": Words("申请单位依法终止", "The applying body was dissolved"),
    "object_lost": Words("审批对象灭失或条件不复存在", "What was applied for no longer exists"),
    "forwarded": Words("转报上级或其他机关", "Forwarded to another authority"),
    "returned": Words("退件", "Returned"),
    "other": Words("其他依法终止", "Other lawful ground"),
}
"""Grounds of termination; the closing codes of the exchange follow from them (domain.md 4.5)."""
JOINT: Final = "joint"


def holder(step: Step, *, behalf: bool) -> Case:
    """Return the case as its decider holds it; an answer entered at the window claims it on the way."""
    case = step.clocked.case
    if behalf and case.state is CaseState.WAITING:
        return case.claim(step.officer.name)
    return case


def another_person(step: Step) -> None:
    """Refuse the person who took the step before, where the catalogue asks for another one (NotAllowed)."""
    if not step.item.step_of(step.clocked.case.step).other_person:
        return
    events = [e for e in step.uow.dossier(step.application).events if e.case_no == step.clocked.case.case_no]
    last = next((e.who for e in reversed(events) if e.what == EventKind.REVIEW), "")
    if last == step.officer.name:
        raise NotAllowed(
            "another_person",
            Words("该环节须由另一人办理。", "This step has to be taken by another person."),
        )


def _steps_done(step: Step) -> None:
    present = step.item.step_of(step.clocked.case.step)
    ahead = step.item.step_after(present.code)
    if present.kind not in ("", "decision") or (present.kind == "" and ahead is not None):
        named = present if present.kind else ahead or present
        raise NotAllowed(
            "step_missing",
            Words(
                "“{name}”环节尚未完成，请先用 review 出具意见。",
                "The step “{name}” is not done; give its opinion with review first.",
            ).fill(name=named.name),
        )


def _settled(step: Step, cases: Iterable[ClockedCase]) -> None:
    requests = step.uow.dossier(step.application).requests
    for clocked in cases:
        waiting = unsettled(requests, clocked.case.case_no)
        if waiting:
            department = step.catalogue.departments[waiting[0].department].name
            raise NotAllowed(
                "opinion_open",
                Words("{d}尚未答复。", "{d} has not answered yet.").fill(d=department),
            )
        if disagreements(requests, clocked.case.case_no):
            raise NotAllowed(
                "disagreement",
                Words(
                    "有部门不同意，请先提交协调（coordinate）。",
                    "A department disagrees; bring it to coordination first.",
                ),
            )


def joint_of(step: Step) -> Joint | None:
    """Return the joint examination the case takes part in, when the application holds more of its items."""
    joint = step.package.joint_of(step.clocked.case.item) if step.package else None
    if joint is None:
        return None
    here = {clocked.case.item for clocked in step.uow.cases(step.application)}
    return joint if len(here & set(joint.items)) > 1 and joint.lead in here else None


def _members(step: Step) -> list[ClockedCase]:
    """Return the other cases that the conclusion of a joint examination decides with this one (M8)."""
    joint = joint_of(step)
    if joint is None:
        return []
    if joint.lead != step.clocked.case.item:
        lead = step.catalogue.items[joint.lead]
        raise NotAllowed(
            "joint_conclusion",
            Words(
                "{name}只有一个结论，由“{lead}”出具；本部门请用 review 出具意见。",
                "{name} has one conclusion, given with “{lead}”; give this department's opinion with review.",
            ).fill(name=joint.name, lead=lead.name),
        )
    mine = step.clocked.case.id
    others = [
        clocked
        for clocked in step.uow.cases(step.application)
        if clocked.case.item in joint.items and clocked.case.id != mine and clocked.case.is_open
    ]
    for clocked in others:
        clocked.case.expect_accepted()
        if Moment.REVIEWED not in clocked.moments:
            department = step.catalogue.departments[clocked.case.department].name
            raise NotAllowed(
                "joint_opinion_missing",
                Words("{d}还没有出具意见。", "{d} has not given its opinion yet.").fill(d=department),
            )
    return others


def _positions_agree(step: Step, cases: Iterable[ClockedCase]) -> None:
    numbers = {clocked.case.case_no for clocked in cases}
    last: dict[str, str] = {}
    for event in step.uow.dossier(step.application).events:
        if event.case_no in numbers and event.what == EventKind.REVIEW:
            last[event.case_no] = str(event.data.get("position", ""))
        elif event.case_no in numbers and event.what == EventKind.RULE:
            last[event.case_no] = "ruled"
    if "disagree" in last.values():
        raise NotAllowed(
            "disagreement",
            Words(
                "有部门验收意见为不同意，须整改复验或提交协调后再下结论。",
                "A department disagrees: let it be put right and examined again, or bring it to coordination.",
            ),
        )


def approve(step: Step) -> ClockedCase:
    """Grant the case with result name, number and validity; a joint examination's lead grants for all."""
    behalf = for_the_department(step)
    case = holder(step, behalf=behalf)
    decided = replace(step.clocked, case=case.decide(step.officer.name, "approve"))
    another_person(step)
    _steps_done(step)
    members = _members(step)
    _settled(step, [step.clocked, *members])
    _positions_agree(step, members)
    result = {
        "name": text_of(step.data, "result_name", required=False),
        "no": text_of(step.data, "result_no", required=False),
        "valid_until": day_of(step.data, "valid_until"),
    }
    if result["name"]:
        decided = replace(decided, case=replace(decided.case, result=result))
    for member in members:
        _together(step, member, "approve")
    _notify_decision(step)
    order_inspection(step, step.clocked)
    return _granted(step, decided)


def _granted(step: Step, decided: ClockedCase) -> ClockedCase:
    regime = step.catalogue.items[decided.case.item].intake_regime
    granted = decided.with_clock(delivery_clock(regime))
    return granted.happened(step.calendar, {Moment.DECISION: step.at, Moment.GRANT: step.at})


def _together(step: Step, member: ClockedCase, verb: str) -> None:
    """Decide a case of the joint examination with the lead's conclusion, in the same transaction."""
    closing = "" if verb == Verb.APPROVE else "refused"
    case = replace(member.case, state=CaseState.DECIDED, closing=closing, handler=step.officer.name, level="")
    decided = replace(member, case=case)
    if verb == Verb.APPROVE:
        after = _granted(step, decided)
        order_inspection(step, member)
    else:
        after = decided.happened(step.calendar, {Moment.DECISION: step.at, Moment.CLOSED: step.at})
    step.uow.save_case(member, after)
    facts = {**step.data, "joint": step.clocked.case.case_no}
    step.uow.log(step.application, Event(step.at, step.officer.name, verb, facts, "", member.case.case_no))


def refuse(step: Step) -> ClockedCase:
    """Refuse the case: only with reasons, the legal basis and (on the printout) the remedies (ALL 38)."""
    behalf = for_the_department(step)
    text_of(step.data, "reasons")
    text_of(step.data, "basis")
    case = holder(step, behalf=behalf)
    decided = replace(step.clocked, case=case.decide(step.officer.name, "refuse"))
    another_person(step)
    _steps_done(step)
    for member in _members(step):
        _together(step, member, "refuse")
    _notify_decision(step)
    return decided.happened(step.calendar, {Moment.DECISION: step.at, Moment.CLOSED: step.at})


def register_result(step: Step) -> ClockedCase:
    """Record the result of a grant: the case is ready to be handed over."""
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
    ready = replace(step.clocked, case=step.clocked.case.register_result(result))
    shelf = shelf_of([ready.case, *_others(step)])
    if shelf.is_whole:
        key = f"{step.application.number}:{len(shelf.issued)}"
        step.notifier.notify("ready", key, step.application, step.at, step.uow)
    return ready.happened(step.calendar, {Moment.RESULT: step.at})


def _others(step: Step) -> list[Case]:
    mine = step.clocked.case.id
    return [clocked.case for clocked in step.uow.cases(step.application) if clocked.case.id != mine]


def _notify_decision(step: Step) -> None:
    case = step.clocked.case
    step.notifier.notify(
        "decided", case.case_no, step.application, step.at, step.uow, case.case_no,
        item=step.catalogue.items[case.item].name.zh,
        department=step.catalogue.departments[case.department].name.zh,
    )  # fmt: skip


def promised_materials(step: Step, clocked: ClockedCase) -> list[str]:
    """Return the materials on whose promise the case is decided (M11), by code."""
    return [
        material.code
        for material in step.uow.dossier(step.application).materials
        if material.state == MaterialState.COMMITTABLE and clocked.case.item in material.used_by
    ]


def order_inspection(step: Step, clocked: ClockedCase, materials: Iterable[str] | None = None) -> None:
    """Give the department the task to inspect what was only promised (M13), under the hall's limit."""
    codes = list(promised_materials(step, clocked) if materials is None else materials)
    if not codes:
        return
    names = "、".join(step.catalogue.material_names[code].zh for code in codes)
    days = hall_from_text(step.uow.setup.fact("hall")).inspection_days
    one = DepartmentRequest(
        0, step.application.number, clocked.case.case_no, "inspection", clocked.case.department,
        f"核查承诺是否属实、是否履行：{names}", step.officer.name, step.at, working_days(days),
        data={"materials": codes},
    )  # fmt: skip
    step.uow.requests.add(step.application, clocked.case.id, recalculated(one, step.calendar))


def keep_in_record(step: Step, kind: str, reason: str) -> None:
    """Keep a broken or false promise of the applicant in the credit record (M13)."""
    first = step.uow.dossier(step.application).parties[0]
    source = step.clocked.case.case_no
    step.uow.books.add_credit(
        CreditEntry(
            0, first.id_type, first.id_number, first.name, kind, reason, source, step.at, step.officer.name
        )
    )


def terminate(step: Step) -> ClockedCase:
    """End a case without a decision on a stated lawful ground."""
    kind = chosen_of(step.data, "kind", TERMINATIONS)
    text_of(step.data, "reason")
    case = step.clocked.case
    asked = any(stop.kind == "supplement" for stop in step.clocked.open_stops)
    lapsed = any(map(is_lapse, step.clocked.moments))
    if kind == "no_correction" and not (asked or lapsed or case.outcome == Outcome.CORRECTION_NEEDED):
        raise NotAllowed(
            "nothing_asked",
            Words("没有待补正的材料，不能以此终止。", "Nothing was to be corrected; choose another ground."),
        )
    closed = replace(step.clocked, case=case.close(CaseState.TERMINATED, kind))
    ended = tuple(replace(one, end=step.at) if one.end is None else one for one in closed.suspensions)
    return replace(closed, suspensions=ended).happened(step.calendar, {Moment.CLOSED: step.at})


def revoke(step: Step) -> ClockedCase:
    """Take back a grant after an inspection found the promise broken, or for deception (ALL 69, M13)."""
    text_of(step.data, "reason")
    revoked = replace(step.clocked, case=step.clocked.case.revoke())
    return revoked.happened(step.calendar, {Moment.REVOKED: step.at, Moment.CLOSED: step.at})
