"""A case (办件): one item of an application on its way, its clocks, and the only legal moves.

What happened to a case is kept as *moments*: ``receipt``, ``acceptance``, ``complete``,
``granted:ITEM`` (an upstream case was granted), ``milestone:NAME``, ``decision``, ``result``,
``closed``. A clock names the moments it needs to start and those that end it, so its times are a
pure function of the moments, and so is its due moment of its start, limit and suspensions.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from counter.domain.calendar import WorkCalendar
from counter.domain.clock import Reckoning, Suspension, reckon
from counter.domain.errors import not_accepted, overtaken, wrong_state
from counter.domain.limit import Limit
from counter.domain.moments import Moment, granted_of, material_named
from counter.domain.outcome import ACCEPTED, Outcome
from counter.domain.standing import (
    Running,
    Standing,
    binding,
    binds,
    claim_moment,
    expected_end,
    reminder_moments,
    standing,
    warn_moment,
)
from counter.domain.verbs import Verb


class CaseState(StrEnum):
    """Where a case stands; contract section 4."""

    NOT_STARTED = "not_started"
    WAITING = "waiting"
    CLAIMED = "claimed"
    SUSPENDED = "suspended"
    DECIDED = "decided"
    READY = "ready"
    ISSUED = "issued"
    WITHDRAWN = "withdrawn"
    TERMINATED = "terminated"
    VOID = "void"


OPEN_STATES = (CaseState.NOT_STARTED, CaseState.WAITING, CaseState.CLAIMED, CaseState.SUSPENDED)
CLOSED_STATES = (CaseState.WITHDRAWN, CaseState.TERMINATED, CaseState.VOID)


def stopping(suspensions: Iterable[Suspension], kinds: Collection[str]) -> list[Suspension]:
    """Return the suspensions of the kinds; of several open ones the first, which covers the others."""
    mine = [one for one in suspensions if one.kind in kinds]
    first = min((one for one in mine if one.end is None), key=lambda one: one.start, default=None)
    return [one for one in mine if one.end is not None or one is first]


@dataclass(frozen=True, slots=True)
class CaseClock:
    """A limit running on a case, or on the whole application when ``case_id`` is 0."""

    id: int
    case_id: int
    rule: str
    kind: str
    limit: Limit
    needs: tuple[str, ...]
    ends: tuple[str, ...]
    stops: tuple[str, ...] = ()
    started_at: datetime | None = None
    ended_at: datetime | None = None
    due_at: datetime | None = None
    warn_at: datetime | None = None
    provisional: bool = False
    extension_days: int = 0
    suspended_since: datetime | None = None
    expected: tuple[tuple[datetime, int], ...] = ()
    """The open suspensions that stop the clock and were given a length: begun when, for how many working days."""

    def expecting(self, suspensions: tuple[Suspension, ...]) -> "CaseClock":
        """Return the clock with the expected lengths of the open suspensions that stop it."""
        mine = tuple(
            (one.start, one.expected_days)
            for one in suspensions
            if one.end is None and one.expected_days and one.kind in self.stops
        )
        return replace(self, expected=mine) if mine != self.expected else self

    def stopped_by(self, suspensions: tuple[Suspension, ...]) -> list[Suspension]:
        """Return the suspensions that stop this clock; of several open ones the first, which covers them."""
        return stopping(suspensions, self.stops)

    def reckoned(self, suspensions: tuple[Suspension, ...], calendar: WorkCalendar) -> Reckoning | None:
        """Return how the due moment comes about; None while the clock has not started."""
        if self.started_at is None:
            return None
        stops = self.stopped_by(suspensions)
        return reckon(self.limit, self.started_at, calendar, stops, self.extension_days)

    def recalculated(
        self,
        moments: Mapping[str, datetime],
        suspensions: tuple[Suspension, ...],
        calendar: WorkCalendar,
    ) -> "CaseClock":
        """Return the clock as the moments and suspensions make it: started, ended, due."""
        started = _latest(self.needs, moments)
        if started is None:
            return replace(self, started_at=None, due_at=None, warn_at=None)
        ended = _latest(self.ends, moments) or moments.get(Moment.CLOSED)
        clock = replace(self, started_at=started, ended_at=ended)
        answer = clock.reckoned(suspensions, calendar)
        if answer is None:
            raise AssertionError("a started clock can be reckoned")
        clock = clock.expecting(suspensions)
        stopped = [s for s in clock.stopped_by(suspensions) if s.end is None]
        since = stopped[0].start if answer.state == CaseState.SUSPENDED else None
        if answer.due is None:
            return replace(clock, due_at=None, warn_at=None, provisional=False, suspended_since=since)
        warn = warn_moment(clock.limit, answer.due, calendar)
        return replace(
            clock, due_at=answer.due, warn_at=warn, provisional=answer.provisional, suspended_since=None
        )

    def standing(self, at: datetime, calendar: WorkCalendar) -> Standing:
        """Return the clock's state at the instant (timers.md 8)."""
        since, days = self.suspended_since, None
        if since is not None and self.expected:
            since, days = min(self.expected, key=lambda one: expected_end(one[0], one[1], calendar))
        known = Running(self.limit, self.started_at, self.due_at, self.ended_at, since, days, self.warn_at)
        return standing(known, at, calendar)


