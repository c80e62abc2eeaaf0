"""The people who use the program: signing in, and the accounts that the security administrator looks after."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from counter.domain.errors import NotAllowed
from counter.settings import hall_from_text
from counter.usecases import accounts
from counter.usecases.ports.accounts import Account, Officer
from counter.usecases.ports.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from counter.wiring import Core


class People:
    """The part of the core that knows accounts."""

    def __init__(self, core: "Core") -> None:
        self._core = core

    def sign_in(self, name: str, password: str | None, new: str = "") -> Officer:
        """Return the officer; no password is asked in a rehearsal. *new* changes the password (NotAllowed)."""
        with self._core.uow() as uow:
            if password is None:
                return accounts.called(name, uow)
            hall = hall_from_text(uow.setup.fact("hall"))
            if new:
                found = accounts.change_password(name, password, new, hall, uow)
            else:
                found = accounts.sign_in(name, password, hall, uow)
            uow.commit()
        if isinstance(found, NotAllowed):
            raise found
        return found

    def accounts(self, officer: Officer) -> Sequence[Account]:
        """Return every account, for those who look after them or audit (NotAllowed)."""
        with self._core.uow(read_only=True) as uow:
            if officer.role != "auditor":
                accounts.managers_only(officer, uow)
            return uow.setup.accounts()

    def add(self, one: Officer, password: str, officer: Officer | None) -> None:
        """Make an account with a first password; nobody signs in for the first ones (NotAllowed, InputRefused)."""
        with self._managing(officer) as uow:
            known = set(self._core.catalogue.departments)
            accounts.add_account(one, password, known, uow.moment(), uow, officer)

    def reset(self, name: str, password: str, officer: Officer | None) -> None:
        """Give an account another first password; it is unlocked (NotAllowed, InputRefused)."""
        with self._managing(officer) as uow:
            accounts.set_password(name, password, uow.moment(), uow, officer)

    def disable(self, name: str, officer: Officer | None) -> None:
        """Disable an account; its name stays in the history (NotAllowed, InputRefused)."""
        with self._managing(officer) as uow:
            accounts.disable(name, uow.moment(), uow, officer)

    @contextmanager
    def _managing(self, officer: Officer | None) -> Iterator[UnitOfWork]:
        with self._core.uow() as uow:
            if officer is not None:
                accounts.managers_only(officer, uow)
            yield uow
            uow.commit()
