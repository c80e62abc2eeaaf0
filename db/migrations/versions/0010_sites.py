"""sites are rows: letters, number of three digits, name, hours and holidays of their own"""

import json

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None

META = sa.table('meta', sa.column('key', sa.String()), sa.column('value', sa.Text()))
SITES = sa.table('sites', sa.column('code'), sa.column('number'), sa.column('name'), sa.column('hours', sa.JSON()),
                 sa.column('holidays', sa.JSON()))


def upgrade() -> None:
    op.create_table('sites',
    sa.Column('code', sa.String(length=2), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('hours', sa.JSON(), nullable=False),
    sa.Column('holidays', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_sites')),
    sa.UniqueConstraint('number', name=op.f('uq_sites_number'))
    )
    _enter_what_is_there()


def _enter_what_is_there() -> None:
    """Each site that gave numbers becomes a row, under the digit it had in them where no other has it."""
    connection = op.get_bind()
    hall = connection.scalar(sa.select(META.c.value).where(META.c.key == 'hall'))
    name = json.loads(hall).get('name', '') if hall else ''
    taken = set()
    applications = sa.table('applications', sa.column('id'), sa.column('site'))
    cases = sa.table('cases', sa.column('application_id'), sa.column('case_no'))
    found = connection.scalars(sa.select(applications.c.site).distinct().order_by(applications.c.site)).all()
    for site in found:
        query = sa.select(cases.c.case_no).join(applications, applications.c.id == cases.c.application_id)
        case_no = connection.scalar(query.where(applications.c.site == site).order_by(applications.c.id.desc()).limit(1))
        # 31 characters of the implementation code and 8 of the date stood before the site's digit.
        digit = case_no[39:40] if case_no is not None and len(case_no) == 46 else ''
        number = int(digit) if digit.isdigit() else 1
        while number in taken:
            number += 1
        taken.add(number)
        connection.execute(sa.insert(SITES).values(code=site, number=number, name=name if name and len(found) == 1 else site,
                                                   hours={}, holidays={}))


def downgrade() -> None:
    op.drop_table('sites')
