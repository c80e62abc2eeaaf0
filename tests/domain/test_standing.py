"""How a clock stands at an instant."""

import pytest

from counter.domain.limit import Limit, read_limit
from counter.domain.standing import Running, Standing, claim_moment, reminder_moments, standing, warn_moment
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


@pytest.mark.parametrize(
    "limit, due, warn",
    [
        ({"amount": 5, "unit": "working_days"}, "2026-11-30 17:00", "2026-11-27 17:00"),
        ({"amount": 5, "unit": "calendar_days"}, "2026-11-30 17:00", "2026-11-27 17:00"),
        ({"unit": "same_day"}, "2026-11-23 17:00", "2026-11-23 15:22:30"),
        ({"unit": "instant"}, "2026-11-23 17:00", "2026-11-23 15:22:30"),
        ({"amount": 4, "unit": "working_hours"}, "2026-11-24 09:00", "2026-11-23 16:30"),
        ({"amount": 0.3, "unit": "working_hours"}, "2026-11-30 08:38", "2026-11-30 08:33:30"),
    ],
)  # fmt: skip
def test_due_soon_begins_a_day_or_a_quarter_before(limit, due, warn):
    """One full day of sessions; a quarter of the hours; a quarter of a day's sessions for the same day."""
    assert warn_moment(read_limit(limit), local(due), CALENDAR) == local(warn)


@pytest.mark.parametrize(
    "seconds, until", [(3600, "2026-11-30 16:00"), (23_400, "2026-11-27 17:00"), (27_000, "2026-11-27 16:00")]
)
def test_a_case_has_to_be_in_hand_the_usual_time_before_it_is_due(seconds, until):
    assert claim_moment(local("2026-11-30 17:00"), seconds, CALENDAR) == local(until)


@pytest.mark.parametrize(
    "begun, thresholds, moments",
    [
        ("2026-11-23 17:00", ("2d",), ["2026-11-26 17:00"]),
        # five days of 6.5 open hours: half of them end 3.25 hours into Thursday, nine tenths 3.25 into Monday
        ("2026-11-23 17:00", ("50%",), ["2026-11-26 13:45"]),
        ("2026-11-23 17:00", ("1d", "50%"), ["2026-11-26 13:45", "2026-11-27 17:00"]),
        ("2026-11-23 17:00", ("5d",), []), ("2026-11-23 16:59", ("5d",), ["2026-11-23 17:00"]), ("2026-11-23 16:59", ("6d",), []),
        ("2026-11-23 17:00", (), ["2026-11-27 17:00", "2026-11-30 13:45"]),
    ],
)  # fmt: skip
def test_reminders_come_in_order_and_none_before_the_start(begun, thresholds, moments):
    found = reminder_moments(local(begun), local("2026-11-30 17:00"), thresholds, CALENDAR)
    assert found == [local(one) for one in moments]


def running(**changes: object) -> Running:
    values = {
        "limit": read_limit({"amount": 5, "unit": "working_days"}),
        "started": local("2026-11-23 10:00"),
        "due": None,
    }
    return Running(**(values | changes))


@pytest.mark.parametrize(
    "changes, at, state",
    [
        ({"started": None}, "2026-11-23 10:00", Standing.NOT_STARTED), ({}, "2026-11-23 10:00", Standing.NOT_STARTED),
        ({"suspended_since": local("2026-11-24 10:00")}, "2027-11-24 10:00", Standing.SUSPENDED),
        ({"suspended_since": local("2026-11-24 10:00"), "expected_days": 3}, "2026-11-27 17:00", Standing.SUSPENDED),
        ({"suspended_since": local("2026-11-24 10:00"), "expected_days": 3}, "2026-11-27 17:01", Standing.SUSPENSION_OVERRUN),
        ({"ended": local("2026-11-24 10:00")}, "2026-11-27 17:01", Standing.MET),
        ({"due": local("2026-11-30 17:00"), "warn": local("2026-11-24 10:00")}, "2026-11-24 10:00", Standing.DUE_SOON),
        ({"due": local("2026-11-30 17:00"), "warn": local("2026-11-24 10:00")}, "2026-11-24 09:59", Standing.RUNNING),
    ],
)  # fmt: skip
def test_a_clock_stands_as_its_moments_say(changes, at, state):
    assert standing(running(**changes), local(at), CALENDAR) is state
