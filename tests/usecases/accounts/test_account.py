"""Accounts: made, locked, changed, disabled; and who looks after them (等级保护: 管理权限分离)."""

from dataclasses import replace

import pytest
from argon2 import PasswordHasher

from counter.domain.errors import NotAllowed
from counter.usecases.accounts import account, keep
from counter.usecases.accounts.sign_in import sign_in
from counter.usecases.ports.accounts import Account, Officer
from tests.builders import local
from tests.usecases.one_hall import ADMINISTRATOR, AUDITOR, CLERK, AHall, refused

PASSWORD = "Wusuli-2026"
HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
SECURITY = Officer("security", "安全", "security")


@pytest.fixture
def hall() -> AHall:
    """A hall in which one clerk has a password."""
    hall = AHall()
    hall.database.kept.accounts["clerk"] = Account(CLERK, HASH, False)
    return hall


def kept(hall: AHall, name: str = "clerk") -> Account:
    return hall.database.kept.accounts[name]


def enter(hall: AHall, password: str, name: str = "clerk"):
    with hall.database.writing() as uow:
        found = account.sign_in(name, password, hall.settings, uow)
    return found.code if isinstance(found, NotAllowed) else found


@pytest.mark.parametrize("password", ["Wusul-1", "abcdefgh", "12345678", "ABCDEFGH", "--------", ""])
def test_a_password_has_eight_characters_of_two_kinds(password):
    with refused("bad_account", "password"):
        account.hash_password(password)


def test_a_password_of_eight_characters_and_two_kinds_is_hashed():
    for password in ("abcdefg1", "abcdefgH", "1234567-"):
        made = account.hash_password(password)
        assert made.startswith("$argon2id$")
        assert password not in made


def test_the_right_password_signs_in_and_a_wrong_one_an_unknown_name_a_disabled_account_do_not(hall):
    assert enter(hall, PASSWORD) == CLERK
    assert enter(hall, "wrong") == "not_signed_in"
    assert kept(hall).failures == 1
    assert enter(hall, PASSWORD, "nobody") == "not_signed_in"
    hall.database.kept.accounts["clerk"] = Account(CLERK, HASH, True)
    assert enter(hall, PASSWORD) == "not_signed_in"
    assert enter(hall, "wrong") == "not_signed_in"
    assert kept(hall).failures == 0


def test_too_many_failures_in_a_row_lock_the_account_for_a_while(hall):
    """Five failures, fifteen minutes."""
    assert [enter(hall, "wrong") for _ in range(4)] == ["not_signed_in"] * 4
    assert enter(hall, "wrong") == "account_locked"
    assert (kept(hall).failures, kept(hall).locked_until) == (0, local("2026-11-23 10:15"))
    event = hall.history("")[-1]
    assert (event.what, event.who, event.data) == (
        "account_locked",
        "clerk",
        {"until": "2026-11-23T10:15:00+08:00"},
    )
    hall.clock("2026-11-23 10:14")
    assert enter(hall, PASSWORD) == "account_locked"
    hall.clock("2026-11-23 10:15")
    assert enter(hall, PASSWORD) == CLERK
    assert kept(hall).locked_until is None


def test_a_success_forgets_the_failures(hall):
    for _ in range(4):
        enter(hall, "wrong")
    assert enter(hall, PASSWORD) == CLERK
    assert kept(hall).failures == 0
    assert enter(hall, "wrong") == "not_signed_in"


def test_a_first_password_has_to_be_changed(hall):
    hall.database.kept.accounts["clerk"] = Account(CLERK, HASH, False, must_change=True)
    assert enter(hall, PASSWORD) == "password_change"
    with hall.database.writing() as uow:
        with refused("bad_account", "new_password"):
            account.change_password("clerk", PASSWORD, PASSWORD, hall.settings, uow)
        assert account.change_password("clerk", PASSWORD, "Another-2026", hall.settings, uow) == CLERK
    assert not kept(hall).must_change
    assert hall.history("")[-1].what == "password_changed"
    assert enter(hall, PASSWORD) == "not_signed_in"
    assert enter(hall, "Another-2026") == CLERK


def test_a_password_is_changed_by_who_knows_the_old_one(hall):
    with hall.database.writing() as uow:
        found = account.change_password("clerk", "wrong", "Another-2026", hall.settings, uow)
    assert found.code == "not_signed_in"
    assert kept(hall).password_hash == HASH


@pytest.mark.parametrize(
    ("officer", "field"),
    [
        (Officer("", "某", "clerk"), "name"),
        (Officer("-x", "某", "clerk"), "name"),
        (Officer("张三", "某", "clerk"), "name"),
        (Officer("x" * 41, "某", "clerk"), "name"),
        (Officer("new", "某", "janitor"), "role"),
        (Officer("new", "某", "reviewer"), "department"),
        (Officer("new", "某", "head", "nowhere"), "department"),
        (Officer("clerk", "某", "clerk"), "name"),
    ],
)
def test_an_account_has_a_name_a_role_and_where_it_reviews_a_department(hall, officer, field):
    with hall.database.writing() as uow, refused("bad_account", field):
        account.add_account(officer, PASSWORD, {"tax"}, hall.at, uow)


