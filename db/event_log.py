"""The append-only log: each entry carries the hash of the one before it in its chain.

A chain is that of a case, of an application (steps that belong to no case of it) or of the hall; one
chain over everything would make every window wait for every other. Checkpoints seal all chains at once,
so that a chain cannot lose its end, or vanish, unnoticed.
"""

import hashlib
from collections.abc import Iterable, Mapping
from contextlib import closing
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, insert, select, text

from counter.domain.application import Event
from counter.domain.chain import START, Audit, Broken, entry_hash, seal_hash
from db.rows import Row
from db.tables import CheckpointRow, EventRow

_BATCH = 5_000
_COLUMNS = (
    "application_id",
    "case_id",
    "at",
    "who",
    "window",
    "what",
    "data",
    "chain",
    "seq",
    "hash",
    "erased",
)
ADD = insert(EventRow).values({name: bindparam(name) for name in _COLUMNS})
"""Adds one entry, as ``entry`` gives it."""
_HEAD = text("SELECT last_seq, last_hash FROM public.counter_chain_head(:chain, :key)")
"""The server's function that holds the row behind a chain and gives its end, in one round trip."""


def chain_of(application_id: int | None, case_id: int | None) -> str:
    """Return the chain that an entry belongs to."""
    if case_id is not None:
        return f"c{case_id}"
    return f"a{application_id}" if application_id is not None else "hall"


def _head(connection: Connection, chain: str) -> tuple[int, str]:
    """Return the end of a chain; on a server the row behind it is held until the commit."""
    if connection.dialect.name == "postgresql":
        key = int(chain[1:]) if chain != "hall" else 0
        # Inserts that point at the row hold it against deletion only; its lock is compatible with theirs.
        return end_of(connection.execute(_HEAD, {"chain": chain, "key": key}).one())
    query = select(EventRow.seq, EventRow.hash).where(EventRow.chain == chain)
    found = connection.execute(query.order_by(EventRow.seq.desc()).limit(1)).first()
    return (int(found.seq), str(found.hash)) if found else (0, START)


def end_of(row: Row) -> tuple[int, str]:
    """Return number and hash of a chain's last entry from the server's answer."""
    return (int(row.last_seq), str(row.last_hash)) if row.last_seq is not None else (0, START)


def entry(
    application_id: int | None, case_id: int | None, one: Event, end: tuple[int, str]
) -> dict[str, object]:
    """Return the row of an entry that follows the *end* of its chain."""
    chain, seq, data = chain_of(application_id, case_id), end[0] + 1, dict(one.data)
    now = entry_hash(end[1], chain, seq, one.at, one.who, one.window, one.what, data)
    return {
        "application_id": application_id, "case_id": case_id, "at": one.at, "who": one.who,
        "window": one.window, "what": one.what, "data": data, "chain": chain, "seq": seq, "hash": now,
        "erased": False,
    }  # fmt: skip


def append(
    connection: Connection,
    application_id: int | None,
    events: Iterable[Event],
    cases: Mapping[str, int],
    *,
    fresh: bool = False,
) -> None:
    """Add entries to their chains; *fresh* says that the application is new and so are its chains."""
    heads: dict[str, tuple[int, str]] = {}
    values: list[dict[str, object]] = []
    for one in events:
        case_id = cases.get(one.case_no)
        chain = chain_of(application_id, case_id)
        if chain not in heads:
            heads[chain] = (0, START) if fresh else _head(connection, chain)
        row = entry(application_id, case_id, one, heads[chain])
        heads[chain] = (heads[chain][0] + 1, str(row["hash"]))
        values.append(row)
    connection.execute(ADD, values)


def watermark(connection: Connection) -> int:
    """Return the key below which every entry is committed and none can still appear.

    On PostgreSQL keys are given before the commit; the lock waits for writers under way and lasts only
    until the end of the transaction. SQLite has one writer at a time.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT public.counter_lock_events()"))
    return int(connection.scalar(select(func.max(EventRow.id))) or 0)


def _heads_digest(connection: Connection, first: int, last: int) -> tuple[str, int]:
    digest, count = hashlib.sha256(), 0
    query = select(EventRow.id, EventRow.hash).where(EventRow.id > first, EventRow.id <= last)
    for row in connection.execute(query.order_by(EventRow.id).execution_options(yield_per=_BATCH)):
        digest.update(f"{row.id}:{row.hash};".encode())
        count += 1
    return digest.hexdigest(), count


def seal(connection: Connection, at: datetime) -> int:
    """Write a checkpoint over what was added since the last one; returns how many entries it covers."""
    until = watermark(connection)
    query = select(CheckpointRow.last_event, CheckpointRow.hash)
    found = connection.execute(query.order_by(CheckpointRow.id.desc()).limit(1)).first()
    first, before = (int(found.last_event), str(found.hash)) if found else (0, START)
    heads, count = _heads_digest(connection, first, until)
    if not count:
        return 0
    connection.execute(
        insert(CheckpointRow).values(
            at=at, first_event=first, last_event=until, heads=heads,
            hash=seal_hash(before, first, until, heads),
        )
    )  # fmt: skip
    return count


def verify(connection: Connection) -> Audit:
    """Check every chain entry by entry, then every checkpoint; stops at the first that does not fit."""
    events = chains = seq = 0
    chain, before = "", START
    erased_until = _erased_until(connection)
    query = select(EventRow.__table__).order_by(EventRow.chain, EventRow.seq)
    with closing(connection.execute(query.execution_options(yield_per=_BATCH))) as entries:
        for row in entries:
            if row.chain != chain:
                chain, seq, before = row.chain, 0, START
                chains += 1
            events += 1
            broken = _look(row, seq, before, erased_until)
            if broken is not None:
                return Audit(events, chains, 0, 0, broken)
            seq, before = row.seq, row.hash
    return _verify_checkpoints(connection, events, chains)


def _erased_until(connection: Connection) -> datetime | None:
    """Return up to when facts were erased by the retention runs that the hall's own chain tells of."""
    query = select(EventRow.data).where(EventRow.chain == "hall", EventRow.what == "erased")
    runs = [data.get("events", {}).get("before") for data in connection.scalars(query)]
    return max((datetime.fromisoformat(one) for one in runs if one), default=None)


def _look(one: Row, seq: int, before: str, erased_until: datetime | None) -> Broken | None:
    if one.seq != seq + 1:
        return Broken(one.id, one.chain, one.seq, "removed_before")
    if one.chain != chain_of(one.application_id, one.case_id):
        return Broken(one.id, one.chain, one.seq, "moved")
    if one.erased and not one.data and erased_until is not None and one.at < erased_until:
        return None  # its facts went after their retention period; its hash still holds the chain together
    now = entry_hash(before, one.chain, one.seq, one.at, one.who, one.window, one.what, one.data)
    return None if now == one.hash else Broken(one.id, one.chain, one.seq, "changed")


def _verify_checkpoints(connection: Connection, events: int, chains: int) -> Audit:
    before, last, number = START, 0, 0
    for row in connection.execute(select(CheckpointRow.__table__).order_by(CheckpointRow.id)).all():
        number += 1
        heads, _ = _heads_digest(connection, row.first_event, row.last_event)
        fits = row.first_event == last and row.hash == seal_hash(
            before, row.first_event, row.last_event, heads
        )
        if not fits or heads != row.heads:
            return Audit(
                events, chains, number, last, Broken(row.last_event, "checkpoint", number, "sealed_otherwise")
            )
        before, last = row.hash, row.last_event
    return Audit(events, chains, number, last, None)
