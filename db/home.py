"""Finding out where a database is, and whether that is where it was last opened for writing."""

import os
import re
from pathlib import Path
from weakref import WeakSet

from sqlalchemy import Connection, Engine, select, text, update

from counter.domain.database_identity import FACT as IDENTITY
from counter.domain.database_identity import DatabaseIdentity
from counter.domain.home import FACT, Home, MayBeACopy
from db.engine import SITE
from db.tables import MetaRow

_AT_HOME: WeakSet[Engine] = WeakSet()
"""Engines whose database was found at home; asked once in the life of a program."""
_REMEMBER = text("INSERT INTO meta (key, value) VALUES (:key, :value) ON CONFLICT DO NOTHING")
_SERVER = text("SELECT (pg_control_system()).system_identifier, current_database(), current_user")


def home_of(connection: Connection) -> Home:
    """Return where the database of the connection is."""
    if connection.dialect.name == "postgresql":
        found = _server(connection)
        return Home(str(found[1]), f"server {found[0]}")
    path = Path(str(connection.engine.url.database or ":memory:")).resolve()
    return Home(str(path), _device(path))


def expect_home(connection: Connection) -> None:
    """Remember the home of a database that has none; refuse one that is elsewhere (MayBeACopy)."""
    engine = connection.engine
    if engine in _AT_HOME:
        return
    kept = connection.scalar(select(MetaRow.value).where(MetaRow.key == FACT))
    here = home_of(connection)
    if kept is None:
        if (
            connection.dialect.name != "postgresql" or _server(connection)[2] != SITE
        ):  # the site writes no facts
            # Two that come first at the same moment write the same; neither is refused.
            connection.execute(_REMEMBER, {"key": FACT, "value": str(here)})
        return  # looked at again by the next transaction: this one may yet be undone
    was = Home.read(kept)
    if was != here:
        raise MayBeACopy(was, here)
    _AT_HOME.add(engine)


def forget_home(connection: Connection) -> None:
    """Let the database's home be where it is opened for writing next: it was put there on somebody's word."""
    connection.execute(text("DELETE FROM meta WHERE key = :key"), {"key": FACT})
    _AT_HOME.discard(connection.engine)


def as_brought_back(connection: Connection) -> None:
    """Let a database that was brought back from a copy go on here, under an epoch of its own.

    What was given out after the copy was made will be given out again: the same numbers then carry other tokens.
    """
    forget_home(connection)
    kept = connection.scalar(select(MetaRow.value).where(MetaRow.key == IDENTITY))
    if kept is not None:
        another = str(DatabaseIdentity.read(kept).next_epoch())
        connection.execute(update(MetaRow).where(MetaRow.key == IDENTITY).values(value=another))


def _server(connection: Connection) -> tuple[object, str, str]:
    identifier, name, role = connection.execute(_SERVER).one()
    return identifier, str(name), str(role)


def _device(path: Path) -> str:
    """Return the file system that the path lies on, by its identifier where the system tells one.

    The number of a device is not enough: it may change with every start of the machine.
    """
    source = _mounted(path)
    if source is None:
        return f"device {path.parent.stat().st_dev}"
    for name in Path("/dev/disk/by-uuid").glob("*"):
        if os.path.realpath(name) == os.path.realpath(source):
            return f"volume {name.name}"
    return f"volume {source}"


def _mounted(path: Path) -> str | None:
    """Return what is mounted where the path lies; None where the system has no such list."""
    try:
        lines = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    best: tuple[int, str] | None = None
    for line in lines:
        # Of the kernel's fields the fifth is where it is mounted, and the second behind the dash what.
        found = re.match(r"(?:\S+ ){4}(\S+) .* - \S+ (\S+)", line)
        point = found[1].encode().decode("unicode_escape") if found else ""  # a space stands there as \040
        if found and path.is_relative_to(point) and (best is None or len(point) >= best[0]):
            best = len(point), found[2]
    return None if best is None else best[1]
