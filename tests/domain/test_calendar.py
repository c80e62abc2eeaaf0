"""Working dates and opening hours."""

from counter.domain.calendar import WorkCalendar, local_seconds
from tests.builders import local


def test_positions_do_not_change_when_earlier_years_are_loaded():
    calendar = WorkCalendar()
    moment = local_seconds(local("2026-11-23 10:00"))
    before = calendar.position(moment), calendar.count(moment // 86_400)
    calendar.position(local_seconds(local("2010-01-04 10:00")))
    assert (calendar.position(moment), calendar.count(moment // 86_400)) == before
