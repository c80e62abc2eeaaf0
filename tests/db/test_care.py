"""What time alone brings about, who sees what, and many cases at once: on both databases."""

import select
from datetime import timedelta

import pytest

from counter.cli.project_forms import stage_form
from counter.domain.errors import InputRefused, NotAllowed
from counter.usecases.hall.care import care
from counter.usecases.intake.accept_form import accept_form
from counter.usecases.intake.scans import attach_scan, read_scan
from counter.usecases.ports.accounts import Officer
from counter.usecases.printouts.of_application import printouts_of
from counter.usecases.reading.dossiers import dossier_for, dossier_of
from counter.usecases.steps.absence import hand_over_colleague
from counter.usecases.steps.batch import take_batch
from counter.usecases.steps.carry_out import carry_out
from counter.usecases.steps.claim_next import claim_next
from counter.usecases.steps.offers import Offers
from counter.usecases.steps.table import STEPS
from tests.conftest import ADMIN, CLERK, MONDAY, REVIEWER, ROOT, a_form, local
from tests.db.test_back_office import DEFENCE, HEAD, LAND, act, case, clock, name_of, stage
from tests.db.test_races import WORKER, start

PERSON = a_form()["applicant"] if "applicant" in a_form() else a_form()["parties"][0]
MARKET = Officer("reviewer-market-regulation", "市场监管演练审批", "reviewer", "market-regulation")


def received(core, monkeypatch_item: str = "air-defence-basement") -> str:
    """Take an application whose acceptance the department decides on; returns the case."""
    form = stage_form(
        "construction-works", decisions={monkeypatch_item: {"outcome": "received", "reason": "部门受理"}}
    )
    number = accept_form(core.app, form, CLERK).dossier.application.number
    return name_of(core, number, monkeypatch_item)


def test_the_department_decides_on_acceptance_and_tells_once(core):
    named = received(core)
    number = named.split("/")[0]
    assert case(core, number, "air-defence-basement").case.outcome == "received"
    with pytest.raises(InputRefused) as unknown:
        act(
            core,
            "decide-acceptance",
            named,
            DEFENCE,
            outcome="correction_needed",
            reasons="缺",
            materials=["x"],
        )
    assert "materials" in unknown.value.fields
    act(
        core, "decide-acceptance", named, DEFENCE, outcome="correction_needed", reasons="缺签章",
        materials=["air_defence_plan"],
    )  # fmt: skip
    file = case(core, number, "air-defence-basement")
    assert (file.case.outcome, str(file.case.state)) == ("correction_needed", "not_started")
    assert clock(file, "correction").ended_at == MONDAY
    core.at = MONDAY + timedelta(days=3)
    act(core, "receive-correction", named, CLERK, materials=["air_defence_plan"])
    file = case(core, number, "air-defence-basement")
    assert (file.case.outcome, file.moments["acceptance"]) == ("accepted", core.at)
    assert clock(file, "statutory").started_at == core.at


def test_what_nobody_told_in_time_is_accepted_as_of_the_receipt(core):
    named = received(core)
    number = named.split("/")[0]
    core.at = local("2026-11-30 16:59")
    assert care(core.app)["deemed"] == 0
    core.at = local("2026-11-30 17:01")
    assert care(core.app)["deemed"] == 1
    file = case(core, number, "air-defence-basement")
    assert (file.case.outcome, file.moments["acceptance"]) == ("accepted", MONDAY)
    assert clock(file, "statutory").due_at == local("2026-12-21 17:00")
    assert "complete" not in file.moments
    assert [e.what for e in dossier_of(core.app, number).events].count("deemed-accepted") == 1
    assert care(core.app)["deemed"] == 0


def test_a_step_on_it_deems_it_accepted_first(core):
    named = received(core)
    core.at = local("2026-12-01 17:01")
    with pytest.raises(NotAllowed) as late:
        act(core, "decide-acceptance", named, DEFENCE, outcome="not_required", reasons="不需要")
    assert late.value.code == "decided_already"


def test_every_reader_is_told_of_it_from_the_second_on_written_down_or_not(core):
    number = received(core).split("/")[0]

    def told() -> tuple[object, ...]:
        with core.uow(read_only=True) as uow:
            application = uow.application(number)
            dossier = uow.dossier(application)
        file = next(one for one in dossier.cases if one.case.item == "air-defence-basement")
        page = core.app.page_version(dossier.application.token_digest)
        return file.case.outcome, file.moments.get("acceptance"), file.clocks, page

    core.at = local("2026-11-30 17:00:00")
    before = told()
    assert before[:2] == ("received", None)
    core.at = local("2026-11-30 17:00:01")
    after = told()
    assert after[:2] == ("accepted", MONDAY)
    assert after[3] != before[3]
    core.at = local("2026-12-02 09:00")
    assert told() == after
    assert care(core.app)["deemed"] == 1
    assert told()[:3] == after[:3]


