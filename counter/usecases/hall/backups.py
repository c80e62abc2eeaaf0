"""When the database was last copied."""

from datetime import datetime
from typing import Final

from counter.usecases.ports.app import App

FACT: Final = "last_backup"


def note_backup(app: App) -> None:
    """Keep that the database was copied just now."""
    with app.open_uow() as uow:
        uow.setup.set_fact(FACT, uow.moment().isoformat())
        uow.commit()


def last_backup(app: App) -> datetime | None:
    """Return when the database was last copied; None when it never was."""
    with app.open_uow(read_only=True) as uow:
        last = uow.setup.fact(FACT)
    return datetime.fromisoformat(last) if last is not None else None
