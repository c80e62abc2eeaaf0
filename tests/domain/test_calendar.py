"""Working dates as the State Council arranged them, and opening hours."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.domain.calendar import (
    CHINA,
    DAY,
    Hours,
    OutsideCalendar,
    Revision,
    WorkCalendar,
    from_local_seconds,
    local_seconds,
)
from tests.builders import a_calendar, local

CALENDAR = a_calendar()


@pytest.mark.parametrize(
    "day, kind, name",
    [
        ((2026, 11, 23), "workday", ""), ((2026, 11, 28), "weekend", ""), ((2026, 11, 29), "weekend", ""), ((2026, 10, 1), "holiday", "国庆节"),
        ((2026, 10, 10), "makeup", "国庆节"), ((2026, 2, 14), "makeup", "春节"), ((2019, 5, 1), "holiday", "劳动节"), ((2019, 5, 5), "makeup", "劳动节"),
        ((2019, 5, 2), "holiday", "劳动节"), ((2020, 1, 31), "holiday", "春节"), ((2020, 2, 2), "holiday", "春节"), ((2020, 2, 3), "workday", ""),
    ],
)  # fmt: skip
def test_it_knows_what_each_date_is(day, kind, name):
    """Among them the changed arrangements of Labour Day 2019 and Spring Festival 2020."""
    fact = CALENDAR.fact(date(*day))
    assert (fact.kind, fact.name, fact.published) == (kind, name, True)
    assert fact.is_working is (kind in ("workday", "makeup"))
    assert CALENDAR.is_working(date(*day).toordinal()) is fact.is_working


def test_the_notice_is_named_where_the_arrangement_says_something():
    assert CALENDAR.fact(date(2026, 10, 1)).notice == "国务院办公厅关于2026年部分节假日安排的通知"
    assert CALENDAR.fact(date(2026, 10, 10)).notice.startswith("国务院办公厅")
    assert CALENDAR.fact(date(2026, 11, 23)).notice == ""
    assert CALENDAR.fact(date(2026, 11, 28)).notice == ""
    assert CALENDAR.fact(date(2027, 10, 1)).notice == ""
    assert CALENDAR.fact(date(2027, 10, 1)).published is False


@pytest.mark.parametrize(
    "day, working, kind",
    [
        ((2026, 11, 24), False, "holiday"),
        ((2026, 11, 28), True, "makeup"),
        ((2026, 11, 28), False, "holiday"),
        ((2026, 10, 1), True, "workday"),
    ],
)
def test_a_revision_is_told_with_its_notice(day, working, kind):
    calendar = WorkCalendar([Revision(date(*day), working, "通知1号")])
    fact = calendar.fact(date(*day))
    assert (fact.kind, fact.notice, fact.is_working) == (kind, "通知1号", working)
    assert calendar.is_working(date(*day).toordinal()) is working


def test_a_year_that_was_entered_works_monday_to_friday_where_nothing_is_listed():
    calendar = WorkCalendar([Revision(date(2027, 2, 6), True)], [2027])
    assert [calendar.fact(date(2027, *d)).kind for d in ((10, 1), (10, 2), (2, 6))] == [
        "workday",
        "weekend",
        "makeup",
    ]
    assert [calendar.is_working(date(2027, *d).toordinal()) for d in ((10, 1), (10, 2), (10, 3), (2, 6))] == [
        True,
        False,
        False,
        True,
    ]
    assert calendar.is_published(2027)
    assert not CALENDAR.is_published(2027)


@pytest.mark.parametrize(
    "one, other, provisional",
    [
        (2026, 2026, False),
        (2027, 2027, True),
        (2026, 2027, True),
        (2027, 2026, True),
        (2020, 2026, False),
        (2003, 2004, True),
    ],
)
def test_it_is_provisional_when_any_year_between_is_unpublished(one, other, provisional):
    assert CALENDAR.is_provisional(one, other) is provisional


@given(st.dates(date(2004, 1, 1), date(2026, 12, 31)))
def test_every_date_agrees_with_the_published_arrangement(day):
    import chinese_calendar

    number = day.toordinal()
    assert CALENDAR.is_working(number) is chinese_calendar.is_workday(day)
    assert CALENDAR.count(number) - CALENDAR.count(number - 1) == chinese_calendar.is_workday(day)
    assert CALENDAR.next_working(number) >= number
    assert CALENDAR.is_working(CALENDAR.next_working(number))
    assert CALENDAR.day(CALENDAR.count(number)) <= number < CALENDAR.day(CALENDAR.count(number) + 1)


@given(
    st.datetimes(datetime(2015, 1, 1), datetime(2029, 1, 1)).map(
        lambda d: local_seconds(d.replace(tzinfo=CHINA))
    )
)
def test_the_first_moment_of_a_position_is_never_later_and_open_time_only_grows(moment):
    position = CALENDAR.position(moment)
    first = CALENDAR.moment(position)
    assert first <= moment
    assert CALENDAR.position(first) == position
    assert CALENDAR.position(first - 1) == position - 1
    assert CALENDAR.position(moment + 60) - position in range(61)


@pytest.mark.parametrize(
    "begin, end, seconds",
    [
        ("2026-11-23 08:30", "2026-11-23 11:30", 10_800), ("2026-11-23 11:30", "2026-11-23 13:30", 0), ("2026-11-23 00:00", "2026-11-24 00:00", 23_400),
        ("2026-11-23 11:00", "2026-11-23 14:00", 3600), ("2026-11-27 16:00", "2026-11-30 09:00", 5400), ("2026-11-28 00:00", "2026-11-30 00:00", 0),
        ("2026-11-23 17:00", "2026-11-24 08:30", 0), ("2026-11-23 16:59", "2026-11-24 08:31", 120),
    ],
)  # fmt: skip
def test_open_time_runs_only_inside_sessions_of_working_dates(begin, end, seconds):
    assert (
        CALENDAR.position(local_seconds(local(end))) - CALENDAR.position(local_seconds(local(begin)))
        == seconds
    )


def test_positions_do_not_change_when_earlier_years_are_loaded():
    calendar = WorkCalendar()
    moment = local_seconds(local("2026-11-23 10:00"))
    before = calendar.position(moment), calendar.count(moment // 86_400)
    calendar.position(local_seconds(local("2010-01-04 10:00")))
    assert (calendar.position(moment), calendar.count(moment // 86_400)) == before


def test_open_time_is_counted_from_the_first_opening_of_2020():
    assert CALENDAR.position(local_seconds(local("2020-01-02 08:30"))) == 0
    assert CALENDAR.position(local_seconds(local("2020-01-02 08:31"))) == 60
    assert CALENDAR.position(local_seconds(local("2019-12-31 16:59"))) == -60


@pytest.mark.parametrize("year, inside", [(1900, True), (1899, False), (3000, False)])
def test_a_year_outside_is_refused_rather_than_guessed(year, inside):
    calendar = WorkCalendar()
    if inside:
        assert calendar.is_working(date(year, 1, 1).toordinal()) in (True, False)
    else:
        with pytest.raises(OutsideCalendar):
            calendar.count(date(year, 1, 1).toordinal())


def test_a_day_number_that_is_no_date_is_refused():
    for day in (0, 10**12):
        with pytest.raises(OutsideCalendar):
            WorkCalendar().count(day)


def test_opening_hours_hold_from_their_date_in_whatever_order_they_are_given():
    early, late = ((36_000, 40_000),), ((30_000, 50_000),)
    calendar = WorkCalendar(hours=[Hours(date(2026, 11, 24), late), Hours(date(2020, 1, 1), early)])
    number = date(2026, 11, 24).toordinal()
    assert [calendar.sessions_on(day) for day in (number - 1, number, number + 1)] == [early, late, late]
    assert calendar.sessions_on(date(2019, 1, 1).toordinal()) == early
    assert calendar.close(number) == number * DAY + 50_000
    assert calendar.with_sessions(early).sessions_on(number) == early


def test_times_of_other_zones_are_converted_and_fractions_cut_off():
    moment = datetime(2026, 11, 23, 2, 0, 0, 999_999, tzinfo=UTC)
    assert local_seconds(moment) == local_seconds(local("2026-11-23 10:00"))
    assert from_local_seconds(local_seconds(moment)) == local("2026-11-23 10:00")
