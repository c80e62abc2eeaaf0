"""One application is received and decided in one transaction (ALL 29, 32; measures 1, 11, 12, 61)."""

from dataclasses import replace

import pytest

from counter.domain.credit import CreditEntry
from forms.catalogue import Deferral
from tests.builders import a_catalogue, a_form, a_permit_form, local, with_item
from tests.usecases.one_hall import CLERK, REVIEWER, SUPERVISOR, AHall, refused, shown

FOUNDER = "230833199001010011"


def barred(hall: AHall, kind: str = "false_promise", number: str = "91350100M000100Y43") -> None:
    entry = CreditEntry(
        0, "uscc", number, "某公司", kind, "承诺不实", "C1", local("2026-01-05 10:00"), "reviewer"
    )
    hall.database.kept.credit.append(entry)


def deferring(hall: AHall, unit: str = "until_date", event: str = "", **more) -> None:
    """Let the water test follow."""
    uses = tuple(
        replace(use, state="deferrable", deferral=Deferral(unit, event), **more)
        if use.code == "drainage_test"
        else use
        for use in a_catalogue().items["drainage-permit"].materials
    )
    hall.catalogue = with_item(a_catalogue(), "drainage-permit", materials=uses)


def printouts(**test) -> list[dict]:
    return [
        {"code": "drainage_form", "form": "original", "copies": 1, "pages": 1},
        {"code": "drainage_plan", "form": "copy", "copies": 1, "pages": 1},
        *([{"code": "drainage_test", **test}] if test else []),
    ]


def test_an_application_gets_its_numbers_cases_and_events(hall):
    done = hall.accept(a_form(window="2", channel="online"))
    one = done.dossier.application
    assert done.is_new
    assert (one.number, one.site, one.window, one.clerk) == ("FY02-2600001-X", "FY", "2", "clerk")
    assert (one.outcome, one.title, one.applicant_name, one.channel) == (
        "accepted", "企业开办", "阿依努尔·买买提", "online_pc",
    )  # fmt: skip
    assert (shown(one.received_at), shown(one.accepted_at)) == ("2026-11-23 10:00", "2026-11-23 10:00")
    assert [clocked.case.ordinal for clocked in done.dossier.cases] == [1, 2, 3, 4]
    assert [clocked.case.case_no[-4:] for clocked in done.dossier.cases] == ["0001", "0002", "0003", "0004"]
    assert {clocked.case.case_no[-17:-4] for clocked in done.dossier.cases} == {"2026112300102"}
    assert [(e.what, e.window, e.site) for e in done.dossier.events] == [
        ("signed", "2", "FY"), ("received", "2", "FY"), *[("accepted", "2", "FY")] * 4,
    ]  # fmt: skip
    assert one.signed_digest == one.form_digest == done.dossier.events[0].data["sha256"]
    assert done.dossier.events[1].data == {"materials": 5}
    assert (one.token_serial, one.token_recipe) == (0, 2)


def test_numbers_go_on_and_each_window_has_its_own(hall):
    first, second = hall.permit(), hall.permit()
    other = hall.permit(window="2")
    assert [number[:12] for number in (first, second, other)] == [
        "FY01-2600001",
        "FY01-2600002",
        "FY02-2600001",
    ]
    assert hall.case(first).case_no[-4:] == "0001"
    assert hall.case(second).case_no[-4:] == "0002"


@pytest.mark.parametrize("officer", [REVIEWER])
def test_only_the_window_takes_applications(hall, officer):
    with refused("wrong_role"):
        hall.accept(a_permit_form(), officer)
    assert hall.accept(a_permit_form(), SUPERVISOR).dossier.application.clerk == "supervisor"


def test_the_same_key_gives_the_application_that_stands(hall):
    first = hall.accept(a_permit_form(idempotency_key="k1"))
    again = hall.accept(a_permit_form(idempotency_key="k1"))
    assert (first.is_new, again.is_new) == (True, False)
    assert again.dossier.application.number == first.dossier.application.number
    assert again.token == first.token
    assert len(hall.database.kept.applications) == 1
    with refused("key_reused", "idempotency_key"):
        hall.accept(a_permit_form(idempotency_key="k1", channel="online"))
    assert hall.accept(a_permit_form()).is_new
    assert hall.accept(a_permit_form()).is_new


def test_an_unknown_site_is_refused_by_name(hall):
    with refused("unknown_site", "site"):
        hall.accept(a_permit_form(site="XX"))


def test_what_lacks_a_material_is_told_once_and_starts_no_limit(hall):
    number = hall.permit(materials=printouts())
    assert (hall.case(number).outcome, hall.case(number).state) == ("correction_needed", "not_started")
    assert hall.application(number).accepted_at is None
    assert hall.application(number).outcome == "correction_needed"
    assert set(hall.clocks(number).values()) == {None}
    assert set(hall.clocked(number).moments) == {"receipt"}
    assert hall.messages(number) == []


