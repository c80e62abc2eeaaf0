"""What the applicant reads on the phone: one sentence first, then each case; names masked, no numbers."""

from dataclasses import replace

import pytest

from counter.usecases.status.status import ApplicantsRatings, Status, status_of
from forms.catalogue import Deferral
from tests.builders import a_catalogue, with_item
from tests.usecases.one_hall import CLERK, OTHER_REVIEWER, AHall, shown

CALL = "Call 12345 with any question."
NOTHING = "Nothing is needed from you."
COURIER = {"method": "courier", "to": "某", "address": "某处", "phone": "13845470016"}


def read(hall: AHall, number: str) -> Status:
    """Return the page as it reads at the hall's moment."""
    with hall.database.open() as uow:
        dossier = uow.dossier(hall.application(number))
        said = ApplicantsRatings(
            uow.service.ratings(dossier.application), uow.service.rectifications(dossier.application)
        )
        return status_of(
            dossier, said, hall.catalogue, hall.settings, hall.calendar_of(uow), hall.at, rehearsal=False
        )


def head(page: Status) -> tuple[str, str, str]:
    return page.headline.en, page.tone, page.next_step.en


def grant(hall: AHall, number: str, *ordinals: str) -> None:
    for n in ordinals:
        hall.act("claim", f"{number}/{n}")
        hall.act("approve", f"{number}/{n}")


def register(hall: AHall, number: str, *ordinals: str) -> None:
    for n in ordinals:
        hall.act("register-result", f"{number}/{n}", CLERK, name="结果", no=f"N{n}")


def test_a_case_in_hand_says_with_whom_since_when_how_far_and_until_when(hall):
    number = hall.start_up()
    page = read(hall, number)
    sentence = "With Market regulation since 10:00 today. Hour 1 of 1; due today 11:00."
    assert head(page) == (f"Company establishment: {sentence}", "run", NOTHING)
    assert (
        page.headline.zh
        == "企业设立登记：今天 10:00 起由市场监管办理。第 1 小时，共 1 小时，今天 11:00 前办结。"
    )
    assert (page.applicant, page.title.zh, page.hall.en) == (
        "阿***",
        "企业开办",
        "Fuyuan Government Service Hall",
    )
    first, seal = page.cases[:2]
    assert (first.tone, first.sentence.en, shown(first.due)) == ("run", sentence, "2026-11-23 11:00")
    assert first.why.en == "Limit 1 hour, measure 1: how it is counted"
    assert first.why.zh == "时限 1 小时，措施 1：怎么算的"
    assert [line.en for line in first.explained] == [
        "The clock started Mon 23 Nov 10:00.", "Only opening hours count; lunch and night do not.",
        "So it is due Mon 23 Nov 11:00.",
    ]  # fmt: skip
    assert [(words.en, shown(at)) for words, at in first.steps] == [
        (name, "2026-11-23 10:00") for name in ("Received", "Accepted", "All materials there")
    ]
    assert (seal.tone, seal.due, seal.explained) == ("wait", None, ())
    assert seal.sentence.zh == "等待企业设立登记办结，之后自动开始。"
    assert page.cases[3].why.en == "Limit at once: how it is counted"


def test_what_began_with_a_grant_counts_from_it_and_a_result_is_named(hall):
    number = hall.start_up()
    hall.clock("2026-11-23 10:50")
    hall.act("claim", f"{number}/1")
    hall.act("approve", f"{number}/1", result_name="营业执照", result_no="9123")
    register(hall, number, "1")
    page = read(hall, number)
    first, seal, _, insurance = page.cases
    assert (first.tone, first.sentence.en, first.due) == ("done", "Done (Mon 23 Nov 10:50).", None)
    assert first.result.zh == "结果 N1"
    assert first.progress is None
    assert seal.sentence.en == "With Public security since 10:50 today. Hour 1 of 1; due today 13:50."
    assert insurance.sentence.en == "With Human resources since 10:50 today, due today 17:00."
    assert insurance.sentence.zh == "今天 10:50 起由人社办理，今天 17:00 前办结。"
    assert page.next_step.en == "1 of 4 results are ready; you get them together."
    assert page.next_step.zh == "4 项中已有 1 项结果，备齐后一次发给您。"
    assert page.headline.en.startswith("Seal engraving:")
    assert page.collect is None


