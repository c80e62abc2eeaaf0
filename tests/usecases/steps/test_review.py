"""The steps of an examination up to the decision (ALL 34: two inspectors; another person decides)."""

import pytest

from tests.usecases.one_hall import CLERK, HEAD, OTHER_REVIEWER, REVIEWER, AHall, refused

ONE = ["甲"]
TWO = ["甲", "乙"]


def examined(hall: AHall) -> str:
    """A permit whose materials were examined; the survey waits."""
    number = hall.permit()
    hall.act("claim", f"{number}/1")
    hall.act("review", f"{number}/1", opinion="材料齐全")
    return number


def surveyed(hall: AHall) -> str:
    """A permit whose site was looked at; the decision waits."""
    number = examined(hall)
    hall.act("claim", f"{number}/1", OTHER_REVIEWER)
    hall.act("review", f"{number}/1", OTHER_REVIEWER, opinion="现场相符", inspectors=TWO)
    return number


def test_an_opinion_ends_a_step_and_the_case_waits_for_the_next(hall):
    number = examined(hall)
    case = hall.case(number)
    assert (case.step, case.state, case.handler) == ("survey", "waiting", None)
    assert hall.events(number)[-2:] == ["claim", "review"]


def test_a_survey_needs_two_inspectors(hall):
    number = examined(hall)
    hall.act("claim", f"{number}/1")
    for people in (ONE, ["甲", "甲"]):
        with refused("bad_field", "inspectors"):
            hall.act("review", f"{number}/1", opinion="现场相符", inspectors=people)
    with refused("missing_field"):
        hall.act("review", f"{number}/1", opinion="现场相符")
    hall.act("review", f"{number}/1", opinion="现场相符", inspectors=TWO)
    assert hall.case(number).step == "decision"


def test_a_decision_is_no_opinion(hall):
    number = surveyed(hall)
    hall.act("claim", f"{number}/1", REVIEWER)
    with refused("last_step"):
        hall.act("review", f"{number}/1", REVIEWER, opinion="同意")


def test_whoever_took_the_step_before_does_not_decide(hall):
    number = surveyed(hall)
    with refused("another_person"):
        hall.act("claim", f"{number}/1", OTHER_REVIEWER)
    hall.act("claim", f"{number}/1", REVIEWER)
    assert hall.case(number).handler == "reviewer"


def test_an_earlier_step_does_not_bar_its_reviewer_from_the_next_where_the_law_asks_for_no_other(hall):
    number = examined(hall)
    hall.act("claim", f"{number}/1", REVIEWER)
    assert hall.case(number).handler == "reviewer"


def test_a_step_can_go_back_to_the_one_before(hall):
    number = surveyed(hall)
    hall.act("claim", f"{number}/1", REVIEWER)
    hall.act("review", f"{number}/1", REVIEWER, opinion="请补照片", position="return")
    assert (hall.case(number).step, hall.case(number).state) == ("survey", "waiting")


def test_the_first_step_has_none_before_it(hall):
    number = hall.permit()
    hall.act("claim", f"{number}/1")
    with refused("bad_field", "position"):
        hall.act("review", f"{number}/1", opinion="退回", position="return")


def test_the_head_answers_and_the_case_goes_on_or_back_to_where_it_was(hall):
    number = hall.permit()
    hall.act("claim", f"{number}/1")
    hall.act("escalate", f"{number}/1", reason="重大")
    hall.act("claim", f"{number}/1", HEAD)
    hall.act("review", f"{number}/1", HEAD, opinion="请核实", position="return")
    assert (hall.case(number).step, hall.case(number).level) == ("examination", "")
    hall.act("claim", f"{number}/1")
    hall.act("escalate", f"{number}/1", reason="重大")
    hall.act("claim", f"{number}/1", HEAD)
    hall.act("review", f"{number}/1", HEAD, opinion="同意")
    assert (hall.case(number).step, hall.case(number).level) == ("survey", "")


def test_the_head_of_a_decision_gives_it_back_to_be_decided(hall):
    number = surveyed(hall)
    hall.act("claim", f"{number}/1", REVIEWER)
    hall.act("escalate", f"{number}/1", REVIEWER, reason="重大")
    hall.act("claim", f"{number}/1", HEAD)
    hall.act("review", f"{number}/1", HEAD, opinion="同意")
    assert (hall.case(number).step, hall.case(number).state) == ("decision", "waiting")


def test_only_the_holder_gives_an_opinion_and_only_of_a_claimed_case(hall):
    number = hall.permit()
    with refused("wrong_state"):
        hall.act("review", f"{number}/1", opinion="同意")
    hall.act("claim", f"{number}/1")
    with refused("overtaken"):
        hall.act("review", f"{number}/1", OTHER_REVIEWER, opinion="同意")


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        ({}, "missing_field", "opinion"),
        ({"opinion": "  "}, "missing_field", "opinion"),
        ({"opinion": 5}, "bad_field", "opinion"),
        ({"opinion": "同意", "position": "perhaps"}, "bad_field", "position"),
        ({"opinion": "同意", "note": "x"}, "unknown_field", "note"),
        ({"opinion": "同意", "inspectors": [1]}, "bad_field", "inspectors"),
    ],
)
def test_facts_that_do_not_fit_are_refused_by_field(hall, facts, code, field):
    number = hall.permit()
    hall.act("claim", f"{number}/1")
    with refused(code, field):
        hall.act("review", f"{number}/1", **facts)


def test_the_window_enters_an_opinion_that_came_by_telephone(hall):
    """The waiting case is taken in hand on the way; who answered and how has to be said."""
    number = hall.permit()
    said = {"name": "王科长", "how": "telephone"}
    hall.act("review", f"{number}/1", CLERK, opinion="同意", on_behalf_of=said)
    assert (hall.case(number).step, hall.case(number).state) == ("survey", "waiting")
    for bad in ({"how": "telephone"}, {"name": "王科长"}, {"name": "王科长", "how": "letter"}):
        with refused("missing_field" if len(bad) < 2 else "bad_field"):
            hall.act("review", f"{number}/1", CLERK, opinion="同意", inspectors=TWO, on_behalf_of=bad)
    with refused("not_allowed"):
        hall.act("review", f"{number}/1", CLERK, opinion="同意", inspectors=TWO)


def test_an_answer_on_paper_needs_its_scan(hall):
    number = hall.permit()
    with refused("bad_field", "on_behalf_of.scan"):
        hall.act(
            "review", f"{number}/1", CLERK, opinion="同意",
            on_behalf_of={"name": "王科长", "how": "paper", "scan": "0" * 64},
        )  # fmt: skip
    hall.scan(number, "f" * 64)
    hall.act(
        "review", f"{number}/1", CLERK, opinion="同意",
        on_behalf_of={"name": "王科长", "how": "paper", "scan": "f" * 64},
    )  # fmt: skip
    assert hall.case(number).step == "survey"
