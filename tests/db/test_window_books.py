"""The window's books on both databases: credit record, inquiries, outstanding materials, targets, the day and its end."""

import copy
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from counter.cli.project_forms import stage_form
from counter.cli.rehearsal import SAMPLE_FORMS
from counter.domain.errors import InputRefused, NotAllowed
from counter.usecases.hall.credit import add_credit, credit_of, find_credit, repair_credit
from counter.usecases.hall.day_close import close_window_day, window_day
from counter.usecases.hall.inquiries import record_inquiry
from counter.usecases.hall.targets import enter_target
from counter.usecases.intake.accept_form import accept_form
from counter.usecases.intake.awaited import awaited
from counter.usecases.intake.second_visit import take_second_visit
from counter.usecases.printouts.draft import draft_printouts
from counter.usecases.printouts.of_application import printouts_of
from counter.usecases.reading.dossiers import dossier_of
from counter.usecases.status.deliver import remind_promises
from counter.usecases.status.messages import messages_of
from counter.usecases.steps.carry_out import carry_out
from tests.conftest import ADMIN, CLERK, MONDAY, REVIEWER, a_form, local
from tests.db.test_back_office import SUPERVISOR, case, name_of
from tests.db.test_handing_over import set_hall

OWNER = "230833198506120027"


def person(**changes):
    return {
        "type": "natural_person",
        "name": "李明",
        "id_type": "resident_id",
        "id_number": OWNER,
        "phone": "13900000000",
    } | changes


def water(**changes):
    return {
        "items": ["water-connection"],
        "applicant": person(),
        "answers": {"customer_name": "李明", "use_address": "抚远镇迎宾路1号", "water_purpose": "resident"},
        "materials": [
            {"code": "water_subject", "form": "sighted"},
            {"code": "water_premises", "form": "copy", "due": "2026-12-01"},
        ],
    } | changes  # fmt: skip


def entry(**changes):
    return {
        "kind": "blacklist", "id_type": "resident_id", "id_number": OWNER, "name": "李明",
        "reason": "恶意欠薪", "source": "信用平台 2026-11", "ends_on": "2027-01-31",
    } | changes  # fmt: skip


def test_a_blacklisted_applicant_may_not_promise_but_may_hand_everything_in(core):
    add_credit(core.app, entry(), SUPERVISOR)
    with pytest.raises(InputRefused) as refused:
        accept_form(core.app, water(), CLERK)
    assert refused.value.code == "bad_credit"
    assert "2027-01-31" in refused.value.fields["materials[1].due"].zh
    with pytest.raises(InputRefused) as unsigned:
        draft_printouts(core.app, water(), CLERK)
    assert unsigned.value.code == "bad_credit"
    whole = water(
        materials=[
            {"code": c, "form": "copy" if c == "water_premises" else "sighted"}
            for c in ("water_subject", "water_premises")
        ]
    )
    assert accept_form(core.app, whole, CLERK).dossier.application.outcome == "accepted"


def test_an_entry_that_ended_or_was_repaired_bars_nothing(core):
    add_credit(core.app, entry(), SUPERVISOR)
    (one,) = find_credit(core.app, "", SUPERVISOR)
    with pytest.raises(InputRefused):
        repair_credit(core.app, one.id, " ", SUPERVISOR)
    repair_credit(core.app, one.id, "修复决定 2026-12", SUPERVISOR)
    with pytest.raises(NotAllowed):
        repair_credit(core.app, one.id, "再次", SUPERVISOR)
    assert accept_form(core.app, water(), CLERK).dossier.application.outcome == "accepted_with_shortfall"
    add_credit(core.app, entry(ends_on="2026-11-30"), SUPERVISOR)
    core.at = MONDAY + timedelta(days=8)
    later = water(
        materials=[
            {"code": "water_subject", "form": "sighted"},
            {"code": "water_premises", "form": "copy", "due": "2026-12-10"},
        ]
    )
    assert accept_form(core.app, later, CLERK).dossier.application.outcome == "accepted_with_shortfall"


@pytest.mark.parametrize(
    "change, field",
    [
        ({"kind": "gossip"}, "kind"), ({"id_number": "230833198506120023"}, "id_number"),
        ({"ends_on": "2026-11-01"}, "ends_on"), ({"ends_on": "明年"}, "ends_on"), ({"source": ""}, "source"),
    ],
)  # fmt: skip
def test_a_wrong_entry_is_refused_by_its_field(sqlite_core, change, field):
    with pytest.raises(InputRefused) as refused:
        add_credit(sqlite_core.app, entry(**change), SUPERVISOR)
    assert field in refused.value.fields
    assert find_credit(sqlite_core.app, "", SUPERVISOR) == ()