def test_only_what_is_accepted_is_claimed_one_by_one_or_next(core):
    named = received(core)
    with pytest.raises(NotAllowed) as early:
        act(core, "claim", named, DEFENCE)
    assert early.value.code == "not_accepted"
    with core.uow() as uow:
        assert uow.claims.next_waiting("civil-air-defence", ("",), ()) is None
    core.at = local("2026-11-30 17:00:01")
    with core.uow() as uow:
        one = uow.claims.next_waiting("civil-air-defence", ("",), ())
    assert one is not None
    assert one.item == "air-defence-basement"
    act(core, "claim", named, DEFENCE)


def test_a_limit_is_called_to_mind_before_it_ends_and_only_once_each(core):
    number = stage(core, "construction-works")
    reminded = lambda: [e for e in dossier_of(core.app, number).events if e.what == "reminded"]  # noqa: E731
    core.at = local("2026-12-01 17:01")
    care(core.app)
    first = len(reminded())
    assert first == 1  # the scheme's seven days end on 2 December: a working day before
    care(core.app)
    assert len(reminded()) == first
    core.at = local("2026-12-02 16:00")
    care(core.app)
    assert (
        len([e for e in reminded() if e.case_no == case(core, number, "design-scheme-review").case.case_no])
        == 2
    )


def test_the_usual_time_of_a_step_moves_the_moment_to_claim_by(core):
    for n in range(6):
        core.at = local("2026-11-23 09:00") + timedelta(minutes=n)
        number = accept_form(core.app, a_form(), CLERK).dossier.application.number
        carry_out(core.app, "claim", f"{number}/1", REVIEWER, {})
        core.at += timedelta(minutes=40)
        carry_out(core.app, "approve", f"{number}/1", REVIEWER, {})
    core.at = local("2026-11-24 09:00")
    assert care(core.app)["usual"] >= 1
    number = accept_form(core.app, a_form(), CLERK).dossier.application.number
    row = core.app.lists.queue("market-regulation", 10, None, core.at).rows[0]
    assert row.application_no == number
    assert row.claim_before == local("2026-11-24 09:20")  # due 10:00, forty minutes of work
    assert row.warn_at == local("2026-11-24 09:45")


def test_people_are_masked_until_a_case_is_claimed(core):
    number = accept_form(core.app, a_form(), CLERK).dossier.application.number
    seen = dossier_for(core.app, number, MARKET)
    assert PERSON["name"] not in str(seen)
    assert PERSON["id_number"] not in str(seen)
    assert seen.application.form["answers"] == {}
    carry_out(core.app, "claim", f"{number}/1", MARKET, {})
    assert dossier_for(core.app, number, MARKET).application.form["answers"]
    assert PERSON["id_number"] not in str(dossier_for(core.app, number, ADMIN))


def test_another_departments_application_is_not_shown(core):
    number = accept_form(core.app, a_form(), CLERK).dossier.application.number
    with pytest.raises(NotAllowed) as refusal:
        dossier_for(core.app, number, LAND)
    assert refusal.value.code == "not_yours"
    with pytest.raises(NotAllowed):
        attach_scan(core.app, f"{number}/1", LAND, b"%PDF-1.4", "x.pdf")


def test_a_scan_is_read_only_with_a_case_in_hand_and_leaves_an_event(core):
    number = accept_form(core.app, a_form(), CLERK).dossier.application.number
    digest = attach_scan(core.app, f"{number}/1", CLERK, b"%PDF-1.4 secret", "x.pdf")
    with pytest.raises(NotAllowed) as early:
        read_scan(core.app, number, digest, MARKET)
    assert early.value.code == "not_claimed"
    carry_out(core.app, "claim", f"{number}/1", MARKET, {})
    assert read_scan(core.app, number, digest, MARKET) == b"%PDF-1.4 secret"
    assert dossier_of(core.app, number).events[-1].what == "scan_read"


def test_a_batch_has_a_line_for_each_case_and_at_most_five_hundred(core):
    numbers = [accept_form(core.app, a_form(), CLERK).dossier.application.number for _ in range(3)]
    carry_out(core.app, "claim", f"{numbers[1]}/1", HEAD, {})
    lines = take_batch(core.app, "claim", [f"{n}/1" for n in numbers], REVIEWER, {})
    assert [line.refusal.code if line.refusal else "" for line in lines] == ["", "overtaken", ""]
    with pytest.raises(InputRefused):
        take_batch(core.app, "claim", [str(n) for n in range(501)], REVIEWER, {})


