"""The commands of what goes back: issue, export, messages, ratings, and the site as a process."""

import json
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest
from pypdf import PdfReader

from counter.settings import load
from counter.wiring import Core
from tests.cli.test_commands import AT, ask, database, form_file
from tests.conftest import MONDAY, ROOT, a_form, serving
from tests.db.test_handing_over import OWNER, make_ready

__all__ = ["database"]


@pytest.fixture
def number(database, tmp_path: Path) -> str:
    answer = ask(database, "accept", form_file(tmp_path, a_form()), *AT)
    return answer["application_no"]


def ready(database, number, *ordinals):
    """Put results on the shelf; the commands for it have their tests elsewhere."""
    core = Core(load(database), at=MONDAY)
    make_ready(core, number, *ordinals, place="A-1")
    core.engine.dispose()


def test_results_are_issued_with_their_printouts(database, number, tmp_path):
    ready(database, number, 1, 2, 3)
    data = json.dumps({"collector": OWNER}, ensure_ascii=False)
    early = ask(database, "issue", number, "--as", "clerk", "--data", data, *AT, status=3)
    assert early["error"]["code"] == "not_all_ready"
    ready(database, number, 4)
    out = tmp_path / "out"
    answer = ask(database, "issue", number, "--as", "clerk", "--data", data, "--out", str(out), *AT)
    assert {case["state"] for case in answer["cases"]} == {"issued"}
    assert [p["kind"] for p in answer["papers"]] == ["collection_slip", "service_receipt"]
    for printout in answer["papers"]:
        assert len(PdfReader(printout["path"]).pages) == printout["pages"]
    delivery = [c for case in answer["cases"] for c in case["clocks"] if c["kind"] == "delivery"]
    assert {c["state"] for c in delivery} == {"met"}
    assert answer["handovers"][0]["collector"]["id_number"] == "230***********0011"
    twice = ask(database, "issue", number, "--as", "clerk", "--data", data, *AT, status=3)
    assert twice["error"]["code"] == "issued_already"
    shown = ask(database, "show", number, *AT)
    assert shown["handovers"] == answer["handovers"]


def test_wrong_issue_data_is_told_by_field(database, number):
    ready(database, number, 1, 2, 3, 4)
    for data, code, field in (
        ("{", "bad_json", "data"),
        ("[]", "bad_json", "data"),
        ("{}", "missing_field", "collector"),
        ('{"method": "pigeon"}', "bad_field", "method"),
        ('{"collector": "x"}', "bad_field", "collector"),
        ('{"cases": ["77"]}', "unknown_case", "cases"),
    ):
        answer = ask(database, "issue", number, "--as", "clerk", "--data", data, *AT, status=2)
        assert answer["error"]["code"] == code
        assert field in answer["error"]["fields"]


def test_a_folder_that_cannot_be_written_is_told_before_anything_is_issued(database, number, tmp_path):
    ready(database, number, 1, 2, 3, 4)
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    data = json.dumps({"collector": OWNER}, ensure_ascii=False)
    answer = ask(
        database, "issue", number, "--as", "clerk", "--data", data, "--out", str(blocked / "x"), *AT, status=4
    )
    assert answer["error"]["code"] == "cannot_write"
    assert {c["state"] for c in ask(database, "show", number, *AT)["cases"]} == {"ready"}


def test_printouts_missed_by_a_killed_process_are_made_later(database, number, tmp_path):
    """The hand-over stands although its process died before the printouts; `printouts` makes them, unmarked."""
    ready(database, number, 1, 2, 3, 4)
    script = f"""
import os, sys
sys.path.insert(0, {str(ROOT)!r})
from counter.settings import load
from counter.usecases.handover.issue import issue_results
from counter.usecases.ports.accounts import Officer
from counter.wiring import Core
core = Core(load({database!r}))
issue_results(core.app, {number!r}, Officer("clerk", "x", "clerk"), {{"collector": {OWNER!r}}})
os.kill(os.getpid(), 9)
"""
    killed = subprocess.run([sys.executable, "-c", script], check=False)
    assert killed.returncode == -9
    answer = ask(database, "papers", number, "--out", str(tmp_path / "later"), *AT)
    made = {p["kind"]: p["copy"] for p in answer["papers"]}
    assert made["collection_slip"] == made["service_receipt"] == 0


