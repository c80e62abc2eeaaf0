"""Carrying out a step as an officer asks for it: in a transaction of its own, once more when others were faster."""

from collections.abc import Mapping

from counter.domain.application import Dossier
from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.app import App
from counter.usecases.reading.dossiers import dossier_of
from counter.usecases.status.notify import notifier_of
from counter.usecases.steps.once_more import once_more
from counter.usecases.steps.run import take
from counter.usecases.steps.step import Office


def office_of(app: App) -> Office:
    """Return what steps need besides their own facts."""
    return Office(app.calendar_of, app.catalogue_for, notifier_of, app.key)


def carry_out(app: App, verb: str, number: str, officer: Officer, data: Mapping[str, object]) -> Dossier:
    """Carry out a step; returns the application as it stands then (NotAllowed, InputRefused)."""
    return dossier_of(app, take_one(app, verb, number, officer, data))


@once_more
def take_one(app: App, verb: str, number: str, officer: Officer, data: Mapping[str, object]) -> str:
    """Carry out a step; returns only the application's number (NotAllowed, InputRefused)."""
    app.check_clock()
    with app.open_uow() as uow:
        application, _ = take(verb, number, officer, data, office_of(app), uow, app.catalogue)
        uow.commit()
    return application.number
