"""the window's books: credit record, inquiries, targets of tracked measures, imported items"""

import sqlalchemy as sa
from alembic import op

import db.tables.base

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
MOMENT = db.tables.base.UtcDateTime(timezone=True)


def upgrade() -> None:
    op.create_table('credit_entries',
    sa.Column('id', BIG, nullable=False),
    sa.Column('id_type', sa.String(length=30), nullable=False),
    sa.Column('id_number', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.Column('recorded_at', MOMENT, nullable=False),
    sa.Column('recorded_by', sa.String(length=60), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('repaired_at', MOMENT, nullable=True),
    sa.Column('repair', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_credit_entries'))
    )
    op.create_index('ix_credit_entries_id_number', 'credit_entries', ['id_number'])
    op.create_table('inquiries',
    sa.Column('id', BIG, nullable=False),
    sa.Column('number', sa.String(length=20), nullable=False),
    sa.Column('at', MOMENT, nullable=False),
    sa.Column('site', sa.String(length=2), nullable=False),
    sa.Column('window', sa.String(length=2), nullable=False),
    sa.Column('clerk', sa.String(length=60), nullable=False),
    sa.Column('first_responder', sa.String(length=60), nullable=False),
    sa.Column('items', sa.Text(), nullable=False),
    sa.Column('missing', sa.Text(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('ticket_no', sa.String(length=40), nullable=False),
    sa.Column('channel', sa.String(length=20), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_inquiries')),
    sa.UniqueConstraint('number', name=op.f('uq_inquiries_number'))
    )
    op.create_index('ix_inquiries_site_at', 'inquiries', ['site', 'at'])
    op.create_table('targets',
    sa.Column('id', BIG, nullable=False),
    sa.Column('measure', sa.Integer(), nullable=False),
    sa.Column('figure', sa.String(length=40), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.Column('entered_by', sa.String(length=60), nullable=False),
    sa.Column('entered_at', MOMENT, nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_targets'))
    )
    op.create_index(op.f('ix_targets_measure'), 'targets', ['measure'])
    op.create_table('imported_items',
    sa.Column('id', BIG, nullable=False),
    sa.Column('code', sa.String(length=60), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('imported_by', sa.String(length=60), nullable=False),
    sa.Column('imported_at', MOMENT, nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_imported_items'))
    )
    op.create_index(op.f('ix_imported_items_code'), 'imported_items', ['code'])


def downgrade() -> None:
    for table in ('imported_items', 'targets', 'inquiries', 'credit_entries'):
        op.drop_table(table)
