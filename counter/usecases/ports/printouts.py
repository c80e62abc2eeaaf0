"""What comes from the press."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Printed:
    """A printout as it came from the press."""

    pdf: bytes
    pages: int
    missing: tuple[str, ...] = ()
