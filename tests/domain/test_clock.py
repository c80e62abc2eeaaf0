"""Due moments: the worked examples, the named cases, and properties that hold for any limit."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter.domain.calendar import CHINA, Hours, Revision, WorkCalendar, local_seconds
from counter.domain.clock import Suspension, reckon
from counter.domain.limit import BadLimit, Limit, read_limit, read_sessions
from counter.domain.standing import binding
from tests.builders import local

CALENDAR = WorkCalendar()


def due(start: str, amount: object, unit: str, *stops: tuple[str, str | None], extension: int = 0) -> str:
    """Return the due moment as text, or the state and what is left."""
    raw = {"unit": unit} | ({"amount": amount} if amount is not None else {})
    suspensions = [Suspension(local(a), local(b) if b else None) for a, b in stops]
    found = reckon(read_limit(raw), local(start), CALENDAR, suspensions, extension)
    if found.due is None:
        return f"{found.state} {found.left.amount if found.left else None}"
    return f"{found.due:%Y-%m-%d %H:%M:%S}".removesuffix(":00")


@pytest.mark.parametrize(
    "start, amount, unit, expected",
    [
        ("2020-09-25 10:00", 5, "working_days", "2020-10-09 17:00"),
        ("2020-09-30 10:00", 2, "working_days", "2020-10-10 17:00"),
        ("2020-09-30 10:00", 3, "working_days", "2020-10-12 17:00"),
        ("2020-10-09 10:00", 1, "working_days", "2020-10-10 17:00"),
        ("2020-01-20 10:00", 5, "working_days", "2020-02-04 17:00"),
        ("2019-04-30 10:00", 1, "working_days", "2019-05-05 17:00"),
        ("2026-09-30 16:30", 3, "working_days", "2026-10-10 17:00"),
        ("2026-02-13 16:00", 1, "working_days", "2026-02-14 17:00"),
        ("2026-02-14 16:00", 1, "working_days", "2026-02-24 17:00"),
        ("2026-04-30 16:00", 9, "working_days", "2026-05-15 17:00"),
        ("2026-05-16 09:00", 1, "working_days", "2026-05-18 17:00"),
        ("2026-09-01 09:00", 20, "working_days", "2026-09-29 17:00"),
        ("2026-01-05 09:00", 45, "working_days", "2026-03-13 17:00"),
        ("2026-03-02 09:00", 90, "working_days", "2026-07-10 17:00"),
        ("2026-11-23 07:00", 1, "working_days", "2026-11-24 17:00"),
        ("2026-11-23 11:10", 1, "working_hours", "2026-11-23 14:10"),
        ("2026-11-23 12:00", 1, "working_hours", "2026-11-23 14:30"),
        ("2026-11-23 16:00", 1, "working_hours", "2026-11-23 17:00"),
        ("2026-11-23 10:30", 1, "working_hours", "2026-11-23 11:30"),
        ("2026-09-30 16:30", 1, "working_hours", "2026-10-08 09:00"),
        ("2026-11-27 16:50", 0.3, "working_hours", "2026-11-30 08:38"),
        ("2026-02-14 16:40", 1, "working_hours", "2026-02-24 09:10"),
        ("2026-11-28 10:00", 1, "working_hours", "2026-11-30 09:30"),
        ("2026-11-23 10:00", None, "same_day", "2026-11-23 17:00"),
        ("2026-11-23 17:00", None, "same_day", "2026-11-23 17:00"),
        ("2026-11-23 17:01", None, "same_day", "2026-11-24 17:00"),
        ("2026-11-28 10:00", None, "instant", "2026-11-30 17:00"),
        ("2026-11-23 10:00", 5, "calendar_days", "2026-11-30 17:00"),
        ("2026-09-20 10:00", 11, "calendar_days", "2026-10-08 17:00"),
        ("2026-01-31 10:00", 1, "calendar_months", "2026-02-28 17:00"),
        ("2024-01-31 10:00", 1, "calendar_months", "2024-02-29 17:00"),
    ],
)
def test_it_gives_the_worked_examples(start, amount, unit, expected):
    assert due(start, amount, unit) == expected


def test_a_suspension_of_ninety_days_gives_back_what_the_rule_says():
    found = due("2026-03-02 09:00", 90, "working_days", ("2026-03-20 15:00", "2026-06-01 09:00"))
    assert found == "2026-09-16 17:00"


@pytest.mark.parametrize(
    "name, expected, call",
    [
        ("pause credited in business time, not around the clock (GLPI 10594)", "2026-11-24 10:00",
         ("2026-11-23 16:00", 2, "working_hours", ("2026-11-23 16:30", "2026-11-23 23:30"))),
        ("hold time is not added to the start (Frappe 2449)", "2026-11-23 11:15",
         ("2026-11-23 10:00", 1, "working_hours", ("2026-11-23 10:15", "2026-11-23 10:30"))),
        ("a pause is not ignored (Frappe 1554)", "2026-11-26 17:00",
         ("2026-11-23 10:00", 1, "working_days", ("2026-11-23 11:00", "2026-11-25 09:00"))),
        ("lunch is no working time (Frappe 2212)", "2026-11-23 13:45",
         ("2026-11-23 11:15", 0.5, "working_hours")),
        ("one day is a day, not 24 business hours (jmix 790)", "2026-11-24 17:00",
         ("2026-11-23 16:59", 1, "working_days")),
        ("a pause pressed on a holiday that lasts into open time counts (Dynamics)", "2026-10-12 17:00",
         ("2026-09-30 10:00", 2, "working_days", ("2026-10-03 12:00", "2026-10-09 09:00"))),
        ("a pause inside a holiday changes nothing", "2026-10-09 17:00",
         ("2026-09-30 10:00", 2, "working_days", ("2026-10-03 12:00", "2026-10-05 09:00"))),
        ("a resolved and an open one together (demarches-simplifiees 10862)", "suspended 3",
         ("2026-11-23 10:00", 5, "working_days", ("2026-11-24 10:00", "2026-11-25 10:00"), ("2026-11-26 10:00", None))),
        ("outside the hours there still is a due moment (GLPI 687)", "2026-11-30 09:30",
         ("2026-11-27 23:59", 1, "working_hours")),
        ("five days do not pass after five minutes (OpenCPS 1178)", "2026-11-30 17:00",
         ("2026-11-23 10:00", 5, "working_days")),
        ("S is the due date itself", "2026-11-27 17:00",
         ("2026-11-23 10:00", 2, "working_days", ("2026-11-25 10:00", "2026-11-26 09:00"))),
        ("stop and resume on one date changes nothing", "2026-11-25 17:00",
         ("2026-11-23 10:00", 2, "working_days", ("2026-11-24 09:00", "2026-11-24 16:00"))),
        ("begun at the due moment changes nothing", "2026-11-24 17:00",
         ("2026-11-23 10:00", 1, "working_days", ("2026-11-24 17:00", None))),
        ("open on the due date leaves one day", "suspended 1",
         ("2026-11-23 10:00", 1, "working_days", ("2026-11-24 16:00", None))),
        ("open in hours leaves seconds", "suspended 2700",
         ("2026-11-23 10:00", 1, "working_hours", ("2026-11-23 10:15", None))),
        ("open in calendar days leaves nothing countable", "suspended None",
         ("2026-11-23 10:00", 5, "calendar_days", ("2026-11-24 10:15", None))),
        ("same day starts afresh", "2026-11-25 17:00",
         ("2026-11-23 10:00", None, "same_day", ("2026-11-23 11:00", "2026-11-24 17:30"))),
        ("cut to begin not before the start, and merged", "2026-11-23 11:30",
         ("2026-11-23 10:00", 1, "working_hours", ("2026-11-20 09:00", "2026-11-23 10:20"), ("2026-11-23 10:10", "2026-11-23 10:30"))),
        ("calendar days move by the natural dates", "2026-12-01 17:00",
         ("2026-11-23 10:00", 5, "calendar_days", ("2026-11-24 10:00", "2026-11-27 10:00"))),
        ("calendar days resumed after the shifted date", "2026-12-02 17:00",
         ("2026-11-23 10:00", 5, "calendar_days", ("2026-11-30 09:00", "2026-12-01 10:00"))),
    ],
)  # fmt: skip
def test_it_gets_right_what_others_got_wrong(name, expected, call):
    start, amount, unit, *stops = call
    assert due(start, amount, unit, *stops) == expected, name


def test_an_extension_of_working_days_is_one_limit_with_the_amount():
    assert due("2026-11-23 10:00", 2, "working_days", extension=3) == due(
        "2026-11-23 10:00", 5, "working_days"
    )


def test_an_extension_of_hours_counts_from_the_date_of_the_due_moment():
    assert due("2026-11-23 16:00", 1, "working_hours", extension=1) == "2026-11-24 17:00"


def test_a_suspension_inside_an_extension_leaves_its_working_days():
    stop = ("2026-11-25 10:00", None)
    assert due("2026-11-23 16:00", 1, "working_hours", stop, extension=3) == "suspended 1"


def test_an_agreed_date_stands_whatever_is_suspended():
    limit = read_limit({"unit": "until_date", "date": "2026-12-05"})
    stop = Suspension(local("2026-11-24 10:00"))
    assert reckon(limit, local("2026-11-23 10:00"), CALENDAR, [stop]).due == local("2026-12-07 17:00")


def test_an_event_without_a_date_waits():
    assert (
        reckon(read_limit({"unit": "before_event"}), local("2026-11-23 10:00"), CALENDAR).state
        == "waiting_for_event"
    )


def test_a_year_without_an_arrangement_is_provisional_in_either_order():
    days = read_limit({"amount": 5, "unit": "working_days"})
    assert reckon(days, local("2026-12-30 09:00"), CALENDAR).provisional
    assert not reckon(days, local("2026-12-20 09:00"), CALENDAR).provisional
    back = read_limit({"unit": "until_date", "date": "2026-12-01"})
    assert reckon(back, local("2027-02-01 09:00"), CALENDAR).provisional


def test_the_calendar_does_not_end_silently_at_its_last_published_year():
    """Spring Festival 2027 is a public holiday even before the arrangement is published."""
    found = reckon(read_limit({"amount": 1, "unit": "working_days"}), local("2027-02-04 09:00"), CALENDAR)
    assert found.due == local("2027-02-11 17:00")
    assert found.provisional


def test_loading_a_year_makes_it_final_and_leaves_the_estimate():
    loaded = WorkCalendar([Revision(date(2027, 2, 6), True, "调休")], [2027])
    found = reckon(read_limit({"amount": 1, "unit": "working_days"}), local("2027-02-05 09:00"), loaded)
    assert found.due == local("2027-02-06 17:00")
    assert not found.provisional


def test_a_revision_in_mid_year_overrides_the_package():
    revised = WorkCalendar([Revision(date(2026, 11, 24), False, "临时放假")])
    days = read_limit({"amount": 1, "unit": "working_days"})
    assert reckon(days, local("2026-11-23 10:00"), revised).due == local("2026-11-25 17:00")


def test_the_rule_may_change_without_dropping_the_pause(  # GLPI 15605
):
    stop = Suspension(local("2026-11-24 10:00"), local("2026-11-26 10:00"))
    for amount, expected in ((3, "2026-11-30"), (4, "2026-12-01")):
        limit = read_limit({"amount": amount, "unit": "working_days"})
        found = reckon(limit, local("2026-11-23 10:00"), CALENDAR, [stop])
        assert f"{found.due:%Y-%m-%d}" == expected


def test_opening_hours_hold_from_their_date():
    hours = [
        Hours(date(2020, 1, 1), read_sessions([["08:30", "11:30"], ["13:30", "17:00"]])),
        Hours(date(2026, 11, 24), read_sessions([["09:00", "12:00"], ["13:00", "16:00"]])),
    ]
    calendar = WorkCalendar(hours=hours)
    found = reckon(read_limit({"amount": 1, "unit": "working_days"}), local("2026-11-23 10:00"), calendar)
    assert found.due == local("2026-11-24 16:00")
    found = reckon(read_limit({"amount": 2, "unit": "working_hours"}), local("2026-11-23 16:00"), calendar)
    assert found.due == local("2026-11-24 10:00")


def test_a_green_screen_over_a_breach_cannot_happen():
    """The supplement stops the measure clock, not the statutory one, which then binds."""
    supplement = Suspension(local("2026-11-24 10:00"), None, "supplement")
    five = read_limit({"amount": 5, "unit": "working_days"})
    measure = reckon(five, local("2026-11-23 10:00"), CALENDAR, [supplement])
    statutory = reckon(five, local("2026-11-23 10:00"), CALENDAR, [])
    assert measure.state == "suspended"
    assert binding([("M", measure.due, None), ("statutory", statutory.due, None)]) == "statutory"


def test_two_open_suspensions_are_refused():
    stops = [Suspension(local("2026-11-24 10:00")), Suspension(local("2026-11-25 10:00"))]
    with pytest.raises(BadLimit) as refusal:
        reckon(read_limit({"amount": 3, "unit": "working_days"}), local("2026-11-23 10:00"), CALENDAR, stops)
    assert refusal.value.code == "bad_suspension"


MOMENTS = st.datetimes(datetime(2019, 1, 1), datetime(2026, 6, 30)).map(
    lambda d: d.replace(microsecond=0, tzinfo=CHINA)
)
LIMITS = st.one_of(
    st.integers(1, 200).map(lambda n: read_limit({"amount": n, "unit": "working_days"})),
    st.integers(1, 36_000).map(lambda n: Limit(read_limit({"amount": 1, "unit": "working_hours"}).unit, n)),
    st.integers(1, 200).map(lambda n: read_limit({"amount": n, "unit": "calendar_days"})),
    st.integers(1, 12).map(lambda n: read_limit({"amount": n, "unit": "calendar_months"})),
    st.just(read_limit({"unit": "same_day"})),
)


def _is_open(moment: datetime) -> bool:
    second = moment.hour * 3600 + moment.minute * 60 + moment.second
    working = CALENDAR.is_working(moment.toordinal())
    return working and any(a < second <= b for a, b in CALENDAR.sessions_on(moment.toordinal()))


@given(MOMENTS, LIMITS)
@settings(max_examples=100, deadline=None)
def test_every_due_moment_lies_in_working_time_and_not_before_the_start(start, limit):
    found = reckon(limit, start, CALENDAR).due
    assert found is not None
    assert _is_open(found)
    assert found >= start


@given(MOMENTS, st.integers(1, 36_000))
@settings(max_examples=100, deadline=None)
def test_hours_are_exactly_the_open_time_between_start_and_due(start, seconds):
    """Counted second by second from the sessions, not by the calculator's own tables."""
    limit = Limit(read_limit({"amount": 1, "unit": "working_hours"}).unit, seconds)
    found = reckon(limit, start, CALENDAR).due
    assert found is not None
    total = 0
    day = start.date()
    while day <= found.date():
        if CALENDAR.fact(day).is_working:
            for opening, close in CALENDAR.sessions_on(day.toordinal()):
                base = datetime(day.year, day.month, day.day, tzinfo=CHINA)
                low = max(base + timedelta(seconds=opening), start)
                high = min(base + timedelta(seconds=close), found)
                total += max(int((high - low).total_seconds()), 0)
        day += timedelta(days=1)
    assert total == seconds


