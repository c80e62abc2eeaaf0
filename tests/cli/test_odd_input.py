"""Odd texts, ports, folders and consoles: refused by field or taken, the same on both databases."""

import json
import os
import subprocess
import sys

from counter.usecases.intake.accept_form import accept_form
from counter.usecases.steps.carry_out import carry_out
from tests.conftest import CLERK, MONDAY, REVIEWER, ROOT, a_form, run_main

AT = ("--at", MONDAY.isoformat(), "--json")


def _refused(done, status: int) -> dict:
    assert done.returncode == status, done.stderr
    assert "Traceback" not in done.stderr
    return json.loads(done.stdout)["error"]


def test_a_reason_that_cannot_be_kept_is_refused_and_the_status_stays_readable(core, database_url):
    number = accept_form(core.app, a_form(), CLERK).dossier.application.number
    carry_out(core.app, "claim", f"{number}/1", REVIEWER, {})
    core.engine.dispose()
    for text in ("a\x00b", "a\ud800b"):
        data = json.dumps({"reason": text, "result_name": "x"})
        done = run_main(
            "act", "refuse", f"{number}/1", "--as", "reviewer", "--data", data, "--db", database_url, *AT
        )
        error = _refused(done, 2)
        assert (error["code"], list(error["fields"])) == ("bad_text", ["reason"])
    assert run_main("show", number, "--db", database_url, *AT).returncode == 0


def test_a_form_with_a_mark_of_its_encoding_is_taken_from_a_file_and_from_a_pipe(
    core, database_url, tmp_path
):
    core.engine.dispose()
    text = "\N{ZERO WIDTH NO-BREAK SPACE}" + json.dumps(a_form(), ensure_ascii=False)
    path = tmp_path / "form.json"
    path.write_text(text, "utf-8")
    for name, given in ((str(path), ""), ("-", text)):
        done = run_main("check", name, "--db", database_url, *AT, stdin=given)
        assert done.returncode == 0, done.stderr


def test_a_form_with_half_a_character_or_a_site_in_words_is_refused_by_field(core, database_url):
    core.engine.dispose()
    raw = a_form()
    raw["parties"][0]["name"] = "王\ud800"
    done = run_main("accept", "-", "--db", database_url, *AT, stdin=json.dumps(raw))
    assert list(_refused(done, 2)["fields"]) == ["parties[0].name"]
    done = run_main("accept", "-", "--db", database_url, *AT, stdin=json.dumps(a_form(site="抚远")))
    assert list(_refused(done, 2)["fields"]) == ["site"]


def test_a_port_that_cannot_be_is_refused(sqlite_core):
    url = sqlite_core.settings.database
    for port in ("99999", "0", "-1"):
        error = _refused(run_main("web", f"--port={port}", "--db", url, "--json"), 2)
        assert list(error["fields"]) == ["port"]


def test_a_copy_is_not_brought_back_into_a_place_that_cannot_be_written(sqlite_core, tmp_path):
    copy = tmp_path / "copy.sqlite3"
    url = sqlite_core.settings.database
    assert run_main("backup", str(copy), "--db", url, "--json").returncode == 0
    file = tmp_path / "no-folder"
    file.write_bytes(b"")
    error = _refused(run_main("restore", str(copy), "--db", f"sqlite:///{file}/c.sqlite3", "--json"), 4)
    assert error["message"]


def test_a_console_that_has_no_chinese_prints_escapes(sqlite_core):
    number = accept_form(sqlite_core.app, a_form(), CLERK).dossier.application.number
    for options in (("--json",), ()):
        done = subprocess.run(
            [sys.executable, str(ROOT / "main.py"), "show", number, "--db", sqlite_core.settings.database, *options],
            capture_output=True, check=False, env={**os.environ, "PYTHONIOENCODING": "ascii"},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert done.stdout.isascii()
        if options:
            assert any(c >= "\u4e00" for c in json.dumps(json.loads(done.stdout), ensure_ascii=False))
