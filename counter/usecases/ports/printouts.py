"""The press, and where its printouts are kept."""

from dataclasses import dataclass
from typing import Protocol

from counter.domain.desk_printouts import GuideFacts, InquiryFacts, ReportFacts, TextFacts
from counter.domain.printout import PrintoutFacts


@dataclass(frozen=True, slots=True)
class Printed:
    """A printout as it came from the press."""

    pdf: bytes
    pages: int
    missing: tuple[str, ...] = ()


class Press(Protocol):
    """Renders a printout from its facts."""

    def render(self, kind: str, facts: PrintoutFacts) -> Printed: ...
    def render_alone(self, facts: GuideFacts | InquiryFacts | ReportFacts | TextFacts) -> Printed:
        """Return a printout that belongs to no application."""
        ...

    def unprintable(self, text: str) -> tuple[str, ...]:
        """Return the characters of a text that no font here can print."""
        ...


class PrintoutStore(Protocol):
    """Keeps the files of printouts by their digest."""

    def keep(self, pdf: bytes) -> str: ...
    def read(self, sha256: str) -> bytes | None: ...
