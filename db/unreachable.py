"""What an officer is told when the database refuses: somebody was faster, it refused a value, or it is out of reach."""

from typing import Final

from sqlalchemy.exc import DataError, IntegrityError

from counter.domain.errors import CounterError, EnvironmentFault, SomebodyFaster
from counter.domain.words import Words

_FASTER: Final = {
    "40001",  # serialization failure
    "40P01",  # deadlock
    "55P03",  # a lock that was not given in time
    "23505",  # the same key was written in the same moment
}
"""The states of a server (SQLSTATE) that say that others wrote the same in this moment; trying again is safe."""
_TAKEN: Final = ("SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY")


def _why(error: Exception) -> str:
    return next(iter(str(getattr(error, "orig", error)).strip().splitlines()), type(error).__name__)


def unreachable(error: Exception) -> EnvironmentFault:
    """Return the refusal for a database that cannot be reached, is locked or cannot be written."""
    return EnvironmentFault(
        "no_database",
        Words(
            "数据库无法使用：{why}。请检查数据库、磁盘和文件夹权限后重试；已受理的不会丢失。",
            "The database cannot be used: {why}. Check server, disk and rights, then try again; "
            "nothing accepted is lost.",
        ).fill(why=_why(error)),
    )


def refusal(error: Exception) -> CounterError:
    """Return what to tell for an error of the database (SomebodyFaster, EnvironmentFault)."""
    orig = getattr(error, "orig", None)
    if getattr(orig, "sqlstate", None) in _FASTER or getattr(orig, "sqlite_errorname", "") in _TAKEN:
        return SomebodyFaster()
    if isinstance(error, IntegrityError | DataError):
        return EnvironmentFault(
            "database_refused",
            Words(
                "数据库拒绝了这次写入：{why}。什么也没有改动；请把这句话告诉管理员。",
                "The database refused what was to be written: {why}. Nothing was changed; tell an administrator.",
            ).fill(why=_why(error)),
        )
    return unreachable(error)
