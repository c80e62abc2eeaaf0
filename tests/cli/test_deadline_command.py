"""The ``deadline`` command as other programs use it: JSON lines in, JSON lines out."""

import json
from pathlib import Path

from tests.conftest import run_main

LINE = '{"id": "a1", "limit": {"amount": 3, "unit": "working_days"}, "start": "2026-09-30T16:30:00+08:00"}'


def answers(stdin: str, *options: str) -> list[dict]:
    done = run_main("deadline", *options, stdin=stdin)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_it_answers_the_documented_line_to_the_letter():
    assert answers(LINE + "\n") == [{"id": "a1", "due": "2026-10-10T17:00:00+08:00", "provisional": False}]


def test_a_bad_line_gets_its_error_and_the_rest_go_on():
    lines = [
        "nonsense",
        "[1]",
        LINE.replace("3", "0"),
        LINE.replace("+08:00", ""),
        LINE.replace('"start"', '"begin"'),
        LINE.replace("working_days", "weeks"),
        LINE.replace("2026-09-30T16:30:00+08:00", "2026-09-30"),
        LINE[:-1]
        + ', "suspensions": [{"from": "2026-10-08T09:00:00+08:00", "to": "2026-10-07T09:00:00+08:00"}]}',
        LINE[:-1] + ', "sessions": [["13:30", "17:00"], ["08:30", "11:30"]]}',
        LINE[:-1] + ', "sessions": [["08:30", "24:00"]]}',
        LINE[:-1] + ', "sessions": []}',
        LINE[:-1] + ', "extension": {"amount": 3, "unit": "calendar_days"}}',
        LINE[:-1] + ', "extension": {"amount": 1.5, "unit": "working_days"}}',
        LINE.replace("3", "NaN"),
        "[" * 5000,
        LINE,
    ]
    codes = [a.get("error", {}).get("code") for a in answers("\n".join(lines) + "\n")]
    assert codes == [
        "bad_json", "bad_json", "bad_amount", "naive_time", "bad_time", "bad_unit", "bad_time",
        "bad_suspension", "bad_session", "bad_session", "bad_session", "bad_extension", "bad_extension",
        "bad_json", "bad_json", None,
    ]  # fmt: skip


def test_other_offsets_are_converted_and_fractions_cut_off():
    line = LINE.replace("2026-09-30T16:30:00+08:00", "2026-11-23T02:30:00.999Z").replace(
        '"amount": 3, "unit": "working_days"', '"amount": 0.3, "unit": "working_hours"'
    )
    assert answers(line)[0]["due"] == "2026-11-23T10:48:00+08:00"


def test_a_suspended_limit_says_what_is_left():
    line = LINE[:-1] + ', "suspensions": [{"from": "2026-10-08T09:00:00+08:00", "to": null}]}'
    assert answers(line) == [
        {"id": "a1", "due": None, "state": "suspended", "left": {"amount": 2, "unit": "working_days"}}
    ]


def test_an_event_without_a_date_waits():
    line = '{"id": 7, "limit": {"unit": "before_event"}, "start": "2026-11-23T10:00:00+08:00"}'
    assert answers(line) == [{"id": 7, "due": None, "state": "waiting_for_event", "left": None}]


def test_revisions_publish_a_year_and_override_dates(tmp_path: Path):
    file = tmp_path / "2027.json"
    dates = [{"date": "2027-01-01", "working": False, "notice": "x"}, {"date": "2027-01-02", "working": True}]
    file.write_text(json.dumps({"years_published": [2027], "dates": dates}))
    line = '{"id": 1, "limit": {"amount": 2, "unit": "working_days"}, "start": "2026-12-30T10:00:00+08:00"}'
    assert answers(line)[0]["provisional"] is True
    assert answers(line, "--revisions", str(file)) == [
        {"id": 1, "due": "2027-01-02T17:00:00+08:00", "provisional": False}
    ]


def test_a_wrong_revisions_file_is_refused_by_field(tmp_path: Path):
    file = tmp_path / "bad.json"
    file.write_text('{"dates": [{"date": "2027-13-01", "working": true}, {"date": "2027-01-01"}]}')
    done = run_main("deadline", "--revisions", str(file), "--json", stdin=LINE)
    assert done.returncode == 2
    assert set(json.loads(done.stdout)["error"]["fields"]) == {"dates[0].date", "dates[1].working"}
