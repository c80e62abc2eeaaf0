"""A suspension that outlasts the length it was told with is told as overrun (timers.md 8)."""

import pytest

from counter.domain.calendar import WorkCalendar
from counter.domain.case import CaseClock
from counter.domain.clock import Suspension
from counter.domain.limit import working_days
from counter.domain.stops import STATUTORY_STOPS
from tests.builders import local

CALENDAR = WorkCalendar((), ())
START = local("2026-03-02 09:00")
CLOCK = CaseClock(
    1, 1, "statutory", "statutory", working_days(20), ("acceptance",), ("decision",), STATUTORY_STOPS
)


def stands(at: str, *stops: Suspension) -> str:
    return str(CLOCK.recalculated({"acceptance": START}, stops, CALENDAR).standing(local(at), CALENDAR))


@pytest.mark.parametrize(
    ("at", "state"),
    [
        ("2026-03-04 17:00:00", "suspended"),
        ("2026-03-06 17:00:00", "suspended"),
        ("2026-03-06 17:00:01", "suspension_overrun"),
    ],
)
def test_it_is_overrun_from_the_second_after_the_last_expected_day(at, state):
    stop = Suspension(local("2026-03-03 10:00"), None, "hearing", expected_days=3)
    assert stands(at, stop) == state


def test_of_several_procedures_the_one_that_should_have_ended_first_overruns():
    hearing = Suspension(local("2026-03-03 10:00"), None, "hearing", expected_days=10)
    testing = Suspension(local("2026-03-04 10:00"), None, "testing", expected_days=1)
    assert stands("2026-03-06 09:00", hearing, testing) == "suspension_overrun"
    assert stands("2026-03-06 09:00", hearing) == "suspended"


def test_a_stop_without_a_length_and_one_that_does_not_stop_the_clock_overrun_nothing():
    hearing = Suspension(local("2026-03-03 10:00"), None, "hearing")
    asked = Suspension(local("2026-03-03 10:00"), None, "supplement", expected_days=1)
    assert stands("2026-06-03 09:00", hearing, asked) == "suspended"
    assert stands("2026-03-10 09:00", asked) == "running"
