"""The commands as other programs use them: shapes, exit statuses, clear errors."""

import json
import os
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.conftest import a_form, run_main

AT = ("--at", "2026-11-23T10:00:00+08:00")


@pytest.fixture
def database(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'c.sqlite3'}"
    assert run_main("init", "--rehearsal", "--db", url).returncode == 0
    return url


def ask(database: str, *arguments: str, status: int = 0, stdin: str = "") -> dict:
    done = run_main(*arguments, "--db", database, "--json", stdin=stdin)
    assert done.returncode == status, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return json.loads(done.stdout)


def form_file(tmp_path: Path, form: object) -> str:
    path = tmp_path / "form.json"
    path.write_text(json.dumps(form, ensure_ascii=False), encoding="utf-8")
    return str(path)


def test_init_is_safe_to_repeat(database):
    assert ask(database, "init")["rehearsal"] is True


def test_a_whole_case_through_the_commands(database, tmp_path):
    out = tmp_path / "papers"
    answer = ask(database, "accept", form_file(tmp_path, a_form()), "--out", str(out), *AT)
    assert answer["outcome"] == "accepted"
    first = answer["cases"][0]
    assert (first["item"], first["state"], first["binding"]) == ("company-establishment", "waiting", "M01.1")
    assert first["due"] == "2026-11-23T11:00:00+08:00"
    assert {"rule": "M01.1", "kind": "measure", "state": "running", "provisional": False}.items() <= first[
        "clocks"
    ][0].items()
    kinds = {printout["kind"] for printout in answer["papers"]}
    assert kinds == {
        "application_form", "receipt_list", "acceptance_notice", "tracking_slip", "folder_label", "handover_list",
    }  # fmt: skip
    for printout in answer["papers"]:
        assert len(PdfReader(printout["path"]).pages) == printout["pages"]
    number = first["case_no"]
    assert ask(database, "queue", "market-regulation", *AT)["rows"][0]["case_no"] == number
    assert (
        ask(database, "act", "claim", number, "--as", "reviewer-market-regulation", *AT)["state"] == "claimed"
    )
    lost = ask(database, "act", "claim", number, "--as", "reviewer", *AT, status=3)
    assert lost["error"]["code"] == "overtaken"
    after = ask(database, "act", "approve", number, "--as", "reviewer-market-regulation", *AT)
    assert [case["state"] for case in after["cases"]] == ["decided", "waiting", "waiting", "waiting"]
    shown = ask(database, "show", answer["application_no"], *AT)
    assert {"at", "who", "what", "data"} <= shown["events"][0].keys()
    assert all("place" in material for material in shown["materials"])
    ledger = ask(database, "explain", number, *AT)
    assert {"rule", "kind", "due", "days"} <= ledger[0].keys()
    again = ask(
        database, "papers", answer["application_no"], "--out", str(out), "--reprint", "--reason", "卡纸"
    )
    assert all(printout["copy"] == 1 for printout in again["papers"])


def test_check_gives_the_verdict_and_every_error(database, tmp_path):
    good = ask(database, "check", form_file(tmp_path, a_form()), *AT)
    assert good["verdict"] == "accept"
    assert good["errors"] == {}
    assert {limit["rule"] for limit in good["limits"]} >= {"M01.1", "M01.2", "M01.3", "M28.1", "M03.1"}
    bad = a_form(channel="pigeon")
    bad["parties"][0]["id_number"] = "1"
    answer = ask(database, "check", form_file(tmp_path, bad), status=2)
    assert set(answer["errors"]) == {"channel", "parties[0].id_number"}


def test_accept_refuses_a_wrong_form_with_all_its_errors(database, tmp_path):
    bad = a_form(channel="pigeon", items=["nothing"])
    error = ask(database, "accept", form_file(tmp_path, bad), status=2)["error"]
    assert error["code"] == "bad_form"
    assert set(error["fields"]) == {"channel", "items[0]"}


