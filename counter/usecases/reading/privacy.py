"""Who sees what of an application: a reviewer the department's cases, personal data only of cases in hand."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from counter.domain.application import Dossier, PartyRecord
from counter.domain.errors import NotAllowed
from counter.domain.identity import mask_number, mask_phone, shown_name
from counter.domain.roles import WINDOW, Role
from counter.domain.words import Words
from counter.usecases.ports.accounts import Officer


def is_whole_for(officer: Officer, dossier: Dossier) -> bool:
    """Whether the officer sees the people of the application in full."""
    if officer.role in WINDOW:
        return True
    if officer.role not in (Role.REVIEWER, Role.HEAD):
        return False
    for clocked in dossier.cases:
        case = clocked.case
        if not officer.may_review(case.department):
            continue
        if case.handler == officer.name or officer.is_head_of(case.department):
            return True
    return False


def seen_by(officer: Officer, dossier: Dossier) -> Dossier:
    """Return the application as the officer may see it (NotAllowed for another department's)."""
    if officer.role in (Role.REVIEWER, Role.HEAD):
        mine = any(officer.may_review(clocked.case.department) for clocked in dossier.cases)
        asked = any(officer.may_review(one.department) for one in dossier.requests)
        if not (mine or asked):
            raise NotAllowed(
                "not_yours",
                Words("这份申请没有本部门的办件。", "None of its cases is your department's."),
            )
    return dossier if is_whole_for(officer, dossier) else masked(dossier)


def whole_only(officer: Officer, dossier: Dossier) -> None:
    """Refuse what carries names and numbers until a case of the application is in the officer's hands (NotAllowed)."""
    seen_by(officer, dossier)
    if not is_whole_for(officer, dossier):
        raise NotAllowed(
            "not_claimed",
            Words("领取办件后可查看扫描件和文书。", "Scans and printouts can be had once a case is claimed."),
        )


def masked(dossier: Dossier) -> Dossier:
    """Return the application with its people masked and the answers left out."""
    head = dossier.application
    form: dict[str, Any] = {**head.form, "answers": {}}
    parties = head.form.get("parties")
    form["parties"] = [_party(one) for one in parties] if isinstance(parties, list) else []
    return replace(
        dossier,
        application=replace(head, applicant_name=shown_name(head.applicant_name), form=form),
        parties=tuple(_record(one) for one in dossier.parties),
    )


def _party(one: Mapping[str, Any]) -> dict[str, Any]:
    agent = one.get("agent")
    return {
        **one,
        "name": shown_name(str(one.get("name", ""))),
        "id_number": mask_number(str(one.get("id_number", ""))),
        "phone": mask_phone(str(one.get("phone") or "")),
        "agent": _party(agent) if isinstance(agent, Mapping) else None,
    }


def _record(one: PartyRecord) -> PartyRecord:
    return replace(
        one,
        name=shown_name(one.name),
        id_number=mask_number(one.id_number),
        phone=mask_phone(one.phone),
        data={},
    )