def test_an_absent_colleagues_cases_go_to_another_all_at_once(core):
    numbers = [accept_form(core.app, a_form(), CLERK).dossier.application.number for _ in range(3)]
    for number in numbers:
        carry_out(core.app, "claim", f"{number}/1", MARKET, {})
    assert hand_over_colleague(core.app, MARKET.name, "reviewer", "请假", HEAD) == 3
    assert {dossier_of(core.app, n).cases[0].case.handler for n in numbers} == {"reviewer"}


def test_the_next_case_is_the_most_pressing_and_never_one_before_the_head(core):
    first, second = (accept_form(core.app, a_form(), CLERK).dossier.application.number for _ in range(2))
    green = accept_form(core.app, a_form(green_channel="elderly"), CLERK).dossier.application.number
    taken = [claim_next(core.app, "market-regulation", MARKET) for _ in range(4)]
    expected = [dossier_of(core.app, n).cases[0].case.case_no for n in (green, first, second)]
    assert taken == [*expected, None]
    carry_out(core.app, "escalate", f"{first}/1", MARKET, {"reason": "拿不准"})
    assert claim_next(core.app, "market-regulation", MARKET) is None
    assert claim_next(core.app, "market-regulation", HEAD) == expected[1]
    with pytest.raises(NotAllowed):
        claim_next(core.app, "market-regulation", LAND)


CLAIM_NEXT = (
    WORKER
    + """
from counter.usecases.steps.claim_next import claim_next
officer = Officer(sys.argv[2], "x", "reviewer", "*")
while (number := claim_next(core.app, "market-regulation", officer)) is not None:
    print(number, flush=True)
"""
)


def test_many_reviewers_claim_every_case_exactly_once(core, database_url, tmp_path):
    expected = set()
    for n in range(40):
        form = a_form(green_channel="elderly") if n % 7 == 0 else a_form()
        expected.add(accept_form(core.app, form, CLERK).dossier.cases[0].case.case_no)
    processes = [start(CLAIM_NEXT, database_url, f"r{n}", {}, tmp_path) for n in range(6)]
    taken: list[str] = []
    for process in processes:
        out, err = process.communicate(timeout=90)
        assert process.returncode == 0, err
        taken += out.split()
    assert sorted(taken) == sorted(expected)
    with core.uow(read_only=True) as uow:
        assert uow.audit().broken is None


def test_every_verb_is_offered_on_a_screen(core):
    """Every verb of the contract that concerns a case stands in the panel for somebody at some time."""
    names = ("offers", "window_offers")
    source = "".join((ROOT / f"counter/usecases/steps/{name}.py").read_text("utf-8") for name in names)
    assert [verb for verb, step in STEPS.items() if step.on_case and f'"{verb}"' not in source] == []


def test_what_is_offered_is_accepted(core):
    named = name_of(core, stage(core, "construction-works"), "design-scheme-review")
    number = named.split("/")[0]

    def verbs(officer: Officer) -> list[str]:
        file = case(core, number, "design-scheme-review")
        return [
            one.verb for one in Offers(dossier_of(core.app, number), core.app.catalogue, officer).of(file)
        ]

    assert verbs(LAND)[0] == "claim"
    act(core, "claim", named, LAND)
    assert verbs(LAND)[0] == "review"
    assert "approve" not in verbs(LAND)
    act(core, "review", named, LAND, opinion="同意")
    act(core, "claim", named, HEAD)
    assert verbs(HEAD)[0] == "approve"
    assert verbs(DEFENCE) == []


def test_a_department_lists_only_applications_with_its_cases(core):
    mine = accept_form(core.app, a_form(), CLERK).dossier.application.number
    other = stage(core, "construction-works")

    def listed(department: str) -> set[str]:
        return {row.number for row in core.app.lists.applications(10, None, "", department)[0]}

    assert listed("tax") == {mine}
    assert listed("natural-resources") == {other}
    assert listed("") == {mine, other}


def test_materials_are_a_departments_once_a_case_is_in_its_hands(core):
    number = accept_form(core.app, a_form(), CLERK).dossier.application.number
    with pytest.raises(NotAllowed) as early:
        printouts_of(core.app, number, MARKET)
    assert early.value.code == "not_claimed"
    carry_out(core.app, "claim", f"{number}/1", MARKET, {})
    assert printouts_of(core.app, number, MARKET, kinds=["folder_label"])


def test_others_hear_of_a_commit_at_once_where_the_server_tells(core):
    listening = core.listen()
    before = core.app.lists.change_count()
    accept_form(core.app, a_form(), CLERK)
    assert core.app.lists.change_count() > before
    if listening is None:
        assert core.embedded
        return
    assert select.select([listening.fileno()], [], [], 2.0)[0]
    assert listening.has_news()
    assert not listening.has_news()
    listening.close()
