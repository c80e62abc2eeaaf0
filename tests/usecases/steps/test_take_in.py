"""Before and beside acceptance: the department's decision on it, corrections, broken promises, payments (ALL 32).

The window only receives here: five working days from Monday 2026-11-23 end on Monday 2026-11-30.
"""

import pytest

from tests.builders import a_catalogue, a_permit_form, with_item
from tests.usecases.mortgage import MORTGAGE
from tests.usecases.one_hall import CLERK, OTHER_REVIEWER, SUPERVISOR, AHall, refused, shown

PERMIT = "drainage-permit"


@pytest.fixture
def receiving(hall: AHall) -> AHall:
    """A hall whose window only receives requests for the permit."""
    hall.catalogue = with_item(a_catalogue(), PERMIT, window_power="receive_only")
    return hall


@pytest.fixture
def number(receiving: AHall) -> str:
    return receiving.permit()


def decide(hall: AHall, number: str, **facts) -> None:
    hall.act("decide-acceptance", f"{number}/1", **facts)


def ask(hall: AHall, number: str) -> None:
    decide(hall, number, outcome="correction_needed", reasons="缺检测报告", materials=["drainage_test"])


def bring(hall: AHall, number: str, *codes: str) -> None:
    hall.act("receive-correction", f"{number}/1", CLERK, materials=list(codes))


def test_what_was_received_waits_for_the_departments_decision_on_acceptance(receiving, number):
    assert (receiving.case(number).outcome, receiving.case(number).state) == ("received", "waiting")
    assert receiving.clocks(number) == {
        "promised promised": None, "statutory statutory": None, "correction ALL 32(4)": "2026-11-30 17:00",
    }  # fmt: skip
    assert receiving.application(number).accepted_at is None
    with refused("not_accepted"):
        receiving.act("claim", f"{number}/1")


def test_acceptance_starts_the_clocks_and_is_decided_once(receiving, number):
    receiving.clock("2026-11-25 10:00")
    decide(receiving, number, outcome="accepted")
    assert receiving.case(number).outcome == "accepted"
    assert receiving.clocks(number)["promised promised"] == "2026-12-09 17:00"
    assert receiving.clocks(number)["statutory statutory"] == "2026-12-23 17:00"
    assert (receiving.application(number).outcome, receiving.application(number).accepted_at) == (
        "accepted", receiving.at,
    )  # fmt: skip
    moments = receiving.clocked(number).moments
    assert {name: shown(at) for name, at in moments.items()} == {
        "receipt": "2026-11-23 10:00", "acceptance": "2026-11-25 10:00", "complete": "2026-11-25 10:00",
        "intake_decided": "2026-11-25 10:00",
    }  # fmt: skip
    with refused("decided_already"):
        decide(receiving, number, outcome="accepted")


@pytest.mark.parametrize(
    ("outcome", "more", "missing"),
    [
        ("not_required", {}, "reasons"),
        ("not_competent", {"reasons": "属水务"}, "authority"),
        ("correction_needed", {}, "reasons"),
        ("correction_needed", {"reasons": "缺"}, "materials"),
    ],
)
def test_what_is_not_accepted_says_why(receiving, number, outcome, more, missing):
    with refused("missing_field", missing):
        decide(receiving, number, outcome=outcome, **more)


@pytest.mark.parametrize(
    ("outcome", "more"), [("not_required", {}), ("not_competent", {"authority": "市水务局"})]
)
def test_a_case_that_is_not_taken_in_is_closed(receiving, number, outcome, more):
    decide(receiving, number, outcome=outcome, reasons="不属", **more)
    clocked = receiving.clocked(number)
    assert (clocked.case.state, clocked.case.outcome, clocked.case.closing) == (
        "terminated",
        outcome,
        outcome,
    )
    assert {"closed", "intake_decided"} <= set(clocked.moments)
    assert (receiving.application(number).outcome, receiving.application(number).accepted_at) == (
        outcome,
        None,
    )


def test_what_is_missing_is_told_once_and_only_what_the_application_calls_for(receiving, number):
    with refused("bad_field", "materials"):
        decide(receiving, number, outcome="correction_needed", reasons="缺", materials=["agent_letter"])
    ask(receiving, number)
    case = receiving.case(number)
    assert (case.outcome, case.state, case.handler) == ("correction_needed", "not_started", None)
    assert receiving.place(number, "drainage_test") == ("missing", "")
    assert receiving.dossier(number).lacking(PERMIT) == ("drainage_test",)
    assert receiving.application(number).outcome == "correction_needed"
    with refused("decided_already"):
        ask(receiving, number)


