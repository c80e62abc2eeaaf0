"""The page for the hall's television: numbers that are ready and the average waiting, without names."""

from collections.abc import Callable, Sequence
from datetime import datetime

from counter.domain.calendar import CHINA, WorkCalendar, local_seconds
from counter.domain.errors import CounterError
from counter.domain.words import Words
from counter.usecases.hall.calendars import calendar_in_force
from counter.usecases.hall.settings import hall_of
from counter.usecases.ports.app import App
from counter.web.answers import Answers

_WAITS = 200
_ROOM = 28
_SECONDS = 10


def average_wait(pairs: Sequence[tuple[datetime, datetime]], calendar: WorkCalendar) -> Words | None:
    """Return the average office time from receipt to result in words; None when nothing came yet."""
    if not pairs:
        return None
    seconds = sum(
        calendar.position(local_seconds(end)) - calendar.position(local_seconds(start))
        for start, end in pairs
    ) // len(pairs)
    hours, minutes = divmod(seconds // 60, 60)
    if hours:
        return Words(f"{hours} 小时 {minutes} 分钟", f"{hours} h {minutes} min")
    return Words(f"{minutes} 分钟", f"{minutes} min")


class HallScreen:
    """Makes the page anew when something happened, and every ten seconds, however many televisions ask."""

    def __init__(self, app: App, answers: Answers, clock: Callable[[], float]) -> None:
        self._app, self._answers, self._clock = app, answers, clock
        self._made: tuple[float, int, str] | None = None

    def body(self) -> str:
        """Return the page; while the database is away the last one with its time."""
        made = self._made
        try:
            changes = self._app.lists.change_count()
            if made is not None and made[1] == changes and 0 <= self._clock() - made[0] < _SECONDS:
                return made[2]
            html = self._render()
        except CounterError:
            if made is None:
                raise
            return made[2]
        self._made = (self._clock(), changes, html)
        return html

    def _render(self) -> str:
        hall, now = hall_of(self._app), self._app.now()
        rows = self._app.lists.ready_for_hall(_ROOM)
        wait = average_wait(self._app.lists.waits(now, _WAITS), calendar_in_force(self._app))
        return self._answers.text(
            "hall.html", "zh", hall=Words(hall.name, hall.name_en), rows=rows, wait=wait,
            now=f"{now.astimezone(CHINA):%H:%M}", rehearsal=self._app.rehearsal,
        )  # fmt: skip
