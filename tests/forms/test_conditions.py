"""The small language of ``when``."""

import pytest

from forms.conditions import as_json, holds


@pytest.mark.parametrize(
    "condition, facts, answer",
    [
        ({}, {}, True), ({"voltage": ("high",)}, {"voltage": "high"}, True), ({"voltage": ("high",)}, {"voltage": "low"}, False),
        ({"voltage": ("high",)}, {}, False), ({"voltage": ("high", "low")}, {"voltage": "low"}, True),
        ({"a": (1,), "b": (2,)}, {"a": 1, "b": 2}, True), ({"a": (1,), "b": (2,)}, {"a": 1, "b": 3}, False),
        ({"item": ("x", "y")}, {"item": ("z", "y")}, True), ({"item": ("x",)}, {"item": ("z",)}, False),
        ({"item": ("x",)}, {"item": ()}, False), ({"a": (True,)}, {"a": "true"}, True), ({"a": (True,)}, {"a": "false"}, False),
        ({"a": (False,)}, {"a": "false"}, True), ({"a": (False,)}, {"a": "no"}, False), ({"a": ("high",)}, {"a": "hig"}, False),
        ({"a": ("ig",)}, {"a": "high"}, False),
    ],
)  # fmt: skip
def test_every_named_fact_has_to_have_one_of_its_values(condition, facts, answer):
    assert holds(condition, facts) is answer


def test_conditions_are_printed_as_lists():
    assert as_json([{"a": (1, 2)}, {}]) == [{"a": [1, 2]}, {}]
