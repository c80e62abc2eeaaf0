"""Departments that act on one application in the same moment: real processes on a real server."""

import json
import os
import subprocess
import sys

import pytest

from counter.usecases.intake.accept_form import accept_form
from counter.usecases.reading.dossiers import dossier_of
from counter.usecases.steps.carry_out import take_one
from tests.conftest import CLERK, REVIEWER, ROOT, a_form, open_core

ROUNDS = 6
STEPS = """
import json, sys
from datetime import datetime
from counter.settings import load
from counter.usecases.ports.accounts import Officer
from counter.usecases.reading.dossiers import dossier_of
from counter.usecases.steps.carry_out import take_one
from counter.wiring import Core
core = Core(load(sys.argv[1]), at=datetime.fromisoformat("2026-11-23T10:30:00+08:00"))
dossier_of(core.app, sys.argv[2])  # connected and loaded before the race begins
print("ready", flush=True)
for line in sys.stdin:
    verb, number, data = json.loads(line)
    take_one(core.app, verb, number, Officer("reviewer", "x", "reviewer", "*"), data)
    print("done", flush=True)
"""


@pytest.fixture
def core(postgres_url, tmp_path):
    core = open_core(postgres_url, tmp_path)
    yield core
    core.engine.dispose()


def race(core, url, tmp_path, numbers: list[str], steps: list[tuple[str, int, dict]]) -> None:
    """Let a process take each of the steps, all of them at the same moment, on one application after another."""
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", STEPS, url, numbers[0]], cwd=ROOT, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env={**os.environ, "COUNTER_DATA": str(tmp_path), "PYTHONPATH": str(ROOT)},
        )
        for _ in steps
    ]  # fmt: skip
    for process in processes:
        assert process.stdout.readline() == "ready\n", process.stderr.read()
    for number in numbers:
        for process, (verb, ordinal, data) in zip(processes, steps, strict=True):
            process.stdin.write(json.dumps([verb, f"{number}/{ordinal}", data]) + "\n")
            process.stdin.flush()
        for process in processes:
            assert process.stdout.readline() == "done\n", process.stderr.read()
    for process in processes:
        process.communicate(timeout=30)
        assert process.returncode == 0


def test_the_last_two_cases_of_a_package_end_its_clock_together(core, postgres_url, tmp_path):
    numbers = [accept_form(core.app, a_form(), CLERK).dossier.application.number for _ in range(ROUNDS)]
    for number in numbers:
        for ordinal in (1, 2, 3, 4):
            take_one(core.app, "claim", f"{number}/{ordinal}", REVIEWER, {})
            take_one(core.app, "approve", f"{number}/{ordinal}", REVIEWER, {})
        take_one(core.app, "register-result", f"{number}/1", REVIEWER, {"name": "执照"})
        for name in ("seal_made", "seal_filed"):
            take_one(core.app, "milestone", f"{number}/2", REVIEWER, {"name": name})
    ends = [("register-result", ordinal, {"name": "结果"}) for ordinal in (3, 4)]
    race(core, postgres_url, tmp_path, numbers, ends)
    clocks = [dossier_of(core.app, number).package_clocks[0].ended_at for number in numbers]
    assert None not in clocks


def test_two_departments_that_accept_in_the_same_moment_agree_on_the_application(
    core, postgres_url, tmp_path
):
    items = ("company-establishment", "seal-engraving", "first-invoice", "social-insurance-registration")
    received = {"outcome": "received", "reason": "部门受理"}
    form = a_form(decisions=dict.fromkeys(items, received))
    numbers = [accept_form(core.app, form, CLERK).dossier.application.number for _ in range(ROUNDS)]
    at_once = [("decide-acceptance", ordinal, {"outcome": "accepted"}) for ordinal in (1, 2, 3, 4)]
    race(core, postgres_url, tmp_path, numbers, at_once)
    assert {dossier_of(core.app, number).application.outcome for number in numbers} == {"accepted"}
