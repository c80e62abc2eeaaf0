"""Acceptance, routing, decisions, calendar changes: on real SQLite files and a real PostgreSQL."""

from datetime import timedelta

import pytest

from counter.cli.rehearsal import SAMPLE_FORMS
from counter.domain.errors import CounterError, InputRefused, NotAllowed
from counter.settings import checked_hall
from counter.usecases.hall.calendars import load_arrangement, preview_arrangement, read_arrangement
from counter.usecases.hall.clock_check import clock_difference
from counter.usecases.hall.kept_catalogue import kept_catalogue
from counter.usecases.hall.settings import hall_of, save_hall
from counter.usecases.intake.accept_form import accept_form
from counter.usecases.reading.dossiers import dossier_of
from counter.usecases.steps.carry_out import carry_out
from counter.wiring import Core
from db import schema
from tests.conftest import ADMIN, CLERK, MONDAY, REVIEWER, a_form, local, open_core

LICENCE, SEALS, INVOICES, INSURANCE = range(4)


def states(core: Core, number: str) -> list[str]:
    return [str(clocked.case.state) for clocked in dossier_of(core.app, number).cases]


def clock(core: Core, number: str, case: int, rule: str):
    return next(c for c in dossier_of(core.app, number).cases[case].clocks if c.rule == rule)


def accept(core: Core, **changes) -> str:
    return accept_form(core.app, a_form(**changes), CLERK).dossier.application.number


def grant(core: Core, number: str, case: int = 1) -> None:
    carry_out(core.app, "claim", f"{number}/{case}", REVIEWER, {})
    carry_out(core.app, "approve", f"{number}/{case}", REVIEWER, {})


def test_the_migrations_make_exactly_the_tables(core):
    assert schema.differences(core.engine) == []


def test_a_start_up_is_four_cases_of_which_only_the_licence_begins(core):
    number = accept(core)
    dossier = dossier_of(core.app, number)
    assert states(core, number) == ["waiting", "not_started", "not_started", "not_started"]
    assert [f.case.department for f in dossier.cases] == [
        "market-regulation",
        "public-security",
        "tax",
        "human-resources",
    ]
    assert clock(core, number, LICENCE, "M01.1").due_at == MONDAY + timedelta(hours=1)
    assert clock(core, number, SEALS, "M01.2").due_at is None
    assert dossier.package_clocks[0].due_at == local("2026-11-24 17:00")
    assert dossier.application.outcome == "accepted"


def test_the_grant_starts_the_others_and_their_clocks(core):
    number = accept(core)
    core.at = MONDAY + timedelta(minutes=20)
    grant(core, number)
    assert states(core, number) == ["decided", "waiting", "waiting", "waiting"]
    assert clock(core, number, SEALS, "M01.2").due_at == local("2026-11-23 11:20")
    assert clock(core, number, INVOICES, "M28.1").due_at == local("2026-11-23 17:00")
    assert clock(core, number, LICENCE, "M01.1").ended_at is None
    core.at = MONDAY + timedelta(minutes=30)
    carry_out(core.app, "register-result", f"{number}/1", REVIEWER, {"name": "营业执照", "no": "1"})
    assert clock(core, number, LICENCE, "M01.1").ended_at == core.at


def test_what_was_granted_and_registered_is_kept(core):
    number = accept(core)
    carry_out(core.app, "claim", f"{number}/1", REVIEWER, {})
    carry_out(core.app, "approve", f"{number}/1", REVIEWER, {"result_name": "营业执照", "result_no": "9123"})
    assert dossier_of(core.app, number).cases[0].case.result["no"] == "9123"
    for wrong in ({"name": "x", "valid_until": "soon"}, {"name": "x", "data": 3}, {}):
        with pytest.raises(InputRefused):
            carry_out(core.app, "register-result", f"{number}/1", REVIEWER, wrong)
    data = {"name": "营业执照", "no": "9124", "valid_until": "2046-11-23", "data": {"copies": 2}}
    carry_out(core.app, "register-result", f"{number}/1", REVIEWER, data)
    assert dossier_of(core.app, number).cases[0].case.result == data


