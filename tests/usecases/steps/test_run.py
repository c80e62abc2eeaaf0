"""The one way a step is taken: what waits follows, clocks over the whole follow, everything is written down."""

from dataclasses import replace

import pytest

from counter.domain.errors import CounterError
from counter.usecases.steps.run import take
from tests.usecases.one_hall import CLERK, HEAD, OTHER_REVIEWER, REVIEWER, SUPERVISOR, AHall, refused, shown

UNITS = ("seal-engraving", "first-invoice", "social-insurance-registration")


def test_what_waited_for_a_grant_begins_with_it_and_its_clocks_count_from_then(hall):
    """M1: an hour after 11:00 is 14:00, the hall is closed from 11:30 to 13:30."""
    number = hall.start_up()
    assert [hall.case(number, item).state for item in UNITS] == ["not_started"] * 3
    hall.clock("2026-11-23 11:00")
    hall.act("claim", f"{number}/1")
    touched = hall.act("approve", f"{number}/1")
    assert [hall.case(number, item).state for item in UNITS] == ["waiting"] * 3
    assert touched.departments == {"market-regulation", "public-security", "tax", "human-resources"}
    assert hall.clocks(number, "seal-engraving")["measure M01.2"] == "2026-11-23 14:00"
    started = [one for one in hall.history(number) if one.what == "started"]
    assert [one.data for one in started] == [{"upstream": "company-establishment"}] * 3
    assert {one.who for one in started} == {"reviewer"}


def test_what_waited_ends_with_a_refusal(hall):
    number = hall.start_up()
    hall.act("claim", f"{number}/1")
    hall.act("refuse", f"{number}/1", reasons="名称不符", basis="条例")
    for item in UNITS:
        assert (hall.case(number, item).state, hall.case(number, item).closing) == (
            "terminated",
            "upstream_refused",
        )
        assert "closed" in hall.clocked(number, item).moments
    ended = [one.data for one in hall.history(number) if one.what == "upstream_refused"]
    assert ended == [{"upstream": "company-establishment"}] * 3


def test_what_waited_ends_when_the_case_before_it_is_withdrawn(hall):
    number = hall.start_up()
    hall.act("withdraw", f"{number}/1", CLERK, reason="不办了")
    assert hall.case(number, "company-establishment").state == "withdrawn"
    assert {hall.case(number, item).closing for item in UNITS} == {"upstream_refused"}
    assert hall.application(number).token_until is not None


def test_a_case_that_is_under_way_does_not_end_with_another(hall):
    number = hall.start_up()
    hall.act("claim", f"{number}/1")
    hall.act("approve", f"{number}/1")
    hall.act("revoke", f"{number}/1", reason="虚假")
    assert [hall.case(number, item).state for item in UNITS] == ["waiting"] * 3


def test_the_package_is_done_with_the_last_of_its_cases(hall):
    """M1: one working day over all four, from Monday to the close of Tuesday."""
    number = hall.start_up()
    assert hall.whole(number) == {"M01.0": ("2026-11-24 17:00", None)}
    for n in "134":
        hall.act("claim", f"{number}/{n}")
        hall.act("approve", f"{number}/{n}")
        hall.act("register-result", f"{number}/{n}", CLERK, name="结果")
    for moment, name in (("2026-11-23 14:00", "seal_made"), ("2026-11-23 15:00", "seal_filed")):
        assert hall.whole(number) == {"M01.0": ("2026-11-24 17:00", None)}
        hall.clock(moment)
        hall.act("milestone", f"{number}/2", name=name)
    assert hall.whole(number) == {"M01.0": ("2026-11-24 17:00", "2026-11-23 15:00")}


def test_a_step_that_is_refused_leaves_nothing_behind(hall):
    number = hall.permit()
    before = hall.database.kept.copy()
    with refused("wrong_state"):
        hall.act("approve", f"{number}/1")
    assert hall.database.kept == before


def test_a_case_that_was_moved_meanwhile_is_not_overwritten(hall):
    number = hall.permit()
    with hall.database.open() as uow:
        clocked = hall.clocked(number)
        uow.save_case(clocked, clocked)
        with pytest.raises(CounterError) as caught:
            uow.save_case(clocked, clocked)
        assert caught.value.code == "overtaken"


