"""Before and beside acceptance: the department's own decision on it, corrections, lapsed outstanding materials, payments.

ALL 32: everything is told once; a notice that does not come in five working days makes the application
accepted as of its receipt. M13: a promise that is broken opens an inspection.
"""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Final

from counter.domain.application import overall
from counter.domain.case import CaseState, ClockedCase
from counter.domain.errors import NotAllowed
from counter.domain.events import EventKind
from counter.domain.moments import Moment, lapsed_of, material_of, milestone_of
from counter.domain.outcome import Outcome
from counter.domain.roles import WINDOW
from counter.domain.routing import SECOND_CHECK, correction_clock
from counter.domain.words import Words
from counter.usecases.printouts.promises import documents_of_cases, form_facts, unpaid
from counter.usecases.steps.decide import keep_in_record, order_inspection
from counter.usecases.steps.step import (
    ApplicationStep,
    Step,
    bad,
    chosen_of,
    for_the_department,
    materials_of_item,
    names_of,
    text_of,
)

OUTCOMES: Final = {
    "accepted": Words("受理", "accepted"),
    "correction_needed": Words("一次性告知补正", "correction needed"),
    "not_required": Words("不需要办理", "not required"),
    "not_competent": Words("不属本机关职权", "not competent"),
}
METHODS: Final = {
    "cash": Words("现金", "cash"),
    "card": Words("银行卡", "card"),
    "transfer": Words("转账", "transfer"),
    "wechat": Words("微信", "WeChat"),
    "alipay": Words("支付宝", "Alipay"),
    "platform": Words("统一支付平台", "payment platform"),
}
FREE: Final = ("免费", "不收")
"""How the fee of an item begins that is free of charge (M18, M37; ALL 58)."""
_CENTS: Final = -2


def decide_acceptance(step: Step) -> ClockedCase:
    """Decide on acceptance where the window only receives (step 0); a correction is told once (ALL 32)."""
    for_the_department(step)
    case = step.clocked.case
    outcome = chosen_of(step.data, "outcome", OUTCOMES)
    if case.outcome != Outcome.RECEIVED or not case.is_open:
        raise NotAllowed("decided_already", Words("该件的受理已有决定。", "Acceptance was decided already."))
    if outcome == Outcome.ACCEPTED:
        text_of(step.data, "reasons", required=False)
        at = step.clocked.moments.get(Moment.CORRECTED, step.at)
        taken = step.clocked.taken_in("accepted")
        _save_outcome(step, "accepted")
        return taken.happened(step.calendar, {**_decided(step), Moment.ACCEPTANCE: at, Moment.COMPLETE: at})
    text_of(step.data, "reasons")
    if outcome == Outcome.CORRECTION_NEEDED:
        return _ask_once(step)
    if outcome == Outcome.NOT_COMPETENT:
        text_of(step.data, "authority")
    closed = replace(step.clocked, case=replace(case.close(CaseState.TERMINATED, outcome), outcome=outcome))
    _save_outcome(step, outcome)
    return closed.happened(step.calendar, {**_decided(step), Moment.CLOSED: step.at})


def _decided(step: Step) -> dict[str, datetime]:
    """Return the moments that end the checks of the materials."""
    checks = (
        (Moment.DECIDED_INTAKE, Moment.CHECKED_AGAIN)
        if Moment.CORRECTED in step.clocked.moments
        else (Moment.DECIDED_INTAKE,)
    )
    return dict.fromkeys(checks, step.at)


def ask_again(step: Step) -> ClockedCase:
    """Ask for materials that the one notice left out: only the supervisor may, and the reason is kept.

    ALL 32(4), 72(4): everything is told once. No clock begins anew with the second notice.
    """
    text_of(step.data, "reason")
    case = step.clocked.case
    if not case.is_open or case.outcome not in (Outcome.CORRECTION_NEEDED, Outcome.RECEIVED):
        raise NotAllowed("wrong_state", Words("该件不在补正阶段。", "The case is not being corrected."))
    for code in _called_for(step):
        step.uow.service.save_place(step.application, code, "missing", "")
    asked = replace(case, outcome="correction_needed", state=CaseState.NOT_STARTED, handler=None)
    _save_outcome(step, "correction_needed")
    return replace(step.clocked, case=asked)


def _ask_once(step: Step) -> ClockedCase:
    if Moment.CORRECTED in step.clocked.moments:
        raise NotAllowed(
            "second_notice",
            Words(
                "已一次性告知过，不得再次要求补正；补正仍不合格的，依法作出决定。",
                "It was told once; there is no second list. Decide, or refuse with reasons.",
            ),
        )
    for code in _called_for(step):
        step.uow.service.save_place(step.application, code, "missing", "")
    asked = replace(step.clocked.case, outcome="correction_needed", state=CaseState.NOT_STARTED, handler=None)
    _save_outcome(step, "correction_needed")
    return replace(step.clocked, case=asked).happened(step.calendar, {Moment.DECIDED_INTAKE: step.at})


def _called_for(step: Step) -> list[str]:
    """Return the materials that are asked for; only those that this application calls for (ALL 31)."""
    known = {one.code for one in step.uow.dossier(step.application).materials}
    codes = list(materials_of_item(step))
    strange = [step.catalogue.material_names[code].zh for code in codes if code not in known]
    if strange:
        words = Words("本申请不需要：{all}。", "Not called for in this application: {all}.")
        raise bad("materials", words.fill(all="、".join(strange)))
    return codes


