"""Counted ratings."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RatingSums:
    """Ratings of one window, item or department: how many of each grade, and flagged ones among them."""

    name: str
    grades: Mapping[str, int]
    flagged: int
