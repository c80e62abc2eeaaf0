"""Hand-overs, and what stands in the same room with them: ratings, messages, scans."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from counter.domain.application import Application
from counter.domain.handover import Handover
from counter.domain.message import Message
from counter.domain.rating import Rating, Rectification
from counter.usecases.ports.attachments import Scan


@dataclass(frozen=True, slots=True)
class ShelfRow:
    """An application on the issue desk; the applicant's name is masked, items are codes."""

    id: int
    number: str
    title: str
    applicant: str
    ready: tuple[str, ...]
    waiting: tuple[str, ...]
    issued: int
    method: str
    places: tuple[str, ...]
    ready_since: datetime | None
    due_at: datetime | None

    @property
    def total(self) -> int:
        """How many results there are or will be."""
        return len(self.ready) + len(self.waiting) + self.issued


class Service(Protocol):
    """Hand-overs, ratings, rectifications, messages and scans, in the unit of work's transaction."""

    def add_handover(self, application: Application, one: Handover) -> int: ...
    def handovers(self, application: Application) -> tuple[Handover, ...]: ...
    def save_handover(self, one: Handover) -> None: ...
    def add_rating(self, application: Application, one: Rating) -> int | None:
        """Write the rating; None when the subject has one of that round already."""
        ...

    def ratings(self, application: Application) -> tuple[Rating, ...]: ...
    def save_rating(self, one: Rating) -> None: ...
    def same_minute(self, origin: str, at: datetime) -> Sequence[int]:
        """Return the ratings that came from the origin within the minute around the moment."""
        ...

    def flag(self, ratings: Sequence[int]) -> None: ...
    def add_rectification(self, application: Application, one: Rectification) -> int: ...
    def rectifications(self, application: Application) -> tuple[Rectification, ...]: ...
    def open_rectifications(self) -> Sequence[tuple[str, Rectification]]:
        """Return the open ones with their application numbers, most pressing first."""
        ...

    def save_rectification(self, one: Rectification) -> None: ...
    def queue_message(self, application: Application, one: Message) -> bool:
        """Write the message; False when its key is there already."""
        ...

    def queued(self, keys: Collection[str]) -> frozenset[str]:
        """Return those of the keys under which a message was queued before."""
        ...

    def messages(self, application: Application) -> tuple[Message, ...]: ...
    def take_messages(self, limit: int, at: datetime, before: datetime) -> Sequence[Message]:
        """Mark queued messages, and those taken *before* and never delivered, as taken; return them."""
        ...

    def message_done(self, key: str, state: str, at: datetime, gateway: str, problem: str) -> None: ...
    def add_scan(self, application: Application, one: Scan) -> None: ...
    def scans(self, application: Application) -> tuple[Scan, ...]: ...
    def renew_token(self, application: Application, serial: int, digest: str) -> None: ...
    def end_token(self, application: Application, until: datetime | None) -> None: ...
    def save_place(self, application: Application, code: str, state: str, place: str) -> None:
        """Write where a material of the application is, and its state."""
        ...

    def late_cases(self, at: datetime, since: datetime, limit: int) -> Sequence[str]:
        """Return open cases whose binding due moment passed after *since* and that were not told yet."""
        ...
