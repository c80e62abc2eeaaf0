"""The second visit in one lane: everything an application waits for from its applicant, taken in together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from counter.domain.application import Application, Dossier, Event
from counter.domain.case import CaseState
from counter.domain.errors import InputRefused
from counter.domain.words import Words
from counter.usecases.deeds import take_deed
from counter.usecases.find import application_named
from counter.usecases.move import take_step
from counter.usecases.pause import wanted
from counter.usecases.ports import Officer, UnitOfWork
from counter.usecases.step import Office, window_only
from forms.catalogue import Catalogue

KINDS: Final[dict[str, Words]] = {
    "correction": Words("补正", "Correction"),
    "supplement": Words("审查补正", "Supplement"),
    "debt": Words("承诺补交", "Promised"),
}
_VERBS: Final = {"correction": "receive-correction", "supplement": "receive-supplement"}


@dataclass(frozen=True, slots=True)
class Awaited:
    """A paper that is waited for: why, for which case, until when."""

    kind: str
    case_no: str
    ordinal: int
    code: str
    due: date | None = None

    @property
    def key(self) -> str:
        """What a tick is called by."""
        return f"{self.kind}:{self.ordinal}:{self.code}"


def awaited(dossier: Dossier) -> tuple[Awaited, ...]:
    """Return what the application waits for: corrections, supplements, promised papers."""
    found: list[Awaited] = []
    for file in dossier.files:
        case = file.case
        if case.outcome == "correction_needed" and case.is_open:
            found += [
                Awaited("correction", case.case_no, case.ordinal, code) for code in dossier.lacking(case.item)
            ]
        request = wanted(dossier, file) if case.state is CaseState.SUSPENDED else None
        if request is not None:
            found += [Awaited("supplement", case.case_no, case.ordinal, c) for c in request.materials]
        debts = {end: clock for clock in file.clocks if clock.kind == "debt" for end in clock.ends}
        found += [
            Awaited("debt", case.case_no, case.ordinal, code, debts[f"material:{code}"].limit.day)
            for code in file.owed
            if f"material:{code}" in debts
        ]
    return tuple(found)


def names_of_awaited(one: Awaited, catalogue: Catalogue) -> Words:
    """Return how a list names what is waited for."""
    name = catalogue.material_names[one.code]
    until = f"（{one.due} 前）" if one.due else ""
    until_en = f" (by {one.due})" if one.due else ""
    return Words(f"{KINDS[one.kind].zh} · {name.zh}{until}", f"{KINDS[one.kind].en} · {name.en}{until_en}")


def take_awaited(
    number: str, keys: Sequence[str], officer: Officer, office: Office, uow: UnitOfWork
) -> Application:
    """Take in everything that is ticked, in one transaction, with one event of the visit (InputRefused, NotAllowed)."""
    window_only(officer)
    application = application_named(number, uow)
    known = {one.key: one for one in awaited(uow.dossier(application))}
    strange = [key for key in keys if key not in known]
    if strange or not keys:
        words = Words("请勾选等待补交的材料。", "Tick papers that are waited for.")
        raise InputRefused("nothing_awaited", words, {"keys": words})
    taken = [known[key] for key in keys]
    for verb, case_no, codes in _steps(taken):
        take_step(verb, case_no, officer, {"materials": codes}, office, uow)
    for code in dict.fromkeys(one.code for one in taken if one.kind == "debt"):
        take_deed("fulfil-debt", number, officer, {"material": code}, office, uow)
    facts: Mapping[str, object] = {"materials": list(dict.fromkeys(one.code for one in taken))}
    uow.log(application, Event(uow.moment(), officer.name, "visit", facts, application.window))
    return application


def _steps(taken: Sequence[Awaited]) -> list[tuple[str, str, list[str]]]:
    """Return one step for each case and kind, with all its papers."""
    steps: dict[tuple[str, str], list[str]] = {}
    for one in taken:
        if one.kind in _VERBS:
            steps.setdefault((_VERBS[one.kind], one.case_no), []).append(one.code)
    return [(verb, case_no, codes) for (verb, case_no), codes in steps.items()]
