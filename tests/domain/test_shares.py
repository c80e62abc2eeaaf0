"""Whose time a case has taken, in working days of six and a half hours."""

import pytest

from counter.domain.case import CaseState
from counter.domain.shares import many_short, shares_of
from tests.builders import a_calendar, a_file, local

CALENDAR = a_calendar()


def shares(file, at: str) -> tuple[float, float, float]:
    found = shares_of(file, local(at), CALENDAR)
    return found.office, found.applicant, found.third_party


@pytest.mark.parametrize(
    "name, moments, stops, at, expected",
    [
        ("nothing taken in yet", {}, (), "2026-11-24 17:00", (0, 0, 0)),
        ("two whole days in the office", {"acceptance": "2026-11-23 08:30"}, (), "2026-11-24 17:00", (2, 0, 0)),
        ("from the receipt when nothing was accepted", {"receipt": "2026-11-23 08:30"}, (), "2026-11-23 17:00", (1, 0, 0)),
        ("the acceptance goes before the receipt", {"receipt": "2026-11-20 08:30", "acceptance": "2026-11-23 08:30"}, (), "2026-11-23 17:00", (1, 0, 0)),
        ("not after the decision", {"acceptance": "2026-11-23 08:30", "decision": "2026-11-23 17:00"}, (), "2026-12-23 17:00", (1, 0, 0)),
        ("asked before the decision", {"acceptance": "2026-11-23 08:30", "decision": "2026-11-27 17:00"}, (), "2026-11-23 17:00", (1, 0, 0)),
        ("the applicant's day", {"acceptance": "2026-11-23 08:30"}, (("supplement", "2026-11-24 08:30", "2026-11-25 08:30"),), "2026-11-25 17:00", (2, 1, 0)),
        ("outstanding printouts are the applicant's", {"acceptance": "2026-11-23 08:30"}, (("debt", "2026-11-24 08:30", ""),), "2026-11-25 17:00", (1, 2, 0)),
        ("asked for by the applicant", {"acceptance": "2026-11-23 08:30"}, (("applicant_request", "2026-11-24 08:30", ""),), "2026-11-24 17:00", (1, 1, 0)),
        ("a hearing is third parties'", {"acceptance": "2026-11-23 08:30"}, (("hearing", "2026-11-24 08:30", "2026-11-25 08:30"),), "2026-11-25 17:00", (2, 0, 1)),
        ("overlapping pauses count once, for the one begun first", {"acceptance": "2026-11-23 08:30"},
         (("hearing", "2026-11-25 08:30", "2026-11-27 08:30"), ("supplement", "2026-11-24 08:30", "2026-11-26 08:30")), "2026-11-27 17:00", (2, 2, 1)),
        ("one inside another counts once", {"acceptance": "2026-11-23 08:30"},
         (("supplement", "2026-11-24 08:30", "2026-11-27 08:30"), ("hearing", "2026-11-25 08:30", "2026-11-26 08:30")), "2026-11-27 17:00", (2, 3, 0)),
        ("a pause from before counts from the acceptance", {"acceptance": "2026-11-23 08:30"}, (("supplement", "2026-11-20 08:30", "2026-11-24 08:30"),), "2026-11-24 17:00", (1, 1, 0)),
        ("a pause that begins later takes nothing yet", {"acceptance": "2026-11-23 08:30"}, (("supplement", "2026-11-26 08:30", "2026-11-27 08:30"),), "2026-11-24 17:00", (2, 0, 0)),
        ("rounded to tenths", {"acceptance": "2026-11-23 10:00"}, (), "2026-11-23 11:00", (0.2, 0, 0)),
    ],
)  # fmt: skip
def test_each_side_has_the_open_time_that_was_its_own(name, moments, stops, at, expected):
    assert shares(a_file(moments, *stops), at) == expected, name


def _stops(*lengths: tuple[str, str]):
    return tuple(("supplement", f"2026-11-{a}", f"2026-11-{b}" if b else "") for a, b in lengths)


@pytest.mark.parametrize(
    "stops, odd",
    [
        ((("23 09:00", "23 10:00"),) * 2, False),
        ((("23 09:00", "23 10:00"),) * 3, True),
        ((("23 09:00", "24 09:00"),) * 3, False),  # exactly a working day is no short pause
        ((("23 09:00", "24 08:59"),) * 3, True),
        ((("23 09:00", "23 10:00"), ("23 09:00", "23 10:00"), ("23 09:00", "")), False),
        ((("23 09:00", "23 10:00"),) * 4 + (("23 09:00", ""),), True),
    ],
)  # fmt: skip
def test_three_pauses_of_less_than_a_day_look_odd(stops, odd):
    assert many_short(a_file(None, *_stops(*stops), state=CaseState.CLAIMED), CALENDAR) is odd
