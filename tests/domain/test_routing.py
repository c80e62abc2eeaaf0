"""Which clocks a case carries, from what to what (timers of the law, the promise, the measures)."""

from datetime import datetime, timedelta

import pytest

from counter.domain.case import CaseClock, ClockedCase
from counter.domain.limit import working_days
from counter.domain.routing import (
    ItemFacts,
    RuleFacts,
    came,
    clocks_for,
    corrections,
    deemed,
    last_correction,
    may_be_told_again,
    refusal_reason,
    told,
)
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


def arrivals(*days: str, **more: str) -> dict[str, datetime]:
    names = ("corrected", "corrected:2", "corrected:3")
    happened = dict(zip(names, days, strict=False)) | {"receipt": "2026-11-23 10:00"} | more
    return {name: local(at) for name, at in happened.items()}


def test_the_last_correction_counts():
    assert (corrections(arrivals()), last_correction(arrivals())) == (0, None)
    two = arrivals("2026-11-24 10:00", "2026-11-26 10:00")
    assert (corrections(two), last_correction(two)) == (2, local("2026-11-26 10:00"))


def test_a_decision_ends_every_check_so_far():
    at = local("2026-11-27 10:00")
    assert told(arrivals(), at) == {"intake_decided": at}
    assert told(arrivals("2026-11-24 10:00", "2026-11-26 10:00"), at) == dict.fromkeys(
        ("intake_decided", "intake_checked", "intake_checked:2"), at
    )


def received(**moments: str) -> ClockedCase:
    """A licence that the window received on Monday 2026-11-23 for its department to decide on."""
    made = clocks_for(an_item("licence"), "received", (), {})
    return ClockedCase(a_case(outcome="received"), made, {}).happened(a_calendar(), arrivals(**moments))


def checks(clocked: ClockedCase) -> dict[str, tuple[datetime | None, datetime | None]]:
    return {one.rule: (one.due_at, one.ended_at) for one in clocked.clocks if one.kind == "correction"}


def test_each_arrival_of_all_corrections_starts_five_days_of_checking():
    """ALL 32(4): corrected on Wednesday 2026-11-25 and on Monday 2026-11-30."""
    first, second = local("2026-11-25 10:00"), local("2026-11-30 10:00")
    once = came(received(intake_decided="2026-11-24 10:00"), "licence", first, a_calendar(), to_check=True)
    assert checks(once)["ALL 32(4)b"] == (local("2026-12-02 17:00"), None)
    asked = once.happened(a_calendar(), told(once.moments, local("2026-11-26 10:00")))
    twice = came(asked, "licence", second, a_calendar(), to_check=True)
    assert checks(twice) == {
        "ALL 32(4)": (local("2026-11-30 17:00"), local("2026-11-24 10:00")),
        "ALL 32(4)b": (local("2026-12-02 17:00"), local("2026-11-26 10:00")),
        "ALL 32(4)b:2": (local("2026-12-07 17:00"), None),
    }
    late = local("2026-12-07 17:00")
    assert deemed(twice, late, a_calendar()) is twice
    silent = deemed(twice, late + timedelta(seconds=1), a_calendar())
    assert (silent.case.outcome, silent.moments["acceptance"]) == ("accepted", second)


def test_what_is_accepted_at_once_is_not_checked():
    at = local("2026-11-25 10:00")
    case = received(intake_decided="2026-11-24 10:00")
    assert "ALL 32(4)b" not in checks(came(case, "licence", at, a_calendar(), to_check=False))
    assert "ALL 32(4)b" not in checks(came(case, "service", at, a_calendar(), to_check=True))


@pytest.mark.parametrize(
    ("asked", "corrected", "may"),
    [(["a"], ["a"], True), (["a"], ["a", "b"], True), (["a", "c"], ["a", "b"], False), (["c"], [], False), ([], ["a"], False)],
)  # fmt: skip
def test_only_the_corrected_materials_themselves_may_be_told_of_again(asked, corrected, may):
    assert may_be_told_again(asked, corrected) is may


def test_a_refusal_of_acceptance_says_why():
    refused = a_case(outcome="acceptance_refused")
    assert refusal_reason(ClockedCase(refused, (), arrivals("2026-11-24 10:00"))) == "correction_failed"
    assert refusal_reason(ClockedCase(refused, (), arrivals())) == "incomplete_real_estate"
    assert refusal_reason(ClockedCase(a_case(), (), arrivals("2026-11-24 10:00"))) == ""
