"""Handing results over: once, together, to the right person (measures 4, 12, 59, 60; ALL 44)."""

import pytest

from counter.usecases.reading import shapes
from tests.usecases.one_hall import CLERK, OTHER_REVIEWER, REVIEWER, SUPERVISOR, AHall, refused, shown

FOUNDER = {"name": "阿依努尔·买买提", "id_number": "230833199001010011"}
STRANGER = {"name": "赵𠮷祥", "id_number": "230833197808150032"}


def ready(hall: AHall, *ordinals: str, **changes) -> str:
    """A start-up whose named results are registered; all four where none is named."""
    number = hall.start_up(**changes)
    for n in ordinals or "1234":
        hall.act("claim", f"{number}/{n}")
        hall.act("approve", f"{number}/{n}")
        hall.act(
            "register-result", f"{number}/{n}", CLERK, name=f"结果{n}", no=f"N{n}", valid_until="2031-11-23"
        )
    return number


def test_all_results_go_together_to_the_applicant(hall):
    number = ready(hall)
    hall.clock("2026-11-25 15:00")
    one = hall.issue(number, collector=FOUNDER, signed="f" * 64)
    assert (one.id, one.method, one.state, one.signature, one.window, one.who) == (
        1, "window", "handed", "paper", "01", "clerk",
    )  # fmt: skip
    assert (one.collector.relation, one.collector.id_masked, one.collector.id_type) == (
        "applicant", "230***********0011", "resident_id",
    )  # fmt: skip
    assert [(r.ordinal, r.name, r.number, r.valid_until) for r in one.results] == [
        (n, f"结果{n}", f"N{n}", "2031-11-23") for n in (1, 2, 3, 4)
    ]
    assert one.facts == {"signature_sha256": "f" * 64}
    assert {clocked.case.state for clocked in hall.database.kept.cases[number]} == {"issued"}
    assert {shown(clocked.moments["served"]) for clocked in hall.database.kept.cases[number]} == {
        "2026-11-25 15:00"
    }
    assert {shown(clocked.moments["issued"]) for clocked in hall.database.kept.cases[number]} == {
        "2026-11-25 15:00"
    }
    event = hall.last(number)
    assert (event.what, event.window) == ("issued", "01")
    assert event.data == {
        "handover": 1, "method": "window", "relation": "applicant", "signature": "paper",
        "cases": [clocked.case.case_no for clocked in hall.database.kept.cases[number]], "originals": [],
    }  # fmt: skip
    assert shown(hall.application(number).token_until) == "2027-02-23 15:00"
    with refused("issued_already"):
        hall.issue(number, collector=FOUNDER)


def test_results_wait_for_each_other_unless_they_are_named(hall):
    number = ready(hall, "1", "3")
    with refused("not_all_ready"):
        hall.issue(number, collector=FOUNDER)
    one = hall.issue(number, collector=FOUNDER, cases=["3"])
    assert [result.ordinal for result in one.results] == [3]
    assert hall.case(number, "first-invoice").state == "issued"
    assert hall.case(number, "company-establishment").state == "ready"
    assert hall.application(number).token_until is None
    with refused("issued_already"):
        hall.issue(number, collector=FOUNDER, cases=["3"])
    with refused("nothing_ready"):
        hall.issue(number, collector=FOUNDER, cases=["4"])
    with refused("unknown_case", "cases"):
        hall.issue(number, collector=FOUNDER, cases=["5"])


def test_nothing_is_handed_over_before_there_is_something(hall):
    number = hall.start_up()
    with refused("nothing_ready"):
        hall.issue(number, collector=FOUNDER)


@pytest.mark.parametrize("officer", [REVIEWER, OTHER_REVIEWER])
def test_only_the_window_hands_over(hall, officer):
    number = ready(hall)
    with refused("not_allowed"):
        hall.issue(number, officer, collector=FOUNDER)
    hall.issue(number, SUPERVISOR, collector=FOUNDER)


@pytest.mark.parametrize(
    ("collector", "code", "field"),
    [
        (None, "missing_field", "collector"),
        ({"id_number": "230833199001010011"}, "missing_field", "collector.name"),
        ({"name": "阿依努尔·买买提"}, "missing_field", "collector.id_number"),
        (FOUNDER | {"id_type": "library_card"}, "bad_field", "collector.id_type"),
        (FOUNDER | {"id_number": "230833199001010012"}, "bad_field", "collector.id_number"),
        (FOUNDER | {"letter": "yes"}, "bad_field", "letter"),
        ("阿依努尔", "bad_field", "collector"),
    ],
)
def test_who_collects_shows_a_document(hall, collector, code, field):
    number = ready(hall)
    with refused(code, field):
        hall.issue(number, **({} if collector is None else {"collector": collector}))


def test_somebody_else_needs_a_letter_of_attorney(hall):
    number = ready(hall)
    with refused("wrong_collector"):
        hall.issue(number, collector=STRANGER)
    one = hall.issue(number, collector=STRANGER | {"letter": True})
    assert (one.collector.relation, one.collector.letter) == ("other", True)


