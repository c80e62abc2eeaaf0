"""A long list: its first page, a page far down, the queue, and the memory of the window showing it."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from db.fill import fill
from tests.bench import site
from tests.bench.measure import OPEN_WINDOW, median_seconds, report
from tests.conftest import MONDAY, ROOT, open_core

WINDOW = (
    OPEN_WINDOW
    + """
import resource, time
from counter.usecases.ports.accounts import Officer
window.sign_in(Officer("clerk", "x", "clerk"))
window.show_page("applications")
until = time.monotonic() + 3
while time.monotonic() < until:
    application.processEvents()
for _ in range(20):
    model = window.pages["applications"].model
    if model.canFetchMore(model.index(-1, -1)):
        model.fetchMore(model.index(-1, -1))
    for _ in range(20):
        application.processEvents(); time.sleep(0.005)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, len(model.rows))
"""
)


def run(cases: int) -> None:
    with tempfile.TemporaryDirectory(dir=Path.home()) as folder:
        url = f"sqlite:///{folder}/list.sqlite3"
        core = open_core(url, Path(folder))
        small = fill(core.engine, core.catalogue, core.calendar(), MONDAY, 10_000, lambda _: None, core.key)
        floor = median_seconds(lambda: core.lists.applications(60, None, ""), 20) * 1000
        queue_floor = (
            median_seconds(lambda: core.lists.queue("market-regulation", 60, None, MONDAY), 20) * 1000
        )
        begun = time.monotonic()
        fill(
            core.engine,
            core.catalogue,
            core.calendar(),
            MONDAY,
            cases - small["cases"],
            lambda _: None,
            core.key,
        )
        print(
            f"filled to {cases:,} cases in {time.monotonic() - begun:.0f} s (a million in under 600 s)",
            flush=True,
        )
        ours = median_seconds(lambda: core.lists.applications(60, None, ""), 20) * 1000
        report(f"first page of {cases:,} cases / of 10,000", ours, floor, "ms", "under 50 ms")
        ours = median_seconds(lambda: core.lists.queue("market-regulation", 60, None, MONDAY), 20) * 1000
        report(
            f"first page of a queue, {cases:,} cases / 10,000", ours, queue_floor, "ms", "see issue on queues"
        )
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        script = WINDOW.format(root=str(ROOT), url=url)
        done = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True, env=environment
        )
        memory, rows = done.stdout.split()
        print(
            f"memory of the desktop with the list open, {rows} rows fetched: {float(memory):.0f} MB (under 250 MB)",
            flush=True,
        )
        site.run(core, url, cases)
