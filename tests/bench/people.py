"""Many people at once on PostgreSQL: claims from one queue, windows accepting, a calendar revision.

Each process is a real one. Claims are measured against a bare ``SELECT … FOR UPDATE SKIP LOCKED`` loop of the
same number of processes in the same run.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from counter.usecases.hall.calendars import calendar_in_force, load_arrangement, read_arrangement
from counter.usecases.steps.claim_next import claim_next
from counter.wiring import Core
from db.fill import fill
from tests.bench.ground import Ground, say
from tests.bench.measure import Benchmark, Bound, Figure, Part, median_seconds
from tests.conftest import ADMIN, MONDAY, ROOT, a_form, open_core

OFFERED = 25
DEPARTMENT = "market-regulation"
CLAIMS = Benchmark("claims from one queue / bare SKIP LOCKED", "/s", Bound(at_least=300, ratio_at_least=0.15))
CLAIMED_WRONG = Benchmark("cases claimed twice or left over", "", Bound(at_most=0))
WAITED = Benchmark(f"acceptance at {OFFERED}/s, 95 of 100 within", "ms", Bound(at_most=500))
LOST = Benchmark("acceptances lost, doubled or with a gap, one window killed", "", Bound(at_most=0))
RECALCULATED = Benchmark("open clocks recalculated under a revision", "/s", Bound(at_least=10_000))

BARE = """
import sys, psycopg
url, barrier = sys.argv[1:3]
connection = psycopg.connect(url)
print("ready", flush=True); sys.stdin.readline()
done = 0
while True:
    row = connection.execute("SELECT id FROM bare WHERE state = 'waiting' ORDER BY claim_before, id LIMIT 1 "
                             "FOR UPDATE SKIP LOCKED").fetchone()
    if row is None:
        connection.rollback(); break
    connection.execute("UPDATE bare SET state = 'claimed', handler = %s, version = version + 1 WHERE id = %s", (barrier, row[0]))
    connection.commit(); done += 1
print(done, flush=True)
"""
OURS = """
import sys
from datetime import datetime
from counter.settings import load
from counter.usecases.ports.accounts import Officer
from counter.usecases.steps.claim_next import claim_next
from counter.wiring import Core
core = Core(load(sys.argv[1]), at=datetime.fromisoformat("2026-11-23T10:00:00+08:00"))
officer = Officer(sys.argv[2], "x", "reviewer", "*")
core.ready(); core.app.catalogue
print("ready", flush=True); sys.stdin.readline()
found = []
while (number := claim_next(core.app, "market-regulation", officer)) is not None:
    found.append(number)
print(len(found), *found, flush=True)
"""
WINDOW = """
import json, sys, time
from datetime import datetime
from counter.settings import load
from counter.usecases.intake.accept_form import accept_form, read_form
from counter.usecases.ports.accounts import Officer
from counter.wiring import Core
core = Core(load(sys.argv[1]))
form = json.loads(sys.argv[3]); form["window"] = sys.argv[2]
clerk = Officer("clerk", "x", "clerk")
gap, count = float(sys.argv[4]), int(sys.argv[5])
core.ready(); core.app.catalogue; read_form(core.app, form)
print("ready", flush=True); begin = float(sys.stdin.readline())
for n in range(count):
    due = begin + n * gap
    time.sleep(max(0.0, due - time.time()))
    accepted = accept_form(core.app, {**form, "idempotency_key": f"{sys.argv[2]}-{n}"}, clerk)
    print(accepted.dossier.application.number, round((time.time() - due) * 1000, 1), flush=True)
