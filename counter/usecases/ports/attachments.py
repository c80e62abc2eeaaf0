"""What was scanned for a case, and what waits in the folder of a window's camera."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


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
