"""Who else is connected to a database, asked before its tables change."""

import sqlite3
from pathlib import Path

from sqlalchemy import Engine, text

from db.engine import own_name

_OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
    "AND backend_type = 'client backend' AND application_name <> :own"
)


def is_in_use(engine: Engine) -> bool:
    """Whether another program is connected; this process's own connections do not count."""
    engine.dispose()  # those that wait in the pool are closed, so that a file has no other than its users'
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            return bool(connection.scalar(_OTHERS, {"own": own_name()}))
    return engine.url.database is not None and _file_is_open(Path(engine.url.database))


def _file_is_open(path: Path) -> bool:
    """Whether somebody has the file open: leaving the write-ahead log needs it alone."""
    connection = sqlite3.connect(path, timeout=0)
    try:
        connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError:
        return True
    finally:
        connection.close()
    return False
