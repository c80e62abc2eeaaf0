"""back to the applicant: hand-overs, ratings, rectifications, messages, scans"""

import sqlalchemy as sa
from alembic import op

import db.tables.base

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

def upgrade() -> None:
    op.create_table('handovers',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('application_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('at', db.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('who', sa.String(length=60), nullable=False),
    sa.Column('window', sa.String(length=2), nullable=False),
    sa.Column('method', sa.String(length=20), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('signature', sa.String(length=20), nullable=False),
    sa.Column('ended_at', db.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('data', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['applications.id'], name=op.f('fk_handovers_application_id_applications')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_handovers'))
    )
    op.create_index(op.f('ix_handovers_application_id'), 'handovers', ['application_id'], unique=False)
    op.create_table('messages',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('application_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('case_no', sa.String(length=50), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('key', sa.String(length=120), nullable=False),
    sa.Column('recipient', sa.String(length=40), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('created_at', db.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('taken_at', db.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('delivered_at', db.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('gateway', sa.String(length=20), nullable=False),
    sa.Column('problem', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['applications.id'], name=op.f('fk_messages_application_id_applications')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_messages')),
    sa.UniqueConstraint('key', name=op.f('uq_messages_key'))
    )
    op.create_index(op.f('ix_messages_application_id'), 'messages', ['application_id'], unique=False)
    op.create_index('ix_messages_state_id', 'messages', ['state', 'id'], unique=False)
    op.create_table('ratings',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('application_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('subject', sa.String(length=20), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('grade', sa.String(length=20), nullable=False),
    sa.Column('reasons', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('channel', sa.String(length=20), nullable=False),
    sa.Column('at', db.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('window', sa.String(length=2), nullable=False),
    sa.Column('item', sa.String(length=60), nullable=False),
    sa.Column('department', sa.String(length=40), nullable=False),
    sa.Column('origin', sa.String(length=32), nullable=False),
    sa.Column('flagged', sa.Boolean(), nullable=False),
    sa.Column('counted', sa.Boolean(), nullable=False),
    sa.Column('appeal', sa.Text(), nullable=False),
    sa.Column('ruling', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['applications.id'], name=op.f('fk_ratings_application_id_applications')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ratings')),
    sa.UniqueConstraint('application_id', 'kind', 'subject', 'round', name='uq_ratings_subject')
    )
    op.create_index('ix_ratings_at', 'ratings', ['at'], unique=False)
    op.create_index('ix_ratings_origin_at', 'ratings', ['origin', 'at'], unique=False)
    op.create_table('scans',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('application_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('case_no', sa.String(length=50), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('media_type', sa.String(length=60), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('at', db.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('who', sa.String(length=60), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['applications.id'], name=op.f('fk_scans_application_id_applications')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_scans'))
    )
    op.create_index(op.f('ix_scans_application_id'), 'scans', ['application_id'], unique=False)
    op.create_table('rectifications',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('application_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('rating_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('subject', sa.String(length=20), nullable=False),
    sa.Column('responsible', sa.String(length=60), nullable=False),
    sa.Column('days', sa.Integer(), nullable=False),
    sa.Column('opened_at', db.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('due_at', db.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('provisional', sa.Boolean(), nullable=False),
    sa.Column('called_at', db.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('call', sa.Text(), nullable=False),
    sa.Column('measures', sa.Text(), nullable=False),
    sa.Column('closed_at', db.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('who', sa.String(length=60), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['applications.id'], name=op.f('fk_rectifications_application_id_applications')),
    sa.ForeignKeyConstraint(['rating_id'], ['ratings.id'], name=op.f('fk_rectifications_rating_id_ratings')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rectifications')),
    sa.UniqueConstraint('rating_id', name=op.f('uq_rectifications_rating_id'))
    )
    op.create_index(op.f('ix_rectifications_application_id'), 'rectifications', ['application_id'], unique=False)
    op.create_index('ix_rectifications_open', 'rectifications', ['closed_at', 'due_at'], unique=False)
    op.add_column('applications', sa.Column('token_serial', sa.Integer(), nullable=False, server_default='0'))
    op.add_column('applications', sa.Column('token_until', db.tables.base.UtcDateTime(timezone=True), nullable=True))
    op.create_index('ix_cases_state_completed_at', 'cases', ['state', 'completed_at'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_cases_state_completed_at', 'cases')
    op.drop_column('applications', 'token_until')
    op.drop_column('applications', 'token_serial')
    for table in ('rectifications', 'scans', 'ratings', 'messages', 'handovers'):
        op.drop_table(table)
