"""A database that is found elsewhere than it was last written may be a copy; writing waits for a word on it."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from counter.domain.database_identity import FACT as IDENTITY
from counter.domain.errors import CounterError, NotAllowed
from counter.domain.home import FACT, Home
from counter.settings import load
from counter.usecases.hall.home import declare_copy, declare_moved
from counter.usecases.intake.accept_form import accept_form
from counter.wiring import Core
from db.roles import make_roles
from tests.conftest import ADMIN, CLERK, MONDAY, a_form, open_core, run_main


@pytest.fixture
def copied(database_url, tmp_path):
    """The address of a database's copy, made by the system's own means after its first application."""
    core = open_core(database_url, tmp_path)
    accept_form(core.app, a_form(), CLERK)
    core.engine.dispose()
    if core.embedded:
        other = tmp_path / "elsewhere" / "counter.sqlite3"
        other.parent.mkdir()
        shutil.copyfile(Path(str(core.engine.url.database)), other)
        yield f"sqlite:///{other}"
        return
    url = make_url(database_url)
    name = f"{url.database}_copy"
    admin = create_engine(
        url.set(database="postgres", drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
    )
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {url.database}"))
    yield url.set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


def identity(core: Core) -> str | None:
    with core.uow(read_only=True) as uow:
        return uow.setup.fact(IDENTITY)


def taken(core: Core) -> int:
    with core.uow(read_only=True) as uow:
        return uow.audit().events


def test_a_copy_is_read_but_not_written(copied):
    core = Core(load(copied), at=MONDAY)
    before = taken(core)
    with pytest.raises(CounterError) as refused:
        accept_form(core.app, a_form(), CLERK)
    assert refused.value.code == "may_be_a_copy"
    assert taken(core) == before
    core.engine.dispose()


def test_what_moved_goes_on_under_the_same_identity(copied):
    core = Core(load(copied), at=MONDAY, anywhere=True)
    before = identity(core)
    with core.uow() as uow:
        declare_moved(ADMIN, uow)
        uow.commit()
    core.engine.dispose()
    moved = Core(load(copied), at=MONDAY)
    assert accept_form(moved.app, a_form(), CLERK).dossier.application.number
    assert identity(moved) == before
    with moved.uow(read_only=True) as uow:
        kept = uow.setup.fact(FACT)
        assert kept is not None
        assert Home.read(kept) == uow.setup.here()
    moved.engine.dispose()


def test_a_copy_goes_its_own_way_with_other_tokens(copied):
    core = Core(load(copied), at=MONDAY, anywhere=True)
    before = identity(core)
    with core.uow() as uow:
        declare_copy(ADMIN, uow)
        uow.commit()
    assert identity(core) != before
    core.engine.dispose()


def test_only_an_administrator_has_the_word_and_only_once(copied):
    core = Core(load(copied), at=MONDAY, anywhere=True)
    with pytest.raises(NotAllowed), core.uow() as uow:
        declare_moved(CLERK, uow)
    with core.uow() as uow:
        declare_moved(ADMIN, uow)
        uow.commit()
    with pytest.raises(NotAllowed) as refused, core.uow() as uow:
        declare_copy(ADMIN, uow)
    assert refused.value.code == "at_home"
    core.engine.dispose()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)  # one file has no roles
def test_the_program_of_the_site_reads_the_home_and_keeps_to_it(copied):
    core = Core(load(copied))
    with core.owner() as owner:
        make_roles(owner)
    core.engine.dispose()
    site = Core(load(copied), role="counter_site", at=MONDAY)
    with pytest.raises(CounterError) as refused, site.uow():
        pass
    assert refused.value.code == "may_be_a_copy"
    site.engine.dispose()


def test_the_command_says_where_it_is_and_takes_the_word(tmp_path):
    first = f"sqlite:///{tmp_path / 'counter.sqlite3'}"
    assert run_main("init", "--rehearsal", "--db", first).returncode == 0
    (tmp_path / "moved").mkdir()
    Path(tmp_path / "counter.sqlite3").rename(tmp_path / "moved" / "counter.sqlite3")
    second = f"sqlite:///{tmp_path / 'moved' / 'counter.sqlite3'}"
    refused = run_main("sites", "add", "TJ", "--number", "2", "--name", "同江", "--db", second)
    assert refused.returncode == 4
    assert "home moved" in refused.stderr
    assert run_main("sites", "list", "--db", second).returncode == 0
    assert '"may_be_a_copy": true' in run_main("home", "--json", "--db", second).stdout
    assert "home moved" in run_main("doctor", "--json", "--db", second).stdout
    assert run_main("home", "moved", "--db", second).returncode == 0
    assert run_main("sites", "add", "TJ", "--number", "2", "--name", "同江", "--db", second).returncode == 0
