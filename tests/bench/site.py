"""The status site under load, beside a bare Starlette route with one read by primary key."""

import asyncio
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.engine import make_url

from counter.domain.slip import token_for
from counter.wiring import Core
from db.fill import fill
from db.tables import ApplicationRow
from tests.bench.measure import report
from tests.conftest import MONDAY, ROOT, open_core

CONNECTIONS, SECONDS = 32, 6
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
    for _ in range(200):
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


def _measured(command: list[str], port: int, paths: list[str], *, warm: bool) -> tuple[float, float, float]:
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ}
    )
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
        rate, late = asyncio.run(_load(port, paths, SECONDS))
    finally:
        process.terminate()
        process.wait(10)
    return rate, late, cold


def run(core: Core, url: str, cases: int) -> None:
    """Measure on a database that is filled already."""
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
    floor, floor_late, _ = _measured(
        [sys.executable, "-c", FLOOR, str(port), url], port, [f"/t/{row.id}" for row in chosen], warm=False
    )
    port = _free_port()
    command = [sys.executable, str(ROOT / "main.py"), "web", "--port", str(port), "--db", url]
    paths = [
        f"/t/{token_for(core.key, row.number, 0, row.token_identity, row.token_recipe)}" for row in chosen
    ]
    ours, late, cold = _measured([*command, "--at", MONDAY.isoformat()], port, paths, warm=True)
    kind = core.engine.dialect.name
    report(f"status page, {cases:,} cases, {kind}", ours, floor, "/s", "at least 0.25")
    print(
        f"  99 % under {late:.1f} ms at {CONNECTIONS} connections (under 100; floor {floor_late:.1f}); "
        f"pages made anew one by one {cold:.0f}/s",
        flush=True,
    )


def run_on_server(server: str, cases: int) -> None:
    """Fill a database of its own on the server and measure there."""
    url = make_url(server).set(drivername="postgresql").render_as_string(hide_password=False)
    with tempfile.TemporaryDirectory() as folder:
        core = open_core(url, Path(folder))
        begun = time.monotonic()
        fill(core.engine, core.catalogue, core.calendar(), MONDAY, cases, lambda _: None, core.key)
        with core.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE")
        print(f"filled PostgreSQL with {cases:,} cases in {time.monotonic() - begun:.0f} s", flush=True)
        run(core, url, cases)
        core.engine.dispose()
