"""Grant, refusal, joint conclusion, result, termination, revocation (ALL 38, 44, 69; measures 8, 11, 13)."""

import pytest

from counter.usecases.ports.accounts import Officer
from tests.usecases.mortgage import MORTGAGE
from tests.usecases.one_hall import CLERK, HEAD, OTHER_REVIEWER, REVIEWER, AHall, refused, shown

MEMBERS = (
    "acceptance-planning", "acceptance-land", "acceptance-fire", "acceptance-air-defence", "acceptance-archives",
)  # fmt: skip
BASIS = "城镇排水与污水处理条例 第二十一条"


def ready_to_decide(hall: AHall, **changes) -> str:
    """A permit in the hand of the second person."""
    number = hall.permit(**changes)
    hall.act("claim", f"{number}/1")
    hall.act("review", f"{number}/1", opinion="材料齐全")
    hall.act("claim", f"{number}/1")
    hall.act("review", f"{number}/1", opinion="现场相符", inspectors=["甲", "乙"])
    hall.act("claim", f"{number}/1", OTHER_REVIEWER)
    return number


def granted(hall: AHall) -> str:
    number = ready_to_decide(hall)
    hall.act("approve", f"{number}/1", OTHER_REVIEWER, result_name="排水许可证", result_no="排 7 号")
    return number


def test_a_grant_is_told_and_lets_the_ten_days_of_delivery_begin(hall):
    """ALL 44: ten working days from Tuesday 2026-11-24 end on Tuesday 2026-12-08."""
    number = ready_to_decide(hall)
    hall.clock("2026-11-24 09:00")
    hall.act(
        "approve",
        f"{number}/1",
        OTHER_REVIEWER,
        result_name="排水许可证",
        result_no="排 7 号",
        valid_until="2031/11/23",
    )
    case = hall.case(number)
    assert (case.state, case.closing, case.handler) == ("decided", "", "reviewer2")
    assert case.result == {"name": "排水许可证", "no": "排 7 号", "valid_until": "2031-11-23"}
    assert hall.clocks(number)["delivery ALL 44"] == "2026-12-08 17:00"
    assert case.due_at is None  # a clock of delivery binds nothing (timers of the office alone do)
    assert [(m.kind, m.key) for m in hall.messages(number)][-1] == ("decided", f"decided:{case.case_no}")
    assert "城镇污水排入排水管网许可" in hall.messages(number)[-1].text
    met = {one.kind: shown(one.ended_at) for one in hall.clocked(number).clocks}
    assert met == {"promised": "2026-11-24 09:00", "statutory": "2026-11-24 09:00", "delivery": None}


def test_a_grant_without_a_named_result_leaves_it_to_be_registered(hall):
    number = ready_to_decide(hall)
    hall.act("approve", f"{number}/1", OTHER_REVIEWER)
    assert hall.case(number).result == {}


def test_a_decision_waits_for_the_steps_before_it(hall):
    number = hall.permit()
    hall.act("claim", f"{number}/1")
    for verb, facts in (("approve", {}), ("refuse", {"reasons": "不符", "basis": BASIS})):
        with refused("step_missing"):
            hall.act(verb, f"{number}/1", **facts)
    hall.act("review", f"{number}/1", opinion="材料齐全")
    hall.act("claim", f"{number}/1")
    with refused("step_missing"):
        hall.act("approve", f"{number}/1")


def test_who_examined_does_not_decide_even_when_the_case_was_handed_back(hall):
    number = ready_to_decide(hall)
    hall.act("reassign", f"{number}/1", HEAD, to="reviewer", reason="请假")
    for verb, facts in (("approve", {}), ("refuse", {"reasons": "不符", "basis": BASIS})):
        with refused("another_person"):
            hall.act(verb, f"{number}/1", REVIEWER, **facts)


def test_a_refusal_gives_its_reasons_and_the_law(hall):
    number = ready_to_decide(hall)
    for facts, field in (({"basis": BASIS}, "reasons"), ({"reasons": "水质超标"}, "basis")):
        with refused("missing_field", field):
            hall.act("refuse", f"{number}/1", OTHER_REVIEWER, **facts)
    hall.act("refuse", f"{number}/1", OTHER_REVIEWER, reasons="水质超标", basis=BASIS)
    clocked = hall.clocked(number)
    assert (clocked.case.state, clocked.case.closing) == ("decided", "refused")
    assert {"decision", "closed"} <= set(clocked.moments)
    assert "delivery ALL 44" not in hall.clocks(number)
    assert hall.messages(number)[-1].kind == "decided"


