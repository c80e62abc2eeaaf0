"""Joint handling of the licences of a stage: the government's decision, and what follows from it (ALL 26, 42)."""

from collections.abc import Sequence
from datetime import datetime

from counter.domain.application import Application, Event
from counter.domain.calendar import WorkCalendar
from counter.domain.case import CaseClock, ClockedCase
from counter.domain.joint import APART, KIND, TOGETHER, is_joint, recalculated_stage, under_joint_handling
from counter.usecases.ports.unit_of_work import UnitOfWork
from forms.catalogue import Catalogue


def licences_of(cases: Sequence[ClockedCase], catalogue: Catalogue) -> tuple[ClockedCase, ...]:
    """Return the cases that are licences; filings, utilities and the review of drawings are none."""
    return tuple(one for one in cases if catalogue.items[one.case.item].intake_regime == "licence")


def has_general_limit(clocked: ClockedCase, catalogue: Catalogue) -> bool:
    """Whether the case's legal limit is that of the Licensing Law and not one of its own law."""
    law = catalogue.items[clocked.case.item].statutory
    return law is not None and law.is_general


def joint_limits(clocked: ClockedCase, catalogue: Catalogue) -> tuple[CaseClock, ...]:
    """Return the case's clocks that run under the limit of joint handling: its general one, made longer."""
    if not has_general_limit(clocked, catalogue):
        return ()
    return tuple(one for one in clocked.clocks if is_joint(one))


def stage_clock_of(clocks: Sequence[CaseClock]) -> CaseClock | None:
    """Return the clock of the stage; None where the government has decided nothing."""
    return next((clock for clock in clocks if clock.kind == KIND), None)


def recalculate_stage(
    application: Application,
    cases: Sequence[ClockedCase],
    catalogue: Catalogue,
    calendar: WorkCalendar,
    uow: UnitOfWork,
) -> None:
    """Let the stage's clock follow its licences, and give them forty-five days while they are handled jointly.

    Nothing happens without a recorded decision of the government: it is the clock that stands for it.
    """
    clock = stage_clock_of(uow.package_clocks(application))
    if clock is None:
        return
    at, mine = uow.moment(), licences_of(cases, catalogue)
    after = recalculated_stage(clock, mine, calendar)
    if after != clock:
        uow.save_clock(after)
    for clocked in mine:
        if not has_general_limit(clocked, catalogue):
            continue
        longer = under_joint_handling(clocked, mine, at, calendar)
        if longer is not clocked:
            uow.save_case(clocked, longer)
            facts = {"rule": clock.rule, "due": [_due(clocked), _due(longer)]}
            uow.log(application, Event(at, "system", "joint_limit", facts, "", clocked.case.case_no))


def _due(clocked: ClockedCase) -> str | None:
    law = next(one for one in clocked.clocks if one.kind == "statutory")
    return law.due_at.isoformat() if law.due_at else None


def close_stage(application: Application, at: datetime, calendar: WorkCalendar, uow: UnitOfWork) -> None:
    """End the stage's clock of an application that was taken by mistake."""
    clock = stage_clock_of(uow.package_clocks(application))
    if clock is None or clock.started_at is None or clock.ended_at is not None:
        return
    stops = tuple(one for clocked in uow.cases(application) for one in clocked.suspensions)
    uow.save_clock(clock.recalculated({TOGETHER: clock.started_at, APART: at}, stops, calendar))
