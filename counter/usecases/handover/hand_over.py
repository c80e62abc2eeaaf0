"""Hand the results over, once and together, to the right person (M4, M12, M59, M60; ALL 44)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from counter.domain.application import Application, Dossier, Event
from counter.domain.calendar import WorkCalendar
from counter.domain.case import CLOSED_STATES, CaseState, ClockedCase
from counter.domain.errors import InputRefused, NotAllowed
from counter.domain.handover import (
    AT_WINDOW,
    METHODS,
    Collector,
    Handover,
    Parcel,
    Result,
    chose_collection,
    chosen_results,
    given_out,
    recognise,
    told,
)
from counter.domain.identity import ID_TYPES, examine, mask_number
from counter.domain.words import Words
from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.unit_of_work import UnitOfWork
from counter.usecases.reading.find import application_named
from counter.usecases.steps.step import (
    ApplicationStep,
    Data,
    Office,
    bad,
    chosen_of,
    flag_of,
    missing,
    moment_of,
    names_of,
    not_void,
    table_of,
    text_of,
    window_only,
)
from forms.catalogue import Catalogue

SIGNATURES = ("paper", "pad", "electronic")
RETURNED = "returned"
MAY_FOLLOW = ("deferrable", "committable")


def outstanding_by_item(dossier: Dossier, catalogue: Catalogue) -> dict[str, list[str]]:
    """Return the materials that are still outstanding, by the item whose result waits for them."""
    found: dict[str, list[str]] = {}
    outstanding = {code for clocked in dossier.cases for code in clocked.outstanding}
    for material in dossier.materials:
        if material.state in MAY_FOLLOW and material.code in outstanding:
            for item in material.used_by:
                uses = {use.code: use for use in catalogue.items[item].materials}
                if material.code in uses and uses[material.code].blocks_issue:
                    found.setdefault(item, []).append(catalogue.material_names[material.code].zh)
    return found


def originals_of(dossier: Dossier, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the applicant's paper originals that lie here and can go back."""
    printed = {
        use.code
        for clocked in dossier.cases
        for use in catalogue.items[clocked.case.item].materials
        if use.source == "system"
    }
    return tuple(
        m.code
        for m in dossier.materials
        if m.state == "received" and m.form == "original" and m.place and m.place != RETURNED
        and m.code not in printed
    )  # fmt: skip


def _going_back(data: Data, here: tuple[str, ...]) -> tuple[str, ...]:
    """Return which originals go back now: those named, all with ``true``, none by default."""
    wanted = data.get("return_materials")
    if wanted is None or wanted is False:
        return ()
    codes = here if wanted is True else names_of(data, "return_materials")
    strange = [code for code in codes if code not in here]
    if strange:
        raise bad(
            "return_materials",
            Words("“{c}”不在这里。可退：{all}。", "“{c}” is not here. Here: {all}.").fill(
                c=strange[0], all=", ".join(here) or "-"
            ),
        )
    return codes


def _collector(data: Data, form: Mapping[str, object], at: datetime) -> Collector:
    raw = table_of(data, "collector")
    if not raw:
        raise missing("collector")
    name, number = text_of(raw, "name", required=False), text_of(raw, "id_number", required=False)
    if not name or not number:
        field = "collector.name" if not name else "collector.id_number"
        raise missing(field)
    id_type = text_of(raw, "id_type", required=False) or "resident_id"
    if id_type not in ID_TYPES:
        raise bad("collector.id_type", Words("证件类型未知。", "Not a known kind of document."))
    found = examine(id_type, number, at.date())
    if found.error is not None:
        raise bad("collector.id_number", found.error)
    letter = flag_of(raw, "letter")
    relation = recognise({"name": name, "id_number": found.number, "letter": letter}, form)
    return Collector(name, id_type, mask_number(found.number), relation, letter)


def _parcel(data: Data, form: Mapping[str, object]) -> Parcel:
    given = {**_delivery(form), **table_of(data, "courier")}
    parcel = Parcel(
        *(text_of(given, key, required=False) for key in ("to", "phone", "address", "carrier", "number"))
    )
    for key, value in (("to", parcel.to), ("phone", parcel.phone), ("address", parcel.address)):
        if not value:
            raise missing(f"courier.{key}")
    return parcel


