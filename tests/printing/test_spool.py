"""The print spooler's edge: the same contract against a stand-in for the system's lp and lpstat."""

import os
from pathlib import Path

import pytest

from counter.domain.errors import EnvironmentFault
from printing import spool
from printing.spool import JobState

LP = """#!/bin/sh
case "$*" in *jam*) exit 1;; esac
echo "request id is $2-7 (1 file(s))"
echo "$2-7" >> "{folder}/queue"
"""
LPSTAT = """#!/bin/sh
case "$*" in
  "-e") echo hall_a4; echo slip;;
  "-W completed -o") cat "{folder}/done" 2>/dev/null;;
  "-o") cat "{folder}/queue" 2>/dev/null;;
esac
exit 0
"""


@pytest.fixture
def spooler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A spooler with two printers on the path."""
    for name, script in (("lp", LP), ("lpstat", LPSTAT)):
        path = tmp_path / name
        path.write_text(script.format(folder=tmp_path))
        path.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/usr/bin:/bin")
    return tmp_path


def test_printers_are_named(spooler):
    assert spool.printers() == ("hall_a4", "slip")


def test_a_job_is_spooled_until_the_system_says_it_is_done(spooler, tmp_path):
    job = spool.submit(tmp_path / "x.pdf", "hall_a4", "受理通知书")
    assert job == "hall_a4-7"
    assert spool.state(job) is JobState.SPOOLED
    (spooler / "queue").unlink()
    (spooler / "done").write_text("hall_a4-7 clerk 1024\n")
    assert spool.state(job) is JobState.PRINTED


def test_a_job_that_vanished_failed(spooler, tmp_path):
    job = spool.submit(tmp_path / "x.pdf", "slip", "x")
    (spooler / "queue").unlink()
    assert spool.state(job) is JobState.FAILED


def test_an_unknown_printer_and_a_refused_job_are_told(spooler, tmp_path):
    with pytest.raises(EnvironmentFault) as refusal:
        spool.submit(tmp_path / "x.pdf", "gone", "x")
    assert refusal.value.code == "no_printer"
    with pytest.raises(EnvironmentFault) as refusal:
        spool.submit(tmp_path / "jam.pdf", "slip", "x")
    assert refusal.value.code == "print_failed"


def test_a_system_without_a_spooler_has_no_printers(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert spool.printers() == ()
