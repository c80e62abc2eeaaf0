"""A colleague who is away: the cases go to another one."""

from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.app import App
from counter.usecases.steps.carry_out import take_one
from counter.usecases.steps.once_more import once_more


@once_more
def hand_over_colleague(app: App, name: str, to: str, reason: str, officer: Officer) -> int:
    """Give all cases of an absent colleague to another one; returns how many (NotAllowed, InputRefused)."""
    moved = 0
    for number in app.lists.held_by(name):
        take_one(app, "reassign", number, officer, {"to": to, "reason": reason})
        moved += 1
    return moved
