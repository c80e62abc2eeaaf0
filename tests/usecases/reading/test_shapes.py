"""The JSON shapes of the contract, and who sees how much of an application."""

import pytest

from counter.domain.rating import Rating, Rectification
from counter.usecases.handover import shapes as handover_shapes
from counter.usecases.intake.accept import draft_cases
from counter.usecases.intake.project import progress_of
from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.books import Target
from counter.usecases.ports.figures import RuleFigures, Visits
from counter.usecases.ports.lists import CaseSummary, QueuePage
from counter.usecases.ports.ratings import RatingSums
from counter.usecases.reading import catalogue_shapes, shapes
from counter.usecases.reading.privacy import is_whole_for, masked, seen_by, whole_only
from counter.usecases.status.shapes import both
from forms.form_reading import read_submission
from forms.verdict import judge
from tests.builders import MONDAY, TODAY, a_calendar, a_catalogue, a_form, a_permit_form, local
from tests.usecases.one_hall import (
    ADMINISTRATOR,
    AUDITOR,
    CLERK,
    HEAD,
    OTHER_REVIEWER,
    REVIEWER,
    SUPERVISOR,
    AHall,
    refused,
)

WATER = Officer("water", "水务", "reviewer", "water-affairs")
OWN = Officer("own", "城管", "reviewer", "urban-management")
OWN_HEAD = Officer("ownhead", "城管", "head", "urban-management")


def shown(hall: AHall, number: str, url: str | None = None):
    with hall.database.open() as uow:
        return shapes.application(hall.dossier(number), hall.at, hall.calendar_of(uow), url)


def test_an_application_is_shown_with_its_cases_and_their_clocks(hall):
    number = hall.permit()
    hall.act("claim", f"{number}/1")
    hall.act("ask-opinion", f"{number}/1", department="water-affairs", question="?", working_days=2)
    found = shown(hall, number, "http://u")
    (case,) = found["cases"]
    assert {key: found[key] for key in ("application_no", "outcome", "received_at", "void", "tracking_url", "papers")} == {
        "application_no": number, "outcome": "accepted", "received_at": "2026-11-23T10:00:00+08:00", "void": None,
        "tracking_url": "http://u", "papers": [],
    }  # fmt: skip
    assert "project_no" not in found
    assert (case["level"], case["closing"], case["result"], case["handler"], len(case["catalogue"])) == (
        None, None, None, "reviewer", 12,
    )  # fmt: skip
    promised, _, opinion = case["clocks"]
    assert promised == {
        "rule": "promised", "kind": "promised", "due": "2026-12-07T17:00:00+08:00", "state": "running",
        "provisional": False, "started": "2026-11-23T10:00:00+08:00", "ended": None,
        "limit": {"amount": 10, "unit": "working_days"}, "extension_days": 0,
    }  # fmt: skip
    assert (opinion["kind"], opinion["department"], opinion["due"]) == (
        "opinion", "water-affairs", "2026-11-25T17:00:00+08:00",
    )  # fmt: skip
    (asked,) = found["errands"]
    assert (asked["answered_at"], asked["answered_by"], asked["answer"], asked["position"], asked["state"]) == (
        None, None, None, None, "running",
    )  # fmt: skip
    assert found["materials"][0] == {
        "code": "drainage_form", "state": "received", "used_by": ["drainage-permit"], "due": None, "form": "original",
        "copies": 1, "place": "window:01",
    }  # fmt: skip


def test_an_opinion_stands_at_its_own_case(hall):
    number = hall.stage("construction-works")
    hall.act("ask-opinion", f"{number}/3", department="water-affairs", question="?", working_days=2)
    hall.act("coordinate", f"{number}/3", question="?")
    found = shown(hall, number)
    assert [[c["kind"] for c in case["clocks"]].count("opinion") for case in found["cases"]] == [0, 0, 1]
    assert [c["kind"] for c in found["cases"][2]["clocks"]].count("coordination") == 0
    assert found["project_no"] == "XM000001"
    waiting = found["cases"][1]["clocks"][0]
    assert (waiting["state"], waiting["due"]) == ("not_started", None)
    assert waiting["waits_for"] == ["acceptance", "granted:design-scheme-review"]
    assert "waits_for" not in found["cases"][0]["clocks"][0]


