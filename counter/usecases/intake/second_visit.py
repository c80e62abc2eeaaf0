"""The second visit: what an application waits for is taken in, all that is ticked at once."""

from collections.abc import Mapping, Sequence

from counter.domain.application import Dossier
from counter.usecases.intake.awaited import take_awaited
from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.app import App
from counter.usecases.reading.dossiers import dossier_of
from counter.usecases.steps.carry_out import office_of


def take_second_visit(
    app: App, number: str, keys: Sequence[str], payment: Mapping[str, object], officer: Officer
) -> Dossier:
    """Take in what is ticked of everything that is waited for; returns the application then (NotAllowed, InputRefused)."""
    app.check_clock()
    with app.open_uow() as uow:
        application = take_awaited(number, keys, payment, officer, office_of(app), uow)
        uow.commit()
    return dossier_of(app, application.number)
