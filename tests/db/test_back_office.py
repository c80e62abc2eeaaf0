"""The back office's steps on both databases: who may, when, and what it leaves behind."""

from datetime import datetime, timedelta

import pytest

from counter.cli.project_forms import stage_form
from counter.cli.rehearsal import SAMPLE_FORMS
from counter.domain.case import CaseClock
from counter.domain.errors import CounterError, InputRefused, NotAllowed
from counter.usecases.hall.calendars import calendar_in_force
from counter.usecases.intake.accept_form import accept_form
from counter.usecases.intake.scans import attach_scan
from counter.usecases.ports.accounts import Officer
from counter.usecases.printouts.of_application import printouts_of
from counter.usecases.reading.dossiers import dossier_of
from counter.usecases.steps.carry_out import carry_out
from counter.usecases.steps.pause import supplemented
from tests.conftest import CLERK, MONDAY, REVIEWER, a_form, local

HEAD = Officer("head", "演练负责人", "head", "*")
SUPERVISOR = Officer("supervisor", "演练督办", "supervisor")
LAND = Officer("reviewer-natural-resources", "自然资源演练审批", "reviewer", "natural-resources")
BUILDING = Officer("reviewer-housing-construction", "住建演练审批", "reviewer", "housing-construction")
DEFENCE = Officer("reviewer-civil-air-defence", "人防演练审批", "reviewer", "civil-air-defence")


def stage(core, package: str, **changes) -> str:
    return accept_form(core.app, stage_form(package, **changes), CLERK).dossier.application.number


def case(core, number: str, item: str):
    return next(clocked for clocked in dossier_of(core.app, number).cases if clocked.case.item == item)


def name_of(core, number: str, item: str) -> str:
    return f"{number}/{case(core, number, item).case.ordinal}"


def act(core, verb: str, named: str, who: Officer, **data):
    return carry_out(core.app, verb, named, who, data)


def code_of(refusal) -> str:
    return str(refusal.value.code)


def clock(clocked, kind: str):
    return next(one for one in clocked.clocks if one.kind == kind)


@pytest.fixture
def scheme(core) -> str:
    """The case of a design scheme: examination, then the decision by another person."""
    return name_of(core, stage(core, "construction-works"), "design-scheme-review")


def test_a_second_person_decides_after_the_examination(core, scheme):
    act(core, "claim", scheme, LAND)
    with pytest.raises(NotAllowed) as early:
        act(core, "approve", scheme, LAND)
    assert code_of(early) == "step_missing"
    act(core, "review", scheme, LAND, opinion="方案符合规划条件", position="agree")
    clocked = case(core, scheme.split("/")[0], "design-scheme-review")
    assert (str(clocked.case.state), clocked.case.step, clocked.case.handler) == ("waiting", "decision", None)
    with pytest.raises(NotAllowed) as same:
        act(core, "claim", scheme, LAND)
    assert code_of(same) == "another_person"
    act(core, "claim", scheme, HEAD)
    act(core, "approve", scheme, HEAD, result_name="设计方案审定意见")
    assert str(case(core, scheme.split("/")[0], "design-scheme-review").case.state) == "decided"


def test_a_review_can_go_back_to_the_step_before(core, scheme):
    act(core, "claim", scheme, LAND)
    act(core, "review", scheme, LAND, opinion="同意")
    act(core, "claim", scheme, HEAD)
    act(core, "review", scheme, HEAD, opinion="请补充日照分析", position="return")
    clocked = case(core, scheme.split("/")[0], "design-scheme-review")
    assert (clocked.case.step, str(clocked.case.state)) == ("examination", "waiting")


def test_a_site_survey_needs_two_inspectors(core):
    number = stage(core, "construction-acceptance")
    named = name_of(core, number, "acceptance-planning")
    act(core, "claim", named, LAND)
    with pytest.raises(InputRefused) as alone:
        act(core, "review", named, LAND, opinion="现场核查", inspectors=["甲"])
    assert "inspectors" in alone.value.fields
    act(core, "review", named, LAND, opinion="现场核查", inspectors=["甲", "乙"])
    assert case(core, number, "acceptance-planning").case.step == "decision"


