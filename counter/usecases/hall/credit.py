"""The credit record as its keepers look after it."""

from collections.abc import Mapping

from counter.domain.credit import CreditEntry
from counter.domain.errors import NotAllowed
from counter.domain.roles import Role
from counter.domain.words import Words
from counter.usecases.hall import books
from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.app import App

MOST = 500


def find_credit(app: App, search: str, officer: Officer) -> tuple[CreditEntry, ...]:
    """Return entries of the credit record, newest first (NotAllowed for others than its keepers)."""
    if officer.role not in (*books.KEEPERS, Role.AUDITOR):
        raise NotAllowed("wrong_role", Words("无权查看信用记录。", "The record is not open to this role."))
    with app.open_uow(read_only=True) as uow:
        return uow.books.credit(MOST, search)


def credit_of(app: App, id_number: str) -> tuple[CreditEntry, ...]:
    """Return the entries about a number, for the verdict at the window."""
    with app.open_uow(read_only=True) as uow:
        return uow.books.credit_of(id_number)


def add_credit(app: App, data: Mapping[str, object], officer: Officer) -> CreditEntry:
    """Write an entry (NotAllowed, InputRefused)."""
    with app.open_uow() as uow:
        one = books.add_credit(data, officer, uow)
        uow.commit()
    return one


def repair_credit(app: App, key: int, words: str, officer: Officer) -> None:
    """End an entry by repair (NotAllowed, InputRefused)."""
    with app.open_uow() as uow:
        books.repair_credit(key, words, officer, uow)
        uow.commit()