def test_seals_end_with_both_milestones_and_the_package_with_its_last_case(core):
    number = accept(core)
    for case in (1, 2, 3, 4):
        grant(core, number, case)
    for case in (1, 3, 4):
        carry_out(core.app, "register-result", f"{number}/{case}", REVIEWER, {"name": "结果"})
    core.at = MONDAY + timedelta(minutes=30)
    carry_out(core.app, "milestone", f"{number}/2", REVIEWER, {"name": "seal_made"})
    assert clock(core, number, SEALS, "M01.2").ended_at is None
    assert dossier_of(core.app, number).package_clocks[0].ended_at is None
    core.at = MONDAY + timedelta(minutes=40)
    carry_out(core.app, "milestone", f"{number}/2", REVIEWER, {"name": "seal_filed"})
    assert clock(core, number, SEALS, "M01.2").ended_at == core.at
    assert dossier_of(core.app, number).package_clocks[0].ended_at == core.at


def test_refusing_the_licence_closes_what_waits_for_it(core):
    number = accept(core)
    carry_out(core.app, "claim", f"{number}/1", REVIEWER, {})
    carry_out(core.app, "refuse", f"{number}/1", REVIEWER, {"reasons": "名称不符", "basis": "条例"})
    assert states(core, number) == ["decided", "terminated", "terminated", "terminated"]
    closings = [clocked.case.closing for clocked in dossier_of(core.app, number).cases]
    assert closings == ["refused", "upstream_refused", "upstream_refused", "upstream_refused"]
    what = [event.what for event in dossier_of(core.app, number).events]
    assert what.count("upstream_refused") == 3


def test_a_withdrawn_licence_takes_its_dependents_along_and_no_independent_case(core):
    form = a_form(items=["company-establishment", "seal-engraving", "supplier-registration"], package=None)
    form["answers"] |= {"organisation_name": "某公司", "uscc": "91110000600037341L"}
    form["materials"] += [{"code": "supplier_letter"}]
    number = accept_form(core.app, form, CLERK).dossier.application.number
    carry_out(core.app, "withdraw", f"{number}/1", CLERK, {"reason": "申请人改变主意"})
    assert states(core, number)[:2] == ["withdrawn", "terminated"]
    assert states(core, number)[2] == "not_started"  # waits for its own printouts, not for the licence


def test_the_same_submission_twice_is_one_application(core):
    first = accept_form(core.app, a_form(idempotency_key="k"), CLERK)
    second = accept_form(core.app, a_form(idempotency_key="k"), CLERK)
    assert first.dossier.application.number == second.dossier.application.number
    assert (first.is_new, second.is_new) == (True, False)
    with pytest.raises(InputRefused) as refusal:
        accept_form(core.app, a_form(idempotency_key="k", green_channel="ill"), CLERK)
    assert refusal.value.code == "key_reused"


def test_numbers_of_a_window_follow_without_gaps_and_windows_do_not_share_them(core):
    numbers = [accept(core, window=w) for w in ("1", "1", "2", "1")]
    assert [n[:12] for n in numbers] == ["FY01-2600001", "FY01-2600002", "FY02-2600001", "FY01-2600003"]
    case_numbers = [f.case.case_no for n in numbers for f in dossier_of(core.app, n).cases]
    assert len(set(case_numbers)) == 16


def test_an_incomplete_licence_case_goes_back_with_everything_told_once(core):
    number = accept(core, materials=[{"code": "handler_identity", "form": "sighted"}])
    dossier = dossier_of(core.app, number)
    assert [f.case.outcome for f in dossier.cases][:2] == ["correction_needed", "correction_needed"]
    assert dossier.cases[0].case.closing == "returned"
    assert dossier.cases[0].clocks == ()
    assert {m.code for m in dossier.materials if m.state == "missing"} == {
        "articles",
        "appointment",
        "holder_identity",
        "premises",
    }


