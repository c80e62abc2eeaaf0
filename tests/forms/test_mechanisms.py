"""How measures without a time limit are carried."""

import pytest

from forms.mechanisms import MECHANISMS
from tests.builders import a_catalogue

CATALOGUE = a_catalogue()


@pytest.mark.parametrize(
    "answers, steps",
    [
        ({"voltage": "high"}, ["supply_plan", "works", "connection"]),
        ({"voltage": "low", "direct_meter": False}, ["plan_and_works", "connection"]),
        ({"voltage": "low", "direct_meter": True}, ["connection"]),
    ],
)
def test_power_takes_four_three_or_two_steps_with_its_acceptance(answers, steps):
    """M16."""
    assert [one.code for one in CATALOGUE.items["electricity-connection"].steps_for(answers)] == steps


@pytest.mark.parametrize("number", [n for n, m in sorted(CATALOGUE.measures.items()) if m.role == "counter"])
def test_every_counter_measure_is_carried_by_something_that_works(number):
    measure = CATALOGUE.measures[number]
    assert CATALOGUE.carried_by(measure) or measure.mechanisms
    for code in measure.mechanisms:
        assert MECHANISMS[code][1](CATALOGUE) == ""
    for code in measure.carriers:
        assert code in CATALOGUE.items or code in CATALOGUE.packages
