"""Forms that were begun and not accepted yet."""

from collections.abc import Sequence

from counter.usecases.ports.app import App
from counter.usecases.ports.setup import Draft


def parked_drafts(app: App) -> Sequence[Draft]:
    """Return the drafts that any window of the site put aside, newest first."""
    with app.open_uow(read_only=True) as uow:
        return uow.setup.drafts(app.settings.desk.site, None)
