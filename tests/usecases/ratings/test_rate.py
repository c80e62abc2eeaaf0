"""Ratings, complaints and suggestions: voluntary, once; a bad one is answered."""

import pytest

from counter.usecases.ports.accounts import Officer
from counter.usecases.ratings.rate import origin_of, read_rating, round_of
from tests.builders import local
from tests.usecases.one_hall import CLERK, HEAD, REVIEWER, SUPERVISOR, AHall, refused, shown

TAX = Officer("tax", "税务", "reviewer", "tax")
BAD = {"grade": "dissatisfied", "reasons": ["attitude"]}


@pytest.fixture
def number(hall: AHall) -> str:
    return hall.start_up()


def decided(hall: AHall, number: str, n: str) -> None:
    hall.act("claim", f"{number}/{n}")
    hall.act("approve", f"{number}/{n}")


@pytest.mark.parametrize(
    ("said", "code", "field"),
    [
        ({}, "missing_field", "grade"),
        ({"grade": "splendid"}, "bad_field", "grade"),
        ({"grade": ""}, "bad_field", "grade"),
        ({"grade": 5}, "bad_field", "grade"),
        ({"grade": "satisfied", "stars": 5}, "bad_field", "stars"),
        ({"grade": "satisfied", "subject": "0"}, "bad_field", "subject"),
        ({"grade": "satisfied", "subject": "100"}, "bad_field", "subject"),
        ({"grade": "satisfied", "subject": 1}, "bad_field", "subject"),
        ({"grade": "satisfied", "kind": "joke"}, "bad_field", "kind"),
        ({"grade": "dissatisfied"}, "reason_needed", "reasons"),
        ({"grade": "very_dissatisfied"}, "reason_needed", "reasons"),
        ({"grade": "dissatisfied", "reasons": ["weather"]}, "bad_field", "reasons"),
        ({"grade": "dissatisfied", "reasons": "attitude"}, "bad_field", "reasons"),
        ({"grade": "dissatisfied", "reasons": ["other"]}, "missing_field", "text"),
        ({"grade": "satisfied", "text": ""}, "bad_field", "text"),
        ({"grade": "satisfied", "text": 5}, "bad_field", "text"),
        ({"grade": "satisfied", "text": "长" * 501}, "bad_field", "text"),
        ({"kind": "complaint"}, "reason_needed", "reasons"),
        ({"kind": "complaint", "grade": "dissatisfied", "text": "x"}, "bad_field", "kind"),
        ({"kind": "suggestion", "reasons": ["attitude"], "text": "x"}, "bad_field", "kind"),
    ],
)
def test_what_is_said_is_checked_by_field(said, code, field):
    with refused(code, field):
        read_rating(said)


def test_what_is_said_is_read():
    one = read_rating({"grade": "satisfied", "text": "长" * 500})
    assert (one.kind, one.subject, one.grade, one.reasons, len(one.text)) == (
        "rating",
        "visit",
        "satisfied",
        (),
        500,
    )
    one = read_rating({"grade": "dissatisfied", "reasons": ["attitude", "attitude"], "subject": "99"})
    assert (one.reasons, one.subject) == (("attitude",), "99")
    one = read_rating({"grade": "dissatisfied", "reasons": ["other"], "text": "a\x00b"})
    assert one.text == "a\ufffdb"
    one = read_rating({"grade": "dissatisfied", "text": "慢"})
    assert (one.grade, one.reasons) == ("dissatisfied", ())
    one = read_rating({"kind": "complaint", "text": "等了一天"})
    assert (one.kind, one.grade) == ("complaint", "")
    assert read_rating({"grade": "basically_satisfied"}).grade == "basically_satisfied"


def test_every_reason_may_be_given_at_once_and_none_more():
    every = [
        "asked_again",
        "waited_long",
        "unnecessary_papers",
        "unclear",
        "attitude",
        "improper_charge",
        "other",
    ]
    assert read_rating({"grade": "dissatisfied", "reasons": every, "text": "x"}).reasons == tuple(every)
    with refused("bad_field", "reasons"):
        read_rating({"grade": "dissatisfied", "reasons": [*every, "other"], "text": "x"})