MEMBERS = (
    "acceptance-planning",
    "acceptance-land",
    "acceptance-fire",
    "acceptance-air-defence",
    "acceptance-archives",
)


def examine(core, number: str, item: str, position: str = "agree") -> None:
    """Take a member of the joint check through its survey to its opinion."""
    named = name_of(core, number, item)
    if case(core, number, item).case.step == "survey":
        act(core, "claim", named, REVIEWER)
        act(core, "review", named, REVIEWER, opinion="现场核查", inspectors=["甲", "乙"])
    act(core, "claim", named, REVIEWER)
    if item != "joint-acceptance":
        act(core, "review", named, REVIEWER, opinion="意见", position=position)


def test_a_joint_check_has_one_conclusion(core):
    number = stage(core, "construction-acceptance")
    lead = name_of(core, number, "joint-acceptance")
    examine(core, number, "joint-acceptance")
    for item in MEMBERS[:-1]:
        examine(core, number, item)
    with pytest.raises(NotAllowed) as alone:
        act(core, "approve", name_of(core, number, "acceptance-fire"), REVIEWER)
    assert code_of(alone) in ("joint_conclusion", "wrong_state")
    with pytest.raises(NotAllowed) as missing:
        act(core, "approve", lead, REVIEWER)
    assert code_of(missing) == "joint_opinion_missing"
    assert "城建档案" in missing.value.words.zh
    examine(core, number, MEMBERS[-1])
    act(core, "approve", lead, REVIEWER, result_name="联合验收意见书")
    states = {f.case.item: str(f.case.state) for f in dossier_of(core.app, number).cases}
    assert all(states[item] == "decided" for item in (*MEMBERS, "joint-acceptance"))
    assert states["completion-filing"] == "waiting"


def test_a_disagreeing_department_is_ruled_on_before_the_conclusion(core):
    number = stage(core, "construction-acceptance")
    lead = name_of(core, number, "joint-acceptance")
    for item in MEMBERS:
        examine(core, number, item, "disagree" if item == "acceptance-fire" else "agree")
    examine(core, number, "joint-acceptance")
    with pytest.raises(NotAllowed) as open_:
        act(core, "approve", lead, REVIEWER)
    assert code_of(open_) == "disagreement"
    fire = name_of(core, number, "acceptance-fire")
    act(core, "coordinate", fire, REVIEWER, question="消防通道宽度如何认定")
    with pytest.raises(NotAllowed) as role:
        act(core, "rule", fire, REVIEWER, ruling="按四米认定")
    assert code_of(role) == "not_allowed"
    act(core, "rule", fire, SUPERVISOR, ruling="按四米认定，限期整改后通过")
    act(core, "approve", lead, REVIEWER)
    assert str(case(core, number, "acceptance-fire").case.state) == "decided"


def test_an_opinion_has_its_own_clock_and_holds_the_decision(core, scheme):
    number = scheme.split("/")[0]
    act(core, "claim", scheme, LAND)
    before = clock(case(core, number, "design-scheme-review"), "promised").due_at
    act(
        core,
        "ask-opinion",
        scheme,
        LAND,
        department="urban-management",
        question="与管线是否冲突",
        working_days=3,
    )
    one = dossier_of(core.app, number).requests[0]
    assert (one.kind, one.department, one.due_at) == (
        "opinion",
        "urban-management",
        local("2026-11-26 17:00"),
    )
    assert clock(case(core, number, "design-scheme-review"), "promised").due_at == before
    act(core, "review", scheme, LAND, opinion="同意")
    act(core, "claim", scheme, HEAD)
    with pytest.raises(NotAllowed) as waiting:
        act(core, "approve", scheme, HEAD)
    assert code_of(waiting) == "opinion_open"
    with pytest.raises(NotAllowed) as wrong:
        act(core, "give-opinion", scheme, LAND, opinion="同意", position="agree")
    assert code_of(wrong) in ("not_allowed", "not_asked")
    city = Officer("reviewer-urban-management", "城管", "reviewer", "urban-management")
    act(core, "give-opinion", scheme, city, opinion="西侧管线须改", position="disagree")
    with pytest.raises(NotAllowed) as against:
        act(core, "approve", scheme, HEAD)
    assert code_of(against) == "disagreement"
    act(core, "coordinate", scheme, HEAD, question="管线改迁")
    act(core, "rule", scheme, SUPERVISOR, ruling="先改迁后施工")
    act(core, "approve", scheme, HEAD)


