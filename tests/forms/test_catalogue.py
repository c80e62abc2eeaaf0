"""What an item costs, which steps it has, when it is in force."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from counter.domain.words import Words
from forms.catalogue import Fee, Step
from tests.builders import a_catalogue

NAME = Words("费", "Fee")
ITEM = a_catalogue().items["seal-engraving"]


def costs(facts: dict, *fees: Fee) -> list[Decimal | None]:
    return [charge.amount for charge in replace(ITEM, fees=fees).charges(facts)]


def fee(code: str = "a", **more: object) -> Fee:
    return Fee(code, NAME, "依据", more.pop("when", {}), **more)


@pytest.mark.parametrize(
    "fees, facts, amounts",
    [
        ((), {}, []), ((fee(amount="10"),), {}, [Decimal("10.00")]), ((fee(amount="0"),), {}, []),
        ((fee(rate="0.5", of="sum"),), {"sum": "1234"}, [Decimal("6.17")]),
        ((fee(rate="0.5", of="sum", times=10_000),), {"sum": "2"}, [Decimal("100.00")]),
        ((fee(rate="0.5", of="sum"),), {}, [None]), ((fee(rate="0.5", of="sum"),), {"sum": ""}, [None]),
        ((fee(rate="0.5", of="sum"),), {"sum": "many"}, []),
        ((fee(amount="1", when={"a": ("x",)}), fee(amount="2")), {"a": "x"}, [Decimal("1.00")]),
        ((fee(amount="1", when={"a": ("x",)}), fee(amount="2")), {"a": "y"}, [Decimal("2.00")]),
        ((fee(amount="1"), fee("b", amount="2")), {}, [Decimal("1.00"), Decimal("2.00")]),
        ((fee(amount="1", at_least={"years": 3}), fee(amount="2")), {"years": "3"}, [Decimal("1.00")]),
        ((fee(amount="1", at_least={"years": 3}), fee(amount="2")), {"years": "2"}, [Decimal("2.00")]),
        ((fee(amount="1", at_least={"years": 3}), fee(amount="2")), {}, [Decimal("2.00")]),
        ((fee(amount="1", at_least={"years": 3}, when={"a": ("x",)}), fee(amount="2")), {"years": 9}, [Decimal("2.00")]),
    ],
)  # fmt: skip
def test_the_first_line_of_a_fee_that_holds_is_charged(fees, facts, amounts):
    assert costs(facts, *fees) == amounts


@pytest.mark.parametrize(
    "first, last, day, holds",
    [
        (date(2026, 1, 1), None, date(2026, 1, 1), True), (date(2026, 1, 1), None, date(2025, 12, 31), False),
        (date(2026, 1, 1), date(2026, 6, 30), date(2026, 6, 30), True), (date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1), False),
    ],
)  # fmt: skip
def test_an_item_is_in_force_from_its_first_to_its_last_day(first, last, day, holds):
    assert replace(ITEM, valid_from=first, valid_until=last).is_in_force(day) is holds


def test_the_next_step_is_the_next_that_has_to_be_taken():
    steps = (Step("a", NAME, "examination"), Step("b", NAME), Step("c", NAME, "decision"))
    item = replace(ITEM, steps=steps)
    assert item.step_after("a").code == "c"
    assert item.step_after("c") is None
    assert item.step_after("gone") is None
    assert item.step_of("b").code == "b"
    assert item.step_of("gone").code == "a"


def test_joint_examinations_know_their_items():
    package = next(one for one in a_catalogue().packages.values() if one.joint)
    joint = package.joint[0]
    assert package.joint_of(joint.items[-1]) == joint
    assert package.joint_of("seal-engraving") is None


def test_a_measure_knows_who_carries_it():
    catalogue = a_catalogue()
    assert catalogue.measure_of_rule["M24.1"] == 24
    assert "real-estate-registration" in catalogue.carried_by(catalogue.measures[24])
    stages = {code for code, one in catalogue.packages.items() if one.stage}
    assert stages <= set(catalogue.carried_by(catalogue.measures[6]))
    assert not stages & set(catalogue.carried_by(catalogue.measures[24]))
