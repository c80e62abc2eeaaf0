"""Databases as earlier programs wrote them: the newest rows rewritten by the old recipes."""

import hashlib

from sqlalchemy import Connection, select, update

from counter.domain.chain import START, entry_hash, seal_hash
from counter.domain.slip import token_digest, token_for
from counter.wiring import Core
from db.event_log import old_chain_of
from db.tables import ApplicationRow, CheckpointRow, EventRow


def age(core: Core) -> None:
    """Let the database look as it did when chains hung on keys and slips on the key alone."""
    with core.owner() as engine, engine.begin() as connection:
        for number in connection.scalars(select(ApplicationRow.number)).all():
            connection.execute(
                update(ApplicationRow)
                .where(ApplicationRow.number == number)
                .values(
                    token_identity="",
                    token_recipe=1,
                    token_digest=token_digest(token_for(core.app.key, number)),
                )
            )
        _chain(connection)
        _seal(connection)


def _chain(connection: Connection) -> None:
    ends: dict[str, tuple[int, str]] = {}
    for row in connection.execute(select(EventRow.__table__).order_by(EventRow.id)).all():
        chain = old_chain_of(row.application_id, row.case_id)
        seq, before = ends.get(chain, (0, START))
        now = entry_hash(before, chain, seq + 1, row.at, row.who, row.window, row.what, row.data)
        ends[chain] = (seq + 1, now)
        values = {"chain": chain, "seq": seq + 1, "hash": now, "recipe": 1, "site": "", "pc": ""}
        connection.execute(update(EventRow).where(EventRow.id == row.id).values(values))


def _seal(connection: Connection) -> None:
    before = START
    for row in connection.execute(select(CheckpointRow.__table__).order_by(CheckpointRow.id)).all():
        query = select(EventRow.id, EventRow.hash).where(
            EventRow.id > row.first_event, EventRow.id <= row.last_event
        )
        entries = connection.execute(query.order_by(EventRow.id)).all()
        heads = hashlib.sha256("".join(f"{one.id}:{one.hash};" for one in entries).encode()).hexdigest()
        before = seal_hash(before, row.first_event, row.last_event, heads)
        values = {"heads": heads, "hash": before, "recipe": 1}
        connection.execute(update(CheckpointRow).where(CheckpointRow.id == row.id).values(values))
