"""events in chains, sealed by checkpoints"""

import sqlalchemy as sa
from alembic import op

import db.tables.base
from counter.domain.chain import START, entry_hash

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

EVENTS = sa.table(
    'events',
    sa.column('id', sa.BigInteger()), sa.column('application_id', sa.BigInteger()),
    sa.column('case_id', sa.BigInteger()), sa.column('at', db.tables.base.UtcDateTime()),
    sa.column('who', sa.String()), sa.column('window', sa.String()), sa.column('what', sa.String()),
    sa.column('data', sa.JSON()), sa.column('chain', sa.String()), sa.column('seq', sa.Integer()),
    sa.column('hash', sa.String()),
)


def upgrade() -> None:
    op.create_table('checkpoints',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('at', db.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('first_event', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('last_event', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('heads', sa.String(length=64), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_checkpoints'))
    )
    op.add_column('events', sa.Column('chain', sa.String(length=24), nullable=False, server_default=''))
    op.add_column('events', sa.Column('seq', sa.Integer(), nullable=False, server_default='0'))
    op.add_column('events', sa.Column('hash', sa.String(length=64), nullable=False, server_default=''))
    _chain_what_is_there()
    op.create_index('ix_events_chain_seq', 'events', ['chain', 'seq'], unique=True)


def _chain_what_is_there() -> None:
    connection = op.get_bind()
    heads, after = {}, 0
    while rows := connection.execute(sa.select(EVENTS).where(EVENTS.c.id > after).order_by(EVENTS.c.id).limit(5000)).all():
        values = []
        for row in rows:
            after = row.id
            chain = f'c{row.case_id}' if row.case_id is not None else f'a{row.application_id}' if row.application_id is not None else 'hall'
            seq, before = heads.get(chain, (0, START))
            now = entry_hash(before, chain, seq + 1, row.at, row.who, row.window, row.what, row.data)
            heads[chain] = (seq + 1, now)
            values.append({'key': row.id, 'c': chain, 's': seq + 1, 'h': now})
        connection.execute(
            sa.update(EVENTS).where(EVENTS.c.id == sa.bindparam('key')).values(
                chain=sa.bindparam('c'), seq=sa.bindparam('s'), hash=sa.bindparam('h')),
            values,
        )


def downgrade() -> None:
    op.drop_index('ix_events_chain_seq', 'events')
    for column in ('hash', 'seq', 'chain'):
        op.drop_column('events', column)
    op.drop_table('checkpoints')