def test_what_is_late_comes_first_and_says_that_a_reason_will_be_given(hall):
    number = hall.start_up()
    hall.clock("2026-11-23 11:00")
    assert read(hall, number).tone == "run"
    hall.clock("2026-11-23 11:01")
    assert head(read(hall, number)) == (
        "Company establishment: With Market regulation since 10:00 today, was due today 11:00; late, the reason will be published.",
        "late", CALL,
    )  # fmt: skip
    hall.clock("2026-11-24 09:00")
    first = read(hall, number).cases[0]
    assert (
        first.sentence.zh
        == "11月23日 周一 10:00 起由市场监管办理，应在 11月23日 周一 11:00 前办结，已超过，承办部门将公开说明理由。"
    )
    assert first.tone == "late"


def test_all_results_are_collected_at_any_window_with_the_slip(hall):
    hall.settle(address="抚远镇长江路 1 号", message_gateway="outbox")
    number = hall.start_up()
    grant(hall, number, "1", "2", "3", "4")
    page = read(hall, number)
    assert page.tone == "run"
    register(hall, number, "1", "2", "3", "4")
    page = read(hall, number)
    assert page.headline.en == "All 4 results are ready; collect them together."
    assert (page.tone, page.headline.zh) == ("done", "全部 4 项结果已备齐，请一次领取。")
    assert page.next_step == page.collect
    assert page.collect.zh == (
        "抚远市政务服务大厅（抚远镇长江路 1 号）任一综合窗口，工作日 08:30-11:30、13:30-17:00。"
        "带本单和身份证件；代领另带授权委托书。"
    )
    assert "working days 08:30-11:30, 13:30-17:00." in page.collect.en


def test_one_result_is_told_in_the_singular(hall):
    number = hall.start_up()
    grant(hall, number, "1")
    register(hall, number, "1")
    for n in "234":
        hall.act("withdraw", f"{number}/{n}", CLERK, reason="不办了")
    page = read(hall, number)
    assert (page.headline.en, page.headline.zh) == (
        "The result is ready; collect it.",
        "结果已备齐，请领取。",
    )


def test_who_chose_the_post_waits_for_it(hall):
    number = hall.start_up(delivery=COURIER)
    grant(hall, number, "1", "2", "3", "4")
    register(hall, number, "1", "2", "3", "4")
    assert read(hall, number).collect.en == "You chose the post; it goes to the address you gave."


def test_what_was_handed_over_says_how(hall):
    number = hall.start_up()
    grant(hall, number, "1", "2", "3", "4")
    register(hall, number, "1", "2", "3", "4")
    founder = {"name": "阿依努尔·买买提", "id_number": "230833199001010011"}
    hall.clock("2026-11-25 15:00")
    hall.issue(number, collector=founder, cases=["1"])
    hall.issue(number, method="self_service", collector=founder, cases=["2"])
    hall.issue(
        number, method="courier", courier={"address": "某处", "carrier": "顺丰", "number": "S1"}, cases=["3"]
    )
    assert read(hall, number).tone == "done"
    hall.issue(number, method="courier", courier={"address": "某处"}, cases=["4"])
    page = read(hall, number)
    assert [case.sentence.zh for case in page.cases] == [
        "11月25日 周三 15:00 已领取。", "11月25日 周三 15:00 已自助打印。", "11月25日 周三 15:00 由顺丰寄出，单号 S1。",
        "11月25日 周三 15:00 由邮政寄出。",
    ]  # fmt: skip
    assert page.cases[0].sentence.en == "Collected Wed 25 Nov 15:00."
    assert page.cases[2].sentence.en == "Sent Wed 25 Nov 15:00 by 顺丰, number S1."
    assert {case.tone for case in page.cases} == {"done"}
    assert head(page) == ("All results were handed over.", "done", CALL)
    assert page.collection.round == 1


def test_a_collection_is_rated_only_after_somebody_came(hall):
    number = hall.start_up()
    assert read(hall, number).collection is None
    grant(hall, number, "1", "2", "3", "4")
    register(hall, number, "1", "2", "3", "4")
    hall.issue(number, method="courier", courier={"address": "某处"})
    assert read(hall, number).collection is None


