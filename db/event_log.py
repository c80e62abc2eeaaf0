"""The append-only log: each entry carries the hash of the one before it in its chain.

A chain is that of a case, of an application (steps that belong to no case of it) or of the hall; one
chain over everything would make every window wait for every other. Chains are named after the numbers
that people know; those of earlier programs were named after database keys. Such a chain is not renamed:
the first entry under the new name says where the old one ended, and closes over that.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, bindparam, func, insert, select, text

from counter.domain.application import Event
from counter.domain.chain import HALL, RECIPE, START, Continued, chain_of_application, chain_of_case, hash_of
from db.rows import Row
from db.tables import EventRow

COLUMNS: Final = (
    "application_id",
    "case_id",
    "at",
    "who",
    "site",
    "window",
    "pc",
    "what",
    "data",
    "chain",
    "seq",
    "hash",
    "recipe",
    "continues_chain",
    "continues_seq",
    "continues_hash",
    "erased",
)
"""What an entry consists of, as ``entry`` gives it."""
ADD = insert(EventRow).values({name: bindparam(name) for name in COLUMNS})
_HEADS = text(
    "SELECT c.chain, h.* FROM unnest(CAST(:chains AS varchar[])) WITH ORDINALITY AS c(chain, n), "
    "LATERAL public.counter_chain_head(c.chain) AS h ORDER BY c.n"
)
"""The server's function that holds the row behind a chain and gives its end: for all chains in one round trip."""


@dataclass(frozen=True, slots=True)
class End:
    """Where a chain ends: its last entry, or for one that has none yet the end of the one it continues."""

    seq: int = 0
    hash: str = START
    continues: Continued | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """What an entry is about: chain by number, and the keys of the rows; its name in earlier programs."""

    chain: str
    application_id: int | None = None
    case_id: int | None = None

    @property
    def old_chain(self) -> str:
        """Return the name the chain had when chains were named after keys; the hall's never changed."""
        return old_chain_of(self.application_id, self.case_id)


def old_chain_of(application_id: int | None, case_id: int | None) -> str:
    """Return the chain that an entry of an earlier program belongs to."""
    if case_id is not None:
        return f"c{case_id}"
    return f"a{application_id}" if application_id is not None else HALL


def end_of(row: Row) -> End:
    """Return a chain's end from the server's answer."""
    if row.last_seq is not None:
        return End(int(row.last_seq), str(row.last_hash))
    if row.old_seq is not None:
        return End(continues=Continued(str(row.old_chain), int(row.old_seq), str(row.old_hash)))
    return End()


def held_ends(connection: Connection, subjects: Iterable[Subject]) -> dict[str, End]:
    """Return the ends of the chains; on a server the rows behind them are held until the commit."""
    by_chain = {one.chain: one for one in subjects}
    if connection.dialect.name != "postgresql":
        return ends(connection, by_chain.values())
    # Inserts that point at a row hold it against deletion only; its lock is compatible with theirs. Applications
    # are held before cases, and those by number, as every step does it.
    found = connection.execute(_HEADS, {"chains": sorted(by_chain)})
    return {str(row.chain): end_of(row) for row in found}


def ends(connection: Connection, subjects: Iterable[Subject]) -> dict[str, End]:
    """Return the ends of the chains as they stand; whoever asks has the rows behind them already."""
    by_chain = {one.chain: one for one in subjects}
    found = {row.chain: End(row.seq, row.hash) for row in _last(connection, by_chain)}
    old = {one.old_chain: name for name, one in by_chain.items() if name not in found and name != HALL}
    continued = {
        old[row.chain]: End(continues=Continued(row.chain, row.seq, row.hash))
        for row in (_last(connection, old) if old else ())
    }
    return {name: found.get(name) or continued.get(name) or End() for name in by_chain}


def _last(connection: Connection, chains: Iterable[str]) -> Iterable[Row]:
    last = (
        select(EventRow.chain, func.max(EventRow.seq).label("seq"))
        .where(EventRow.chain.in_(list(chains)))
        .group_by(EventRow.chain)
        .subquery()
    )
    query = select(EventRow.chain, EventRow.seq, EventRow.hash).join(
        last, (last.c.chain == EventRow.chain) & (last.c.seq == EventRow.seq)
    )
    return connection.execute(query)


def entry(subject: Subject, one: Event, end: End) -> dict[str, object]:
    """Return the row of an entry that follows the *end* of its chain."""
    seq, data, continues = end.seq + 1, dict(one.data), end.continues
    return {
        "application_id": subject.application_id, "case_id": subject.case_id, "at": one.at, "who": one.who,
        "site": one.site, "window": one.window, "pc": one.pc, "what": one.what, "data": data,
        "chain": subject.chain, "seq": seq, "hash": hash_of(end.hash, subject.chain, seq, one, continues),
        "recipe": RECIPE, "continues_chain": continues.chain if continues else "",
        "continues_seq": continues.seq if continues else 0,
        "continues_hash": continues.hash if continues else "", "erased": False,
    }  # fmt: skip


def chained(entries: Iterable[tuple[Subject, Event]], heads: Mapping[str, End]) -> list[dict[str, object]]:
    """Return the rows of entries that follow the *heads* of their chains, one after another."""
    now, values = dict(heads), []
    for subject, one in entries:
        row = entry(subject, one, now.get(subject.chain, End()))
        now[subject.chain] = End(int(str(row["seq"])), str(row["hash"]))
        values.append(row)
    return values


def append(
    connection: Connection,
    application: tuple[int, str] | None,
    events: Iterable[Event],
    cases: Mapping[str, int],
    *,
    fresh: bool = False,
) -> None:
    """Add entries to the chains of the application (key, number), of its cases by number, or of the hall.

    *fresh* says that the application is new and so are its chains.
    """
    entries = [(subject_of(application, one.case_no, cases), one) for one in events]
    heads = {} if fresh else held_ends(connection, (subject for subject, _ in entries))
    connection.execute(ADD, chained(entries, heads))


def subject_of(application: tuple[int, str] | None, case_no: str, cases: Mapping[str, int]) -> Subject:
    """Return what an event is about: its case when that is one of *cases*, else the application or the hall."""
    if application is None:
        return Subject(HALL)
    if case_no in cases:
        return Subject(chain_of_case(case_no), application[0], cases[case_no])
    return Subject(chain_of_application(application[1]), application[0])


def watermark(connection: Connection) -> int:
    """Return the key below which every entry is committed and none can still appear.

    On PostgreSQL keys are given before the commit; the lock waits for writers under way and lasts only
    until the end of the transaction. SQLite has one writer at a time.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT public.counter_lock_events()"))
    return int(connection.scalar(select(func.max(EventRow.id))) or 0)
