"""Whether a database is for practice: marked when it is set up, for good."""

from collections.abc import Callable
from datetime import datetime

from counter.domain.errors import NotAllowed
from counter.domain.words import Words
from counter.usecases.ports.app import OpenUow


def is_rehearsal(open_uow: OpenUow) -> bool:
    """Return whether the database is marked as a rehearsal."""
    with open_uow(read_only=True) as uow:
        return uow.setup.fact("rehearsal") == "yes"


def check_set_moment(at: datetime | None, in_rehearsal: Callable[[], bool]) -> None:
    """Refuse to let another moment than the clock's hold for a real database (NotAllowed ``no_rehearsal``)."""
    if at is not None and not in_rehearsal():
        raise NotAllowed(
            "no_rehearsal",
            Words("--at 只能用于演练库。", "--at is for rehearsal databases only."),
        )
