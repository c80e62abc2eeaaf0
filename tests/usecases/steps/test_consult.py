"""Requests between departments about a case: opinions, coordination, inspection, supervision (measures 12, 13)."""

import pytest

from counter.usecases.ports.accounts import Officer
from tests.usecases.one_hall import CLERK, OTHER_REVIEWER, REVIEWER, SUPERVISOR, AHall, refused, shown

WATER = Officer("water", "水务", "reviewer", "water-affairs")
LAND = Officer("land", "自然资源", "reviewer", "natural-resources")
ARCHIVES = Officer("archives", "档案", "reviewer", "urban-archives")


@pytest.fixture
def number(hall: AHall) -> str:
    """A permit in a reviewer's hand."""
    found = hall.permit()
    hall.act("claim", f"{found}/1")
    return found


def ask(hall: AHall, number: str, department: str = "water-affairs", days: object = 3) -> None:
    hall.act("ask-opinion", f"{number}/1", department=department, question="管网容量？", working_days=days)


def test_an_opinion_has_a_limit_of_its_own_and_the_case_runs_on(hall, number):
    before = hall.clocks(number)
    ask(hall, number)
    (one,) = hall.requests(number)
    assert (one.kind, one.department, one.asked_by, shown(one.due_at)) == (
        "opinion", "water-affairs", "reviewer", "2026-11-26 17:00",
    )  # fmt: skip
    assert hall.clocks(number) == before
    assert hall.case(number).state == "claimed"


@pytest.mark.parametrize("days", [0, 61, True, "3"])
def test_an_opinion_is_given_within_one_to_sixty_days(hall, number, days):
    with refused("bad_field", "working_days"):
        ask(hall, number, days=days)
    ask(hall, number, days=60)
    ask(hall, number, "natural-resources", days=1)


@pytest.mark.parametrize("department", ["urban-management", "engravers", "nowhere"])
def test_only_another_department_of_the_hall_is_asked(hall, number, department):
    with refused("bad_field", "department"):
        ask(hall, number, department)


def test_one_department_is_asked_once_at_a_time(hall, number):
    ask(hall, number)
    with refused("asked_already"):
        ask(hall, number)
    ask(hall, number, "natural-resources")
    hall.act("give-opinion", f"{number}/1", WATER, opinion="可行")
    ask(hall, number)
    assert [one.is_open for one in hall.requests(number)] == [False, True, True]


def test_the_department_that_was_asked_answers(hall, number):
    ask(hall, number)
    ask(hall, number, "natural-resources")
    with refused("not_allowed"):
        hall.act("give-opinion", f"{number}/1", ARCHIVES, opinion="可行")
    hall.clock("2026-11-24 09:00")
    hall.act("give-opinion", f"{number}/1", LAND, opinion="不可行", position="disagree")
    water, land = hall.requests(number)
    assert water.is_open
    assert (land.answer, land.position, land.answered_by, shown(land.answered_at)) == (
        "不可行", "disagree", "land", "2026-11-24 09:00",
    )  # fmt: skip


def test_nobody_answers_what_was_not_asked(hall, number):
    with refused("not_asked"):
        hall.act("give-opinion", f"{number}/1", WATER, opinion="可行")


def test_the_window_enters_the_answer_of_the_only_department_asked_or_of_the_one_it_names(hall, number):
    said = {"name": "王科长", "how": "telephone"}
    ask(hall, number)
    hall.act("give-opinion", f"{number}/1", CLERK, opinion="可行", on_behalf_of=said)
    assert hall.requests(number)[0].answered_by == "clerk"
    ask(hall, number)
    ask(hall, number, "natural-resources")
    with refused("not_asked"):
        hall.act("give-opinion", f"{number}/1", CLERK, opinion="可行", on_behalf_of=said)
    with refused("not_asked"):
        hall.act("give-opinion", f"{number}/1", CLERK, opinion="可行", department="tax", on_behalf_of=said)
    hall.act(
        "give-opinion",
        f"{number}/1",
        CLERK,
        opinion="可行",
        department="natural-resources",
        on_behalf_of=said,
    )
    assert [one.department for one in hall.requests(number) if one.is_open] == ["water-affairs"]


