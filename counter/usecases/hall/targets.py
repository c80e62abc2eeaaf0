"""The figures of measures that are tracked outside the program."""

from collections.abc import Mapping

from counter.usecases.hall import books
from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.app import App
from counter.usecases.ports.books import Target


def enter_target(app: App, measure: int, data: Mapping[str, object], officer: Officer) -> Target:
    """Enter the figure of a tracked measure (NotAllowed, InputRefused)."""
    with app.open_uow() as uow:
        one = books.enter_target(measure, data, officer, app.catalogue, uow)
        uow.commit()
    return one


def targets_of(app: App) -> Mapping[int, Target]:
    """Return the newest figure of each tracked measure."""
    with app.open_uow(read_only=True) as uow:
        return uow.books.targets()
