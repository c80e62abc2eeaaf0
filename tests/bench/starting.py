"""From start to a usable window, beside an empty window with the same two libraries."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.measure import OPEN_WINDOW, median_seconds, report
from tests.conftest import ROOT, open_core

EMPTY = """
from PySide6.QtWidgets import QApplication, QMainWindow
import sqlalchemy.orm
application = QApplication([])
window = QMainWindow()
window.show()
application.processEvents()
"""


def run() -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/start.sqlite3"
        open_core(url, Path(folder), at=None, rehearsal=False).engine.dispose()
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}

        def start(script: str) -> None:
            subprocess.run([sys.executable, "-c", script], check=True, env=environment, capture_output=True)

        floor = median_seconds(lambda: start(EMPTY), 7) * 1000
        ours = median_seconds(lambda: start(OPEN_WINDOW.format(root=str(ROOT), url=url)), 7) * 1000
        report("window usable after start", ours, floor, "ms", "at most 2")
