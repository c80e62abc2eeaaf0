"""From a verdict to cases: which start at once, which wait for another, and under which clocks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from counter.domain.calendar import WorkCalendar
from counter.domain.case import CaseClock, CaseState, ClockedCase
from counter.domain.limit import Limit, Unit, working_days
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
DECIDED_INTAKE: Final = "intake_decided"
CORRECTED: Final = "corrected"
CHECKED_AGAIN: Final = "intake_checked"
"""The moments of acceptance: what was received is decided on, the last correction came, it is decided on."""
REFUSED_INTAKE: Final = "acceptance_refused"
REGISTERED: Final = "milestone:registered"
"""The entry in the register (登簿)."""
CLOSING_OUTCOMES = ("not_required", "not_competent", REFUSED_INTAKE)


def upstream_of(after: Sequence[str], chosen: Sequence[str]) -> tuple[str, ...]:
    """Return the items of the same application that have to be granted first."""
    return tuple(code for code in after if code in chosen)


def completion(item: ItemFacts) -> tuple[str, ...]:
    """Return the moments that make a case of the item complete."""
    if item.completes_on == "milestones":
        return tuple(f"milestone:{name}" for name in item.completion_milestones)
    return (item.completes_on,)


def statutory_end(regime: str) -> tuple[str, ...]:
    """Return the moments that end the statutory clock: the decision, or the entry in the register (登簿).

    不动产登记暂行条例 20, 21: real estate is registered when it is written in the register.
    """
    return (REGISTERED,) if regime == "real_estate" else ("decision",)


def first_state(outcome: str, upstream: Sequence[str], regime: str) -> CaseState:
    """Return the state a case begins in; materials of a market entity go back when incomplete."""
    if outcome in CLOSING_OUTCOMES:
        return CaseState.TERMINATED
    if outcome == "correction_needed":
        return CaseState.TERMINATED if regime == "market_entity" else CaseState.NOT_STARTED
    return CaseState.NOT_STARTED if upstream else CaseState.WAITING


def clocks_for(
    item: ItemFacts, outcome: str, upstream: Sequence[str], outstanding: Mapping[str, tuple[str, Limit]]
) -> tuple[CaseClock, ...]:
    """Return the clocks of a new case, none of them told yet (timers.md 3, 6 and 7).

    *outstanding* are materials that may follow: code to the rule and limit of its clock. A case that waits for
    an upstream one starts its clocks with that grant; only the law's clock of a licence runs from its own
    acceptance all the same, for the applicant cannot be made to wait by the order of the offices (ALL 42).
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
    ) -> None:
        found.append(CaseClock(0, 0, rule, kind, limit, needs, ends, stops_of(item.stops, kind)))

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
        add(rule.rule, "measure", rule.limit, needs, ends)
    limit, start = item.promised
    add("promised", "promised", limit, (start, *granted), done)
    if item.statutory is not None:
        limit, start = item.statutory
        waits = () if item.intake_regime == "licence" else granted
        add("statutory", "statutory", limit, (start, *waits), statutory_end(item.intake_regime))
    check = correction_clock(item.intake_regime, FIRST_CHECK, "receipt", DECIDED_INTAKE)
    if outcome == "received" and check is not None:
        found.append(check)
    for code, (rule_name, follow_limit) in outstanding.items():
        add(rule_name or "debt", "debt", follow_limit, ("acceptance",), (f"material:{code}",))
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


def _nth(name: str, n: int) -> str:
    return name if n == 1 else f"{name}:{n}"


def corrections(moments: Mapping[str, datetime]) -> int:
    """Return how often corrections have come in full."""
    return sum(name == CORRECTED or name.startswith(f"{CORRECTED}:") for name in moments)


def last_correction(moments: Mapping[str, datetime]) -> datetime | None:
    """Return when the last correction came; None when none was asked for or came."""
    return moments.get(_nth(CORRECTED, corrections(moments)))


def told(moments: Mapping[str, datetime], at: datetime) -> dict[str, datetime]:
    """Return the moments that end the check of what came last: it was decided on, or what is wrong was told."""
    found = {DECIDED_INTAKE: at}
    return found | {_nth(CHECKED_AGAIN, n): at for n in range(1, corrections(moments) + 1)}


def came(
    clocked: ClockedCase, regime: str, at: datetime, calendar: WorkCalendar, *, to_check: bool
) -> ClockedCase:
    """Return the case after its corrections came in full; *to_check*: to be decided on within another five days.

    ALL 32(4), (5): silence is acceptance as of this arrival.
    """
    n = corrections(clocked.moments) + 1
    arrival, checked = _nth(CORRECTED, n), _nth(CHECKED_AGAIN, n)
    clock = correction_clock(regime, _nth(SECOND_CHECK, n), arrival, checked) if to_check else None
    again = clocked.with_clock(clock) if clock else clocked
    return again.happened(calendar, told(clocked.moments, at) | {arrival: at})


def may_be_told_again(asked: Sequence[str], corrected: Sequence[str]) -> bool:
    """Whether materials may be asked for after the one notice: only a fault of the corrected ones themselves.

    ALL 32(4): everything is told once. Whatever else is wrong then is a reason to refuse, not a second list.
    """
    return bool(asked) and set(asked) <= set(corrected)


def refusal_reason(clocked: ClockedCase) -> str:
    """Return why acceptance was refused, as others are told it; empty when it was not."""
    if clocked.case.outcome != REFUSED_INTAKE:
        return ""
    return "correction_failed" if corrections(clocked.moments) else "incomplete_real_estate"


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
    since = last_correction(clocked.moments) or clocked.moments["receipt"]
    taken = replace(clocked, case=replace(clocked.case, outcome="accepted"))
    return taken.happened(calendar, {**dict.fromkeys(clock.ends, accepted_at), "acceptance": since})


def may_be_deemed(cases: Sequence[ClockedCase], at: datetime) -> bool:
    """Whether the time to tell what is missing has run out for any of the files."""
    return any(_silent(clocked, at) is not None for clocked in cases)


def _silent(clocked: ClockedCase, at: datetime) -> CaseClock | None:
    """Return the check whose time has run out with nothing told; None when there is none."""
    if clocked.case.outcome != "received" or not clocked.case.is_open:
        return None
    clock = next((c for c in clocked.clocks if c.kind == "correction" and c.ended_at is None), None)
    return clock if clock is not None and clock.due_at is not None and at > clock.due_at else None


def agreed(limit_unit: str, day: date | None) -> Limit:
    """Return the limit of an outstanding material: an agreed date, or an event whose date is not known yet."""
    return Limit(Unit(limit_unit), day=day)
