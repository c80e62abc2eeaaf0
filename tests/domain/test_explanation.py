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
