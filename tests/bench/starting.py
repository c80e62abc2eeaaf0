"""From start to a usable window, beside an empty window with the same two libraries."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.measure import median_seconds, report
from tests.conftest import ROOT, open_core

EMPTY = """
from PySide6.QtWidgets import QApplication, QMainWindow
import sqlalchemy.orm
application = QApplication([])
window = QMainWindow()
window.show()
application.processEvents()
"""
OURS = """
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


def run() -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/start.sqlite3"
        open_core(url, Path(folder), at=None, rehearsal=False).engine.dispose()
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}

        def start(script: str) -> None:
            subprocess.run([sys.executable, "-c", script], check=True, env=environment, capture_output=True)

        floor = median_seconds(lambda: start(EMPTY), 7) * 1000
        ours = median_seconds(lambda: start(OURS.format(root=str(ROOT), url=url)), 7) * 1000
        report("window usable after start", ours, floor, "ms", "at most 2")
