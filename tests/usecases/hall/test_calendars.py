"""A new arrangement of holidays: read, previewed, and every open clock recalculated or nothing (timers 1)."""

from dataclasses import replace
from datetime import date

import pytest

from counter.domain.calendar import Revision
from counter.usecases.hall.calendars import (
    Arrangement,
    load_arrangement,
    preview_arrangement,
    read_arrangement,
)
from counter.usecases.hall.recalculate import recompute
from counter.usecases.intake.project import recalculate_application
from tests.builders import a_calendar
from tests.usecases.one_hall import ADMINISTRATOR, CLERK, OTHER_REVIEWER, SUPERVISOR, AHall, refused, shown

NOTICE = "国办发明电〔2026〕9号"
MONDAY_OFF = Arrangement((Revision(date(2026, 11, 30), False, NOTICE),), ())
"""Monday 2026-11-30 becomes a holiday: what is due after it is due one working day later."""


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        ([], ""),
        ({}, ""),
        ({"years_published": 2027}, "years_published"),
        ({"years_published": [1899]}, "years_published[0]"),
        ({"years_published": [3000]}, "years_published[0]"),
        ({"years_published": [2027, True]}, "years_published[1]"),
        ({"years_published": ["2027"]}, "years_published[0]"),
        ({"dates": {}}, "dates"),
        ({"dates": ["x"]}, "dates[0].date"),
        ({"dates": [{"date": "2027-02-30", "working": True}]}, "dates[0].date"),
        ({"dates": [{"date": "2027-02-08"}]}, "dates[0].working"),
        ({"dates": [{"date": "2027-02-08", "working": 1}]}, "dates[0].working"),
        (
            {"dates": [{"date": "2027-02-08", "working": True}, {"date": "2027-02-08", "working": True}]},
            "dates[1].date",
        ),
    ],
)
def test_a_wrong_file_is_refused_by_field(raw, field):
    with refused("bad_revisions", field):
        read_arrangement(raw)


def test_a_file_of_dates_and_years_is_read():
    raw = {
        "years_published": [1900, 2999],
        "dates": [{"date": "2027-02-08", "working": False, "notice": "n"}],
    }
    found = read_arrangement(raw)
    assert found == Arrangement((Revision(date(2027, 2, 8), False, "n"),), (1900, 2999))
    assert (
        read_arrangement({"dates": [{"date": "2027-02-08", "working": True, "notice": None}]}).dates[0].notice
        == ""
    )
    assert read_arrangement({"years_published": [2027]}).years == (2027,)


def load(hall: AHall, one: Arrangement = MONDAY_OFF, who=ADMINISTRATOR, **more):
    with hall.database.writing() as uow:
        return load_arrangement(one, who, uow, **more)


def lines(moved) -> list[tuple[str, str | None, str | None]]:
    return [(one.rule, shown(one.before), shown(one.after)) for one in moved]


def test_only_administrators_and_supervisors_load_it(hall):
    with refused("wrong_role"):
        load(hall, who=CLERK)
    load(hall, who=SUPERVISOR)
    assert list(hall.database.kept.revisions) == [date(2026, 11, 30)]


def test_a_preview_changes_nothing(hall):
    number = hall.permit()
    before = hall.database.kept.copy()
    with hall.database.open() as uow:
        moved = preview_arrangement(MONDAY_OFF, uow)
    assert lines(moved) == [
        ("promised", "2026-12-07 17:00", "2026-12-08 17:00"), ("statutory", "2026-12-21 17:00", "2026-12-22 17:00"),
    ]  # fmt: skip
    assert moved[0].application_no == number
    assert moved[0].case_no == hall.case(number).case_no
    assert hall.database.kept == before


def test_open_clocks_move_and_the_old_moments_stay_in_the_history(hall):
    number = hall.permit()
    hall.database.kept.usual["drainage-permit", "examination"] = (9_000, 12)
    other = hall.start_up()
    moved = load(hall)
    assert len(moved) == 2
    assert hall.clocks(number) == {
        "promised promised": "2026-12-08 17:00",
        "statutory statutory": "2026-12-22 17:00",
    }
    case = hall.case(number)
    assert (shown(case.due_at), case.binding, shown(case.warn_at)) == (
        "2026-12-08 17:00",
        "promised",
        "2026-12-07 17:00",
    )
    assert shown(case.claim_before) == "2026-12-07 17:00"
    event = hall.last(number)
    assert (event.what, event.who, event.case_no) == ("due_moved", "admin", case.case_no)
    assert event.data == {
        "notice": NOTICE,
        "clocks": [
            {"rule": "promised", "before": "2026-12-07T17:00:00+08:00", "after": "2026-12-08T17:00:00+08:00"},
            {
                "rule": "statutory",
                "before": "2026-12-21T17:00:00+08:00",
                "after": "2026-12-22T17:00:00+08:00",
            },
        ],
    }
    assert hall.clocks(other, "company-establishment")["statutory statutory"] == "2026-11-26 17:00"
    assert "due_moved" not in hall.events(other)


def test_the_usual_time_is_kept_in_the_moment_to_claim(hall):
    hall.database.kept.usual["drainage-permit", "examination"] = (9_000, 12)
    number = hall.permit()
    load(hall)
    assert shown(hall.case(number).claim_before) == "2026-12-08 14:30"


def test_a_published_year_takes_the_doubt_away(hall):
    hall.clock("2026-12-28 10:00")
    number = hall.permit()
    assert hall.clocked(number).clocks[0].provisional
    moved = load(hall, Arrangement((Revision(date(2027, 1, 1), False, NOTICE),), (2027,)))
    assert lines(moved) == []
    assert not hall.clocked(number).clocks[0].provisional


