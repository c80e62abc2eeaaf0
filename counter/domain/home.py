"""Where a database lives: the place it was last opened for writing, by which a copy of it is told from itself."""

import json
from dataclasses import dataclass
from typing import Self

from counter.domain.errors import EnvironmentFault
from counter.domain.words import Words

FACT = "home"
"""The fact of a database under which its home is kept."""


@dataclass(frozen=True, slots=True)
class Home:
    """A file by its path and the file system it lies on, or a database by its server's identifier and its name.

    A standby that was promoted has its primary's identifier: it is the same database, no copy.
    """

    where: str
    on: str

    @classmethod
    def read(cls, text: str) -> Self:
        """Return the home as it is kept."""
        kept = json.loads(text)
        return cls(kept["where"], kept["on"])

    def __str__(self) -> str:
        """Return the home as it is kept."""
        return json.dumps({"where": self.where, "on": self.on}, ensure_ascii=False)


class MayBeACopy(EnvironmentFault):
    """The database is not where it was last written: it may be a copy, and writing waits for an administrator."""

    def __init__(self, was: Home, here: Home) -> None:
        super().__init__(
            "may_be_a_copy",
            Words(
                "这个数据库上次在 {was}，现在在 {here}，可能是副本，暂不写入。请管理员运行 home moved（已整体搬来，"
                "原处不再使用）或 home copy（副本，今后各自办理）。",
                "This database was last written at {was} and is now at {here}: it may be a copy, and nothing is written. "
                "Let an administrator run home moved (it moved here, the old one is not used any more) or "
                "home copy (a copy that goes its own way).",
            ).fill(was=was.where, here=here.where),
        )
        self.was, self.here = was, here
