"""Who has a case in hand: claiming, giving back, sending on, bringing before the head."""

import pytest

from counter.usecases.ports.accounts import Account, Officer
from tests.usecases.one_hall import CLERK, HEAD, OTHER_REVIEWER, REVIEWER, SUPERVISOR, AHall, refused

OUTSIDER = Officer("tax1", "税务审批", "reviewer", "tax")


def test_a_waiting_case_goes_to_whoever_claims_it(hall):
    number = hall.permit()
    touched = hall.act("claim", f"{number}/1")
    case = hall.case(number)
    assert (case.state, case.handler, case.version) == ("claimed", "reviewer", 2)
    assert touched.departments == {"urban-management"}
    assert touched.applications == {number}
    assert hall.last(number).data == {
        "change": {"state": ["waiting", "claimed"], "handler": [None, "reviewer"]}
    }


def test_claiming_a_second_time_changes_nothing_for_its_holder_and_is_refused_to_others(hall):
    number = hall.permit()
    hall.act("claim", f"{number}/1")
    hall.act("claim", f"{number}/1")
    assert hall.last(number).data == {}
    with refused("overtaken"):
        hall.act("claim", f"{number}/1", OTHER_REVIEWER)


@pytest.mark.parametrize("officer", [CLERK, SUPERVISOR, OUTSIDER])
def test_only_the_department_claims(hall, officer):
    number = hall.permit()
    with refused("not_allowed"):
        hall.act("claim", f"{number}/1", officer)


def test_only_its_holder_gives_a_case_back(hall):
    number = hall.permit()
    hall.act("claim", f"{number}/1")
    with refused("overtaken"):
        hall.act("release", f"{number}/1", OTHER_REVIEWER)
    hall.act("release", f"{number}/1")
    assert (hall.case(number).state, hall.case(number).handler) == ("waiting", None)
    with refused("wrong_state"):
        hall.act("release", f"{number}/1")


def test_a_case_is_sent_to_another_department_which_then_has_it(hall):
    number = hall.permit()
    hall.act("claim", f"{number}/1")
    touched = hall.act("transfer", f"{number}/1", department="water-affairs", reason="属水务")
    case = hall.case(number)
    assert (case.department, case.state, case.handler, case.level) == ("water-affairs", "waiting", None, "")
    assert touched.departments == {"urban-management", "water-affairs"}
    assert hall.last(number).data["change"]["department"] == ["urban-management", "water-affairs"]


@pytest.mark.parametrize("department", ["urban-management", "nowhere"])
def test_a_case_is_not_sent_to_its_own_department_nor_to_one_that_is_none(hall, department):
    number = hall.permit()
    with refused("bad_field", "department"):
        hall.act("transfer", f"{number}/1", department=department, reason="x")


def test_a_supervisor_sends_on_what_somebody_holds_and_a_colleague_does_not(hall):
    number = hall.permit()
    hall.act("claim", f"{number}/1")
    with refused("overtaken"):
        hall.act("transfer", f"{number}/1", OTHER_REVIEWER, department="water-affairs", reason="x")
    hall.act("transfer", f"{number}/1", SUPERVISOR, department="water-affairs", reason="x")
    assert hall.case(number).department == "water-affairs"


def test_the_holders_case_is_brought_before_the_head_and_only_the_head_takes_it(hall):
    number = hall.permit()
    hall.act("claim", f"{number}/1")
    hall.act("escalate", f"{number}/1", reason="重大")
    case = hall.case(number)
    assert (case.state, case.handler, case.level) == ("waiting", None, "head")
    with refused("head_only"):
        hall.act("claim", f"{number}/1")
    hall.act("claim", f"{number}/1", HEAD)
    assert hall.case(number).handler == "head"


def test_a_case_of_an_absent_colleague_goes_to_one_who_works_for_the_department(hall):
    number = hall.permit()
    hall.act("claim", f"{number}/1")
    gone = Officer("gone", "离任", "reviewer", "urban-management")
    hall.database.kept.accounts["gone"] = Account(gone, "", disabled=True)
    for name in ("gone", "nobody", "clerk", "supervisor"):
        with refused("bad_field", "to"):
            hall.act("reassign", f"{number}/1", HEAD, to=name, reason="请假")
    hall.act("reassign", f"{number}/1", HEAD, to="reviewer2", reason="请假")
    assert (hall.case(number).handler, hall.case(number).state) == ("reviewer2", "claimed")
    with refused("overtaken"):
        hall.act("reassign", f"{number}/1", REVIEWER, to="reviewer", reason="请假")


def test_a_case_in_nobodys_hand_is_not_handed_to_a_colleague(hall):
    number = hall.permit()
    with refused("wrong_state"):
        hall.act("reassign", f"{number}/1", HEAD, to="reviewer2", reason="请假")


def test_the_usual_time_of_a_step_says_by_when_it_should_be_claimed(hall):
    """The case is due on Monday 2026-12-07 at 17:00; two and a half usual hours before that are 14:30."""
    number = hall.permit()
    hall.database.kept.usual["drainage-permit", "examination"] = (9_000, 12)
    hall.act("claim", f"{number}/1")
    assert hall.case(number).usual_seconds == 9_000
    assert f"{hall.case(number).claim_before:%m-%d %H:%M}" == "12-07 14:30"


def test_a_number_that_names_nothing_is_refused(hall: AHall):
    number = hall.permit()
    for named in ("FY01-2600009-9", f"{number}/2", "x"):
        with refused("not_found"):
            hall.act("claim", named)


def test_a_case_is_named_by_its_own_number_too(hall):
    number = hall.permit()
    hall.act("claim", hall.case(number).case_no.lower())
    assert hall.case(number).state == "claimed"


def test_an_unknown_step_is_refused_by_name(hall):
    number = hall.permit()
    with refused("unknown_verb", "verb"):
        hall.act("stamp", f"{number}/1")
