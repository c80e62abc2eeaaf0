"""Who may do what: roles, permissions, and the one table from a permission to the roles that hold it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from counter.domain.words import Words


class Role(StrEnum):
    """What an account is for."""

    CLERK = "clerk"
    REVIEWER = "reviewer"
    HEAD = "head"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"
    SECURITY = "security"
    AUDITOR = "auditor"


WINDOW: Final = (Role.CLERK, Role.SUPERVISOR)
"""Roles that work at the window."""


class Whose(StrEnum):
    """Whose the case has to be: one's own (or nobody's in one's department), the department's, anybody's."""

    OWN = "own"
    DEPARTMENT = "department"
    ANY = "any"


class Permission(StrEnum):
    """A right to take certain steps."""

    CLAIM = "claim"
    DECIDE = "decide"
    HOLD = "hold"
    ACCEPT = "accept"
    MOVE = "move"
    DISPUTE = "dispute"
    ANSWER = "answer"
    RECORD = "record"
    ENTER_ANSWER = "enter_answer"
    SERVE = "serve"
    RATED = "rated"
    SUPERVISE = "supervise"
    RULE = "rule"


_DEPARTMENT: Final = {Role.REVIEWER: Whose.DEPARTMENT, Role.HEAD: Whose.DEPARTMENT}
_WINDOW: Final = {Role.CLERK: Whose.ANY, Role.SUPERVISOR: Whose.ANY}
_HELD: Final = {Role.REVIEWER: Whose.OWN, Role.HEAD: Whose.DEPARTMENT}

MAY: Final[Mapping[Permission, Mapping[Role, Whose]]] = {
    Permission.CLAIM: _DEPARTMENT,
    Permission.DECIDE: {Role.REVIEWER: Whose.OWN, Role.HEAD: Whose.OWN},
    Permission.HOLD: _HELD,
    Permission.ACCEPT: {Role.REVIEWER: Whose.OWN, Role.HEAD: Whose.OWN},
    Permission.MOVE: {**_HELD, Role.SUPERVISOR: Whose.ANY},
    Permission.DISPUTE: {**_HELD, Role.SUPERVISOR: Whose.ANY},
    Permission.ANSWER: _DEPARTMENT,
    Permission.RECORD: {**_WINDOW, **_DEPARTMENT},
    Permission.ENTER_ANSWER: _WINDOW,
    Permission.SERVE: _WINDOW,
    Permission.RATED: {**_WINDOW, **_DEPARTMENT},
    Permission.SUPERVISE: {Role.SUPERVISOR: Whose.ANY},
    Permission.RULE: {Role.SUPERVISOR: Whose.ANY, Role.HEAD: Whose.DEPARTMENT},
}
"""The rights as they are applied. Nothing else in the program says who may take a step."""

SECOND: Final[Mapping[Permission, Role]] = {}
"""The role of the second person that a permission asks for, where it asks for one."""

ROLE_WORDS: Final[Mapping[Role, Words]] = {
    Role.CLERK: Words("窗口人员", "clerk at the window"),
    Role.REVIEWER: Words("审批人员", "reviewer"),
    Role.HEAD: Words("部门负责人", "head of the department"),
    Role.SUPERVISOR: Words("督办", "supervisor"),
    Role.ADMINISTRATOR: Words("系统管理员", "system administrator"),
    Role.SECURITY: Words("安全管理员", "security administrator"),
    Role.AUDITOR: Words("审计员", "auditor"),
}
WHOSE_WORDS: Final[Mapping[Whose, Words]] = {
    Whose.OWN: Words("本人持有的", "own cases"),
    Whose.DEPARTMENT: Words("本部门的", "the department's cases"),
    Whose.ANY: Words("", "any case"),
}


def who_may(permission: Permission) -> Words:
    """Return in words who holds the permission."""
    found = [(ROLE_WORDS[role], WHOSE_WORDS[whose]) for role, whose in MAY[permission].items()]
    return Words(
        "、".join(role.zh + (f"（{whose.zh}办件）" if whose.zh else "") for role, whose in found),
        ", ".join(f"{role.en} ({whose.en})" for role, whose in found),
    )
