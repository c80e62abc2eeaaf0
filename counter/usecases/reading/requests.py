"""What desks still ask of each other."""

from counter.domain.request import DepartmentRequest
from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.app import App


def requests_for(app: App, officer: Officer) -> list[DepartmentRequest]:
    """Return the open requests between departments that concern the officer: the department's, or all for supervisors."""
    with app.open_uow(read_only=True) as uow:
        found = uow.requests.open()
    if officer.role == "supervisor":
        return list(found)
    return [one for one in found if officer.may_review(one.department)]
