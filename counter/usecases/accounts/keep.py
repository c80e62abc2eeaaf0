"""The accounts as their administrator looks after them: listed, made, given another password, disabled."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from counter.domain.roles import Role
from counter.usecases.accounts import account
from counter.usecases.ports.accounts import Account, Officer
from counter.usecases.ports.app import App
from counter.usecases.ports.unit_of_work import UnitOfWork


def list_accounts(app: App, officer: Officer) -> Sequence[Account]:
    """Return every account, for those who look after them or audit (NotAllowed)."""
    with app.open_uow(read_only=True) as uow:
        if officer.role != Role.AUDITOR:
            account.managers_only(officer, uow)
        return uow.setup.accounts()


def add_account(app: App, one: Officer, password: str, officer: Officer | None) -> None:
    """Make an account with a first password; nobody signs in for the first ones (NotAllowed, InputRefused)."""
    with _managing(app, officer) as uow:
        known = set(app.catalogue.departments)
        account.add_account(one, password, known, uow.moment(), uow, officer)


def reset_password(app: App, name: str, password: str, officer: Officer | None) -> None:
    """Give an account another first password; it is unlocked (NotAllowed, InputRefused)."""
    with _managing(app, officer) as uow:
        account.set_password(name, password, uow.moment(), uow, officer)


def disable_account(app: App, name: str, officer: Officer | None) -> None:
    """Disable an account; its name stays in the history (NotAllowed, InputRefused)."""
    with _managing(app, officer) as uow:
        account.disable(name, uow.moment(), uow, officer)


@contextmanager
def _managing(app: App, officer: Officer | None) -> Iterator[UnitOfWork]:
    with app.open_uow() as uow:
        if officer is not None:
            account.managers_only(officer, uow)
        yield uow
        uow.commit()
