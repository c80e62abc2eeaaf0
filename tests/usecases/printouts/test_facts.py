"""What the printouts of an application say, gathered from what is stored and its catalogue."""

from dataclasses import replace
from decimal import Decimal

from counter.usecases.printouts.facts import printout_facts
from counter.usecases.printouts.promises import before_words, unpaid
from forms.catalogue import Deferral
from tests.builders import a_catalogue, a_form, with_item
from tests.usecases.mortgage import MORTGAGE
from tests.usecases.one_hall import CLERK, AHall, shown


def facts(hall: AHall, number: str):
    return printout_facts(
        hall.dossier(number), hall.catalogue, hall.settings, "窗口一", "http://u", rehearsal=False, issuer="窗口二",
        signature_png=b"png",
    )  # fmt: skip


def test_a_package_is_named_with_its_own_limit_and_measure(hall):
    found = facts(hall, hall.start_up())
    assert (found.title.zh, shown(found.package_due), found.package_measure) == (
        "企业开办",
        "2026-11-24 17:00",
        1,
    )
    assert found.market_entity is False
    first, seal = found.cases[:2]
    assert (first.limit.zh, first.measure, shown(first.due), first.waits_for) == (
        "1 小时",
        1,
        "2026-11-23 11:00",
        None,
    )
    assert first.statutory.zh == "3 个工作日"
    assert (seal.limit.zh, seal.measure, seal.due, seal.statutory) == ("1 小时", 1, None, None)
    assert seal.waits_for.zh == "企业设立登记办结"
    assert found.handover is None
    assert found.outstanding == ()


def test_a_licence_that_waits_is_due_by_law_and_says_what_its_promise_waits_for(hall):
    line = facts(hall, hall.stage("construction-works")).cases[1]
    assert (line.limit.zh, shown(line.due)) == ("20 个工作日", "2026-12-21 17:00")
    assert line.waits_for is not None


def test_a_single_item_has_no_limit_over_the_whole(hall):
    found = facts(hall, hall.permit())
    assert (found.package_due, found.package_measure) == (None, None)
    assert (found.title.zh, found.title.en) == (
        "城镇污水排入排水管网许可", hall.catalogue.items["drainage-permit"].name.en,
    )  # fmt: skip
    assert found.cases[0].limit.zh == "10 个工作日"
    assert found.cases[0].measure is None


def test_several_items_are_titled_by_the_first(hall):
    form = a_form(items=["company-establishment", "seal-engraving"])
    del form["package"]
    found = facts(hall, hall.accept(form).dossier.application.number)
    assert (found.title.zh, found.title.en) == ("企业设立登记等 2 项", "Company establishment and 1 more")


def test_people_are_named_with_their_agents_and_masked_numbers(hall):
    builder = facts(hall, hall.stage("construction-permit")).persons[0]
    assert (builder.role.zh, builder.id_masked, builder.phone) == (
        "申请人",
        "91110000600037341L",
        "13845670000",
    )
    assert (builder.agent.role.zh, builder.agent.name, builder.agent.id_masked) == (
        "代理人",
        "孙秀兰",
        "230***********0020",
    )
    assert [words.en for words in builder.agent.authority] == ["hand in", "correct", "collect"]
    founder = facts(hall, hall.start_up()).persons[0]
    assert (founder.id_masked, founder.id_number, founder.agent) == (
        "230***********0011",
        "230833199001010011",
        None,
    )


def test_materials_are_listed_with_form_copies_and_the_cases_that_use_them(hall):
    lines = facts(hall, hall.stage("construction-permit")).materials
    assert [(line.name.zh, line.items, line.copies, line.received) for line in lines[:2]] == [
        ("工程建设项目申请表", (1, 4), 1, True), ("施工图设计文件", (1, 2, 3), 1, True),
    ]  # fmt: skip
    funds = lines[-1]
    assert (funds.received, funds.state.zh, funds.copies, funds.note.zh) == (
        False,
        "可承诺",
        1,
        "以书面承诺代替资金到位证明",
    )
    assert [line.note for line in lines if line.name.zh == "中标通知书及施工合同"] == [None]


def test_answers_stand_in_their_groups_with_the_cases_that_ask(hall):
    groups = facts(hall, hall.stage("construction-permit")).answers
    assert [words.zh for words, _ in groups] == ["建设项目", "其他"]
    by_label = {answer.label.zh: answer for _, answers in groups for answer in answers}
    assert by_label["投资类型"].value.zh == "社会投资"
    assert by_label["属于特殊建设工程（消防）"].items == (1,)
    assert by_label["属于特殊建设工程（消防）"].value.zh == "否"
    bodies = by_label["五方责任主体"]
    assert (len(bodies.columns), bodies.rows[0]) == (4, ("勘察", "勘察单位", "乙级", ""))


def test_what_is_promised_is_named_with_its_department(hall):
    (one,) = facts(hall, hall.stage("construction-permit")).promises
    assert (one.name.zh, one.content.zh, one.department.zh, one.ordinal) == (
        "建设资金承诺书", "以书面承诺代替资金到位证明", "住建", 4,
    )  # fmt: skip
    assert facts(hall, hall.permit()).promises == ()