def test_the_slip_of_what_was_refused_leads_somewhere_for_ninety_days(hall):
    number = ready_to_decide(hall)
    assert hall.application(number).token_until is None
    hall.act("refuse", f"{number}/1", OTHER_REVIEWER, reasons="水质超标", basis=BASIS)
    assert shown(hall.application(number).token_until) == "2027-02-21 10:00"


def test_a_result_is_registered_once_and_the_applicant_told_when_all_are_there(hall):
    number = granted(hall)
    hall.act(
        "register-result", f"{number}/1", CLERK, name="排水许可证", no="排 7 号", place="A-3", scan="f" * 64
    )
    case = hall.case(number)
    assert case.state == "ready"
    assert case.result == {
        "name": "排水许可证", "no": "排 7 号", "valid_until": "", "place": "A-3", "scan": "f" * 64,
    }  # fmt: skip
    assert hall.messages(number)[-1].key == f"ready:{number}:0"
    with refused("wrong_state"):
        hall.act("register-result", f"{number}/1", CLERK, name="排水许可证")


def test_nobody_is_told_before_the_last_result_is_there(hall):
    number = hall.start_up()
    for n in "1", "3", "4":
        hall.act("claim", f"{number}/{n}")
        hall.act("approve", f"{number}/{n}", result_name="结果")
    hall.act("claim", f"{number}/2")
    hall.act("approve", f"{number}/2", result_name="印章")
    told = []
    for n in "1234":
        hall.act("register-result", f"{number}/{n}", CLERK, name="结果")
        told.append([one.key for one in hall.messages(number) if one.kind == "ready"])
    assert told == [[], [], [], [f"ready:{number}:0"]]


def test_a_refusal_has_no_result(hall):
    number = ready_to_decide(hall)
    hall.act("refuse", f"{number}/1", OTHER_REVIEWER, reasons="水质超标", basis=BASIS)
    with refused("wrong_state"):
        hall.act("register-result", f"{number}/1", CLERK, name="排水许可证")
    with refused("wrong_state"):
        hall.act("revoke", f"{number}/1", reason="不实")


def test_a_grant_is_revoked_with_its_reason_and_once(hall):
    number = granted(hall)
    with refused("missing_field", "reason"):
        hall.act("revoke", f"{number}/1")
    hall.act("revoke", f"{number}/1", reason="承诺不实")
    clocked = hall.clocked(number)
    assert (clocked.case.state, clocked.case.closing) == ("terminated", "revoked")
    assert {"revoked", "closed"} <= set(clocked.moments)
    with refused("wrong_state"):
        hall.act("revoke", f"{number}/1", reason="承诺不实")


def test_a_case_ends_without_a_decision_on_a_lawful_ground_only(hall):
    number = hall.permit()
    with refused("bad_field", "kind"):
        hall.act("terminate", f"{number}/1", kind="tired", reason="x")
    with refused("nothing_asked"):
        hall.act("terminate", f"{number}/1", kind="no_correction", reason="x")
    hall.act("terminate", f"{number}/1", kind="object_lost", reason="项目取消")
    assert (hall.case(number).state, hall.case(number).closing) == ("terminated", "object_lost")
    with refused("wrong_state"):
        hall.act("terminate", f"{number}/1", kind="object_lost", reason="项目取消")


def test_a_case_whose_supplement_never_came_ends_for_that_and_its_stop_with_it(hall):
    number = hall.permit()
    hall.act("claim", f"{number}/1")
    hall.act("request-supplement", f"{number}/1", materials=["drainage_test"], reason="缺项")
    hall.clock("2026-12-23 10:00")
    hall.act("terminate", f"{number}/1", kind="no_correction", reason="逾期未补")
    clocked = hall.clocked(number)
    assert clocked.case.closing == "no_correction"
    assert [(one.kind, one.end) for one in clocked.suspensions] == [("supplement", hall.at)]