def test_corrections_start_a_second_check_of_five_days(receiving, number):
    """ALL 32: corrected on Wednesday 2026-11-25, checked until Wednesday 2026-12-02."""
    ask(receiving, number)
    receiving.clock("2026-11-25 10:00")
    with refused("bad_field", "materials"):
        bring(receiving, number, "drainage_plan")
    bring(receiving, number, "drainage_test")
    assert (receiving.case(number).outcome, receiving.case(number).state) == ("received", "waiting")
    assert receiving.clocks(number)["correction ALL 32(4)b"] == "2026-12-02 17:00"
    assert receiving.place(number, "drainage_test") == ("received", "window:01")
    with refused("second_notice"):
        ask(receiving, number)
    receiving.clock("2026-11-27 10:00")
    decide(receiving, number, outcome="accepted")
    moments = {name: shown(at) for name, at in receiving.clocked(number).moments.items()}
    assert moments["acceptance"] == "2026-11-25 10:00"  # the arrival of the last correction
    assert (moments["intake_decided"], moments["intake_checked"]) == ("2026-11-23 10:00", "2026-11-27 10:00")


def test_silence_for_five_days_is_acceptance_as_of_the_receipt(receiving, number):
    """ALL 32(4): at the close of 2026-11-30 the time is over; the statutory twenty days count from the receipt."""
    receiving.clock("2026-11-30 17:00")
    with refused("not_accepted"):
        receiving.act("claim", f"{number}/1")
    receiving.clock("2026-11-30 17:01")
    receiving.act("claim", f"{number}/1")
    clocked = receiving.clocked(number)
    assert (clocked.case.outcome, clocked.case.state) == ("accepted", "claimed")
    assert shown(clocked.moments["acceptance"]) == "2026-11-23 10:00"
    assert receiving.clocks(number)["statutory statutory"] == "2026-12-21 17:00"
    event = receiving.history(number)[-2]
    assert (event.what, event.who, event.data) == (
        "deemed-accepted", "system", {"since": "2026-11-23T10:00:00+08:00", "basis": "ALL 32(4)"},
    )  # fmt: skip
    assert (receiving.application(number).outcome, shown(receiving.application(number).accepted_at)) == (
        "accepted", "2026-11-23 10:00",
    )  # fmt: skip


def test_silence_after_the_corrections_is_acceptance_as_of_their_arrival(receiving, number):
    ask(receiving, number)
    receiving.clock("2026-11-25 10:00")
    bring(receiving, number, "drainage_test")
    receiving.clock("2026-12-03 09:00")
    receiving.act("claim", f"{number}/1")
    assert shown(receiving.clocked(number).moments["acceptance"]) == "2026-11-25 10:00"


def test_where_the_window_accepts_corrections_complete_the_case(hall):
    number = hall.accept(a_permit_form(materials=[
        {"code": "drainage_form", "form": "original", "copies": 1},
    ])).dossier.application.number  # fmt: skip
    assert hall.case(number).outcome == "correction_needed"
    hall.clock("2026-11-24 10:00")
    bring(hall, number, "drainage_test")
    assert hall.case(number).outcome == "correction_needed"
    hall.clock("2026-11-25 10:00")
    bring(hall, number, "drainage_plan")
    assert (hall.case(number).outcome, hall.case(number).state) == ("accepted", "waiting")
    moments = hall.clocked(number).moments
    assert {shown(moments[name]) for name in ("corrected", "acceptance", "complete")} == {"2026-11-25 10:00"}
    assert shown(hall.application(number).accepted_at) == "2026-11-25 10:00"
    with refused("bad_field"):
        bring(hall, number, "drainage_plan")


def test_the_supervisor_alone_asks_for_what_the_notice_left_out(receiving, number):
    ask(receiving, number)
    with refused("not_allowed"):
        receiving.act("ask-again", f"{number}/1", materials=["drainage_plan"], reason="漏告")
    receiving.act("ask-again", f"{number}/1", SUPERVISOR, materials=["drainage_plan"], reason="漏告")
    assert receiving.dossier(number).lacking(PERMIT) == ("drainage_plan", "drainage_test")
    assert receiving.case(number).outcome == "correction_needed"
    assert receiving.application(number).outcome == "correction_needed"
    accepted = receiving.start_up()
    with refused("wrong_state"):
        receiving.act("ask-again", f"{accepted}/1", SUPERVISOR, materials=["articles"], reason="漏告")


