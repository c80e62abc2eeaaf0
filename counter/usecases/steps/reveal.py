"""Names and numbers behind a masked row, for a reason that is kept."""

from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.app import App
from counter.usecases.steps.carry_out import carry_out


def reveal(app: App, number: str, reason: str, officer: Officer) -> str:
    """Return names and numbers behind a masked row; who asked and why is an event (NotAllowed, InputRefused)."""
    dossier = carry_out(app, "reveal", number, officer, {"reason": reason})
    return "；".join(f"{p.name} {p.id_number} {p.phone}" for p in dossier.parties)
