"""What readers are told of acceptance: accepted by law from the second on, written down or not (ALL 32)."""

from dataclasses import replace
from typing import Final

from counter.domain.application import Application, overall
from counter.domain.case import ClockedCase
from counter.domain.moments import Moment
from counter.domain.outcome import Outcome
from counter.domain.routing import deemed, may_be_deemed
from counter.usecases.hall.calendars import CurrentCalendar
from counter.usecases.ports.unit_of_work import UnitOfWork

_CALENDAR: Final = CurrentCalendar()


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