def test_the_window_enters_what_a_department_answered_on_paper(core, scheme):
    number = scheme.split("/")[0]
    act(core, "claim", scheme, LAND)
    act(core, "ask-opinion", scheme, LAND, department="gas-supply", question="管线", working_days=2)
    behalf = {"name": "燃气公司值班员", "how": "paper", "scan": "0" * 64}
    with pytest.raises(InputRefused) as scan:
        act(core, "give-opinion", scheme, CLERK, opinion="无意见", position="agree", on_behalf_of=behalf)
    assert "on_behalf_of.scan" in scan.value.fields
    digest = attach_scan(core.app, scheme, CLERK, b"%PDF-1.4 signed answer", "answer.pdf")
    act(
        core, "give-opinion", scheme, CLERK, opinion="无意见", position="agree",
        on_behalf_of={**behalf, "scan": digest},
    )  # fmt: skip
    one = dossier_of(core.app, number).requests[0]
    assert (one.position, one.answered_by) == ("agree", "clerk")


def test_a_department_without_the_program_is_decided_for_at_the_window(core):
    number = accept_form(core.app, a_form(), CLERK).dossier.application.number
    with pytest.raises(NotAllowed):
        act(core, "approve", f"{number}/1", CLERK)
    act(core, "approve", f"{number}/1", CLERK, on_behalf_of={"name": "登记科值班员", "how": "telephone"})
    assert str(dossier_of(core.app, number).cases[0].case.state) == "decided"


def test_a_transferred_case_is_the_other_departments(core, scheme):
    act(core, "claim", scheme, LAND)
    act(core, "transfer", scheme, LAND, department="housing-construction", reason="职责调整")
    with pytest.raises(NotAllowed) as late:
        act(core, "review", scheme, LAND, opinion="同意")
    assert code_of(late) == "not_allowed"
    act(core, "claim", scheme, BUILDING)
    clocked = case(core, scheme.split("/")[0], "design-scheme-review")
    assert (clocked.case.department, clocked.case.handler) == ("housing-construction", BUILDING.name)
    with pytest.raises(InputRefused):
        act(core, "transfer", scheme, BUILDING, department="nowhere", reason="x")


def test_an_absent_colleagues_case_is_handed_to_another(core, scheme):
    act(core, "claim", scheme, LAND)
    with pytest.raises(NotAllowed):
        act(core, "reassign", scheme, REVIEWER, to="reviewer", reason="请假")
    with pytest.raises(InputRefused):
        act(core, "reassign", scheme, HEAD, to="clerk", reason="请假")
    act(core, "reassign", scheme, HEAD, to="reviewer", reason="请假")
    assert case(core, scheme.split("/")[0], "design-scheme-review").case.handler == "reviewer"


def test_an_escalated_case_is_the_heads(core, scheme):
    act(core, "claim", scheme, LAND)
    act(core, "escalate", scheme, LAND, reason="拿不准")
    with pytest.raises(NotAllowed) as head:
        act(core, "claim", scheme, REVIEWER)
    assert code_of(head) == "head_only"
    act(core, "claim", scheme, HEAD)
    act(core, "review", scheme, HEAD, opinion="按程序继续", position="return")
    act(core, "claim", scheme, REVIEWER)


