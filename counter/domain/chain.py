"""The hash chain over events: a changed, removed or reordered entry breaks it (GB/T 22239-2019, audit)."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from counter.domain.words import Words

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
    "moved": Words("被移到别的办件", "it was moved to another case"),
    "sealed_otherwise": Words(
        "与检查点不符，有记录被删改", "it does not fit its checkpoint; entries were removed or changed"
    ),
}


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
    """Return the SHA-256 of an entry and the one before it, as 64 hexadecimal digits."""
    moment = at.astimezone(UTC).isoformat(timespec="seconds")
    content = [before, chain, seq, moment, who, window, what, data]
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def seal_hash(before: str, first: int, last: int, heads: str) -> str:
    """Return the SHA-256 of a checkpoint: the one before it, the keys it covers, their hashes' digest."""
    return hashlib.sha256(f"{before}|{first}|{last}|{heads}".encode()).hexdigest()
