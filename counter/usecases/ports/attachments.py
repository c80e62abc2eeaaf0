"""What was scanned for a case, and what waits in the folder of a window's camera."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Scan:
    """A scanned file of a case; the file itself is kept once by its digest."""

    case_no: str
    name: str
    media_type: str
    size: int
    sha256: str
    at: datetime
    who: str


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """A page that nobody has taken yet; ``number`` is what its separator says, empty without one."""

    path: Path
    number: str = ""
    separates: bool = False

    @property
    def name(self) -> str:
        """The file's name."""
        return self.path.name


class KeptScans(Protocol):
    """The scans as they are kept, each once by the digest of its content."""

    def keep(self, content: bytes) -> str:
        """Keep the content once and return its digest (EnvironmentFault)."""
        ...

    def read(self, digest: str) -> bytes | None:
        """Return the content; None when it is gone or was changed (EnvironmentFault)."""
        ...

    def erase(self, digest: str) -> bool:
        """Remove the content for good; whether it was there."""
        ...


class WaitingScans(Protocol):
    """The pages that wait in this window's scan folder."""

    def waiting(self) -> tuple[WaitingPage, ...]:
        """Return the pages that nobody took yet; none without a folder (EnvironmentFault)."""
        ...

    def take(self, page: WaitingPage) -> None:
        """Put a page that was taken out of the way (EnvironmentFault)."""
        ...

    def content(self, path: Path) -> bytes:
        """Return the content of a file to attach (InputRefused: it cannot be read)."""
        ...