def test_a_dispute_is_ruled_on_within_five_working_days(hall, number):
    hall.act("coordinate", f"{number}/1", question="容量")
    (one,) = hall.requests(number)
    assert (one.kind, one.department, shown(one.due_at)) == (
        "coordination",
        "service-centre",
        "2026-11-30 17:00",
    )
    with refused("asked_already"):
        hall.act("coordinate", f"{number}/1", question="容量")
    with refused("not_allowed"):
        hall.act("rule", f"{number}/1", OTHER_REVIEWER, ruling="可准予")
    hall.act("rule", f"{number}/1", SUPERVISOR, ruling="可准予")
    assert hall.requests(number)[0].answer == "可准予"
    with refused("not_asked"):
        hall.act("rule", f"{number}/1", SUPERVISOR, ruling="可准予")


def test_nothing_is_asked_about_a_case_that_is_over(hall, number):
    hall.act("terminate", f"{number}/1", kind="object_lost", reason="x")
    for verb, facts in (
        ("coordinate", {"question": "容量"}),
        ("ask-opinion", {"department": "water-affairs", "question": "?", "working_days": 1}),
    ):
        with refused("wrong_state"):
            hall.act(verb, f"{number}/1", **facts)


def promised(hall: AHall) -> str:
    """A works permit that was granted on the promise of its funds."""
    number = hall.stage("construction-permit")
    for n in "123":
        hall.act("claim", f"{number}/{n}")
    for n in "23":
        hall.act("review", f"{number}/{n}", opinion="合格")
    hall.act("approve", f"{number}/1")
    hall.act("claim", f"{number}/4")
    hall.act("review", f"{number}/4", opinion="齐全")
    hall.act("claim", f"{number}/4", OTHER_REVIEWER)
    hall.act("approve", f"{number}/4", OTHER_REVIEWER)
    return number


def test_an_inspection_is_made_by_two_and_says_whether_the_promise_was_kept(hall):
    number = promised(hall)
    for facts, code in (
        ({"inspectors": ["甲", "乙"]}, "missing_field"),
        ({"fulfilled": True}, "missing_field"),
        ({"fulfilled": True, "inspectors": ["甲"]}, "bad_field"),
        ({"fulfilled": "yes", "inspectors": ["甲", "乙"]}, "bad_field"),
    ):
        with refused(code):
            hall.act("inspect", f"{number}/4", **facts)
    hall.act("inspect", f"{number}/4", fulfilled=True, inspectors=["甲", "乙"])
    (one,) = hall.requests(number)
    assert (one.answered_by, one.answer, one.position) == ("甲、乙", "承诺已履行", "agree")
    assert hall.database.kept.credit == []
    with refused("not_asked"):
        hall.act("inspect", f"{number}/4", fulfilled=True, inspectors=["甲", "乙"])


@pytest.mark.parametrize(("said", "answer"), [({}, "承诺未履行"), ({"finding": "资金未到位"}, "资金未到位")])
def test_a_false_promise_is_kept_in_the_credit_record(hall, said, answer):
    """M13: about the applicant, with the case it comes from."""
    number = promised(hall)
    hall.act("inspect", f"{number}/4", fulfilled=False, inspectors=["甲", "乙"], **said)
    assert (hall.requests(number)[0].answer, hall.requests(number)[0].position) == (answer, "disagree")
    (entry,) = hall.database.kept.credit
    assert (entry.kind, entry.id_number, entry.reason, entry.recorded_by) == (
        "false_promise", "91110000600037341L", answer, "reviewer",
    )  # fmt: skip
    assert entry.source == hall.case(number, "construction-works-permit").case_no


def test_a_supervision_order_is_answered_by_a_date(hall, number):
    for day in ("2026-11-22", "", "soon"):
        with refused("missing_field" if not day else "bad_field", "reply_by"):
            hall.act("supervise", f"{number}/1", SUPERVISOR, text="请说明", reply_by=day)
    with refused("not_allowed"):
        hall.act("supervise", f"{number}/1", text="请说明", reply_by="2026-11-25")
    hall.act("supervise", f"{number}/1", SUPERVISOR, text="请说明", reply_by="2026-11-23")
    hall.act("supervise", f"{number}/1", SUPERVISOR, text="请速办", reply_by="2026-11-28")
    first, second = hall.requests(number)
    assert (first.department, shown(first.due_at)) == ("urban-management", "2026-11-23 17:00")
    assert shown(second.due_at) == "2026-11-30 17:00"  # a Saturday moves to Monday
    hall.act("answer-supervision", f"{number}/1", text="正在办理")
    assert [one.answer for one in hall.requests(number)] == ["正在办理", ""]
    hall.act("answer-supervision", f"{number}/1", REVIEWER, text="已办")
    with refused("not_asked"):
        hall.act("answer-supervision", f"{number}/1", text="已办")