def test_milestones_and_results_are_shown_on_their_case(hall):
    number = hall.start_up()
    hall.act("claim", f"{number}/1")
    hall.act("approve", f"{number}/1", result_name="执照")
    hall.act("milestone", f"{number}/2", name="seal_made")
    first, seal = shown(hall, number)["cases"][:2]
    assert first["result"] == {"name": "执照", "no": "", "valid_until": ""}
    assert (first["milestones"], seal["milestones"]) == ({}, {"seal_made": "2026-11-23T10:00:00+08:00"})


def test_the_history_is_shown_oldest_first(hall):
    number = hall.permit()
    hall.act("claim", f"{number}/1")
    found = shapes.events(hall.dossier(number))
    assert [one["what"] for one in found] == ["signed", "received", "accepted", "claim"]
    assert (found[0]["case_no"], found[0]["site"], found[0]["window"], found[0]["pc"]) == (
        None,
        "FY",
        "01",
        None,
    )
    assert (found[3]["case_no"], found[3]["site"], found[3]["window"]) == (
        hall.case(number).case_no,
        None,
        None,
    )


def test_each_clock_is_explained_date_by_date(hall):
    number = hall.stage("construction-works")
    hall.act("claim", f"{number}/3")
    hall.act("suspend", f"{number}/3", kind="hearing", ground="当事人申请", expected_days=5)
    hall.clock("2026-11-24 10:00")
    hall.act("resume", f"{number}/3")
    promised, _ = shapes.explanation(hall.clocked(number, "air-defence-basement"), hall.at, a_calendar())
    assert [(d["date"][5:], d["kind"], d["n"]) for d in promised["days"][:4]] == [
        ("11-23", "start", None), ("11-24", "suspended", None), ("11-25", "counted", 1), ("11-26", "counted", 2),
    ]  # fmt: skip
    assert (promised["days"][1]["ground"], promised["days"][1]["by"]) == ("当事人申请", "reviewer")
    assert (promised["days"][2]["ground"], promised["days"][2]["by"], promised["days"][2]["notice"]) == (
        None,
        None,
        None,
    )
    assert promised["days"][-1]["kind"] == "due"
    assert (promised["waits_for"], promised["state"]) == ([], "running")
    waiting = shapes.explanation(hall.clocked(number, "works-planning-permit"), hall.at, a_calendar())[0]
    assert (waiting["days"], waiting["waits_for"]) == ([], ["acceptance", "granted:design-scheme-review"])


def test_a_project_is_shown_with_the_days_it_used(hall):
    hall.clock("2026-03-02 09:00")
    number = hall.stage("construction-works")
    hall.clock("2026-03-20 15:00")
    for n in "123":
        hall.act("terminate", f"{number}/{n}", kind="object_lost", reason="x") if hall.database.kept.cases[
            number
        ][int(n) - 1].case.is_open else None
    project = hall.application(number).project_no
    hall.clock("2026-06-01 09:00")
    hall.stage("construction-permit", project=project)
    hall.clock("2026-06-05 09:00")
    with hall.database.open() as uow:
        found = shapes.project(
            progress_of(project, hall.catalogue, hall.at, hall.calendar_of(uow), uow),
            hall.at,
            hall.calendar_of(uow),
        )
        assert progress_of("XM9", hall.catalogue, hall.at, hall.calendar_of(uow), uow) is None
    assert (found["used"], found["left"], found["allowed"]) == (18, 72, 90)
    assert found["clock"]["due"] == "2026-09-16T17:00:00+08:00"
    assert found["gaps"] == [{"from": "2026-03-20T15:00:00+08:00", "to": "2026-06-01T09:00:00+08:00"}]
    assert [(one["stage"], one["used"], one["budget"]) for one in found["stages"]] == [
        (1, 0, 25), (2, 14, 20), (3, 4, 25), (4, 0, 20),
    ]  # fmt: skip
    assert (found["name"], found["conditions"]["plot_ratio"]) == ("沿江冷链物流园一期", "0.72")


def test_a_void_stage_counts_no_days(hall):
    hall.clock("2026-03-02 09:00")
    number = hall.stage("construction-works")
    project = hall.application(number).project_no
    hall.act("void", number, CLERK, reason="误受理")
    hall.clock("2026-03-20 15:00")
    with hall.database.open() as uow:
        assert progress_of(project, hall.catalogue, hall.at, hall.calendar_of(uow), uow).used == 0


