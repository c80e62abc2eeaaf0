"""Every open clock at once."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple, Protocol

from counter.domain.application import Event
from counter.domain.clock import Suspension


class OpenClock(NamedTuple):
    """A running clock as a recomputation reads it; ``case_id`` is None over a whole application."""

    id: int
    case_id: int | None
    application_id: int
    rule: str
    kind: str
    unit: str
    amount: int
    day: date | None
    stops: str
    started_at: datetime
    due_at: datetime
    warn_at: datetime | None
    provisional: bool
    extension_days: int
    case_no: str | None
    usual_seconds: int
    reminders: str
    number: str


class ClockMove(NamedTuple):
    """A clock's new due moment."""

    id: int
    due_at: datetime
    warn_at: datetime
    provisional: bool


class CaseMove(NamedTuple):
    """What a case follows from its clocks that moved."""

    id: int
    due_at: datetime
    binding: str
    claim_before: datetime | None
    warn_at: datetime | None
    remind_at: datetime | None


class Reckonings(Protocol):
    """Every open clock at once, in the transaction of the unit of work."""

    def hold(self) -> None:
        """Let nobody else move what has a running clock until the commit; asked before anything is read."""
        ...

    def open_clocks(self) -> Sequence[OpenClock]: ...
    def stops(self) -> Mapping[int, tuple[Suspension, ...]]: ...
    def move_cases(self, moves: Sequence[CaseMove]) -> None: ...
    def move_clocks(self, moves: Sequence[ClockMove]) -> None: ...
    def log(self, entries: Sequence[tuple[int, int | None, Event]]) -> None: ...
