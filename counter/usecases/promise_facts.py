"""Facts of the papers beside the acceptance: promises, charges, delivery, which papers go to which department."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from counter.domain.application import Dossier, MaterialRecord
from counter.domain.case import CaseFile
from counter.domain.desk_papers import ChargeLine, DebtLine, PromiseLine
from counter.domain.handover import METHODS
from counter.domain.papers import MaterialLine
from counter.domain.words import Words
from counter.usecases.wording import FORMS
from forms.catalogue import Catalogue, Item, MaterialUse
from forms.merge import facts_of

KEPT_FORMS = ("original", "sighted", "copy")
EVENTS = {"completion_acceptance": Words("竣工验收前", "before the completion check")}


def _uses(dossier: Dossier, catalogue: Catalogue, code: str) -> list[tuple[int, Item, MaterialUse]]:
    """Return who uses a paper in the application: the case's number, the item, its use."""
    found = []
    for file in dossier.files:
        item = catalogue.items[file.case.item]
        found += [(file.case.ordinal, item, use) for use in item.materials if use.code == code]
    return found


def debt_lines(dossier: Dossier, catalogue: Catalogue) -> tuple[DebtLine, ...]:
    """Return the papers that were promised for later, met or not: the promise is what was signed."""
    found: dict[str, DebtLine] = {}
    for file in dossier.files:
        for clock in file.clocks:
            if clock.kind != "debt":
                continue
            for end in clock.ends:
                code = end.removeprefix("material:")
                uses = _uses(dossier, catalogue, code)
                deferral = next((use.deferral for _, _, use in uses if use.deferral), None)
                event = deferral.event if deferral else ""
                name = catalogue.milestones.get(event) or EVENTS.get(event)
                until = (
                    Words(f"{clock.limit.day} 前", f"by {clock.limit.day}")
                    if clock.limit.day
                    else Words(f"{name.zh}前", f"before {name.en}")
                    if name
                    else Words("约定事件前", "before the agreed event")
                )
                form = FORMS[uses[0][2].form] if uses else FORMS["copy"]
                found[code] = DebtLine(
                    catalogue.material_names[code], form, until, tuple(n for n, _, _ in uses),
                    any(use.blocks_issue for _, _, use in uses),
                )  # fmt: skip
    return tuple(found.values())


def promise_lines(dossier: Dossier, catalogue: Catalogue) -> tuple[PromiseLine, ...]:
    """Return the papers that a commitment stands in for (M11)."""
    promised = dossier.application.form.get("commitments")
    codes = promised if isinstance(promised, list) else []
    found = []
    for code in codes:
        for ordinal, item, use in _uses(dossier, catalogue, str(code)):
            if use.state == "committable":
                content = use.points or Words("内容真实，符合法定条件和标准", "true, and as the law requires")
                department = catalogue.departments[item.department].name
                name = catalogue.material_names[use.code]
                found.append(PromiseLine(name, content, department, item.name, ordinal))
    return tuple(found)


def charge_lines(dossier: Dossier, catalogue: Catalogue) -> tuple[tuple[ChargeLine, ...], str]:
    """Return what the items cost under the answers, and the total of what is fixed."""
    form: Mapping[str, Any] = dossier.application.form
    items = [catalogue.items[code] for code in form["items"]]
    facts = facts_of(form.get("answers", {}), items, agent=False, applicant_type="")
    defaults = {
        code: kind.default for code, kind in catalogue.field_kinds.items() if kind.default is not None
    }
    found, total = [], Decimal(0)
    for file in dossier.files:
        item = catalogue.items[file.case.item]
        for one in item.charges({**defaults, **facts}):
            total += one.amount or 0
            amount = f"{one.amount:.2f}" if one.amount is not None else ""
            found.append(ChargeLine(file.case.ordinal, item.name, one.name, amount, one.basis))
    return tuple(found), f"{total:.2f}"


def delivery_pairs(form: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return how the results are to be served, as label and value."""
    delivery = form.get("delivery") or {}
    if not delivery:
        return ()
    method = METHODS.get(delivery.get("method", ""), Words("窗口领取", "At the window"))
    pairs = [("方式", method.zh), ("收件人", delivery.get("to", "")), ("地址", delivery.get("address", ""))]
    return tuple((name, value) for name, value in pairs if value)


def kept_papers(dossier: Dossier, file: CaseFile) -> list[MaterialRecord]:
    """Return the paper documents that were taken in for the case."""
    return [
        m
        for m in dossier.materials
        if m.state == "received" and m.form in KEPT_FORMS and m.copies and file.case.item in m.used_by
    ]


def by_department(
    dossier: Dossier, catalogue: Catalogue, lines: Mapping[str, MaterialLine]
) -> tuple[tuple[Words, int, tuple[MaterialLine, ...]], ...]:
    """Return for each case that was taken in the paper documents that go to its department.

    A paper that several cases use goes to the first of them; the others see its scan.
    """
    given: set[str] = set()
    found = []
    for file in dossier.files:
        if not file.case.is_open and not file.moments.get("decision"):
            continue
        own = [m.code for m in kept_papers(dossier, file) if m.code not in given]
        given.update(own)
        if own:
            department = catalogue.departments[file.case.department].name
            found.append((department, file.case.ordinal, tuple(lines[code] for code in own)))
    return tuple(found)