def test_an_extension_stands_in_the_ledger_that_is_explained(hall):
    number = hall.permit()
    hall.act("claim", f"{number}/1")
    hall.act("extend", f"{number}/1", working_days=2, reason="案情复杂", approver="李局长", clock="promised")
    promised = shapes.explanation(hall.clocked(number), hall.at, a_calendar())[0]
    assert promised["extension_days"] == 2
    extended = [(one["date"], one["n"], one["kind"]) for one in promised["days"] if one["extension"]]
    assert extended == [("2026-12-08", 11, "counted"), ("2026-12-09", 12, "due")]


def check(form):
    reading = read_submission(form, a_catalogue(), TODAY)
    verdict = judge(a_catalogue(), reading.submission) if reading.submission else None
    return reading, verdict


def test_a_form_is_judged_without_being_taken(hall):
    reading, verdict = check(a_permit_form(materials=[]))
    cases = draft_cases(hall.catalogue, reading.submission, verdict, MONDAY, a_calendar())
    found = shapes.check(reading, reading.submission, verdict, cases, MONDAY, a_calendar(), "en")
    assert found["verdict"] == "inform"
    assert found["errors"] == {}
    (case,) = found["cases"]
    assert (case["outcome"], case["missing"], case["upstream"], case["due"]) == (
        "correction_needed", ["drainage_plan", "drainage_test"], [], None,
    )  # fmt: skip
    assert [one["rule"] for one in found["limits"]] == ["promised", "statutory"]
    assert {field["code"] for field in found["fields"]} == {
        "organisation_name",
        "uscc",
        "use_address",
        "daily_m3",
    }
    materials = {one["code"]: one for one in found["materials"]}
    assert (materials["drainage_test"]["state"], materials["drainage_test"]["blocks"], materials["drainage_test"]["due"]) == (
        "missing", ["drainage-permit"], None,
    )  # fmt: skip
    assert materials["drainage_form"]["blocks"] == []


def test_a_form_with_errors_is_informed_of_them(hall):
    reading, verdict = check(a_permit_form(answers={}))
    found = shapes.check(reading, reading.submission, verdict, [], MONDAY, a_calendar(), "en")
    assert found["verdict"] == "inform"
    assert (found["fields"], found["materials"]) == ([], [])
    assert "answers.uscc" in found["errors"]


def test_a_complete_form_is_accepted(hall):
    reading, verdict = check(a_form())
    found = shapes.check(reading, reading.submission, verdict, [], MONDAY, a_calendar(), "zh")
    assert found["verdict"] == "accept"
    fields = [one["code"] for one in found["fields"]]
    assert "company_name" in fields
    assert len(fields) == len(set(fields))


def test_a_queue_is_listed_row_by_row():
    row = CaseSummary(
        1, "C1", "A1", 1, "x", "tax", "waiting", "accepted", None, "某", MONDAY, None, None, None, None, True,
    )  # fmt: skip
    found = shapes.queue(QueuePage((row,), "n", {"waiting": 1}))
    assert (found["next"], found["counts"]) == ("n", {"waiting": 1})
    assert (found["rows"][0]["level"], found["rows"][0]["due"], found["rows"][0]["green_channel"]) == (
        None,
        None,
        True,
    )
    assert shapes.said(None, "en") == "—"


def test_what_went_back_to_the_applicant_is_shown_masked(hall):
    number = hall.start_up()
    hall.act("claim", f"{number}/1")
    hall.act("approve", f"{number}/1")
    hall.act("register-result", f"{number}/1", CLERK, name="执照")
    hall.issue(number, method="courier", courier={"address": "某处"}, cases=["1"])
    hall.rate(number, grade="dissatisfied", text="慢")
    hall.scan(number, "f" * 64)
    with hall.database.open() as uow:
        found = handover_shapes.of(hall.dossier(number), hall.at, a_calendar(), uow)
    (one,) = found["handovers"]
    assert (one["collector"]["name"], one["courier"], one["note"], one["ended_at"]) == (
        "阿***", {"carrier": None, "number": None}, None, None,
    )  # fmt: skip
    (said,) = found["ratings"]
    assert (said["grade"], said["appeal"], said["ruling"], said["counted"]) == (
        "dissatisfied",
        None,
        None,
        True,
    )
    (work,) = found["rectifications"]
    assert (work["state"], work["call"], work["measures"], work["who"]) == ("running", None, None, None)
    assert {one["to"] for one in found["messages"]} == {"138****0016"}
    assert found["messages"][0]["case_no"] is None
    assert found["scans"][0]["size"] == 1000


