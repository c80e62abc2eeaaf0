"""The one read behind every view of the status site: the token's application and its newest event."""

from collections import deque
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import DBAPIError

from counter.domain.errors import EnvironmentFault
from counter.domain.words import Words

_QUERY = (
    "SELECT a.token_until, (SELECT max(e.id) FROM events e WHERE e.application_id = a.id), "
    "(SELECT count(*) FROM cases c JOIN clocks k ON k.case_id = c.id WHERE c.application_id = a.id "
    "AND c.outcome = 'received' AND k.kind = 'correction' AND k.ended_at IS NULL AND k.due_at < {}) "
    "FROM applications a WHERE a.token_digest = {}"
)
_IDLE = 40
_STEPS = 1024
"""More than the cases of an application: what time alone changed is told apart between two events."""


class PageVersions:
    """Answers a token's version through plain driver connections of its own, kept open between views."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._idle: deque[Any] = deque(maxlen=_IDLE)
        server = engine.dialect.name == "postgresql"
        self._query = _QUERY.format(*(("%s", "%s") if server else ("?", "?")))
        driver: Any = engine.dialect.loaded_dbapi
        self._lost: type[Exception] = driver.Error
        self._server = server
        event.listen(engine, "engine_disposed", lambda _: self._close())

    @property
    def is_at_hand(self) -> bool:
        """Whether the answer lies on this PC: no server is waited for."""
        return not self._server

    def _close(self) -> None:
        while self._idle:
            self._idle.pop().close()

    def _connection(self) -> Any:  # noqa: ANN401 - the driver's own type
        try:
            return self._idle.pop()
        except IndexError:
            pass
        fairy = self._engine.raw_connection()
        fairy.detach()
        connection = fairy.dbapi_connection
        if self._server and connection is not None:
            connection.rollback()
            connection.autocommit = True
        return connection

    def of(self, digest: str, now: datetime) -> int | None:
        """Return the version behind the token; None for one that is wrong, withdrawn or at its end.

        All three are the same single query. EnvironmentFault ``no_database`` when it cannot be asked.
        """
        try:
            row = self._ask(digest, now)
        except (self._lost, DBAPIError) as error:
            self._close()
            raise EnvironmentFault(
                "no_database", Words("数据库暂时无法使用。", "The database cannot be used for the moment.")
            ) from error
        until = None if row is None else _moment(row[0])
        if row is None or (until is not None and until <= now):
            return None
        return int(row[1] or 0) * _STEPS + int(row[2])

    def _ask(self, digest: str, now: datetime) -> Any:  # noqa: ANN401 - a driver's row
        at = now if self._server else now.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
        values = (at, digest)
        connection = self._connection()
        try:
            row = connection.execute(self._query, values).fetchone()
        except self._lost:
            # The server may have been started anew since: ask once more on a fresh connection.
            connection.close()
            self._close()
            connection = self._connection()
            row = connection.execute(self._query, values).fetchone()
        self._idle.append(connection)
        return row


def _moment(value: object) -> datetime | None:
    if value is None or isinstance(value, datetime):
        return value
    return datetime.fromisoformat(str(value)).replace(tzinfo=UTC)
