"""Accounts: made, listed, disabled, given a new password; and signing in."""

import re
from dataclasses import replace
from datetime import datetime, timedelta

from counter.domain.application import Event
from counter.domain.calendar import CHINA
from counter.domain.errors import InputRefused, NotAllowed
from counter.domain.roles import ROLE_WORDS, Role
from counter.domain.words import Words
from counter.settings import Hall
from counter.usecases.ports.accounts import Account, Officer
from counter.usecases.ports.unit_of_work import UnitOfWork

_SHORTEST, _LEAST_KINDS = 8, 2
_KINDS = (str.isdigit, str.islower, str.isupper, lambda c: not c.isalnum())


def _refused(field: str, words: Words) -> InputRefused:
    return InputRefused("bad_account", Words("账号信息有误。", "The account is wrong."), {field: words})


def hash_password(password: str) -> str:
    """Return the Argon2 hash; refuses one shorter than 8 characters or of one kind only (InputRefused)."""
    if len(password) < _SHORTEST:
        raise _refused(
            "password", Words("密码至少 {n} 个字符。", "At least {n} characters.").fill(n=_SHORTEST)
        )
    if sum(any(kind(c) for c in password) for kind in _KINDS) < _LEAST_KINDS:
        raise _refused(
            "password",
            Words("密码须含字母、数字、符号中的两种。", "Use at least two of letters, digits and signs."),
        )
    from argon2 import PasswordHasher  # loaded when somebody signs in, not when the window opens

    return PasswordHasher().hash(password)


def may_manage(officer: Officer, uow: UnitOfWork) -> bool:
    """Whether the officer looks after accounts: the security administrator.

    Until there is one the system administrator does; afterwards the three duties (system, security, audit)
    are apart (等级保护: 管理权限分离).
    """
    has_security = any(a.officer.role == Role.SECURITY and not a.disabled for a in uow.setup.accounts())
    return officer.role == (Role.SECURITY if has_security else Role.ADMINISTRATOR)


def managers_only(officer: Officer, uow: UnitOfWork) -> None:
    """Refuse officers who do not look after accounts (NotAllowed)."""
    if not may_manage(officer, uow):
        raise NotAllowed(
            "wrong_role",
            Words(
                "账号由安全管理员管理（未设安全管理员时由系统管理员管理）。",
                "The security administrator looks after accounts (the system administrator while there is none).",
            ),
        )


def add_account(
    officer: Officer,
    password: str,
    known_departments: set[str],
    at: datetime,
    uow: UnitOfWork,
    by: Officer | None = None,
) -> Account:
    """Make an account (InputRefused: name, role, department or password wrong, name taken).

    A password that somebody else chose is changed at the first sign-in; *by* is nobody at the first run.
    """
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}", officer.name):
        raise _refused(
            "name",
            Words("用字母、数字、点或连字符，最多 40 个。", "Letters, digits, dots, hyphens; at most 40."),
        )
    if officer.role not in set(Role):
        raise _refused("role", Words("应为：{all}。", "Use one of: {all}.").fill(all=", ".join(ROLE_WORDS)))
    if officer.role in (Role.REVIEWER, Role.HEAD) and officer.department not in known_departments:
        raise _refused(
            "department", Words("审批人员须选择部门。", "Reviewers need a department from the catalogue.")
        )
    if uow.setup.account(officer.name) is not None:
        raise _refused("name", Words("该账号已存在。", "The name is taken."))
    account = Account(officer, hash_password(password), False, must_change=by is not None)
    uow.setup.save_account(account, at)
    _log(by, "account_added", {"name": officer.name, "role": officer.role}, at, uow)
    return account


def _log(by: Officer | None, what: str, facts: dict[str, object], at: datetime, uow: UnitOfWork) -> None:
    uow.log_hall(Event(at, by.name if by else "", what, facts))


def called(name: str, uow: UnitOfWork) -> Officer:
    """Return the officer of the name where no password is asked, in a rehearsal (NotAllowed)."""
    account = uow.setup.account(name)
    if account is None or account.disabled:
        names = ", ".join(a.officer.name for a in uow.setup.accounts() if not a.disabled)
        raise NotAllowed(
            "unknown_user",
            Words("没有可用账号“{name}”。现有：{all}。", "No account “{name}”. There are: {all}.").fill(
                name=name, all=names or "-"
            ),
        )
    return account.officer


