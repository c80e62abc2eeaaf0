"""The print spooler's edge: the same contract against a stand-in for the system's lp and lpstat."""

import os
import struct
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from counter.devices import spool
from counter.devices.spool import JobState
from counter.domain.errors import EnvironmentFault

LP = """#!/bin/sh
case "$*" in *jam*) exit 1;; esac
echo "request id is $2-7 (1 file(s))"
echo "$2-7" >> "{folder}/queue"
"""
LPSTAT = """#!/bin/sh
case "$*" in
  "-e") echo hall_a4; echo slip;;
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


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch):
    """A print server that answers for the state of a job; its ``job_state`` can be set."""

    class Handler(BaseHTTPRequestHandler):
        job_state = 5
        asked: ClassVar[list[bytes]] = []

        def do_POST(self):
            Handler.asked.append(self.rfile.read(int(self.headers["Content-Length"])))
            name = b"job-state"
            body = struct.pack(">BBHIB", 1, 1, 0, 1, 2)
            body += struct.pack(f">BH{len(name)}sHI", 0x23, len(name), name, 4, Handler.job_state) + b"\x03"
            self.send_response(200)
            self.send_header("Content-Type", "application/ipp")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            return

    with HTTPServer(("127.0.0.1", 0), Handler) as http:
        thread = threading.Thread(target=http.serve_forever, daemon=True)
        thread.start()
        monkeypatch.setenv("CUPS_SERVER", f"127.0.0.1:{http.server_port}")
        yield Handler
        http.shutdown()
        thread.join()


@pytest.mark.parametrize(
    "found, expected",
    [
        (3, JobState.SPOOLED), (5, JobState.SPOOLED), (6, JobState.STOPPED), (7, JobState.FAILED),
        (8, JobState.FAILED), (9, JobState.PRINTED),
    ],
)  # fmt: skip
def test_only_a_completed_job_is_called_printed(spooler, server, tmp_path, found, expected):
    """lpstat lists cancelled jobs as completed; the job's own state decides."""
    job = spool.submit(tmp_path / "x.pdf", "hall_a4", "受理通知书")
    assert job == "hall_a4-7"
    server.job_state = found
    assert spool.state(job) is expected
    assert b"ipp://localhost/jobs/7" in server.asked[-1]


def test_without_the_servers_word_a_job_that_is_gone_is_not_called_printed(spooler, monkeypatch, tmp_path):
    monkeypatch.setenv("CUPS_SERVER", "127.0.0.1:1")
    job = spool.submit(tmp_path / "x.pdf", "slip", "x")
    assert spool.state(job) is JobState.SPOOLED
    (spooler / "queue").unlink()
    assert spool.state(job) is JobState.LEFT


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
