"""The schema's life: created, upgraded step by step, refused when it is newer than the program."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import OperationalError

from counter.domain.errors import EnvironmentFault, NotAllowed
from counter.domain.words import Words
from db.connected import is_in_use
from db.tables import Base
from db.unit_of_work import unreachable

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"
OLDEST_PROGRAM: Final = "0011"
"""The oldest program that can work with the tables as this one makes them, by the newest revision it knows."""


def _config(connection: Connection | None = None) -> "Config":
    from alembic.config import Config  # takes a fifth of a second, and only changes need it

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def known_revisions() -> list[str]:
    """Return the revisions this program knows, oldest first; files are named by their number."""
    return sorted(path.name.split("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def newest() -> str:
    """Return the revision this program's tables stand for."""
    return known_revisions()[-1]


def revision(engine: Engine) -> str | None:
    """Return the revision of the database; None when it is empty (EnvironmentFault: unreachable)."""
    try:
        with engine.connect().execution_options(read_only=True) as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            found = connection.scalar(text("SELECT version_num FROM alembic_version"))
            return None if found is None else str(found)
    except OperationalError as error:
        raise unreachable(error) from error


def check(engine: Engine) -> None:
    """Refuse a database that is empty, older or newer than the program (EnvironmentFault)."""
    found = revision(engine)
    if found == newest():
        return
    if found is None:
        raise EnvironmentFault(
            "no_schema",
            Words("数据库尚未建立，请先运行 init。", "The database is empty; run init first."),
        )
    if found in known_revisions():
        raise EnvironmentFault(
            "old_schema",
            Words("数据库版本较旧，请运行 init 升级。", "The database is older; run init to upgrade it."),
        )
    if not _takes_this_program(engine):
        raise _newer()


def _takes_this_program(engine: Engine) -> bool:
    """Whether a newer schema says that a program of this age may still work with it."""
    query = text("SELECT value FROM meta WHERE key = 'oldest_program'")
    with engine.connect().execution_options(read_only=True) as connection:
        oldest = connection.scalar(query)
    return oldest is not None and str(oldest) <= newest()


def _newer() -> EnvironmentFault:
    return EnvironmentFault(
        "newer_schema",
        Words(
            "数据库已由更新版本的程序升级，请更新本程序后再打开。",
            "A newer program has upgraded the database; update this one, then open it again.",
        ),
    )


def upgrade(engine: Engine) -> bool:
    """Create or upgrade the schema; whether anything was to do.

    Refused (EnvironmentFault) when it is newer than this program may touch, and (NotAllowed ``in_use``) while another
    program is connected: it would go on writing into tables that changed under it.
    """
    found = revision(engine)
    if found == newest():
        return False
    if found is not None and found not in known_revisions():
        if _takes_this_program(engine):
            return False
        raise _newer()
    if found is not None and is_in_use(engine):
        raise NotAllowed(
            "in_use",
            Words(
                "还有其他窗口或程序连着这个数据库，请全部关闭后再升级。",
                "Other windows or programs are connected to the database; close them all, then upgrade.",
            ),
        )
    from alembic import command

    try:
        with engine.connect() as connection:
            without_views(connection)
            command.upgrade(_config(connection), "head")
            connection.execute(text("DELETE FROM meta WHERE key = 'oldest_program'"))
            connection.execute(
                text("INSERT INTO meta (key, value) VALUES ('oldest_program', :oldest)"),
                {"oldest": OLDEST_PROGRAM},
            )
            connection.commit()
    except OperationalError as error:
        raise unreachable(error) from error
    return True


def without_views(connection: Connection) -> None:
    """Take the status site's views away, which stand on the tables that change; ``make_roles`` makes them anew."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("DROP SCHEMA IF EXISTS site CASCADE"))


def differences(engine: Engine) -> list[str]:
    """Return how the tables differ from what the migrations made; empty when they are equal."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return [str(one) for one in compare_metadata(context, Base.metadata)]


def has_table(engine: Engine, name: str) -> bool:
    """Whether the database has the table; False as well for a database that is not set up yet."""
    try:
        # Reading only: somebody may be writing in the same moment, and SQLite has one writer.
        with engine.connect().execution_options(read_only=True) as connection:
            return bool(inspect(connection).has_table(name))
    except OperationalError as error:
        raise unreachable(error) from error
