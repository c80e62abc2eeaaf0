"""Limits as they are written: exact, or refused with a code and never rounded."""

import pytest

from counter.domain.limit import BadLimit, read_limit


@pytest.mark.parametrize(
    "limit, code",
    [
        ({"amount": 0, "unit": "working_days"}, "bad_amount"),
        ({"amount": 2.5, "unit": "working_days"}, "bad_amount"),
        ({"amount": True, "unit": "working_days"}, "bad_amount"),
        ({"amount": "3", "unit": "working_days"}, "bad_amount"),
        ({"amount": 3651, "unit": "calendar_days"}, "bad_amount"),
        ({"amount": 361, "unit": "calendar_months"}, "bad_amount"),
        ({"amount": 0.0001, "unit": "working_hours"}, "bad_amount"),
        ({"amount": 1000.5, "unit": "working_hours"}, "bad_amount"),
        ({"amount": 1, "unit": "same_day"}, "bad_amount"),
        ({"amount": 1, "unit": "days"}, "bad_unit"),
        ({"amount": 1}, "bad_unit"),
        (None, "bad_unit"),
        ({"unit": "until_date"}, "bad_time"),
        ({"unit": "until_date", "date": "2026-02-30"}, "bad_time"),
    ],
)
def test_it_refuses_with_a_code_and_never_rounds(limit, code):
    with pytest.raises(BadLimit) as refusal:
        read_limit(limit)
    assert refusal.value.code == code


def test_three_point_zero_counts_as_whole():
    assert read_limit({"amount": 3.0, "unit": "working_days"}).amount == 3