@pytest.mark.parametrize(
    "arguments, status, code",
    [
        (("accept", "/no/such/file"), 2, "no_file"),
        (("show", "FY03-2600001-0"), 2, "not_found"),
        (("explain", "nope"), 2, "not_found"),
        (("queue", "moon"), 2, "not_found"),
        (("queue", "tax", "--limit", "0"), 2, "bad_limit"),
        (("queue", "tax", "--limit", "x"), 2, "bad_usage"),
        (("act", "fly", "x", "--data", "[]"), 2, "bad_json"),
        (("act", "claim", "x", "--data", "{"), 2, "bad_json"),
        (("act", "claim", "x", "--as", "nobody"), 3, "unknown_user"),
        (("calendar", "year"), 2, "bad_year"),
        (("calendar", "load"), 2, "missing_field"),
        (("catalogue", "nothing"), 2, "not_found"),
        (("report", "--from", "x", "--to", "2026-11-24"), 2, "bad_date"),
        (("measures", "--at", "tomorrow"), 2, "bad_time"),
        (("measures", "--at", "2026-11-23T10:00:00"), 2, "naive_time"),
        (("nonsense",), 2, "bad_usage"),
        (("restore", "/no/such/file"), 2, "no_file"),
        (("user", "add", "b ad", "--role", "clerk"), 2, "bad_account"),
    ],
)
def test_wrong_input_gets_a_clear_error(database, arguments, status, code):
    error = ask(database, *arguments, status=status)["error"]
    assert error["code"] == code
    assert error["message"]


def test_truncated_json_names_the_place(database, tmp_path):
    path = tmp_path / "cut.json"
    path.write_text('{"package": "enterprise-start-up",')
    assert "1:" in ask(database, "accept", str(path), status=2)["error"]["message"]


def test_a_folder_that_cannot_be_written_is_told_before_anything_is_accepted(database, tmp_path):
    path = form_file(tmp_path, a_form())
    error = ask(database, "accept", path, "--out", "/proc/none", status=4)["error"]
    assert error["code"] == "cannot_write"
    assert ask(database, "queue", "market-regulation")["rows"] == []


def test_no_database_is_a_fault_of_the_environment(tmp_path):
    done = run_main("show", "x", "--db", "postgresql://nobody@127.0.0.1:1/none", "--json")
    assert done.returncode == 4
    assert json.loads(done.stdout)["error"]["code"] == "no_database"
    done = run_main("queue", "tax", "--db", f"sqlite:///{tmp_path / 'new.sqlite3'}", "--json")
    assert (done.returncode, json.loads(done.stdout)["error"]["code"]) == (4, "no_schema")