def sign_in(name: str, password: str, hall: Hall, uow: UnitOfWork) -> Officer | NotAllowed:
    """Return the officer, or the refusal; what was counted is written, so the caller commits either way.

    An unknown name, a wrong password and a disabled account are refused in the same words. After too many
    failures in a row the account is locked for a while, and told so.
    """
    at, account = uow.moment(), uow.setup.account(name)
    locked = account.locked_until if account is not None else None
    if locked is not None and at < locked:
        return _locked(locked)
    if (
        not _fits(account.password_hash if account else _DECOY, password)
        or account is None
        or account.disabled
    ):
        if account is None or account.disabled:
            return _wrong()
        failures = account.failures + 1
        until = at + timedelta(minutes=hall.lock_minutes) if failures >= hall.lock_after else None
        uow.setup.save_account(replace(account, failures=0 if until else failures, locked_until=until), at)
        if until is None:
            return _wrong()
        _log(account.officer, "account_locked", {"until": until.isoformat()}, at, uow)
        return _locked(until)
    if account.failures or account.locked_until:
        uow.setup.save_account(replace(account, failures=0, locked_until=None), at)
    if account.must_change:
        return NotAllowed(
            "password_change",
            Words(
                "首次登录须先修改密码（命令：user passwd {n} --as {n}）。",
                "The first password has to be changed first (user passwd {n} --as {n}).",
            ).fill(n=name),
        )
    return account.officer


def _wrong() -> NotAllowed:
    return NotAllowed(
        "not_signed_in", Words("账号或密码不对，或已停用。", "Name or password wrong, or disabled.")
    )


def _locked(until: datetime) -> NotAllowed:
    return NotAllowed(
        "account_locked",
        Words(
            "密码多次错误，账号已锁定至 {t}；安全管理员重设密码可解锁。",
            "Too many wrong passwords; the account is locked until {t}. A password set by the security administrator unlocks it.",
        ).fill(t=f"{until.astimezone(CHINA):%H:%M}"),
    )


def _fits(stored: str, password: str) -> bool:
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return PasswordHasher().verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


_DECOY = "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHRzb21lc2FsdA$k1yIEVJ8m9rQd1cEKJv0cXq5mYxkTzk4sO3G0Yl2n1Y"
"""Verified for unknown names, so that they take as long as known ones."""


def change_password(name: str, old: str, new: str, hall: Hall, uow: UnitOfWork) -> Officer | NotAllowed:
    """Give one's own account a new password; the old one is checked like a sign-in (InputRefused)."""
    found = sign_in(name, old, hall, uow)
    if isinstance(found, NotAllowed) and found.code != "password_change":
        return found
    if new == old:
        raise _refused("new_password", Words("新密码不能与原密码相同。", "Choose another one than before."))
    account, at = _existing(name, uow), uow.moment()
    uow.setup.save_account(replace(account, password_hash=hash_password(new), must_change=False), at)
    _log(account.officer, "password_changed", {}, at, uow)
    return account.officer


def set_password(name: str, password: str, at: datetime, uow: UnitOfWork, by: Officer | None = None) -> None:
    """Give the account a password that its owner changes at the next sign-in; it is unlocked (InputRefused)."""
    account = _existing(name, uow)
    changed = replace(
        account,
        password_hash=hash_password(password),
        must_change=by is not None,
        failures=0,
        locked_until=None,
    )
    uow.setup.save_account(changed, at)
    _log(by, "password_set", {"name": name}, at, uow)


def disable(name: str, at: datetime, uow: UnitOfWork, by: Officer | None = None) -> None:
    """Disable the account; its name stays in the history (InputRefused)."""
    account = _existing(name, uow)
    uow.setup.save_account(replace(account, disabled=True), at)
    _log(by, "account_disabled", {"name": name}, at, uow)


def _existing(name: str, uow: UnitOfWork) -> Account:
    account = uow.setup.account(name)
    if account is None:
        raise _refused("name", Words("没有这个账号。", "There is no such account."))
    return account
