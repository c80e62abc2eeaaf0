"""The second visit on one page: everything an application waits for from its applicant, taken in together.

Materials that were asked for or promised, the fee that is still to be paid, and originals that lie here without use.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from counter.domain.application import Application, Dossier, Event
from counter.domain.case import CLOSED_STATES, CaseState
from counter.domain.errors import InputRefused
from counter.domain.events import EventKind
from counter.domain.moments import material_of
from counter.domain.outcome import Outcome
from counter.domain.words import Words
from counter.usecases.handover.hand_over import originals_of
from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.unit_of_work import UnitOfWork
from counter.usecases.printouts.promises import unpaid
from counter.usecases.steps.pause import wanted
from counter.usecases.steps.run import held, take_application_step, take_step
from counter.usecases.steps.step import Data, Office, window_only
from forms.catalogue import Catalogue

KINDS: Final[dict[str, Words]] = {
    "correction": Words("补正", "Correction"),
    "supplement": Words("审查补正", "Supplement"),
    "debt": Words("承诺补交", "Promised"),
    "payment": Words("缴费", "Payment"),
    "original": Words("退还原件", "Original to go back"),
}
PRINTOUTS: Final = ("correction", "supplement", "debt")
"""The kinds for which a material is handed in."""
_VERBS: Final = {"correction": "receive-correction", "supplement": "receive-supplement"}


@dataclass(frozen=True, slots=True)
class Awaited:
    """What is waited for: why, for which case, until when; a payment of so many yuan."""

    kind: str
    case_no: str
    ordinal: int
    code: str
    due: date | None = None
    amount: Decimal | None = None

    @property
    def key(self) -> str:
        """What a tick is called by."""
        return f"{self.kind}:{self.ordinal}:{self.code}"


def awaited(dossier: Dossier, catalogue: Catalogue) -> tuple[Awaited, ...]:
    """Return what the application waits for: corrections, supplements, outstanding materials, payment, originals."""
    if dossier.application.void_reason is not None:
        return ()
    found: list[Awaited] = []
    for clocked in dossier.cases:
        case = clocked.case
        if case.outcome == Outcome.CORRECTION_NEEDED and case.is_open:
            found += [
                Awaited("correction", case.case_no, case.ordinal, code) for code in dossier.lacking(case.item)
            ]
        request = wanted(dossier, clocked) if case.state is CaseState.SUSPENDED else None
        if request is not None:
            found += [Awaited("supplement", case.case_no, case.ordinal, c) for c in request.materials]
        outstanding = {end: clock for clock in clocked.clocks if clock.kind == "debt" for end in clock.ends}
        found += [
            Awaited("debt", case.case_no, case.ordinal, code, outstanding[material_of(code)].limit.day)
            for code in clocked.outstanding
            if material_of(code) in outstanding
        ]
    due = unpaid(dossier, catalogue)
    if due > 0:
        found.append(Awaited("payment", "", 0, "fee", amount=due))
    found += [Awaited("original", "", 0, code) for code in _without_use(dossier, catalogue)]
    return tuple(found)


def _without_use(dossier: Dossier, catalogue: Catalogue) -> list[str]:
    """Return the originals here that no case needs: all that used them were withdrawn or ended."""
    ended = {clocked.case.item for clocked in dossier.cases if clocked.case.state in CLOSED_STATES}
    here = originals_of(dossier, catalogue)
    return [one.code for one in dossier.materials if one.code in here and set(one.used_by) <= ended]


def names_of_awaited(one: Awaited, catalogue: Catalogue) -> Words:
    """Return how a list names what is waited for."""
    if one.amount is not None:
        return Words(f"{KINDS[one.kind].zh} · {one.amount} 元", f"{KINDS[one.kind].en} · CNY {one.amount}")
    name = catalogue.material_names[one.code]
    until = f"（{one.due} 前）" if one.due else ""
    until_en = f" (by {one.due})" if one.due else ""
    return Words(f"{KINDS[one.kind].zh} · {name.zh}{until}", f"{KINDS[one.kind].en} · {name.en}{until_en}")


def take_awaited(
    number: str, keys: Sequence[str], payment: Data, officer: Officer, office: Office, uow: UnitOfWork
) -> Application:
    """Take in everything that is ticked, in one transaction, with one event of the visit (InputRefused, NotAllowed).

    *payment* says how a ticked fee was paid: order_no, receipt_no, method, and amount when it is not the whole.
    """
    window_only(officer)
    application = held(number, uow)
    catalogue = office.catalogue_for(application.catalogue_digest, uow)
    known = {one.key: one for one in awaited(uow.dossier(application), catalogue)}
    strange = [key for key in keys if key not in known]
    if strange or not keys:
        words = Words("请勾选等待的事项。", "Tick what is waited for.")
        raise InputRefused("nothing_awaited", words, {"keys": words})
    taken = [known[key] for key in keys]
    for verb, case_no, codes in _steps(taken):
        take_step(verb, case_no, officer, {"materials": codes}, office, uow)
    for code in dict.fromkeys(one.code for one in taken if one.kind == "debt"):
        take_application_step("fulfil-debt", number, officer, {"material": code}, office, uow)
    facts: dict[str, object] = {
        "materials": list(dict.fromkeys(one.code for one in taken if one.kind in PRINTOUTS))
    }
    for one in taken:
        if one.amount is not None:
            paid = {**payment, "amount": payment.get("amount") or str(one.amount)}
            take_application_step("record-payment", number, officer, paid, office, uow)
            facts["paid"] = paid
    back = [one.code for one in taken if one.kind == "original"]
    if back:
        take_application_step("return-materials", number, officer, {"materials": back}, office, uow)
        facts["returned"] = back
    uow.log(application, Event(uow.moment(), officer.name, EventKind.VISIT, facts, application.window))
    return application


def _steps(taken: Sequence[Awaited]) -> list[tuple[str, str, list[str]]]:
    """Return one step for each case and kind, with all its materials."""
    steps: dict[tuple[str, str], list[str]] = {}
    for one in taken:
        if one.kind in _VERBS:
            steps.setdefault((_VERBS[one.kind], one.case_no), []).append(one.code)
    return [(verb, case_no, codes) for (verb, case_no), codes in steps.items()]
