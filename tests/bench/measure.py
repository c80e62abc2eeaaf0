"""Measuring: a figure and its bound, and the median of several rounds, so that one disturbed round does not tell."""

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tests.bench.ground import Ground

OPEN_WINDOW = """
import sys
sys.path.insert(0, {root!r})
from counter.settings import load
from counter.wiring import Core
core = Core(load({url!r}))
core.ready()
from counter.ui.app import make_application, make_window
application = make_application()
window = make_window(core, "zh")
window.show()
application.processEvents()
"""
"""A script that opens our window on the database at ``url``; ``root`` is the tree."""


@dataclass(frozen=True)
class Bound:
    """What a figure may be, by itself and as a multiple of its floor; what is None is not asked."""

    at_most: float | None = None
    at_least: float | None = None
    ratio_at_most: float | None = None
    ratio_at_least: float | None = None

    def is_met(self, ours: float, ratio: float | None) -> bool:
        """Whether the figure keeps to the bound; without a floor no ratio is kept to."""
        asked = (
            (self.at_most, ours, True),
            (self.at_least, ours, False),
            (self.ratio_at_most, ratio, True),
            (self.ratio_at_least, ratio, False),
        )
        return all(
            bound is None or (value is not None and (value <= bound if upper else value >= bound))
            for bound, value, upper in asked
        )

    def __str__(self) -> str:
        """The bound as the table shows it."""
        asked = (
            ("<=", self.at_most, ""),
            (">=", self.at_least, ""),
            ("<=", self.ratio_at_most, "x"),
            (">=", self.ratio_at_least, "x"),
        )
        return " and ".join(f"{sign} {bound:,g}{unit}" for sign, bound, unit in asked if bound is not None)


@dataclass(frozen=True)
class Benchmark:
    """One line of the table: its name, the unit of its figure, and its bound."""

    name: str
    unit: str
    bound: Bound


@dataclass(frozen=True)
class Figure:
    """What was measured for a benchmark, and its floor in the same run."""

    benchmark: Benchmark
    ours: float
    floor: float | None = None

    @property
    def ratio(self) -> float | None:
        """How many times the floor our figure is."""
        return self.ours / self.floor if self.floor else None


@dataclass(frozen=True)
class Part:
    """Benchmarks that are measured together, on the same ground."""

    name: str
    benchmarks: tuple[Benchmark, ...]
    run: Callable[[Ground], Iterable[Figure]]


def median_seconds(work: Callable[[], object], rounds: int, warm: int = 1) -> float:
    """Return the median time of a call."""
    for _ in range(warm):
        work()
    times: list[float] = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)
