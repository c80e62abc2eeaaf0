"""Measuring: the median of several rounds, so that one disturbed round does not tell."""

import statistics
import time
from collections.abc import Callable

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


def report(name: str, ours: float, floor: float, unit: str, limit: str, *, faster: bool = False) -> None:
    """Print one line: ours, floor, ratio and what the ratio may be."""
    ratio = ours / floor
    word = "times faster" if faster else "times the floor"
    print(
        f"{name:<58} ours {ours:>12,.2f} {unit:<6} floor {floor:>12,.2f} {unit:<6} {ratio:>7.2f} {word}  ({limit})",
        flush=True,
    )