def receive_correction(step: Step) -> ClockedCase:
    """Take corrections in; when the last one is there the case is accepted as of its arrival (ALL 32(5)).

    Where the department decides on acceptance it checks the corrected materials within five working days.
    """
    case = step.clocked.case
    if case.outcome != Outcome.CORRECTION_NEEDED or not case.is_open:
        raise NotAllowed("no_request", Words("没有待补正的材料。", "Nothing is to be corrected."))
    codes = names_of(step.data, "materials")
    outstanding = step.uow.dossier(step.application).lacking(case.item)
    strange = [code for code in codes if code not in outstanding]
    if strange:
        raise bad(
            "materials",
            Words("待补正的是：{all}。", "Still to come: {all}.").fill(all=", ".join(outstanding)),
        )
    for code in codes:
        step.uow.service.save_place(step.application, code, "received", f"window:{step.application.window}")
    if set(outstanding) - set(codes):
        return step.clocked
    if step.item.window_power == "receive_only":
        again = step.clocked.taken_in("received")
        clock = correction_clock(
            step.item.intake_regime, SECOND_CHECK, Moment.CORRECTED, Moment.CHECKED_AGAIN
        )
        again = again.with_clock(clock) if clock else again
        _save_outcome(step, "received")
        return again.happened(step.calendar, {Moment.CORRECTED: step.at})
    taken = step.clocked.taken_in("accepted")
    _save_outcome(step, "accepted")
    return taken.happened(
        step.calendar, {Moment.CORRECTED: step.at, Moment.ACCEPTANCE: step.at, Moment.COMPLETE: step.at}
    )


def _save_outcome(step: Step, outcome: str) -> None:
    outcomes = tuple(
        outcome if clocked.case.id == step.clocked.case.id else clocked.case.outcome
        for clocked in step.uow.cases(step.application)
    )
    accepted = step.application.accepted_at or (step.at if outcome == Outcome.ACCEPTED else None)
    step.uow.save_outcome(step.application, overall(outcomes), accepted)


def lapse_outstanding(step: Step) -> ClockedCase:
    """Record that an outstanding material did not come in time: the promise is broken, an inspection follows."""
    code = text_of(step.data, "material")
    clock = next((c for c in step.clocked.clocks if c.kind == "debt" and material_of(code) in c.ends), None)
    if clock is None or clock.ended_at is not None:
        outstanding = ", ".join(step.clocked.outstanding) or "-"
        raise bad("material", Words("待补的有：{all}。", "Outstanding: {all}.").fill(all=outstanding))
    if lapsed_of(code) in step.clocked.moments:
        raise NotAllowed("already_recorded", Words("已登记失约。", "It is recorded already."))
    event = next((use.deferral.event for use in step.item.materials if use.code == code and use.deferral), "")
    passed = clock.due_at is not None and step.at > clock.due_at
    happened = bool(event) and milestone_of(event) in step.clocked.moments
    if not passed and not happened:
        raise NotAllowed(
            "not_due", Words("约定的补交期限未到。", "The agreed date or event has not come yet.")
        )
    order_inspection(step, step.clocked, [code])
    name = step.catalogue.material_names[code].zh
    keep_in_record(step, "broken_promise", f"未按承诺补交：{name}")
    return step.clocked.happened(step.calendar, {lapsed_of(code): step.at})


def take_over_materials(step: Step) -> ClockedCase:
    """Sign for the case's materials: its department takes them from the window, the window takes them back.

    Which materials they are is what the handover list says.
    """
    case = step.clocked.case
    if step.officer.role in WINDOW:
        place = f"window:{step.application.window}"
    else:
        place = f"department:{case.department}"
    cases = documents_of_cases(step.uow.dossier(step.application))
    mine = next((own for clocked, own in cases if clocked.case.id == case.id), [])
    moving = [one for one in mine if one.place != place]
    if not moving:
        raise NotAllowed(
            "nothing_to_take", Words("没有可交接的纸质材料。", "There are no materials to take over.")
        )
    for material in moving:
        step.uow.service.save_place(step.application, material.code, material.state, place)
    return step.clocked


def record_payment(step: ApplicationStep) -> None:
    """Record a payment of a lawful fee; where a measure or the law sets none it is refused (M18, M37; ALL 58)."""
    order = text_of(step.data, "order_no")
    text_of(step.data, "receipt_no")
    chosen_of(step.data, "method", METHODS)
    raw = step.data.get("amount")
    try:
        amount = Decimal(str(raw)) if not isinstance(raw, bool) and raw is not None else Decimal(-1)
    except InvalidOperation:
        amount = Decimal(-1)
    exponent = amount.as_tuple().exponent
    if not isinstance(exponent, int) or exponent < _CENTS or amount <= 0:  # no number compares with NaN
        raise bad(
            "amount", Words("金额写作 80 或 80.50（元）。", "Write the amount like 80 or 80.50 (yuan).")
        )
    dossier = step.uow.dossier(step.application)
    facts = form_facts(step.application.form, step.catalogue)
    items = [step.catalogue.items[clocked.case.item] for clocked in dossier.cases]
    charges = [one for item in items for one in item.charges(facts)]
    by_list = any(not item.fees and not item.fee.zh.startswith(FREE) for item in items)
    if not charges and not by_list:
        raise NotAllowed(
            "no_fee",
            Words("这些事项不收费，不得收取。", "These items are free of charge; nothing may be taken."),
        )
    if not by_list and all(one.amount is not None for one in charges):
        due = unpaid(dossier, step.catalogue)
        if amount > due:
            words = Words("应缴 {due} 元，不得多收。", "CNY {due} are due; no more may be taken.")
            raise bad("amount", words.fill(due=max(due, Decimal(0))))
    for event in dossier.events:
        if event.what == EventKind.RECORD_PAYMENT and event.data.get("order_no") == order:
            raise NotAllowed("already_recorded", Words("该缴款单已登记。", "This order is recorded already."))
