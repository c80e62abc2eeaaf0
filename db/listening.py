"""Hearing of others' changes: PostgreSQL tells it (LISTEN/NOTIFY); SQLite has a counter that is cheap to ask."""

import time
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from counter.domain.errors import EnvironmentFault
from counter.domain.words import Words

CHANNEL = "counter"
NEWS_SECONDS = 0.2
"""A process tells its news at most so often: a batch of five hundred steps is one piece of news."""
_NOTIFIED: WeakKeyDictionary[Engine, float] = WeakKeyDictionary()


class Listening:
    """A connection of its own that hears of commits; ``fileno`` becomes readable when there is news."""

    def __init__(self, engine: Engine) -> None:
        try:
            fairy = engine.raw_connection()
        except DBAPIError as error:
            raise _gone() from error
        fairy.detach()
        connection: Any = fairy.dbapi_connection
        self._connection = connection
        self._lost: type[Exception] = engine.dialect.loaded_dbapi.Error
        self._connection.rollback()
        self._connection.autocommit = True
        self._connection.execute(f"LISTEN {CHANNEL}")

    def fileno(self) -> int:
        """Return the socket to watch."""
        return int(self._connection.fileno())

    def has_news(self) -> bool:
        """Take what has come in, without waiting; EnvironmentFault ``no_database`` when the server is gone."""
        try:
            return bool(list(self._connection.notifies(timeout=0)))
        except self._lost as error:
            self.close()
            raise _gone() from error

    def close(self) -> None:
        """Hear no longer."""
        self._connection.close()


def _gone() -> EnvironmentFault:
    return EnvironmentFault(
        "no_database", Words("数据库连接中断，正在重试。", "The connection is lost; trying again.")
    )


def listen(engine: Engine) -> Listening | None:
    """Return a connection that hears of commits; None on SQLite, where the counter is asked instead."""
    return Listening(engine) if engine.dialect.name == "postgresql" else None


def notify_others(engine: Engine, connection: Connection) -> None:
    """Let other screens know at once. What was done is durable already: losing the news harms nothing.

    It is a transaction of its own that waits for no disk: commits that notify are put in a line, and
    forty windows would stand in it. On SQLite nothing is told; the counter is asked.
    """
    if engine.dialect.name != "postgresql":
        return
    now = time.monotonic()
    if now - _NOTIFIED.get(engine, 0.0) < NEWS_SECONDS:
        return  # told a moment ago; what came since is seen by the next look, which every screen takes
    _NOTIFIED[engine] = now
    try:
        connection.exec_driver_sql(f"SET LOCAL synchronous_commit TO off; NOTIFY {CHANNEL}")
        connection.commit()
    except DBAPIError:
        return