def test_a_signature_is_of_a_known_kind(hall):
    number = ready(hall)
    with refused("bad_field", "signature"):
        hall.issue(number, collector=FOUNDER, signature="stamp")
    assert hall.issue(number, collector=FOUNDER, signature="pad").signature == "pad"


def test_what_the_applicant_chose_is_the_method_where_none_is_named(hall):
    delivery = {
        "method": "courier",
        "to": "阿依努尔·买买提",
        "address": "抚远镇正阳路 18 号",
        "phone": "13845470016",
    }
    number = ready(hall, delivery=delivery)
    one = hall.issue(number)
    assert (one.method, one.state, one.collector.relation, one.collector.name) == (
        "courier", "sent", "courier", "阿依努尔·买买提",
    )  # fmt: skip
    with refused("bad_field", "method"):
        hall.issue(number, method="pigeon")


def test_a_parcel_has_an_address_and_the_applicant_is_told(hall):
    number = ready(hall)
    with refused("missing_field", "courier.address"):
        hall.issue(number, method="courier")
    where = {"address": "抚远镇正阳路 18 号"}
    one = hall.issue(number, method="courier", courier=where | {"number": "EMS1", "carrier": "邮政速递"})
    assert (one.parcel.to, one.parcel.phone, one.parcel.number) == ("阿依努尔·买买提", "13845470016", "EMS1")
    told = hall.messages(number)[-1]
    assert (told.kind, told.key) == ("posted", "posted:1")
    assert "邮政速递" in told.text
    assert "EMS1" in told.text


@pytest.mark.parametrize("key", ["to", "phone", "address"])
def test_a_parcel_lacks_nothing(hall, key):
    number = ready(hall)
    whole = {"to": "某", "phone": "1", "address": "某处"}
    form = dict(hall.application(number).form)
    hall.database.kept.change(number, form={**form, "parties": []})
    with refused("missing_field", f"courier.{key}"):
        hall.issue(number, method="courier", courier={k: v for k, v in whole.items() if k != key})


def test_a_parcel_that_came_back_puts_its_results_on_the_shelf_again(hall):
    number = ready(hall)
    with refused("no_parcel"):
        hall.act("return-parcel", number, CLERK, reason="地址不详")
    hall.issue(number, method="courier", courier={"address": "某处"})
    assert hall.application(number).token_until is not None
    hall.act("return-parcel", number, CLERK, reason="地址不详")
    (one,) = hall.dossier(number).handovers
    assert (one.state, one.ended_at, one.note) == ("returned", hall.at, "地址不详")
    assert {clocked.case.state for clocked in hall.database.kept.cases[number]} == {"ready"}
    assert hall.application(number).token_until is None
    with refused("no_parcel"):
        hall.act("return-parcel", number, CLERK, reason="地址不详")


def test_only_what_was_in_the_parcel_comes_back(hall):
    number = ready(hall)
    hall.issue(number, collector=FOUNDER, cases=["1"])
    hall.issue(number, method="courier", courier={"address": "某处"}, cases=["2", "3", "4"])
    hall.act("return-parcel", number, CLERK, reason="地址不详")
    states = [clocked.case.state for clocked in hall.database.kept.cases[number]]
    assert states == ["issued", "ready", "ready", "ready"]


def test_a_delivered_parcel_is_ended_with_its_number(hall):
    number = ready(hall)
    hall.issue(number, method="courier", courier={"address": "某处", "carrier": "邮政"})
    hall.act("record-service", number, CLERK, how="courier", number="EMS2")
    (one,) = hall.dossier(number).handovers
    assert (one.state, one.ended_at, one.parcel.number, one.parcel.carrier) == ("sent", None, "EMS2", "邮政")
    hall.clock("2026-11-26 10:00")
    hall.act("record-service", number, CLERK, how="courier_delivered")
    (one,) = hall.dossier(number).handovers
    assert (one.state, shown(one.ended_at), one.parcel.number) == ("delivered", "2026-11-26 10:00", "EMS2")
    with refused("no_parcel"):
        hall.act("record-service", number, CLERK, how="courier_delivered")


def ready_licence(hall: AHall, **changes) -> str:
    """A discharge permit that was granted and lies on the shelf."""
    number = hall.permit(**changes)
    hall.act("claim", f"{number}/1")
    hall.act("review", f"{number}/1", opinion="材料齐全")
    hall.act("claim", f"{number}/1")
    hall.act("review", f"{number}/1", opinion="现场相符", inspectors=["甲", "乙"])
    hall.act("claim", f"{number}/1", OTHER_REVIEWER)
    hall.act("approve", f"{number}/1", OTHER_REVIEWER)
    hall.act("register-result", f"{number}/1", CLERK, name="排水许可证", data={"e_licence": "E1"})
    return number


