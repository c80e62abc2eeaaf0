"""Results go back once, together, to the right person; outstanding materials hold them; parcels come back."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from counter.domain.errors import CounterError, InputRefused, NotAllowed
from counter.domain.slip import token_digest
from counter.settings import hall_to_text
from counter.usecases.hall.settings import hall_of
from counter.usecases.handover.issue import issue_results
from counter.usecases.intake.accept_form import accept_form
from counter.usecases.intake.scans import attach_scan
from counter.usecases.ports.accounts import Officer
from counter.usecases.printouts.of_application import printouts_of
from counter.usecases.reading.dossiers import dossier_of
from counter.usecases.status.tracking import tracking_url
from counter.usecases.steps.carry_out import carry_out
from tests.conftest import CLERK, MONDAY, REVIEWER, a_form, local

OWNER = {"name": "阿依努尔·买买提", "id_type": "resident_id", "id_number": "230833199001010011"}
STRANGER = {"name": "孙秀兰", "id_type": "resident_id", "id_number": "230833196502120020"}


def set_hall(core, **changes) -> None:
    with core.uow() as uow:
        uow.setup.set_fact("hall", hall_to_text(replace(hall_of(core.app), **changes)))
        uow.commit()


def make_ready(core, number: str, *ordinals: int, **result) -> None:
    for n in ordinals:
        for verb, data in (
            ("claim", {}),
            ("approve", {}),
            ("register-result", {"name": f"结果{n}", "no": f"2026-{n}", **result}),
        ):
            carry_out(core.app, verb, f"{number}/{n}", REVIEWER, data)


@pytest.fixture
def number(core) -> str:
    return accept_form(core.app, a_form(), CLERK).dossier.application.number


def states(core, number):
    return [str(clocked.case.state) for clocked in dossier_of(core.app, number).cases]


def test_everything_is_handed_over_together_and_once(core, number):
    make_ready(core, number, 1, 2, 3, 4)
    core.at = MONDAY + timedelta(minutes=30)
    one = issue_results(core.app, number, CLERK, {"collector": OWNER})
    assert states(core, number) == ["issued"] * 4
    assert [r.name for r in one.results] == ["结果1", "结果2", "结果3", "结果4"]
    assert one.collector.relation == "applicant"
    assert OWNER["id_number"] not in str(dossier_of(core.app, number).handovers)
    delivery = [
        c for clocked in dossier_of(core.app, number).cases for c in clocked.clocks if c.kind == "delivery"
    ]
    assert [c.ended_at for c in delivery] == [core.at] * 4
    with pytest.raises(NotAllowed) as again:
        issue_results(core.app, number, CLERK, {"collector": OWNER})
    assert again.value.code == "issued_already"


def test_a_part_is_only_handed_over_when_it_is_named(core, number):
    make_ready(core, number, 1, 2)
    with pytest.raises(NotAllowed) as whole:
        issue_results(core.app, number, CLERK, {"collector": OWNER})
    assert whole.value.code == "not_all_ready"
    assert "2 of 4" in whole.value.words.en
    issue_results(core.app, number, CLERK, {"collector": OWNER, "cases": ["1"]})
    assert states(core, number) == ["issued", "ready", "waiting", "waiting"]


def test_nothing_ready_is_told(core, number):
    with pytest.raises(NotAllowed) as refusal:
        issue_results(core.app, number, CLERK, {"collector": OWNER})
    assert refusal.value.code == "nothing_ready"


@pytest.mark.parametrize(
    ("collector", "code", "field"),
    [
        ({}, "missing_field", "collector"),
        ({"name": OWNER["name"]}, "missing_field", "collector.id_number"),
        ({**OWNER, "id_number": "230833199001010012"}, "bad_field", "collector.id_number"),
        ({**OWNER, "name": "别人"}, "wrong_collector", "collector.name"),
        (STRANGER, "wrong_collector", "collector.id_number"),
        ({**OWNER, "id_type": "club_card"}, "bad_field", "collector.id_type"),
    ],
)
def test_the_collector_is_checked(core, number, collector, code, field):
    make_ready(core, number, 1, 2, 3, 4)
    with pytest.raises(InputRefused) as refusal:
        issue_results(core.app, number, CLERK, {"collector": collector})
    assert refusal.value.code == code
    assert field in refusal.value.fields
    assert states(core, number) == ["ready"] * 4


def test_a_stranger_with_a_letter_may_collect(core, number):
    make_ready(core, number, 1, 2, 3, 4)
    one = issue_results(core.app, number, CLERK, {"collector": {**STRANGER, "letter": True}})
    assert one.collector.relation == "other"


def test_an_agent_needs_the_authority_to_collect(core):
    agent = {
        "name": "孙秀兰", "id_type": "resident_id", "id_number": "230833196502120020",
        "phone": "13945471102", "letter": True, "authority": ["submit"],
    }  # fmt: skip
    form = a_form()
    form["parties"][0]["agent"] = agent
    form["materials"] += [{"code": "seal_letter", "form": "original"}]
    number = accept_form(core.app, form, CLERK).dossier.application.number
    make_ready(core, number, 1, 2, 3, 4)
    with pytest.raises(InputRefused) as refusal:
        issue_results(core.app, number, CLERK, {"collector": STRANGER})
    assert refusal.value.code == "no_authority"
    form["parties"][0]["agent"] = {**agent, "authority": ["submit", "collect"]}
    number = accept_form(core.app, {**form, "idempotency_key": "other"}, CLERK).dossier.application.number
    make_ready(core, number, 1, 2, 3, 4)
    assert issue_results(core.app, number, CLERK, {"collector": STRANGER}).collector.relation == "agent"


def test_only_the_window_hands_over(core, number):
    make_ready(core, number, 1, 2, 3, 4)
    with pytest.raises(NotAllowed) as refusal:
        issue_results(core.app, number, REVIEWER, {"collector": OWNER})
    assert refusal.value.code == "not_allowed"


def test_two_windows_hand_over_once(core, number):
    make_ready(core, number, 1, 2, 3, 4)
    dossier_of(core.app, number)

    def issue(_):
        try:
            issue_results(core.app, number, CLERK, {"collector": OWNER})
        except CounterError as error:
            return error.code
        return "done"

    with ThreadPoolExecutor(6) as pool:
        answers = sorted(pool.map(issue, range(6)))
    assert answers.count("done") == 1
    assert set(answers) <= {"done", "issued_already", "overtaken"}
    assert len(dossier_of(core.app, number).handovers) == 1


def water_form():
    return {
        "items": ["water-connection"],
        "parties": [{"role": "applicant", "type": "natural_person", **STRANGER, "phone": "13945471102"}],
        "answers": {
            "customer_name": "孙秀兰",
            "use_address": "抚远镇沿江路 7 号",
            "water_purpose": "resident",
        },
    }


def owing(core):
    """A water connection whose deferrable materials are promised for 3 December."""
    found = core.app.catalogue.items["water-connection"]
    promised = [m.code for m in found.materials if m.state == "deferrable"]
    given = [m.code for m in found.materials if m.state != "deferrable"]
    form = water_form()
    form["materials"] = [{"code": code, "form": "original"} for code in given] + [
        {"code": code, "form": "original", "due": "2026-12-03"} for code in promised
    ]
    accepted = accept_form(core.app, form, CLERK)
    outstanding = [m.code for m in accepted.dossier.materials if m.state == "deferrable"]
    assert outstanding, accepted.dossier.materials
    return accepted.dossier.application.number, outstanding


def test_an_open_promise_holds_the_result_until_the_material_comes(core):
    number, outstanding = owing(core)
    make_ready(core, number, 1)
    with pytest.raises(NotAllowed) as refusal:
        issue_results(core.app, number, CLERK, {"collector": STRANGER})
    assert refusal.value.code == "debt_open"
    assert core.app.catalogue.material_names[outstanding[0]].zh in refusal.value.words.zh
    with pytest.raises(InputRefused):
        carry_out(core.app, "fulfil-debt", number, CLERK, {"material": "premises"})
    for code in outstanding:
        carry_out(core.app, "fulfil-debt", number, CLERK, {"material": code})
    issue_results(core.app, number, CLERK, {"collector": STRANGER})
    assert states(core, number) == ["issued"]
    outstanding = [c for c in dossier_of(core.app, number).cases[0].clocks if c.kind == "debt"]
    assert all(c.ended_at is not None for c in outstanding)


def test_the_post_takes_it_and_brings_it_back(core, number):
    make_ready(core, number, 1, 2, 3, 4)
    with pytest.raises(InputRefused) as refusal:
        issue_results(core.app, number, CLERK, {"method": "courier", "courier": {"carrier": "EMS"}})
    assert "courier.address" in refusal.value.fields
    address = {"address": "抚远镇正阳路 18 号", "carrier": "邮政 EMS", "number": "EA123456789CN"}
    issue_results(core.app, number, CLERK, {"method": "courier", "courier": address})
    assert dossier_of(core.app, number).handovers[0].state == "sent"
    carry_out(core.app, "return-parcel", number, CLERK, {"reason": "地址无人"})
    assert states(core, number) == ["ready"] * 4
    issue_results(core.app, number, CLERK, {"method": "courier", "courier": {**address, "number": ""}})
    carry_out(core.app, "record-service", number, CLERK, {"how": "courier", "number": "EA987654321CN"})
    carry_out(core.app, "record-service", number, CLERK, {"how": "courier_delivered"})
    first, second = dossier_of(core.app, number).handovers
    assert (first.state, first.note) == ("returned", "地址无人")
    assert (second.state, second.parcel.number) == ("delivered", "EA987654321CN")
    with pytest.raises(NotAllowed):
        carry_out(core.app, "return-parcel", number, CLERK, {"reason": "x"})


def test_the_applicants_choice_of_the_post_is_the_default(core):
    form = a_form(
        delivery={"method": "courier", "address": "抚远镇正阳路 18 号", "to": "赵某", "phone": "13845470035"}
    )
    number = accept_form(core.app, form, CLERK).dossier.application.number
    make_ready(core, number, 1, 2, 3, 4)
    one = issue_results(core.app, number, CLERK, {})
    assert (one.method, one.parcel.to, one.parcel.address) == ("courier", "赵某", "抚远镇正阳路 18 号")


def test_only_a_result_with_an_e_licence_goes_electronically(core, number):
    make_ready(core, number, 1)
    with pytest.raises(InputRefused) as refusal:
        issue_results(core.app, number, CLERK, {"method": "e_delivery", "cases": ["1"]})
    assert refusal.value.code == "no_e_licence"
    make_ready(core, number, 3, data={"e_licence": {"id": "1.2.156.3005.2.1", "issuer": "税务"}})
    one = issue_results(core.app, number, CLERK, {"method": "e_delivery", "cases": ["3"]})
    assert one.method == "e_delivery"


def test_the_machine_prints_for_the_applicant(core, number):
    make_ready(core, number, 1, 2, 3, 4)
    one = issue_results(core.app, number, CLERK, {"method": "self_service", "collector": OWNER})
    assert one.method == "self_service"


def test_originals_go_back_and_are_recorded(core, number):
    make_ready(core, number, 1, 2, 3, 4)
    issue_results(core.app, number, CLERK, {"collector": OWNER, "return_materials": ["articles"]})
    places = {m.code: m.place for m in dossier_of(core.app, number).materials}
    assert places["articles"] == "returned"
    assert places["appointment"] != "returned"
    carry_out(core.app, "return-materials", number, CLERK, {})
    places = {m.code: m.place for m in dossier_of(core.app, number).materials}
    assert places["appointment"] == "returned"
    with pytest.raises(NotAllowed):
        carry_out(core.app, "return-materials", number, CLERK, {})


def test_telling_the_applicant_meets_the_delivery_clock(core, number):
    make_ready(core, number, 1, 2, 3, 4)
    core.at = MONDAY + timedelta(hours=1)
    carry_out(core.app, "record-service", number, CLERK, {"how": "telephone"})
    clocks = [
        c for clocked in dossier_of(core.app, number).cases for c in clocked.clocks if c.kind == "delivery"
    ]
    assert {c.ended_at for c in clocks} == {core.at}
    assert states(core, number) == ["ready"] * 4


def test_the_moment_of_the_telling_is_the_one_that_was_given(core, number):
    make_ready(core, number, 1, 2, 3, 4)
    core.at = MONDAY + timedelta(hours=3)
    for wrong in ("2026-11-23T14:00:00+08:00", "2026-11-22T10:00:00+08:00", "2026-11-23T11:00:00"):
        with pytest.raises(InputRefused) as refusal:
            carry_out(core.app, "record-service", number, CLERK, {"how": "telephone", "when": wrong})
        assert "when" in refusal.value.fields
    data = {"how": "telephone", "when": "2026-11-23T11:00:00+08:00"}
    carry_out(core.app, "record-service", number, CLERK, data)
    clocks = [
        c for clocked in dossier_of(core.app, number).cases for c in clocked.clocks if c.kind == "delivery"
    ]
    assert {c.ended_at for c in clocks} == {local("2026-11-23 11:00")}


def test_the_delivery_clock_runs_ten_working_days_from_the_grant(core, number):
    carry_out(core.app, "claim", f"{number}/1", REVIEWER, {})
    carry_out(core.app, "approve", f"{number}/1", REVIEWER, {})
    clock = next(c for c in dossier_of(core.app, number).cases[0].clocks if c.kind == "delivery")
    assert (clock.rule, clock.due_at) == ("ALL 44", local("2026-12-07 17:00"))


def test_a_refused_case_has_no_delivery_clock_and_is_not_waited_for(core, number):
    carry_out(core.app, "claim", f"{number}/1", REVIEWER, {})
    carry_out(core.app, "approve", f"{number}/1", REVIEWER, {})
    carry_out(core.app, "register-result", f"{number}/1", REVIEWER, {"name": "营业执照"})
    for n in (2, 3, 4):
        carry_out(core.app, "claim", f"{number}/{n}", REVIEWER, {})
        carry_out(core.app, "refuse", f"{number}/{n}", REVIEWER, {"reasons": "x", "basis": "y"})
    assert not [
        c
        for clocked in dossier_of(core.app, number).cases[1:]
        for c in clocked.clocks
        if c.kind == "delivery"
    ]
    issue_results(core.app, number, CLERK, {"collector": OWNER})
    assert states(core, number) == ["issued", "decided", "decided", "decided"]


def test_the_slip_dies_after_the_set_days_and_lives_again_with_a_returned_parcel(core, number):
    set_hall(core, token_days=30)
    digest = token_digest(
        tracking_url(core.app, dossier_of(core.app, number).application, hall_of(core.app)).rsplit("/", 1)[1]
    )
    make_ready(core, number, 1, 2, 3, 4)
    parcel = {"address": "抚远镇", "to": "赵某", "phone": "13845470035"}
    issue_results(core.app, number, CLERK, {"method": "courier", "courier": parcel})
    assert core.app.page_version(digest) is not None
    core.at = MONDAY + timedelta(days=29)
    assert core.app.page_version(digest) is not None
    core.at = MONDAY + timedelta(days=31)
    assert core.app.page_version(digest) is None
    carry_out(core.app, "return-parcel", number, CLERK, {"reason": "退回"})
    assert core.app.page_version(digest) is not None


def test_a_lost_slip_is_withdrawn_and_another_one_printed(core, number):
    before = tracking_url(core.app, dossier_of(core.app, number).application, hall_of(core.app))
    carry_out(core.app, "withdraw-slip", number, CLERK, {"reason": "遗失"})
    after = tracking_url(core.app, dossier_of(core.app, number).application, hall_of(core.app))
    assert before != after
    assert core.app.page_version(token_digest(before.rsplit("/", 1)[1])) is None
    assert core.app.page_version(token_digest(after.rsplit("/", 1)[1])) is not None
    slip = printouts_of(core.app, number, CLERK, kinds=("tracking_slip",))
    carry_out(core.app, "withdraw-slip", number, CLERK, {"reason": "又遗失"})
    fresh = printouts_of(core.app, number, CLERK, kinds=("tracking_slip",))
    assert printouts_of(core.app, number, CLERK, kinds=("tracking_slip",))[0].sha256 == fresh[0].sha256
    again = printouts_of(core.app, number, CLERK, kinds=("tracking_slip",), reprint=True, reason="挂失补发")
    assert [p.copy for p in slip + fresh + again] == [0, 1, 2]


def test_a_void_application_is_not_shown_for_ever(core, number):
    set_hall(core, token_days=30)
    digest = token_digest(
        tracking_url(core.app, dossier_of(core.app, number).application, hall_of(core.app)).rsplit("/", 1)[1]
    )
    carry_out(core.app, "void", number, CLERK, {"reason": "误受理"})
    assert core.app.page_version(digest) is not None
    core.at = MONDAY + timedelta(days=31)
    assert core.app.page_version(digest) is None


def test_printouts_of_each_issue_are_its_own(core, number):
    make_ready(core, number, 1, 2)
    issue_results(core.app, number, CLERK, {"collector": OWNER, "cases": ["1"]})
    first = printouts_of(core.app, number, CLERK, kinds=("collection_slip", "service_receipt"))
    issue_results(core.app, number, CLERK, {"collector": OWNER, "cases": ["2"]})
    second = printouts_of(core.app, number, CLERK, kinds=("collection_slip", "service_receipt"))
    assert [p.copy for p in first + second] == [0, 0, 0, 0]
    assert {p.sha256 for p in first}.isdisjoint({p.sha256 for p in second})
    again = printouts_of(core.app, number, CLERK, kinds=("collection_slip",), reprint=True, reason="卡纸")
    assert [p.copy for p in again] == [1]


def test_a_scan_is_kept_once_and_only_of_known_kinds(core, number):
    for n in (1, 3):
        attach_scan(core.app, f"{number}/{n}", CLERK, b"%PDF-1.7 licence", "执照.pdf")
    cases = [p for p in (core.settings.data / "scans").rglob("*") if p.is_file()]
    assert len(cases) == 1
    with core.uow(read_only=True) as uow:
        scans = uow.service.scans(dossier_of(core.app, number).application)
    assert [s.media_type for s in scans] == ["application/pdf"] * 2
    with pytest.raises(InputRefused) as refusal:
        attach_scan(core.app, f"{number}/1", CLERK, b"MZ executable", "x.exe")
    assert "scan" in refusal.value.fields
    with pytest.raises(NotAllowed):
        attach_scan(core.app, f"{number}/1", Officer("auditor", "x", "auditor"), b"%PDF-", "x.pdf")


def test_the_issue_desk_lists_what_is_ready_the_oldest_first(core):
    numbers = [
        accept_form(core.app, a_form(idempotency_key=str(n)), CLERK).dossier.application.number
        for n in range(3)
    ]
    for n, one in enumerate(numbers):
        core.at = MONDAY + timedelta(minutes=10 * (3 - n))
        make_ready(core, one, *range(1, 5 if n == 0 else 3), place=f"A-{n}")
    rows, following = core.app.lists.shelf(2, None, "")
    rest, end = core.app.lists.shelf(2, following, "")
    assert [r.number for r in (*rows, *rest)] == numbers[::-1]
    assert end is None
    whole = rest[-1]
    assert (len(whole.ready), whole.waiting, whole.total, whole.places) == (4, (), 4, ("A-0",))
    part = rows[0]
    assert (len(part.ready), len(part.waiting)) == (2, 2)
    assert part.applicant == "阿***"
    assert core.app.lists.shelf(5, None, numbers[1])[0][0].number == numbers[1]
    with pytest.raises(InputRefused):
        core.app.lists.shelf(5, "nonsense", "")
