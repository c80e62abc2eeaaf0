"""Forms that were begun and not accepted yet: kept while they are typed, parked for any window, dropped at last."""

from collections.abc import Mapping, Sequence

from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.app import App
from counter.usecases.ports.setup import Draft


def own_drafts(app: App) -> Sequence[Draft]:
    """Return the drafts of this PC's window, newest first."""
    desk = app.settings.desk
    with app.open_uow(read_only=True) as uow:
        return uow.setup.drafts(desk.site, desk.window)


def parked_drafts(app: App) -> Sequence[Draft]:
    """Return the drafts that any window of the site put aside, newest first."""
    with app.open_uow(read_only=True) as uow:
        return uow.setup.drafts(app.settings.desk.site, None)


def save_draft(
    app: App, draft_id: str, form: Mapping[str, object], officer: Officer, *, parked: bool = False
) -> None:
    """Keep a form as it stands under its draft's name; a parked one is offered to every window of the site."""
    desk = app.settings.desk
    with app.open_uow() as uow:
        uow.setup.save_draft(
            Draft(draft_id, desk.site, desk.window, officer.name, parked, uow.moment(), form)
        )
        uow.commit()


def drop_draft(app: App, draft_id: str) -> None:
    """Drop a draft; nothing happens when there is none of that name."""
    with app.open_uow() as uow:
        uow.setup.drop_draft(draft_id)
        uow.commit()
