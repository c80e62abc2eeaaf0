"""What readers are told of acceptance: accepted by law from the second on, written down or not (ALL 32)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Connection, and_, case, exists, select

from counter.domain.application import Application, overall
from counter.domain.case import OPEN_STATES, ClockedCase
from counter.domain.moments import Moment
from counter.domain.outcome import Outcome
from counter.domain.routing import deemed, may_be_deemed
from counter.usecases.hall.calendars import CurrentCalendar
from counter.usecases.ports.unit_of_work import UnitOfWork
from db.rows import Row
from db.tables import CaseRow, ClockRow

_CALENDAR: Final = CurrentCalendar()


def untold(now: ColumnElement[datetime] | datetime) -> ColumnElement[bool]:
    """Return the condition on a clock that nobody told in time what is missing (ALL 32(4), 条例 17)."""
    return and_(ClockRow.kind == "correction", ClockRow.ended_at.is_(None), ClockRow.due_at < now)


def is_deemed(now: ColumnElement[datetime] | datetime) -> ColumnElement[bool]:
    """Return the condition on a case that it counts as accepted by law though nobody has written it down."""
    clock = exists(select(ClockRow.id).where(ClockRow.case_id == CaseRow.id, untold(now)))
    return and_(CaseRow.outcome == Outcome.RECEIVED, CaseRow.state.in_([str(s) for s in OPEN_STATES]), clock)


def outcome_at(now: datetime) -> ColumnElement[str]:
    """Return the outcome of a case as it is at the moment."""
    return case((is_deemed(now), str(Outcome.ACCEPTED)), else_=CaseRow.outcome)


def outcomes_at(connection: Connection, applications: Collection[int], now: datetime) -> Mapping[int, str]:
    """Return the outcomes of those of the applications, by key, of which time alone has changed a case."""
    changed = (
        select(ClockRow.application_id)
        .join(CaseRow, CaseRow.id == ClockRow.case_id)
        .where(ClockRow.application_id.in_(applications), untold(now), CaseRow.outcome == Outcome.RECEIVED)
    )
    query = select(CaseRow.application_id, outcome_at(now).label("outcome")).where(
        CaseRow.application_id.in_(changed)
    )
    outcomes: dict[int, list[str]] = {}
    for row in connection.execute(query.order_by(CaseRow.application_id, CaseRow.ordinal)):
        outcomes.setdefault(row.application_id, []).append(row.outcome)
    return {key: overall(tuple(found)) for key, found in outcomes.items()}


def as_known(connection: Connection, found: Sequence[Row], now: datetime) -> Sequence[tuple[Row, str]]:
    """Return rows of applications, each with its outcome at the moment."""
    changed = outcomes_at(connection, [row.id for row in found], now)
    return [(row, changed.get(row.id, row.outcome)) for row in found]


def as_of_now(cases: tuple[ClockedCase, ...], uow: UnitOfWork) -> tuple[ClockedCase, ...]:
    """Return the files as they are at the moment of the transaction.

    A step reads what is written instead, and writes that acceptance down first.
    """
    if all(clocked.case.outcome != Outcome.RECEIVED for clocked in cases):
        return cases
    at = uow.moment()
    if not may_be_deemed(cases, at):
        return cases
    calendar = _CALENDAR(uow)
    return tuple(deemed(clocked, at, calendar) for clocked in cases)


def as_its_cases(application: Application, cases: tuple[ClockedCase, ...]) -> Application:
    """Return the application with the outcome that its cases have now."""
    outcome = overall(tuple(clocked.case.outcome for clocked in cases)) if cases else application.outcome
    accepted = [
        clocked.moments[Moment.ACCEPTANCE] for clocked in cases if Moment.ACCEPTANCE in clocked.moments
    ]
    if outcome == application.outcome or not accepted:
        return application
    return replace(application, outcome=outcome, accepted_at=application.accepted_at or min(accepted))