def acceptance(hall: AHall, *left_out: str, position: str = "agree") -> str:
    """The joint acceptance of a building: every department but those left out gave its opinion."""
    number = hall.stage("construction-acceptance")
    for n, item in enumerate(("joint-acceptance", *MEMBERS), 1):
        hall.act("claim", f"{number}/{n}")
        hall.act("review", f"{number}/{n}", opinion="现场核查", inspectors=["甲", "乙"])
        hall.act("claim", f"{number}/{n}")
        if item not in left_out and item != "joint-acceptance":
            said = position if item == "acceptance-fire" else "agree"
            hall.act("review", f"{number}/{n}", opinion="意见", position=said)
    return number


def test_a_department_of_a_joint_check_gives_an_opinion_and_no_conclusion(hall):
    number = acceptance(hall, "acceptance-archives")
    with refused("joint_conclusion"):
        hall.act("approve", f"{number}/6")
    given = hall.case(number, "acceptance-fire")
    assert (given.state, given.level, given.handler) == ("waiting", "joint", None)
    with refused("joint_conclusion"):
        hall.act("claim", f"{number}/4")
    with refused("joint_opinion_missing"):
        hall.act("approve", f"{number}/1")
    with refused("joint_opinion_missing"):
        hall.act("refuse", f"{number}/1", reasons="未竣工", basis="条例")


def test_the_leads_conclusion_is_that_of_all_and_lets_the_filing_begin(hall):
    number = acceptance(hall)
    hall.act("approve", f"{number}/1", result_name="联合验收意见书")
    states = {clocked.case.item: clocked.case.state for clocked in hall.database.kept.cases[number]}
    assert states == dict.fromkeys(("joint-acceptance", *MEMBERS), "decided") | {
        "completion-filing": "waiting"
    }
    fire = hall.clocked(number, "acceptance-fire")
    assert (fire.case.handler, fire.case.level, fire.case.closing) == ("reviewer", "", "")
    assert {"decision", "grant"} <= set(fire.moments)
    event = next(
        one for one in hall.history(number) if one.what == "approve" and one.case_no == fire.case.case_no
    )
    assert event.data["joint"] == hall.case(number, "joint-acceptance").case_no
    assert "started" in hall.events(number, hall.case(number, "completion-filing").case_no)


def test_what_was_promised_to_a_member_is_inspected_after_the_joint_grant(hall):
    """M13: the archives were promised; thirty working days from Monday 2026-11-23 end on 2027-01-05."""
    number = acceptance(hall)
    hall.act("approve", f"{number}/1", result_name="联合验收意见书")
    (one,) = hall.requests(number)
    assert (one.kind, one.department, one.data) == (
        "inspection",
        "urban-archives",
        {"materials": ["archive_files"]},
    )
    assert shown(one.due_at) == "2027-01-05 17:00"


def test_a_joint_refusal_is_that_of_all_and_ends_what_waited(hall):
    number = acceptance(hall)
    hall.act("refuse", f"{number}/1", reasons="未按图施工", basis="条例")
    closings = {clocked.case.item: clocked.case.closing for clocked in hall.database.kept.cases[number]}
    expected = dict.fromkeys(("joint-acceptance", *MEMBERS), "refused")
    assert closings == expected | {"completion-filing": "upstream_refused"}
    assert "closed" in hall.clocked(number, "acceptance-fire").moments
    assert hall.requests(number) == []


def test_a_department_that_disagrees_has_to_be_heard_first(hall):
    number = acceptance(hall, position="disagree")
    with refused("disagreement"):
        hall.act("approve", f"{number}/1")
    with refused("disagreement"):
        hall.act("approve", f"{number}/1", result_name="x")
    hall.act("coordinate", f"{number}/4", question="消防通道宽度")
    hall.act("rule", f"{number}/4", HEAD_OF_COORDINATION, ruling="符合")
    hall.act("approve", f"{number}/1")
    assert hall.case(number, "acceptance-fire").state == "decided"


HEAD_OF_COORDINATION = Officer("supervisor", "督办", "supervisor")


