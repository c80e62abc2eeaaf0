"""Engines: SQLite with durable commits in one file, PostgreSQL for a hall."""

import os
import re
import socket
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, func, select, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from counter.domain.errors import EnvironmentFault
from counter.domain.words import Words

__all__ = ["APP", "POOL", "SITE", "DatabaseFault", "Engine", "open_engine", "read_url", "server_moment"]

POOL = 5
CONNECT_SECONDS = 5
"""How long a server is tried before the next one named in the address, or before it is told as gone."""
APP, SITE = "counter_app", "counter_site"
"""The roles of ``db.roles``: the program's, and the status site's."""

DatabaseFault = SQLAlchemyError
"""Whatever the database refuses; fronts turn it into a clear word."""


def read_url(text: str) -> URL:
    """Return the database's address (EnvironmentFault ``bad_url``); the driver is chosen here."""
    try:
        url = make_url(_several_hosts(text))
    except ArgumentError:
        url = None
    if url is None or url.get_backend_name() not in ("sqlite", "postgresql"):
        raise EnvironmentFault(
            "bad_url",
            Words(
                "数据库地址无法识别，应如 sqlite:///文件 或 postgresql://用户@主机/库。",
                "Not a database address; use sqlite:///FILE or postgresql://USER@HOST/NAME.",
            ),
        )
    if url.get_backend_name() == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    return url


_HOSTS = re.compile(r"^(postgresql[^:]*://(?:[^@/]*@)?)([^/?]*,[^/?]*)(/[^?]*)?(?:\?(.*))?$")


def _several_hosts(text: str) -> str:
    """Return an address that names several servers (``a:5432,b:5432``) in the driver's own way."""
    found = _HOSTS.match(text)
    if found is None:
        return text
    head, hosts, path, query = found.groups()
    named = "&".join(f"host={host}" for host in hosts.split(","))
    return f"{head}{path or '/'}?{named}" + (f"&{query}" if query else "")


def open_engine(text: str, role: str = "", pool: int = POOL) -> Engine:
    """Return an engine; nothing is connected yet.

    On PostgreSQL each connection takes the *role* (``counter_app``, ``counter_site``) as soon as it is there
    and gives its own rights up; without one it keeps them, as the owner who sets the database up. *pool* is how
    many connections are kept; as many again are opened for a rush.
    """
    url = read_url(text)
    if url.get_backend_name() == "postgresql":
        patience = {} if "connect_timeout" in url.query else {"connect_timeout": CONNECT_SECONDS}
        named = {} if "application_name" in url.query else {"application_name": own_name()}
        engine = create_engine(
            url, pool_pre_ping=True, pool_size=pool, max_overflow=pool, connect_args={**patience, **named}
        )
        if role:
            event.listen(engine, "connect", lambda connection, _: _take_role(connection, role))
        return engine
    if url.database and url.database != ":memory:":
        folder = Path(url.database).expanduser().parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise EnvironmentFault(
                "bad_folder",
                Words("文件夹无法使用：{why}。", "The folder cannot be used: {why}.").fill(
                    why=error.strerror
                ),
            ) from error
    try:
        engine = create_engine(url, connect_args={"timeout": 15, "check_same_thread": False})
    except NoSuchModuleError as error:  # pragma: no cover - the drivers are locked dependencies
        raise EnvironmentFault("bad_url", Words("缺少驱动。", "A driver is missing.")) from error
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def own_name() -> str:
    """Return how this process's connections are called on a server, so that it can tell them from others'."""
    return f"counter {os.getpid()}@{socket.gethostname()}"[:60]


def _take_role(connection: Any, role: str) -> None:  # noqa: ANN401 - the driver's own type
    """Give the connection's own rights up for those of the role, once ``init`` has made it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_has_role(current_user, oid, 'MEMBER') FROM pg_roles WHERE rolname = %s", (role,)
        )
        found = cursor.fetchone()
        if found is not None and found[0]:
            cursor.execute(f"SET ROLE {role}")
            if role == SITE:
                cursor.execute("SET search_path TO site")
    connection.commit()


def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own type
    """Write-ahead log, foreign keys, and commits that survive a power cut."""
    connection.isolation_level = None  # transactions are begun below, with their kind
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "cache_size=-16000",
        "temp_store=MEMORY",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Any) -> None:  # noqa: ANN401 - SQLAlchemy passes its connection
    """Take the write lock at once: two writers then wait for each other instead of failing late."""
    reading = connection.get_execution_options().get("read_only", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def server_moment(connection: Connection) -> datetime:
    """Return the moment of the database's clock, in whole seconds."""
    if connection.dialect.name == "postgresql":
        found = connection.scalar(select(func.clock_timestamp()))
    else:
        found = datetime.fromisoformat(
            str(connection.scalar(text("SELECT strftime('%Y-%m-%dT%H:%M:%S', 'now')")))
        ).replace(tzinfo=UTC)
    if not isinstance(found, datetime):
        raise TypeError("the server answers with a moment")
    return found.replace(microsecond=0)
