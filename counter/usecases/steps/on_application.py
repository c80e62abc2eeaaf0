"""Steps on a whole application, each with its event: outstanding materials, originals, service, slips, ratings."""

from dataclasses import replace

from counter.domain.errors import NotAllowed
from counter.domain.moments import Moment, material_of
from counter.domain.slip import token_digest, token_of
from counter.domain.words import Words
from counter.usecases.steps.step import (
    ApplicationStep,
    bad,
    text_of,
)
from counter.usecases.steps.whole_clocks import recalculate_package


def fulfil_outstanding(step: ApplicationStep) -> None:
    """Take in an outstanding material: its clock is met, and a case that waited for it is complete."""
    code = text_of(step.data, "material")
    uow, application = step.uow, step.application
    cases = uow.cases(application)
    waiting = [clocked for clocked in cases if code in clocked.outstanding]
    if not waiting:
        outstanding = sorted({one for clocked in cases for one in clocked.outstanding})
        raise bad(
            "material",
            Words("待补的有：{all}。", "Outstanding: {all}.").fill(all=", ".join(outstanding) or "-"),
        )
    uow.service.save_place(application, code, "received", f"window:{application.window}")
    for clocked in waiting:
        moments = {material_of(code): step.at}
        uses = {use.code: use for use in step.catalogue.items[clocked.case.item].materials}
        if not any(uses[name].blocking for name in clocked.outstanding if name != code and name in uses):
            moments[Moment.COMPLETE] = step.at
        uow.save_case(clocked, clocked.happened(step.calendar, moments))
    recalculate_package(application, step.calendar, uow)


def add_reference(step: ApplicationStep) -> None:
    """Keep the number that the application has in another system; the same one is kept once."""
    one = {"system": text_of(step.data, "system"), "number": text_of(step.data, "number")}
    form = dict(step.application.form)
    refs = form.get("external_refs")
    known = list(refs) if isinstance(refs, list) else []
    if one in known:
        raise NotAllowed("already_recorded", Words("该编号已记下。", "The number is kept already."))
    step.uow.save_form(step.application, {**form, "external_refs": [*known, one]})


def reveal(step: ApplicationStep) -> None:
    """Give the names and numbers of an application to the window: the request itself is the record of it."""
    text_of(step.data, "reason")


def withdraw_slip(step: ApplicationStep) -> None:
    """Make a lost slip worthless: the application gets another token, printed on a new slip."""
    text_of(step.data, "reason")
    renewed = replace(step.application, token_serial=step.application.token_serial + 1)
    digest = token_digest(token_of(step.office.key, renewed))
    step.uow.service.renew_token(step.application, renewed.token_serial, digest)