@pytest.mark.parametrize("outcome", ["not_required", "not_competent"])
def test_lawful_refusals_close_the_case_at_once(core, outcome):
    decision = {"outcome": outcome, "reason": "无需许可", "authority": "省级机关"}
    number = accept(
        core, package=None, items=["company-establishment"], decisions={"company-establishment": decision}
    )
    dossier = dossier_of(core.app, number)
    assert dossier.application.outcome == outcome
    assert str(dossier.cases[0].case.state) == "terminated"


def test_received_means_the_department_decides(core):
    decision = {"outcome": "received"}
    number = accept(
        core, package=None, items=["company-establishment"], decisions={"company-establishment": decision}
    )
    dossier = dossier_of(core.app, number)
    assert (dossier.application.outcome, dossier.application.accepted_at) == ("received", None)
    assert str(dossier.cases[0].case.state) == "waiting"


def test_power_is_accepted_on_one_certificate_and_its_clock_waits_for_the_works(core):
    form = {
        "items": ["electricity-connection"], "parties": a_form()["parties"],
        "answers": {"customer_name": "赵祥", "use_address": "通江镇", "voltage": "low", "direct_meter": False,
                    "customer": "resident", "capacity_kva": 8},
        "materials": [{"code": "subject_proof", "form": "sighted"}], "commitments": ["premises_proof"],
    }  # fmt: skip
    number = accept_form(core.app, form, CLERK).dossier.application.number
    dossier = dossier_of(core.app, number)
    assert dossier.application.outcome == "accepted_with_shortfall"
    assert {c.rule for c in dossier.cases[0].clocks if c.kind in ("measure", "debt")} == {"M17.2", "M15.1"}
    core.at = local("2026-11-25 09:00")
    carry_out(core.app, "milestone", f"{number}/1", REVIEWER, {"name": "works_accepted"})
    assert clock(core, number, 0, "M17.2").due_at == local("2026-11-27 17:00")


def test_water_needs_an_agreed_date_for_what_follows(core):
    form = {
        "items": ["water-connection"], "parties": a_form()["parties"],
        "answers": {"customer_name": "赵祥", "use_address": "通江镇"},
        "materials": [{"code": "water_subject", "form": "sighted"}], "commitments": ["water_premises"],
    }  # fmt: skip
    with pytest.raises(InputRefused) as refusal:
        accept_form(core.app, form, CLERK)
    assert refusal.value.code == "no_agreed_date"
    form["materials"].append({"code": "water_premises", "form": "copy", "due": "2026-12-05"})
    number = accept_form(core.app, form, CLERK).dossier.application.number
    assert clock(core, number, 0, "M22.1").due_at == local("2026-12-07 17:00")
    assert clock(core, number, 0, "M23.1").due_at == local("2026-11-26 17:00")


def test_only_the_departments_reviewers_move_its_cases(core):
    number = accept(core)
    with core.uow() as uow:
        tax = uow.setup.account("reviewer-tax").officer
    for officer in (tax, CLERK, ADMIN):
        with pytest.raises(NotAllowed):
            carry_out(core.app, "claim", f"{number}/1", officer, {})
    with pytest.raises(NotAllowed):
        accept_form(core.app, a_form(), REVIEWER)


def test_a_claimed_case_is_nobody_elses(core):
    number = accept(core)
    with core.uow() as uow:
        other = uow.setup.account("reviewer-market-regulation").officer
    carry_out(core.app, "claim", f"{number}/1", REVIEWER, {})
    for verb in ("claim", "approve", "release"):
        with pytest.raises(NotAllowed) as refusal:
            carry_out(core.app, verb, f"{number}/1", other, {})
        assert refusal.value.code == "overtaken"


