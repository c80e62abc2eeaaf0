"""Real processes against each other, and one that is killed at many points of an acceptance."""

import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path

from counter.domain.application import Event
from counter.domain.numbers import is_application_number
from counter.domain.site import Site
from counter.usecases.hall.calendars import load_calendar, read_arrangement
from counter.usecases.hall.sites import add_site
from counter.usecases.intake.accept_form import accept_form
from counter.usecases.printouts.of_application import printouts_of
from counter.usecases.reading.dossiers import dossier_of
from counter.usecases.reading.find import application_named
from tests.conftest import ADMIN, CLERK, ROOT, a_form, open_core

WORKER = """
import json, sys
from counter.settings import load
from counter.wiring import Core
from counter.domain.errors import CounterError
from counter.usecases.intake.accept_form import accept_form, read_form
from counter.usecases.ports.accounts import Officer
from counter.usecases.steps.carry_out import carry_out
from datetime import datetime
core = Core(load(sys.argv[1]), at=datetime.fromisoformat("2026-11-23T10:00:00+08:00"))
form = json.loads(sys.stdin.readline())
"""
ACCEPT = (
    WORKER
    + """
clerk = Officer("clerk", "x", "clerk")
for _ in range(int(sys.argv[2])):
    print(accept_form(core.app, form, clerk).dossier.application.number, flush=True)
"""
)
CLAIM = (
    WORKER
    + """
officer = Officer(sys.argv[2], "x", "reviewer", "*")
while True:
    page = core.app.lists.queue("market-regulation", 60, None, core.now())
    waiting = [row for row in page.rows if row.state == "waiting"]
    if not waiting:
        break
    for row in waiting:
        try:
            carry_out(core.app, "claim", row.case_no, officer, {})
            print(row.case_no, flush=True)
        except CounterError as error:
            assert error.code in ("overtaken", "wrong_state"), error.code
"""
)