def test_nothing_is_done_on_an_application_that_was_taken_by_mistake(hall):
    number = hall.start_up()
    hall.act("void", number, CLERK, reason="误受理")
    for verb, named, who, facts in (
        ("claim", f"{number}/1", REVIEWER, {}),
        (
            "record-payment",
            number,
            CLERK,
            {"order_no": "1", "amount": "1", "method": "cash", "receipt_no": "1"},
        ),
        ("void", number, CLERK, {"reason": "再次"}),
        ("correct-entry", number, CLERK, {"field": "applicant.phone", "value": "1", "reason": "x"}),
    ):
        with refused("voided"):
            hall.act(verb, named, who, **facts)


def test_a_void_application_keeps_its_number_and_its_open_cases_close(hall):
    number = hall.start_up()
    with refused("missing_field", "reason"):
        hall.act("void", number, CLERK)
    touched = hall.act("void", number, CLERK, reason="误受理")
    assert touched.departments == {"market-regulation", "public-security", "tax", "human-resources"}
    assert touched.applications == {number}
    assert hall.application(number).void_reason == "误受理"
    assert {clocked.case.state for clocked in hall.database.kept.cases[number]} == {"void"}
    assert {clocked.case.closing for clocked in hall.database.kept.cases[number]} == {"void"}
    assert shown(hall.application(number).token_until) == "2027-02-21 10:00"
    assert (hall.last(number).what, hall.last(number).data) == ("void", {"reason": "误受理"})


def test_what_was_refused_stays_so_when_the_rest_is_void(hall):
    number = hall.stage("construction-works")
    hall.act("terminate", f"{number}/3", kind="object_lost", reason="x")
    hall.act("void", number, CLERK, reason="误受理")
    assert [clocked.case.state for clocked in hall.database.kept.cases[number]] == [
        "void",
        "void",
        "terminated",
    ]


def test_a_granted_case_is_not_voided(hall):
    number = hall.start_up()
    hall.act("claim", f"{number}/1")
    hall.act("approve", f"{number}/1")
    with refused("decided_already"):
        hall.act("void", number, CLERK, reason="误受理")
    hall.act("register-result", f"{number}/1", CLERK, name="执照")
    with refused("decided_already"):
        hall.act("void", number, CLERK, reason="误受理")
    hall.issue(number, method="courier", courier={"address": "某处"}, cases=["1"])
    with refused("decided_already"):
        hall.act("void", number, CLERK, reason="误受理")


def test_a_refusal_does_not_stand_against_voiding(hall):
    number = hall.start_up()
    hall.act("claim", f"{number}/1")
    hall.act("refuse", f"{number}/1", reasons="名称不符", basis="条例")
    hall.act("void", number, CLERK, reason="误受理")
    assert hall.case(number, "company-establishment").closing == "refused"


def test_a_milestone_is_recorded_once_not_before_the_receipt_and_not_ahead(hall):
    number = hall.start_up()
    hall.act("claim", f"{number}/1")
    hall.act("approve", f"{number}/1")
    hall.clock("2026-11-23 15:00")
    for at in ("2026-11-23T15:00:01+08:00", "2026-11-23T09:59:59+08:00", "2026-11-23T14:00:00", "soon"):
        with refused("naive_time" if at.endswith("14:00:00") else "bad_time"):
            hall.act("milestone", f"{number}/2", name="seal_made", at=at)
    with refused("unknown_milestone", "name"):
        hall.act("milestone", f"{number}/2", name="seal_lost")
    hall.act("milestone", f"{number}/2", name="seal_made", at="2026-11-23T10:00:00+08:00")
    hall.act("milestone", f"{number}/2", name="seal_filed", at="2026-11-23T15:00:00+08:00")
    moments = hall.clocked(number, "seal-engraving").moments
    assert shown(moments["milestone:seal_made"]) == "2026-11-23 10:00"
    assert shown(moments["milestone:seal_filed"]) == "2026-11-23 15:00"
    with refused("already_recorded"):
        hall.act("milestone", f"{number}/2", name="seal_made")


def test_a_closed_case_reaches_no_milestone(hall):
    number = hall.start_up()
    hall.act("withdraw", f"{number}/2", CLERK, reason="不办了")
    with refused("wrong_state"):
        hall.act("milestone", f"{number}/2", name="seal_made")


def test_a_reason_is_given_for_what_is_late_only(hall):
    number = hall.permit()
    hall.clock("2026-12-07 17:00")
    with refused("not_overdue"):
        hall.act("explain-overdue", f"{number}/1", reason="系统故障")
    hall.clock("2026-12-07 17:01")
    hall.act("explain-overdue", f"{number}/1", reason="系统故障")
    assert hall.last(number).data == {"reason": "系统故障"}
    other = hall.start_up()
    with refused("not_overdue"):
        hall.act("explain-overdue", f"{other}/2", reason="系统故障")


