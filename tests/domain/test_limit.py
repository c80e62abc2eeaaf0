"""Limits as they are written: exact, or refused with a code and never rounded."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.domain.limit import (
    BadLimit,
    Limit,
    Unit,
    read_date,
    read_limit,
    read_sessions,
    read_time,
    whole_number,
    working_days,
)


@pytest.mark.parametrize(
    "limit, code",
    [
        ({"amount": 0, "unit": "working_days"}, "bad_amount"),
        ({"amount": -1, "unit": "working_days"}, "bad_amount"),
        ({"amount": 2.5, "unit": "working_days"}, "bad_amount"),
        ({"amount": True, "unit": "working_days"}, "bad_amount"),
        ({"amount": "3", "unit": "working_days"}, "bad_amount"),
        ({"amount": None, "unit": "working_days"}, "bad_amount"),
        ({"unit": "working_days"}, "bad_amount"),
        ({"amount": float("nan"), "unit": "working_days"}, "bad_amount"),
        ({"amount": float("inf"), "unit": "working_hours"}, "bad_amount"),
        ({"amount": 3651, "unit": "working_days"}, "bad_amount"),
        ({"amount": 3651, "unit": "calendar_days"}, "bad_amount"),
        ({"amount": 361, "unit": "calendar_months"}, "bad_amount"),
        ({"amount": 0, "unit": "calendar_months"}, "bad_amount"),
        ({"amount": 0, "unit": "working_hours"}, "bad_amount"),
        ({"amount": 0.0001, "unit": "working_hours"}, "bad_amount"),
        ({"amount": Decimal("1E-19"), "unit": "working_hours"}, "bad_amount"),
        ({"amount": 1000.5, "unit": "working_hours"}, "bad_amount"),
        ({"amount": Decimal("1000.000000000000000001"), "unit": "working_hours"}, "bad_amount"),
        ({"amount": 1, "unit": "same_day"}, "bad_amount"),
        ({"amount": 1, "unit": "instant"}, "bad_amount"),
        ({"amount": 1, "unit": "until_date", "date": "2026-12-01"}, "bad_amount"),
        ({"amount": 1, "unit": "before_event"}, "bad_amount"),
        ({"amount": 1, "unit": "days"}, "bad_unit"),
        ({"amount": 1, "unit": 7}, "bad_unit"),
        ({"amount": 1}, "bad_unit"),
        (None, "bad_unit"),
        ([], "bad_unit"),
        ({"unit": "until_date"}, "bad_time"),
        ({"unit": "until_date", "date": "2026-02-30"}, "bad_time"),
        ({"unit": "before_event", "date": "soon"}, "bad_time"),
    ],
)
def test_it_refuses_with_a_code_and_never_rounds(limit, code):
    with pytest.raises(BadLimit) as refusal:
        read_limit(limit)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    "unit, most", [("working_days", 3650), ("calendar_days", 3650), ("calendar_months", 360)]
)
def test_whole_amounts_are_taken_from_one_to_the_most(unit, most):
    for amount in (1, most):
        assert read_limit({"amount": amount, "unit": unit}) == Limit(Unit(unit), amount)


@pytest.mark.parametrize(
    "hours, seconds",
    [
        (0.3, 1080),
        (1, 3600),
        (1000, 3_600_000),
        (Decimal("0.0025"), 9),
        (0.1, 360),
        (1.5, 5400),
        (Decimal("1E+2"), 360_000),
    ],
)
def test_hours_are_exact_to_the_second(hours, seconds):
    assert read_limit({"amount": hours, "unit": "working_hours"}).amount == seconds


@given(st.integers(1, 400_000))
def test_a_whole_number_of_nine_second_steps_is_taken_as_it_is_written(steps):
    """One ten-thousandth of four hours is 0.0025 h: nine seconds, no drift however many."""
    hours = Decimal(steps) * Decimal("0.0025")
    assert read_limit({"amount": hours, "unit": "working_hours"}).amount == steps * 9


def test_three_point_zero_counts_as_whole():
    assert read_limit({"amount": 3.0, "unit": "working_days"}).amount == 3
    assert whole_number(Decimal("3.0"), 3) == 3


def test_units_without_an_amount_have_none():
    assert [read_limit({"unit": unit}) for unit in ("same_day", "instant", "before_event")] == [
        Limit(Unit.SAME_DAY), Limit(Unit.INSTANT), Limit(Unit.BEFORE_EVENT),
    ]  # fmt: skip


def test_a_date_is_read_for_the_dated_units():
    for unit in (Unit.UNTIL_DATE, Unit.BEFORE_EVENT):
        assert read_limit({"unit": unit.value, "date": "2026-12-01"}).day == date(2026, 12, 1)


@pytest.mark.parametrize(
    "limit, value",
    [
        (Limit(Unit.WORKING_HOURS, 3600), 1), (Limit(Unit.WORKING_HOURS, 1080), 0.3),
        (working_days(90), 90), (Limit(Unit.SAME_DAY), None),
    ],
)  # fmt: skip
def test_the_amount_is_told_in_the_words_of_the_unit(limit, value):
    assert limit.value == value
    assert type(limit.value) is type(value)


@pytest.mark.parametrize("text", ["1900-01-01", "2999-12-31"])
def test_dates_inside_the_calendar_are_taken(text):
    assert read_date(text).isoformat() == text


def test_a_date_is_taken_as_it_is_but_a_time_is_no_date():
    assert read_date(date(2026, 1, 1)) == date(2026, 1, 1)
    with pytest.raises(BadLimit):
        read_date(datetime(2026, 1, 1))


@pytest.mark.parametrize(
    "text", ["1899-12-31", "3000-01-01", "2026-1-1", "2026-12-01T00:00", "２０２６-12-01", "", 20261201, None]
)
def test_other_dates_are_refused(text):
    with pytest.raises(BadLimit) as refusal:
        read_date(text)
    assert refusal.value.code == "bad_time"


@pytest.mark.parametrize(
    "text, code",
    [
        ("2026-11-23", "bad_time"), ("2026-11-23T10:00:00", "naive_time"), ("2026-11-23T24:00:00+08:00", "bad_time"),
        ("2026-13-23T10:00:00+08:00", "bad_time"), ("1900-01-01T00:00:00+08:00", "bad_time"),
        ("2999-01-01T00:00:00+08:00", "bad_time"), (None, "bad_time"), (5, "bad_time"), ("soon", "bad_time"),
        ("2026-11-23T10:00:00+99:00", "bad_time"),
    ],
)  # fmt: skip
def test_times_without_offset_or_outside_are_refused(text, code):
    with pytest.raises(BadLimit) as refusal:
        read_time(text)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    "text", ["1901-01-01T00:00:00+08:00", "2998-12-31T23:59:59Z", "2026-11-23 10:00+08:00"]
)
def test_times_with_their_offset_are_taken(text):
    assert read_time(text) == datetime.fromisoformat(text)


@pytest.mark.parametrize(
    "raw",
    [
        [], None, "08:30", [["08:30"]], [["08:30", "11:30", "12:00"]], ["08:30"], [["08:30", "08:30"]],
        [["11:30", "08:30"]], [["08:30", "11:30"], ["11:29", "17:00"]], [["13:30", "17:00"], ["08:30", "11:30"]],
        [["08:30", "24:00"]], [["22:00", "02:00"]], [["8:30", "11:30"]], [["08:30", "11:60"]], [[830, 1130]],
        [["０８:30", "11:30"]], [["08:30", "11:30:60"]],
    ],
)  # fmt: skip
def test_hours_that_are_none_out_of_order_overlapping_or_across_midnight_are_refused(raw):
    with pytest.raises(BadLimit) as refusal:
        read_sessions(raw)
    assert refusal.value.code == "bad_session"


def test_hours_are_read_in_seconds_since_midnight_and_may_touch():
    assert read_sessions([["08:30", "11:30"], ["11:30", "23:59:59"]]) == ((30_600, 41_400), (41_400, 86_399))
    assert read_sessions((("00:00", "00:01:30"),)) == ((0, 90),)
