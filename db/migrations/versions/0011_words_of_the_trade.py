"""printouts and requests between departments under their own names"""

from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None

TABLES = (('papers', 'printouts'), ('errands', 'department_requests'))
INDEXES = {
    'printouts': (('ix_papers_application_id', 'ix_printouts_application_id', ['application_id']),),
    'department_requests': (
        ('ix_errands_application_id', 'ix_department_requests_application_id', ['application_id']),
        ('ix_errands_case_id', 'ix_department_requests_case_id', ['case_id']),
        ('ix_errands_open', 'ix_department_requests_open', ['answered_at', 'due_at']),
        ('ix_errands_department', 'ix_department_requests_department', ['department', 'answered_at', 'due_at']),
    ),
}
CONSTRAINTS = ('pk_{}', 'fk_{}_application_id_applications', 'fk_{}_case_id_cases')


def upgrade() -> None:
    _rename(TABLES, 0, 1)


def downgrade() -> None:
    _rename(tuple((new, old) for old, new in TABLES), 1, 0)


def _rename(tables: tuple[tuple[str, str], ...], was: int, becomes: int) -> None:
    server = op.get_bind().dialect.name == 'postgresql'
    for old, new in tables:
        if server:  # the masked views are made anew after every upgrade, under the tables' names
            op.execute(f"DO $$ BEGIN IF to_regnamespace('site') IS NOT NULL THEN DROP VIEW IF EXISTS site.{old}; END IF; END $$")
        op.rename_table(old, new)
        for index in INDEXES[new if becomes else old]:
            op.drop_index(index[was], table_name=new)
            op.create_index(index[becomes], new, index[2])
        if server:  # SQLite keeps no names of constraints that anything could ask for
            for name in CONSTRAINTS:
                op.execute(f'ALTER TABLE {new} RENAME CONSTRAINT {name.format(old)} TO {name.format(new)}')
            op.execute(f'ALTER SEQUENCE IF EXISTS {old}_id_seq RENAME TO {new}_id_seq')
