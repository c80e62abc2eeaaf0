"""Records past their retention period."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, Protocol


class Old(NamedTuple):
    """A record that was erased; ``sha256`` names the file that has to go along, if any."""

    sha256: str


class OldRecords(Protocol):
    """Records past their retention period, in the transaction of the unit of work."""

    def count(self, kind: str, before: datetime) -> int: ...
    def erase(self, kind: str, before: datetime) -> Sequence[Old]: ...
