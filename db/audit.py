"""The proof of the log: every chain entry by entry, every bridge from an old name, every checkpoint.

Checkpoints seal all chains at once, so that a chain cannot lose its end, or vanish, unnoticed. They are
found by keys and seal none: what is hashed is each entry's chain, its place there and its hash.
"""

import hashlib
from contextlib import closing
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, String, cast, insert, select
from sqlalchemy.orm import aliased

from counter.domain.chain import (
    CHECKPOINT_RECIPE,
    HALL,
    START,
    Audit,
    Broken,
    Continued,
    chain_of_application,
    chain_of_case,
    entry_hash,
    hash_of,
    seal_hash,
    seal_of,
)
from counter.domain.events import EventKind
from db.event_log import old_chain_of, watermark
from db.rows import Row, placed
from db.tables import ApplicationRow, CaseRow, CheckpointRow, EventRow

_BATCH = 5_000


def seal(connection: Connection, at: datetime) -> int:
    """Write a checkpoint over what was added since the last one; returns how many entries it covers."""
    until = watermark(connection)
    query = select(CheckpointRow.last_event, CheckpointRow.hash)
    found = connection.execute(query.order_by(CheckpointRow.id.desc()).limit(1)).first()
    first, before = (int(found.last_event), str(found.hash)) if found else (0, START)
    digest, count = _sealed(connection, first, until, CHECKPOINT_RECIPE)
    if not count:
        return 0
    connection.execute(
        insert(CheckpointRow).values(
            at=at, first_event=first, last_event=until, heads=digest, hash=seal_of(before, digest),
            recipe=CHECKPOINT_RECIPE,
        )
    )  # fmt: skip
    return count


def _sealed(connection: Connection, first: int, last: int, recipe: int) -> tuple[str, int]:
    """Return the digest of the entries between two keys by the checkpoint's recipe, and their number."""
    query = select(EventRow.id, EventRow.chain, EventRow.seq, EventRow.hash)
    query = query.where(EventRow.id > first, EventRow.id <= last)
    query = (
        query.order_by(EventRow.id) if recipe == 1 else query.order_by(_bytewise(connection), EventRow.seq)
    )
    digest, count = hashlib.sha256(), 0
    with closing(connection.execute(query.execution_options(yield_per=_BATCH))) as found:
        for row in found:
            sealed = f"{row.id}:{row.hash};" if recipe == 1 else f"{row.chain}:{row.seq}:{row.hash};"
            digest.update(sealed.encode())
            count += 1
    return digest.hexdigest(), count


def _bytewise(connection: Connection) -> ColumnElement[str]:
    """Return the chain's name in an order that is the same on every server and in every language."""
    if connection.dialect.name == "postgresql":
        return EventRow.chain.collate("C")
    return EventRow.chain.expression


def verify(connection: Connection) -> Audit:
    """Check every chain entry by entry, then the bridges and the checkpoints; stops at the first that does not fit."""
    events = chains = seq = 0
    chain, before = "", START
    erased_until = _erased_until(connection)
    with closing(connection.execute(_entries().execution_options(yield_per=_BATCH))) as entries:
        for row in entries:
            if row.chain != chain:
                chain, seq, before = row.chain, 0, START
                chains += 1
            events += 1
            broken = _look(row, seq, before, erased_until)
            if broken is not None:
                return Audit(events, chains, 0, 0, broken)
            seq, before = row.seq, row.hash
    broken = _first_false_bridge(connection)
    if broken is not None:
        return Audit(events, chains, 0, 0, broken)
    return _verify_checkpoints(connection, events, chains)


def _entries() -> Select[*tuple[Any, ...]]:
    return (
        select(EventRow.__table__, ApplicationRow.number, CaseRow.case_no)
        .outerjoin(ApplicationRow, ApplicationRow.id == EventRow.application_id)
        .outerjoin(CaseRow, CaseRow.id == EventRow.case_id)
        .order_by(EventRow.chain, EventRow.seq)
    )


