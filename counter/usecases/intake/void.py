"""An application taken by mistake: it is marked, its open cases close, its number stays."""

from dataclasses import replace

from counter.domain.application import Application, Event
from counter.domain.case import CaseState
from counter.domain.errors import NotAllowed
from counter.domain.words import Words
from counter.settings import hall_from_text
from counter.usecases.handover.hand_over import settle_token
from counter.usecases.intake.joint import close_stage
from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.unit_of_work import UnitOfWork
from counter.usecases.reading.find import application_named
from counter.usecases.steps.step import CalendarOf, Changes, Data, text_of
from counter.usecases.steps.whole_clocks import recalculate_package


def void_application(
    number: str, officer: Officer, data: Data, calendar_of: CalendarOf, uow: UnitOfWork
) -> tuple[Application, Changes]:
    """Mark an application as taken by mistake; its number stays, its open cases close as void."""
    reason = text_of(data, "reason")
    application = application_named(number, uow)
    if application.void_reason is not None:
        raise NotAllowed("voided", Words("申请已作废。", "The application is void already."))
    at, calendar = uow.moment(), calendar_of(uow)
    cases = uow.cases(application)
    for clocked in cases:
        if clocked.case.state in (CaseState.READY, CaseState.ISSUED) or (
            clocked.case.state is CaseState.DECIDED and not clocked.case.closing
        ):
            raise NotAllowed(
                "decided_already",
                Words("已有办件作出决定，不能作废。", "A case has been decided; it cannot be voided."),
            )
    for clocked in cases:
        if clocked.case.is_open:
            closed = replace(clocked, case=clocked.case.close(CaseState.VOID, "void"))
            uow.save_case(clocked, closed.happened(calendar, {"closed": at}))
    uow.save_void(application, reason)
    settle_token(application, at, hall_from_text(uow.setup.fact("hall")).token_days, uow)
    uow.log(application, Event(at, officer.name, "void", {"reason": reason}))
    recalculate_package(application, calendar, uow)
    close_stage(application, at, calendar, uow)
    departments = frozenset(clocked.case.department for clocked in cases)
    return application, Changes(frozenset({application.number}), departments)