def _latest(names: tuple[str, ...], moments: Mapping[str, datetime]) -> datetime | None:
    found = [moments[name] for name in names if name in moments]
    return max(found) if found and len(found) == len(names) else None


@dataclass(frozen=True, slots=True)
class Case:
    """One item of an application with its state, holder and outcome.

    ``level`` is ``head`` while the case was brought before the head of the department. ``usual_seconds``
    is the open time that the present step usually takes here; ``claim_before`` is the due moment less that.
    """

    id: int
    case_no: str
    application_no: str
    ordinal: int
    item: str
    department: str
    outcome: str
    state: CaseState
    step: str
    handler: str | None
    version: int
    catalogue_digest: str
    completion: tuple[str, ...]
    upstream: tuple[str, ...] = ()
    due_at: datetime | None = None
    binding: str | None = None
    claim_before: datetime | None = None
    warn_at: datetime | None = None
    remind_at: datetime | None = None
    reminders: tuple[str, ...] = ()
    usual_seconds: int = 0
    level: str = ""
    closing: str = ""
    result: Mapping[str, object] = field(default_factory=dict)

    def claim(self, officer: str) -> "Case":
        """Hand the waiting case to the officer; refuses (overtaken) when somebody was faster."""
        if self.state is CaseState.CLAIMED:
            if self.handler == officer:
                return self
            raise overtaken(self.case_no, self.handler)
        self._expect("claim", CaseState.WAITING)
        self.expect_accepted()
        return replace(self, state=CaseState.CLAIMED, handler=officer)

    def release(self, officer: str) -> "Case":
        """Put the officer's case back into its queue."""
        self._held("release", officer)
        return replace(self, state=CaseState.WAITING, handler=None)

    def transfer(self, department: str) -> "Case":
        """Send the case to another department's queue; whoever held it holds it no longer."""
        self._expect("transfer", CaseState.WAITING, CaseState.CLAIMED)
        return replace(self, state=CaseState.WAITING, handler=None, department=department, level="")

    def reassign(self, to: str) -> "Case":
        """Give a case in hand to a colleague: its holder is absent."""
        self._expect("reassign", CaseState.CLAIMED, CaseState.SUSPENDED)
        return replace(self, handler=to)

    def escalate(self, officer: str) -> "Case":
        """Bring the officer's case before the head of the department."""
        self.expect_accepted()
        self._held("escalate", officer)
        return replace(self, state=CaseState.WAITING, handler=None, level="head")

    def go_on(self, officer: str, step: str, *, level: str = "") -> "Case":
        """End the officer's step: the case waits in the queue for the next one."""
        self.expect_accepted()
        self._held("review", officer)
        return replace(self, state=CaseState.WAITING, handler=None, step=step, level=level)

    def accept(self, outcome: str) -> "Case":
        """Take in a case whose materials lay with the department, or were to be corrected."""
        return replace(self, outcome=outcome, state=CaseState.WAITING, handler=None)

    def revoke(self) -> "Case":
        """Take back a grant: what was decided on a promise or a false statement is void."""
        self._expect("revoke", CaseState.DECIDED, CaseState.READY, CaseState.ISSUED)
        if self.closing:
            raise wrong_state(self.case_no, self.closing, "revoke")
        return replace(self, state=CaseState.TERMINATED, closing="revoked")

    def decide(self, officer: str, verb: str) -> "Case":
        """Grant or refuse the case that the officer holds; its way through the queues ends."""
        self.expect_accepted()
        self._held(verb, officer)
        return replace(self, state=CaseState.DECIDED, closing="" if verb == Verb.APPROVE else "refused")

    def register_result(self, result: Mapping[str, object]) -> "Case":
        """Record the result of a granted case, which makes it ready to be handed over."""
        self._expect("register-result", CaseState.DECIDED)
        if self.closing:
            raise wrong_state(self.case_no, self.closing, "register-result")
        return replace(self, state=CaseState.READY, result=dict(result))

    def suspend(self, officer: str) -> "Case":
        """Stop the case that the officer holds, on one more ground when it is stopped already."""
        self.expect_accepted()
        if self.state is not CaseState.SUSPENDED:
            self._held("suspend", officer)
        return replace(self, state=CaseState.SUSPENDED)

    def resume(self) -> "Case":
        """Take up a stopped case where it was left."""
        self._expect("resume", CaseState.SUSPENDED)
        return replace(self, state=CaseState.CLAIMED if self.handler else CaseState.WAITING)

    def hand_over(self) -> "Case":
        """Give the result out; it is given once."""
        self._expect("issue", CaseState.READY)
        return replace(self, state=CaseState.ISSUED)

    def take_back(self) -> "Case":
        """Put a result that came back with the carrier on the shelf again."""
        self._expect("return-parcel", CaseState.ISSUED)
        return replace(self, state=CaseState.READY)

    def close(self, state: CaseState, closing: str) -> "Case":
        """Close the case without a decision: withdrawn, terminated or void."""
        if self.state in CLOSED_STATES or self.state is CaseState.ISSUED:
            raise wrong_state(self.case_no, self.state, closing)
        if state is not CaseState.VOID and self.state not in OPEN_STATES:
            raise wrong_state(self.case_no, self.state, closing)
        return replace(self, state=state, closing=closing, handler=None)

    def begin(self) -> "Case":
        """Let a case into its queue that waited for an upstream one; one under correction goes on waiting."""
        if self.state is not CaseState.NOT_STARTED or self.outcome == Outcome.CORRECTION_NEEDED:
            return self
        return replace(self, state=CaseState.WAITING)

    @property
    def is_accepted(self) -> bool:
        """Whether the case was accepted, by decision or because nobody told in time what is missing."""
        return self.outcome in ACCEPTED

    def expect_accepted(self) -> None:
        """Refuse (NotAllowed ``not_accepted``) what belongs to examination and decision before acceptance."""
        if not self.is_accepted:
            raise not_accepted(self.case_no)

    @property
    def is_open(self) -> bool:
        """Whether nothing has been decided yet."""
        return self.state in OPEN_STATES

    def _expect(self, verb: str, *states: CaseState) -> None:
        if self.state not in states:
            raise wrong_state(self.case_no, self.state, verb)

    def _held(self, verb: str, officer: str) -> None:
        self._expect(verb, CaseState.CLAIMED)
        if self.handler != officer:
            raise overtaken(self.case_no, self.handler)


