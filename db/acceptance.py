"""What readers are told of acceptance: accepted by law from the second on, written down or not (ALL 32)."""

from dataclasses import replace
from typing import Final

from counter.domain.application import Application, overall
from counter.domain.case import CaseFile
from counter.domain.routing import deemed, may_be_deemed
from counter.usecases.calendars import CurrentCalendar
from counter.usecases.ports.unit_of_work import UnitOfWork

_CALENDAR: Final = CurrentCalendar()


def as_of_now(files: tuple[CaseFile, ...], uow: UnitOfWork) -> tuple[CaseFile, ...]:
    """Return the files as they are at the moment of the transaction.

    A step reads what is written instead, and writes that acceptance down first.
    """
    if all(file.case.outcome != "received" for file in files):
        return files
    at = uow.moment()
    if not may_be_deemed(files, at):
        return files
    calendar = _CALENDAR(uow)
    return tuple(deemed(file, at, calendar) for file in files)


def as_its_cases(application: Application, files: tuple[CaseFile, ...]) -> Application:
    """Return the application with the outcome that its cases have now."""
    outcome = overall(tuple(file.case.outcome for file in files)) if files else application.outcome
    accepted = [file.moments["acceptance"] for file in files if "acceptance" in file.moments]
    if outcome == application.outcome or not accepted:
        return application
    return replace(application, outcome=outcome, accepted_at=application.accepted_at or min(accepted))
