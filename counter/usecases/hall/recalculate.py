"""Recalculating every open clock under another calendar: all at once, or nothing."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Final

from counter.domain.application import Event
from counter.domain.calendar import WorkCalendar
from counter.domain.case import stopping
from counter.domain.clock import Suspension, reckon
from counter.domain.errors import NotAllowed
from counter.domain.limit import Limit, Unit
from counter.domain.rating import recalculated
from counter.domain.request import recalculated as recalculated_request
from counter.domain.standing import binding, binds, claim_moment, reminder_moments, warn_moment
from counter.domain.words import Words
from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.open_clocks import CaseMove, ClockMove, OpenClock
from counter.usecases.ports.unit_of_work import UnitOfWork

Progress = Callable[[int], bool]
Recalculate = Callable[[str, UnitOfWork], None]
_BY_PROJECT: Final = ("project", "stage")
"""Clocks that several cases stop: they are recalculated with their project, by its own rules."""
STEP = 2_000
"""After how many clocks the progress is told."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A clock whose due moment a new arrangement changes."""

    application_no: str
    case_no: str
    rule: str
    before: datetime | None
    after: datetime | None


def _clock_move(
    one: OpenClock, calendar: WorkCalendar, all_stops: Mapping[int, tuple[Suspension, ...]]
) -> ClockMove | None:
    """Return the clock as the calendar tells it now; None when nothing of it changes."""
    limit = Limit(Unit(one.unit), one.amount, one.day)
    stops = stopping(all_stops.get(one.case_id or 0, ()), one.stops.split(","))
    answer = reckon(limit, one.started_at, calendar, stops, one.extension_days)
    if answer.due is None or (answer.due == one.due_at and answer.provisional == one.provisional):
        return None
    return ClockMove(one.id, answer.due, warn_moment(limit, answer.due, calendar), answer.provisional)


def _case_move(
    clocks: Sequence[OpenClock], moved: Mapping[int, ClockMove], calendar: WorkCalendar
) -> CaseMove:
    """Return what the case follows from its clocks: what binds, when it is due, claimed and reminded by."""
    dues = {one.id: moved[one.id].due_at if one.id in moved else one.due_at for one in clocks}
    clocks = [one for one in clocks if binds(one.kind)]
    rule = binding((one.rule, dues[one.id], None) for one in clocks)
    first = min((one for one in clocks if one.rule == rule), key=lambda one: dues[one.id])
    due, warn = dues[first.id], moved[first.id].warn_at if first.id in moved else first.warn_at
    before = claim_moment(due, first.usual_seconds, calendar) if first.usual_seconds else warn
    thresholds = tuple(first.reminders.split(",")) if first.reminders else ()
    remind = min(reminder_moments(first.started_at, due, thresholds, calendar), default=None)
    return CaseMove(first.case_id or 0, due, str(rule), before, warn, remind)


def _moves(calendar: WorkCalendar, uow: UnitOfWork) -> Iterator[tuple[list[OpenClock], dict[int, ClockMove]]]:
    """Give the clocks of a case, or of an application, together with those of them that move."""
    stops = uow.reckonings.stops()
    clocks = uow.reckonings.open_clocks()
    for _, group in groupby(clocks, key=lambda one: (one.case_id, one.application_id)):
        found = list(group)
        moved: dict[int, ClockMove] = {}
        for one in found:
            move = _clock_move(one, calendar, stops) if one.kind not in _BY_PROJECT else None
            if move is not None:
                moved[one.id] = move
        yield found, moved


def clocks_that_move(calendar: WorkCalendar, uow: UnitOfWork) -> list[Moved]:
    """Return the clocks of cases, requests between departments and rectifications that would move; nothing is changed."""
    found = [
        Moved(one.number, one.case_no or "", one.rule, one.due_at, moved[one.id].due_at)
        for clocks, moved in _moves(calendar, uow)
        for one in clocks
        if one.id in moved and moved[one.id].due_at != one.due_at
    ]
    for number, work in uow.service.open_rectifications():
        after = recalculated(work, calendar).due_at
        if after != work.due_at:
            found.append(Moved(number, "", "rectification", work.due_at, after))
    for request in uow.requests.open():
        after = recalculated_request(request, calendar).due_at
        if after != request.due_at:
            found.append(Moved(request.application_no, request.case_no, request.kind, request.due_at, after))
    return found