def test_a_grant_waits_for_the_opinion_that_was_asked_for(hall):
    number = ready_to_decide(hall)
    hall.act(
        "ask-opinion",
        f"{number}/1",
        OTHER_REVIEWER,
        department="water-affairs",
        question="管网容量？",
        working_days=3,
    )
    with refused("opinion_open"):
        hall.act("approve", f"{number}/1", OTHER_REVIEWER)
    water = Officer("water", "水务", "reviewer", "water-affairs")
    hall.act("give-opinion", f"{number}/1", water, opinion="容量不足", position="disagree")
    with refused("disagreement"):
        hall.act("approve", f"{number}/1", OTHER_REVIEWER)
    hall.act("coordinate", f"{number}/1", OTHER_REVIEWER, question="容量")
    with refused("opinion_open"):
        hall.act("approve", f"{number}/1", OTHER_REVIEWER)
    hall.act("rule", f"{number}/1", HEAD_OF_COORDINATION, ruling="可准予")
    hall.act("approve", f"{number}/1", OTHER_REVIEWER)
    assert hall.case(number).state == "decided"


def test_a_refusal_needs_no_agreement(hall):
    number = ready_to_decide(hall)
    hall.act(
        "ask-opinion",
        f"{number}/1",
        OTHER_REVIEWER,
        department="water-affairs",
        question="管网容量？",
        working_days=3,
    )
    hall.act("refuse", f"{number}/1", OTHER_REVIEWER, reasons="水质超标", basis=BASIS)
    assert hall.case(number).closing == "refused"


def test_the_window_enters_a_decision_that_came_by_telephone(hall):
    number = ready_to_decide(hall)
    said = {"name": "王科长", "how": "telephone"}
    with refused("overtaken"):
        hall.act("approve", f"{number}/1", CLERK, on_behalf_of=said)
    hall.act("release", f"{number}/1", OTHER_REVIEWER)
    hall.act("approve", f"{number}/1", CLERK, on_behalf_of=said)
    assert (hall.case(number).state, hall.case(number).handler) == ("decided", "clerk")


@pytest.mark.parametrize("day", ["2031-13-01", "明年", 20311123])
def test_a_validity_is_a_date(hall, day):
    number = ready_to_decide(hall)
    with refused("bad_field", "valid_until"):
        hall.act("approve", f"{number}/1", OTHER_REVIEWER, valid_until=day)


def test_what_was_promised_for_a_licence_is_inspected_by_its_department(hall):
    """M11, M13: the funds were promised for the works permit; the hall gives twelve working days."""
    hall.settle(message_gateway="outbox", inspection_days=12)
    number = hall.stage("construction-permit")
    for n in "123":
        hall.act("claim", f"{number}/{n}")
    for n in "23":
        hall.act("review", f"{number}/{n}", opinion="合格")
    hall.act("approve", f"{number}/1")
    assert hall.requests(number) == []
    hall.act("claim", f"{number}/4")
    hall.act("review", f"{number}/4", opinion="齐全")
    hall.act("claim", f"{number}/4", OTHER_REVIEWER)
    hall.act("approve", f"{number}/4", OTHER_REVIEWER)
    (one,) = hall.requests(number)
    assert one.question == "核查承诺是否属实、是否履行：建设资金承诺书"
    assert (one.department, one.asked_by, shown(one.due_at)) == (
        "housing-construction",
        "reviewer2",
        "2026-12-09 17:00",
    )


def test_real_estate_is_done_with_the_entry_in_the_register(hall):
    """不动产登记暂行条例 20: decided on Tuesday, written in the register on Wednesday; the thirty days end then."""
    number = hall.accept(MORTGAGE).dossier.application.number
    hall.act("claim", f"{number}/1")
    hall.clock("2026-11-24 10:00")
    hall.act("approve", f"{number}/1")

    def law() -> tuple[str | None, str | None]:
        (clock,) = [one for one in hall.clocked(number).clocks if one.kind == "statutory"]
        return shown(clock.due_at), shown(clock.ended_at)

    assert law() == ("2027-01-05 17:00", None)
    hall.clock("2026-11-25 10:00")
    hall.act("milestone", f"{number}/1", name="registered")
    assert law() == ("2027-01-05 17:00", "2026-11-25 10:00")
    assert {one.ended_at for one in hall.clocked(number).clocks} == {hall.at}
    assert hall.case(number).due_at is None