def _erased_until(connection: Connection) -> datetime | None:
    """Return up to when facts were erased by the retention runs that the hall's own chain tells of."""
    query = select(EventRow.data).where(EventRow.chain == HALL, EventRow.what == EventKind.ERASED)
    runs = [data.get("events", {}).get("before") for data in connection.scalars(query)]
    return max((datetime.fromisoformat(one) for one in runs if one), default=None)


def _look(one: Row, seq: int, before: str, erased_until: datetime | None) -> Broken | None:
    if one.seq != seq + 1:
        return Broken(one.id, one.chain, one.seq, "removed_before")
    if one.chain != _chain_by_rows(one):
        return Broken(one.id, one.chain, one.seq, "moved")
    if one.continues_chain and (
        one.seq > 1 or one.continues_chain != old_chain_of(one.application_id, one.case_id)
    ):
        return Broken(one.id, one.chain, one.seq, "false_bridge")
    if one.erased and not one.data and erased_until is not None and one.at < erased_until:
        return None  # its facts went after their retention period; its hash still holds the chain together
    return None if _hash(one, before) == one.hash else Broken(one.id, one.chain, one.seq, "changed")


def _chain_by_rows(one: Row) -> str:
    """Return the chain that the rows an entry points at belong to, as programs of its recipe named it."""
    if one.recipe == 1:
        return old_chain_of(one.application_id, one.case_id)
    if one.case_id is not None:
        return chain_of_case(one.case_no)
    return chain_of_application(one.number) if one.application_id is not None else HALL


def _hash(one: Row, before: str) -> str:
    if one.recipe == 1:
        return entry_hash(before, one.chain, one.seq, one.at, one.who, one.window, one.what, one.data)
    continues = (
        Continued(one.continues_chain, one.continues_seq, one.continues_hash) if one.continues_chain else None
    )
    return hash_of(before, one.chain, one.seq, placed(one), continues, recipe=one.recipe)


def _first_false_bridge(connection: Connection) -> Broken | None:
    """Return the first chain under a new name that does not begin where the old one ended."""
    old, later = aliased(EventRow), aliased(EventRow)
    query = (
        select(EventRow.id, EventRow.chain, EventRow.seq)
        .outerjoin(old, (old.chain == EventRow.continues_chain) & (old.seq == EventRow.continues_seq))
        .outerjoin(later, (later.chain == old.chain) & (later.seq == old.seq + 1))
        .where(EventRow.continues_chain != "")
        .where(old.hash.is_(None) | (old.hash != EventRow.continues_hash) | later.id.is_not(None))
    )
    row = connection.execute(query.order_by(EventRow.id).limit(1)).first() or _unbridged(connection)
    return Broken(row.id, row.chain, row.seq, "false_bridge") if row is not None else None


def _unbridged(connection: Connection) -> Row | None:
    """Return the first entry of a chain that says nothing of the one under its old name, which is there."""
    old = aliased(EventRow)
    first = (EventRow.recipe > 1, EventRow.seq == 1, EventRow.continues_chain == "", EventRow.chain != HALL)
    of_case = (EventRow.case_id.is_not(None), old.chain == "c" + cast(EventRow.case_id, String))
    of_application = (EventRow.case_id.is_(None), old.chain == "a" + cast(EventRow.application_id, String))
    for mine, same in (of_case, of_application):
        query = select(EventRow.id, EventRow.chain, EventRow.seq).join(old, same & (old.seq == 1))
        row: Row | None = connection.execute(query.where(*first, mine).limit(1)).first()
        if row is not None:
            return row
    return None


def _verify_checkpoints(connection: Connection, events: int, chains: int) -> Audit:
    before, last, number = START, 0, 0
    for row in connection.execute(select(CheckpointRow.__table__).order_by(CheckpointRow.id)).all():
        number += 1
        digest, _ = _sealed(connection, row.first_event, row.last_event, row.recipe)
        expected = (
            seal_hash(before, row.first_event, row.last_event, digest)
            if row.recipe == 1
            else seal_of(before, digest)
        )
        if row.first_event != last or row.hash != expected or digest != row.heads:
            return Audit(
                events, chains, number, last, Broken(row.last_event, "checkpoint", number, "sealed_otherwise")
            )
        before, last = row.hash, row.last_event
    return Audit(events, chains, number, last, None)
