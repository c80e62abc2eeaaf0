"""A long list on each database: its first page, a queue's, the memory of a window showing it, the site over it."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

from counter.usecases.hall.calendars import calendar_in_force
from counter.wiring import Core
from db.fill import fill
from tests.bench import site
from tests.bench.ground import Ground
from tests.bench.measure import OPEN_WINDOW, Benchmark, Bound, Figure, Part, median_seconds
from tests.conftest import MONDAY, ROOT, open_core

QUEUE = "market-regulation"
KINDS = ("SQLite", "PostgreSQL")
FILLED, FIRST, QUEUED = (
    {kind: Benchmark(f"{words}, {kind}", unit, bound) for kind in KINDS}
    for words, unit, bound in (
        ("cases filled in bulk", "/s", Bound(at_least=1_667)),  # a million in ten minutes
        ("first page of the long list / of a short one", "ms", Bound(at_most=50, ratio_at_most=1.5)),
        ("first page of a queue, long / short", "ms", Bound(at_most=50, ratio_at_most=1.5)),
    )
)
MEMORY = Benchmark("memory of the desktop with the long list open", "MB", Bound(at_most=250))

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


def _fill(core: Core, count: int) -> float:
    begun = time.monotonic()
    fill(
        core.engine,
        core.app.catalogue,
        calendar_in_force(core.app),
        MONDAY,
        count,
        lambda _: None,
        core.app.key,
    )
    if core.engine.dialect.name == "postgresql":
        with core.owner() as engine, engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("ANALYZE")
    return count / (time.monotonic() - begun)


def _pages(core: Core) -> tuple[float, float]:
    """Return how many milliseconds the first page of the list and of a queue take."""
    asked: tuple[Callable[[], object], ...] = (
        lambda: core.app.lists.applications(60, None, ""),
        lambda: core.app.lists.queue(QUEUE, 60, None, MONDAY),
    )
    first, queued = (median_seconds(one, 20) * 1000 for one in asked)
    return first, queued


def _measure(core: Core, url: str, kind: str, ground: Ground) -> Iterator[Figure]:
    size = ground.size
    _fill(core, size.few_cases)
    floor, queue_floor = _pages(core)
    yield Figure(FILLED[kind], _fill(core, size.cases - size.few_cases))
    first, queued = _pages(core)
    yield Figure(FIRST[kind], first, floor)
    yield Figure(QUEUED[kind], queued, queue_floor)
    if kind == "SQLite":
        script = WINDOW.format(root=str(ROOT), url=url)
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        done = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True, env=environment
        )
        yield Figure(MEMORY, float(done.stdout.split()[0]))
    yield from site.run(core, url, kind, size.load_seconds)
    core.engine.dispose()


def run(ground: Ground) -> Iterator[Figure]:
    """Give the figures of a file."""
    with ground.folder() as folder:
        url = f"sqlite:///{folder}/list.sqlite3"
        yield from _measure(open_core(url, folder), url, "SQLite", ground)


def run_on_server(ground: Ground) -> Iterator[Figure]:
    """Give the figures of a server."""
    with ground.folder() as folder, ground.database() as url:
        yield from _measure(open_core(url, folder), url, "PostgreSQL", ground)


def _of(kind: str) -> tuple[Benchmark, ...]:
    return FILLED[kind], FIRST[kind], QUEUED[kind], site.PAGES[kind], site.LATE[kind]


PARTS = (
    Part("lists", (*_of("SQLite"), MEMORY), run),
    Part("lists-server", _of("PostgreSQL"), run_on_server),
)