def test_a_promised_material_that_does_not_come_is_a_broken_promise(hall):
    number = hall.permit_owing()
    assert hall.case(number).outcome == "accepted_with_shortfall"
    assert hall.clocks(number)["debt debt"] == "2026-11-27 17:00"
    for code in ("drainage_plan", "nothing"):
        with refused("bad_field", "material"):
            hall.act("lapse-debt", f"{number}/1", CLERK, material=code)
    hall.clock("2026-11-27 17:00")
    with refused("not_due"):
        hall.act("lapse-debt", f"{number}/1", CLERK, material="drainage_test")
    hall.clock("2026-11-27 17:01")
    hall.act("lapse-debt", f"{number}/1", CLERK, material="drainage_test")
    (order,) = hall.requests(number)
    assert (order.kind, order.data) == ("inspection", {"materials": ["drainage_test"]})
    (entry,) = hall.database.kept.credit
    assert (entry.kind, entry.id_number) == ("broken_promise", "91350100M000100Y43")
    assert entry.reason.startswith("未按承诺补交：")
    with refused("already_recorded"):
        hall.act("lapse-debt", f"{number}/1", CLERK, material="drainage_test")
    hall.act("terminate", f"{number}/1", kind="no_correction", reason="未补交")
    assert hall.case(number).closing == "no_correction"


def test_a_promised_material_that_came_is_outstanding_no_longer(hall):
    number = hall.permit_owing()
    hall.clock("2026-11-26 10:00")
    with refused("bad_field", "material"):
        hall.act("fulfil-debt", number, CLERK, material="drainage_plan")
    hall.act("fulfil-debt", number, CLERK, material="drainage_test")
    assert hall.place(number, "drainage_test") == ("received", "window:01")
    assert hall.clocked(number).outstanding == ()
    assert shown(hall.clocked(number).moments["material:drainage_test"]) == "2026-11-26 10:00"
    hall.clock("2026-12-01 10:00")
    with refused("bad_field", "material"):
        hall.act("lapse-debt", f"{number}/1", CLERK, material="drainage_test")


def test_materials_go_to_the_department_and_back_and_each_is_signed_for(hall):
    number = hall.permit()
    with refused("nothing_to_take"):
        hall.act("take-papers", f"{number}/1", CLERK)
    hall.act("take-papers", f"{number}/1")
    assert hall.place(number, "drainage_test") == ("received", "department:urban-management")
    assert hall.place(number, "drainage_plan") == ("received", "department:urban-management")
    with refused("nothing_to_take"):
        hall.act("take-papers", f"{number}/1", OTHER_REVIEWER)
    hall.act("take-papers", f"{number}/1", CLERK)
    assert hall.place(number, "drainage_test") == ("received", "window:01")


PAID = {"order_no": "J1", "receipt_no": "P1", "method": "card"}


def test_nothing_is_taken_where_an_item_is_free(hall):
    number = hall.permit()
    with refused("no_fee"):
        hall.act("record-payment", number, CLERK, amount="80", **PAID)


@pytest.mark.parametrize("amount", ["0", "-1", "80.505", "eighty", True, "NaN", "Infinity", [], None])
def test_an_amount_is_yuan_with_two_decimals_at_most(hall, amount):
    number = mortgage(hall)
    with refused("missing_field" if amount in (None, []) else "bad_field", "amount"):
        hall.act("record-payment", number, CLERK, amount=amount, **PAID)


def mortgage(hall: AHall) -> str:
    return hall.accept(MORTGAGE).dossier.application.number


def test_a_fee_is_taken_up_to_what_is_due_and_each_order_once(hall):
    number = mortgage(hall)
    with refused("bad_field", "amount"):
        hall.act("record-payment", number, CLERK, amount="80.01", **PAID)
    hall.act("record-payment", number, CLERK, amount="30.50", **PAID)
    with refused("already_recorded"):
        hall.act("record-payment", number, CLERK, amount="49.50", **PAID)
    other = PAID | {"order_no": "J2"}
    with refused("bad_field", "amount"):
        hall.act("record-payment", number, CLERK, amount="49.51", **other)
    hall.act("record-payment", number, CLERK, amount="49.50", **other)
    with refused("bad_field", "amount"):
        hall.act("record-payment", number, CLERK, amount="0.01", **PAID | {"order_no": "J3"})


@pytest.mark.parametrize("field", ["order_no", "receipt_no", "method"])
def test_a_payment_is_recorded_with_order_receipt_and_method(hall, field):
    number = mortgage(hall)
    given = {key: value for key, value in PAID.items() if key != field}
    with refused("missing_field", field):
        hall.act("record-payment", number, CLERK, amount="80", **given)
    with refused("bad_field", "method"):
        hall.act("record-payment", number, CLERK, amount="80", **PAID | {"method": "barter"})
