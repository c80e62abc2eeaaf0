"""Clocks over a whole application: the package's, and the statutory one of a stage under joint handling."""

from datetime import datetime

from counter.domain.application import Application
from counter.domain.calendar import WorkCalendar
from counter.domain.case import CaseClock, CaseFile
from counter.usecases.ports.unit_of_work import UnitOfWork
from counter.usecases.project import stage_clocks
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


def tell_package(
    clocks: tuple[CaseClock, ...], files: tuple[CaseFile, ...], calendar: WorkCalendar
) -> tuple[CaseClock, ...]:
    """Return the package's clocks as its cases make them: complete when all are, done with the last."""
    moments: dict[str, datetime] = {}
    complete = [file.moments["complete"] for file in files if "complete" in file.moments]
    if complete and len(complete) == len(files):
        moments["complete"] = max(complete)
    accepted = [file.moments["acceptance"] for file in files if "acceptance" in file.moments]
    if accepted and len(accepted) == len(files):
        moments["acceptance"] = max(accepted)
    done = [file.completed_at for file in files]
    if done and all(done):
        moments["completed"] = max(one for one in done if one is not None)
    return tuple(clock.told(moments, (), calendar) for clock in clocks)


def retell_package(application: Application, calendar: WorkCalendar, uow: UnitOfWork) -> None:
    """Let the clocks over the whole application follow its cases."""
    clocks = tuple(clock for clock in uow.package_clocks(application) if clock.kind != "project")
    if not clocks:
        return
    for before, clock in zip(clocks, tell_package(clocks, uow.files(application), calendar), strict=True):
        if before != clock:
            uow.save_clock(clock)
