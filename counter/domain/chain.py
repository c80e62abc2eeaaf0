"""The hash chain over events: a changed, removed or reordered entry breaks it (GB/T 22239-2019, audit)."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from counter.domain.application import Event
from counter.domain.words import Words

RECIPE: Final = 2
"""How new entries are hashed: with site, window, PC and what they continue. Recipe 1 knew the window alone."""
CHECKPOINT_RECIPE: Final = 2
"""How new checkpoints seal: chain, place and hash of each entry. Recipe 1 sealed keys."""
HALL: Final = "hall"
"""The chain of steps that belong to no application."""
START: Final = "0" * 64
"""Stands before the first entry of every chain."""


@dataclass(frozen=True, slots=True)
class Broken:
    """The first entry that does not fit: its key, chain and place in it, and what is wrong."""

    event: int
    chain: str
    seq: int
    problem: str


@dataclass(frozen=True, slots=True)
class Audit:
    """What a verification found; ``sealed`` is the newest entry under a checkpoint."""

    events: int
    chains: int
    checkpoints: int
    sealed: int
    broken: Broken | None


PROBLEMS: Final[dict[str, Words]] = {
    "changed": Words("内容或哈希被改动", "its content or hash was changed"),
    "removed_before": Words("前面的记录被删除或顺序被改", "an entry before it was removed or reordered"),
    "false_bridge": Words(
        "与旧链的末尾衔接不上", "it does not continue the end of the chain under its old name"
    ),
    "moved": Words("被移到别的办件", "it was moved to another case"),
    "sealed_otherwise": Words(
        "与检查点不符，有记录被删改", "it does not fit its checkpoint; entries were removed or changed"
    ),
}


@dataclass(frozen=True, slots=True)
class Continued:
    """The end of a chain under its old name, which the first entry under the new name carries on."""

    chain: str
    seq: int
    hash: str


def chain_of_case(case_no: str) -> str:
    """Return the name of a case's chain."""
    return f"case:{case_no}"


def chain_of_application(number: str) -> str:
    """Return the name of the chain of an application's own steps."""
    return f"application:{number}"


def hash_of(
    before: str, chain: str, seq: int, one: Event, continues: Continued | None, *, recipe: int = RECIPE
) -> str:
    """Return the SHA-256 of an entry, of its place and of the one before it, as 64 hexadecimal digits."""
    moment = one.at.astimezone(UTC).isoformat(timespec="seconds")
    bridge = [continues.chain, continues.seq, continues.hash] if continues else []
    place = [one.site, one.window, one.pc]
    content = [recipe, before, chain, seq, bridge, moment, one.who, place, one.what, one.data]
    return _digest(content)


def _digest(content: list[object]) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def entry_hash(
    before: str,
    chain: str,
    seq: int,
    at: datetime,
    who: str,
    window: str,
    what: str,
    data: Mapping[str, object],
) -> str:
    """Return the SHA-256 of an entry of recipe 1 and the one before it, as 64 hexadecimal digits."""
    moment = at.astimezone(UTC).isoformat(timespec="seconds")
    return _digest([before, chain, seq, moment, who, window, what, data])


def seal_hash(before: str, first: int, last: int, heads: str) -> str:
    """Return the SHA-256 of a checkpoint of recipe 1: the one before it, the keys it covers, their hashes' digest."""
    return hashlib.sha256(f"{before}|{first}|{last}|{heads}".encode()).hexdigest()


def seal_of(before: str, heads: str) -> str:
    """Return the SHA-256 of a checkpoint: the one before it, the digest of chains, places and hashes."""
    return hashlib.sha256(f"{CHECKPOINT_RECIPE}|{before}|{heads}".encode()).hexdigest()
