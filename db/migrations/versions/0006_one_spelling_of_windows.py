"""windows without leading zeros: the series of 01 and 1 numbered the same applications"""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

SERIES = sa.table('series', sa.column('site'), sa.column('window'), sa.column('scope'), sa.column('last'))


def upgrade() -> None:
    connection = op.get_bind()
    for site, window, scope, last in connection.execute(sa.select(SERIES)).all():
        plain = window.lstrip('0') or window[:1]
        if plain == window:
            continue
        same = (SERIES.c.site == site) & (SERIES.c.scope == scope)
        known = connection.scalar(sa.select(SERIES.c.last).where(same, SERIES.c.window == plain))
        connection.execute(sa.delete(SERIES).where(same, SERIES.c.window == plain))
        connection.execute(
            sa.update(SERIES).where(same, SERIES.c.window == window).values(window=plain, last=max(last, known or 0))
        )
    for name in ('applications', 'drafts', 'inquiries', 'handovers', 'ratings'):
        table = sa.table(name, sa.column('window'))
        plain = sa.func.substr(table.c.window, 2)
        connection.execute(sa.update(table).where(table.c.window.like('0_')).values(window=plain))


def downgrade() -> None:
    """Nothing to take back: earlier programs read the plain spelling as well."""
