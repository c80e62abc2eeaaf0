"""Correct a typing error in an accepted form, with reason and event; the number stays."""

import copy
from datetime import date
from typing import Any

from counter.domain.application import Application, Event
from counter.domain.errors import InputRefused, NotAllowed
from counter.domain.events import EventKind
from counter.domain.words import Words
from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.unit_of_work import UnitOfWork
from counter.usecases.reading.find import application_named
from counter.usecases.steps.step import Changes, Data, text_of
from forms.catalogue import Catalogue
from forms.form_reading import read_submission, refused


def correct_entry(
    number: str, officer: Officer, data: Data, catalogue: Catalogue, today: date, uow: UnitOfWork
) -> tuple[Application, Changes]:
    """Replace one value of the form: ``answers.CODE``, ``applicant.KEY`` or ``parties[n].KEY``.

    The corrected form is checked as a new one would be; answers that choose a measure's rule cannot
    be corrected this way, since the clocks were computed from them.
    """
    field, reason = text_of(data, "field"), text_of(data, "reason")
    if "value" not in data:
        raise InputRefused(
            "missing_field",
            Words("缺少 value。", "value is missing."),
            {"value": Words("请给出新值。", "Give the new value.")},
        )
    application = application_named(number, uow)
    if application.void_reason is not None:
        raise NotAllowed("voided", Words("申请已作废。", "The application is void."))
    form: dict[str, Any] = copy.deepcopy(dict(application.form))
    kind = catalogue.field_kinds.get(field.removeprefix("answers."))
    if application.project_no is not None and kind is not None and kind.building_condition:
        raise NotAllowed(
            "conditions_fixed",
            Words(
                "建设条件入库后不得更改（措施10）。", "Building conditions are read-only after entry (M10)."
            ),
        )
    before = _replace(form, field, data["value"], catalogue)
    reading = read_submission(form, catalogue, today)
    if reading.submission is None:
        raise refused(reading.errors)
    uow.save_form(application, form)
    facts = {"field": field, "before": before, "after": data["value"], "reason": reason}
    uow.log(application, Event(uow.moment(), officer.name, EventKind.CORRECT_ENTRY, facts))
    return application, Changes(frozenset({application.number}))


def _unknown(field: str) -> InputRefused:
    return InputRefused(
        "unknown_field",
        Words("“{field}”不能更正。", "“{field}” cannot be corrected.").fill(field=field),
        {
            "field": Words(
                "如 answers.address 或 applicant.phone。", "For example answers.address or applicant.phone."
            )
        },
    )


def _replace(form: dict[str, Any], field: str, value: object, catalogue: Catalogue) -> object:
    head, _, key = field.partition(".")
    if head == "answers":
        deciding = {name for item in catalogue.items.values() for rule in item.rules for name in rule.when}
        if key in deciding:
            raise NotAllowed(
                "decides_rules",
                Words(
                    "该项决定办理时限，请作废后重新受理。",
                    "This answer decides the limits; void and take it anew.",
                ),
            )
        if key not in catalogue.field_kinds:
            raise _unknown(field)
        answers = form.setdefault("answers", {})
        before = answers.get(key)
        answers[key] = value
        return before
    position = 0 if head == "applicant" else _index(head, len(form["parties"]))
    party: dict[str, Any] | None = form["parties"][position] if position is not None else None
    if party is None or key not in ("name", "id_number", "phone", "address", "id_type", "share"):
        raise _unknown(field)
    before = party.get(key)
    party[key] = value
    return before


def _index(head: str, count: int) -> int | None:
    inner = head.removeprefix("parties[").removesuffix("]")
    return int(inner) if inner.isdigit() and int(inner) < count and head.startswith("parties[") else None
