"""Issuing: the results of an application are handed over, and what is looked at before."""

from collections.abc import Mapping

from counter.domain.application import Dossier
from counter.domain.handover import Handover
from counter.usecases.handover.hand_over import hand_over, originals_of, outstanding_by_item
from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.app import App
from counter.usecases.reading.dossiers import catalogue_of
from counter.usecases.steps.carry_out import office_of


def issue_results(
    app: App, number: str, officer: Officer, data: Mapping[str, object], signature: bytes = b""
) -> Handover:
    """Hand the application's results over (NotAllowed, InputRefused).

    *signature* is the picture of what was signed on the screen; the collection slip shows it.
    """
    app.check_clock()
    kept = app.scans.keep(signature) if signature else ""
    with app.open_uow() as uow:
        _, handover = hand_over(number, officer, data, app.settings.desk.window, office_of(app), uow, kept)
        uow.commit()
    return handover


def signature_of(app: App, dossier: Dossier) -> bytes:
    """Return the picture signed on the screen at the last hand-over; empty when there is none."""
    digest = dossier.handovers[-1].facts.get("signature_sha256") if dossier.handovers else None
    return (app.scans.read(digest) or b"") if digest else b""


def before_issue(app: App, dossier: Dossier) -> tuple[list[str], tuple[str, ...]]:
    """Return what stands in the way of the hand-over, and the originals that can go back."""
    catalogue = catalogue_of(app, dossier)
    outstanding = {name for names in outstanding_by_item(dossier, catalogue).values() for name in names}
    return sorted(outstanding), originals_of(dossier, catalogue)
