"""``deadline``: the due-moment calculator, JSON lines in and out, no database (timers.md 10)."""

import json
import sys
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

from counter.domain.calendar import Sessions, WorkCalendar
from counter.domain.clock import Reckoning, Suspension, reckon
from counter.domain.errors import InputRefused
from counter.domain.limit import MOST_DAYS, BadLimit, read_limit, read_sessions, read_time, whole_number
from counter.domain.words import Words
from counter.usecases.hall.calendars import read_arrangement


class _Calendars:
    """The calendar of each set of sessions, made once."""

    def __init__(self, base: WorkCalendar) -> None:
        self._base = base
        self._known: dict[Sessions, WorkCalendar] = {}

    def with_sessions(self, raw: object) -> WorkCalendar:
        if raw is None:
            return self._base
        sessions = read_sessions(raw)
        if sessions not in self._known:
            self._known[sessions] = self._base.with_sessions(sessions)
        return self._known[sessions]


def load_calendar(path: Path | None) -> WorkCalendar:
    """Return the calendar with the revisions of the file (InputRefused)."""
    if path is None:
        return WorkCalendar()
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputRefused("no_file", Words("无法读取 {p}。", "Cannot read {p}.").fill(p=path)) from error
    except ValueError as error:
        raise InputRefused(
            "bad_json", Words("{p} 不是有效的 JSON。", "{p} is not valid JSON.").fill(p=path)
        ) from error
    arrangement = read_arrangement(raw)
    return WorkCalendar(arrangement.dates, arrangement.years)


def _whole(text: str) -> int | Decimal:
    return int(text) if len(text) < 20 else Decimal(text)  # noqa: PLR2004 - a longer one is refused anyway


def _no_constant(text: str) -> float:
    raise ValueError(text)


def _read(line: bytes) -> Mapping[str, object]:
    try:
        found = json.loads(line.decode(), parse_float=Decimal, parse_int=_whole, parse_constant=_no_constant)
    except (ValueError, RecursionError, ArithmeticError):
        raise BadLimit("bad_json", "the line is not valid JSON") from None
    if not isinstance(found, dict):
        raise BadLimit("bad_json", "the line has to be an object")
    return found


def _suspensions(raw: object) -> list[Suspension]:
    if raw is None:
        return []
    if not isinstance(raw, list) or not all(isinstance(one, dict) for one in raw):
        raise BadLimit("bad_suspension", "suspensions are a list of {from, to}")
    return [
        Suspension(read_time(one.get("from")), read_time(one["to"]) if one.get("to") is not None else None)
        for one in raw
    ]


def _extension(raw: object) -> int:
    if raw is None:
        return 0
    if not isinstance(raw, dict) or raw.get("unit") != "working_days":
        raise BadLimit("bad_extension", "an extension is counted in working_days")
    try:
        return whole_number(raw.get("amount"), MOST_DAYS)
    except BadLimit as error:
        raise BadLimit("bad_extension", str(error)) from error


def _answer(number: object, found: Reckoning) -> dict[str, Any]:
    if found.due is not None:
        return {"id": number, "due": found.due.isoformat(), "provisional": found.provisional}
    left = {"amount": found.left.amount, "unit": found.left.unit} if found.left else None
    return {"id": number, "due": None, "state": found.state, "left": left}


def answer_line(line: bytes, calendars: _Calendars) -> dict[str, Any]:
    """Return the answer to one line; a bad one gets its error, never an exception."""
    number: object = None
    try:
        asked = _read(line)
        number = asked.get("id")
        limit = read_limit(asked.get("limit"))
        start = read_time(asked.get("start"))
        suspensions = _suspensions(asked.get("suspensions"))
        extension = _extension(asked.get("extension"))
        calendar = calendars.with_sessions(asked.get("sessions"))
        return _answer(number, reckon(limit, start, calendar, suspensions, extension))
    except BadLimit as error:
        return {"id": number, "error": {"code": error.code, "message": str(error)}}


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() and abs(value) < 10**30 else float(value)
    return str(value)


def run_deadline(source: BinaryIO, revisions: Path | None) -> int:
    """Answer each line of the source in order; returns 0 (InputRefused for a bad revisions file)."""
    calendars = _Calendars(load_calendar(revisions))
    out = sys.stdout.buffer
    for answer in _answers(source, calendars):
        text = json.dumps(answer, ensure_ascii=False, default=_plain)
        out.write(text.encode("utf-8", "backslashreplace") + b"\n")
        out.flush()
    return 0


def _answers(source: Iterable[bytes], calendars: _Calendars) -> Iterable[dict[str, Any]]:
    for line in source:
        yield answer_line(line, calendars)