def test_an_export_goes_on_from_its_mark(database, number, tmp_path):
    first = ask(database, "export", "--out", str(tmp_path / "a"), "--as", "supervisor", *AT)
    assert {s["name"]: s["rows"] for s in first["sets"]}["up_pro_apply"] == 4
    again = ask(
        database, "export", "--since", first["next"], "--out", str(tmp_path / "b"), "--as", "supervisor", *AT
    )
    assert {s["rows"] for s in again["sets"]} == {0}
    refused = ask(database, "export", "--out", str(tmp_path / "c"), "--as", "clerk", *AT, status=3)
    assert refused["error"]["code"] == "wrong_role"
    wrong = ask(
        database, "export", "--since", "x", "--out", str(tmp_path / "c"), "--as", "supervisor", *AT, status=2
    )
    assert "since" in wrong["error"]["fields"]
    manifest = json.loads((tmp_path / "a" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["next"] == first["next"]


def test_nothing_is_sent_by_default_and_a_folder_takes_what_is_queued(database, number, tmp_path):
    assert ask(database, "messages", *AT) == {"gateway": "", "late_told": 0}
    assert ask(database, "messages", "--out", str(tmp_path / "m"), *AT) == {
        "gateway": "file", "delivered": 0, "failed": 0,
    }  # fmt: skip


def test_ratings_are_reported_without_people(database, number):
    answer = ask(database, "ratings", *AT)
    assert answer == {"windows": [], "items": [], "departments": [], "open": []}


@pytest.fixture
def proxied(database):
    """The site behind a proxy on this machine."""
    with serving(database, "--behind-proxy", "127.0.0.1") as found:
        yield found


def test_behind_a_proxy_each_caller_has_a_limit_of_its_own(proxied):
    address, process = proxied
    with httpx2.Client() as client:

        def guess(caller: str) -> int:
            return client.get(f"{address}/t/{'a' * 26}", headers={"X-Forwarded-For": caller}).status_code

        answers = [guess("203.0.113.7") for _ in range(31)]
        assert answers == [404] * 30 + [429]
        assert guess("203.0.113.8") == 404
    process.terminate()
    assert "a" * 26 not in process.communicate(timeout=10)[1]


def test_a_rehearsal_day_leaves_its_printouts_and_serves_the_site(tmp_path):
    """What `make run` does on a machine without a display."""
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "main.py"), "rehearse"],
        cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    lines = []
    for line in process.stderr:
        lines.append(line.strip())
        # The last word is the site's address, or that another program has its port.
        if line.startswith(("http://", "✕")) or ("8350" in line and not line.startswith("status:")):
            break
    process.terminate()
    process.communicate(timeout=10)
    assert not any("Traceback" in line for line in lines), lines
    assert lines[-2].startswith("status: http://")
    printouts = {path.name for path in (tmp_path / "out").rglob("*.pdf")}
    assert printouts >= {
        "acceptance_notice.pdf",
        "tracking_slip.pdf",
        "collection_slip.pdf",
        "service_receipt.pdf",
    }


def test_the_audit_finds_a_touched_entry(database, number):
    assert ask(database, "audit", "seal", *AT)["sealed"] > 0
    found = ask(database, "audit", "verify", *AT)
    assert (found["chains"], found["checkpoints"]) == (5, 1)
    core = Core(load(database), at=MONDAY)
    with core.owner() as engine, engine.begin() as connection:
        connection.exec_driver_sql("UPDATE events SET who = 'x' WHERE what = 'received'")
    core.engine.dispose()
    broken = ask(database, "audit", "verify", *AT, status=3)
    assert broken["error"]["code"] == "audit_broken"
    assert broken["error"]["fields"]["event"]
