"""The clock of a package over a whole application (M1); those of a stage and a project stand with the project."""

from datetime import datetime

from counter.domain.application import Application
from counter.domain.calendar import WorkCalendar
from counter.domain.case import CaseClock, ClockedCase
from counter.usecases.ports.unit_of_work import UnitOfWork
from forms.catalogue import Catalogue
from forms.submission import Submission


def package_clock(catalogue: Catalogue, submission: Submission) -> tuple[CaseClock, ...]:
    """Return the clock over the whole application, when all items of a package with a rule are applied for."""
    package = catalogue.packages.get(submission.package or "")
    if package is None or not package.rule or len(submission.items) < len(package.items):
        return ()
    limit = catalogue.limits[package.rule].limit
    return (CaseClock(0, 0, package.rule, "package", limit, ("complete",), ("completed",)),)


def recalculated_package(
    clocks: tuple[CaseClock, ...], cases: tuple[ClockedCase, ...], calendar: WorkCalendar
) -> tuple[CaseClock, ...]:
    """Return the package's clocks as its cases make them: complete when all are, done with the last.

    What earlier programs kept over a stage without a decision of the government does not run (ALL 42 ¶2).
    """
    moments: dict[str, datetime] = {}
    complete = [clocked.moments["complete"] for clocked in cases if "complete" in clocked.moments]
    if complete and len(complete) == len(cases):
        moments["complete"] = max(complete)
    done = [clocked.completed_at for clocked in cases]
    if done and all(done):
        moments["completed"] = max(one for one in done if one is not None)
    return tuple(clock.recalculated(moments, (), calendar) for clock in clocks)


def recalculate_package(application: Application, calendar: WorkCalendar, uow: UnitOfWork) -> None:
    """Let the clock over the whole application follow its cases."""
    clocks = tuple(
        clock for clock in uow.package_clocks(application) if clock.kind not in ("project", "stage")
    )
    if not clocks:
        return
    for before, clock in zip(
        clocks, recalculated_package(clocks, uow.cases(application), calendar), strict=True
    ):
        if before != clock:
            uow.save_clock(clock)
