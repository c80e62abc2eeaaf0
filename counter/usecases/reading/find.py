"""Finding what a number names."""

from counter.domain.application import Application
from counter.domain.case import ClockedCase
from counter.domain.errors import not_found
from counter.domain.numbers import read_application_number
from counter.usecases.ports.unit_of_work import UnitOfWork


def application_named(text: str, uow: UnitOfWork) -> Application:
    """Return the application of an application or case number, however typed (``not_found``).

    A folder's barcode, the number with the case's ordinal behind a slash, names the application too.
    """
    head = text.strip().split("/")[0]
    found = uow.application(read_application_number(head)) or uow.application_of_case(head.upper())
    if found is None:
        raise not_found(text)
    return found


def case_named(text: str, uow: UnitOfWork) -> tuple[Application, ClockedCase]:
    """Return the case of a case number, or of an application's number and ordinal (``not_found``)."""
    application = application_named(text, uow)
    _, _, ordinal = text.strip().partition("/")
    for clocked in uow.cases(application):
        if clocked.case.case_no == text.strip().upper() or str(clocked.case.ordinal) == ordinal:
            return application, clocked
    raise not_found(text)
