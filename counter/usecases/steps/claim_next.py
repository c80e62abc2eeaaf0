"""Take the next case of a queue: forty reviewers at once each get another one, and none is passed over."""

from counter.domain.errors import NotAllowed
from counter.domain.words import Words
from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.app import App
from counter.usecases.ports.unit_of_work import UnitOfWork
from counter.usecases.steps.once_more import once_more
from forms.catalogue import Catalogue


@once_more
def claim_next(app: App, department: str, officer: Officer) -> str | None:
    """Claim the most pressing waiting case for the officer; return its number, None for an empty queue.

    Cases before the head are only the head's; a step that asks for another person is not given to the one
    who took the step before. Refused (NotAllowed) for another department's queue.
    """
    if not officer.may_review(department):
        raise NotAllowed(
            "wrong_role",
            Words("只有该部门的审批人员可以领取。", "Only reviewers of the department may claim."),
        )
    with app.open_uow() as uow:
        number = _claim(department, officer, app.catalogue, uow)
        if number is not None:
            uow.commit()
    return number


def _claim(department: str, officer: Officer, catalogue: Catalogue, uow: UnitOfWork) -> str | None:
    levels = ("", "head") if officer.role == "head" else ("",)
    passed: list[int] = []
    while (one := uow.claims.next_waiting(department, levels, passed)) is not None:
        item = catalogue.items.get(one.item)
        own = item is not None and item.step_of(one.step).other_person
        if own and uow.claims.last_reviewer(one.id) == officer.name:
            passed.append(one.id)
            continue
        uow.claims.claim(one, officer.name, uow.moment())
        return one.case_no
    return None
