"""Which version of an application's status page there is."""

from datetime import datetime
from typing import Protocol


class PageVersions(Protocol):
    """Answers what a slip's token leads to, by one quick read."""

    @property
    def is_at_hand(self) -> bool:
        """Whether the answer lies on this PC: no server is waited for."""
        ...

    def of(self, digest: str, now: datetime) -> int | None:
        """Return the version behind the token; None when it leads nowhere (EnvironmentFault)."""
        ...