@given(MOMENTS, st.integers(1, 60))
@settings(max_examples=100, deadline=None)
def test_working_days_agree_with_a_plain_loop_over_the_packages_answer(start, amount):
    import chinese_calendar

    day, left = start.date(), amount
    while left:
        day += timedelta(days=1)
        left -= chinese_calendar.is_workday(day)
    found = reckon(read_limit({"amount": amount, "unit": "working_days"}), start, CALENDAR).due
    assert found == datetime(day.year, day.month, day.day, 17, tzinfo=CHINA)


@given(MOMENTS, LIMITS, st.integers(0, 500), st.integers(1, 500), st.integers(0, 300))
@settings(max_examples=100, deadline=None)
def test_resuming_later_never_makes_it_due_earlier(start, limit, after, length, more):
    begin = start + timedelta(hours=after)
    ends = [begin + timedelta(hours=length), begin + timedelta(hours=length + more)]
    one, other = (reckon(limit, start, CALENDAR, [Suspension(begin, end)]).due for end in ends)
    plain = reckon(limit, start, CALENDAR).due
    assert plain <= one <= other


@given(MOMENTS, st.integers(600, 36_000), st.integers(0, 20), st.integers(1, 60))
@settings(max_examples=100, deadline=None)
def test_hours_move_by_exactly_the_open_time_paused(start, seconds, after, length):
    limit = Limit(read_limit({"amount": 1, "unit": "working_hours"}).unit, seconds)
    plain = reckon(limit, start, CALENDAR).due
    begin, end = start + timedelta(hours=after), start + timedelta(hours=after + length)
    paused = reckon(limit, start, CALENDAR, [Suspension(begin, end)]).due
    position = lambda moment: CALENDAR.position(local_seconds(moment))  # noqa: E731
    expected = position(end) - position(begin) if begin < plain else 0
    assert position(paused) - position(plain) == expected


@given(MOMENTS, LIMITS, st.lists(st.tuples(st.integers(0, 400), st.integers(0, 200)), max_size=4))
@settings(max_examples=100, deadline=None)
def test_the_order_in_which_suspensions_are_given_does_not_matter(start, limit, raw):
    stops = [Suspension(start + timedelta(hours=a), start + timedelta(hours=a + b)) for a, b in raw]
    assert reckon(limit, start, CALENDAR, stops) == reckon(limit, start, CALENDAR, stops[::-1])
