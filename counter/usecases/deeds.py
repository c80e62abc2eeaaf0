"""Steps on a whole application, each with its event: debts, originals, service, slips, ratings."""

from dataclasses import replace

from counter.domain.errors import NotAllowed
from counter.domain.slip import token_digest, token_of
from counter.domain.words import Words
from counter.usecases.step import (
    Deed,
    bad,
    text_of,
)
from counter.usecases.whole_clocks import retell_package


def fulfil_debt(deed: Deed) -> None:
    """Take in a promised paper: its debt clock is met, and a file that waited for it is complete."""
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
    one = {"system": text_of(deed.data, "system"), "number": text_of(deed.data, "number")}
    form = dict(deed.application.form)
    refs = form.get("external_refs")
    known = list(refs) if isinstance(refs, list) else []
    if one in known:
        raise NotAllowed("already_recorded", Words("该编号已记下。", "The number is kept already."))
    deed.uow.save_form(deed.application, {**form, "external_refs": [*known, one]})


def reveal(deed: Deed) -> None:
    """Give the names and numbers of an application to the window: the request itself is the record of it."""
    text_of(deed.data, "reason")


def withdraw_slip(deed: Deed) -> None:
    """Make a lost slip worthless: the application gets another token, printed on a new slip."""
    text_of(deed.data, "reason")
    renewed = replace(deed.application, token_serial=deed.application.token_serial + 1)
    digest = token_digest(token_of(deed.office.key, renewed))
    deed.uow.service.renew_token(deed.application, renewed.token_serial, digest)
