"""Building projects."""

from dataclasses import dataclass
from typing import Protocol


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
