"""Backup and restore on a server, the nightly copy, clocks that differ, accounts."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from counter.domain.errors import CounterError, EnvironmentFault, InputRefused, NotAllowed
from counter.domain.numbers import is_scanned
from counter.usecases.accounts import keep
from counter.usecases.accounts.account import add_account
from counter.usecases.accounts.sign_in import sign_in
from counter.usecases.hall.clock_check import ClockCheck
from counter.usecases.hall.settings import hall_of
from counter.usecases.intake.accept_form import accept_form
from counter.usecases.ports.accounts import Officer
from counter.usecases.reading.dossiers import dossier_of
from counter.usecases.status.tracking import tracking_url
from counter.usecases.steps.carry_out import carry_out
from db.backup import backup, restore
from db.roles import make_roles
from tests.conftest import ADMIN, CLERK, MONDAY, a_form


def test_a_server_is_backed_up_and_restored(postgres_url, tmp_path):
    from tests.conftest import open_core

    core = open_core(postgres_url, tmp_path)
    number = accept_form(core.app, a_form(), CLERK).dossier.application.number
    with core.owner() as engine:
        answer = backup(engine, tmp_path / "copy.dump")
        assert answer["verified"] is True
        carry_out(core.app, "void", number, CLERK, {"reason": "试"})
        restore(engine, tmp_path / "copy.dump")
    assert dossier_of(core.app, number).application.void_reason is None
    (tmp_path / "bad.dump").write_bytes(b"nothing")
    with core.owner() as engine, pytest.raises(InputRefused):
        restore(engine, tmp_path / "bad.dump")
    core.engine.dispose()


def test_the_nightly_copy_is_made_once_a_day_and_old_ones_go(sqlite_core, tmp_path):
    assert sqlite_core.backup_if_due() is True
    assert sqlite_core.backup_if_due() is False
    for day in range(1, 20):
        sqlite_core.at = MONDAY + timedelta(days=day)
        assert sqlite_core.backup_if_due() is True
    assert len(list((tmp_path / "backups").glob("*.sqlite3"))) == 14


@pytest.mark.parametrize(
    "seconds, told, refused", [(10, False, False), (-31, True, False), (301, False, True)]
)
def test_a_pc_that_is_off_is_told_and_then_refused(sqlite_core, seconds, told, refused):
    notes: list[str] = []
    look = ClockCheck(sqlite_core.uow, lambda: MONDAY + timedelta(seconds=seconds), notes.append, lambda: 0.0)
    app = replace(sqlite_core.app, check_clock=look)
    if refused:
        with pytest.raises(EnvironmentFault) as refusal:
            accept_form(app, a_form(), CLERK)
        assert refusal.value.code == "clock_off"
        assert app.lists.applications(1, None, "")[0] == ()
    else:
        accept_form(app, a_form(), CLERK)
    assert bool(notes) is told


SECURITY = Officer("security", "演练安全管理", "security")


def refusal_of(core, name: str, password: str, new: str = "") -> NotAllowed:
    with pytest.raises(NotAllowed) as refusal:
        sign_in(core.app, name, password, new)
    return refusal.value


def test_accounts_sign_in_with_their_password_only(core):
    departments = set(core.app.catalogue.departments)
    with core.uow() as uow:
        add_account(Officer("wang", "王敏", "clerk"), "a long password", departments, MONDAY, uow)
        uow.commit()
    assert sign_in(core.app, "wang", "a long password").display_name == "王敏"
    words = {refusal_of(core, *pair).words for pair in (("wang", "wrong"), ("nobody", "a long password"))}
    assert len(words) == 1
    keep.disable_account(core.app, "wang", SECURITY)
    assert refusal_of(core, "wang", "a long password").words in words


def test_a_first_password_is_changed_before_anything_else(core):
    keep.add_account(core.app, Officer("li", "李娜", "clerk"), "first password", SECURITY)
    assert refusal_of(core, "li", "first password").code == "password_change"
    with pytest.raises(InputRefused):
        sign_in(core.app, "li", "first password", "first password")
    with pytest.raises(InputRefused):
        sign_in(core.app, "li", "first password", "onlyletters")
    assert sign_in(core.app, "li", "first password", "my own pass 1").name == "li"
    assert sign_in(core.app, "li", "my own pass 1").name == "li"
    keep.reset_password(core.app, "li", "second first 2", SECURITY)
    assert refusal_of(core, "li", "second first 2").code == "password_change"


def test_an_account_is_locked_after_repeated_failure_and_unlocked_in_time(core):
    with core.uow() as uow:
        add_account(Officer("zhao", "赵磊", "clerk"), "a long password", set(), MONDAY, uow)
        uow.commit()
    for _ in range(4):
        assert refusal_of(core, "zhao", "wrong").code == "not_signed_in"
    assert refusal_of(core, "zhao", "wrong").code == "account_locked"
    assert refusal_of(core, "zhao", "a long password").code == "account_locked"
    core.at = MONDAY + timedelta(minutes=16)
    assert sign_in(core.app, "zhao", "a long password").name == "zhao"
    for _ in range(4):
        refusal_of(core, "zhao", "wrong")
    sign_in(core.app, "zhao", "a long password")
    assert refusal_of(core, "zhao", "wrong").code == "not_signed_in"


def test_accounts_are_the_security_administrators_alone(core):
    for officer in (ADMIN, CLERK, Officer("auditor", "x", "auditor")):
        with pytest.raises(NotAllowed):
            keep.add_account(core.app, Officer("new", "x", "clerk"), "first password", officer)
    keep.add_account(core.app, Officer("new", "x", "clerk"), "first password", SECURITY)
    keep.disable_account(core.app, "security", SECURITY)
    keep.add_account(core.app, Officer("newer", "x", "clerk"), "first password", ADMIN)


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
        add_account(officer, "long enough", set(core.app.catalogue.departments), MONDAY, uow)
    assert list(refusal.value.fields) == [field]


def test_a_database_of_the_first_version_is_upgraded_with_all_it_holds(core):
    """What was accepted under the first schema is there after the upgrade, and its slip still opens."""
    from alembic import command

    from counter.domain.slip import token_digest
    from db import schema
    from db.schema import _config

    number = accept_form(core.app, a_form(), CLERK).dossier.application.number
    url = tracking_url(core.app, dossier_of(core.app, number).application, hall_of(core.app))
    with core.owner() as engine:
        with engine.connect() as connection:
            schema.without_views(connection)
            command.downgrade(_config(connection), "0001")
            connection.commit()
        with pytest.raises(EnvironmentFault) as old:
            schema.check(engine)
        assert old.value.code == "old_schema"
        schema.upgrade(engine)
        make_roles(engine)
        assert schema.differences(engine) == []
    assert len(dossier_of(core.app, number).cases) == 4
    assert core.app.page_version(token_digest(url.rsplit("/", 1)[1])) is not None


def test_a_window_has_one_series_however_it_is_written(core):
    """``01`` and ``1`` are one window, so its numbers go on and none is given twice; ``a`` and ``A`` likewise."""
    written = ("1", "01", "1", "a", "A", "0A", "10", "00")
    numbers = [
        accept_form(core.app, {**a_form(), "window": one}, CLERK).dossier.application.number
        for one in written
    ]
    assert [one[:4] + one[7:12] for one in numbers] == [
        "FY0100001", "FY0100002", "FY0100003", "FY0A00001", "FY0A00002", "FY0A00003", "FY1000001", "FY0000001",
    ]  # fmt: skip
    assert dossier_of(core.app, numbers[1]).application.window == "1"
    assert all(is_scanned(dossier_of(core.app, one).cases[0].case.case_no) for one in numbers)


def test_series_of_two_spellings_become_one_that_goes_on(core):
    """A database in which ``01`` and ``1`` counted apart goes on behind the higher of the two."""
    from alembic import command

    from db import schema
    from db.schema import _config

    first = accept_form(core.app, a_form(window="7"), CLERK).dossier.application.number
    with core.owner() as engine:
        with engine.connect() as connection:
            schema.without_views(connection)
            command.downgrade(_config(connection), "0005")
            connection.execute(
                text(
                    'INSERT INTO series (site, "window", scope, last) VALUES '
                    "('FY', '07', 'A2026', 5), ('FY', '08', 'A2026', 2), ('FY', '00', 'A2026', 1)"
                )
            )
            connection.execute(text("UPDATE applications SET \"window\" = '07'"))
            connection.commit()
        schema.upgrade(engine)
        make_roles(engine)
    assert dossier_of(core.app, first).application.window == "7"
    following = [
        accept_form(core.app, a_form(window=one), CLERK).dossier.application.number[7:12]
        for one in ("7", "8", "0")
    ]
    assert following == ["00006", "00003", "00002"]
