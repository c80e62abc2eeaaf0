"""The nightly copy of an embedded database."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from counter.usecases.hall.backups import FACT
from counter.usecases.ports.unit_of_work import UnitOfWork
from db.backup import backup
from db.engine import Engine

KEPT_BACKUPS = 14


def backup_if_due(engine: Engine, open_uow: Callable[..., UnitOfWork], folder: Path) -> bool:
    """Write a copy when the last one is older than a day; a hall's server is backed up by ``backup``.

    Fourteen copies are kept beside the database.
    """
    if engine.dialect.name != "sqlite":
        return False
    with open_uow(read_only=True) as uow:
        at, last = uow.moment(), uow.setup.fact(FACT)
    if last is not None and at - datetime.fromisoformat(last) < timedelta(hours=20):
        return False
    backup(engine, folder / f"counter-{at:%Y%m%d-%H%M%S}.sqlite3")
    for old in sorted(folder.glob("counter-*.sqlite3"))[:-KEPT_BACKUPS]:
        old.unlink(missing_ok=True)
    with open_uow() as uow:
        uow.setup.set_fact(FACT, at.isoformat())
        uow.commit()
    return True
