"""The status site under load, beside a bare Starlette route with one read by primary key."""

import asyncio
import os
import random
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator

from sqlalchemy import select

from counter.domain.slip import token_for
from counter.wiring import Core
from db.tables import ApplicationRow
from tests.bench.ground import say
from tests.bench.measure import Benchmark, Bound, Figure
from tests.conftest import MONDAY, ROOT

CONNECTIONS = 32
PAGES, LATE = (
    {kind: Benchmark(f"{words}, {kind}", unit, bound) for kind in ("SQLite", "PostgreSQL")}
    for words, unit, bound in (
        ("status pages / a bare route", "/s", Bound(ratio_at_least=0.25)),
        (f"status page, 99 of 100 at {CONNECTIONS} connections", "ms", Bound(at_most=100)),
    )
)
TOKENS = 2_000

FLOOR = """
import sys, sqlite3
import uvicorn
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route
from sqlalchemy.engine import make_url
port, url = int(sys.argv[1]), make_url(sys.argv[2])
if url.get_backend_name() == "sqlite":
    connection, mark = sqlite3.connect(url.database, check_same_thread=False), "?"
else:
    import psycopg
    connection = psycopg.connect(url.set(drivername="postgresql").render_as_string(hide_password=False), autocommit=True)
    mark = "%s"
query = "SELECT number, title FROM applications WHERE id = " + mark
async def page(request):
    row = connection.execute(query, (int(request.path_params["key"]),)).fetchone()
    return JSONResponse({"number": row[0], "title": row[1]})
uvicorn.run(Starlette(routes=[Route("/t/{key}", page)]), port=port, log_level="error", access_log=False)
"""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _ready(port: int) -> None:
    for _ in range(600):  # a busy machine takes its time to start a process
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server did not start")


async def _ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str) -> bytes:
    writer.write(f"GET {path} HTTP/1.1\r\nHost: x\r\nAccept-Language: zh\r\n\r\n".encode())
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(
        int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")
    )
    await reader.readexactly(length)
    return head[9:12]


async def _worker(port: int, paths: list[str], until: float, times: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    chance = random.Random(len(times))
    while time.perf_counter() < until:
        begun = time.perf_counter()
        status = await _ask(reader, writer, chance.choice(paths))
        assert status == b"200", status
        times.append(time.perf_counter() - begun)
    writer.close()


async def _load(port: int, paths: list[str], seconds: float) -> tuple[float, float]:
    """Return requests a second and the time that 99 of 100 stay under, in milliseconds."""
    times: list[float] = []
    begun = time.perf_counter()
    until = begun + seconds
    await asyncio.gather(*(_worker(port, paths, until, times) for _ in range(CONNECTIONS)))
    rate = len(times) / (time.perf_counter() - begun)
    return rate, statistics.quantiles(times, n=100)[98] * 1000


def _measured(
    command: list[str], port: int, paths: list[str], seconds: float, *, warm: bool
) -> tuple[float, float, float]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env={**os.environ})
    try:
        _ready(port)
        cold = 0.0
        if warm:
            begun = time.perf_counter()

            async def each() -> None:
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
                for path in paths:
                    await _ask(reader, writer, path)
                writer.close()

            asyncio.run(each())
            cold = len(paths) / (time.perf_counter() - begun)
        rate, late = asyncio.run(_load(port, paths, seconds))
    finally:
        process.terminate()
        process.wait(10)
    return rate, late, cold


def run(core: Core, url: str, kind: str, seconds: float) -> Iterator[Figure]:
    """Measure on a database that is filled already: requests a second, and what the slowest wait."""
    with core.engine.connect() as connection:
        found = connection.execute(
            select(
                ApplicationRow.id,
                ApplicationRow.number,
                ApplicationRow.token_identity,
                ApplicationRow.token_recipe,
            )
        ).all()
    chosen = random.Random(1).sample(found, min(TOKENS, len(found)))
    port = _free_port()
    bare = [sys.executable, "-c", FLOOR, str(port), url]
    floor, floor_late, _ = _measured(bare, port, [f"/t/{row.id}" for row in chosen], seconds, warm=False)
    port = _free_port()
    command = [sys.executable, str(ROOT / "main.py"), "web", "--port", str(port), "--db", url]
    paths = [
        f"/t/{token_for(core.app.key, row.number, 0, row.token_identity, row.token_recipe)}" for row in chosen
    ]
    ours, late, cold = _measured([*command, "--at", MONDAY.isoformat()], port, paths, seconds, warm=True)
    say(f"  pages made anew one by one: {cold:.0f}/s")
    yield Figure(PAGES[kind], ours, floor)
    yield Figure(LATE[kind], late, floor_late)
