"""The refusal for a database that cannot be reached, is locked or cannot be written."""

from counter.domain.errors import EnvironmentFault
from counter.domain.words import Words


def unreachable(error: Exception) -> EnvironmentFault:
    """Return the refusal for a database that cannot be reached, is locked or cannot be written."""
    return EnvironmentFault(
        "no_database",
        Words(
            "数据库无法使用：{why}。请检查数据库、磁盘和文件夹权限后重试；已受理的不会丢失。",
            "The database cannot be used: {why}. Check server, disk and rights, then try again; "
            "nothing accepted is lost.",
        ).fill(why=str(getattr(error, "orig", error)).strip().splitlines()[0]),
    )