@dataclass(frozen=True, slots=True)
class ClockedCase:
    """A case with everything its clocks are a function of."""

    case: Case
    clocks: tuple[CaseClock, ...]
    moments: Mapping[str, datetime]
    suspensions: tuple[Suspension, ...] = ()

    def happened(self, calendar: WorkCalendar, moments: Mapping[str, datetime]) -> "ClockedCase":
        """Return the case after the moments, with clocks, binding due moment and claim-before recalculated.

        The first moment of a name stays: nothing happens twice.
        """
        known = {**moments, **self.moments}
        clocks = tuple(clock.recalculated(known, self.suspensions, calendar) for clock in self.clocks)
        return replace(self, moments=known, clocks=clocks, case=_bound(self.case, clocks, calendar))

    def taken_in(self, outcome: str) -> "ClockedCase":
        """Return the case taken in; the case waits in its queue, or goes on waiting for an upstream one."""
        case = self.case.accept(outcome)
        if any(granted_of(code) not in self.moments for code in case.upstream):
            case = replace(case, state=CaseState.NOT_STARTED)
        return replace(self, case=case)

    def with_clock(self, clock: CaseClock) -> "ClockedCase":
        """Return the case with one more clock, unless it has one of that rule and kind."""
        if any((one.rule, one.kind) == (clock.rule, clock.kind) for one in self.clocks):
            return self
        return replace(self, clocks=(*self.clocks, clock))

    def stopped(self, one: Suspension, calendar: WorkCalendar) -> "ClockedCase":
        """Return the case with a suspension begun; its clocks are recalculated."""
        return replace(self, suspensions=(*self.suspensions, one)).happened(calendar, {})

    def went_on(self, kind: str, at: datetime, calendar: WorkCalendar) -> "ClockedCase":
        """Return the case with its open suspension of the kind ended."""
        ended = tuple(
            replace(one, end=at) if one.end is None and one.kind == kind else one for one in self.suspensions
        )
        return replace(self, suspensions=ended).happened(calendar, {})

    @property
    def outstanding(self) -> tuple[str, ...]:
        """The outstanding materials, by code, in the order of their clocks."""
        outstanding = [clock for clock in self.clocks if clock.kind == "debt" and clock.ended_at is None]
        return tuple(dict.fromkeys(material_named(end) or end for clock in outstanding for end in clock.ends))

    @property
    def open_stop(self) -> Suspension | None:
        """The suspension that lasts, if any."""
        return next(iter(self.open_stops), None)

    def extended(self, kind: str, days: int, calendar: WorkCalendar) -> "ClockedCase":
        """Return the case with its running clock of the kind extended by working days, and recalculated."""
        clocks = tuple(
            replace(one, extension_days=days) if one.kind == kind and one.ended_at is None else one
            for one in self.clocks
        )
        return replace(self, clocks=clocks).happened(calendar, {})

    @property
    def open_stops(self) -> tuple[Suspension, ...]:
        """The suspensions that last."""
        return tuple(one for one in self.suspensions if one.end is None)

    @property
    def completed_at(self) -> datetime | None:
        """When the case was complete: by decision, result or milestones, or when it was closed."""
        return _latest(self.case.completion, self.moments) or self.moments.get(Moment.CLOSED)


def _bound(case: Case, clocks: tuple[CaseClock, ...], calendar: WorkCalendar) -> Case:
    clocks = tuple(clock for clock in clocks if binds(clock.kind))
    rule = binding((clock.rule, clock.due_at, clock.ended_at) for clock in clocks)
    if rule is None:
        return replace(case, due_at=None, binding=None, claim_before=None, warn_at=None, remind_at=None)
    clock = next(c for c in clocks if c.rule == rule and c.ended_at is None and c.due_at is not None)
    if clock.due_at is None or clock.started_at is None:
        raise AssertionError("the binding clock runs and has a due moment")
    before = clock.warn_at
    if case.usual_seconds:
        before = claim_moment(clock.due_at, case.usual_seconds, calendar)
    remind = case.remind_at
    if (case.due_at, case.binding) != (clock.due_at, rule):
        remind = min(reminder_moments(clock.started_at, clock.due_at, case.reminders, calendar), default=None)
    return replace(
        case, due_at=clock.due_at, binding=rule, claim_before=before, warn_at=clock.warn_at, remind_at=remind
    )