def test_an_address_is_kept_as_a_keyed_digest_of_the_day():
    day, next_day = local("2026-11-23 10:00"), local("2026-11-24 10:00")
    one = origin_of(b"k", "10.0.0.7", day)
    assert len(one) == 32
    assert one == origin_of(b"k", "10.0.0.7", local("2026-11-23 23:00"))
    assert len({one, origin_of(b"k", "10.0.0.7", next_day), origin_of(b"q", "10.0.0.7", day)}) == 3
    assert origin_of(b"k", "", day) == ""


def test_a_visit_is_rated_once_and_the_same_words_twice_are_kept_once(hall, number):
    one = hall.rate(number, grade="satisfied")
    assert (one.id, one.round, one.window, one.item, one.department) == (1, 1, "01", "", "")
    assert hall.last(number).what == "rated"
    assert hall.last(number).data == {"rating": 1, "kind": "rating", "subject": "visit", "round": 1}
    assert hall.rate(number, grade="satisfied").id == 1
    assert hall.events(number).count("rated") == 1
    with refused("rated_already"):
        hall.rate(number, grade="very_satisfied")


def test_a_case_is_rated_when_it_is_done(hall, number):
    with refused("not_yet_rated"):
        hall.rate(number, subject="1", grade="satisfied")
    with refused("unknown_case"):
        hall.rate(number, subject="5", grade="satisfied")
    decided(hall, number, "1")
    one = hall.rate(number, subject="1", grade="satisfied")
    assert (one.item, one.department) == ("company-establishment", "market-regulation")
    assert hall.last(number).case_no == hall.case(number, "company-establishment").case_no


def test_a_collection_is_rated_after_somebody_came_for_it(hall, number):
    with refused("not_yet_rated"):
        hall.rate(number, subject="collection", grade="satisfied")
    decided(hall, number, "1")
    hall.act("register-result", f"{number}/1", CLERK, name="执照")
    hall.issue(number, method="courier", courier={"address": "某处"}, cases=["1"])
    with refused("not_yet_rated"):
        hall.rate(number, subject="collection", grade="satisfied")
    decided(hall, number, "3")
    hall.act("register-result", f"{number}/3", CLERK, name="发票")
    founder = {"name": "阿依努尔·买买提", "id_number": "230833199001010011"}
    hall.issue(number, collector=founder, cases=["3"])
    assert hall.rate(number, subject="collection", grade="satisfied").window == "01"


def test_complaints_may_follow_each_other(hall, number):
    first = hall.rate(number, kind="complaint", text="等了一天")
    again = hall.rate(number, kind="complaint", text="等了一天")
    second = hall.rate(number, kind="complaint", text="没有座位")
    assert (first.round, again.id, second.round) == (1, first.id, 2)
    assert len(hall.database.kept.rectifications) == 2


def test_a_suggestion_sets_nothing_going(hall, number):
    hall.rate(number, kind="suggestion", text="多放椅子")
    assert hall.database.kept.rectifications == []


def test_a_bad_rating_is_put_right_within_five_days_by_whom_it_concerns(hall, number):
    one = hall.rate(number, **BAD)
    ((_, work),) = hall.database.kept.rectifications
    assert (work.rating_id, work.responsible, work.days, shown(work.due_at)) == (
        one.id, "window:01", 5, "2026-11-30 17:00",
    )  # fmt: skip
    assert hall.last(number).what == "rectification_opened"
    assert hall.last(number).data == {
        "rectification": 1, "rating": 1, "responsible": "window:01", "due": "2026-11-30T17:00:00+08:00",
    }  # fmt: skip
    with refused("not_allowed"):
        hall.act("call-back", number, TAX, text="已致歉")
    with refused("not_called"):
        hall.act("rectify", number, CLERK, measures="加强培训")
    hall.act("call-back", number, CLERK, text="已致歉")
    ((_, work),) = hall.database.kept.rectifications
    assert (work.call, work.who, work.days, work.called_at) == ("已致歉", "clerk", 5, hall.at)
    hall.act("rectify", number, CLERK, measures="加强培训")
    ((_, work),) = hall.database.kept.rectifications
    assert (work.measures, work.closed_at, work.who) == ("加强培训", hall.at, "clerk")
    assert (hall.messages(number)[-1].kind, hall.messages(number)[-1].key) == ("rectified", "rectified:1")
    with refused("nothing_open"):
        hall.act("rectify", number, CLERK, measures="加强培训")


def test_a_complex_one_has_fifteen_days(hall, number):
    hall.rate(number, **BAD)
    hall.act("call-back", number, CLERK, text="情况复杂", complex=True)
    ((_, work),) = hall.database.kept.rectifications
    assert (work.days, shown(work.due_at)) == (15, "2026-12-14 17:00")


