"""What a screen offers to whom: the usual step first, only what would be taken now."""

import pytest

from counter.usecases.ports.accounts import Officer
from counter.usecases.steps.offers import offers_of
from tests.builders import a_catalogue, a_permit_form, with_item
from tests.usecases.one_hall import CLERK, HEAD, OTHER_REVIEWER, REVIEWER, SUPERVISOR, AHall

OWN = Officer("reviewer", "城管审批", "reviewer", "urban-management")
OWN_HEAD = Officer("head", "城管负责人", "head", "urban-management")
WATER = Officer("water", "水务", "reviewer", "water-affairs")
ANY = ["ask-opinion", "coordinate", "terminate", "explain-overdue"]


def offers(hall: AHall, number: str, who, item: str = ""):
    dossier = hall.dossier(number)
    scans = hall.database.kept.of("scans", number)
    return {
        one.verb: one for one in offers_of(dossier, hall.catalogue, who, hall.clocked(number, item), scans)
    }


def verbs(hall: AHall, number: str, who, item: str = "") -> list[str]:
    """Return the verbs; the usual one with a star."""
    return [f"{verb}*" if one.main else verb for verb, one in offers(hall, number, who, item).items()]


def asked(one) -> dict[str, tuple[str, bool, int]]:
    """Return of each fact its kind, whether it has to be given, and how many options it has."""
    return {fact.key: (fact.kind, fact.required, len(fact.options)) for fact in one.asked}


def test_a_waiting_case_is_claimed_first(hall):
    number = hall.permit()
    assert verbs(hall, number, OWN) == [
        "claim*",
        "transfer",
        "explain-overdue",
        "extend",
        "ask-opinion",
        "coordinate",
        "take-papers",
        "withdraw",
        "terminate",
    ]
    assert verbs(hall, number, CLERK) == ["record-payment", "review", "withdraw"]
    assert verbs(hall, number, SUPERVISOR) == [
        "transfer", "coordinate", "supervise", "record-payment", "review", "withdraw",
    ]  # fmt: skip
    assert verbs(hall, number, WATER) == []


def test_the_holder_reviews_and_a_colleague_does_not(hall):
    number = hall.permit()
    hall.act("claim", f"{number}/1")
    assert verbs(hall, number, OWN) == [
        "review*", "transfer", "reassign", "escalate", "explain-overdue", "request-supplement", "suspend", "extend",
        "ask-opinion", "coordinate", "take-papers", "release", "withdraw", "terminate",
    ]  # fmt: skip
    colleague = Officer("other", "同事", "reviewer", "urban-management")
    assert verbs(hall, number, colleague) == ["explain-overdue", "take-papers", "withdraw"]
    assert "reassign" in verbs(hall, number, OWN_HEAD)
    found = offers(hall, number, OWN)
    assert asked(found["review"]) == {"opinion": ("lines", True, 0), "position": ("choice", True, 4)}
    assert found["review"].words.zh == "出具意见：审查"
    assert asked(found["request-supplement"]) == {
        "materials": ("several", True, 4),
        "reason": ("lines", True, 0),
    }
    assert asked(found["suspend"]) == {
        "kind": ("choice", True, 9),
        "ground": ("lines", True, 0),
        "expected_days": ("days", True, 0),
    }
    assert asked(found["extend"]) == {
        "working_days": ("days", True, 0), "reason": ("lines", True, 0), "approver": ("text", True, 0),
        "clock": ("choice", True, 2),
    }  # fmt: skip
    assert found["extend"].words.zh == "延长时限（至多 10 个工作日）"
    inside = [d.code for d in hall.catalogue.departments.values() if not d.outside]
    assert asked(found["transfer"])["department"] == ("choice", True, len(inside) - 1)
    assert "urban-management" not in dict(found["ask-opinion"].asked[0].options)


def test_a_survey_asks_for_its_inspectors_and_the_decision_for_the_result(hall):
    number = hall.permit()
    hall.act("claim", f"{number}/1")
    hall.act("review", f"{number}/1", opinion="齐全")
    hall.act("claim", f"{number}/1")
    survey = offers(hall, number, OWN)["review"]
    assert asked(survey)["inspectors"] == ("names", True, 0)
    assert survey.asked[-1].words.zh == "核查人员（至少 2 人）"
    hall.act("review", f"{number}/1", opinion="相符", inspectors=["甲", "乙"])
    hall.act("claim", f"{number}/1", OTHER_REVIEWER)
    second = Officer("reviewer2", "审批二", "reviewer", "urban-management")
    found = offers(hall, number, second)
    assert next(iter(found)) == "approve"
    assert "refuse" in found
    assert asked(found["approve"]) == {
        "result_name": ("text", False, 0), "result_no": ("text", False, 0), "valid_until": ("date", False, 0),
    }  # fmt: skip
    assert asked(found["refuse"]) == {"reasons": ("lines", True, 0), "basis": ("lines", True, 0)}
    assert found["refuse"].asked[1].phrases[0].zh == "城镇排水与污水处理条例 第二十一条"
    assert "review" not in found