def test_a_stale_move_loses_by_the_version(core):
    number = accept(core)
    with core.uow() as uow:
        application = uow.application(number)
        stale = uow.cases(application)[0]
    carry_out(core.app, "claim", f"{number}/1", REVIEWER, {})
    with pytest.raises(NotAllowed) as refusal, core.uow() as uow:
        uow.save_case(stale, stale)
    assert "reviewer" in refusal.value.words.zh


def test_void_keeps_the_number_and_asks_for_a_reason(core):
    number = accept(core)
    with pytest.raises(InputRefused):
        carry_out(core.app, "void", number, CLERK, {})
    carry_out(core.app, "void", number, CLERK, {"reason": "重复受理"})
    assert set(states(core, number)) == {"void"}
    assert dossier_of(core.app, number).application.void_reason == "重复受理"
    with pytest.raises(NotAllowed):
        carry_out(core.app, "claim", f"{number}/1", REVIEWER, {})
    assert accept(core)[:12] == number[:11] + "2"


def test_a_typing_error_is_corrected_with_reason_and_event(core):
    number = accept(core)
    carry_out(
        core.app,
        "correct-entry",
        number,
        CLERK,
        {"field": "answers.address", "value": "新址 1 号", "reason": "笔误"},
    )
    dossier = dossier_of(core.app, number)
    assert dossier.application.form["answers"]["address"] == "新址 1 号"
    assert dossier.events[-1].data["before"].startswith("黑龙江省")
    with pytest.raises(InputRefused):
        carry_out(
            core.app,
            "correct-entry",
            number,
            CLERK,
            {"field": "applicant.id_number", "value": "1", "reason": "x"},
        )
    with pytest.raises(NotAllowed):
        carry_out(
            core.app,
            "correct-entry",
            number,
            CLERK,
            {"field": "answers.taxpayer_type", "value": "general", "reason": "x"},
        )


def test_a_calendar_change_is_previewed_then_moves_open_cases_and_keeps_the_old_moment(core):
    number = accept(core)
    arrangement = read_arrangement(
        {"dates": [{"date": "2026-11-23", "working": False, "notice": "临时放假"}]}
    )
    with core.uow(read_only=True) as uow:
        moved = preview_arrangement(arrangement, uow)
    assert {(m.rule, m.after) for m in moved} >= {("M01.1", local("2026-11-24 09:30"))}
    assert clock(core, number, LICENCE, "M01.1").due_at == local("2026-11-23 11:00")
    with core.uow() as uow:
        load_arrangement(arrangement, ADMIN, uow)
        uow.commit()
    assert clock(core, number, LICENCE, "M01.1").due_at == local("2026-11-24 09:30")
    kept = {
        one["rule"]: (one["before"], event.data["notice"])
        for event in dossier_of(core.app, number).events
        if event.what == "due_moved"
        for one in event.data["clocks"]
    }
    before, notice = kept["M01.1"]
    assert notice == "临时放假"
    assert before.startswith("2026-11-23")


def test_a_cancelled_calendar_change_changes_nothing(core):
    number = accept(core)
    arrangement = read_arrangement({"dates": [{"date": "2026-11-23", "working": False}]})
    with pytest.raises(NotAllowed), core.uow() as uow:
        load_arrangement(arrangement, ADMIN, uow, progress=lambda _: False)
    assert clock(core, number, LICENCE, "M01.1").due_at == local("2026-11-23 11:00")
    with core.uow(read_only=True) as uow:
        assert uow.setup.revisions() == ([], [])


def test_new_opening_hours_hold_from_their_date_and_move_open_clocks(core):
    number = accept(core)
    statutory = clock(core, number, LICENCE, "statutory")
    assert statutory.due_at == local("2026-11-26 17:00")
    values = {"name": "大厅", "web_address": "http://192.0.2.1:8350"}
    hall = checked_hall(values, "09:00-12:00 13:00-16:00", "2026-11-25", hall_of(core.app))
    save_hall(core.app, hall, ADMIN)
    assert clock(core, number, LICENCE, "statutory").due_at == local("2026-11-26 16:00")
    assert clock(core, number, LICENCE, "M01.1").due_at == local("2026-11-23 11:00")
    assert len(hall_of(core.app).opening_hours) == 2
    assert any(
        e.what == "due_moved" and "开放时间" in e.data["notice"] for e in dossier_of(core.app, number).events
    )
    with pytest.raises(NotAllowed):
        save_hall(core.app, hall, CLERK)


