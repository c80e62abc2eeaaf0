"""Engines: SQLite with durable commits in one file, PostgreSQL for a hall."""

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from counter.domain.errors import EnvironmentFault
from counter.domain.words import Words

__all__ = ["DatabaseFault", "Engine", "open_engine", "read_url"]

DatabaseFault = SQLAlchemyError
"""Whatever the database refuses; fronts turn it into a clear word."""


def read_url(text: str) -> URL:
    """Return the database's address (EnvironmentFault ``bad_url``); the driver is chosen here."""
    try:
        url = make_url(text)
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


def open_engine(text: str) -> Engine:
    """Return an engine; nothing is connected yet."""
    url = read_url(text)
    if url.get_backend_name() == "postgresql":
        return create_engine(url, pool_pre_ping=True, pool_size=5, max_overflow=5)
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