def test_incomplete_materials_of_a_company_go_back_and_what_waits_for_it_ends(hall):
    number = hall.start_up(materials=[])
    establishment = hall.case(number, "company-establishment")
    assert (establishment.state, establishment.closing, establishment.outcome) == (
        "terminated", "returned", "correction_needed",
    )  # fmt: skip
    seal = hall.case(number, "seal-engraving")
    assert (seal.state, seal.closing, seal.outcome) == ("terminated", "upstream_refused", "correction_needed")
    assert hall.clocked(number, "seal-engraving").clocks == ()
    assert "closed" in hall.clocked(number, "seal-engraving").moments
    events = {one.case_no: one.data for one in hall.history(number) if one.case_no}
    assert events[establishment.case_no]["closing"] == "returned"


def test_a_material_may_follow_until_its_agreed_date(hall):
    """The limit of the measure waits for what blocks the decision, the promise runs from acceptance."""
    deferring(hall, blocking=True)
    number = hall.permit(materials=printouts(due="2026-11-30"))
    assert hall.case(number).outcome == "accepted_with_shortfall"
    assert hall.clocks(number)["debt debt"] == "2026-11-30 17:00"
    assert "complete" not in hall.clocked(number).moments
    assert hall.clocked(number).outstanding == ("drainage_test",)
    assert hall.application(number).outcome == "accepted_with_shortfall"
    assert hall.application(number).accepted_at is not None
    hall.clock("2026-11-25 10:00")
    hall.act("fulfil-debt", number, CLERK, material="drainage_test")
    assert shown(hall.clocked(number).moments["complete"]) == "2026-11-25 10:00"


def test_a_material_that_blocks_nothing_leaves_the_application_complete(hall):
    deferring(hall, blocking=False)
    number = hall.permit(materials=printouts(due="2026-11-30"))
    assert shown(hall.clocked(number).moments["complete"]) == "2026-11-23 10:00"


def test_a_material_before_an_event_has_no_date_yet(hall):
    deferring(hall, "before_event", "works_accepted")
    number = hall.permit(materials=printouts(), commitments=["drainage_test"])
    assert hall.case(number).outcome == "accepted_with_shortfall"
    assert hall.clocks(number)["debt debt"] is None
    assert hall.clocked(number).outstanding == ("drainage_test",)


def test_whoever_broke_a_promise_gives_no_other(hall):
    deferring(hall)
    barred(hall)
    with refused("bad_credit", "materials[2].due"):
        hall.permit(materials=printouts(due="2026-11-30"))
    assert hall.permit()


def test_the_record_of_somebody_else_bars_nobody(hall):
    deferring(hall)
    barred(hall, number="91110000600037341L")
    assert hall.permit(materials=printouts(due="2026-11-30"))


def test_a_repaired_entry_bars_nobody(hall):
    deferring(hall)
    barred(hall)
    hall.database.kept.credit[0] = replace(
        hall.database.kept.credit[0], repaired_at=local("2026-02-05 10:00")
    )
    assert hall.permit(materials=printouts(due="2026-11-30"))


def test_a_commitment_is_barred_too(hall):
    barred(hall, number="91110000600037341L")
    with refused("bad_credit", "commitments[0]"):
        hall.stage("construction-permit")


def test_usual_times_say_from_the_start_by_when_a_case_should_be_claimed(hall):
    hall.database.kept.usual["drainage-permit", "examination"] = (7_200, 30)
    hall.database.kept.usual["drainage-permit", "survey"] = (3_600, 30)
    number = hall.permit()
    assert shown(hall.case(number).claim_before) == "2026-12-07 15:00"


def test_a_package_runs_as_a_whole_only_when_all_of_it_is_applied_for(hall):
    number = hall.start_up(items=["company-establishment", "seal-engraving"])
    assert hall.whole(number) == {}


def test_the_title_names_the_item_or_the_first_of_several(hall):
    one = hall.accept(a_permit_form()).dossier.application
    assert one.title == "城镇污水排入排水管网许可"
    form = a_form(items=["company-establishment", "seal-engraving"])
    del form["package"]
    assert hall.accept(form).dossier.application.title == "企业设立登记等 2 项"


def test_what_is_not_required_is_closed_with_its_reason(hall):
    decisions = {"drainage-permit": {"outcome": "not_competent", "reason": "属省级", "authority": "省厅"}}
    number = hall.permit(decisions=decisions)
    assert (hall.case(number).state, hall.case(number).closing) == ("terminated", "not_competent")
    assert hall.clocked(number).clocks == ()
    assert hall.last(number).data["reason"] == "属省级"
    assert hall.last(number).data["authority"] == "省厅"
    assert hall.messages(number) == []


def test_the_green_channel_goes_first(hall):
    number = hall.permit(green_channel="elderly")
    assert hall.application(number).green_channel == "elderly"
