"""An administrator's word on a database that is found elsewhere: it moved, or it is a copy with a way of its own."""

from counter.domain.application import Event
from counter.domain.database_identity import FACT as IDENTITY
from counter.domain.database_identity import DatabaseIdentity
from counter.domain.errors import NotAllowed
from counter.domain.home import FACT, Home
from counter.domain.roles import Role
from counter.domain.words import Words
from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.app import App
from counter.usecases.ports.unit_of_work import UnitOfWork


def declare_moved(officer: Officer, uow: UnitOfWork) -> Home:
    """Let the database live where it is found; its identity stays (NotAllowed for others than administrators)."""
    return _declare(officer, uow, "moved")


def declare_copy(officer: Officer, uow: UnitOfWork) -> Home:
    """Let the copy go its own way: tokens of its new applications are others than those of where it came from.

    Refused (NotAllowed) for others than administrators, and for a database that is at home.
    """
    here = _declare(officer, uow, "copy")
    kept = uow.setup.fact(IDENTITY)
    if kept is not None:
        uow.setup.set_fact(IDENTITY, str(DatabaseIdentity.read(kept).next_epoch()))
    return here


def _declare(officer: Officer, uow: UnitOfWork, word: str) -> Home:
    if officer.role != Role.ADMINISTRATOR:
        raise NotAllowed(
            "not_allowed",
            Words(
                "只有管理员可以确认数据库的位置。", "Only administrators may say where the database lives."
            ),
        )
    here, kept = uow.setup.here(), uow.setup.fact(FACT)
    if kept is not None and Home.read(kept) == here:
        raise NotAllowed(
            "at_home",
            Words("数据库就在原处，无须确认。", "The database is where it was; nothing is to be said."),
        )
    was = Home.read(kept).where if kept is not None else ""
    uow.setup.set_fact(FACT, str(here))
    facts: dict[str, object] = {"word": word, "was": was, "here": here.where}
    uow.log_hall(Event(uow.moment(), officer.name, "home_declared", facts))
    return here


def homes_of(app: App) -> tuple[Home, Home]:
    """Return where the database is found now, and where it was last written."""
    with app.open_uow(read_only=True) as uow:
        here, kept = uow.setup.here(), uow.setup.fact(FACT)
    return here, Home.read(kept) if kept is not None else here


def declare_home(app: App, word: str, officer: Officer) -> Home:
    """Let the database live where it is found, ``moved`` or a ``copy``; returns where (NotAllowed)."""
    with app.open_uow() as uow:
        here = (declare_moved if word == "moved" else declare_copy)(officer, uow)
        uow.commit()
    return here
