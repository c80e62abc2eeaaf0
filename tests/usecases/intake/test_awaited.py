"""The second visit: everything an application waits for from its applicant, taken in together."""

from dataclasses import replace
from decimal import Decimal

from counter.usecases.intake.awaited import awaited, names_of_awaited
from forms.catalogue import Deferral
from tests.builders import a_catalogue, with_item
from tests.usecases.mortgage import MORTGAGE
from tests.usecases.one_hall import CLERK, REVIEWER, AHall, refused

PAID = {"order_no": "J1", "receipt_no": "P1", "method": "card"}


def keys(hall: AHall, number: str) -> list[str]:
    return [one.key for one in awaited(hall.dossier(number), hall.catalogue)]


def names(hall: AHall, number: str) -> list[str]:
    return [names_of_awaited(one, hall.catalogue).en for one in awaited(hall.dossier(number), hall.catalogue)]


def test_an_application_that_lacks_nothing_waits_for_nothing(hall):
    assert keys(hall, hall.permit()) == []


def test_corrections_are_brought_together_and_complete_the_case(hall):
    number = hall.permit(materials=[{"code": "drainage_form", "form": "original", "copies": 1}])
    assert keys(hall, number) == ["correction:1:drainage_plan", "correction:1:drainage_test"]
    hall.bring(number, "correction:1:drainage_plan")
    assert keys(hall, number) == ["correction:1:drainage_test"]
    hall.bring(number, "correction:1:drainage_test")
    assert hall.case(number).outcome == "accepted"
    assert keys(hall, number) == []
    event = hall.last(number)
    assert (event.what, event.data, event.window) == ("visit", {"materials": ["drainage_test"]}, "01")
    assert hall.events(number).count("receive-correction") == 2


def test_two_materials_of_a_case_are_one_step(hall):
    number = hall.permit(materials=[{"code": "drainage_form", "form": "original", "copies": 1}])
    hall.bring(number, "correction:1:drainage_plan", "correction:1:drainage_test")
    assert hall.events(number).count("receive-correction") == 1
    assert hall.last(number).data == {"materials": ["drainage_plan", "drainage_test"]}


def test_a_supplement_is_waited_for_while_the_case_is_stopped(hall):
    number = hall.permit()
    hall.act("claim", f"{number}/1")
    hall.act("request-supplement", f"{number}/1", materials=["drainage_test"], reason="缺")
    assert keys(hall, number) == ["supplement:1:drainage_test"]
    hall.bring(number, "supplement:1:drainage_test")
    assert hall.case(number).state == "claimed"


def test_a_promised_material_is_named_with_its_day(hall):
    uses = tuple(
        replace(use, state="deferrable", deferral=Deferral("until_date"))
        if use.code == "drainage_test"
        else use
        for use in a_catalogue().items["drainage-permit"].materials
    )
    hall.catalogue = with_item(a_catalogue(), "drainage-permit", materials=uses)
    number = hall.permit(materials=[
        {"code": "drainage_plan", "form": "copy", "copies": 1}, {"code": "drainage_test", "due": "2026-11-27"},
    ])  # fmt: skip
    assert keys(hall, number) == ["debt:1:drainage_test"]
    assert names(hall, number)[0].endswith("(by 2026-11-27)")
    hall.bring(number, "debt:1:drainage_test")
    assert hall.clocked(number).outstanding == ()
    assert hall.last(number).data == {"materials": ["drainage_test"]}


def test_a_fee_is_waited_for_until_it_is_paid(hall):
    number = hall.accept(MORTGAGE).dossier.application.number
    (one,) = awaited(hall.dossier(number), hall.catalogue)
    assert (one.key, one.amount) == ("payment:0:fee", Decimal("80.00"))
    assert names(hall, number) == ["Payment · CNY 80.00"]
    with refused("bad_field"):
        hall.bring(number, "payment:0:fee", payment=PAID | {"amount": "81"})
    hall.bring(number, "payment:0:fee", payment=PAID | {"amount": "30"})
    assert hall.last(number).data["paid"]["amount"] == "30"
    assert names(hall, number) == ["Payment · CNY 50.00"]
    hall.bring(number, "payment:0:fee", payment=PAID | {"order_no": "J2"})
    assert hall.last(number).data["paid"]["amount"] == "50.00"
    assert keys(hall, number) == []


def test_originals_without_use_go_back(hall):
    number = hall.start_up()
    assert keys(hall, number) == []
    hall.act("withdraw", f"{number}/1", CLERK, reason="不办了")
    assert keys(hall, number) == ["original:0:articles", "original:0:appointment"]
    hall.bring(number, "original:0:articles")
    assert hall.place(number, "articles") == ("received", "returned")
    assert hall.last(number).data == {"materials": [], "returned": ["articles"]}
    assert keys(hall, number) == ["original:0:appointment"]


def test_only_what_is_waited_for_can_be_ticked(hall):
    number = hall.permit()
    with refused("nothing_awaited"):
        hall.bring(number)
    with refused("nothing_awaited"):
        hall.bring(number, "correction:1:drainage_test")
    with refused("not_allowed"):
        hall.bring(number, "correction:1:drainage_test", who=REVIEWER)


def test_a_void_application_waits_for_nothing(hall):
    number = hall.permit(materials=[{"code": "drainage_form", "form": "original", "copies": 1}])
    hall.act("void", number, CLERK, reason="误受理")
    assert keys(hall, number) == []


def test_a_case_that_ended_waits_for_no_correction(hall):
    number = hall.permit(materials=[{"code": "drainage_form", "form": "original", "copies": 1}])
    hall.act("withdraw", f"{number}/1", CLERK, reason="不办了")
    assert keys(hall, number) == []
