"""Printouts that belong to no application: guides, inquiry slips, reports."""

from collections.abc import Sequence

from counter.domain.desk_printouts import GuideFacts, InquiryFacts, ReportFacts, TextFacts
from counter.domain.errors import not_found
from counter.domain.inquiry import Inquiry
from counter.domain.words import Words
from counter.usecases.hall.settings import hall_of
from counter.usecases.ports.app import App
from counter.usecases.ports.figures import Report, Table
from counter.usecases.ports.printouts import Printed
from counter.usecases.printouts.guide import guide_facts, inquiry_facts
from counter.usecases.printouts.make import Printout


def print_alone(app: App, kind: str, facts: GuideFacts | InquiryFacts | TextFacts) -> Printout:
    """Return a printout that belongs to no application, kept like all others."""
    printed = app.press.render_alone(facts)
    return Printout(kind, printed.pdf, app.printouts.keep(printed.pdf), printed.pages, 0, printed.missing)


def print_guide(app: App, code: str) -> Printout:
    """Return the service guide of an item (InputRefused for an unknown code)."""
    item = app.catalogue.items.get(code)
    if item is None:
        raise not_found(code)
    facts = guide_facts(app.catalogue, item, hall_of(app), rehearsal=app.rehearsal)
    return print_alone(app, "service_guide", facts)


def print_inquiry_slip(app: App, one: Inquiry) -> Printout:
    """Return the slip of an inquiry."""
    facts = inquiry_facts(one, app.catalogue, hall_of(app), rehearsal=app.rehearsal)
    return print_alone(app, "inquiry_slip", facts)


def print_report(app: App, report: Report, tables: Sequence[Table]) -> Printed:
    """Return the report of a period as a printout; it is not kept."""
    hall = hall_of(app)
    facts = ReportFacts(
        Words(hall.name, hall.name_en), report.first, report.last, report.at,
        tuple((one.title, one.heads, one.rows) for one in tables), app.rehearsal,
    )  # fmt: skip
    return app.press.render_alone(facts)
