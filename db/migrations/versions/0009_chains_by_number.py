"""chains named after numbers, entries that name site and PC, recipes of hashes"""

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None

# The end of a chain by its name, with the row behind it held until the commit. A chain that has no entry yet
# answers with the end of the one that it had under the name of earlier programs. It runs with the owner's
# rights, since the program may neither lock nor change the table of events.
HEAD = """
CREATE FUNCTION counter_chain_head(of_chain varchar, OUT last_seq integer, OUT last_hash varchar,
                                   OUT old_chain varchar, OUT old_seq integer, OUT old_hash varchar)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
    IF left(of_chain, 5) = 'case:' THEN
        SELECT 'c' || id INTO old_chain FROM cases WHERE case_no = substr(of_chain, 6) FOR NO KEY UPDATE;
    ELSIF left(of_chain, 12) = 'application:' THEN
        SELECT 'a' || id INTO old_chain FROM applications WHERE number = substr(of_chain, 13) FOR NO KEY UPDATE;
    ELSE
        PERFORM 1 FROM meta WHERE meta.key = 'rehearsal' FOR NO KEY UPDATE;
    END IF;
    SELECT seq, hash INTO last_seq, last_hash FROM events WHERE chain = of_chain ORDER BY seq DESC LIMIT 1;
    IF last_seq IS NULL AND old_chain IS NOT NULL THEN
        SELECT seq, hash INTO old_seq, old_hash FROM events WHERE chain = old_chain ORDER BY seq DESC LIMIT 1;
    END IF;
END $$"""


def upgrade() -> None:
    # What is written stays: old entries keep their chains' names and are verified by recipe 1.
    with op.batch_alter_table('events') as table:
        table.alter_column('chain', existing_type=sa.String(length=24), type_=sa.String(length=80),
                           existing_nullable=False, existing_server_default='')
    op.add_column('events', sa.Column('site', sa.String(length=2), nullable=False, server_default=''))
    op.add_column('events', sa.Column('pc', sa.String(length=64), nullable=False, server_default=''))
    op.add_column('events', sa.Column('recipe', sa.Integer(), nullable=False, server_default='1'))
    op.add_column('events', sa.Column('continues_chain', sa.String(length=24), nullable=False, server_default=''))
    op.add_column('events', sa.Column('continues_seq', sa.Integer(), nullable=False, server_default='0'))
    op.add_column('events', sa.Column('continues_hash', sa.String(length=64), nullable=False, server_default=''))
    op.add_column('checkpoints', sa.Column('recipe', sa.Integer(), nullable=False, server_default='1'))
    if op.get_bind().dialect.name == 'postgresql':
        op.execute(HEAD)
        # The function of earlier programs is dropped one version later; nobody needs it from now on.
        op.execute("""
            DO $$ BEGIN
                IF to_regprocedure('public.counter_chain_head(varchar, bigint)') IS NOT NULL THEN
                    REVOKE ALL ON FUNCTION public.counter_chain_head(varchar, bigint) FROM PUBLIC;
                END IF;
            END $$""")


def downgrade() -> None:
    if op.get_bind().dialect.name == 'postgresql':
        op.execute('DROP FUNCTION counter_chain_head(varchar)')
    op.drop_column('checkpoints', 'recipe')
    for column in ('continues_hash', 'continues_seq', 'continues_chain', 'recipe', 'pc', 'site'):
        op.drop_column('events', column)
