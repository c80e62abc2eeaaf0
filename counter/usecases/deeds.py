"""Steps on a whole application, each with its event: debts, originals, service, slips, ratings."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from counter.domain.application import Application, Event
from counter.domain.errors import NotAllowed
from counter.domain.slip import token_digest, token_of
from counter.domain.words import Words
from counter.usecases.find import application_named
from counter.usecases.hand_over import record_service, return_materials, return_parcel
from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.unit_of_work import UnitOfWork
from counter.usecases.rate import appeal_rating, call_back, rectify, rule_appeal
from counter.usecases.step import (
    Changes,
    Data,
    Deed,
    Office,
    bad,
    not_void,
    text_of,
    window_only,
)
from counter.usecases.taking_in import record_payment
from counter.usecases.whole_clocks import retell_package


def fulfil_debt(deed: Deed) -> None:
    """Take in a promised paper: its debt clock is met, and a file that waited for it is complete."""
    if deed.officer.role not in ("clerk", "supervisor", "reviewer", "head"):
        raise NotAllowed(
            "wrong_role", Words("只有窗口或部门可以收件。", "Only the window or department may.")
        )
    code = text_of(deed.data, "material")
    uow, application = deed.uow, deed.application
    files = uow.files(application)
    waiting = [file for file in files if code in file.owed]
    if not waiting:
        owed = sorted({one for file in files for one in file.owed})
        raise bad(
            "material", Words("待补的有：{all}。", "Still owed: {all}.").fill(all=", ".join(owed) or "-")
        )
    uow.service.save_place(application, code, "received", f"window:{application.window}")
    for file in waiting:
        moments = {f"material:{code}": deed.at}
        uses = {use.code: use for use in deed.catalogue.items[file.case.item].materials}
        if not any(uses[name].blocking for name in file.owed if name != code and name in uses):
            moments["complete"] = deed.at
        uow.save_file(file, file.happened(deed.calendar, moments))
    retell_package(application, deed.calendar, uow)


def add_reference(deed: Deed) -> None:
    """Keep the number that the application has in another system; the same one is kept once."""
    window_only(deed.officer)
    one = {"system": text_of(deed.data, "system"), "number": text_of(deed.data, "number")}
    form = dict(deed.application.form)
    refs = form.get("external_refs")
    known = list(refs) if isinstance(refs, list) else []
    if one in known:
        raise NotAllowed("already_recorded", Words("该编号已记下。", "The number is kept already."))
    deed.uow.save_form(deed.application, {**form, "external_refs": [*known, one]})


def reveal(deed: Deed) -> None:
    """Give the names and numbers of an application to the window: the request itself is the record of it."""
    window_only(deed.officer)
    text_of(deed.data, "reason")


def withdraw_slip(deed: Deed) -> None:
    """Make a lost slip worthless: the application gets another token, printed on a new slip."""
    window_only(deed.officer)
    text_of(deed.data, "reason")
    renewed = replace(deed.application, token_serial=deed.application.token_serial + 1)
    digest = token_digest(token_of(deed.office.key, renewed))
    deed.uow.service.renew_token(deed.application, renewed.token_serial, digest)


DEEDS: Final[dict[str, Callable[[Deed], None]]] = {
    "fulfil-debt": fulfil_debt,
    "return-materials": return_materials,
    "record-service": record_service,
    "return-parcel": return_parcel,
    "record-payment": record_payment,
    "withdraw-slip": withdraw_slip,
    "add-reference": add_reference,
    "reveal": reveal,
    "call-back": call_back,
    "rectify": rectify,
    "appeal-rating": appeal_rating,
    "rule-appeal": rule_appeal,
}


def take_deed(
    verb: str, number: str, officer: Officer, data: Data, office: Office, uow: UnitOfWork
) -> tuple[Application, Changes]:
    """Carry out a step on an application and write it with its event (NotAllowed, InputRefused)."""
    application = application_named(number, uow)
    not_void(application)
    deed = Deed(
        verb, officer, application, data, uow.moment(), office.calendar_of(uow),
        office.catalogue_for(application.catalogue_digest, uow), office, uow,
    )  # fmt: skip
    DEEDS[verb](deed)
    uow.log(application, Event(deed.at, officer.name, verb, dict(data)))
    departments = frozenset(file.case.department for file in uow.files(application))
    return application, Changes(frozenset({application.number}), departments)
