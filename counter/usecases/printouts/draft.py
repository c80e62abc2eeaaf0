"""What the applicant signs before acceptance: printed from the form as it stands, nothing is written."""

from collections.abc import Mapping

from counter.domain.calendar import CHINA
from counter.domain.printout import PrintoutFacts, to_sign
from counter.settings import hall_from_text
from counter.usecases.intake.accept import barred_by, draft_dossier, no_promises
from counter.usecases.intake.accept_form import read_form
from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.app import App
from counter.usecases.printouts.alone import print_alone
from counter.usecases.printouts.facts import printout_facts
from counter.usecases.printouts.guide import reference_texts
from counter.usecases.printouts.make import Printout
from forms.form_reading import refused
from forms.verdict import judge


def draft_printouts(app: App, raw: object, officer: Officer) -> list[Printout]:
    """Return everything that the applicant signs before acceptance, and the reference texts (InputRefused)."""
    facts = _draft_facts(app, raw, officer)
    printouts = []
    for kind in to_sign(facts):
        printed = app.press.render(kind, facts)
        kept = app.printouts.keep(printed.pdf)
        printouts.append(Printout(kind, printed.pdf, kept, printed.pages, 0, printed.missing))
    form = raw if isinstance(raw, Mapping) else {}
    texts = reference_texts(form, rehearsal=app.rehearsal)
    return printouts + [print_alone(app, "reference_text", text) for text in texts]


def _draft_facts(app: App, raw: object, officer: Officer) -> PrintoutFacts:
    reading = read_form(app, raw)
    if reading.submission is None:
        raise refused(reading.errors)
    with app.open_uow(read_only=True) as uow:
        at, hall = uow.moment(), hall_from_text(uow.setup.fact("hall"))
        calendar = app.calendar_of(uow)
        barred = barred_by(reading.submission, at.astimezone(CHINA).date(), uow)
    no_promises(reading.submission, barred)  # nobody signs what the acceptance would refuse
    verdict = judge(app.catalogue, reading.submission, barred=bool(barred))
    dossier = draft_dossier(app.catalogue, reading.submission, verdict, at, calendar, officer)
    return printout_facts(
        dossier,
        app.catalogue,
        hall,
        officer.display_name,
        hall.web_address,
        rehearsal=app.rehearsal,
    )
