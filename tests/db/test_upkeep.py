"""Backup and restore on a server, the nightly copy, clocks that differ, accounts."""

from datetime import timedelta

import pytest

from counter.domain.errors import CounterError, EnvironmentFault, InputRefused, NotAllowed
from counter.usecases.accounts import add_account, disable, set_password, sign_in
from counter.usecases.ports import Officer
from counter.wiring import Core
from db.backup import backup, restore
from tests.conftest import CLERK, MONDAY, a_form


def test_a_server_is_backed_up_and_restored(postgres_url, tmp_path):
    from tests.conftest import open_core

    core = open_core(postgres_url, tmp_path)
    number = core.accept(a_form(), CLERK).dossier.application.number
    answer = backup(core.engine, tmp_path / "copy.dump")
    assert answer["verified"] is True
    core.act("void", number, CLERK, {"reason": "试"})
    restore(core.engine, tmp_path / "copy.dump")
    assert core.dossier(number).application.void_reason is None
    (tmp_path / "bad.dump").write_bytes(b"nothing")
    with pytest.raises(InputRefused):
        restore(core.engine, tmp_path / "bad.dump")
    core.engine.dispose()


def test_the_nightly_copy_is_made_once_a_day_and_old_ones_go(sqlite_core, tmp_path):
    assert sqlite_core.backup_if_due() is True
    assert sqlite_core.backup_if_due() is False
    for day in range(1, 20):
        sqlite_core.at = MONDAY + timedelta(days=day)
        assert sqlite_core.backup_if_due() is True
    assert len(list((tmp_path / "backups").glob("*.sqlite3"))) == 14


class _Off(Core):
    """A PC whose clock differs from the server's."""

    seconds = 0

    def clock_difference(self) -> int:
        return self.seconds


@pytest.mark.parametrize(
    "seconds, told, refused", [(10, False, False), (-31, True, False), (301, False, True)]
)
def test_a_pc_that_is_off_is_told_and_then_refused(sqlite_core, seconds, told, refused):
    notes: list[str] = []
    core = _Off(sqlite_core.settings, at=MONDAY, progress=notes.append)
    core.seconds = seconds
    if refused:
        with pytest.raises(EnvironmentFault) as refusal:
            core.accept(a_form(), CLERK)
        assert refusal.value.code == "clock_off"
        assert core.lists.applications(1, None, "")[0] == ()
    else:
        core.accept(a_form(), CLERK)
    assert bool(notes) is told
    core.engine.dispose()


def test_accounts_sign_in_with_their_password_only(core):
    departments = set(core.catalogue.departments)
    with core.uow() as uow:
        add_account(Officer("wang", "王敏", "clerk"), "a long password", departments, MONDAY, uow)
        uow.commit()
    with core.uow() as uow:
        assert sign_in("wang", "a long password", uow).display_name == "王敏"
        words = set()
        for name, password in (("wang", "wrong"), ("nobody", "a long password")):
            with pytest.raises(NotAllowed) as refusal:
                sign_in(name, password, uow)
            words.add(refusal.value.words)
        assert len(words) == 1
        set_password("wang", "another password", MONDAY, uow)
        sign_in("wang", "another password", uow)
        disable("wang", MONDAY, uow)
        with pytest.raises(NotAllowed):
            sign_in("wang", "another password", uow)


@pytest.mark.parametrize(
    "officer, field",
    [
        (Officer("clerk", "x", "clerk"), "name"),
        (Officer("a b", "x", "clerk"), "name"),
        (Officer("new", "x", "king"), "role"),
        (Officer("new", "x", "reviewer", "moon"), "department"),
    ],
)
def test_a_wrong_account_names_the_field(core, officer, field):
    with pytest.raises(CounterError) as refusal, core.uow() as uow:
        add_account(officer, "long enough", set(core.catalogue.departments), MONDAY, uow)
    assert list(refusal.value.fields) == [field]


def test_a_database_of_the_first_version_is_upgraded_with_all_it_holds(core):
    """What was accepted under the first schema is there after the upgrade, and its slip still opens."""
    from alembic import command

    from counter.usecases.accept import token_digest
    from db import schema
    from db.schema import _config

    number = core.accept(a_form(), CLERK).dossier.application.number
    url = core.tracking_url(core.dossier(number).application, core.hall())
    with core.engine.connect() as connection:
        command.downgrade(_config(connection), "0001")
        connection.commit()
    with pytest.raises(EnvironmentFault) as old:
        schema.check(core.engine)
    assert old.value.code == "old_schema"
    schema.upgrade(core.engine)
    assert schema.differences(core.engine) == []
    assert len(core.dossier(number).files) == 4
    assert core.page_version(token_digest(url.rsplit("/", 1)[1])) is not None
