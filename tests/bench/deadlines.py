"""Due moments a second, beside businesstimedelta and a loop over chinese_calendar."""

import datetime as dt
import random
from collections.abc import Iterator

import businesstimedelta
import chinese_calendar

from counter.domain.calendar import CHINA, WorkCalendar
from counter.domain.clock import reckon
from counter.domain.limit import read_limit
from tests.bench.ground import Ground
from tests.bench.measure import Benchmark, Bound, Figure, Part, median_seconds

COUNT = 20_000
DAYS = Benchmark("due moments, 5 working days / is_workday loop", "/s", Bound(ratio_at_least=25))
HOURS = Benchmark("due moments, 19.5 working hours / businesstimedelta", "/s", Bound(ratio_at_least=10))


def starts(count: int) -> list[dt.datetime]:
    chance = random.Random(1)
    first = dt.datetime(2024, 1, 2, 9, tzinfo=CHINA)
    return [first + dt.timedelta(minutes=chance.randrange(2 * 365 * 1440)) for _ in range(count)]


def loop(start: dt.datetime) -> dt.date:
    day, left = start.date(), 5
    while left:
        day += dt.timedelta(days=1)
        left -= chinese_calendar.is_workday(day)
    return day


def run(_ground: Ground) -> Iterator[Figure]:
    """Give both figures."""
    calendar = WorkCalendar()
    days = read_limit({"amount": 5, "unit": "working_days"})
    hours = read_limit({"amount": 19.5, "unit": "working_hours"})
    moments = starts(COUNT)
    few = moments[:500]
    morning = businesstimedelta.WorkDayRule(start_time=dt.time(8, 30), end_time=dt.time(11, 30))
    afternoon = businesstimedelta.WorkDayRule(start_time=dt.time(13, 30), end_time=dt.time(17))
    rules = businesstimedelta.Rules([morning, afternoon])
    delta = businesstimedelta.BusinessTimeDelta(rules, hours=19.5)
    naive = [moment.replace(tzinfo=None) for moment in few]
    ours = COUNT / median_seconds(lambda: [reckon(days, m, calendar) for m in moments], 5)
    floor = len(few) / median_seconds(lambda: [loop(m) for m in few], 3)
    yield Figure(DAYS, ours, floor)
    ours = COUNT / median_seconds(lambda: [reckon(hours, m, calendar) for m in moments], 5)
    floor = len(few) / median_seconds(lambda: [m + delta for m in naive], 3)
    yield Figure(HOURS, ours, floor)


PART = Part("deadlines", (DAYS, HOURS), run)