def test_what_is_asked_for_comes_before_everything(hall):
    number = hall.permit()
    hall.act("claim", f"{number}/1")
    hall.act("request-supplement", f"{number}/1", materials=["drainage_test", "drainage_plan"], reason="缺")
    page = read(hall, number)
    case = page.cases[0]
    names = [words.zh for words in case.asked.materials]
    assert case.asked.reason == "缺"
    assert page.headline.zh == f"请尽快把{names[0]}、{names[1]}交到任一窗口。"
    assert page.headline.en.startswith("Bring ")
    assert page.tone == "ask"
    assert case.tone == "ask"
    hall.act("receive-supplement", f"{number}/1", CLERK, materials=["drainage_test", "drainage_plan"])
    assert read(hall, number).tone == "run"


def test_a_stopped_case_waits(hall):
    number = hall.permit()
    hall.act("claim", f"{number}/1")
    hall.act("suspend", f"{number}/1", kind="hearing", ground="x", expected_days=5)
    page = read(hall, number)
    assert (page.cases[0].tone, page.cases[0].sentence.en) == (
        "wait", "The clock stands still; the work goes on after that.",
    )  # fmt: skip
    assert head(page) == ("Waiting; see below.", "wait", NOTHING)
    assert page.cases[0].explained[-1].en == "The clock stands still for now."


def test_a_licence_that_waits_says_until_when_the_law_wants_it_and_is_late_when_that_has_passed(hall):
    """ALL 42: accepted on Monday 2026-11-23, due on Monday 2026-12-21, though the design scheme is still reviewed."""
    number = hall.stage("construction-works")
    waiting = read(hall, number).cases[1]
    assert (waiting.state, waiting.tone, shown(waiting.due)) == ("not_started", "wait", "2026-12-21 17:00")
    assert waiting.sentence.en == (
        "Waits for Review of the design scheme granted; starts by itself then, due Mon 21 Dec 17:00 at the latest."
    )
    hall.clock("2026-12-21 17:01")
    waiting = read(hall, number).cases[1]
    assert waiting.tone == "late"
    assert waiting.sentence.zh.startswith(
        "等待建设工程设计方案审查办结，之后自动开始；应在 今天 17:00 前办结，已超过"
    )
    hall.act("explain-overdue", f"{number}/2", reason="等待方案审查")


def test_working_days_are_told_by_their_number(hall):
    number = hall.permit()
    page = read(hall, number)
    assert page.cases[0].sentence.en == (
        "With Urban management since 10:00 today. Counted from tomorrow, 10 working days; due Mon 07 Dec 17:00."
    )
    hall.clock("2026-11-26 10:00")
    page = read(hall, number)
    assert (
        page.cases[0].sentence.en
        == "With Urban management since Mon 23 Nov 10:00. Day 3 of 10; due Mon 07 Dec 17:00."
    )
    assert page.cases[0].why.en == "Limit 10 working days: how it is counted"


def test_an_application_without_a_package_is_called_by_its_items(hall):
    number = hall.permit()
    assert read(hall, number).title.en == hall.catalogue.items["drainage-permit"].name.en
    form = hall.start_up(package=None, items=["company-establishment", "seal-engraving", "first-invoice"])
    assert read(hall, form).title.en == "Company establishment and 2 more"


def test_materials_that_are_missing_are_asked_for(hall):
    number = hall.permit(materials=[{"code": "drainage_form", "form": "original", "copies": 1}])
    page = read(hall, number)
    assert page.tone == "ask"
    assert [words.zh for words in page.cases[0].asked.materials] == [
        hall.catalogue.material_names[code].zh for code in ("drainage_plan", "drainage_test")
    ]
    assert page.cases[0].tone == "ask"
    assert page.next_step.en == CALL


