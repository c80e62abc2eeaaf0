"""The accounts as their administrator looks after them: listed, made, given another password, disabled."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from counter.usecases.accounts import account
from counter.usecases.ports.accounts import Account, Officer
from counter.usecases.ports.app import App
from counter.usecases.ports.unit_of_work import UnitOfWork


def list_accounts(app: App, officer: Officer) -> Sequence[Account]:
    """Return every account, for those who look after them or audit (NotAllowed)."""
    with app.open_uow(read_only=True) as uow:
        if officer.role != "auditor":
            account.managers_only(officer, uow)
        return uow.setup.accounts()


def every_account(app: App) -> Sequence[Account]:
    """Return every account, for the program itself: whether there is anybody who could sign in."""
    with app.open_uow(read_only=True) as uow:
        return uow.setup.accounts()


def found_accounts(app: App, admin: Officer, admin_password: str, clerk: Officer, password: str) -> Officer:
    """Make the first administrator and the first clerk, both or none; returns the clerk (InputRefused)."""
    departments = set(app.catalogue.departments)
    with app.open_uow() as uow:
        at = uow.moment()
        account.add_account(admin, admin_password, departments, at, uow)
        account.add_account(clerk, password, departments, at, uow)
        uow.commit()
    return clerk


def colleagues_of(app: App, officer: Officer) -> list[Officer]:
    """Return who may take cases over from the officer's department: its reviewers and heads at work."""
    with app.open_uow(read_only=True) as uow:
        present = [one.officer for one in uow.setup.accounts() if not one.disabled]
    return [
        one
        for one in present
        if one.role in ("reviewer", "head")
        and (officer.department in ("", "*") or one.department in (officer.department, "*"))
    ]


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