def delivered(hall: AHall, number: str) -> tuple[str | None, str | None]:
    """Return when the ten days of delivery ended, and by what."""
    with hall.database.open() as uow:
        found = shapes.application(hall.dossier(number), hall.at, hall.calendar_of(uow))["cases"][0]
    (clock,) = [one for one in hall.clocked(number).clocks if one.kind == "delivery"]
    return shown(clock.ended_at), found["delivery"]["by"]


COLLECTS = {"method": "window"}


def test_being_told_meets_the_ten_days_where_collection_was_chosen_in_the_signed_form(hall):
    number = ready_licence(hall, delivery=COLLECTS)
    hall.clock("2026-11-24 10:00")
    with refused("bad_time", "when"):
        hall.act("record-service", number, CLERK, how="telephone", when="2026-11-23T09:59:00+08:00")
    hall.act("record-service", number, CLERK, how="telephone", when="2026-11-23T16:00:00+08:00")
    assert delivered(hall, number) == ("2026-11-23 16:00", "told")
    hall.clock("2026-12-21 10:00")
    hall.issue(number, collector=STRANGER | {"letter": True})
    assert delivered(hall, number) == ("2026-11-23 16:00", "told")


@pytest.mark.parametrize(
    "delivery", [None, {"method": "courier", "address": "抚远镇"}, {"address": "抚远镇"}]
)
def test_being_told_is_no_delivery_where_it_was_not(hall, delivery):
    number = ready_licence(hall, **({"delivery": delivery} if delivery else {}))
    hall.act("record-service", number, CLERK, how="telephone")
    assert delivered(hall, number) == (None, None)
    assert shown(hall.clocked(number).moments["told"]) == "2026-11-23 10:00"


@pytest.mark.parametrize(
    "how",
    [
        {"method": "window", "collector": STRANGER | {"letter": True}},
        {"method": "courier", "courier": {"address": "抚远镇沿江路 7 号"}},
        {"method": "e_delivery"},
    ],
)
def test_a_licence_is_delivered_when_it_is_handed_over_posted_or_sent_electronically(hall, how):
    number = ready_licence(hall)
    hall.clock("2026-12-01 10:00")
    hall.issue(number, **how)
    assert delivered(hall, number) == ("2026-12-01 10:00", "given")


def test_nothing_but_a_licence_has_ten_days_of_delivery(hall):
    number = ready(hall)
    kinds = {clock.kind for clocked in hall.database.kept.cases[number] for clock in clocked.clocks}
    assert "delivery" not in kinds


def test_nobody_is_told_of_results_that_are_not_there(hall):
    number = hall.start_up()
    with refused("nothing_ready"):
        hall.act("record-service", number, CLERK, how="telephone")


def test_an_electronic_result_needs_its_licence(hall):
    number = hall.start_up()
    for n in "134":
        hall.act("claim", f"{number}/{n}")
        hall.act("approve", f"{number}/{n}")
    hall.act("register-result", f"{number}/1", CLERK, name="营业执照", data={"e_licence": "E1"})
    hall.act("register-result", f"{number}/3", CLERK, name="发票", data={"e_licence": ""})
    with refused("no_e_licence", "method"):
        hall.issue(number, method="e_delivery", cases=["1", "3"])
    one = hall.issue(number, method="e_delivery", cases=["1"])
    assert (one.collector.name, one.collector.relation, one.state) == (
        "阿依努尔·买买提",
        "applicant",
        "handed",
    )


def test_originals_go_back_when_they_are_named_or_all(hall):
    number = ready(hall)
    with refused("bad_field", "return_materials"):
        hall.issue(number, collector=FOUNDER, return_materials=["premises"])
    one = hall.issue(number, collector=FOUNDER, return_materials=["articles"])
    assert one.originals == ("articles",)
    assert hall.place(number, "articles") == ("received", "returned")
    assert hall.place(number, "appointment") == ("received", "window:01")
    assert hall.last(number).data["originals"] == ["articles"]


def test_all_originals_go_back_and_what_the_program_printed_is_none(hall):
    number = ready(hall)
    assert hall.issue(number, collector=FOUNDER, return_materials=True).originals == (
        "articles",
        "appointment",
    )
    with refused("nothing_here"):
        hall.act("return-materials", number, CLERK)


def test_originals_go_back_without_a_result(hall):
    number = hall.start_up()
    hall.act("return-materials", number, CLERK, materials=["appointment"])
    assert hall.place(number, "appointment") == ("received", "returned")
    with refused("bad_field"):
        hall.act("return-materials", number, CLERK, materials=["appointment"])
    hall.act("return-materials", number, CLERK)
    assert hall.place(number, "articles") == ("received", "returned")


def test_a_void_application_hands_nothing_over(hall):
    number = hall.start_up()
    hall.act("void", number, CLERK, reason="误受理")
    with refused("voided"):
        hall.issue(number, collector=FOUNDER)
