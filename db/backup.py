"""Backup and restore: consistent while in use, verified after writing, never a half file in place."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from sqlalchemy import URL, Engine, text

from counter.domain.errors import EnvironmentFault, InputRefused
from counter.domain.words import Words
from db.home import as_brought_back
from db.roles import make_roles


def _failed(why: str) -> EnvironmentFault:
    return EnvironmentFault(
        "backup_failed",
        Words(
            "备份或恢复失败：{why}。原数据未改动。", "Backup or restore failed: {why}. Nothing was changed."
        ).fill(why=why),
    )


def verify_sqlite(path: Path) -> dict[str, int]:
    """Return the rows of the main tables of a sound copy (EnvironmentFault when it is not)."""
    try:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
            sound = connection.execute("PRAGMA integrity_check").fetchone()[0]
            broken = connection.execute("PRAGMA foreign_key_check").fetchone()
            counts = {
                table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
                for table in ("applications", "cases", "events")
            }
    except sqlite3.DatabaseError as error:
        raise InputRefused(
            "bad_backup",
            Words("这不是完好的备份文件：{w}。", "This is no sound backup: {w}.").fill(w=error),
            {"file": Words("请换一个备份文件。", "Use another backup.")},
        ) from error
    finally:
        for suffix in ("-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
    if sound != "ok" or broken is not None:
        raise InputRefused(
            "bad_backup",
            Words("备份校验不通过。", "The backup is damaged."),
            {"file": Words("请换一个备份文件。", "Use another backup.")},
        )
    return counts


def backup(engine: Engine, target: Path) -> Mapping[str, object]:
    """Write a consistent copy while others work, verify it, and put it in place whole."""
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if engine.dialect.name == "sqlite":
            source = sqlite3.connect(f"file:{engine.url.database}?mode=ro", uri=True)
            copy = sqlite3.connect(part)
            with source, copy:
                source.backup(copy, pages=2000)
                copy.execute("PRAGMA journal_mode=DELETE")
            source.close()
            copy.close()
            counts: Mapping[str, object] = verify_sqlite(part)
        else:
            _run(
                "pg_dump",
                engine,
                ["--format=custom", "--no-privileges", "--exclude-schema=site", f"--file={part}"],
            )
            counts = {"entries": _entries(part)}
        part.replace(target)
    except (OSError, sqlite3.Error) as error:
        raise _failed(str(error)) from error
    finally:
        part.unlink(missing_ok=True)
    return {"file": str(target), "bytes": target.stat().st_size, "verified": True, **counts}


def restore(engine: Engine, source: Path) -> Mapping[str, object]:
    """Verify the copy, then put it in the place of the database; what was there is kept beside it."""
    if not source.is_file():
        raise InputRefused(
            "no_file",
            Words("没有这个备份文件。", "There is no such backup."),
            {"file": Words("请核对路径。", "Check the path.")},
        )
    if engine.dialect.name != "sqlite":
        _entries(source)
        with engine.begin() as connection:  # its views stand on the tables that are replaced
            connection.execute(text("DROP SCHEMA IF EXISTS site CASCADE"))
        _run("pg_restore", engine, ["--clean", "--if-exists", "--single-transaction", str(source)])
        make_roles(engine)
        with engine.begin() as connection:
            as_brought_back(connection)
        return {"restored": str(source)}
    counts = verify_sqlite(source)
    engine.dispose()
    path = Path(str(engine.url.database))
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, part)
        before = None
        if path.exists():
            before = path.with_name(path.name + ".before-restore")
            _settle(path)
            shutil.copyfile(path, before)
        part.replace(path)
        for suffix in ("-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        with engine.begin() as connection:
            as_brought_back(connection)
    except (OSError, sqlite3.Error) as error:
        raise _failed(str(error)) from error
    finally:
        with suppress(OSError):  # where it could not be written, there is none to take away
            part.unlink(missing_ok=True)
    return {"restored": str(source), "kept": str(before) if before else None, **counts}


def _settle(path: Path) -> None:
    """Bring the write-ahead log into the file, and refuse while another program holds it."""
    connection = sqlite3.connect(path, timeout=2, isolation_level=None)
    try:
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")
        busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    finally:
        connection.close()
    if busy:
        raise _failed("the database is in use")


def _run(program: str, engine: Engine, arguments: list[str]) -> str:
    found = os.environ.get(f"COUNTER_{program.upper()}") or shutil.which(program)
    if found is None:
        raise _failed(f"{program} not found")
    whole = engine.url
    url = URL.create(
        "postgresql", whole.username, None, whole.host, whole.port, whole.database, whole.query
    ).render_as_string()
    # The password goes by the environment: other users of the PC can read arguments.
    secret = {"PGPASSWORD": str(engine.url.password)} if engine.url.password else {}
    done = subprocess.run(  # noqa: S603 - the program found on the path, arguments are a list
        [found, f"--dbname={url}", *arguments],
        capture_output=True, text=True, check=False, env={**os.environ, **secret},
    )  # fmt: skip
    if done.returncode:
        raise _failed(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else program)
    return done.stdout


def _entries(path: Path) -> int:
    found = os.environ.get("COUNTER_PG_RESTORE") or shutil.which("pg_restore")
    if found is None:
        raise _failed("pg_restore not found")
    done = subprocess.run(  # noqa: S603 - as above
        [found, "--list", str(path)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise InputRefused(
            "bad_backup",
            Words("备份校验不通过。", "The backup is damaged."),
            {"file": Words("请换一个备份文件。", "Use another backup.")},
        )
    return sum(1 for line in done.stdout.splitlines() if line and not line.startswith(";"))
