"""What may stop an item: offered, taken, stopped and told in writing are the same for every item."""

import pytest

from counter.domain.clock import Suspension
from counter.domain.routing import clocks_for
from counter.domain.stops import (
    ALL_45,
    APPLICANT_REQUEST,
    ARRIVALS,
    STATUTORY_STOPS,
    StopFacts,
    grounds,
    stops_of,
)
from counter.usecases.intake.accept import item_facts
from counter.usecases.printouts.notices import clocks_stopped
from counter.usecases.steps.pause import STOPS
from forms.loading import load_catalogue
from tests.builders import local

CATALOGUE = load_catalogue()
ITEMS = sorted(CATALOGUE.items)
OWN_LAW = (
    "construction-works-permit",
    "environmental-report",
    "investment-project-approval",
    "water-abstraction",
)


def test_an_empty_list_stops_nothing_but_on_request():
    none = StopFacts("service", (), {})
    assert list(grounds(none)) == [APPLICANT_REQUEST]
    assert stops_of(none, "statutory") == ()
    assert stops_of(none, "promised") == (APPLICANT_REQUEST, *ARRIVALS)
    assert stops_of(none, "debt") == ()


def test_a_supplement_and_a_request_never_stop_the_statutory_clock():
    licence = StopFacts("licence", STATUTORY_STOPS, {})
    assert stops_of(licence, "statutory") == STATUTORY_STOPS


@pytest.mark.parametrize("code", ITEMS)
def test_what_is_offered_stops_clocks_and_is_told_of_them(code):
    item = CATALOGUE.items[code]
    clocks = clocks_for(item_facts(CATALOGUE, item, {}), "accepted", (), {})
    offered = grounds(item.stop_facts)
    assert all(ground.article and kind in STOPS for kind, ground in offered.items())
    for kind in STOPS:
        one = (Suspension(local("2026-03-02 09:00"), None, kind),)
        stopped = {clock.kind for clock in clocks if clock.stopped_by(one)}
        still, on = clocks_stopped(clocks, kind)
        assert bool(stopped) == (kind in offered or kind in ARRIVALS) == bool(still)
        assert ("statutory" in stopped) == (kind in item.statutory_stop_kinds and item.statutory is not None)
        assert ("法定时限" in still) == ("statutory" in stopped)
        assert not set(still) & set(on)


@pytest.mark.parametrize("code", ITEMS)
def test_licences_under_the_licensing_law_have_its_eight_procedures_and_nobody_else(code):
    item = CATALOGUE.items[code]
    by_law = {kind for kind, one in grounds(item.stop_facts).items() if one.article == ALL_45}
    licence = item.intake_regime == "licence" and code not in OWN_LAW
    assert by_law == (set(STATUTORY_STOPS) if licence else set())