def test_a_hand_over_at_the_window_has_no_courier(hall):
    number = hall.start_up()
    hall.act("claim", f"{number}/1")
    hall.act("approve", f"{number}/1")
    hall.act("register-result", f"{number}/1", CLERK, name="执照")
    hall.issue(number, collector={"name": "阿依努尔·买买提", "id_number": "230833199001010011"}, cases=["1"])
    assert "courier" not in handover_shapes.handover(hall.dossier(number).handovers[0])


def test_a_rectification_shows_what_was_done():
    one = Rectification(
        1,
        2,
        "visit",
        "window:1",
        5,
        MONDAY,
        local("2026-11-30 17:00"),
        False,
        MONDAY,
        "已致歉",
        "培训",
        MONDAY,
        "clerk",
    )
    found = handover_shapes.rectification(one, MONDAY, a_calendar())
    assert (found["call"], found["measures"], found["who"], found["state"]) == (
        "已致歉",
        "培训",
        "clerk",
        "met",
    )
    rating = Rating(
        1,
        "complaint",
        "visit",
        1,
        "",
        (),
        "慢",
        "phone",
        MONDAY,
        "1",
        "",
        "",
        "",
        False,
        True,
        "误评",
        "不成立",
    )
    shown = handover_shapes.rating(rating)
    assert (shown["grade"], shown["appeal"], shown["ruling"]) == (None, "误评", "不成立")


def test_the_share_of_good_ratings_is_told_in_per_cent():
    grades = {"very_satisfied": 1, "basically_satisfied": 1, "dissatisfied": 1}
    found = handover_shapes.sums(RatingSums("1", grades, 0))
    assert (found["count"], found["bad"], found["satisfied_share"]) == (3, 1, 66.7)
    assert handover_shapes.sums(RatingSums("1", {}, 0))["satisfied_share"] is None


def test_a_reviewer_sees_people_of_cases_in_hand_only(hall):
    number = hall.permit()
    dossier = hall.dossier(number)
    assert [is_whole_for(one, dossier) for one in (CLERK, SUPERVISOR, OWN, OWN_HEAD, WATER, ADMINISTRATOR, AUDITOR)] == [
        True, True, False, True, False, False, False,
    ]  # fmt: skip
    hall.act("claim", f"{number}/1")
    dossier = hall.dossier(number)
    assert is_whole_for(REVIEWER, dossier)
    assert not is_whole_for(OTHER_REVIEWER, dossier)
    assert is_whole_for(HEAD, dossier)
    assert seen_by(REVIEWER, dossier) == dossier
    assert seen_by(OTHER_REVIEWER, dossier).application.form["answers"] == {}
    whole_only(REVIEWER, dossier)
    with refused("not_claimed"):
        whole_only(OTHER_REVIEWER, dossier)
    with refused("not_yours"):
        seen_by(WATER, dossier)
    assert seen_by(AUDITOR, dossier).application.form["answers"] == {}
    hall.act("ask-opinion", f"{number}/1", department="water-affairs", question="?", working_days=2)
    assert seen_by(WATER, hall.dossier(number)).application.number == number


def test_a_case_of_another_department_shows_nobody(hall):
    number = hall.stage("construction-works")
    defence = Officer("reviewer", "人防", "reviewer", "civil-air-defence")
    hall.act("claim", f"{number}/1")
    assert not is_whole_for(defence, hall.dossier(number))
    hall.act("claim", f"{number}/3", defence)
    assert is_whole_for(defence, hall.dossier(number))


def test_people_are_masked_and_bodies_are_public(hall):
    found = masked(hall.dossier(hall.start_up()))
    party = found.application.form["parties"][0]
    assert (found.application.applicant_name, party["name"], party["id_number"], party["phone"], party["agent"]) == (
        "阿***", "阿***", "230***********0011", "138****0016", None,
    )  # fmt: skip
    assert (found.parties[0].name, found.parties[0].data) == ("阿***", {})
    stage = masked(hall.dossier(hall.stage("construction-works"))).application.form["parties"][0]
    assert (stage["name"], stage["agent"]["name"], stage["agent"]["id_number"]) == (
        "抚远沿江建设有限公司", "孙**", "230***********0020",
    )  # fmt: skip