@pytest.mark.parametrize("officer", [REVIEWER, HEAD, SUPERVISOR])
def test_what_concerns_a_department_is_the_departments_or_a_supervisors(hall, number, officer):
    decided(hall, number, "1")
    hall.rate(number, subject="1", **BAD)
    ((_, work),) = hall.database.kept.rectifications
    assert work.responsible == "market-regulation"
    for other in (CLERK, TAX):
        with refused("not_allowed"):
            hall.act("call-back", number, other, text="已致歉")
    hall.act("call-back", number, officer, text="已致歉")


def test_a_rectification_is_named_where_several_are_open(hall, number):
    hall.rate(number, **BAD)
    hall.rate(number, kind="complaint", text="等了一天")
    hall.act("call-back", number, CLERK, text="已致歉", rectification=2)
    assert [work.call for _, work in hall.database.kept.rectifications] == ["", "已致歉"]
    with refused("nothing_open"):
        hall.act("call-back", number, CLERK, text="已致歉", rectification=3)


def test_after_it_was_put_right_a_bad_rating_is_followed_by_a_second_and_no_third(hall, number):
    hall.rate(number, **BAD)
    with refused("rated_already"):
        hall.rate(number, grade="satisfied")
    hall.act("call-back", number, CLERK, text="已致歉")
    hall.act("rectify", number, CLERK, measures="加强培训")
    second = hall.rate(number, grade="very_dissatisfied", text="还是慢")
    assert second.round == 2
    hall.act("call-back", number, CLERK, text="已致歉")
    hall.act("rectify", number, CLERK, measures="加强培训")
    with refused("rated_already"):
        hall.rate(number, grade="satisfied")


def test_a_good_rating_is_the_only_one(hall, number):
    hall.rate(number, grade="satisfied")
    kept = hall.database.kept
    assert round_of(kept.of("ratings", number), (), "visit") is None
    assert round_of(kept.of("ratings", number), (), "1") == 1


def test_several_from_one_address_in_a_minute_are_flagged(hall, number):
    other = hall.start_up()
    third = hall.start_up()
    assert not hall.rate(number, origin="a", grade="satisfied").flagged
    assert hall.rate(other, origin="a", grade="satisfied").flagged
    assert [one.flagged for _, one in hall.database.kept.ratings] == [True, True]
    hall.clock("2026-11-23 10:01")
    assert not hall.rate(third, origin="a", grade="satisfied").flagged


def test_an_appeal_that_is_upheld_leaves_the_rating_out_and_ends_what_it_set_going(hall, number):
    hall.rate(number, **BAD)
    hall.rate(number, kind="complaint", text="等了一天")
    with refused("bad_field", "rating"):
        hall.act("appeal-rating", number, CLERK, rating=9, reason="误评")
    with refused("no_appeal"):
        hall.act("rule-appeal", number, SUPERVISOR, rating=1, reason="属实", upheld=True)
    hall.act("appeal-rating", number, CLERK, rating=1, reason="误评")
    with refused("appealed_already"):
        hall.act("appeal-rating", number, CLERK, rating=1, reason="误评")
    with refused("not_allowed"):
        hall.act("rule-appeal", number, CLERK, rating=1, reason="属实", upheld=True)
    hall.act("rule-appeal", number, SUPERVISOR, rating=1, reason="属实", upheld=True)
    (_, one), (_, other) = hall.database.kept.ratings
    assert (one.counted, one.ruling, one.appeal, other.counted) == (False, "属实", "误评", True)
    (_, work), (_, second) = hall.database.kept.rectifications
    assert (work.closed_at, work.measures, work.who) == (hall.at, "属实", "supervisor")
    assert second.closed_at is None
    with refused("no_appeal"):
        hall.act("rule-appeal", number, SUPERVISOR, rating=1, reason="属实", upheld=True)


def test_an_appeal_that_is_not_upheld_changes_nothing_else(hall, number):
    hall.rate(number, **BAD)
    hall.act("appeal-rating", number, CLERK, rating=1, reason="误评")
    hall.act("rule-appeal", number, SUPERVISOR, rating=1, reason="不成立")
    ((_, one),) = hall.database.kept.ratings
    assert (one.counted, one.ruling) == (True, "不成立")
    assert hall.database.kept.rectifications[0][1].closed_at is None
