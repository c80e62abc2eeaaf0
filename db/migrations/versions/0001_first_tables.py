"""first tables"""

import sqlalchemy as sa
from alembic import op

import db.tables.base

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('catalogues',
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('version', sa.String(length=20), nullable=False),
    sa.Column('loaded_at', db.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('digest', name=op.f('pk_catalogues'))
    )
    op.create_table('drafts',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('site', sa.String(length=2), nullable=False),
    sa.Column('window', sa.String(length=2), nullable=False),
    sa.Column('clerk', sa.String(length=60), nullable=False),
    sa.Column('parked', sa.Boolean(), nullable=False),
    sa.Column('updated_at', db.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('form', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_drafts'))
    )
    op.create_table('meta',
    sa.Column('key', sa.String(length=60), nullable=False),
    sa.Column('value', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_meta'))
    )
    op.create_table('projects',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.String(length=40), nullable=False),
    sa.Column('outside_code', sa.String(length=60), nullable=False),
    sa.Column('created_at', db.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_projects')),
    sa.UniqueConstraint('number', name=op.f('uq_projects_number')),
    sa.UniqueConstraint('outside_code', name=op.f('uq_projects_outside_code'))
    )
    op.create_table('published_years',
    sa.Column('year', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('who', sa.String(length=60), nullable=False),
    sa.Column('entered_at', db.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('year', name=op.f('pk_published_years'))
    )
    op.create_table('revisions',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('working', sa.Boolean(), nullable=False),
    sa.Column('notice', sa.String(length=200), nullable=False),
    sa.Column('who', sa.String(length=60), nullable=False),
    sa.Column('entered_at', db.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('day', name=op.f('pk_revisions'))
    )
    op.create_table('series',
    sa.Column('site', sa.String(length=2), nullable=False),
    sa.Column('window', sa.String(length=2), nullable=False),
    sa.Column('scope', sa.String(length=20), nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('site', 'window', 'scope', name=op.f('pk_series'))
    )
    op.create_table('users',
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('display_name', sa.String(length=120), nullable=False),
    sa.Column('role', sa.String(length=20), nullable=False),
    sa.Column('department', sa.String(length=40), nullable=False),
    sa.Column('password_hash', sa.String(length=200), nullable=False),
    sa.Column('disabled', sa.Boolean(), nullable=False),
    sa.Column('created_at', db.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_users'))
    )
    op.create_table('applications',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.String(length=20), nullable=False),
    sa.Column('site', sa.String(length=2), nullable=False),
    sa.Column('window', sa.String(length=2), nullable=False),
    sa.Column('clerk', sa.String(length=60), nullable=False),
    sa.Column('package', sa.String(length=60), nullable=True),
    sa.Column('channel', sa.String(length=20), nullable=False),
    sa.Column('green_channel', sa.String(length=20), nullable=False),
    sa.Column('outcome', sa.String(length=30), nullable=False),
    sa.Column('received_at', db.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('accepted_at', db.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('token_digest', sa.String(length=64), nullable=False),
    sa.Column('idempotency_key', sa.String(length=120), nullable=True),
    sa.Column('form_digest', sa.String(length=64), nullable=False),
    sa.Column('signature', sa.String(length=20), nullable=False),
    sa.Column('signed_digest', sa.String(length=64), nullable=False),
    sa.Column('catalogue_digest', sa.String(length=64), nullable=False),
    sa.Column('applicant_name', sa.String(length=300), nullable=False),
    sa.Column('search_name', sa.String(length=300), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('project_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('void_reason', sa.Text(), nullable=True),
    sa.Column('form', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['project_id'], ['projects.id'], name=op.f('fk_applications_project_id_projects')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_applications')),
    sa.UniqueConstraint('idempotency_key', name=op.f('uq_applications_idempotency_key')),
    sa.UniqueConstraint('number', name=op.f('uq_applications_number')),
    sa.UniqueConstraint('token_digest', name=op.f('uq_applications_token_digest'))
    )
    with op.batch_alter_table('applications', schema=None) as batch_op:
        batch_op.create_index('ix_applications_received_at_id', ['received_at', 'id'], unique=False)
        batch_op.create_index('ix_applications_search_name', ['search_name'], unique=False)

    op.create_table('cases',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('application_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('case_no', sa.String(length=50), nullable=False),
    sa.Column('item', sa.String(length=60), nullable=False),
    sa.Column('department', sa.String(length=40), nullable=False),
    sa.Column('outcome', sa.String(length=30), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('step', sa.String(length=40), nullable=False),
    sa.Column('handler', sa.String(length=60), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('green', sa.Boolean(), nullable=False),
    sa.Column('received_at', db.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('due_at', db.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('binding', sa.String(length=30), nullable=True),
    sa.Column('claim_before', db.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('completed_at', db.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('closing', sa.String(length=30), nullable=False),
    sa.Column('completion', sa.Text(), nullable=False),
    sa.Column('upstream', sa.Text(), nullable=False),
    sa.Column('catalogue_digest', sa.String(length=64), nullable=False),
    sa.Column('applicant_name', sa.String(length=300), nullable=False),
    sa.Column('result', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['applications.id'], name=op.f('fk_cases_application_id_applications')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cases')),
    sa.UniqueConstraint('case_no', name=op.f('uq_cases_case_no'))
    )
    with op.batch_alter_table('cases', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_cases_application_id'), ['application_id'], unique=False)
        batch_op.create_index('ix_cases_counts', ['department', 'state', 'due_at'], unique=False)
        batch_op.create_index('ix_cases_queue', ['department', 'state', 'green', 'claim_before', 'id'], unique=False)
        batch_op.create_index('ix_cases_received_at_id', ['received_at', 'id'], unique=False)
        batch_op.create_index('ix_cases_state_due_at', ['state', 'due_at'], unique=False)

    op.create_table('materials',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('application_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=60), nullable=False),
    sa.Column('state', sa.String(length=30), nullable=False),
    sa.Column('form', sa.String(length=20), nullable=False),
    sa.Column('copies', sa.Integer(), nullable=False),
    sa.Column('pages', sa.Integer(), nullable=False),
    sa.Column('due', sa.Date(), nullable=True),
    sa.Column('place', sa.String(length=120), nullable=False),
    sa.Column('used_by', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['applications.id'], name=op.f('fk_materials_application_id_applications')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_materials'))
    )
    with op.batch_alter_table('materials', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_materials_application_id'), ['application_id'], unique=False)

    op.create_table('parties',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('application_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('role', sa.String(length=40), nullable=False),
    sa.Column('type', sa.String(length=30), nullable=False),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('id_type', sa.String(length=30), nullable=False),
    sa.Column('id_number', sa.String(length=60), nullable=False),
    sa.Column('phone', sa.String(length=40), nullable=False),
    sa.Column('data', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['applications.id'], name=op.f('fk_parties_application_id_applications')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_parties'))
    )
    with op.batch_alter_table('parties', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_parties_application_id'), ['application_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_parties_id_number'), ['id_number'], unique=False)

    op.create_table('clocks',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('application_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('case_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('rule', sa.String(length=30), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('unit', sa.String(length=20), nullable=False),
    sa.Column('amount', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=True),
    sa.Column('needs', sa.Text(), nullable=False),
    sa.Column('ends', sa.Text(), nullable=False),
    sa.Column('stops', sa.Text(), nullable=False),
    sa.Column('extension_days', sa.Integer(), nullable=False),
    sa.Column('started_at', db.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('ended_at', db.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('due_at', db.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('warn_at', db.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('suspended_since', db.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('provisional', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['applications.id'], name=op.f('fk_clocks_application_id_applications')),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_clocks_case_id_cases')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_clocks'))
    )
    with op.batch_alter_table('clocks', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_clocks_application_id'), ['application_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_clocks_case_id'), ['case_id'], unique=False)
        batch_op.create_index('ix_clocks_open', ['ended_at', 'due_at'], unique=False)

    op.create_table('events',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('application_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('case_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('at', db.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('who', sa.String(length=60), nullable=False),
    sa.Column('window', sa.String(length=10), nullable=False),
    sa.Column('what', sa.String(length=40), nullable=False),
    sa.Column('data', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['applications.id'], name=op.f('fk_events_application_id_applications')),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_events_case_id_cases')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_events'))
    )
    with op.batch_alter_table('events', schema=None) as batch_op:
        batch_op.create_index('ix_events_application_id_id', ['application_id', 'id'], unique=False)

    op.create_table('moments',
    sa.Column('case_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('at', db.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_moments_case_id_cases')),
    sa.PrimaryKeyConstraint('case_id', 'name', name=op.f('pk_moments'))
    )
    op.create_table('papers',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('application_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('case_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('copy', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('pages', sa.Integer(), nullable=False),
    sa.Column('made_at', db.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('who', sa.String(length=60), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['applications.id'], name=op.f('fk_papers_application_id_applications')),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_papers_case_id_cases')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_papers'))
    )
    with op.batch_alter_table('papers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_papers_application_id'), ['application_id'], unique=False)

    op.create_table('suspensions',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('case_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('ground', sa.Text(), nullable=False),
    sa.Column('started_at', db.tables.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('ended_at', db.tables.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('expected_days', sa.Integer(), nullable=True),
    sa.Column('who', sa.String(length=60), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_suspensions_case_id_cases')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_suspensions'))
    )
    with op.batch_alter_table('suspensions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_suspensions_case_id'), ['case_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('suspensions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_suspensions_case_id'))

    op.drop_table('suspensions')
    with op.batch_alter_table('papers', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_papers_application_id'))

    op.drop_table('papers')
    op.drop_table('moments')
    with op.batch_alter_table('events', schema=None) as batch_op:
        batch_op.drop_index('ix_events_application_id_id')

    op.drop_table('events')
    with op.batch_alter_table('clocks', schema=None) as batch_op:
        batch_op.drop_index('ix_clocks_open')
        batch_op.drop_index(batch_op.f('ix_clocks_case_id'))
        batch_op.drop_index(batch_op.f('ix_clocks_application_id'))

    op.drop_table('clocks')
    with op.batch_alter_table('parties', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_parties_id_number'))
        batch_op.drop_index(batch_op.f('ix_parties_application_id'))

    op.drop_table('parties')
    with op.batch_alter_table('materials', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_materials_application_id'))

    op.drop_table('materials')
    with op.batch_alter_table('cases', schema=None) as batch_op:
        batch_op.drop_index('ix_cases_state_due_at')
        batch_op.drop_index('ix_cases_received_at_id')
        batch_op.drop_index('ix_cases_queue')
        batch_op.drop_index('ix_cases_counts')
        batch_op.drop_index(batch_op.f('ix_cases_application_id'))

    op.drop_table('cases')
    with op.batch_alter_table('applications', schema=None) as batch_op:
        batch_op.drop_index('ix_applications_search_name')
        batch_op.drop_index('ix_applications_received_at_id')

    op.drop_table('applications')
    op.drop_table('users')
    op.drop_table('series')
    op.drop_table('revisions')
    op.drop_table('published_years')
    op.drop_table('projects')
    op.drop_table('meta')
    op.drop_table('drafts')
    op.drop_table('catalogues')
