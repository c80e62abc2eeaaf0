"""A deadline in plain words: how far it is, which dates count against their look and which do not."""

from datetime import date

import pytest

from counter.domain.clock import Suspension
from counter.domain.limit import Limit, Unit, read_limit, working_days
from counter.usecases.reading.plain_words import explained, progress
from counter.usecases.reading.wording import limit_words
from tests.builders import a_calendar, a_clock, local


def hours(amount) -> Limit:
    return read_limit({"unit": "working_hours", "amount": amount})


def far(limit: Limit, start: str, at: str, *stops: Suspension, **more):
    clock = a_clock(limit, started_at=local(start), stops=("hearing",), **more)
    found = progress(clock, stops, local(at), a_calendar())
    return found.en if found else None


def lines(limit: Limit, start: str, at: str, *stops: Suspension, **more) -> list[str]:
    clock = a_clock(limit, started_at=local(start), stops=("hearing",), **more)
    return [words.en for words in explained(clock, stops, local(at), a_calendar())]


def stop(start: str, end: str = "", kind: str = "hearing") -> Suspension:
    return Suspension(local(start), local(end) if end else None, kind)


@pytest.mark.parametrize(
    ("amount", "at", "words"),
    [
        (2, "2026-11-23 10:00", "Hour 1 of 2"),
        (2, "2026-11-23 11:00", "Hour 1 of 2"),
        (2, "2026-11-23 11:01", "Hour 2 of 2"),
        (2, "2026-11-23 13:00", "Hour 2 of 2"),
        (2, "2026-11-24 10:00", "Hour 2 of 2"),
        (2, "2026-11-23 09:00", "Hour 1 of 2"),
        (0.5, "2026-11-23 10:10", "Minute 10 of 30"),
        (0.5, "2026-11-23 10:00", "Minute 1 of 30"),
    ],
)
def test_hours_are_counted_while_the_hall_is_open(amount, at, words):
    assert far(hours(amount), "2026-11-23 10:00", at) == words


def test_hours_that_were_stopped_do_not_count():
    stopped = stop("2026-11-23 10:30", "2026-11-23 11:30")
    assert far(hours(3), "2026-11-23 10:00", "2026-11-23 14:30", stopped) == "Hour 2 of 3"
    assert far(hours(3), "2026-11-23 10:00", "2026-11-23 10:30", stopped) == "Hour 1 of 3"
    assert far(hours(3), "2026-11-23 10:00", "2026-11-23 14:31", stopped) == "Hour 2 of 3"
    other = stop("2026-11-23 10:30", "2026-11-23 11:30", "supplement")
    assert far(hours(3), "2026-11-23 10:00", "2026-11-23 14:30", other) == "Hour 3 of 3"


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("2026-11-23 16:00", "Counted from tomorrow, 3 working days"),
        ("2026-11-24 00:10", "Day 1 of 3"),
        ("2026-11-26 10:00", "Day 3 of 3"),
        ("2026-12-26 10:00", "Day 3 of 3"),
    ],
)
def test_days_begin_with_the_one_after(at, words):
    assert far(working_days(3), "2026-11-23 10:00", at) == words


def test_nothing_is_told_of_what_is_not_counted_in_days_or_hours_or_does_not_run():
    assert far(Limit(Unit.SAME_DAY), "2026-11-23 10:00", "2026-11-23 11:00") is None
    assert far(working_days(3), "2026-11-23 10:00", "2026-11-24 11:00", extension_days=1) is None
    assert far(working_days(3), "2026-11-23 10:00", "2026-11-25 11:00", stop("2026-11-24 10:00")) is None
    assert progress(a_clock(working_days(3)), (), local("2026-11-23 10:00"), a_calendar()) is None
    assert explained(a_clock(working_days(3)), (), local("2026-11-23 10:00"), a_calendar()) == ()


def test_a_week_of_holidays_a_make_up_day_and_weekends_are_explained():
    """From Wednesday 2026-09-30 at 16:30: National Day 1 to 7 October, Saturday 10 October works."""
    assert lines(working_days(3), "2026-09-30 16:30", "2026-09-30 17:00") == [
        "The clock started Wed 30 Sep 16:30.",
        "That day is not counted; counting begins with the next working day.",
        "10 Oct is a make-up workday and counts.",
        "1 Oct to 7 Oct not counted: public holiday (国庆节 · 国务院办公厅关于2026年部分节假日安排的通知).",
        "So it is due Sat 10 Oct 17:00.",
    ]


