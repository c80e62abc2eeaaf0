"""errands between desks, usual times, locked accounts, conditions of projects"""

import sqlalchemy as sa
from alembic import op

import db.tables.base

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
MOMENT = db.tables.base.UtcDateTime(timezone=True)


def upgrade() -> None:
    op.create_table('errands',
    sa.Column('id', BIG, nullable=False),
    sa.Column('application_id', BIG, nullable=False),
    sa.Column('case_id', BIG, nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('department', sa.String(length=40), nullable=False),
    sa.Column('question', sa.Text(), nullable=False),
    sa.Column('asked_by', sa.String(length=60), nullable=False),
    sa.Column('asked_at', MOMENT, nullable=False),
    sa.Column('unit', sa.String(length=20), nullable=False),
    sa.Column('amount', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=True),
    sa.Column('due_at', MOMENT, nullable=True),
    sa.Column('provisional', sa.Boolean(), nullable=False),
    sa.Column('answered_at', MOMENT, nullable=True),
    sa.Column('answered_by', sa.String(length=60), nullable=False),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('position', sa.String(length=20), nullable=False),
    sa.Column('data', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['applications.id'], name=op.f('fk_errands_application_id_applications')),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_errands_case_id_cases')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_errands'))
    )
    op.create_index(op.f('ix_errands_application_id'), 'errands', ['application_id'])
    op.create_index(op.f('ix_errands_case_id'), 'errands', ['case_id'])
    op.create_index('ix_errands_open', 'errands', ['answered_at', 'due_at'])
    op.create_index('ix_errands_department', 'errands', ['department', 'answered_at', 'due_at'])
    op.create_table('usual_times',
    sa.Column('item', sa.String(length=60), nullable=False),
    sa.Column('step', sa.String(length=40), nullable=False),
    sa.Column('seconds', sa.Integer(), nullable=False),
    sa.Column('cases', sa.Integer(), nullable=False),
    sa.Column('counted_at', MOMENT, nullable=False),
    sa.PrimaryKeyConstraint('item', 'step', name=op.f('pk_usual_times'))
    )
    op.add_column('cases', sa.Column('warn_at', MOMENT, nullable=True))
    op.add_column('cases', sa.Column('remind_at', MOMENT, nullable=True))
    op.add_column('cases', sa.Column('reminders', sa.String(length=60), nullable=False, server_default=''))
    op.add_column('cases', sa.Column('usual_seconds', sa.Integer(), nullable=False, server_default='0'))
    op.add_column('cases', sa.Column('level', sa.String(length=10), nullable=False, server_default=''))
    op.execute("UPDATE cases SET warn_at = claim_before WHERE due_at IS NOT NULL")
    op.create_index('ix_cases_remind_at', 'cases', ['remind_at'])
    op.create_index('ix_cases_department_application_id', 'cases', ['department', 'application_id'])
    op.add_column('projects', sa.Column('name', sa.String(length=200), nullable=False, server_default=''))
    op.add_column('projects', sa.Column('conditions', sa.JSON(), nullable=False, server_default='{}'))
    op.add_column('users', sa.Column('must_change', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column('users', sa.Column('failures', sa.Integer(), nullable=False, server_default='0'))
    op.add_column('users', sa.Column('locked_until', MOMENT, nullable=True))
    op.add_column('papers', sa.Column('mark', sa.String(length=60), nullable=False, server_default=''))
    op.execute("UPDATE papers SET mark = reason, reason = '' WHERE reason LIKE 'handover:%'")
    op.add_column('events', sa.Column('erased', sa.Boolean(), nullable=False, server_default=sa.false()))
    if op.get_bind().dialect.name == 'postgresql':
        op.execute(HEAD)
        op.execute(LOCK)


# The head of a chain, with the row behind it held until the commit; and the lock under which a mark is taken.
# Both run with the owner's rights, since the program may neither lock nor change the table of events.
HEAD = """
CREATE FUNCTION counter_chain_head(of_chain varchar, key bigint, OUT last_seq integer, OUT last_hash varchar)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    IF left(of_chain, 1) = 'c' THEN
        PERFORM 1 FROM cases WHERE id = key FOR NO KEY UPDATE;
    ELSIF left(of_chain, 1) = 'a' THEN
        PERFORM 1 FROM applications WHERE id = key FOR NO KEY UPDATE;
    ELSE
        PERFORM 1 FROM meta WHERE meta.key = 'rehearsal' FOR NO KEY UPDATE;
    END IF;
    SELECT seq, hash INTO last_seq, last_hash FROM events WHERE chain = of_chain ORDER BY seq DESC LIMIT 1;
END $$"""
LOCK = """
CREATE FUNCTION counter_lock_events() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN LOCK TABLE events IN SHARE MODE; END $$"""


def downgrade() -> None:
    if op.get_bind().dialect.name == 'postgresql':
        op.execute('DROP FUNCTION counter_lock_events()')
        op.execute('DROP FUNCTION counter_chain_head(varchar, bigint)')
    op.drop_column('events', 'erased')
    op.drop_column('papers', 'mark')
    for column in ('locked_until', 'failures', 'must_change'):
        op.drop_column('users', column)
    for column in ('conditions', 'name'):
        op.drop_column('projects', column)
    op.drop_index('ix_cases_department_application_id', 'cases')
    op.drop_index('ix_cases_remind_at', 'cases')
    for column in ('level', 'usual_seconds', 'reminders', 'remind_at', 'warn_at'):
        op.drop_column('cases', column)
    op.drop_table('usual_times')
    op.drop_table('errands')
