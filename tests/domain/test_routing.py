"""Which clocks a case carries, from what to what (timers of the law, the promise, the measures)."""

import pytest

from counter.domain.case import CaseClock, ClockedCase
from counter.domain.limit import working_days
from counter.domain.routing import ItemFacts, RuleFacts, clocks_for
from counter.domain.stops import STATUTORY_STOPS, StopFacts
from tests.builders import a_calendar, a_case, local


def an_item(regime: str, statutory: int | None = 20, start: str = "acceptance") -> ItemFacts:
    """An item with a measure of three working days, a promise of five, and its law's limit."""
    return ItemFacts(
        "item", regime, StopFacts(regime, STATUTORY_STOPS, {}), "decision", (),
        None if statutory is None else (working_days(statutory), start), (working_days(5), "acceptance"),
        (RuleFacts("M9.1", working_days(3), "complete", "decision"),),
    )  # fmt: skip


def clocks(regime: str, *upstream: str, **moments: str) -> dict[str, CaseClock]:
    """Return the clocks of an accepted case by kind, after its moments."""
    made = clocks_for(an_item(regime), "accepted", upstream, {})
    case = a_case(upstream=upstream)
    happened = {name.replace("__", ":"): local(at) for name, at in moments.items()}
    return {c.kind: c for c in ClockedCase(case, made, {}).happened(a_calendar(), happened).clocks}


def test_the_entry_in_the_register_ends_the_law_of_real_estate_and_the_decision_does_not():
    """不动产登记暂行条例 20: thirty working days from Monday 2026-11-23 end on Tuesday 2027-01-05."""
    made = clocks_for(an_item("real_estate", 30), "accepted", (), {})
    accepted = {"acceptance": local("2026-11-23 10:00"), "decision": local("2026-11-25 10:00")}
    clocked = ClockedCase(a_case(), made, {}).happened(a_calendar(), accepted)
    (law,) = [one for one in clocked.clocks if one.kind == "statutory"]
    assert (law.due_at, law.ended_at) == (local("2027-01-05 17:00"), None)
    clocked = clocked.happened(a_calendar(), {"milestone:registered": local("2026-11-30 10:00")})
    (law,) = [one for one in clocked.clocks if one.kind == "statutory"]
    assert law.ended_at == local("2026-11-30 10:00")


@pytest.mark.parametrize("regime", ["licence", "market_entity", "tax", "service"])
def test_the_decision_ends_the_law_of_all_else(regime):
    found = clocks(regime, acceptance="2026-11-23 10:00", decision="2026-11-25 10:00")
    assert found["statutory"].ended_at == local("2026-11-25 10:00")


def test_a_refused_registration_has_no_entry_to_wait_for():
    found = clocks(
        "real_estate", acceptance="2026-11-23 10:00", decision="2026-11-25 10:00", closed="2026-11-25 10:00"
    )
    assert found["statutory"].ended_at == local("2026-11-25 10:00")


def test_the_law_of_a_licence_runs_from_its_own_acceptance_while_it_waits_for_another_case():
    """ALL 42: accepted on Monday 2026-11-23, twenty working days end on Monday 2026-12-21."""
    waiting = {"acceptance": "2026-11-23 10:00", "complete": "2026-11-23 10:00"}
    found = clocks("licence", "first", **waiting)
    assert found["statutory"].due_at == local("2026-12-21 17:00")
    assert (found["promised"].due_at, found["measure"].due_at) == (None, None)
    found = clocks("licence", "first", **waiting, granted__first="2026-12-01 10:00")
    assert found["statutory"].due_at == local("2026-12-21 17:00")
    assert found["promised"].due_at == local("2026-12-08 17:00")
    assert found["measure"].due_at == local("2026-12-04 17:00")


@pytest.mark.parametrize("regime", ["tax", "service", "filing", "other"])
def test_what_is_no_licence_waits_with_all_its_clocks(regime):
    found = clocks(regime, "first", acceptance="2026-11-23 10:00", complete="2026-11-23 10:00")
    assert {one.due_at for one in found.values()} == {None}
