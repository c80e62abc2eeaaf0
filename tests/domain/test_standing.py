"""How a clock stands at an instant."""

from counter.domain.limit import Limit, read_limit
from counter.domain.standing import Running, Standing, standing
from tests.builders import a_calendar, local

CALENDAR = a_calendar()


def _at(text: str, due_at: str, limit: Limit, ended: str | None = None) -> Standing:
    clock = Running(limit, local("2026-11-23 10:00"), local(due_at), local(ended) if ended else None)
    return standing(clock, local(text), CALENDAR)


def test_due_soon_is_one_full_day_of_sessions_before():
    limit = read_limit({"amount": 5, "unit": "working_days"})
    assert _at("2026-11-27 17:00", "2026-11-30 17:00", limit) is Standing.DUE_SOON
    assert _at("2026-11-27 16:59", "2026-11-30 17:00", limit) is Standing.RUNNING
    assert _at("2026-11-30 17:00", "2026-11-30 17:00", limit) is Standing.DUE_SOON
    assert _at("2026-11-30 17:01", "2026-11-30 17:00", limit) is Standing.OVERDUE
    assert _at("2026-12-30 17:01", "2026-11-30 17:00", limit, "2026-11-30 17:00") is Standing.MET
    assert _at("2026-12-30 17:01", "2026-11-30 17:00", limit, "2026-11-30 17:01") is Standing.MISSED


def test_due_soon_for_hours_is_a_quarter_of_the_amount():
    limit = read_limit({"amount": 1, "unit": "working_hours"})
    assert _at("2026-11-23 10:44", "2026-11-23 11:00", limit) is Standing.RUNNING
    assert _at("2026-11-23 10:45", "2026-11-23 11:00", limit) is Standing.DUE_SOON