def _delivery(form: Mapping[str, object]) -> dict[str, str]:
    """Return what the applicant gave for the delivery, with the contact of the form."""
    parties = form.get("parties")
    first = parties[0] if isinstance(parties, list) and parties else {}
    given = form.get("delivery")
    wanted = {str(k): str(v) for k, v in given.items()} if isinstance(given, Mapping) else {}
    return {
        "to": wanted.get("to") or str(first.get("name", "")),
        "phone": wanted.get("phone") or str(first.get("phone", "")),
        "address": wanted.get("address") or str(first.get("address", "")),
    }


def _results(chosen: Sequence[ClockedCase], catalogue: Catalogue) -> tuple[Result, ...]:
    return tuple(
        Result(
            clocked.case.case_no, clocked.case.ordinal,
            str(clocked.case.result.get("name") or catalogue.items[clocked.case.item].result_name.zh),
            str(clocked.case.result.get("no") or ""), str(clocked.case.result.get("valid_until") or ""),
        )
        for clocked in chosen
    )  # fmt: skip


def _check_electronic(chosen: Sequence[ClockedCase]) -> None:
    for clocked in chosen:
        more = clocked.case.result.get("data")
        licence = more.get("e_licence") if isinstance(more, Mapping) else None
        if not licence:
            raise InputRefused(
                "no_e_licence",
                Words("该结果没有电子证照标识，不能电子送达。", "The result has no e-licence; it cannot go electronically."),
                {
                    "method": Words(
                        "先在登记结果时写明 data.e_licence，或改为窗口领取。",
                        "Register it with data.e_licence first, or hand over paper.",
                    )
                },
            )  # fmt: skip


def hand_over(
    number: str,
    officer: Officer,
    data: Data,
    window: str,
    office: Office,
    uow: UnitOfWork,
    signed: str = "",
) -> tuple[Application, Handover]:
    """Give out all ready results of the application, or the ones named in ``cases``.

    *data*: ``method`` (window, courier, self_service, e_delivery; default what the applicant chose),
    ``collector`` {name, id_type, id_number, letter}, ``courier`` {to, phone, address, carrier, number},
    ``signature``, ``cases``, ``return_materials`` (codes, or true for all originals). Refused (NotAllowed) for
    wrong roles, nothing ready, not all ready, issued already, outstanding material open; (InputRefused) by field. *signed*
    is the digest of a signature given on the screen.
    """
    window_only(officer)
    application = uow.hold(application_named(number, uow))
    not_void(application)
    at, calendar = uow.moment(), office.calendar_of(uow)
    catalogue = office.catalogue_for(application.catalogue_digest, uow)
    dossier = uow.dossier(application)
    default = str(_wanted_method(application.form))
    method = chosen_of(data, "method", METHODS, default)
    chosen = chosen_results(
        dossier.cases, names_of(data, "cases", required=False), outstanding_by_item(dossier, catalogue)
    )
    parcel, collector = None, Collector("", relation="")
    if method in AT_WINDOW:
        collector = _collector(data, application.form, at)
    elif method == "courier":
        parcel = _parcel(data, application.form)
        collector = Collector(parcel.to, relation="courier")
    else:
        _check_electronic(chosen)
        collector = Collector(application.applicant_name, relation="applicant")
    signature = text_of(data, "signature", required=False) or "paper"
    if signature not in SIGNATURES:
        raise bad("signature", Words("应为：{a}。", "Use: {a}.").fill(a=", ".join(SIGNATURES)))
    originals = _going_back(data, originals_of(dossier, catalogue))
    one = Handover(
        0, at, officer.name, window, method, "sent" if method == "courier" else "handed", collector,
        signature, _results(chosen, catalogue), parcel, originals,
        facts={"signature_sha256": signed} if signed else {},
    )  # fmt: skip
    one = replace(one, id=uow.service.add_handover(application, one))
    for clocked in chosen:
        uow.save_case(clocked, given_out(clocked, at, calendar))
    for code in originals:
        uow.service.save_place(application, code, "received", RETURNED)
    facts: dict[str, object] = {
        "handover": one.id, "method": method, "relation": collector.relation, "signature": signature,
        "cases": [result.case_no for result in one.results], "originals": list(originals),
    }  # fmt: skip
    uow.log(application, Event(at, officer.name, "issued", facts, window))
    notifier = office.notifier_of(uow)
    if parcel is not None:
        notifier.notify(
            "posted",
            str(one.id),
            application,
            at,
            uow,
            carrier=parcel.carrier or "邮政",
            parcel=parcel.number or "—",
        )
    settle_token(application, at, notifier.hall.token_days, uow)
    return application, one


