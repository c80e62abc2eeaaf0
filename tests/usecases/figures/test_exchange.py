"""Rows for the provincial platform, in the names of the national data sets (GB/T 39046-2020)."""

from counter.usecases.figures.exchange import SETS, rows_of
from tests.builders import a_form
from tests.usecases.one_hall import CLERK, OTHER_REVIEWER, SUPERVISOR, AHall

PEOPLE = {"clerk": "窗口一", "reviewer": "审批一"}


def rows(hall: AHall, number: str, of: str, **only: str) -> list[dict[str, str]]:
    """Return the rows of a set; *only* names values that they have to carry."""
    with hall.database.open() as uow:
        ratings = uow.service.ratings(hall.application(number))
        found = list(rows_of(hall.dossier(number), ratings, hall.catalogue, "230883", PEOPLE))
    assert all(set(row) == set(SETS[name]) for name, row in found)
    mine = [row for name, row in found if name == of]
    return [row for row in mine if all(row[key] == value for key, value in only.items())]


def test_an_application_of_a_body_tells_its_code_and_its_kind(hall):
    number = hall.permit()
    case_no = hall.case(number).case_no
    (one,) = rows(hall, number, "up_pro_apply")
    assert one == {
        "row_key": case_no, "project_no": case_no, "task_code": "1123088300000001074230883000357",
        "task_name": "城镇污水排入排水管网许可", "project_type": "2", "applyer_name": "抚远市鸿运商贸有限公司",
        "applyer_page_type": "", "applyer_page_code": "91350100M000100Y43", "applyer_type": "2",
        "contact_name": "", "contact_page_type": "", "contact_page_code": "", "contact_mobile": "13704540088",
        "address": "", "legal": "", "apply_type": "1", "apply_date": "20261123T100000",
        "investment_project_no": "", "area_code": "230883", "apply_no": number,
    }  # fmt: skip


def test_a_person_is_the_contact_and_a_case_done_at_once_is_of_the_first_kind(hall):
    number = hall.accept(a_form(channel="mail")).dossier.application.number
    one = rows(hall, number, "up_pro_apply")[0]
    assert (one["project_type"], one["applyer_type"], one["applyer_page_type"]) == ("1", "1", "111")
    assert (one["contact_name"], one["contact_page_type"], one["contact_page_code"]) == (
        "阿依努尔·买买提", "111", "230833199001010011",
    )  # fmt: skip
    assert (one["legal"], one["apply_type"]) == ("阿依努尔·买买提", "4")
    assert [row["project_type"] for row in rows(hall, number, "up_pro_apply")] == ["1", "2", "1", "1"]


def test_an_agent_is_the_contact(hall):
    number = hall.stage("construction-works")
    one = rows(hall, number, "up_pro_apply")[0]
    assert (one["contact_name"], one["contact_mobile"], one["contact_page_type"]) == (
        "孙秀兰",
        "13845670001",
        "111",
    )


def test_each_material_says_whether_in_what_form_and_when_it_came(hall):
    number = hall.permit(materials=[
        {"code": "drainage_form", "form": "original", "copies": 1}, {"code": "drainage_plan", "form": "copy", "copies": 2},
    ])  # fmt: skip
    taken = rows(hall, number, "up_pro_material")
    assert [(r["is_taken"], r["get_type"], r["get_num"], r["get_time"]) for r in taken] == [
        ("1", "1", "1", "20261123T100000"), ("1", "2", "2", "20261123T100000"), ("0", "", "0", ""),
    ]  # fmt: skip
    assert taken[1]["row_key"].endswith(":drainage_plan")


def test_a_material_belongs_to_the_cases_that_use_it(hall):
    number = hall.start_up()
    counts = {}
    for row in rows(hall, number, "up_pro_material"):
        counts[row["project_no"][-1]] = counts.get(row["project_no"][-1], 0) + 1
    assert counts == {"1": 5, "2": 2, "3": 3, "4": 2}


def test_an_acceptance_says_by_when_it_was_promised(hall):
    number = hall.start_up()
    one = rows(hall, number, "up_pro_accept")[0]
    assert (one["promise_date"], one["accept_date"], one["handle_user_name"], one["project_name"]) == (
        "20261123T110000", "20261123T100000", "窗口一", "企业开办",
    )  # fmt: skip
    assert [row["promise_date"] for row in rows(hall, number, "up_pro_accept")][1:] == ["", "", ""]


def test_what_was_not_accepted_has_no_acceptance(hall):
    number = hall.permit(materials=[])
    assert rows(hall, number, "up_pro_accept") == []
    assert rows(hall, number, "up_pro_result") == []


def test_every_step_is_a_row_with_who_and_why(hall):
    number = hall.permit()
    other = hall.start_up()
    hall.act("claim", f"{number}/1", OTHER_REVIEWER)
    hall.act("escalate", f"{number}/1", OTHER_REVIEWER, reason="重大")
    hall.act("reveal", number, CLERK, reason="核对")
    found = [
        (r["process_name"], r["handle_user_name"], r["handle_explain"])
        for r in rows(hall, number, "up_pro_process")
    ]
    assert found == [
        ("收件", "窗口一", ""), ("受理", "窗口一", ""), ("领取", "reviewer2", ""), ("报批", "reviewer2", "重大"),
    ]  # fmt: skip
    assert [r["row_key"][-2:] for r in rows(hall, number, "up_pro_process")] == [":1", ":2", ":3", ":4"]
    own = rows(hall, other, "up_pro_process", project_no=hall.case(other, "seal-engraving").case_no)
    assert [row["process_name"] for row in own] == ["收件", "受理"]


