"""What the back office needs from outside besides the cases: errands and usual times."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from counter.domain.application import Application
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