def test_an_account_that_somebody_made_changes_its_password_first(hall):
    with hall.database.writing() as uow:
        account.add_account(Officer("x" * 40, "某", "clerk"), PASSWORD, set(), hall.at, uow)
        account.add_account(
            Officer("tax1", "某", "reviewer", "tax"), PASSWORD, {"tax"}, hall.at, uow, ADMINISTRATOR
        )
    assert not kept(hall, "x" * 40).must_change
    assert kept(hall, "tax1").must_change
    first, second = hall.history("")
    assert (first.who, first.what, first.data) == ("", "account_added", {"name": "x" * 40, "role": "clerk"})
    assert second.who == "admin"


def test_a_reset_password_unlocks(hall):
    hall.database.kept.accounts["clerk"] = replace(
        kept(hall), failures=3, locked_until=local("2026-11-23 12:00")
    )
    with hall.database.writing() as uow:
        account.set_password("clerk", "Another-2026", hall.at, uow, ADMINISTRATOR)
        with refused("bad_account", "name"):
            account.set_password("nobody", "Another-2026", hall.at, uow)
    one = kept(hall)
    assert (one.failures, one.locked_until, one.must_change) == (0, None, True)
    assert hall.history("")[-1].what == "password_set"
    with hall.database.writing() as uow:
        account.set_password("clerk", "Another-2026", hall.at, uow)
    assert not kept(hall).must_change


def test_a_disabled_account_keeps_its_name(hall):
    with hall.database.writing() as uow:
        account.disable("clerk", hall.at, uow, ADMINISTRATOR)
        with refused("bad_account", "name"):
            account.disable("nobody", hall.at, uow)
        with refused("unknown_user"):
            account.called("clerk", uow)
        with refused("unknown_user"):
            account.called("nobody", uow)
        assert account.called("reviewer", uow).name == "reviewer"
    assert kept(hall).disabled
    assert hall.history("")[-1].data == {"name": "clerk"}


def test_the_administrator_looks_after_accounts_until_there_is_a_security_administrator(hall):
    with hall.database.open() as uow:
        assert [account.may_manage(one, uow) for one in (ADMINISTRATOR, SECURITY, CLERK)] == [
            True,
            False,
            False,
        ]
    hall.database.kept.accounts["security"] = Account(SECURITY, "", True)
    with hall.database.open() as uow:
        assert account.may_manage(ADMINISTRATOR, uow)
    hall.database.kept.accounts["security"] = Account(SECURITY, "", False)
    with hall.database.open() as uow:
        assert [account.may_manage(one, uow) for one in (ADMINISTRATOR, SECURITY, CLERK)] == [
            False,
            True,
            False,
        ]


def test_accounts_are_listed_for_who_looks_after_them_and_for_the_auditor(hall):
    assert len(keep.list_accounts(hall.app, ADMINISTRATOR)) == 8
    assert len(keep.list_accounts(hall.app, AUDITOR)) == 8
    with refused("wrong_role"):
        keep.list_accounts(hall.app, CLERK)


def test_accounts_are_kept_by_who_looks_after_them_and_by_nobody_at_the_first_run(hall):
    new = Officer("new", "新人", "clerk")
    for work in (
        lambda who: keep.add_account(hall.app, new, PASSWORD, who),
        lambda who: keep.reset_password(hall.app, "clerk2", PASSWORD, who),
        lambda who: keep.disable_account(hall.app, "clerk2", who),
    ):
        with refused("wrong_role"):
            work(CLERK)
        work(ADMINISTRATOR)
    assert kept(hall, "new").must_change
    assert kept(hall, "clerk2").password_hash.startswith("$argon2id$")
    assert kept(hall, "clerk2").disabled
    keep.add_account(hall.app, Officer("first", "首个", "reviewer", "tax"), PASSWORD, None)
    assert not kept(hall, "first").must_change


def test_nobody_is_asked_for_a_password_in_a_rehearsal(hall):
    assert sign_in(hall.app, "reviewer", None).name == "reviewer"


def test_a_refused_sign_in_is_counted(hall):
    with refused("not_signed_in"):
        sign_in(hall.app, "clerk", "wrong")
    assert kept(hall).failures == 1
    assert sign_in(hall.app, "clerk", PASSWORD) == CLERK
    assert sign_in(hall.app, "clerk", PASSWORD, "Another-2026") == CLERK
    with refused("not_signed_in"):
        sign_in(hall.app, "clerk", PASSWORD, "Third-2026")
