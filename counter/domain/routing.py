"""From a verdict to cases: which start at once, which wait for another, and under which clocks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from counter.domain.case import CaseClock, CaseState
from counter.domain.clock import LOCAL_STOPS
from counter.domain.limit import Limit, Unit, working_days


@dataclass(frozen=True, slots=True)
class RuleFacts:
    """A measure rule of an item, resolved to its limit."""

    rule: str
    limit: Limit
    start: str
    end: str
    start_milestones: tuple[str, ...] = ()
    end_milestones: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What routing has to know of an item, free of the catalogue's files."""

    code: str
    intake_regime: str
    stops: tuple[str, ...]
    completes_on: str
    completion_milestones: tuple[str, ...]
    statutory: tuple[Limit, str] | None
    promised: tuple[Limit, str]
    rules: tuple[RuleFacts, ...]


CLOSING_OUTCOMES = ("not_required", "not_competent")


def upstream_of(after: Sequence[str], chosen: Sequence[str]) -> tuple[str, ...]:
    """Return the items of the same application that have to be granted first."""
    return tuple(code for code in after if code in chosen)


def completion(item: ItemFacts) -> tuple[str, ...]:
    """Return the moments that make a case of the item complete."""
    if item.completes_on == "milestones":
        return tuple(f"milestone:{name}" for name in item.completion_milestones)
    return (item.completes_on,)


def first_state(outcome: str, upstream: Sequence[str], regime: str) -> CaseState:
    """Return the state a case begins in; papers of a market entity go back when incomplete."""
    if outcome in CLOSING_OUTCOMES:
        return CaseState.TERMINATED
    if outcome == "correction_needed":
        return CaseState.TERMINATED if regime == "market_entity" else CaseState.NOT_STARTED
    return CaseState.NOT_STARTED if upstream else CaseState.WAITING


def clocks_for(
    item: ItemFacts, outcome: str, upstream: Sequence[str], debts: Mapping[str, tuple[str, Limit]]
) -> tuple[CaseClock, ...]:
    """Return the clocks of a new case, none of them told yet (timers.md 3, 6 and 7).

    *debts* are promised papers: material code to the rule and limit of its debt clock. A case that
    waits for an upstream one starts its clocks with that grant.
    """
    if outcome in CLOSING_OUTCOMES:
        return ()
    granted = tuple(f"granted:{code}" for code in upstream)
    done = completion(item)
    found: list[CaseClock] = []

    def add(
        rule: str,
        kind: str,
        limit: Limit,
        needs: tuple[str, ...],
        ends: tuple[str, ...],
        stops: Sequence[str],
    ) -> None:
        found.append(CaseClock(0, 0, rule, kind, limit, needs, ends, tuple(stops)))

    for rule in item.rules:
        if rule.start == "milestones":
            needs: tuple[str, ...] = tuple(f"milestone:{name}" for name in rule.start_milestones)
        else:
            needs = (rule.start, *granted)
        ends = (
            tuple(f"milestone:{name}" for name in rule.end_milestones)
            if rule.end == "milestones"
            else (rule.end,)
        )
        add(rule.rule, "measure", rule.limit, needs, ends, (*item.stops, *LOCAL_STOPS))
    limit, start = item.promised
    add("promised", "promised", limit, (start, *granted), done, (*item.stops, *LOCAL_STOPS))
    if item.statutory is not None:
        limit, start = item.statutory
        add("statutory", "statutory", limit, (start, *granted), ("decision",), item.stops)
    if outcome == "received" and item.intake_regime == "licence":
        add("ALL 32(4)", "correction", working_days(5), ("receipt",), ("intake_decided",), ())
    for code, (rule_name, debt_limit) in debts.items():
        add(rule_name or "debt", "debt", debt_limit, ("acceptance",), (f"material:{code}",), ())
    return tuple(found)


def agreed(limit_unit: str, day: date | None) -> Limit:
    """Return the limit of a debt: an agreed date, or an event whose date is not known yet."""
    return Limit(Unit(limit_unit), day=day)