def test_an_extension_is_once_in_time_and_within_the_law(core):
    number = stage(core, "construction-works")
    named = name_of(core, number, "air-defence-basement")
    act(core, "claim", named, DEFENCE)
    before = clock(case(core, number, "air-defence-basement"), "statutory").due_at
    for data, field in (
        ({"working_days": 11, "reason": "专家不足", "approver": "人防办主任"}, "working_days"),
        ({"working_days": 5, "approver": "人防办主任"}, "reason"),
        ({"working_days": 5, "reason": "专家不足", "approver": DEFENCE.name}, "approver"),
    ):
        with pytest.raises(InputRefused) as wrong:
            carry_out(core.app, "extend", named, DEFENCE, data)
        assert field in wrong.value.fields
    act(core, "extend", named, DEFENCE, working_days=10, reason="专家不足", approver="人防办主任")
    after = clock(case(core, number, "air-defence-basement"), "statutory")
    assert (before, after.due_at, after.extension_days) == (
        local("2026-12-21 17:00"),
        local("2027-01-05 17:00"),
        10,
    )
    with pytest.raises(NotAllowed) as twice:
        act(core, "extend", named, DEFENCE, working_days=1, reason="又", approver="人防办主任")
    assert code_of(twice) == "extended_already"
    core.at = local("2026-12-10 10:00")
    with pytest.raises(NotAllowed) as late:
        act(
            core,
            "extend",
            named,
            DEFENCE,
            working_days=1,
            reason="晚",
            approver="人防办主任",
            clock="promised",
        )
    assert code_of(late) == "overdue"


def test_a_stage_is_extended_once_by_its_lead_department_with_the_governments_approval(core):
    number = stage(core, "construction-works")
    planning, defence = (
        name_of(core, number, code) for code in ("works-planning-permit", "air-defence-basement")
    )
    asked = {"clock": "stage", "reason": "专家论证", "approver": "市人民政府分管副市长"}

    def joint() -> CaseClock:
        return next(c for c in dossier_of(core.app, number).package_clocks if c.rule == "ALL 42")

    before = joint().due_at
    with pytest.raises(NotAllowed) as other:
        carry_out(core.app, "extend", defence, DEFENCE, {**asked, "working_days": 5})
    assert code_of(other) == "not_lead"
    with pytest.raises(InputRefused) as long:
        carry_out(core.app, "extend", planning, REVIEWER, {**asked, "working_days": 16})
    assert "working_days" in long.value.fields
    carry_out(core.app, "extend", planning, REVIEWER, {**asked, "working_days": 15})
    after = joint()
    assert (before, after.due_at) == (after_days(core, 45), after_days(core, 60))
    assert after.extension_days == 15
    with pytest.raises(NotAllowed) as twice:
        carry_out(core.app, "extend", planning, REVIEWER, {**asked, "working_days": 1})
    assert code_of(twice) == "extended_already"
    printouts = printouts_of(core.app, number, CLERK, kinds=("extension_notice",))
    assert [printout.kind for printout in printouts] == ["extension_notice"]
    event = next(e for e in dossier_of(core.app, number).events if e.what == "extend")
    assert event.data["change"]["clock_due"] == [before.isoformat(), after.due_at.isoformat()]


def after_days(core, days: int) -> datetime:
    """Count working days one by one from the Monday, the day itself not counted."""
    calendar, day = calendar_in_force(core.app), MONDAY.date()
    while days:
        day += timedelta(days=1)
        days -= calendar.fact(day).is_working
    return local(f"{day} 17:00")