def test_weekends_stand_in_one_line_and_an_extension_is_named():
    assert lines(working_days(5), "2026-11-19 10:00", "2026-11-20 10:00", extension_days=2) == [
        "The clock started Thu 19 Nov 10:00.",
        "That day is not counted; counting begins with the next working day.",
        "4 weekend days in between are not counted.",
        "Lawfully extended by 2 working days (27 Nov to 30 Nov).",
        "So it is due Mon 30 Nov 17:00.",
    ]


def test_days_that_were_stopped_are_named_with_their_ground():
    """Stopped on Tuesday, resumed on Thursday: the 25th and 26th are not counted."""
    stopped = stop("2026-11-24 10:00", "2026-11-26 10:00")
    assert lines(working_days(3), "2026-11-23 10:00", "2026-11-27 10:00", stopped)[2:] == [
        "25 Nov to 26 Nov not counted: stopped, Hearing.",
        "2 weekend days in between are not counted.",
        "So it is due Mon 30 Nov 17:00.",
    ]


def test_one_day_alone_is_no_stretch_and_two_reasons_are_two_lines():
    found = lines(
        working_days(4), "2026-11-23 10:00", "2026-12-30 10:00",
        stop("2026-11-23 11:00", "2026-11-24 10:00"), stop("2026-11-26 10:00", "2026-11-27 10:00"),
    )  # fmt: skip
    assert found[2:5] == [
        "24 Nov not counted: stopped, Hearing.", "27 Nov not counted: stopped, Hearing.",
        "2 weekend days in between are not counted.",
    ]  # fmt: skip
    assert found[-1] == "So it is due Tue 01 Dec 17:00."


def test_an_open_stop_leaves_no_due_moment():
    assert lines(working_days(3), "2026-11-23 10:00", "2026-11-25 10:00", stop("2026-11-24 10:00"))[-1] == (
        "The clock stands still for now."
    )


def test_a_year_without_an_arrangement_makes_the_date_uncertain():
    found = lines(working_days(10), "2026-12-28 10:00", "2026-12-28 10:00")
    assert found[-1] == "It reaches into a year whose holidays are not published yet; the date may move."
    assert "Fri 1 Jan" not in found[-2]


@pytest.mark.parametrize(
    ("limit", "second"),
    [
        (hours(1), "Only opening hours count; lunch and night do not."),
        (Limit(Unit.SAME_DAY), "It is done before closing time the same day."),
        (Limit(Unit.INSTANT), "It is done before closing time the same day."),
    ],
)
def test_each_kind_of_limit_is_explained_in_its_own_way(limit, second):
    assert lines(limit, "2026-11-23 10:00", "2026-11-23 10:00")[1] == second


def test_an_agreed_date_needs_no_explanation():
    limit = Limit(Unit.UNTIL_DATE, day=date(2026, 12, 1))
    assert lines(limit, "2026-11-23 10:00", "2026-11-23 10:00") == [
        "The clock started Mon 23 Nov 10:00.", "So it is due Tue 01 Dec 17:00.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("raw", "zh", "en"),
    [
        ({"unit": "working_days", "amount": 1}, "1 个工作日", "1 working day"),
        ({"unit": "working_days", "amount": 5}, "5 个工作日", "5 working days"),
        ({"unit": "working_hours", "amount": 1}, "1 小时", "1 hour"),
        ({"unit": "working_hours", "amount": 2}, "2 小时", "2 hours"),
        ({"unit": "working_hours", "amount": 0.3}, "18 分钟", "18 minutes"),
        ({"unit": "calendar_days", "amount": 15}, "15 日", "15 days"),
        ({"unit": "calendar_months", "amount": 3}, "3 个月", "3 months"),
        ({"unit": "same_day"}, "当日", "same day"),
        ({"unit": "instant"}, "即办", "at once"),
    ],
)
def test_a_limit_is_told_in_words(raw, zh, en):
    words = limit_words(read_limit(raw))
    assert (words.zh, words.en) == (zh, en)
