"""The printouts of an application: what they say, made once, kept, and made again when asked."""

from collections.abc import Sequence
from functools import partial

from counter.domain.application import Dossier
from counter.domain.printout import NoticeFacts, PrintoutFacts
from counter.settings import hall_from_text
from counter.usecases.handover.issue import signature_of
from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.app import App
from counter.usecases.ports.unit_of_work import UnitOfWork
from counter.usecases.printouts.facts import printout_facts
from counter.usecases.printouts.make import NoticeOf, Printout, make_printouts
from counter.usecases.printouts.notices import Order, notice_facts, orders
from counter.usecases.reading.dossiers import dossier_of
from counter.usecases.reading.privacy import whole_only
from counter.usecases.status.tracking import tracking_url
from counter.usecases.steps.step import WINDOW


def facts_of(app: App, uow: UnitOfWork, dossier: Dossier) -> PrintoutFacts:
    """Return what the printouts of the application say."""
    application = dossier.application
    hall = hall_from_text(uow.setup.fact("hall"))

    def called(name: str) -> str:
        account = uow.setup.account(name)
        return account.officer.display_name if account else name

    return printout_facts(
        dossier,
        app.catalogue_for(application.catalogue_digest, uow),
        hall,
        called(application.clerk),
        tracking_url(app, application, hall),
        rehearsal=app.rehearsal,
        issuer=called(dossier.handovers[-1].who) if dossier.handovers else "",
        signature_png=signature_of(app, dossier),
    )


def _notices_of(app: App, uow: UnitOfWork, dossier: Dossier) -> tuple[Sequence[Order], NoticeOf]:
    """Return the notices that the history calls for, and what fills each of them in."""
    catalogue = app.catalogue_for(dossier.application.catalogue_digest, uow)
    names = {one.officer.name: one.officer.display_name for one in uow.setup.accounts()}

    def facts(order: Order, found: Dossier) -> NoticeFacts:
        return notice_facts(order, found, catalogue, names.get(order.event.who, order.event.who))

    return orders(dossier, catalogue), facts


def printouts_of(
    app: App,
    number: str,
    officer: Officer,
    *,
    reprint: bool = False,
    reason: str = "",
    kinds: Sequence[str] = (),
) -> list[Printout]:
    """Make or fetch the printouts of an application, or those of the *kinds*; a reprint needs its reason (InputRefused).

    They carry names and numbers: departments get them once a case is in their hands (NotAllowed).
    """
    if officer.role not in WINDOW:
        whole_only(officer, dossier_of(app, number))
    return make_printouts(
        number, officer, app.open_uow, partial(facts_of, app), partial(_notices_of, app), app.press, app.printouts,
        reprint=reprint, reason=reason, kinds=kinds,
    )  # fmt: skip