"""


def _start(script: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments], cwd=ROOT, text=True, stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT), "COUNTER_POOL": "1"},
    )  # fmt: skip


def _together(processes: list[subprocess.Popen[str]], word: str = "go") -> tuple[list[list[str]], float]:
    """Let all begin at once; return what each printed, and the seconds until the last was done."""
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "ready"
    begun = time.perf_counter()
    for process in processes:
        assert process.stdin is not None
        process.stdin.write(word + "\n")
        process.stdin.flush()
    outs = [process.communicate(timeout=600)[0].split() for process in processes]
    return outs, time.perf_counter() - begun


def run(ground: Ground) -> Iterator[Figure]:
    """Give the figures of claims, windows and the revision on a server."""
    with ground.folder() as folder, ground.database() as url:
        core = open_core(url, folder)
        yield from claims(core, url, ground)
        yield from windows(core, url, ground)
        yield revision(core, ground.size.clocks)
        core.engine.dispose()


def claims(core: Core, url: str, ground: Ground) -> Iterator[Figure]:
    """Let many reviewers claim every case of one queue."""
    queued, people = ground.size.queued, ground.size.people
    with core.owner() as engine:
        fill(
            engine,
            core.app.catalogue,
            calendar_in_force(core.app),
            MONDAY,
            queued * 6 // 5,
            lambda _: None,
            core.app.key,
            1,
        )
        with engine.begin() as connection:
            connection.execute(
                text("UPDATE cases SET department = :d, state = 'waiting', handler = NULL"), {"d": DEPARTMENT}
            )
            connection.execute(
                text(
                    f"DELETE FROM events WHERE case_id IN (SELECT id FROM cases ORDER BY id OFFSET {queued})"
                )
            )
            connection.execute(
                text(
                    "UPDATE cases SET state = 'void' WHERE id IN (SELECT id FROM cases ORDER BY id OFFSET :n)"
                ),
                {"n": queued},
            )
            connection.execute(
                text(
                    "CREATE TABLE bare AS SELECT id, department, state, handler, version, claim_before FROM cases WHERE state = 'waiting'"
                )
            )
            connection.execute(text("ALTER TABLE bare ADD PRIMARY KEY (id)"))
            connection.execute(text("CREATE INDEX ix_bare ON bare (state, claim_before, id)"))
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    outs, seconds = _together([_start(BARE, plain, f"r{n}") for n in range(people)])
    floor = sum(int(out[0]) for out in outs) / seconds
    outs, seconds = _together([_start(OURS, url, f"r{n}") for n in range(people)])
    taken = [number for out in outs for number in out[1:]]
    yield Figure(CLAIMS, len(taken) / seconds, floor)
    yield Figure(CLAIMED_WRONG, len(taken) - len(set(taken)) + abs(queued - len(set(taken))))
    _where_it_goes(core)


def _where_it_goes(core: Core) -> None:
    """Say what a claim is spent on, one process alone."""
    with core.owner() as engine, engine.begin() as connection:
        connection.execute(text("UPDATE cases SET state = 'waiting', handler = NULL WHERE state = 'claimed'"))
    from counter.usecases.ports.accounts import Officer

    officer = Officer("alone", "x", "reviewer", "*")
    whole = median_seconds(lambda: claim_next(core.app, DEPARTMENT, officer), 100)
    held = []

    def select_only() -> None:
        with core.uow() as uow:
            held.append(uow.claims.next_waiting(DEPARTMENT, ("",), []))

    select = median_seconds(select_only, 100)
    empty = median_seconds(lambda: core.uow().__enter__().__exit__(None, None, None), 200)
    say(
        f"  one claim alone {whole * 1000:.2f} ms: begin and end {empty * 1000:.2f}, choosing and holding the row "
        f"{(select - empty) * 1000:.2f}, claim, chain, event and durable commit {(whole - select) * 1000:.2f}"
    )


def windows(core: Core, url: str, ground: Ground) -> Iterator[Figure]:
    """Let windows accept four cases each, offered at 25 a second; one of them is killed on the way."""
    people, seconds = ground.size.people, ground.size.offered_seconds
    count = max(1, OFFERED * seconds // people)
    processes = [
        _start(WINDOW, url, str(n + 1), json.dumps(a_form()), str(people / OFFERED), str(count))
        for n in range(people)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "ready"
    begin = time.time() + 1
    for n, process in enumerate(processes):
        assert process.stdin is not None
        process.stdin.write(f"{begin + n / OFFERED}\n")
        process.stdin.flush()
    victim = random.Random(7).randrange(people)
    time.sleep(seconds / 2)
    processes[victim].send_signal(signal.SIGKILL)
    told: list[str] = []
    waits: list[float] = []
    for process in processes:
        out, _ = process.communicate(timeout=300)
        lines = [line.split() for line in out.splitlines() if len(line.split()) == 2]
        told += [line[0] for line in lines]
        waits += [float(line[1]) for line in lines]
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"))
    with engine.connect() as connection:
        numbers = set(
            connection.scalars(text("SELECT number FROM applications WHERE idempotency_key IS NOT NULL"))
        )
        gaps = connection.execute(
            text(
                'SELECT "window", count(*), max(CAST(substr(number, 8, 5) AS integer)) FROM applications '
                'WHERE idempotency_key IS NOT NULL GROUP BY "window"'
            )
        ).all()
    engine.dispose()
    waits.sort()
    gap = sum(number != highest for _, number, highest in gaps)
    yield Figure(WAITED, waits[int(len(waits) * 0.95)])
    yield Figure(LOST, len(set(told) - numbers) + len(told) - len(set(told)) + gap)


def revision(core: Core, clocks: int) -> Figure:
    """Load a revision under which every one of the open clocks moves."""
    with core.owner() as engine:
        fill(
            engine,
            core.app.catalogue,
            calendar_in_force(core.app),
            MONDAY,
            clocks * 2 // 5,
            lambda _: None,
            core.app.key,
            1,
        )
        with engine.begin() as connection:
            running = "ended_at IS NULL AND due_at IS NOT NULL"
            connection.execute(text(f"UPDATE clocks SET started_at = :at WHERE {running}"), {"at": MONDAY})
            keep = f"id NOT IN (SELECT id FROM clocks WHERE {running} ORDER BY id LIMIT {clocks})"
            connection.execute(
                text(f"UPDATE clocks SET ended_at = :at WHERE {running} AND {keep}"), {"at": MONDAY}
            )
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
    arrangement = read_arrangement(
        {"dates": [{"date": "2026-11-24", "working": False, "notice": "benchmark"}]}
    )
    begun = time.perf_counter()
    with core.uow() as uow:
        moved = load_arrangement(arrangement, ADMIN, uow)
        uow.commit()
    return Figure(RECALCULATED, len(moved) / (time.perf_counter() - begun))


PART = Part("people", (CLAIMS, CLAIMED_WRONG, WAITED, LOST, RECALCULATED), run)
