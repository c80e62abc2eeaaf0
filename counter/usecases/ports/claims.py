"""Taking the next waiting case of a queue."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple, Protocol


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
