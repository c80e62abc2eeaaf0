"""Gather what the printouts of an application say, from what is stored and its catalogue version."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from counter.domain.application import Dossier
from counter.domain.case import CaseState, ClockedCase
from counter.domain.handover import METHODS, Handover
from counter.domain.identity import ID_TYPES, mask_number
from counter.domain.printout import (
    KINDS,
    Answer,
    CaseLine,
    HandoverLines,
    MaterialLine,
    PersonLine,
    PrintoutFacts,
    made_for,
)
from counter.domain.words import Words
from counter.settings import Hall
from counter.usecases.printouts.promises import (
    by_department,
    charge_lines,
    delivery_pairs,
    outstanding_lines,
    promise_lines,
)
from counter.usecases.reading.wording import (
    FORMS,
    MATERIAL_STATES,
    ROLES,
    SIGNATURES,
    answer_words,
    event_words,
    limit_words,
    table_rows,
)
from forms.catalogue import Catalogue, Item
from forms.merge import MergedField, merge_fields

AUTHORITIES = {
    "submit": Words("提交申请材料", "hand in"),
    "correct": Words("补正、更正材料", "correct"),
    "collect": Words("领取文书和结果", "collect"),
}
NOTHING = Words("—", "—")
RELATIONS = {
    "applicant": Words("申请人本人", "the applicant"),
    "agent": Words("代理人", "the agent"),
    "other": Words("持委托书代领", "with a letter of attorney"),
    "courier": Words("收件人", "the consignee"),
}


def printout_facts(
    dossier: Dossier,
    catalogue: Catalogue,
    hall: Hall,
    clerk: str,
    tracking_url: str,
    *,
    rehearsal: bool,
    issuer: str = "",
    signature_png: bytes = b"",
) -> PrintoutFacts:
    """Return the facts of the application's printouts; copies are counted by what was printed before."""
    application = dossier.application
    form: Mapping[str, Any] = application.form
    items = [catalogue.items[code] for code in form["items"]]
    package = catalogue.packages.get(application.package or "")
    title = package.name if package else Words(application.title, _english_title(items))
    package_clock = next((one for one in dossier.package_clocks if one.kind == "package"), None)
    latest = dossier.handovers[-1] if dossier.handovers else None
    charges, total = charge_lines(dossier, catalogue)
    lines = material_lines(dossier, catalogue)
    by_code = dict(zip((m.code for m in dossier.materials), lines, strict=True))
    copies = {kind: len(made_for(kind, dossier.printouts, latest)) for kind in KINDS}
    return PrintoutFacts(
        hall=Words(hall.name, hall.name_en),
        hall_phone=hall.phone,
        supervision_phone=hall.supervision_phone,
        hall_address=hall.address,
        number=application.number,
        title=title,
        tracking_url=tracking_url,
        persons=persons(form),
        received_at=application.received_at,
        accepted_at=application.accepted_at,
        window=application.window,
        clerk=clerk,
        cases=tuple(case_line(clocked, dossier, catalogue) for clocked in dossier.cases),
        materials=lines,
        answers=answer_groups(form.get("answers", {}), catalogue, items),
        market_entity=all(item.intake_regime == "market_entity" for item in items),
        signed_digest=application.signed_digest,
        signature=SIGNATURES[application.signature],
        package_due=package_clock.due_at if package_clock else None,
        package_measure=catalogue.measure_of_rule.get(package_clock.rule) if package_clock else None,
        rehearsal=rehearsal,
        copies=copies,
        handover=replace(_handover(latest, issuer, dossier, catalogue), signature_png=signature_png)
        if latest
        else None,
        outstanding=outstanding_lines(dossier, catalogue),
        promises=promise_lines(dossier, catalogue),
        charges=charges,
        charges_total=total,
        delivery=delivery_pairs(form),
        by_department=by_department(dossier, catalogue, by_code),
    )


def _handover(one: Handover, issuer: str, dossier: Dossier, catalogue: Catalogue) -> HandoverLines:
    lines = {clocked.case.case_no: case_line(clocked, dossier, catalogue) for clocked in dossier.cases}
    by_code = dict(zip((m.code for m in dossier.materials), material_lines(dossier, catalogue), strict=True))
    return HandoverLines(
        one.id,
        one.at,
        issuer,
        one.window,
        METHODS[one.method],
        one.collector.name,
        ID_TYPES.get(one.collector.id_type, NOTHING),
        one.collector.id_masked or "—",
        RELATIONS.get(one.collector.relation, NOTHING),
        SIGNATURES[one.signature],
        tuple((lines[r.case_no], r.name, r.number, r.valid_until) for r in one.results),
        one.parcel,
        tuple(by_code[code] for code in one.originals if code in by_code),
    )


def _english_title(items: Sequence[Item]) -> str:
    first = items[0].name.en
    return first if len(items) == 1 else f"{first} and {len(items) - 1} more"


