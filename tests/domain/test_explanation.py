"""The ledger: how a clock came to its due moment, date by date."""

from datetime import date

from counter.domain.clock import Suspension, reckon
from counter.domain.explanation import ledger
from counter.domain.limit import read_limit
from tests.builders import a_calendar, local

CALENDAR = a_calendar()


def test_the_ledger_tells_every_date_of_the_way():
    limit = read_limit({"amount": 2, "unit": "working_days"})
    start = local("2026-09-30 10:00")
    days = ledger(limit, start, CALENDAR, reckon(limit, start, CALENDAR))
    assert [d.kind for d in days] == ["start", *["holiday"] * 7, "counted", "due"]
    assert [d.n for d in days if d.n] == [1, 2]
    assert "国庆节" in days[1].notice


def test_the_ledger_names_make_up_days_and_who_suspended():
    limit = read_limit({"amount": 3, "unit": "working_days"})
    start = local("2026-02-12 10:00")
    stop = Suspension(local("2026-02-13 10:00"), local("2026-02-14 10:00"), "hearing", "听证", "reviewer")
    found = reckon(limit, start, CALENDAR, [stop])
    days = {d.day: d for d in ledger(limit, start, CALENDAR, found, [stop])}
    assert days[date(2026, 2, 14)].kind == "suspended"
    assert days[date(2026, 2, 14)].by == "reviewer"
    assert days[date(2026, 2, 24)].n == 2


def extended(unit: str, amount: object, start: str, days: int, *stops: Suspension):
    """Return the dates of the way with kind, count and whether they are of the extension, and the due moment."""
    limit = read_limit({"amount": amount, "unit": unit} if amount else {"unit": unit})
    begun = local(start)
    found = reckon(limit, begun, CALENDAR, stops, days)
    lines = ledger(limit, begun, CALENDAR, found, stops)
    return [(f"{d.day:%m-%d}", d.kind, d.n, d.extension) for d in lines], found.due


def test_days_of_an_extension_stand_in_the_ledger():
    """Two working days from Monday 2026-11-23, and two more."""
    lines, due = extended("working_days", 2, "2026-11-23 10:00", 2)
    assert lines == [
        ("11-23", "start", None, False), ("11-24", "counted", 1, False), ("11-25", "counted", 2, False),
        ("11-26", "counted", 3, True), ("11-27", "due", 4, True),
    ]  # fmt: skip
    assert due == local("2026-11-27 17:00")


def test_without_an_extension_no_date_is_one_of_it():
    lines, _ = extended("working_days", 2, "2026-11-23 10:00", 0)
    assert not any(extension for *_, extension in lines)


def test_what_was_counted_in_another_unit_is_extended_by_working_days_from_one():
    """Seven calendar days from Monday end on Monday 2026-11-30; two working days follow."""
    lines, due = extended("calendar_days", 7, "2026-11-23 10:00", 2)
    assert lines[-4:] == [
        ("11-29", "weekend", 6, False), ("11-30", "counted", 7, False), ("12-01", "counted", 1, True),
        ("12-02", "due", 2, True),
    ]  # fmt: skip
    assert due == local("2026-12-02 17:00")


def test_an_extension_across_a_weekend_counts_no_weekend():
    lines, _ = extended("calendar_days", 4, "2026-11-23 10:00", 1)
    assert lines[-4:] == [
        ("11-27", "counted", 4, False), ("11-28", "weekend", None, False), ("11-29", "weekend", None, False),
        ("11-30", "due", 1, True),
    ]  # fmt: skip


def test_hours_and_days_at_once_are_extended_by_working_days():
    lines, due = extended("working_hours", 1, "2026-11-23 10:00", 1)
    assert lines == [("11-23", "start", 3600, False), ("11-24", "due", 1, True)]
    assert due == local("2026-11-24 17:00")
    lines, _ = extended("same_day", None, "2026-11-23 10:00", 1)
    assert lines == [("11-23", "start", None, False), ("11-24", "due", 1, True)]


def test_what_is_suspended_counts_neither_before_the_extension_nor_in_it():
    """Calendar days stopped from Tuesday to Thursday, the extension stopped from Friday 12-04 to Monday 12-07."""
    stops = (
        Suspension(local("2026-11-24 10:00"), local("2026-11-26 10:00"), "hearing", "听证", "审批"),
        Suspension(local("2026-12-04 10:00"), local("2026-12-07 10:00"), "testing", "检测", "审批"),
    )
    lines, due = extended("calendar_days", 7, "2026-11-23 10:00", 4, *stops)
    kinds = {day: (kind, n, extension) for day, kind, n, extension in lines}
    assert (kinds["11-25"][0], kinds["11-26"][0]) == ("suspended", "suspended")
    assert kinds["12-02"] == ("counted", 7, False)
    assert (kinds["12-03"], kinds["12-04"]) == (("counted", 1, True), ("counted", 2, True))
    assert kinds["12-07"] == ("suspended", None, False)
    assert (lines[-1], due) == (("12-09", "due", 4, True), local("2026-12-09 17:00"))
