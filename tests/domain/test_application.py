"""An application: what its cases were told to hand in, and its outcome."""

from datetime import date

import pytest

from counter.domain.application import Dossier, MaterialRecord, overall


def dossier(*materials: MaterialRecord) -> Dossier:
    return Dossier(None, (), (), (), materials)


@pytest.mark.parametrize(
    "state, due, lacks",
    [
        ("missing", None, True), ("deferrable", None, True), ("committable", None, True), ("received", None, False),
        ("waived", None, False), ("kept_by_applicant", None, False), ("missing", date(2026, 12, 1), False),
        ("deferrable", date(2026, 12, 1), False),
    ],
)  # fmt: skip
def test_a_material_lacks_until_it_is_here_or_promised_for_a_day(state, due, lacks):
    one = MaterialRecord("articles", state, ("seal-engraving",), due=due)
    assert dossier(one).lacking("seal-engraving") == (("articles",) if lacks else ())
    assert dossier(one).lacking("first-invoice") == ()


@pytest.mark.parametrize(
    "outcomes, whole",
    [
        (("accepted",), "accepted"),
        (("received", "received"), "received"),
        (("accepted", "received"), "mixed"),
    ],
)
def test_the_outcome_is_that_of_the_cases_or_mixed(outcomes, whole):
    assert overall(outcomes) == whole
