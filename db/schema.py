"""The schema's life: created, upgraded step by step, refused when it is newer than the program."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect
from sqlalchemy.exc import OperationalError

from counter.domain.errors import EnvironmentFault
from counter.domain.words import Words
from db.tables import Base
from db.unit_of_work import unreachable


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


def newest() -> str:
    """Return the revision this program's tables stand for."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    if head is None:
        raise AssertionError("the program carries its migrations")
    return head


def revision(engine: Engine) -> str | None:
    """Return the revision of the database; None when it is empty (EnvironmentFault: unreachable)."""
    try:
        with engine.connect().execution_options(read_only=True) as connection:
            return MigrationContext.configure(connection).get_current_revision()
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
    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    if found in known:
        raise EnvironmentFault(
            "old_schema",
            Words("数据库版本较旧，请运行 init 升级。", "The database is older; run init to upgrade it."),
        )
    raise _newer()


def _newer() -> EnvironmentFault:
    return EnvironmentFault(
        "newer_schema",
        Words(
            "数据库由更新版本的程序建立，请先更新本程序。",
            "The database was made by a newer program; update this one first.",
        ),
    )


def upgrade(engine: Engine) -> None:
    """Create or upgrade the schema; safe to repeat (EnvironmentFault when it is newer)."""
    found = revision(engine)
    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    if found is not None and found not in known:
        raise _newer()
    try:
        with engine.connect() as connection:
            command.upgrade(_config(connection), "head")
            connection.commit()
    except OperationalError as error:
        raise unreachable(error) from error


def differences(engine: Engine) -> list[str]:
    """Return how the tables differ from what the migrations made; empty when they are equal."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return [str(one) for one in compare_metadata(context, Base.metadata)]


def is_empty(engine: Engine) -> bool:
    """Whether the database holds no table at all."""
    return not inspect(engine).get_table_names()