def test_a_locked_database_says_so(database):
    import sqlite3

    holder = sqlite3.connect(database.removeprefix("sqlite:///"), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    done = run_main("user", "disable", "auditor", "--db", database, "--json")
    holder.execute("ROLLBACK")
    holder.close()
    assert done.returncode == 4
    assert json.loads(done.stdout)["error"]["code"] == "no_database"


def test_the_moment_can_be_set_in_rehearsals_only(tmp_path):
    url = f"sqlite:///{tmp_path / 'real.sqlite3'}"
    assert run_main("init", "--db", url).returncode == 0
    done = run_main("queue", "tax", "--db", url, "--json", *AT)
    assert (done.returncode, json.loads(done.stdout)["error"]["code"]) == (3, "no_rehearsal")


def test_a_real_database_asks_for_the_password(tmp_path):
    url = f"sqlite:///{tmp_path / 'real.sqlite3'}"
    run_main("init", "--db", url)
    assert (
        run_main("user", "add", "wang", "--role", "clerk", "--db", url, stdin="correct horse\n").returncode
        == 0
    )
    path = form_file(tmp_path, a_form())
    wrong = run_main("accept", path, "--as", "wang", "--db", url, "--json", stdin="wrong\n")
    assert (wrong.returncode, json.loads(wrong.stdout)["error"]["code"]) == (3, "not_signed_in")
    (tmp_path / "pw").write_text("correct horse\n")
    right = run_main(
        "accept", path, "--as", "wang", "--password-file", str(tmp_path / "pw"), "--db", url, "--json"
    )
    assert right.returncode == 0, right.stderr
    listed = json.loads(run_main("user", "list", "--db", url, "--json").stdout)
    assert [user["name"] for user in listed] == ["wang"]


def test_a_short_password_is_refused(tmp_path):
    url = f"sqlite:///{tmp_path / 'real.sqlite3'}"
    run_main("init", "--db", url)
    done = run_main("user", "add", "li", "--db", url, "--json", stdin="short\n")
    assert (done.returncode, list(json.loads(done.stdout)["error"]["fields"])) == (2, ["password"])


def test_backup_while_in_use_and_restore(database, tmp_path):
    number = ask(database, "accept", form_file(tmp_path, a_form()), *AT)["application_no"]
    copy = tmp_path / "copy.sqlite3"
    answer = ask(database, "backup", str(copy))
    assert (answer["applications"], answer["cases"], answer["verified"]) == (1, 4, True)
    ask(database, "act", "void", number, "--data", '{"reason": "试"}')
    ask(database, "restore", str(copy))
    assert ask(database, "show", number)["void"] is None
    damaged = tmp_path / "damaged.sqlite3"
    damaged.write_bytes(copy.read_bytes()[:5000])
    assert ask(database, "restore", str(damaged), status=2)["error"]["code"] == "bad_backup"
    assert ask(database, "show", number)["void"] is None


def test_the_calendar_names_its_source_and_loads_with_a_preview(database, tmp_path):
    year = ask(database, "calendar", "2026")
    assert (year["published"], year["working_days"]) == (True, 248)
    assert ask(database, "calendar", "2027")["published"] is False
    ask(database, "accept", form_file(tmp_path, a_form()), *AT)
    file = tmp_path / "cal.json"
    file.write_text('{"dates": [{"date": "2026-11-24", "working": false, "notice": "试"}]}')
    preview = ask(database, "calendar", "load", str(file))
    assert preview["loaded"] is False
    assert {move["rule"] for move in preview["moved"]} == {"statutory", "M01.0"}
    assert ask(database, "calendar", "load", str(file), "--confirm")["loaded"] is True
    assert ask(database, "calendar", "2026")["working_days"] == 247


def test_catalogue_and_measures_in_their_shapes(database):
    package = ask(database, "catalogue", "enterprise-start-up")
    assert package["rules"][0]["rule"] == "M01.0"
    field = next(f for f in package["fields"] if f["code"] == "company_name")
    assert len(field["items"]) == 4
    item = ask(database, "catalogue", "electricity-connection")
    assert {
        "code",
        "name",
        "department",
        "intake_regime",
        "fields",
        "materials",
        "rules",
        "steps",
    } <= item.keys()
    measures = json.loads(run_main("measures", "--json", "--db", database).stdout)
    assert [m["number"] for m in measures] == list(range(1, 79))
    assert measures[0]["carried_by"][0] == "enterprise-start-up"
    assert ask(database, "catalogue", "--check")["ok"] is True


def test_the_desktop_without_a_display_says_what_to_do(database):
    environment = dict.fromkeys(("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"), "")
    done = run_main("desktop", "--db", database, "--json", **environment)
    assert done.returncode == 4
    assert json.loads(done.stdout)["error"]["code"] == "no_display"


def test_the_doctor_names_every_part(database):
    parts = {c["part"] for c in ask(database, "doctor")["checks"]}
    assert parts >= {"database", "fonts", "printers", "disk", "clock", "calendar", "web", "backup"}


def test_fill_is_for_rehearsals_and_fills(database, tmp_path):
    assert ask(database, "fill", "300")["cases"] == 300
    rows = ask(database, "queue", "market-regulation")["rows"]
    assert all(row["application_no"] for row in rows)
    url = f"sqlite:///{tmp_path / 'real.sqlite3'}"
    run_main("init", "--db", url)
    assert ask(url, "fill", "3", status=3)["error"]["code"] == "no_rehearsal"


def test_commands_write_no_personal_data_to_standard_error(database, tmp_path):
    form = a_form()
    done = run_main("accept", form_file(tmp_path, form), "--db", database, "--json", *AT)
    assert form["parties"][0]["id_number"] not in done.stderr
    assert os.linesep.join(done.stderr.splitlines()) == "" or "阿依努尔" not in done.stderr