def test_clerks_and_reviewers_do_not_keep_the_record(sqlite_core):
    for officer in (CLERK, REVIEWER):
        with pytest.raises(NotAllowed):
            add_credit(sqlite_core.app, entry(), officer)
        with pytest.raises(NotAllowed):
            find_credit(sqlite_core.app, "", officer)


def test_an_outstanding_material_stands_in_the_book_until_it_is_met_and_a_broken_promise_in_the_record(core):
    number = accept_form(core.app, water(), CLERK).dossier.application.number
    (outstanding,), _ = core.app.lists.outstanding(10, None, "")
    assert (outstanding.application_no, outstanding.material, outstanding.applicant) == (
        number,
        "water_premises",
        "李*",
    )
    assert outstanding.due_at is not None
    with pytest.raises(NotAllowed) as early:
        carry_out(core.app, "lapse-debt", f"{number}/1", CLERK, {"material": "water_premises"})
    assert early.value.code == "not_due"
    core.at = MONDAY + timedelta(days=9)
    carry_out(core.app, "lapse-debt", f"{number}/1", CLERK, {"material": "water_premises"})
    (outstanding,), _ = core.app.lists.outstanding(10, None, number)
    assert outstanding.lapsed
    (kept,) = credit_of(core.app, OWNER)
    assert kept.kind == "broken_promise"
    with pytest.raises(InputRefused):
        accept_form(
            core.app,
            water(
                materials=[
                    {"code": "water_subject", "form": "sighted"},
                    {"code": "water_premises", "form": "copy", "due": "2026-12-20"},
                ]
            ),
            CLERK,
        )
    carry_out(core.app, "fulfil-debt", number, CLERK, {"material": "water_premises"})
    assert core.app.lists.outstanding(10, None, "") == ((), None)


def test_a_promise_is_called_to_mind_on_the_working_day_before_and_once(core):
    set_hall(core, message_gateway="outbox")
    number = accept_form(core.app, water(), CLERK).dossier.application.number

    def told() -> list[str]:
        remind_promises(core.app)
        return [m.text for m in messages_of(core.app, number) if m.kind == "promise"]

    assert told() == []
    core.at = local("2026-11-30 09:00")
    (text,) = told()
    assert "权属证明" in text
    assert "12月1日" in text
    assert len(told()) == 1


def test_the_book_of_outstanding_materials_is_read_page_by_page_without_losing_one(core):
    for n in range(5):
        accept_form(
            core.app,
            water(
                materials=[
                    {"code": "water_subject", "form": "sighted"},
                    {"code": "water_premises", "form": "copy", "due": f"2026-12-0{1 + n % 2}"},
                ]
            ),
            CLERK,
        )
    seen, after = [], None
    while True:
        page, after = core.app.lists.outstanding(2, after, "")
        seen += [(one.due_at, one.application_no) for one in page]
        if after is None:
            break
    assert len(set(seen)) == 5
    assert [due for due, _ in seen] == sorted(due for due, _ in seen)


def test_an_inquiry_is_a_numbered_visit_and_names_nobody(core):
    one = record_inquiry(
        core.app,
        {
            "items": ["company-establishment"],
            "missing": ["articles"],
            "note": "问注册资本",
            "first_responder": "导办台",
        },
        CLERK,
    )
    two = record_inquiry(core.app, {"items": ["first-invoice"]}, CLERK)
    assert (one.number[-3:], two.number[-3:]) == ("001", "002")
    accept_form(core.app, a_form(), CLERK)
    day = window_day(core.app)
    assert [i.number for i in day.inquiries] == [two.number, one.number]
    assert day.inquiries[1].missing == ("articles",)
    assert day.visits == 3
    for bad in ({}, {"items": ["moon"]}, {"items": ["first-invoice"], "missing": ["moon"]}):
        with pytest.raises(InputRefused):
            record_inquiry(core.app, bad, CLERK)


