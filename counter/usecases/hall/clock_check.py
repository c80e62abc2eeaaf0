"""Whether this PC's clock agrees with the database server's: limits and printouts show what it tells."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from counter.domain.errors import EnvironmentFault
from counter.domain.words import Words
from counter.usecases.ports.app import App, OpenUow

CLOCK_WORDS: Final = Words(
    "本机时钟与服务器相差 {n} 秒，请校时。", "This PC's clock is {n} s off the server's; set it."
)
CLOCK_DOUBTED, CLOCK_REFUSED, CLOCK_EVERY = 30, 300, 60.0
"""Seconds a PC's clock may differ from the server's before it is told, and refused; and between two looks."""


def clock_difference(app: App) -> int:
    """Return how many seconds this PC's clock is ahead of the database server's."""
    return _ahead(app.open_uow, app.now)


def _ahead(open_uow: OpenUow, now: Callable[[], datetime]) -> int:
    with open_uow(read_only=True) as uow:
        return int((now() - uow.moment()).total_seconds())


class ClockCheck:
    """Looks at the clock before steps, once a minute; *seconds* counts them, *tell* shows a sentence."""

    def __init__(
        self,
        open_uow: OpenUow,
        now: Callable[[], datetime],
        tell: Callable[[str], None],
        seconds: Callable[[], float],
    ) -> None:
        self._open_uow, self._now, self._tell, self._seconds = open_uow, now, tell, seconds
        self._looked_at: float | None = None

    def __call__(self) -> None:
        """Tell a clock that is more than 30 s off; refuse one more than 5 minutes off (EnvironmentFault)."""
        if self._looked_at is not None and self._seconds() - self._looked_at < CLOCK_EVERY:
            return
        off = abs(_ahead(self._open_uow, self._now))
        words = CLOCK_WORDS.fill(n=off)
        if off > CLOCK_REFUSED:
            raise EnvironmentFault("clock_off", words)
        if off > CLOCK_DOUBTED:
            self._tell(f"{words.zh} / {words.en}")
        self._looked_at = self._seconds()
