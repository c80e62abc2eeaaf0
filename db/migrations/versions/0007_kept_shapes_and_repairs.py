"""shapes of what is kept; what 0001 and 0004 gained after they had been used is made up for

Databases of the first weeks were made by revisions that were edited afterwards: they lack two indexes and, on a
server, the functions behind every chain. Databases that have them stay as they are.
"""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

HEAD = """
CREATE OR REPLACE FUNCTION counter_chain_head(of_chain varchar, key bigint, OUT last_seq integer, OUT last_hash varchar)
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
CREATE OR REPLACE FUNCTION counter_lock_events() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN LOCK TABLE events IN SHARE MODE; END $$"""


def upgrade() -> None:
    op.create_index('ix_cases_counts', 'cases', ['department', 'state', 'due_at'], if_not_exists=True)
    op.create_index(
        'ix_cases_department_application_id', 'cases', ['department', 'application_id'], if_not_exists=True
    )
    if op.get_bind().dialect.name == 'postgresql':
        _json_as_it_is_kept_now(op.get_bind())
        op.execute(HEAD)
        op.execute(LOCK)
    op.add_column('catalogues', sa.Column('shape', sa.Integer(), nullable=True))
    op.add_column('imported_items', sa.Column('shape', sa.Integer(), nullable=True))


def _json_as_it_is_kept_now(connection: sa.Connection) -> None:
    """The first databases on a server kept JSON in the binary type, all others as text."""
    columns = connection.execute(sa.text(
        "SELECT table_name, column_name FROM information_schema.columns "
        "WHERE table_schema = 'public' AND udt_name = 'jsonb' ORDER BY 1, 2"
    )).all()
    for table, column in columns:
        op.execute(f'ALTER TABLE "{table}" ALTER COLUMN "{column}" TYPE json USING "{column}"::json')


def downgrade() -> None:
    op.drop_column('imported_items', 'shape')
    op.drop_column('catalogues', 'shape')