def test_a_lost_slip_is_worth_nothing_afterwards(hall):
    number = hall.start_up()
    before = hall.application(number).token_digest
    with refused("missing_field", "reason"):
        hall.act("withdraw-slip", number, CLERK)
    hall.act("withdraw-slip", number, CLERK, reason="丢失")
    assert hall.application(number).token_serial == 1
    assert hall.application(number).token_digest != before


def test_an_outside_number_is_kept_once(hall):
    number = hall.start_up()
    for system, value in (("province", "P1"), ("province", "P2")):
        hall.act("add-reference", number, CLERK, system=system, number=value)
    assert hall.application(number).form["external_refs"] == [
        {"system": "province", "number": "P1"}, {"system": "province", "number": "P2"},
    ]  # fmt: skip
    with refused("already_recorded"):
        hall.act("add-reference", number, CLERK, system="province", number="P1")


@pytest.mark.parametrize("officer", [REVIEWER, HEAD, OTHER_REVIEWER])
def test_names_and_numbers_are_given_to_the_window_alone(hall, officer):
    number = hall.start_up()
    with refused("not_allowed"):
        hall.act("reveal", number, officer, reason="核对")
    hall.act("reveal", number, CLERK, reason="核对")
    hall.act("reveal", number, SUPERVISOR, reason="核对")
    assert hall.last(number).data == {"reason": "核对"}


def test_a_corrected_entry_keeps_both_values(hall):
    number = hall.start_up()
    hall.act("correct-entry", number, CLERK, field="applicant.phone", value="13845470099", reason="笔误")
    form = hall.application(number).form
    assert form["parties"][0]["phone"] == "13845470099"
    assert hall.last(number).data == {
        "field": "applicant.phone", "before": "13845470016", "after": "13845470099", "reason": "笔误",
    }  # fmt: skip
    hall.act("correct-entry", number, CLERK, field="answers.registered_capital", value="210", reason="笔误")
    assert hall.application(number).form["answers"]["registered_capital"] == "210"


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ("answers.nothing", "unknown_field"),
        ("applicant.role", "unknown_field"),
        ("parties[1].phone", "unknown_field"),
        ("parties[-1].phone", "unknown_field"),
        ("party.phone", "unknown_field"),
        ("0.phone", "unknown_field"),
        ("answers.voltage", "decides_rules"),
    ],
)
def test_only_what_does_not_decide_the_limits_is_corrected(hall, field, code):
    number = hall.start_up()
    with refused(code):
        hall.act("correct-entry", number, CLERK, field=field, value="x", reason="笔误")
    hall.act("correct-entry", number, CLERK, field="parties[0].phone", value="13845470099", reason="笔误")


def test_a_corrected_form_is_checked_as_a_new_one(hall):
    number = hall.start_up()
    with refused("missing_field", "value"):
        hall.act("correct-entry", number, CLERK, field="applicant.phone", reason="笔误")
    with refused("bad_form"):
        hall.act("correct-entry", number, CLERK, field="applicant.id_number", value="1", reason="笔误")
    assert hall.application(number).form["parties"][0]["id_number"] == "230833199001010011"


def test_building_conditions_are_not_corrected_after_their_entry(hall):
    """M10."""
    number = hall.stage("construction-works")
    with refused("conditions_fixed"):
        hall.act("correct-entry", number, CLERK, field="answers.plot_ratio", value="1.2", reason="x")
    hall.act("correct-entry", number, CLERK, field="answers.project_leader", value="赵刚", reason="x")
    assert hall.application(number).form["answers"]["project_leader"] == "赵刚"


def test_the_calendar_is_read_before_anything_is_held(hall: AHall):
    """A revision of the calendar holds it before it holds cases; two orders would wait for each other."""
    number = hall.permit()
    seen: list[str] = []
    with hall.database.open() as uow:
        office = hall.office

        def calendar_of(_):
            seen.append("calendar")
            return hall.calendar_of(uow)

        real = uow.hold
        uow.hold = lambda one: (seen.append("held"), real(one))[1]
        take(
            "claim",
            f"{number}/1",
            REVIEWER,
            {},
            replace(office, calendar_of=calendar_of),
            uow,
            hall.catalogue,
        )
    assert seen == ["calendar", "held"]
