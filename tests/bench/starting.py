"""From start to a usable window, beside an empty window with the same two libraries."""

import os
import subprocess
import sys
from collections.abc import Iterator

from tests.bench.ground import Ground
from tests.bench.measure import OPEN_WINDOW, Benchmark, Bound, Figure, Part, median_seconds
from tests.conftest import ROOT, open_core

EMPTY = """
from PySide6.QtWidgets import QApplication, QMainWindow
import sqlalchemy.orm
application = QApplication([])
window = QMainWindow()
window.show()
application.processEvents()
"""


START = Benchmark("window usable after start", "ms", Bound(ratio_at_most=2))


def run(ground: Ground) -> Iterator[Figure]:
    """Give the median of several starts, each a process of its own."""
    with ground.folder() as folder:
        url = f"sqlite:///{folder}/start.sqlite3"
        open_core(url, folder, at=None, rehearsal=False).engine.dispose()
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}

        def start(script: str) -> None:
            subprocess.run([sys.executable, "-c", script], check=True, env=environment, capture_output=True)

        rounds = ground.size.starts
        floor = median_seconds(lambda: start(EMPTY), rounds) * 1000
        ours = median_seconds(lambda: start(OPEN_WINDOW.format(root=str(ROOT), url=url)), rounds) * 1000
        yield Figure(START, ours, floor)


PART = Part("starting", (START,), run)
