"""What tells one database from another: a random name, and an epoch that grows when a copy goes its own way."""

import secrets
from dataclasses import dataclass, replace
from typing import Self

FACT = "identity"
"""The fact of a database under which its identity is kept."""


@dataclass(frozen=True, slots=True)
class DatabaseIdentity:
    """The random name made once with the database, and how often a copy of it was declared one of its own."""

    name: str
    epoch: int = 1

    @classmethod
    def made(cls) -> Self:
        """Return the identity of a database that is just being made."""
        return cls(secrets.token_hex(16))

    @classmethod
    def read(cls, text: str) -> Self:
        """Return the identity as it is kept."""
        name, _, epoch = text.partition(".")
        return cls(name, int(epoch))

    def __str__(self) -> str:
        """Return the identity as it is kept, and as tokens close over it."""
        return f"{self.name}.{self.epoch}"

    def next_epoch(self) -> Self:
        """Return the identity of a copy that goes its own way from now on."""
        return replace(self, epoch=self.epoch + 1)