def recompute(
    calendar: WorkCalendar,
    officer: Officer,
    notice: str,
    uow: UnitOfWork,
    progress: Progress = lambda _: True,
    recalculate: Recalculate | None = None,
) -> list[Moved]:
    """Recalculate every open clock; the old due moments of a case's clocks are kept in one event of it.

    *progress* is told the number of clocks looked at and may answer False to stop, which undoes everything
    (NotAllowed ``cancelled``). *retell* tells projects. Steps on what has a running clock wait for the end.
    """
    uow.reckonings.hold()
    at = uow.moment()
    seen, recalculated_at = 0, 0
    clock_moves: list[ClockMove] = []
    case_moves: list[CaseMove] = []
    events: list[tuple[int, int | None, Event]] = []
    found: list[Moved] = []
    projects: set[str] = set()
    for clocks, moved in _moves(calendar, uow):
        seen += len(clocks)
        projects |= {one.number for one in clocks if one.kind in _BY_PROJECT}
        if seen - recalculated_at >= STEP:
            recalculated_at = seen
            _go_on(progress, seen)
        if not moved:
            continue
        clock_moves += moved.values()
        if clocks[0].case_id is not None and any(binds(one.kind) for one in clocks):
            case_moves.append(_case_move(clocks, moved, calendar))
        lines = [
            Moved(one.number, one.case_no or "", one.rule, one.due_at, moved[one.id].due_at)
            for one in clocks
            if one.id in moved and moved[one.id].due_at != one.due_at
        ]
        if lines:
            found += lines
            event = Event(at, officer.name, "due_moved", _facts(lines, notice))
            first = clocks[0]
            events.append((first.application_id, first.case_id, event))
    _go_on(progress, seen)
    uow.reckonings.move_cases(case_moves)
    uow.reckonings.move_clocks(clock_moves)
    uow.reckonings.log(events)
    _go_on(progress, seen)
    found += _others(calendar, officer, notice, at, uow)
    if recalculate is not None:
        for number in sorted(projects):
            recalculate(number, uow)
    return found


def _go_on(progress: Progress, seen: int) -> None:
    if not progress(seen):
        raise NotAllowed("cancelled", Words("已取消，未作任何改动。", "Cancelled; nothing changed."))


def _others(
    calendar: WorkCalendar, officer: Officer, notice: str, at: datetime, uow: UnitOfWork
) -> list[Moved]:
    """Move the clocks of rectifications and requests between departments."""
    found: list[Moved] = []
    for number, work in uow.service.open_rectifications():
        after = recalculated(work, calendar)
        if after.due_at != work.due_at:
            uow.service.save_rectification(after)
            found.append(Moved(number, "", "rectification", work.due_at, after.due_at))
    for request in uow.requests.open():
        moved = recalculated_request(request, calendar)
        if moved.due_at != request.due_at:
            uow.requests.save(moved)
            line = Moved(request.application_no, request.case_no, request.kind, request.due_at, moved.due_at)
            found.append(line)
    for line in found:
        owner = uow.application(line.application_no)
        if owner is not None:
            uow.log(owner, Event(at, officer.name, "due_moved", _facts([line], notice), "", line.case_no))
    return found


def _facts(lines: Sequence[Moved], notice: str) -> dict[str, object]:
    clocks = [
        {
            "rule": one.rule,
            "before": one.before.isoformat() if one.before else None,
            "after": one.after.isoformat() if one.after else None,
        }
        for one in lines
    ]
    return {"notice": notice, "clocks": clocks}
