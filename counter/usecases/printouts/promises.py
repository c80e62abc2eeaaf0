"""Facts of the printouts beside the acceptance: promises, charges, delivery, which materials go to which department."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from counter.domain.application import Dossier, MaterialRecord
from counter.domain.case import CLOSED_STATES, ClockedCase
from counter.domain.desk_printouts import ChargeLine, OutstandingLine, PromiseLine
from counter.domain.events import EventKind
from counter.domain.handover import METHODS
from counter.domain.material import MaterialState
from counter.domain.moments import Moment, material_named
from counter.domain.printout import MaterialLine
from counter.domain.words import Words
from counter.usecases.reading.wording import FORMS
from forms.catalogue import Catalogue, Item, MaterialUse
from forms.merge import facts_of

KEPT_FORMS = ("original", "sighted", "copy")


def _uses(dossier: Dossier, catalogue: Catalogue, code: str) -> list[tuple[int, Item, MaterialUse]]:
    """Return who uses a material in the application: the case's number, the item, its use."""
    found = []
    for clocked in dossier.cases:
        item = catalogue.items[clocked.case.item]
        found += [(clocked.case.ordinal, item, use) for use in item.materials if use.code == code]
    return found


def before_words(item: Item, material: str, catalogue: Catalogue) -> Words:
    """Return before which event an outstanding material of the item has to come."""
    deferrals = (use.deferral for use in item.materials if use.code == material and use.deferral)
    name = next((catalogue.milestones.get(one.event) for one in deferrals), None)
    if name is None:
        return Words("约定事件前", "before the agreed event")
    return Words(f"{name.zh}前", f"before {name.en}")


def outstanding_lines(dossier: Dossier, catalogue: Catalogue) -> tuple[OutstandingLine, ...]:
    """Return the materials that were promised for later, met or not: the promise is what was signed."""
    found: dict[str, OutstandingLine] = {}
    for clocked in dossier.cases:
        for clock in clocked.clocks:
            if clock.kind != "debt":
                continue
            for end in clock.ends:
                code = material_named(end) or end
                uses = _uses(dossier, catalogue, code)
                until = (
                    Words(f"{clock.limit.day} 前", f"by {clock.limit.day}")
                    if clock.limit.day
                    else before_words(catalogue.items[clocked.case.item], code, catalogue)
                )
                form = FORMS[uses[0][2].form] if uses else FORMS["copy"]
                found[code] = OutstandingLine(
                    catalogue.material_names[code], form, until, tuple(n for n, _, _ in uses),
                    any(use.blocks_issue for _, _, use in uses),
                )  # fmt: skip
    return tuple(found.values())


def promise_lines(dossier: Dossier, catalogue: Catalogue) -> tuple[PromiseLine, ...]:
    """Return the materials that a commitment stands in for (M11)."""
    promised = dossier.application.form.get("commitments")
    codes = promised if isinstance(promised, list) else []
    found = []
    for code in codes:
        for ordinal, item, use in _uses(dossier, catalogue, str(code)):
            if use.state == MaterialState.COMMITTABLE:
                content = use.points or Words("内容真实，符合法定条件和标准", "true, and as the law requires")
                department = catalogue.departments[item.department].name
                name = catalogue.material_names[use.code]
                found.append(PromiseLine(name, content, department, item.name, ordinal))
    return tuple(found)


def form_facts(form: Mapping[str, Any], catalogue: Catalogue) -> dict[str, object]:
    """Return what the catalogue's conditions are judged by, of a form that was taken in."""
    parties = form["parties"]
    return facts_of(
        form.get("answers", {}), [catalogue.items[code] for code in form["items"]],
        agent=any("agent" in one for one in parties), applicant_type=parties[0]["type"],
        channel=form.get("channel", "window"), package=form.get("package"),
        green_channel=form.get("green_channel") or "",
    )  # fmt: skip


def charge_lines(dossier: Dossier, catalogue: Catalogue) -> tuple[tuple[ChargeLine, ...], str]:
    """Return what the items cost under the answers, and the total of what is fixed."""
    facts = form_facts(dossier.application.form, catalogue)
    found, total = [], Decimal(0)
    for clocked in dossier.cases:
        item = catalogue.items[clocked.case.item]
        for one in item.charges(facts):
            total += one.amount or 0
            amount = f"{one.amount:.2f}" if one.amount is not None else ""
            found.append(ChargeLine(clocked.case.ordinal, item.name, one.name, amount, one.basis))
    return tuple(found), f"{total:.2f}"


def unpaid(dossier: Dossier, catalogue: Catalogue) -> Decimal:
    """Return the yuan still to be paid of what the accepted cases cost and whose amount is fixed.

    Nothing is asked for again once the facts of a payment were erased after their retention period.
    """
    paid = [e.data.get("amount") for e in dossier.events if e.what == EventKind.RECORD_PAYMENT]
    if None in paid:
        return Decimal(0)
    facts = form_facts(dossier.application.form, catalogue)
    costs = [
        one.amount
        for clocked in dossier.cases
        if clocked.case.outcome.startswith("accepted") and clocked.case.state not in CLOSED_STATES
        for one in catalogue.items[clocked.case.item].charges(facts)
        if one.amount is not None
    ]
    return sum(costs, Decimal(0)) - sum((Decimal(str(one)) for one in paid), Decimal(0))


def delivery_pairs(form: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return how the results are to be served, as label and value."""
    delivery = form.get("delivery") or {}
    if not delivery:
        return ()
    method = METHODS.get(delivery.get("method", ""), Words("窗口领取", "At the window"))
    pairs = [("方式", method.zh), ("收件人", delivery.get("to", "")), ("地址", delivery.get("address", ""))]
    return tuple((name, value) for name, value in pairs if value)


def kept_documents(dossier: Dossier, clocked: ClockedCase) -> list[MaterialRecord]:
    """Return the paper documents that were taken in for the case."""
    return [
        m
        for m in dossier.materials
        if m.state == MaterialState.RECEIVED
        and m.form in KEPT_FORMS
        and m.copies
        and clocked.case.item in m.used_by
    ]


def documents_of_cases(dossier: Dossier) -> list[tuple[ClockedCase, list[MaterialRecord]]]:
    """Return each case that was taken in with the paper documents that go to its department.

    A material that several cases use goes to the first of them; the others see its scan.
    """
    given: set[str] = set()
    found = []
    for clocked in dossier.cases:
        if clocked.case.is_open or clocked.moments.get(Moment.DECISION):
            own = [one for one in kept_documents(dossier, clocked) if one.code not in given]
            given.update(one.code for one in own)
            found.append((clocked, own))
    return found


def by_department(
    dossier: Dossier, catalogue: Catalogue, lines: Mapping[str, MaterialLine]
) -> tuple[tuple[Words, int, tuple[MaterialLine, ...]], ...]:
    """Return the department, the number and the materials of each case that gets paper documents."""
    return tuple(
        (
            catalogue.departments[clocked.case.department].name,
            clocked.case.ordinal,
            tuple(lines[one.code] for one in own),
        )
        for clocked, own in documents_of_cases(dossier)
        if own
    )
