"""Roles on PostgreSQL: the program cannot alter or delete events, the status site reads a masked view only.

``init`` runs as the owner of the tables. Every later connection gives its rights up at once (``SET ROLE``);
a hall that wants it stricter lets the program sign in as a login role that is only a member of
``counter_app``, and the site as one of ``counter_site``: nothing else changes.
"""

from typing import Final

from sqlalchemy import Connection, Engine, text

from db.engine import APP, SITE
from db.tables import Base

ADDED_ONLY: Final = ("events", "checkpoints", "printouts")
"""Tables in which the program may only add: what happened, its seals, and the printouts that were made."""

_MASKED_NAME: Final = "left({0}, 1) || repeat('*', least(greatest(char_length({0}) - 1, 1), 3))"
"""As ``mask_name`` does it; masking what is masked changes nothing."""
_FORM: Final = """jsonb_build_object(
    'items', a.form::jsonb -> 'items',
    'delivery', jsonb_build_object('method', a.form #>> '{delivery,method}'),
    'parties', jsonb_build_array(jsonb_build_object(
        'role', a.form #>> '{parties,0,role}', 'type', a.form #>> '{parties,0,type}',
        'id_type', a.form #>> '{parties,0,id_type}', 'name', '',
        'id_number', right(coalesce(a.form #>> '{parties,0,id_number}', ''), 4),
        'phone', right(coalesce(a.form #>> '{parties,0,phone}', a.form #>> '{parties,0,agent,phone}', ''), 4)))
    )::json"""
_EVENT_DATA: Final = """jsonb_strip_nulls(jsonb_build_object(
    'reason', e.data::jsonb -> 'reason', 'authority', e.data::jsonb -> 'authority',
    'materials', e.data::jsonb -> 'materials', 'reasons', e.data::jsonb -> 'reasons'))::json"""
_HANDOVER: Final = """jsonb_build_object(
    'collector', jsonb_build_object('name', '', 'id_type', '', 'id_masked', '', 'relation', '', 'letter', false),
    'results', h.data::jsonb -> 'results', 'originals', h.data::jsonb -> 'originals', 'facts', '{}'::jsonb,
    'parcel', CASE WHEN jsonb_typeof(h.data::jsonb -> 'parcel') = 'object' THEN jsonb_build_object(
        'to', '', 'phone', '', 'address', '', 'carrier', h.data #>> '{parcel,carrier}',
        'number', h.data #>> '{parcel,number}') END)::json"""
_WHOLE: Final = (
    "clocks", "moments", "catalogues", "revisions", "published_years", "alembic_version", "ratings",
    "rectifications", "materials",
)  # fmt: skip
_CHANGED: Final[dict[str, tuple[str, dict[str, str], str]]] = {
    "applications": (
        "a",
        {
            "applicant_name": _MASKED_NAME.format("a.applicant_name"), "search_name": "''::varchar",
            "form": _FORM, "clerk": "''::varchar", "idempotency_key": "NULL::varchar",
            "form_digest": "''::varchar", "signed_digest": "''::varchar",
        },
        "",
    ),
    "cases": ("c", {"applicant_name": _MASKED_NAME.format("c.applicant_name"), "handler": "NULL::varchar"}, ""),
    "suspensions": ("s", {"ground": "''::text", "who": "''::varchar"}, ""),
    "events": ("e", {"data": _EVENT_DATA, "who": "''::varchar", "pc": "''::varchar"}, ""),
    "printouts": ("p", {"who": "''::varchar", "reason": "''::text"}, ""),
    "handovers": ("h", {"data": _HANDOVER, "who": "''::varchar", "note": "''::text"}, ""),
    "projects": ("j", {"name": "''::varchar", "conditions": "'{}'::json"}, ""),
    "meta": ("m", {}, "WHERE m.key IN ('hall', 'rehearsal', 'oldest_program', 'home')"),
    "parties": ("y", {}, "WHERE false"),
    "department_requests": ("r", {}, "WHERE false"),
}  # fmt: skip
_TRIGGER: Final = """
CREATE OR REPLACE FUNCTION site.add_event() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public AS $$
BEGIN
    IF NEW.what NOT IN ('rated', 'rectification_opened') THEN
        RAISE EXCEPTION 'the status site writes no such event' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO public.events (application_id, case_id, at, who, site, "window", pc, what, data, chain, seq, hash,
                               recipe, continues_chain, continues_seq, continues_hash, erased)
    VALUES (NEW.application_id, NEW.case_id, NEW.at, NEW.who, NEW.site, NEW."window", NEW.pc, NEW.what, NEW.data,
            NEW.chain, NEW.seq, NEW.hash, NEW.recipe, NEW.continues_chain, NEW.continues_seq, NEW.continues_hash,
            false);
    RETURN NEW;
END $$"""


