"""Sealing what was written: a checkpoint over the events since the last one."""

from counter.usecases.ports.app import App


def seal_events(app: App) -> int:
    """Seal the events since the last checkpoint; returns how many it covers."""
    with app.open_uow() as uow:
        covered = uow.seal()
        uow.commit()
    return covered
