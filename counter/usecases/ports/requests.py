"""Requests between departments, and the times that steps usually take."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from counter.domain.application import Application
from counter.domain.request import DepartmentRequest


class DepartmentRequests(Protocol):
    """Requests between departments and how long steps usually take, in the transaction of the unit of work."""

    def add(self, application: Application, case_id: int, one: DepartmentRequest) -> int:
        """Write a request between departments; return its key."""
        ...

    def save(self, one: DepartmentRequest) -> bool:
        """Write what changed; False when somebody answered it meanwhile."""
        ...

    def of(self, application: Application) -> tuple[DepartmentRequest, ...]: ...
    def open(self, limit: int | None = None) -> Sequence[DepartmentRequest]:
        """Return requests between departments that nobody has answered yet, the most pressing first."""
        ...

    def usual_seconds(self, item: str, step: str) -> int:
        """Return the open time that the item's step usually takes here; 0 without enough history."""
        ...

    def usual_times(self) -> Sequence[tuple[str, str, int, int]]: ...
    def save_usual(self, item: str, step: str, seconds: int, cases: int, at: datetime) -> None: ...