def test_the_day_closes_only_when_green_or_explained_and_only_once(core):
    number = accept_form(core.app, a_form(window=core.settings.desk.window), CLERK).dossier.application.number
    day = window_day(core.app)
    open_ones = {one.code: one.named for one in day.checks if not one.is_green}
    assert open_ones["unprinted"] == (number,)
    with pytest.raises(InputRefused) as refused:
        close_window_day(core.app, {}, CLERK)
    assert set(refused.value.fields) == set(open_ones)
    printouts_of(core.app, number, CLERK)
    day = window_day(core.app)
    assert "unprinted" not in {one.code for one in day.checks if not one.is_green}
    why = {one.code: "明日补扫" for one in day.checks if not one.is_green}
    closed = close_window_day(core.app, why, CLERK)
    assert closed.closed_by == CLERK.name
    with pytest.raises(NotAllowed):
        close_window_day(core.app, why, CLERK)
    core.at = MONDAY + timedelta(days=1)
    assert window_day(core.app).closed_by == ""


def test_tracked_measures_take_figures_with_source_and_counter_measures_do_not(core):
    values = {"figure": "95.8 %", "day": "2026-11-20", "source": "仲裁院季报"}
    with pytest.raises(NotAllowed):
        enter_target(core.app, 53, values, CLERK)
    for wrong, field in (
        ({"day": "2026-12-20"}, "day"),
        ({"figure": ""}, "figure"),
        ({"source": ""}, "source"),
    ):
        with pytest.raises(InputRefused) as refused:
            enter_target(core.app, 53, values | wrong, SUPERVISOR)
        assert field in refused.value.fields
    with pytest.raises(InputRefused):
        enter_target(core.app, 1, values, ADMIN)
    enter_target(core.app, 53, values, SUPERVISOR)
    enter_target(core.app, 53, values | {"figure": "96.1 %"}, SUPERVISOR)
    with core.uow(read_only=True) as uow:
        target = uow.books.targets()[53]
    assert (target.figure, target.day) == ("96.1 %", date(2026, 11, 20))


def test_the_average_share_of_a_limit_is_that_of_the_ended_clocks(core):
    first = accept_form(core.app, a_form(), CLERK).dossier.application.number
    core.at = MONDAY + timedelta(minutes=30)
    carry_out(core.app, "claim", f"{first}/1", REVIEWER, {})
    carry_out(core.app, "approve", f"{first}/1", REVIEWER, {"result_name": "营业执照"})
    carry_out(core.app, "register-result", f"{first}/1", REVIEWER, {"name": "营业执照", "no": "1"})
    figures = core.app.lists.rule_figures(core.now())["M01.1"]
    assert (figures.cases, figures.on_time, figures.late, figures.share_used) == (1, 1, 0, 0.5)


def test_earlier_applications_of_the_same_people_are_found_for_comparison(core):
    number = accept_form(core.app, water(), CLERK).dossier.application.number
    (one,) = core.app.lists.earlier([OWNER])
    assert (one.number, one.items, one.is_open) == (number, ("water-connection",), True)
    assert core.app.lists.earlier(["230833199001010015"]) == []


def test_a_minor_needs_an_adult_guardian(sqlite_core):
    child = person(name="李小明", id_number="230833201503120018")
    form = water(applicant=child)
    with pytest.raises(InputRefused) as refused:
        accept_form(sqlite_core.app, form, CLERK)
    assert "监护人" in refused.value.fields["applicant.id_number"].zh
    guardian = person(role="guardian")
    assert accept_form(sqlite_core.app, form | {"parties": [guardian]}, CLERK).dossier.application.number
    other = person(role="guardian", name="李小红", id_number="230833201303120013")
    with pytest.raises(InputRefused):
        accept_form(sqlite_core.app, form | {"parties": [other]}, CLERK)


def test_only_a_supervisor_asks_for_what_the_notice_left_out_and_says_why(core):
    whole = stage_form("construction-works")
    form = whole | {"materials": [m for m in whole["materials"] if m["code"] != "air_defence_plan"]}
    number = accept_form(core.app, form, CLERK).dossier.application.number
    named = name_of(core, number, "air-defence-basement")
    known = {
        m.code: m.state for m in dossier_of(core.app, number).materials if "air-defence-basement" in m.used_by
    }
    left_out = next(
        code for code, state in known.items() if state == "received" and code != "air_defence_plan"
    )
    strange = next(
        u.code for u in core.app.catalogue.items["air-defence-basement"].materials if u.code not in known
    )
    asked = {"materials": [left_out], "reason": "告知书漏列"}
    with pytest.raises(NotAllowed) as refused:
        carry_out(core.app, "ask-again", named, CLERK, asked)
    assert refused.value.code == "not_allowed"
    with pytest.raises(InputRefused):
        carry_out(core.app, "ask-again", named, SUPERVISOR, {"materials": asked["materials"]})
    with pytest.raises(InputRefused):
        carry_out(core.app, "ask-again", named, SUPERVISOR, {"materials": [strange], "reason": "多要"})
    carry_out(core.app, "ask-again", named, SUPERVISOR, asked)
    with pytest.raises(InputRefused):
        carry_out(core.app, "receive-correction", named, CLERK, {"materials": ["moon"]})
    carry_out(core.app, "receive-correction", named, CLERK, {"materials": ["air_defence_plan"]})
    assert case(core, number, "air-defence-basement").case.outcome == "correction_needed"
    carry_out(core.app, "receive-correction", named, CLERK, {"materials": asked["materials"]})
    assert case(core, number, "air-defence-basement").case.outcome == "accepted"


