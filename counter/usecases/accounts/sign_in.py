"""Signing in."""

from counter.domain.errors import NotAllowed
from counter.settings import hall_from_text
from counter.usecases.accounts import account
from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.app import App


def sign_in(app: App, name: str, password: str | None, new: str = "") -> Officer:
    """Return the officer; no password is asked in a rehearsal. *new* changes the password (NotAllowed)."""
    with app.open_uow() as uow:
        if password is None:
            return account.called(name, uow)
        hall = hall_from_text(uow.setup.fact("hall"))
        if new:
            found = account.change_password(name, password, new, hall, uow)
        else:
            found = account.sign_in(name, password, hall, uow)
        uow.commit()  # failures are counted, so a refusal is written, too
    if isinstance(found, NotAllowed):
        raise found
    return found
