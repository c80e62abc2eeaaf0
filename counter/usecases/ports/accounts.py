"""Who uses the program."""

from dataclasses import dataclass
from datetime import datetime

from counter.domain.roles import Role


@dataclass(frozen=True, slots=True)
class Officer:
    """Who acts: name, role and department (``*`` in a rehearsal stands for every department)."""

    name: str
    display_name: str
    role: str
    department: str = ""

    def may_review(self, department: str) -> bool:
        """Whether the officer works on the department's cases."""
        return self.role in (Role.REVIEWER, Role.HEAD) and self.department in (department, "*")

    def is_head_of(self, department: str) -> bool:
        """Whether the officer is the head of the department."""
        return self.role == Role.HEAD and self.department in (department, "*")


@dataclass(frozen=True, slots=True)
class Account:
    """An account as the administration sees it; the hash never leaves the sign-in."""

    officer: Officer
    password_hash: str
    disabled: bool
    must_change: bool = False
    failures: int = 0
    locked_until: datetime | None = None