def test_materials_go_to_one_department_and_come_back_each_signed_for(core):
    number = accept_form(core.app, a_form(), CLERK).dossier.application.number

    def places() -> dict[str, str]:
        return {
            m.code: m.place
            for m in dossier_of(core.app, number).materials
            if m.state == "received" and m.copies
        }

    at_window = places()
    assert set(at_window.values()) == {f"window:{core.settings.desk.window}"}
    carry_out(core.app, "take-papers", f"{number}/1", REVIEWER, {})
    assert places()["articles"] == "department:market-regulation"
    with pytest.raises(NotAllowed) as again:
        carry_out(core.app, "take-papers", f"{number}/1", REVIEWER, {})
    assert again.value.code == "nothing_to_take"
    carry_out(core.app, "take-papers", f"{number}/1", CLERK, {})
    assert places() == at_window


def mortgage(**changes):
    return copy.deepcopy(next(f for f in SAMPLE_FORMS if f["items"] == ["real-estate-mortgage"])) | changes


PAID = {"order_no": "JK-2026-118", "receipt_no": "P-77", "method": "card"}


def second_visit_of(core, number):
    dossier = dossier_of(core.app, number)
    return [one.key for one in awaited(dossier, core.app.catalogue)]


def test_a_second_visit_takes_the_payment_and_its_receipt_says_so(core):
    number = accept_form(core.app, mortgage(), CLERK).dossier.application.number
    assert second_visit_of(core, number) == ["payment:0:fee"]
    with pytest.raises(InputRefused) as refused:
        take_second_visit(core.app, number, ["payment:0:fee"], PAID | {"receipt_no": ""}, CLERK)
    assert list(refused.value.fields) == ["receipt_no"]
    with pytest.raises(InputRefused) as more:
        take_second_visit(core.app, number, ["payment:0:fee"], PAID | {"amount": "80.01"}, CLERK)
    assert list(more.value.fields) == ["amount"]
    take_second_visit(core.app, number, ["payment:0:fee"], PAID | {"amount": "30"}, CLERK)
    assert [one.amount for one in awaited(dossier_of(core.app, number), core.app.catalogue)] == [Decimal(50)]
    take_second_visit(core.app, number, ["payment:0:fee"], PAID | {"order_no": "JK-2"}, CLERK)
    assert second_visit_of(core, number) == []
    paid = [e.data["amount"] for e in dossier_of(core.app, number).events if e.what == "record-payment"]
    assert paid == ["30", "50.00"]
    dossier = dossier_of(core.app, number)
    erased = [replace(e, data={}) if e.what == "record-payment" else e for e in dossier.events]
    assert awaited(replace(dossier, events=tuple(erased)), core.app.catalogue) == ()


def test_originals_of_a_withdrawn_case_wait_on_the_second_visit_and_go_back_once(core):
    number = accept_form(core.app, mortgage(), CLERK).dossier.application.number
    carry_out(
        core.app,
        "withdraw",
        dossier_of(core.app, number).cases[0].case.case_no,
        CLERK,
        {"reason": "当事人撤回"},
    )
    keys = second_visit_of(core, number)
    assert keys == ["original:0:principal_contract", "original:0:mortgage_contract"]
    take_second_visit(core.app, number, keys[:1], {}, CLERK)
    assert second_visit_of(core, number) == keys[1:]
    visit = dossier_of(core.app, number).events[-1]
    assert (visit.what, visit.data["returned"]) == ("visit", ["principal_contract"])


def test_small_firms_pay_nothing_for_the_register(core):
    form = mortgage(green_channel="small_micro")
    number = accept_form(core.app, form, CLERK).dossier.application.number
    assert second_visit_of(core, number) == []
    with pytest.raises(NotAllowed) as refused:
        carry_out(core.app, "record-payment", number, CLERK, PAID | {"amount": "80"})
    assert refused.value.code == "no_fee"