def persons(form: Mapping[str, Any]) -> tuple[PersonLine, ...]:
    """Return the parties with their agents."""

    def line(one: Mapping[str, Any], role: Words) -> PersonLine:
        agent = one.get("agent")
        number, id_type = one["id_number"], one["id_type"]
        return PersonLine(
            role,
            one["name"],
            ID_TYPES[id_type],
            number,
            number if id_type == "uscc" else mask_number(number),
            one.get("phone", ""),
            line(agent, Words("代理人", "Agent")) if agent else None,
            tuple(AUTHORITIES[code] for code in one.get("authority", ()) if code in AUTHORITIES),
        )

    return tuple(
        line(one, ROLES.get(one.get("role", ""), Words(one.get("role", ""), one.get("role", ""))))
        for one in form["parties"]
    )


def names_of(catalogue: Catalogue) -> dict[str, Words]:
    """Return the names of items and milestones by code."""
    return {code: item.name for code, item in catalogue.items.items()} | dict(catalogue.milestones)


def case_line(clocked: ClockedCase, dossier: Dossier, catalogue: Catalogue) -> CaseLine:
    """Return the case as printouts and the status page name it."""
    case = clocked.case
    item = catalogue.items[case.item]
    department = catalogue.departments[case.department]
    clock = next((c for c in clocked.clocks if c.rule == case.binding), None)
    waiting = next(
        (c for c in clocked.clocks if c.started_at is None and c.kind in ("measure", "promised")), None
    )
    shown = clock or waiting or next((c for c in clocked.clocks if c.kind != "debt"), None)
    limit = limit_words(shown.limit) if shown else NOTHING
    names = names_of(catalogue)
    statutory = next((c for c in clocked.clocks if c.kind == "statutory"), None)
    decided = _decided_intake(dossier, case.case_no)
    missing = tuple(catalogue.material_names[code] for code in dossier.lacking(case.item))
    return CaseLine(
        ordinal=case.ordinal,
        case_no=case.case_no,
        item=item.name,
        department=department.name,
        outcome=case.outcome,
        state=str(case.state),
        due=case.due_at,
        limit=limit,
        measure=catalogue.measure_of_rule.get(shown.rule) if shown else None,
        provisional=bool(clock and clock.provisional),
        waits_for=event_words(tuple(n for n in waiting.needs if n not in clocked.moments), names)
        if waiting and (case.due_at is None or case.state is CaseState.NOT_STARTED)
        else None,
        statutory=limit_words(statutory.limit) if statutory else None,
        result=item.result_name,
        missing=missing if case.outcome == "correction_needed" else (),
        reason=_reasons(decided),
        authority=str(decided.get("authority", "")),
        review_body=department.review_body,
        basis=item.legal_basis,
    )


INTAKE: Final = ("correction_needed", "not_required", "not_competent", "decide-acceptance", "ask-again")
"""What happened that says why a case is not accepted, or not yet."""


def _decided_intake(dossier: Dossier, case_no: str) -> Mapping[str, object]:
    """Return what was said last of the case's acceptance; nothing when nothing had to be said."""
    said = [e.data for e in dossier.events if e.case_no == case_no and e.what in INTAKE]
    return next((data for data in reversed(said) if _reasons(data)), {})


def _reasons(data: Mapping[str, object]) -> str:
    given = data.get("reason") or data.get("reasons") or ""
    return "；".join(map(str, given)) if isinstance(given, list) else str(given)


def material_lines(dossier: Dossier, catalogue: Catalogue) -> tuple[MaterialLine, ...]:
    """Return the application's printouts as lists name them."""
    order = {clocked.case.item: clocked.case.ordinal for clocked in dossier.cases}
    points = {
        use.code: use.points
        for clocked in dossier.cases
        for use in catalogue.items[clocked.case.item].materials
        if use.points
    }
    return tuple(
        MaterialLine(
            catalogue.material_names[m.code],
            FORMS.get(m.form, Words(m.form, m.form)),
            m.copies or 1,
            m.pages,
            MATERIAL_STATES[m.state],
            m.state == "received",
            tuple(order[code] for code in m.used_by if code in order),
            points.get(m.code),
        )
        for m in dossier.materials
    )


def answer_groups(
    answers: Mapping[str, object], catalogue: Catalogue, items: Sequence[Item]
) -> tuple[tuple[Words, tuple[Answer, ...]], ...]:
    """Return the answered questions by group, each with the numbers of the items that use it."""
    order = {item.code: n for n, item in enumerate(items, 1)}
    groups: dict[str, list[Answer]] = {}
    for field in merge_fields(catalogue, items):
        if field.kind.code in answers:
            answer = _answer(field, answers[field.kind.code], order)
            groups.setdefault(field.kind.group, []).append(answer)
    return tuple((catalogue.groups[code], tuple(found)) for code, found in groups.items())


def _answer(field: MergedField, value: object, order: Mapping[str, int]) -> Answer:
    kind = field.kind
    numbers = tuple(order[code] for code in field.items)
    if kind.type == "table":
        columns = tuple(column.label for column in kind.columns)
        return Answer(kind.label, NOTHING, numbers, columns, table_rows(kind, value))
    return Answer(kind.label, answer_words(kind, value), numbers)
