"""Clocks over a whole application: the package's, and the statutory one of a stage under joint handling."""

from datetime import datetime

from counter.domain.application import Application
from counter.domain.calendar import WorkCalendar
from counter.domain.case import CaseClock, ClockedCase
from counter.domain.moments import Moment
from counter.usecases.intake.project import stage_clocks
from counter.usecases.ports.unit_of_work import UnitOfWork
from forms.catalogue import Catalogue
from forms.submission import Submission


def package_clock(catalogue: Catalogue, submission: Submission) -> tuple[CaseClock, ...]:
    """Return the clocks over the whole application.

    That of the package, when all its items are applied for under a rule; the statutory one of a stage.
    """
    package = catalogue.packages.get(submission.package or "")
    if package is None:
        return ()
    if not package.rule or len(submission.items) < len(package.items):
        return stage_clocks(package)
    limit = catalogue.limits[package.rule].limit
    return (
        CaseClock(0, 0, package.rule, "package", limit, ("complete",), ("completed",)),
        *stage_clocks(package),
    )


def recalculated_package(
    clocks: tuple[CaseClock, ...], cases: tuple[ClockedCase, ...], calendar: WorkCalendar
) -> tuple[CaseClock, ...]:
    """Return the package's clocks as its cases make them: complete when all are, done with the last."""
    moments: dict[str, datetime] = {}
    complete = [clocked.moments[Moment.COMPLETE] for clocked in cases if Moment.COMPLETE in clocked.moments]
    if complete and len(complete) == len(cases):
        moments[Moment.COMPLETE] = max(complete)
    accepted = [
        clocked.moments[Moment.ACCEPTANCE] for clocked in cases if Moment.ACCEPTANCE in clocked.moments
    ]
    if accepted and len(accepted) == len(cases):
        moments[Moment.ACCEPTANCE] = max(accepted)
    done = [clocked.completed_at for clocked in cases]
    if done and all(done):
        moments[Moment.COMPLETED] = max(one for one in done if one is not None)
    return tuple(clock.recalculated(moments, (), calendar) for clock in clocks)


def recalculate_package(application: Application, calendar: WorkCalendar, uow: UnitOfWork) -> None:
    """Let the clocks over the whole application follow its cases."""
    clocks = tuple(clock for clock in uow.package_clocks(application) if clock.kind != "project")
    if not clocks:
        return
    for before, clock in zip(
        clocks, recalculated_package(clocks, uow.cases(application), calendar), strict=True
    ):
        if before != clock:
            uow.save_clock(clock)
