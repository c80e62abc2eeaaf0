"""An application taken by mistake: it is marked, its open cases close, its number stays."""

from dataclasses import replace

from counter.domain.application import Application, Event
from counter.domain.case import CaseState
from counter.domain.errors import NotAllowed
from counter.domain.words import Words
from counter.settings import hall_from_text
from counter.usecases.find import application_named
from counter.usecases.hand_over import settle_token
from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.unit_of_work import UnitOfWork
from counter.usecases.step import CalendarOf, Changes, Data, text_of
from counter.usecases.whole_clocks import retell_package


def void_application(
    number: str, officer: Officer, data: Data, calendar_of: CalendarOf, uow: UnitOfWork
) -> tuple[Application, Changes]:
    """Mark an application as taken by mistake; its number stays, its open cases close as void."""
    reason = text_of(data, "reason")
    application = application_named(number, uow)
    if application.void_reason is not None:
        raise NotAllowed("voided", Words("申请已作废。", "The application is void already."))
    at, calendar = uow.moment(), calendar_of(uow)
    files = uow.files(application)
    for file in files:
        if file.case.state in (CaseState.READY, CaseState.ISSUED) or (
            file.case.state is CaseState.DECIDED and not file.case.closing
        ):
            raise NotAllowed(
                "decided_already",
                Words("已有办件作出决定，不能作废。", "A case has been decided; it cannot be voided."),
            )
    for file in files:
        if file.case.is_open:
            closed = replace(file, case=file.case.close(CaseState.VOID, "void"))
            uow.save_file(file, closed.happened(calendar, {"closed": at}))
    uow.save_void(application, reason)
    settle_token(application, at, hall_from_text(uow.setup.fact("hall")).token_days, uow)
    uow.log(application, Event(at, officer.name, "void", {"reason": reason}))
    retell_package(application, calendar, uow)
    departments = frozenset(file.case.department for file in files)
    return application, Changes(frozenset({application.number}), departments)