def test_what_came_after_a_request_is_shown_apart_from_what_was_there(core):
    number = stage(core, "construction-works")
    named = name_of(core, number, "air-defence-basement")
    case_no = case(core, number, "air-defence-basement").case.case_no
    carry_out(
        core.app,
        "correct-entry",
        number,
        CLERK,
        {"field": "applicant.phone", "value": "13900000001", "reason": "换号"},
    )
    assert supplemented(dossier_of(core.app, number), case_no) is None
    act(core, "claim", named, DEFENCE)
    act(core, "request-supplement", named, DEFENCE, materials=["air_defence_plan"], reason="缺签章")
    assert supplemented(dossier_of(core.app, number), case_no) is None
    core.at = MONDAY + timedelta(days=1)
    carry_out(
        core.app,
        "correct-entry",
        number,
        CLERK,
        {"field": "answers.project_leader", "value": "高工", "reason": "补正"},
    )
    act(core, "receive-supplement", named, CLERK, materials=["air_defence_plan"])
    found = supplemented(dossier_of(core.app, number), case_no)
    assert found is not None
    assert found.asked_at == MONDAY
    assert found.materials == (("air_defence_plan", core.at),)
    assert [(field, after) for field, _, after in found.entries] == [("answers.project_leader", "高工")]


def test_measure_clocks_are_never_extended(core):
    number = accept_form(core.app, a_form(), CLERK).dossier.application.number
    act(core, "claim", f"{number}/1", REVIEWER)
    with pytest.raises(InputRefused) as wrong:
        act(
            core, "extend", f"{number}/1", REVIEWER, working_days=1, reason="x", approver="局长",
            clock="measure",
        )  # fmt: skip
    assert "clock" in wrong.value.fields


def test_overlapping_suspensions_are_counted_once_and_end_one_by_one(core):
    number = stage(core, "construction-works")
    named = name_of(core, number, "air-defence-basement")
    act(core, "claim", named, DEFENCE)
    act(core, "suspend", named, DEFENCE, kind="expert_review", ground="专家论证", expected_days=5)
    core.at = MONDAY + timedelta(days=1)
    act(core, "request-supplement", named, DEFENCE, materials=["air_defence_plan"], reason="缺签章")
    core.at = MONDAY + timedelta(days=2)
    act(core, "resume", named, DEFENCE, result="论证通过")
    clocked = case(core, number, "air-defence-basement")
    assert str(clocked.case.state) == "suspended"
    assert clock(clocked, "statutory").due_at == local("2026-12-23 17:00")
    assert clock(clocked, "promised").due_at is None
    core.at = MONDAY + timedelta(days=3)
    act(core, "receive-supplement", named, CLERK, materials=["air_defence_plan"])
    clocked = case(core, number, "air-defence-basement")
    assert str(clocked.case.state) == "claimed"
    assert clock(clocked, "statutory").due_at == local("2026-12-23 17:00")
    assert clock(clocked, "promised").due_at == local("2026-12-08 17:00")


def test_a_promise_is_inspected_and_a_broken_one_revokes_the_grant(core):
    number = stage(core, "construction-land-planning")
    named = name_of(core, number, "soil-water-plan")
    act(core, "claim", named, REVIEWER)
    act(core, "approve", named, REVIEWER)
    task = dossier_of(core.app, number).requests[0]
    assert (task.kind, task.department) == ("inspection", "water-affairs")
    with pytest.raises(InputRefused):
        act(core, "inspect", named, REVIEWER, fulfilled=False, inspectors=["甲"])
    act(core, "inspect", named, REVIEWER, fulfilled=False, inspectors=["甲", "乙"], finding="措施未落实")
    assert dossier_of(core.app, number).requests[0].position == "disagree"
    act(core, "revoke", named, REVIEWER, reason="承诺不实")
    clocked = case(core, number, "soil-water-plan")
    assert (str(clocked.case.state), clocked.case.closing) == ("terminated", "revoked")
    with pytest.raises(CounterError):
        act(core, "register-result", named, CLERK, name="x")


