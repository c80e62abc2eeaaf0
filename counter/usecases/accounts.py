"""Accounts: made, listed, disabled, given a new password; and signing in."""

import re
from datetime import datetime

from counter.domain.errors import InputRefused, NotAllowed
from counter.domain.words import Words
from counter.usecases.ports import Account, Officer, UnitOfWork

ROLES = {
    "clerk": Words("窗口人员", "Clerk"),
    "reviewer": Words("审批人员", "Reviewer"),
    "head": Words("部门负责人", "Department head"),
    "supervisor": Words("督办", "Supervisor"),
    "administrator": Words("系统管理员", "System administrator"),
    "security": Words("安全管理员", "Security administrator"),
    "auditor": Words("审计员", "Auditor"),
}
_SHORTEST = 8


def _refused(field: str, words: Words) -> InputRefused:
    return InputRefused("bad_account", Words("账号信息有误。", "The account is wrong."), {field: words})


def hash_password(password: str) -> str:
    """Return the Argon2 hash; refuses a password shorter than 8 characters (InputRefused)."""
    if len(password) < _SHORTEST:
        raise _refused(
            "password", Words("密码至少 {n} 个字符。", "At least {n} characters.").fill(n=_SHORTEST)
        )
    from argon2 import PasswordHasher  # loaded when somebody signs in, not when the window opens

    return PasswordHasher().hash(password)


def add_account(
    officer: Officer, password: str, known_departments: set[str], at: datetime, uow: UnitOfWork
) -> Account:
    """Make an account (InputRefused: name, role, department or password wrong, name taken)."""
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}", officer.name):
        raise _refused(
            "name",
            Words("用字母、数字、点或连字符，最多 40 个。", "Letters, digits, dots, hyphens; at most 40."),
        )
    if officer.role not in ROLES:
        raise _refused("role", Words("应为：{all}。", "Use one of: {all}.").fill(all=", ".join(ROLES)))
    if officer.role in ("reviewer", "head") and officer.department not in known_departments:
        raise _refused(
            "department", Words("审批人员须选择部门。", "Reviewers need a department from the catalogue.")
        )
    if uow.setup.account(officer.name) is not None:
        raise _refused("name", Words("该账号已存在。", "The name is taken."))
    account = Account(officer, hash_password(password), False)
    uow.setup.save_account(account, at)
    return account


def sign_in(name: str, password: str | None, uow: UnitOfWork) -> Officer:
    """Return the officer; *password* is None where none is asked, in a rehearsal (NotAllowed).

    An unknown name, a wrong password and a disabled account are refused in the same words.
    """
    account = uow.setup.account(name)
    wrong = NotAllowed(
        "not_signed_in", Words("账号或密码不对，或已停用。", "Name or password wrong, or disabled.")
    )
    if password is None:
        if account is None or account.disabled:
            names = ", ".join(a.officer.name for a in uow.setup.accounts() if not a.disabled)
            raise NotAllowed(
                "unknown_user",
                Words("没有可用账号“{name}”。现有：{all}。", "No account “{name}”. There are: {all}.").fill(
                    name=name, all=names or "-"
                ),
            )
        return account.officer
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHashError, VerificationError

    stored = account.password_hash if account else _DECOY
    try:
        PasswordHasher().verify(stored, password)
    except (VerificationError, InvalidHashError):
        raise wrong from None
    if account is None or account.disabled:
        raise wrong
    return account.officer


_DECOY = "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHRzb21lc2FsdA$k1yIEVJ8m9rQd1cEKJv0cXq5mYxkTzk4sO3G0Yl2n1Y"
"""Verified for unknown names, so that they take as long as known ones."""


def set_password(name: str, password: str, at: datetime, uow: UnitOfWork) -> None:
    """Give the account a new password (InputRefused)."""
    account = _existing(name, uow)
    uow.setup.save_account(Account(account.officer, hash_password(password), account.disabled), at)


def disable(name: str, at: datetime, uow: UnitOfWork) -> None:
    """Disable the account; its name stays in the history (InputRefused)."""
    account = _existing(name, uow)
    uow.setup.save_account(Account(account.officer, account.password_hash, True), at)


def _existing(name: str, uow: UnitOfWork) -> Account:
    account = uow.setup.account(name)
    if account is None:
        raise _refused("name", Words("没有这个账号。", "There is no such account."))
    return account