def test_what_lies_before_the_head_is_offered_to_the_head_alone(hall):
    number = hall.permit()
    hall.act("claim", f"{number}/1")
    hall.act("escalate", f"{number}/1", reason="重大")
    assert "claim" not in offers(hall, number, OWN)
    assert verbs(hall, number, OWN_HEAD)[0] == "claim*"


def test_a_stopped_case_is_resumed_by_its_holder(hall):
    number = hall.permit()
    hall.act("claim", f"{number}/1")
    hall.act("suspend", f"{number}/1", kind="hearing", ground="x", expected_days=5)
    assert verbs(hall, number, OWN)[0] == "resume*"
    assert {"suspend", "reassign"} <= set(verbs(hall, number, OWN))
    assert "resume" in offers(hall, number, OWN_HEAD)
    assert "resume" not in offers(hall, number, Officer("other", "同事", "reviewer", "urban-management"))
    hall.act("request-supplement", f"{number}/1", materials=["drainage_test"], reason="缺")
    assert verbs(hall, number, OWN)[0] == "resume*"
    assert "receive-supplement" in verbs(hall, number, OWN)
    assert asked(offers(hall, number, CLERK)["receive-supplement"]) == {"materials": ("several", True, 1)}
    hall.act("resume", f"{number}/1")
    assert "resume" not in offers(hall, number, OWN)


def test_what_was_only_received_is_decided_on_first(hall):
    hall.catalogue = with_item(a_catalogue(), "drainage-permit", window_power="receive_only")
    number = hall.permit()
    found = offers(hall, number, OWN)
    assert verbs(hall, number, OWN)[0] == "decide-acceptance*"
    assert "claim" not in found
    assert asked(found["decide-acceptance"]) == {
        "outcome": ("choice", True, 4), "materials": ("several", False, 4), "reasons": ("lines", False, 0),
        "authority": ("text", False, 0),
    }  # fmt: skip
    assert "ask-again" in offers(hall, number, SUPERVISOR)
    hall.act("decide-acceptance", f"{number}/1", outcome="accepted")
    assert "decide-acceptance" not in offers(hall, number, OWN)
    assert "ask-again" not in offers(hall, number, SUPERVISOR)


def test_corrections_are_offered_while_the_case_is_open(hall):
    number = hall.accept(a_permit_form(materials=[])).dossier.application.number
    assert verbs(hall, number, CLERK)[0] == "receive-correction*"
    assert asked(offers(hall, number, CLERK)["receive-correction"]) == {"materials": ("several", True, 2)}
    assert asked(offers(hall, number, SUPERVISOR)["ask-again"]) == {
        "materials": ("several", True, 4),
        "reason": ("lines", True, 0),
    }
    hall.act("withdraw", f"{number}/1", CLERK, reason="不办了")
    assert verbs(hall, number, CLERK) == ["record-payment"]


def test_a_dispute_is_brought_once_and_ruled_on_by_the_supervisor(hall):
    number = hall.permit()
    hall.act("claim", f"{number}/1")
    assert "rule" not in offers(hall, number, SUPERVISOR)
    hall.act("coordinate", f"{number}/1", question="容量")
    assert "coordinate" not in offers(hall, number, OWN)
    assert "rule*" in verbs(hall, number, SUPERVISOR)


def test_the_department_that_was_asked_answers_and_the_window_may_enter_it(hall):
    number = hall.permit()
    hall.act("claim", f"{number}/1")
    assert verbs(hall, number, WATER) == []
    hall.act("ask-opinion", f"{number}/1", department="water-affairs", question="?", working_days=2)
    assert verbs(hall, number, WATER) == ["give-opinion*"]
    assert offers(hall, number, WATER)["give-opinion"].data == (("department", "water-affairs"),)
    given = asked(offers(hall, number, WATER)["give-opinion"])
    assert given == {"opinion": ("lines", True, 0), "position": ("choice", True, 3)}
    hall.scan(number, "f" * 64)
    entered = offers(hall, number, CLERK)["give-opinion"]
    assert asked(entered)["on_behalf_of.scan"] == ("choice", False, 2)
    assert asked(entered)["on_behalf_of.name"] == ("text", True, 0)
    assert entered.data == (("department", "water-affairs"),)


def test_an_order_of_supervision_is_answered_by_the_department(hall):
    number = hall.permit()
    assert "answer-supervision" not in offers(hall, number, OWN)
    hall.act("supervise", f"{number}/1", SUPERVISOR, text="请说明", reply_by="2026-11-25")
    assert "answer-supervision" in verbs(hall, number, OWN)
    assert asked(offers(hall, number, SUPERVISOR)["supervise"]) == {
        "text": ("lines", True, 0),
        "reply_by": ("date", True, 0),
    }


