"""What comes from the press."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Printed:
    """A paper as it came from the press."""

    pdf: bytes
    pages: int
    missing: tuple[str, ...] = ()