def test_a_lapsed_promise_opens_an_inspection(core):
    form = {
        "items": ["water-connection"],
        "applicant": {
            "type": "natural_person", "name": "孙秀兰", "id_type": "resident_id",
            "id_number": "230833196502120020", "phone": "13845670001",
        },
        "answers": {"customer_name": "孙秀兰", "use_address": "通江镇 1 号", "water_purpose": "resident"},
        "materials": [
            {"code": "water_form", "form": "original"},
            {"code": "water_subject", "form": "sighted"},
            {"code": "water_premises", "due": "2026-11-27"},
        ],
        "commitments": ["water_premises"],
        "window": "3",
    }  # fmt: skip
    number = accept_form(core.app, form, CLERK).dossier.application.number
    with pytest.raises(NotAllowed) as early:
        act(core, "lapse-debt", f"{number}/1", CLERK, material="water_premises")
    assert code_of(early) == "not_due"
    core.at = local("2026-11-30 09:00")
    act(core, "lapse-debt", f"{number}/1", CLERK, material="water_premises")
    assert [one.kind for one in dossier_of(core.app, number).requests] == ["inspection"]
    with pytest.raises(NotAllowed) as twice:
        act(core, "lapse-debt", f"{number}/1", CLERK, material="water_premises")
    assert code_of(twice) == "already_recorded"


def test_a_case_is_terminated_on_a_stated_ground_only(core, scheme):
    act(core, "claim", scheme, LAND)
    with pytest.raises(NotAllowed) as nothing:
        act(core, "terminate", scheme, LAND, kind="no_correction", reason="没来")
    assert code_of(nothing) == "nothing_asked"
    act(core, "request-supplement", scheme, LAND, materials=["design_scheme"], reason="缺页")
    core.at = MONDAY + timedelta(days=20)
    act(core, "terminate", scheme, LAND, kind="no_correction", reason="逾期未补正")
    clocked = case(core, scheme.split("/")[0], "design-scheme-review")
    assert (str(clocked.case.state), clocked.case.closing) == ("terminated", "no_correction")
    assert all(stop.end is not None for stop in clocked.suspensions)
    assert case(core, scheme.split("/")[0], "works-planning-permit").case.closing == "upstream_refused"


def test_a_supervision_order_is_answered_by_its_date(core, scheme):
    with pytest.raises(InputRefused):
        act(core, "supervise", scheme, SUPERVISOR, text="请说明", reply_by="2026-11-20")
    act(core, "supervise", scheme, SUPERVISOR, text="请说明进度", reply_by="2026-11-25")
    one = dossier_of(core.app, scheme.split("/")[0]).requests[0]
    assert (one.kind, one.department) == ("supervision", "natural-resources")
    act(core, "answer-supervision", scheme, LAND, text="专家周三到位")
    assert dossier_of(core.app, scheme.split("/")[0]).requests[0].answer == "专家周三到位"
    with pytest.raises(NotAllowed):
        act(core, "answer-supervision", scheme, LAND, text="再答")


def test_a_payment_is_recorded_once_and_never_for_what_is_free(core):
    number = accept_form(core.app, SAMPLE_FORMS[-1], CLERK).dossier.application.number
    fee = {"order_no": "JK1", "amount": "80.50", "method": "card", "receipt_no": "S1"}
    with pytest.raises(NotAllowed) as free:
        carry_out(core.app, "record-payment", number, CLERK, fee)
    assert code_of(free) == "no_fee"
    number = stage(core, "construction-works")
    with pytest.raises(InputRefused):
        carry_out(core.app, "record-payment", number, CLERK, {**fee, "amount": "80.505"})
    carry_out(core.app, "record-payment", number, CLERK, fee)
    with pytest.raises(NotAllowed) as twice:
        carry_out(core.app, "record-payment", number, CLERK, fee)
    assert code_of(twice) == "already_recorded"


def test_every_event_says_what_it_changed(core, scheme):
    act(core, "claim", scheme, LAND)
    event = dossier_of(core.app, scheme.split("/")[0]).events[-1]
    assert event.what == "claim"
    assert event.data["change"] == {"state": ["waiting", "claimed"], "handler": [None, LAND.name]}