def test_what_is_stopped_does_not_move(hall):
    number = hall.permit()
    hall.act("claim", f"{number}/1")
    hall.act("suspend", f"{number}/1", kind="hearing", ground="x", expected_days=5)
    assert lines(load(hall)) == []
    assert "due_moved" not in hall.events(number)


def test_days_that_were_not_counted_stay_uncounted(hall):
    number = hall.permit()
    hall.act("claim", f"{number}/1")
    hall.act("suspend", f"{number}/1", kind="hearing", ground="x", expected_days=5)
    hall.clock("2026-11-26 10:00")
    hall.act("resume", f"{number}/1")
    assert hall.clocks(number)["promised promised"] == "2026-12-10 17:00"
    load(hall)
    assert hall.clocks(number)["promised promised"] == "2026-12-11 17:00"


def test_requests_and_rectifications_move_too(hall):
    number = hall.permit()
    hall.act("claim", f"{number}/1")
    hall.act("ask-opinion", f"{number}/1", department="water-affairs", question="?", working_days=10)
    hall.rate(number, grade="dissatisfied", text="慢")
    with hall.database.open() as uow:
        previewed = lines(preview_arrangement(MONDAY_OFF, uow))
    moved = load(hall)
    assert lines(moved)[2:] == previewed[2:] == [
        ("rectification", "2026-11-30 17:00", "2026-12-01 17:00"), ("opinion", "2026-12-07 17:00", "2026-12-08 17:00"),
    ]  # fmt: skip
    assert shown(hall.requests(number)[0].due_at) == "2026-12-08 17:00"
    assert shown(hall.database.kept.rectifications[0][1].due_at) == "2026-12-01 17:00"
    tail = hall.history(number)[-2:]
    assert [(one.what, one.data["clocks"][0]["rule"]) for one in tail] == [
        ("due_moved", "rectification"), ("due_moved", "opinion"),
    ]  # fmt: skip
    assert tail[1].case_no == hall.case(number).case_no


def test_requests_that_are_due_before_stay(hall):
    number = hall.permit()
    hall.act("claim", f"{number}/1")
    hall.act("ask-opinion", f"{number}/1", department="water-affairs", question="?", working_days=2)
    assert [one.rule for one in load(hall)] == ["promised", "statutory"]


def test_a_clock_that_binds_nobody_moves_alone(hall):
    """The ten days of delivery move; the case is bound by none of them."""
    number = hall.permit()
    hall.act("claim", f"{number}/1")
    hall.act("review", f"{number}/1", opinion="齐全")
    hall.act("claim", f"{number}/1")
    hall.act("review", f"{number}/1", opinion="相符", inspectors=["甲", "乙"])
    hall.act("claim", f"{number}/1", OTHER_REVIEWER)
    hall.act("approve", f"{number}/1", OTHER_REVIEWER)
    before = hall.case(number)
    assert lines(load(hall)) == [("ALL 44", "2026-12-07 17:00", "2026-12-08 17:00")]
    assert hall.case(number) == before


def test_projects_are_told_after_their_cases(hall):
    number = hall.stage("construction-works")
    asked: list[str] = []

    def recalculate(one, uow):
        asked.append(one)
        recalculate_application(uow.application(one), hall.catalogue, hall.calendar_of(uow), uow)

    hall.act("joint-handling", number, number="抚政发〔2026〕12号", date="2026-11-20")
    before = hall.whole(number)
    load(hall, recalculate=recalculate)
    after = hall.whole(number)
    assert asked == [number]
    assert (before["M06.1"][0], after["M06.1"][0]) == ("2027-04-06 17:00", "2027-04-07 17:00")
    assert (before["ALL 42"][0], after["ALL 42"][0]) == ("2027-01-26 17:00", "2027-01-27 17:00")


def test_whoever_stops_it_undoes_everything(hall):
    number = hall.permit()
    before = hall.database.kept.copy()
    with refused("cancelled"):
        load(hall, progress=lambda _: False)
    assert hall.database.kept == before
    assert hall.clocks(number)["promised promised"] == "2026-12-07 17:00"


def test_it_can_be_stopped_at_the_last_moment(hall):
    hall.permit()
    told: list[int] = []

    def progress(seen: int) -> bool:
        told.append(seen)
        return len(told) < 2

    before = hall.database.kept.copy()
    with refused("cancelled"):
        load(hall, progress=progress)
    assert told == [2, 2]
    assert hall.database.kept == before


def test_progress_is_told_after_every_two_thousand_clocks(hall):
    number = hall.permit()
    clocked = hall.clocked(number)
    many = [
        replace(
            clocked,
            case=replace(clocked.case, id=n, case_no=f"C{n}"),
            clocks=tuple(replace(c, id=2 * n + m, case_id=n) for m, c in enumerate(clocked.clocks)),
        )
        for n in range(1, 2_002)
    ]
    hall.database.kept.cases[number] = tuple(many)
    told: list[int] = []
    with hall.database.open() as uow:
        recompute(a_calendar(), ADMINISTRATOR, "", uow, lambda seen: told.append(seen) or True)
    assert told == [2_000, 4_000, 4_002, 4_002]


def test_the_calendar_in_force_follows_what_was_entered(hall):
    with hall.database.open() as uow:
        first = hall.calendar_of(uow)
        assert hall.calendar_of(uow) is first
        uow.setup.add_revisions(MONDAY_OFF.dates, (), "admin", hall.at)
        second = hall.calendar_of(uow)
        assert second is not first
        assert second.is_working(date(2026, 11, 30).toordinal()) is False
        uow.setup.add_revisions((), (2027,), "admin", hall.at)
        assert hall.calendar_of(uow).is_published(2027)
    assert hall.calendar_of(hall.database.open().__enter__()).is_published(2027) is False