def start(script: str, url: str, argument: str, form: dict, data: Path) -> subprocess.Popen:
    process = subprocess.Popen(
        [sys.executable, "-c", script, url, argument], cwd=ROOT, stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "COUNTER_DATA": str(data), "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    process.stdin.write(json.dumps(form) + "\n")
    process.stdin.flush()
    return process


def test_windows_never_collide_nor_leave_gaps(core, database_url, tmp_path):
    processes = [
        start(ACCEPT, database_url, "5", a_form(window=window), tmp_path) for window in ("1", "1", "2", "3")
    ]
    numbers: list[str] = []
    for process in processes:
        out, err = process.communicate(timeout=90)
        assert process.returncode == 0, err
        numbers += out.split()
    assert len(set(numbers)) == 20
    assert all(is_application_number(number) for number in numbers)
    for window, count in (("01", 10), ("02", 5), ("03", 5)):
        serials = sorted(int(n[7:12]) for n in numbers if n[2:4] == window)
        assert serials == list(range(1, count + 1))


def test_two_sites_at_one_window_in_one_second_never_collide(core, database_url, tmp_path):
    with core.uow() as uow:
        add_site(Site("HG", 2, "鹤岗"), ADMIN, uow)
        uow.commit()
    sites = ("FY", "HG", "FY", "HG")
    processes = [start(ACCEPT, database_url, "5", a_form(site=site, window="1"), tmp_path) for site in sites]
    numbers: list[str] = []
    for process in processes:
        out, err = process.communicate(timeout=90)
        assert process.returncode == 0, err
        numbers += out.split()
    cases = [clocked.case.case_no for number in numbers for clocked in dossier_of(core.app, number).cases]
    assert (len(set(numbers)), len(set(cases))) == (20, 80)
    for site in ("001", "002"):
        serials = sorted(int(one[44:]) for one in cases if one[39:42] == site)
        assert serials == list(range(1, 41))


def test_the_same_key_from_many_processes_is_one_application(core, database_url, tmp_path):
    form = a_form(idempotency_key="the-same")
    processes = [start(ACCEPT, database_url, "3", form, tmp_path) for _ in range(4)]
    numbers: set[str] = set()
    for process in processes:
        out, err = process.communicate(timeout=90)
        assert process.returncode == 0, err
        numbers |= set(out.split())
    assert len(numbers) == 1
    rows, _ = core.app.lists.applications(10, None, "")
    assert [row.number for row in rows] == list(numbers)


def test_every_case_is_claimed_exactly_once(core, database_url, tmp_path):
    form = a_form(package=None, items=["company-establishment"])
    numbers = [accept_form(core.app, form, CLERK).dossier.cases[0].case.case_no for _ in range(30)]
    names = ("reviewer", "reviewer-market-regulation", "supervisor", "clerk")
    processes = [start(CLAIM, database_url, name, form, tmp_path) for name in names]
    claimed: list[str] = []
    for process in processes:
        out, err = process.communicate(timeout=90)
        assert process.returncode == 0, err
        claimed += out.split()
    assert sorted(claimed) == sorted(numbers)


def test_a_killed_acceptance_is_whole_or_not_at_all(tmp_path):
    """Kill -9 at many moments: every application that exists is complete and its printouts can be printed."""
    url = f"sqlite:///{tmp_path / 'counter.sqlite3'}"
    core = open_core(url, tmp_path)
    told: list[str] = []
    for n in range(12):
        process = start(ACCEPT, url, "1000", a_form(), tmp_path)
        first = process.stdout.readline().strip()
        assert first, process.stderr.read()
        time.sleep(0.003 * n)
        process.send_signal(signal.SIGKILL)
        told += [first, *process.stdout.read().split()]
        process.wait()
        for pipe in (process.stdin, process.stdout, process.stderr):
            pipe.close()
    rows, following = [], None
    while True:
        page, following = core.app.lists.applications(500, following, "")
        rows += page
        if following is None:
            break
    numbers = {row.number for row in rows}
    assert set(told) <= numbers
    serials = sorted(int(number[7:12]) for number in numbers)
    assert serials == list(range(1, len(numbers) + 1))
    for number in sorted(numbers)[-20:]:
        dossier = dossier_of(core.app, number)
        assert len(dossier.cases) == 4
        assert all(clocked.clocks for clocked in dossier.cases)
        assert {e.what for e in dossier.events} == {"signed", "received", "accepted"}
    printouts = printouts_of(core.app, max(numbers), CLERK)
    assert {printout.kind for printout in printouts} >= {"acceptance_notice", "tracking_slip"}


def test_a_draft_survives_a_killed_process(tmp_path):
    """What was autosaved is there after kill -9, and an acceptance that did not commit left nothing."""
    url = f"sqlite:///{tmp_path / 'counter.sqlite3'}"
    core = open_core(url, tmp_path)
    script = (
        WORKER
        + """
from counter.usecases.ports.setup import Draft
with core.uow() as uow:
    uow.setup.save_draft(Draft("d", "FY", "1", "clerk", False, uow.moment(), form)); uow.commit()
with core.uow() as uow:
    from counter.usecases.intake.accept import Desk, accept_application
    from counter.usecases.status.notify import notifier_of
    reading = read_form(core.app, form)
    accept_application(reading.submission, Officer("clerk", "x", "clerk"), Desk("FY", "1"), core.app.catalogue, core.app.calendar_of(uow), core.app.key, uow, notifier_of(uow))
    print("written, not committed", flush=True)
    sys.stdin.readline()
"""
    )
    process = start(script, url, "", a_form(), tmp_path)
    assert process.stdout.readline().strip() == "written, not committed"
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert core.app.lists.applications(10, None, "")[0] == ()
    with core.uow(read_only=True) as uow:
        assert [draft.form["package"] for draft in uow.setup.drafts("FY", "1")] == ["enterprise-start-up"]


STEPS = (
    WORKER
    + """
clerk, officer = Officer("clerk", "x", "clerk"), Officer("reviewer", "x", "reviewer", "*")
form = {**form, "window": sys.argv[2]}
refused = 0
for n in range(3):
    number = accept_form(core.app, {**form, "idempotency_key": f"{sys.argv[2]}-{n}"}, clerk).dossier.application.number
    for verb, data in (
        ("claim", {}),
        ("release", {}),
        ("claim", {}),
        ("approve", {"result_name": "x"}),
    ):
        try:
            carry_out(core.app, verb, f"{number}/1", officer, data)
        except CounterError as error:
            assert error.exit_status in (2, 3), (verb, error.code, error.words.en)
            refused += 1
print("done", refused, flush=True)
"""
)
LOAD = (
    WORKER
    + """
from counter.usecases.hall.calendars import load_calendar, read_arrangement
admin = Officer("admin", "x", "administrator")
moved = 0
for n in range(int(sys.argv[2])):
    dates = [{"date": f"2026-11-{24 + k}", "working": (n + k) % 2 == 0, "notice": "x"} for k in range(3)]
    moved += len(load_calendar(core.app, read_arrangement({"dates": dates}), admin, lambda _: True))
print("done", moved, flush=True)
"""
)


def test_calendars_are_loaded_beside_steps_and_every_chain_holds(postgres_url, tmp_path):
    """Three desks work while the calendar changes again and again: nobody sees the database fail."""
    core = open_core(postgres_url, tmp_path)
    for _ in range(12):
        accept_form(core.app, a_form(), CLERK)
    processes = [start(STEPS, postgres_url, window, a_form(), tmp_path) for window in ("1", "2", "3")]
    processes.append(start(LOAD, postgres_url, "8", a_form(), tmp_path))
    told = []
    for process in processes:
        out, err = process.communicate(timeout=90)
        assert process.returncode == 0, err
        told.append(int(out.split()[1]))
    assert told[-1] > 0
    with core.uow(read_only=True) as uow:
        assert uow.audit().broken is None
    core.engine.dispose()


def test_a_calendar_waits_for_a_step_that_is_writing_in_the_same_chain(core):
    """The step has written but not committed: the load goes on from the end of the chain that it leaves."""
    number = accept_form(core.app, a_form(), CLERK).dossier.application.number
    arrangement = read_arrangement({"dates": [{"date": "2026-11-24", "working": False, "notice": "x"}]})
    with ThreadPoolExecutor(1) as pool:
        with core.uow() as step:
            application = application_named(number, step)
            step.log(application, Event(step.moment(), "clerk", "papers", {}))
            load = pool.submit(partial(load_calendar, core.app), arrangement, ADMIN, lambda _: True)
            with suppress(TimeoutError):
                load.result(0.5)
            step.commit()
        moved = load.result(30)
    assert {one.application_no for one in moved if not one.case_no} == {number}
    with core.uow(read_only=True) as uow:
        assert uow.audit().broken is None
