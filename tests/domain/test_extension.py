"""By how much a limit may be extended."""

import pytest

from counter.domain.extension import most_days


@pytest.mark.parametrize(
    ("regime", "of_the_item", "most"),
    [
        ("licence", 10, 10), ("licence", 40, 40), ("licence", 0, 0), ("real_estate", 10, 0), ("real_estate", 0, 0),
        ("market_entity", 3, 3), ("market_entity", 10, 3), ("market_entity", 0, 0), ("tax", 5, 5),
    ],
)  # fmt: skip
def test_the_kind_of_registration_bounds_what_an_item_says(regime, of_the_item, most):
    assert most_days(regime, of_the_item) == most