def test_several_parties_apply_together(core):
    number = accept_form(core.app, SAMPLE_FORMS[1], CLERK).dossier.application.number
    parties = dossier_of(core.app, number).parties
    assert [(p.role, p.type) for p in parties] == [
        ("mortgagor", "natural_person"),
        ("mortgagee", "enterprise"),
    ]
    assert clock(core, number, 0, "M24.2").due_at == local("2026-11-25 17:00")


def test_a_case_keeps_the_catalogue_it_was_accepted_under(core):
    number = accept(core)
    digest = dossier_of(core.app, number).application.catalogue_digest
    with core.uow(read_only=True) as uow:
        kept = kept_catalogue(digest, uow)
    assert kept.digest == digest
    assert (
        kept.items["company-establishment"].rules == core.app.catalogue.items["company-establishment"].rules
    )


def test_the_queue_is_in_risk_order_green_channel_first_and_pages_by_key(core):
    for minutes, green in ((0, ""), (5, ""), (10, "elderly"), (15, "")):
        core.at = MONDAY + timedelta(minutes=minutes)
        accept(core, package=None, items=["company-establishment"], green_channel=green)
    page = core.app.lists.queue("market-regulation", 3, None, MONDAY)
    assert [row.green for row in page.rows] == [True, False, False]
    rest = core.app.lists.queue("market-regulation", 3, page.next, MONDAY)
    assert len(rest.rows) == 1
    assert rest.next is None
    order = [row.due_at for row in (*page.rows[1:], *rest.rows)]
    assert order == sorted(order)
    assert page.counts == {"waiting": 4, "claimed": 0, "suspended": 0, "overdue": 0}
    assert all("*" in row.applicant for row in page.rows)


def test_a_name_is_found_without_its_dot_and_keeps_it(core):
    number = accept(core)
    rows, _ = core.app.lists.applications(10, None, "阿依努尔买买提")
    assert [row.number for row in rows] == [number]
    assert dossier_of(core.app, number).application.applicant_name == "阿依努尔·买买提"


def test_a_bad_paging_mark_is_refused(core):
    for mark in ("x", "1.2", "9.9999999999999999.1"):
        with pytest.raises(InputRefused):
            core.app.lists.queue("tax", 5, mark, MONDAY)


def test_a_project_gathers_its_applications(core):
    for _ in range(2):
        accept(core, project="2026-230883-47-01-000001")
    with core.uow(read_only=True) as uow:
        number = uow.projects.number("2026-230883-47-01-000001", create=False)
        assert len(uow.applications_of_project(number)) == 2


def test_a_newer_database_is_refused(core):
    from sqlalchemy import text

    with core.owner() as engine, engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        connection.execute(text("DELETE FROM meta WHERE key = 'oldest_program'"))
    for step in (core.ready, lambda: schema.upgrade(core.engine)):
        with pytest.raises(CounterError) as refusal:
            step()
        assert refusal.value.code == "newer_schema"
        assert refusal.value.exit_status == 4


def test_a_set_moment_is_for_rehearsals_only(database_url, tmp_path):
    real = open_core(database_url, tmp_path, at=None, rehearsal=False)
    real.at = MONDAY
    with pytest.raises(NotAllowed):
        real.ready()
    real.engine.dispose()


def test_the_servers_moment_is_aware_and_in_whole_seconds(database_url, tmp_path):
    real = open_core(database_url, tmp_path, at=None)
    with real.uow(read_only=True) as uow:
        moment = uow.moment()
    assert moment.tzinfo is not None
    assert moment.microsecond == 0
    assert abs(clock_difference(real.app)) < 30
    real.engine.dispose()
