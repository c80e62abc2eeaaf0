"""The window's books by commands: what a screen can do, a command can."""

import json

from tests.conftest import run_main
from tests.db.test_window_books import OWNER, entry, water


def test_the_books_are_kept_by_commands_as_well(sqlite_core, tmp_path):
    database = f"sqlite:///{tmp_path / 'counter.sqlite3'}"

    def ask(*arguments: str, status: int = 0):
        done = run_main(*arguments, "--db", database, "--json", "--at", "2026-11-23T10:00:00+08:00")
        assert done.returncode == status, done.stderr + done.stdout
        return json.loads(done.stdout)

    out = tmp_path / "out"
    asked = {"items": ["first-invoice"], "missing": ["invoice_form"], "first_responder": "导办台"}
    inquiry = ask("inquiry", "--data", json.dumps(asked), "--out", str(out))
    assert inquiry["papers"][0]["kind"] == "inquiry_slip"
    assert (out / "inquiry_slip.pdf").is_file()
    assert ask("inquiry", "--data", "{}", status=2)["error"]["fields"]["items"]
    form = tmp_path / "form.json"
    form.write_text(json.dumps(water(), ensure_ascii=False), encoding="utf-8")
    assert ask("check", str(form))["verdict"] == "accept_with_shortfall"
    (row,) = ask("credit", "add", "--data", json.dumps(entry()))
    assert OWNER not in json.dumps(row)
    assert ask("check", str(form))["verdict"] == "inform"
    assert ask("accept", str(form), "--out", str(out), status=2)["error"]["code"] == "bad_credit"
    (row,) = ask("credit", "repair", "--data", json.dumps({"id": row["id"], "repair": "修复决定"}))
    assert row["repaired_at"]
    number = ask("accept", str(form), "--out", str(out))["application_no"]
    (outstanding,) = ask("debts")["rows"]
    assert (outstanding["application_no"], outstanding["material"]) == (number, "water_premises")
    assert ask("guide", "first-invoice", "--out", str(out))[0]["kind"] == "service_guide"
    figure = {"figure": "76 %", "day": "2026-09-30", "source": "法院统计"}
    assert ask("target", "48", "--data", json.dumps(figure))["figure"] == "76 %"
    entered = next(m for m in ask("measures") if m["number"] == 48)["entered"]
    assert entered == {"figure": "76 %", "day": "2026-09-30", "source": "法院统计"}
    day = ask("day")
    assert number in day["applications"]
    assert inquiry["number"] in day["inquiries"]
    assert ask("day", "--close", status=2)["error"]["fields"]
    reasons = {code: "明日处理" for code, named in day["checks"].items() if named}
    assert ask("day", "--close", "--data", json.dumps(reasons))["closed_by"] == "clerk"
    assert ask("day", "--close", "--data", json.dumps(reasons), status=3)["error"]["code"] == "closed_already"
