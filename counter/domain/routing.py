"""From a verdict to cases: which start at once, which wait for another, and under which clocks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from counter.domain.calendar import WorkCalendar
from counter.domain.case import CaseClock, CaseState, ClockedCase
from counter.domain.limit import Limit, Unit, working_days
from counter.domain.moments import Moment, granted_of, material_of, milestone_of
from counter.domain.outcome import TURNED_AWAY, Outcome
from counter.domain.stops import StopFacts, stops_of


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
    stops: StopFacts
    completes_on: str
    completion_milestones: tuple[str, ...]
    statutory: tuple[Limit, str] | None
    promised: tuple[Limit, str]
    rules: tuple[RuleFacts, ...]


FIRST_CHECK: Final = "ALL 32(4)"
SECOND_CHECK: Final = "ALL 32(4)b"


def upstream_of(after: Sequence[str], chosen: Sequence[str]) -> tuple[str, ...]:
    """Return the items of the same application that have to be granted first."""
    return tuple(code for code in after if code in chosen)


def completion(item: ItemFacts) -> tuple[str, ...]:
    """Return the moments that make a case of the item complete."""
    if item.completes_on == "milestones":
        return tuple(milestone_of(name) for name in item.completion_milestones)
    return (item.completes_on,)


def first_state(outcome: str, upstream: Sequence[str], regime: str) -> CaseState:
    """Return the state a case begins in; materials of a market entity go back when incomplete."""
    if outcome in TURNED_AWAY:
        return CaseState.TERMINATED
    if outcome == Outcome.CORRECTION_NEEDED:
        return CaseState.TERMINATED if regime == "market_entity" else CaseState.NOT_STARTED
    return CaseState.NOT_STARTED if upstream else CaseState.WAITING


def clocks_for(
    item: ItemFacts, outcome: str, upstream: Sequence[str], outstanding: Mapping[str, tuple[str, Limit]]
) -> tuple[CaseClock, ...]:
    """Return the clocks of a new case, none of them told yet (timers.md 3, 6 and 7).

    *outstanding materials* are outstanding materials: material code to the rule and limit of its clock of the outstanding material. A case that
    waits for an upstream one starts its clocks with that grant.
    """
    if outcome in TURNED_AWAY:
        return ()
    granted = tuple(granted_of(code) for code in upstream)
    done = completion(item)
    found: list[CaseClock] = []

    def add(
        rule: str,
        kind: str,
        limit: Limit,
        needs: tuple[str, ...],
        ends: tuple[str, ...],
    ) -> None:
        found.append(CaseClock(0, 0, rule, kind, limit, needs, ends, stops_of(item.stops, kind)))

    for rule in item.rules:
        if rule.start == "milestones":
            needs: tuple[str, ...] = tuple(milestone_of(name) for name in rule.start_milestones)
        else:
            needs = (rule.start, *granted)
        ends = (
            tuple(milestone_of(name) for name in rule.end_milestones)
            if rule.end == "milestones"
            else (rule.end,)
        )
        add(rule.rule, "measure", rule.limit, needs, ends)
    limit, start = item.promised
    add("promised", "promised", limit, (start, *granted), done)
    if item.statutory is not None:
        limit, start = item.statutory
        add("statutory", "statutory", limit, (start, *granted), ("decision",))
    check = correction_clock(item.intake_regime, FIRST_CHECK, Moment.RECEIPT, Moment.DECIDED_INTAKE)
    if outcome == Outcome.RECEIVED and check is not None:
        found.append(check)
    for code, (rule_name, follow_limit) in outstanding.items():
        add(rule_name or "debt", "debt", follow_limit, ("acceptance",), (material_of(code),))
    return tuple(found)


def correction_clock(regime: str, rule: str, start: str, end: str) -> CaseClock | None:
    """Return the clock within which the applicant is told what is missing (timers.md 7); None without one.

    Five working days for licences [ALL 32(4)]; the day of the visit for real estate [条例 17].
    """
    if regime == "licence":
        limit = working_days(5)
    elif regime == "real_estate":
        limit = Limit(Unit.SAME_DAY)
    else:
        return None
    return CaseClock(0, 0, rule, "correction", limit, (start,), (end,))


def deemed(clocked: ClockedCase, at: datetime, calendar: WorkCalendar) -> ClockedCase:
    """Return the case as accepted when nobody told what is missing in time (ALL 32(4), 条例 17).

    Acceptance is then the receipt, or the arrival of the corrections; the measure's clocks still wait for
    completeness (timers.md 7). A file that is not concerned comes back as it is.
    """
    clock = _silent(clocked, at)
    if clock is None or clock.due_at is None:
        return clocked
    accepted_at = clock.due_at + timedelta(
        seconds=1
    )  # the same for every reader, whenever it is asked or written
    since = clocked.moments.get(Moment.CORRECTED) or clocked.moments[Moment.RECEIPT]
    taken = replace(clocked, case=replace(clocked.case, outcome="accepted"))
    return taken.happened(calendar, {**dict.fromkeys(clock.ends, accepted_at), Moment.ACCEPTANCE: since})


def may_be_deemed(cases: Sequence[ClockedCase], at: datetime) -> bool:
    """Whether the time to tell what is missing has run out for any of the files."""
    return any(_silent(clocked, at) is not None for clocked in cases)


def _silent(clocked: ClockedCase, at: datetime) -> CaseClock | None:
    """Return the check whose time has run out with nothing told; None when there is none."""
    if clocked.case.outcome != Outcome.RECEIVED or not clocked.case.is_open:
        return None
    clock = next((c for c in clocked.clocks if c.kind == "correction" and c.ended_at is None), None)
    return clock if clock is not None and clock.due_at is not None and at > clock.due_at else None


def agreed(limit_unit: str, day: date | None) -> Limit:
    """Return the limit of an outstanding material: an agreed date, or an event whose date is not known yet."""
    return Limit(Unit(limit_unit), day=day)
