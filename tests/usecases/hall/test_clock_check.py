"""The PC's clock is compared with the server's before steps, once a minute."""

from datetime import timedelta

import pytest

from counter.usecases.hall.clock_check import ClockCheck, clock_difference
from tests.usecases.one_hall import AHall, refused


class Pc:
    """A PC whose clock is off by some seconds."""

    def __init__(self, hall: AHall, off: int) -> None:
        self.hall, self.off, self.told, self.uptime = hall, off, [], 0.0
        self.looked = 0
        self.check = ClockCheck(
            self.open, lambda: hall.at + timedelta(seconds=self.off), self.told.append, self.seconds
        )

    def open(self, *, read_only: bool = False):
        self.looked += 1
        return self.hall.database.open(read_only=read_only)

    def seconds(self) -> float:
        return self.uptime


@pytest.mark.parametrize("off, told", [(0, 0), (30, 0), (31, 1), (-30, 0), (-31, 1), (300, 1), (-300, 1)])
def test_it_is_told_from_thirty_one_seconds_on(hall, off, told):
    pc = Pc(hall, off)
    pc.check()
    assert len(pc.told) == told
    assert all(str(abs(off)) in words for words in pc.told)


@pytest.mark.parametrize("off", [301, -301])
def test_it_is_refused_beyond_five_minutes_until_it_is_set(hall, off):
    pc = Pc(hall, off)
    for _ in range(2):
        with refused("clock_off"):
            pc.check()
    pc.off = 0
    pc.check()
    assert pc.told == []


def test_it_is_looked_at_once_a_minute(hall):
    pc = Pc(hall, 0)
    for uptime in (0.0, 1.0, 59.9, 60.0, 119.9, 120.0):
        pc.uptime = uptime
        pc.check()
    assert pc.looked == 3


def test_the_difference_is_told_in_seconds_ahead_of_the_server(hall):
    assert clock_difference(hall.app) == 0
