"""What the back office needs from outside besides the cases: errands and usual times."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, Protocol

from counter.domain.application import Application, Event
from counter.domain.clock import Suspension
from counter.domain.errand import Errand
from counter.domain.errors import CounterError


class Errands(Protocol):
    """Errands between desks and how long steps usually take, in the transaction of the unit of work."""

    def add(self, application: Application, case_id: int, one: Errand) -> int:
        """Write an errand; return its key."""
        ...

    def save(self, one: Errand) -> bool:
        """Write what changed; False when somebody answered it meanwhile."""
        ...

    def of(self, application: Application) -> tuple[Errand, ...]: ...
    def open(self, limit: int | None = None) -> Sequence[Errand]:
        """Return errands that nobody has answered yet, the most pressing first."""
        ...

    def usual_seconds(self, item: str, step: str) -> int:
        """Return the open time that the item's step usually takes here; 0 without enough history."""
        ...

    def usual_times(self) -> Sequence[tuple[str, str, int, int]]: ...
    def save_usual(self, item: str, step: str, seconds: int, cases: int, at: datetime) -> None: ...


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


class NextCase(NamedTuple):
    """The case to claim next, held until the commit."""

    id: int
    application_id: int
    case_no: str
    item: str
    step: str
    version: int


class Claims(Protocol):
    """Taking the next waiting case of a queue, in the transaction of the unit of work."""

    def next_waiting(
        self, department: str, levels: Collection[str], passed: Collection[int]
    ) -> NextCase | None:
        """Return the case to claim next and hold it; those that others hold are passed over."""
        ...

    def last_reviewer(self, case_id: int) -> str: ...
    def claim(self, one: NextCase, officer: str, at: datetime) -> None: ...


class Old(NamedTuple):
    """A record that was erased; ``sha256`` names the file that has to go along, if any."""

    sha256: str


class OldRecords(Protocol):
    """Records past their retention period, in the transaction of the unit of work."""

    def count(self, kind: str, before: datetime) -> int: ...
    def erase(self, kind: str, before: datetime) -> Sequence[Old]: ...


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


@dataclass(frozen=True, slots=True)
class BatchLine:
    """What became of one case of a batch; *refusal* is None when the step was taken."""

    number: str
    refusal: CounterError | None


@dataclass(frozen=True, slots=True)
class Project:
    """A building project: its building conditions are read-only after entry (M10)."""

    number: str
    outside_code: str
    name: str
    conditions: dict[str, object]


class Projects(Protocol):
    """Building projects, in the transaction of the unit of work."""

    def number(self, key: str, *, create: bool) -> str | None:
        """Return the project's number for its number or outside code, made when asked to."""
        ...

    def find(self, number: str) -> Project | None: ...
    def save(self, project: Project) -> None: ...
    def lock(self, number: str) -> None:
        """Let other steps of the project wait until this transaction ends."""
        ...
