"""What only the system can bring: found, named, installed where that is allowed."""

import subprocess
import sys
from pathlib import Path

import pytest

from counter.cli import system
from tests.conftest import ROOT
from tests.system_parts import QtTests

NOTHING = system.Part("qt", "libegl1", lambda: False, "libEGL.so.1")
GLIB = system.Part("qt", "libglib2.0-0", lambda: False, "libglib-2.0.so.0")
THERE = system.Part("pdf", "poppler-utils", lambda: True, "pdftotext")


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A machine whose programs are the scripts given here and no others."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(system, "PARTS", (NOTHING, GLIB, THERE))
    monkeypatch.delenv("NO_SYSTEM", raising=False)

    def have(**scripts: str) -> Path:
        for name, text in scripts.items():
            path = folder / name.replace("_", "-")
            path.write_text(f"#!/bin/sh\necho {path.name} $* >>{tmp_path / 'calls'}\n{text}\n")
            path.chmod(0o755)
        return tmp_path / "calls"

    return have


def test_without_rights_one_line_to_copy_is_said_and_nothing_is_run(machine, monkeypatch):
    calls = machine(apt_get="", sudo="exit 1", apt_cache="exit 100")
    monkeypatch.setattr(system.os, "geteuid", lambda: 1000)
    said: list[str] = []
    assert system.provide(said.append) == 4
    assert said[0].splitlines()[1] == (
        "sudo apt-get update && sudo apt-get install -y --no-install-recommends libegl1 libglib2.0-0"
    )
    assert "apt-get" not in calls.read_text()


def test_sudo_that_asks_for_nothing_installs_after_saying_what(machine, monkeypatch):
    calls = machine(apt_get="", sudo='shift; [ "$1" = true ] && exit 0; shift 2; exec "$@"', apt_cache="")
    monkeypatch.setattr(system.os, "geteuid", lambda: 1000)
    said: list[str] = []
    assert system.provide(said.append) == 4
    assert said[0] == "make system: libegl1 libglib2.0-0t64"
    assert "apt-get update" in calls.read_text()
    assert "--no-install-recommends libegl1 libglib2.0-0t64" in calls.read_text()


def test_it_can_be_declined(machine, monkeypatch):
    calls = machine(apt_get="", sudo="", apt_cache="exit 100")
    monkeypatch.setenv("NO_SYSTEM", "1")
    assert system.provide(lambda _: None) == 4
    assert "apt-get" not in calls.read_text()


def test_a_machine_without_apt_is_told_what_it_lacks(machine):
    said: list[str] = []
    assert system.provide(said.append) == 4
    assert said[0].endswith("libEGL.so.1 libglib-2.0.so.0")


def test_nothing_is_said_when_nothing_is_missing(machine, monkeypatch):
    monkeypatch.setattr(system, "PARTS", (THERE,))
    said: list[str] = []
    assert system.provide(said.append) == 0
    assert said == []


def test_offscreen_needs_no_screen():
    assert {part.need for part in system.PARTS} == {"qt", "screen", "browser", "pdf", "font"}
    assert not [p for p in system.missing_for_qt("offscreen") if p.need == "screen"]


def test_the_step_needs_python_alone():
    found = subprocess.run(
        [sys.executable, "-I", "-S", "-c", "import sys; sys.path.insert(0, '.'); import counter.cli.system"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert found.stderr == ""


def test_tests_of_the_window_are_counted_where_qt_cannot_be_loaded(request):
    collected = QtTests.from_parent(request.session, path=ROOT / "tests" / "ui" / "test_devices.py").collect()
    assert "test_what_a_hand_types_is_never_taken_for_a_scan" in [item.name for item in collected]