def test_a_decision_is_told_as_passed_or_sent_back(hall):
    number = hall.start_up()
    hall.act("claim", f"{number}/1")
    hall.act("approve", f"{number}/1", result_name="营业执照")
    one = rows(hall, number, "up_pro_process", process_name="决定")[0]
    assert (one["event_name"], one["event_start_time"]) == ("通过", "20261123T100000")


def test_procedures_and_extensions_are_told_with_their_length(hall):
    number = hall.permit()
    hall.act("claim", f"{number}/1")
    hall.act("extend", f"{number}/1", working_days=10, reason="案情复杂", approver="李局长")
    hall.act("suspend", f"{number}/1", kind="hearing", ground="当事人申请", expected_days=5)
    hall.clock("2026-11-24 10:00")
    hall.act("resume", f"{number}/1")
    hall.act("suspend", f"{number}/1", kind="applicant_request", ground="申请", expected_days=5)
    hall.act("request-supplement", f"{number}/1", materials=["drainage_test"], reason="缺")
    hearing, request, supplement, longer = rows(hall, number, "up_pro_special_procedure")
    assert (hearing["special_type"], hearing["special_name"], hearing["special_limit"], hearing["special_limit_unit"]) == (
        "2", "听证", "5", "1",
    )  # fmt: skip
    assert (hearing["special_time"], hearing["end_time"], hearing["applyer_user_name"]) == (
        "20261123T100000", "20261124T100000", "",
    )  # fmt: skip
    assert (request["applyer_user_name"], request["end_time"]) == ("抚远市鸿运商贸有限公司", "")
    assert (supplement["special_limit"], supplement["special_limit_unit"]) == ("", "")
    assert (longer["special_type"], longer["special_limit"], longer["special_reason"], longer["special_explain"]) == (
        "1", "10", "案情复杂", "李局长",
    )  # fmt: skip
    assert [row["row_key"].rpartition(":")[2] for row in (hearing, request, supplement, longer)] == [
        "1",
        "2",
        "3",
        "e1",
    ]


def test_a_result_is_told_when_the_case_is_done_and_how_it_was_delivered(hall):
    number = hall.start_up()
    hall.act("claim", f"{number}/1")
    hall.act("approve", f"{number}/1")
    assert rows(hall, number, "up_pro_result") == []
    hall.clock("2026-11-24 09:00")
    hall.act("register-result", f"{number}/1", CLERK, name="营业执照", no="9123", valid_until="2031-11-23")
    (one,) = rows(hall, number, "up_pro_result")
    assert one["result_date"] == "20261124T090000"
    assert (one["result_type"], one["result_explain"], one["result_cetr_name"], one["result_cetr_no"]) == (
        "0", "准予", "营业执照", "9123",
    )  # fmt: skip
    assert (one["valid_until"], one["is_delivery_results"], one["delivered_at"]) == ("20311123", "0", "")
    hall.issue(number, method="courier", courier={"address": "某处"}, cases=["1"])
    (one,) = rows(hall, number, "up_pro_result")
    assert (one["is_delivery_results"], one["delivered_at"]) == ("1", "20261124T090000")


def test_what_was_refused_has_no_certificate(hall):
    number = hall.start_up()
    hall.act("claim", f"{number}/1")
    hall.act("refuse", f"{number}/1", reasons="名称不符", basis="条例")
    found = rows(hall, number, "up_pro_result")
    assert [(r["result_type"], r["result_explain"], r["result_cetr_name"]) for r in found] == [
        ("6", "不予批准", ""), *[("6", "前序事项未获准，随之终止", "")] * 3,
    ]  # fmt: skip
    assert found[0]["result_date"] == "20261123T100000"


def test_a_rating_is_told_in_both_ways_of_counting(hall):
    """GB/T 39046 A.8 numbers the best as 1, the interface as 5."""
    number = hall.start_up()
    hall.act("claim", f"{number}/1")
    hall.act("approve", f"{number}/1")
    hall.rate(number, grade="dissatisfied", reasons=["attitude", "unclear"], text="慢")
    hall.rate(number, subject="1", grade="very_satisfied")
    hall.rate(number, kind="suggestion", text="多放椅子")
    bad, good, suggestion = rows(hall, number, "up_pro_evaluation")
    assert (bad["satisfaction_code"], bad["grade"], bad["reasons"], bad["evaluate_text"], bad["is_counted"]) == (
        "4", "2", "服务态度不好；解释不清楚，流程不明白", "慢", "1",
    )  # fmt: skip
    assert (bad["row_key"], bad["project_no"], bad["assess_number"]) == (
        f"{number}:1", hall.case(number, "company-establishment").case_no, "1",
    )  # fmt: skip
    assert (good["satisfaction_code"], good["grade"], good["subject"]) == ("1", "5", "第 1 项")
    assert (suggestion["satisfaction"], suggestion["satisfaction_code"], suggestion["grade"]) == ("", "", "")
    hall.act("appeal-rating", number, CLERK, rating=1, reason="误评")
    hall.act("rule-appeal", number, SUPERVISOR, rating=1, reason="属实", upheld=True)
    assert rows(hall, number, "up_pro_evaluation")[0]["is_counted"] == "0"


def test_a_rating_stands_at_the_case_it_is_about(hall):
    number = hall.start_up()
    for n in "13":
        hall.act("claim", f"{number}/{n}")
        hall.act("approve", f"{number}/{n}")
    hall.rate(number, subject="3", grade="satisfied")
    (one,) = rows(hall, number, "up_pro_evaluation")
    assert one["project_no"] == hall.case(number, "first-invoice").case_no