def _wanted_method(form: Mapping[str, object]) -> object:
    delivery = form.get("delivery")
    return delivery.get("method") or "window" if isinstance(delivery, Mapping) else "window"


def settle_token(application: Application, at: datetime, days: int, uow: UnitOfWork) -> None:
    """Let the slip's token die *days* after everything is over, and live again when something comes back."""
    cases = [clocked.case for clocked in uow.cases(application)]
    over = all(c.state in (*CLOSED_STATES, CaseState.ISSUED) or c.closing for c in cases)
    uow.service.end_token(application, at + timedelta(days=days) if over else None)


def return_parcel(step: ApplicationStep) -> None:
    """Record that a parcel came back: its results are ready on the shelf again."""
    reason = text_of(step.data, "reason")
    one = _parcel_of(step)
    step.uow.service.save_handover(replace(one, state="returned", ended_at=step.at, note=reason))
    sent = {result.case_no for result in one.results}
    for clocked in step.uow.cases(step.application):
        if clocked.case.case_no in sent:
            step.uow.save_case(clocked, replace(clocked, case=clocked.case.take_back()))
    settle_token(step.application, step.at, step.notifier.hall.token_days, step.uow)


def _parcel_of(step: ApplicationStep) -> Handover:
    sent = [h for h in step.uow.service.handovers(step.application) if h.state == "sent"]
    if not sent:
        raise NotAllowed("no_parcel", Words("没有在途的邮件。", "No parcel is on its way."))
    return sent[-1]


def return_materials(step: ApplicationStep) -> None:
    """Give originals back without a result: ``materials`` names them, all when it is not given."""
    here = originals_of(step.uow.dossier(step.application), step.catalogue)
    named = step.data.get("materials")
    codes = _going_back({"return_materials": True if named is None else named}, here)
    if not codes:
        raise NotAllowed("nothing_here", Words("没有可退的原件。", "There are no originals to return."))
    for code in codes:
        step.uow.service.save_place(step.application, code, "received", RETURNED)


def record_service(step: ApplicationStep) -> None:
    """Record how and when the applicant was told or served: ``how`` is a word, ``when`` a moment.

    ``courier`` names the carrier and number of a parcel; ``courier_delivered`` ends it. Otherwise the applicant
    was told of the ready results, which is delivery only for who chose to collect at the window (ALL 44).
    """
    how = text_of(step.data, "how")
    uow, application = step.uow, step.application
    if how in ("courier", "courier_delivered"):
        one = _parcel_of(step)
        parcel = one.parcel or Parcel("", "", "")
        carrier = text_of(step.data, "carrier", required=False) or parcel.carrier
        number = text_of(step.data, "number", required=False) or parcel.number
        ended = step.at if how == "courier_delivered" else None
        state = "delivered" if ended else "sent"
        uow.service.save_handover(
            replace(one, state=state, ended_at=ended, parcel=replace(parcel, carrier=carrier, number=number))
        )
        return
    when = moment_of(step.data, "when", application.received_at, step.at)
    if not notified_ready(application, when, step.calendar, uow):
        raise NotAllowed("nothing_ready", Words("还没有可领的结果。", "No result is ready yet."))


def notified_ready(application: Application, at: datetime, calendar: WorkCalendar, uow: UnitOfWork) -> int:
    """Record that the applicant was told of the results that are ready, and return how many those were.

    It meets their delivery clocks where collection at the window was chosen in the signed form (ALL 44).
    """
    ready = [clocked for clocked in uow.cases(application) if clocked.case.state is CaseState.READY]
    chosen = chose_collection(application.form)
    for clocked in ready:
        uow.save_case(clocked, told(clocked, at, calendar, collects_by_choice=chosen))
    return len(ready)