def test_an_item_is_shown_with_its_questions_materials_and_rules(hall):
    found = catalogue_shapes.item(hall.catalogue, hall.catalogue.items["company-establishment"])
    assert (found["department"], found["after"], found["valid_until"]) == ("market-regulation", [], None)
    assert found["statutory"]["amount"] == 3
    assert found["promised"]["words"]["en"] == "same day"
    assert found["rules"][0] == {
        "rule": "M01.1", "amount": 1, "unit": "working_hours", "measure": 1, "start": "complete", "end": "result",
        "when": None, "inferred": found["rules"][0]["inferred"],
    }  # fmt: skip
    seal = catalogue_shapes.item(hall.catalogue, hall.catalogue.items["seal-engraving"])
    assert (seal["statutory"], seal["note"], seal["rules"][0]["end"]) == (
        None,
        None,
        ["seal_made", "seal_filed"],
    )
    shareholders = next(field for field in found["fields"] if field["code"] == "shareholders")
    assert (shareholders["minimum_rows"], shareholders["options"], "minimum" in shareholders) == (
        1,
        None,
        False,
    )
    assert shareholders["columns"][0]["required"] is True
    name = next(field for field in found["fields"] if field["code"] == "company_name")
    assert (name["required"], name["when"], "columns" in name) == (True, None, False)
    articles = next(one for one in found["materials"] if one["code"] == "articles")
    assert (articles["form"], articles["when"], articles["waived_when"]) == ("original", None, None)
    licence = next(one for one in seal["materials"] if one["code"] == "business_licence")
    assert (licence["points"], bool(licence["waived_when"])) == (None, True)
    permit = catalogue_shapes.item(hall.catalogue, hall.catalogue.items["drainage-permit"])
    assert {one["code"]: one["when"] for one in permit["steps"]} == {
        "examination": None,
        "survey": None,
        "decision": None,
    }
    assert permit["review_body"]["zh"] == "抚远市人民政府"


def test_a_package_is_shown_with_one_form(hall):
    found = catalogue_shapes.package(hall.catalogue, "enterprise-start-up")
    assert found["rules"] == [{"rule": "M01.0", "amount": 1, "unit": "working_days", "measure": 1}]
    codes = [field["code"] for field in found["fields"]]
    assert len(codes) == len(set(codes))
    assert catalogue_shapes.package(hall.catalogue, "utilities-connection")["rules"] == []
    assert found["situations"][0]["options"][1] == {
        "label": {"zh": "有", "en": "Yes"}, "answers": {"scope_prior_permit": True}, "adds": [], "omits": [],
    }  # fmt: skip


def test_the_figures_of_a_measure_are_those_of_its_rules(hall):
    one = hall.catalogue.measures[1]
    figures = {
        "M01.1": RuleFigures(3, 2, 1, 0.5), "M01.2": RuleFigures(1, 1, 0, 0.9), "M01.3": RuleFigures(2, 2, 0, None),
        "M03.1": RuleFigures(9, 9, 9, 0.1),
    }  # fmt: skip
    assert catalogue_shapes.summed(one, figures) == RuleFigures(6, 5, 1, 0.6)
    assert catalogue_shapes.summed(one, {}) == RuleFigures(0, 0, 0, None)
    assert catalogue_shapes.summed(one, {"M01.1": RuleFigures(0, 0, 0, 0.5)}).share_used is None
    target = Target(1, "98 %", TODAY, "年报", "supervisor", MONDAY)
    found = catalogue_shapes.measure(hall.catalogue, one, figures, {1: target}, "en")
    assert found["entered"] == {"figure": "98 %", "day": "2026-11-23", "source": "年报"}
    assert (found["target"], found["figures"]["late"]) == (one.target or None, 1)
    assert catalogue_shapes.measure(hall.catalogue, one, {}, {}, "zh")["entered"] is None


def test_visits_are_added_up():
    assert Visits(9, 5, 2, 3, 4).visits == 14
    assert both(None) is None


@pytest.mark.parametrize(("role", "department", "may"), [
    ("reviewer", "tax", True), ("head", "tax", True), ("reviewer", "*", True), ("clerk", "tax", False), ("reviewer", "land", False),
])  # fmt: skip
def test_an_officer_reviews_for_the_own_department(role, department, may):
    one = Officer("x", "某", role, department)
    assert one.may_review("tax") is may
    assert one.is_head_of("tax") is (may and role == "head")