def test_a_promised_material_is_asked_for_until_its_day(hall):
    uses = tuple(
        replace(use, state="deferrable", deferral=Deferral("until_date"))
        if use.code != "drainage_form"
        else use
        for use in a_catalogue().items["drainage-permit"].materials
    )
    hall.catalogue = with_item(a_catalogue(), "drainage-permit", materials=uses)
    number = hall.permit(materials=[
        {"code": "drainage_plan", "due": "2026-12-01"}, {"code": "drainage_test", "due": "2026-11-27"},
    ])  # fmt: skip
    page = read(hall, number)
    assert shown(page.cases[0].asked.until) == "2026-11-27 17:00"
    assert page.headline.zh.startswith("请在 11月27日前把")
    assert page.headline.en.endswith(" to any window by 27 Nov.")
    assert page.next_step.zh.startswith("城镇污水排入排水管网许可：")
    assert page.cases[0].tone == "ask"
    hall.clock("2026-12-08 09:00")
    assert read(hall, number).cases[0].tone == "late"
    hall.act("fulfil-debt", number, CLERK, material="drainage_test")
    assert shown(read(hall, number).cases[0].asked.until) == "2026-12-01 17:00"
    hall.act("withdraw", f"{number}/1", CLERK, reason="不办了")
    assert read(hall, number).cases[0].asked is None


def test_what_was_closed_says_why(hall):
    number = hall.start_up()
    hall.act("claim", f"{number}/1")
    hall.act("refuse", f"{number}/1", reasons="名称不符", basis="条例")
    page = read(hall, number)
    assert [case.sentence.zh for case in page.cases[:2]] == ["不予批准。", "前序事项未获准，随之终止。"]
    assert page.cases[0].sentence.en == "Refused."
    assert {case.tone for case in page.cases} == {"closed"}
    assert head(page) == ("Some or all items were closed; see below.", "closed", CALL)
    assert page.cases[0].rating.round == 1


def test_a_void_application_says_only_that(hall):
    number = hall.start_up()
    hall.act("void", number, CLERK, reason="误受理")
    page = read(hall, number)
    assert head(page) == ("This application is void.", "closed", CALL)
    assert page.visit.round is None
    assert page.cases[0].rating.round is None


def test_all_done_waits_for_the_results_to_be_made(hall):
    number = hall.permit()
    hall.act("claim", f"{number}/1")
    hall.act("review", f"{number}/1", opinion="同意")
    hall.act("claim", f"{number}/1")
    hall.act("review", f"{number}/1", opinion="相符", inspectors=["甲", "乙"])
    hall.act("claim", f"{number}/1", OTHER_REVIEWER)
    hall.act("approve", f"{number}/1", OTHER_REVIEWER)
    page = read(hall, number)
    assert head(page) == ("All 1 are done; the results are being made.", "done", NOTHING)
    assert [words.en for words, _ in page.cases[0].steps] == [
        "Received",
        "Accepted",
        "All materials there",
        "Decided",
    ]


def test_what_was_said_is_shown_and_a_second_rating_follows_the_correction(hall):
    number = hall.start_up()
    assert (read(hall, number).visit.round, read(hall, number).visit.given) == (1, None)
    hall.rate(number, grade="dissatisfied", text="慢")
    assert (read(hall, number).visit.round, read(hall, number).visit.given.en) == (None, "Dissatisfied")
    hall.act("call-back", number, CLERK, text="已致歉")
    hall.act("rectify", number, CLERK, measures="加强培训")
    assert read(hall, number).visit.round == 2
    assert read(hall, number).cases[0].rating.round is None


@pytest.mark.parametrize(
    ("at", "until"),
    [
        ("2026-11-23 10:05", "2026-11-23 10:06:00"),
        ("2026-11-23 10:59", "2026-11-23 11:00:00"),
        ("2026-11-23 23:59", "2026-11-24 00:00:00"),
    ],
)
def test_a_page_reads_the_same_for_a_minute(hall, at, until):
    number = hall.start_up()
    hall.clock(at)
    assert f"{read(hall, number).fresh_until:%Y-%m-%d %H:%M:%S}" == until


def test_a_page_ends_with_the_due_moment_and_with_the_day(hall):
    number = hall.start_up()
    hall.database.at = hall.at.replace(hour=10, minute=59, second=30)
    assert f"{read(hall, number).fresh_until:%H:%M:%S}" == "11:00:00"
    hall.database.at = hall.at.replace(hour=11, minute=0, second=0)
    assert f"{read(hall, number).fresh_until:%H:%M:%S}" == "11:00:00"
    hall.database.at = hall.at.replace(hour=23, minute=59, second=30)
    assert f"{read(hall, number).fresh_until:%d %H:%M:%S}" == "24 00:00:00"