def make_roles(engine: Engine) -> None:
    """Create the roles, their rights and the masked views; safe to repeat. Nothing to do on SQLite."""
    if engine.dialect.name != "postgresql":
        return
    with engine.begin() as connection:
        for role in (APP, SITE):
            if connection.scalar(text("SELECT 1 FROM pg_roles WHERE rolname = :r"), {"r": role}) is None:
                connection.execute(text(f"CREATE ROLE {role} NOLOGIN"))
        connection.execute(text(f"GRANT {SITE} TO {APP}"))
        connection.execute(text(f"GRANT {APP} TO CURRENT_USER"))
        _program(connection)
        _site(connection)


def has_roles(engine: Engine) -> bool:
    """Whether the masked views stand, and so the roles; always on SQLite, which has none."""
    if engine.dialect.name != "postgresql":
        return True
    with engine.connect() as connection:
        return connection.scalar(text("SELECT to_regclass('site.applications')")) is not None


def _program(connection: Connection) -> None:
    def run(statement: str) -> None:
        connection.execute(text(statement))

    run("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    run(f"GRANT USAGE ON SCHEMA public TO {APP}")
    for table in sorted(Base.metadata.tables):
        rights = "SELECT, INSERT" if table in ADDED_ONLY else "SELECT, INSERT, UPDATE, DELETE"
        run(f"REVOKE ALL ON public.{table} FROM {APP}, {SITE}")
        run(f"GRANT {rights} ON public.{table} TO {APP}")
    run(f"GRANT SELECT ON public.alembic_version TO {APP}")
    run(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APP}")
    for name in ("counter_chain_head(varchar)", "counter_lock_events()"):
        run(f"REVOKE ALL ON FUNCTION public.{name} FROM PUBLIC")
        run(f"GRANT EXECUTE ON FUNCTION public.{name} TO {APP}")


def _columns(table: str, alias: str, changed: dict[str, str]) -> str:
    names = [column.name for column in Base.metadata.tables[table].columns]
    return ", ".join(
        f'{changed.get(name, f"{alias}.{chr(34)}{name}{chr(34)}")} AS "{name}"' for name in names
    )


def _site(connection: Connection) -> None:
    # Colons of casts would be read as parameters.
    def run(statement: str) -> None:
        connection.exec_driver_sql(statement.replace("%", "%%") if "%" in statement else statement)

    run("DROP SCHEMA IF EXISTS site CASCADE")
    run("CREATE SCHEMA site")
    for table in _WHOLE:
        run(f"CREATE VIEW site.{table} AS SELECT * FROM public.{table}")  # noqa: S608 - our own names
    for table, (alias, changed, where) in _CHANGED.items():
        columns = _columns(table, alias, changed)
        run(f"CREATE VIEW site.{table} AS SELECT {columns} FROM public.{table} {alias} {where}")  # noqa: S608 - our own names
    run(_TRIGGER)
    run("REVOKE ALL ON FUNCTION site.add_event() FROM PUBLIC")
    run(
        "CREATE TRIGGER add_event INSTEAD OF INSERT ON site.events "
        "FOR EACH ROW EXECUTE FUNCTION site.add_event()"
    )
    run(f"GRANT USAGE ON SCHEMA site TO {SITE}")
    run(f"REVOKE ALL ON SCHEMA public FROM {SITE}")
    run(f"GRANT USAGE ON SCHEMA public TO {SITE}")
    run(f"GRANT SELECT ON ALL TABLES IN SCHEMA site TO {SITE}")
    run(f"GRANT INSERT ON site.events, site.ratings, site.rectifications TO {SITE}")
    run(f"GRANT UPDATE (flagged) ON site.ratings TO {SITE}")
    run(f"GRANT EXECUTE ON FUNCTION public.counter_chain_head(varchar) TO {SITE}")
    run(f"GRANT USAGE ON SEQUENCE ratings_id_seq, rectifications_id_seq TO {SITE}")
