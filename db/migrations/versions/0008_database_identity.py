"""a database has an identity; each application keeps the one its slip's token was made with"""

import secrets

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None

META = sa.table('meta', sa.column('key', sa.String()), sa.column('value', sa.Text()))


def upgrade() -> None:
    # Applications that are there keep the recipe of the slip that was printed for them.
    op.add_column('applications', sa.Column('token_identity', sa.String(length=60), nullable=False, server_default=''))
    op.add_column('applications', sa.Column('token_recipe', sa.Integer(), nullable=False, server_default='1'))
    op.execute(sa.insert(META).values(key='identity', value=f'{secrets.token_hex(16)}.1'))


def downgrade() -> None:
    op.execute(sa.delete(META).where(META.c.key == 'identity'))
    op.drop_column('applications', 'token_recipe')
    op.drop_column('applications', 'token_identity')
