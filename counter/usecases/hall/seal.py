"""The log of events: sealed by checkpoints, and verified."""

from counter.domain.chain import Audit
from counter.usecases.ports.app import App


def seal_events(app: App) -> int:
    """Seal the events since the last checkpoint; returns how many it covers."""
    with app.open_uow() as uow:
        covered = uow.seal()
        uow.commit()
    return covered


def audit_events(app: App) -> Audit:
    """Verify every chain of events and every checkpoint; returns what was found."""
    with app.open_uow(read_only=True) as uow:
        return uow.audit()