def test_a_grant_is_registered_or_revoked_and_a_refusal_is_neither(hall):
    number = hall.start_up()
    hall.act("claim", f"{number}/1")
    hall.act("approve", f"{number}/1")
    assert verbs(hall, number, REVIEWER, "company-establishment") == [
        "register-result*",
        "take-papers",
        "revoke",
    ]
    found = offers(hall, number, CLERK, "company-establishment")
    assert asked(found["register-result"]) == {
        "name": ("text", True, 0), "no": ("text", False, 0), "valid_until": ("date", False, 0), "place": ("text", False, 0),
    }  # fmt: skip
    assert "revoke" in offers(hall, number, REVIEWER, "company-establishment")
    assert "revoke" not in offers(hall, number, CLERK, "company-establishment")
    hall.act("register-result", f"{number}/1", CLERK, name="执照")
    assert "register-result" not in offers(hall, number, CLERK, "company-establishment")
    assert "revoke" in offers(hall, number, REVIEWER, "company-establishment")
    hall.act("claim", f"{number}/3")
    hall.act("refuse", f"{number}/3", reasons="x", basis="y")
    for verb in ("register-result", "revoke", "withdraw"):
        assert verb not in offers(hall, number, REVIEWER, "first-invoice")
        assert verb not in offers(hall, number, CLERK, "first-invoice")


def test_milestones_are_offered_until_they_were_reached(hall):
    number = hall.start_up()
    hall.act("claim", f"{number}/1")
    hall.act("approve", f"{number}/1")

    def left() -> list[str]:
        one = offers(hall, number, CLERK, "seal-engraving").get("milestone")
        return [code for code, _ in one.asked[0].options] if one else []

    assert left() == ["seal_filed", "seal_made"]
    hall.act("milestone", f"{number}/2", name="seal_made")
    assert left() == ["seal_filed"]
    assert "milestone" not in offers(hall, number, CLERK, "company-establishment")
    hall.act("withdraw", f"{number}/2", CLERK, reason="不办了")
    assert left() == []


def test_materials_are_signed_for_by_whoever_has_them_not(hall):
    number = hall.permit()
    assert "take-papers" not in offers(hall, number, CLERK)
    hall.act("take-papers", f"{number}/1")
    assert "take-papers" in offers(hall, number, CLERK)
    assert "take-papers" not in offers(hall, number, OWN)


def test_a_joint_conclusion_is_the_leads_and_the_others_give_opinions(hall):
    number = hall.stage("construction-permit")
    for n in "123":
        hall.act("claim", f"{number}/{n}")
    assert verbs(hall, number, REVIEWER, "drawing-review")[0] == "approve*"
    assert verbs(hall, number, REVIEWER, "drawing-review-security")[0] == "review*"
    hall.act("review", f"{number}/3", opinion="合格")
    assert "claim" not in offers(hall, number, REVIEWER, "drawing-review-security")


def test_the_stage_is_extended_through_its_leads_case(hall):
    number = hall.stage("construction-works")
    lead = offers(hall, number, REVIEWER, "design-scheme-review")["extend"]
    assert lead.words.zh == "延长时限（至多 15 个工作日）"
    assert (
        offers(hall, number, REVIEWER, "air-defence-basement")["extend"].words.zh
        == "延长时限（至多 10 个工作日）"
    )


def test_an_inspection_is_recorded_by_the_department(hall):
    number = hall.stage("construction-land-planning")
    hall.act("claim", f"{number}/5")
    assert "inspect" not in offers(hall, number, REVIEWER, "soil-water-plan")
    hall.act("approve", f"{number}/5")
    one = offers(hall, number, REVIEWER, "soil-water-plan")["inspect"]
    assert asked(one) == {
        "fulfilled": ("flag", True, 0),
        "inspectors": ("names", True, 0),
        "finding": ("lines", False, 0),
    }


@pytest.mark.parametrize("who", [CLERK, REVIEWER, HEAD, SUPERVISOR])
def test_nothing_is_offered_on_a_void_application(hall, who):
    number = hall.permit()
    hall.act("void", number, CLERK, reason="误受理")
    assert verbs(hall, number, who) == []


def test_what_takes_something_back_stands_last_and_is_never_the_usual_step(hall):
    number = hall.permit()
    hall.act("claim", f"{number}/1")
    for who in (OWN, CLERK, SUPERVISOR):
        found = list(offers(hall, number, who).values())
        undoing = [one.undoes for one in found]
        assert undoing == sorted(undoing)
        assert not any(one.main and one.undoes for one in found)


def test_a_decision_that_the_window_enters_is_never_its_usual_step(hall):
    number = hall.start_up()
    found = offers(hall, number, CLERK, "company-establishment")
    assert found["approve"].words.zh == "代部门录入：批准"
    assert not found["approve"].main
    assert [fact.key for fact in found["approve"].asked][:3] == [
        "on_behalf_of.name", "on_behalf_of.how", "on_behalf_of.scan",
    ]  # fmt: skip


def test_a_second_visit_begins_with_what_was_brought_not_with_a_departments_answer(hall):
    number = hall.permit_owing()
    found = offers(hall, number, CLERK)
    assert next(iter(found)) == "fulfil-debt"
    entered = [one.entered for one in found.values() if not one.undoes]
    assert any(entered)
    assert entered == sorted(entered)