def test_a_promised_material_is_named_until_its_day_or_event(hall):
    def deferring(unit: str, event: str = "") -> None:
        uses = tuple(
            replace(use, state="deferrable", deferral=Deferral(unit, event), blocks_issue=True)
            if use.code == "drainage_test"
            else use
            for use in a_catalogue().items["drainage-permit"].materials
        )
        hall.catalogue = with_item(a_catalogue(), "drainage-permit", materials=uses)

    deferring("until_date")
    plan = {"code": "drainage_plan", "form": "copy", "copies": 1}
    (one,) = facts(
        hall, hall.permit(materials=[plan, {"code": "drainage_test", "due": "2026-11-27"}])
    ).outstanding
    assert (one.until.zh, one.until.en, one.items, one.blocks, one.form.zh) == (
        "2026-11-27 前", "by 2026-11-27", (1,), True, "原件",
    )  # fmt: skip
    deferring("before_event", "works_accepted")
    (one,) = facts(hall, hall.permit(materials=[plan], commitments=["drainage_test"])).outstanding
    assert one.until.zh == "工程验收合格前"
    item = hall.catalogue.items["drainage-permit"]
    assert before_words(item, "drainage_plan", hall.catalogue).en == "before the agreed event"
    assert before_words(item, "drainage_test", hall.catalogue).en == "before Works accepted"


def test_a_fee_is_named_and_added_up(hall):
    number = hall.accept(MORTGAGE).dossier.application.number
    found = facts(hall, number)
    assert [(one.amount, one.basis, one.ordinal) for one in found.charges] == [
        ("80.00", "财税〔2016〕79号", 1)
    ]
    assert found.charges_total == "80.00"
    assert unpaid(hall.dossier(number), hall.catalogue) == Decimal("80.00")
    paid = {"order_no": "J1", "receipt_no": "P1", "method": "card", "amount": "30"}
    hall.act("record-payment", number, CLERK, **paid)
    assert unpaid(hall.dossier(number), hall.catalogue) == Decimal("50.00")
    kept = hall.database.kept
    kept.events = [(n, replace(e, data={}) if e.what == "record-payment" else e) for n, e in kept.events]
    assert unpaid(hall.dossier(number), hall.catalogue) == 0


def test_nothing_is_to_be_paid_for_what_was_withdrawn_or_never_accepted(hall):
    number = hall.accept(MORTGAGE).dossier.application.number
    hall.act("withdraw", f"{number}/1", CLERK, reason="不办了")
    assert unpaid(hall.dossier(number), hall.catalogue) == 0
    lacking = hall.accept({**MORTGAGE, "materials": []}).dossier.application.number
    assert unpaid(hall.dossier(lacking), hall.catalogue) == 0
    assert facts(hall, lacking).charges_total == "80.00"


def test_material_documents_go_to_the_first_case_that_uses_them(hall):
    found = facts(hall, hall.stage("construction-permit")).by_department
    assert [(words.zh, n, [line.name.zh for line in lines]) for words, n, lines in found] == [
        ("住建", 1, ["工程建设项目申请表", "施工图设计文件"]),
        ("住建", 4, ["用地手续文件", "建设工程规划许可证", "中标通知书及施工合同", "质量安全措施资料"]),
    ]


def test_the_way_of_delivery_is_named(hall):
    delivery = {"method": "courier", "to": "某", "address": "某处", "phone": "13845470016"}
    assert facts(hall, hall.start_up(delivery=delivery)).delivery == (
        ("方式", "邮政寄递"),
        ("收件人", "某"),
        ("地址", "某处"),
    )
    assert facts(hall, hall.start_up()).delivery == ()


def test_what_is_missing_is_named_on_the_case(hall):
    found = facts(hall, hall.permit(materials=[]))
    assert [words.zh for words in found.cases[0].missing] == ["排水管网图", "排放污水水质检测报告"]
    assert facts(hall, hall.permit()).cases[0].missing == ()


def test_a_refused_acceptance_carries_reason_and_authority(hall):
    decisions = {"drainage-permit": {"outcome": "not_competent", "reason": "属省级", "authority": "省厅"}}
    line = facts(hall, hall.permit(decisions=decisions)).cases[0]
    assert (line.reason, line.authority, line.outcome) == ("属省级", "省厅", "not_competent")


def test_a_hand_over_is_told_with_who_took_what(hall):
    number = hall.start_up()
    hall.act("claim", f"{number}/1")
    hall.act("approve", f"{number}/1")
    hall.act("register-result", f"{number}/1", CLERK, name="营业执照", no="9123", valid_until="2031-11-23")
    founder = {"name": "阿依努尔·买买提", "id_number": "230833199001010011"}
    hall.issue(number, collector=founder, cases=["1"], return_materials=["articles"])
    one = facts(hall, number).handover
    assert (one.who, one.method.zh, one.relation.zh, one.signature.zh, one.signature_png) == (
        "窗口二", "窗口领取", "申请人本人", "纸面签名", b"png",
    )  # fmt: skip
    assert (one.id_type.zh, one.id_masked, one.parcel) == ("居民身份证", "230***********0011", None)
    found = [(line.ordinal, name, no, until) for line, name, no, until in one.results]
    assert found == [(1, "营业执照", "9123", "2031-11-23")]
    assert [line.name.zh for line in one.originals] == ["公司章程"]
