"""Databases that earlier programs made: upgraded, read, and every case in them taken to its end."""

import lzma
import os
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text

from counter.cli.founding import init
from counter.domain.case import CaseState
from counter.domain.errors import CounterError, EnvironmentFault, NotAllowed
from counter.settings import load
from counter.usecases.figures.export import export_changes
from counter.usecases.hall.calendars import calendar_in_force
from counter.usecases.handover.issue import issue_results
from counter.usecases.intake.accept_form import accept_form
from counter.usecases.printouts.of_application import printouts_of
from counter.usecases.reading import shapes
from counter.usecases.reading.dossiers import dossier_of
from counter.usecases.steps.carry_out import carry_out
from counter.wiring import Core
from db import schema
from db.engine import open_engine
from tests.conftest import ADMIN, CLERK, REVIEWER, ROOT, a_form, local, run_main

OLD = ROOT / "tests" / "db" / "old"
COMMITS = sorted({path.name.split(".")[0] for path in OLD.glob("*.xz")})
NOW = local("2026-11-24 09:30")
STILL_OPEN = (CaseState.WAITING, CaseState.CLAIMED, CaseState.SUSPENDED)


def old_database(commit: str, url: str, binaries: Path) -> None:
    """Put the database that the program of the commit left behind at the address."""
    if url.startswith("sqlite"):
        content = lzma.decompress((OLD / f"{commit}.file.xz").read_bytes())
        Path(url.removeprefix("sqlite:///")).write_bytes(content)
        return
    # The roles belong to the server, not to the database: a dump names them and does not bring them.
    roles = b"".join(
        b"DO $$ BEGIN CREATE ROLE %s NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;\n" % role
        for role in (b"counter_app", b"counter_site")
    )
    dump = roles + lzma.decompress((OLD / f"{commit}.sql.xz").read_bytes())
    done = subprocess.run(
        [str(binaries / "psql"), "-q", "-v", "ON_ERROR_STOP=1", url],
        input=dump,
        capture_output=True,
        check=False,
    )
    assert not done.returncode, done.stderr.decode()


@pytest.fixture(params=COMMITS)
def old(
    request: pytest.FixtureRequest, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Core]:
    """A database of each commit, upgraded by this program."""
    monkeypatch.setenv("COUNTER_DATA", str(tmp_path))
    monkeypatch.setenv("COUNTER_KEY", "00" * 32)
    old_database(request.param, database_url, Path(os.environ.get("COUNTER_PG_DUMP", "")).parent)
    core = Core(load(database_url), at=NOW)
    init(core, rehearsal=True)
    core.ready()
    yield core
    core.engine.dispose()


def _numbers(core: Core) -> list[str]:
    rows, _ = core.app.lists.applications(100, None, "")
    return [row.number for row in rows]


def _tick(core: Core) -> None:
    assert core.at is not None
    core.at += timedelta(minutes=1)


def _take_to_its_end(core: Core, number: str) -> None:
    """Do what is left for every case of the application, as its people would."""
    for clocked in dossier_of(core.app, number).cases:
        case = clocked.case
        act = partial(carry_out, core.app)
        _tick(core)
        if case.outcome == "correction_needed" and case.is_open:
            outstanding = dossier_of(core.app, number).lacking(case.item)
            act("receive-correction", case.case_no, CLERK, {"materials": list(outstanding)})
            case = next(f for f in dossier_of(core.app, number).cases if f.case.id == case.id).case
        if case.state is CaseState.SUSPENDED:
            asked = [e for e in dossier_of(core.app, number).events if e.what == "request-supplement"]
            if asked and asked[-1].case_no == case.case_no:
                act("receive-supplement", case.case_no, CLERK, {"materials": asked[-1].data["materials"]})
            else:
                act("resume", case.case_no, REVIEWER, {"result": "已办结"})
        fresh = next(f for f in dossier_of(core.app, number).cases if f.case.id == case.id)
        if fresh.case.state is CaseState.WAITING:
            act("claim", case.case_no, REVIEWER, {})
        fresh = next(f for f in dossier_of(core.app, number).cases if f.case.id == case.id)
        if fresh.case.state is CaseState.CLAIMED:
            _milestones(core, case.case_no, fresh)
            act("approve", case.case_no, REVIEWER, {"result_name": "结果", "result_no": "R1"})
        fresh = next(f for f in dossier_of(core.app, number).cases if f.case.id == case.id)
        if fresh.case.state is CaseState.DECIDED and not fresh.case.closing:
            act("register-result", case.case_no, REVIEWER, {"name": "结果", "no": "R1"})


def _milestones(core: Core, case_no: str, clocked: object) -> None:
    wanted = {
        event.removeprefix("milestone:")
        for clock in clocked.clocks  # type: ignore[attr-defined]
        for event in clock.ends
        if event.startswith("milestone:") and event not in clocked.moments  # type: ignore[attr-defined]
    }
    for name in sorted(wanted):
        carry_out(core.app, "milestone", case_no, REVIEWER, {"name": name})


def test_it_upgrades_an_old_database_and_takes_every_case_in_it_to_its_end(old: Core, tmp_path: Path) -> None:
    numbers = _numbers(old)
    assert len(numbers) == 10
    before = {f.case.state for n in numbers for f in dossier_of(old.app, n).cases}
    assert {
        CaseState.NOT_STARTED, CaseState.WAITING, CaseState.CLAIMED, CaseState.DECIDED, CaseState.WITHDRAWN,
        CaseState.VOID,
    } <= before  # fmt: skip
    for number in numbers:
        if dossier_of(old.app, number).application.void_reason is None:
            _take_to_its_end(old, number)
    for number in numbers:
        dossier = dossier_of(old.app, number)
        assert not [f.case.case_no for f in dossier.cases if f.case.state in STILL_OPEN]
        party = dossier.parties[0]
        if any(f.case.state is CaseState.READY for f in dossier.cases):
            _tick(old)
            if party.type == "natural_person":
                who = {"name": party.name, "id_type": party.id_type, "id_number": party.id_number}
            else:
                who = {
                    "name": "孙秀兰",
                    "id_type": "resident_id",
                    "id_number": "230833196502120020",
                    "letter": True,
                }
            issue_results(old.app, number, CLERK, {"collector": who})
            states = {f.case.state for f in dossier_of(old.app, number).cases}
            assert CaseState.READY not in states
            assert CaseState.ISSUED in states
        with old.uow(read_only=True) as uow:
            for clocked in dossier_of(old.app, number).cases:
                assert shapes.explanation(clocked, uow.moment(), calendar_in_force(old.app)) is not None
    answer = export_changes(old.app, "0", tmp_path / "export", ADMIN)
    assert {one["rows"] for one in answer["sets"]} - {0}
    assert printouts_of(old.app, numbers[0], CLERK)
    assert len(accept_form(old.app, a_form(), CLERK).dossier.cases) == 4
    with old.uow(read_only=True) as uow:
        assert uow.audit().broken is None
    with old.owner() as engine:
        assert schema.differences(engine) == []


def test_it_refuses_a_case_whose_catalogue_is_missing(database_url: str, core: Core) -> None:
    number = accept_form(core.app, a_form(), CLERK).dossier.cases[0].case.case_no
    with core.owner() as engine, engine.begin() as connection:
        connection.execute(text("UPDATE cases SET catalogue_digest = 'gone'"))
        connection.execute(text("UPDATE applications SET catalogue_digest = 'gone'"))
    with pytest.raises(EnvironmentFault) as refusal:
        carry_out(core.app, "claim", number, REVIEWER, {})
    assert refusal.value.code == "no_catalogue"


def test_it_keeps_the_catalogue_with_the_next_acceptance_when_the_first_was_undone(sqlite_core: Core) -> None:
    with sqlite_core.owner() as engine, engine.begin() as connection:
        connection.execute(text("DELETE FROM catalogues"))
    core = Core(sqlite_core.settings, at=sqlite_core.at)
    with pytest.raises(CounterError):  # refused in the transaction that would have kept the catalogue
        accept_form(core.app, a_form(), REVIEWER)
    accept_form(core.app, a_form(), CLERK)
    with core.uow(read_only=True) as uow:
        assert uow.setup.kept_catalogue(core.app.catalogue.digest) is not None
    core.engine.dispose()


def test_it_opens_a_newer_schema_that_names_this_program_and_refuses_one_that_does_not(core: Core) -> None:
    with core.owner() as engine:
        with engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9001'"))
        schema.check(engine)
        assert schema.upgrade(engine) is False
        with engine.begin() as connection:
            connection.execute(text("UPDATE meta SET value = '9001' WHERE key = 'oldest_program'"))
        for asked in (schema.check, schema.upgrade):
            with pytest.raises(EnvironmentFault) as refusal:
                asked(engine)
            assert refusal.value.code == "newer_schema"


def test_it_refuses_to_upgrade_while_another_program_is_connected(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, postgres_server: str
) -> None:
    monkeypatch.setenv("COUNTER_DATA", str(tmp_path))
    old_database(COMMITS[0], database_url, Path(os.environ["COUNTER_PG_DUMP"]).parent)
    as_another = "" if database_url.startswith("sqlite") else "&application_name=another%20window"
    other = open_engine(database_url + as_another)
    with other.connect() as connection:
        connection.execute(text("SELECT count(*) FROM applications"))
        connection.commit()
        engine = open_engine(database_url)
        with pytest.raises(NotAllowed) as refusal:
            schema.upgrade(engine)
        assert refusal.value.code == "in_use"
        assert schema.revision(engine) != schema.newest()
    other.dispose()
    assert schema.upgrade(engine) is True
    engine.dispose()


def test_it_tells_a_command_of_an_older_program_in_one_sentence(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'counter.sqlite3'}"
    assert run_main("init", "--rehearsal", "--db", url, COUNTER_DATA=str(tmp_path)).returncode == 0
    engine = open_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9001'"))
        connection.execute(text("UPDATE meta SET value = '9001' WHERE key = 'oldest_program'"))
    engine.dispose()
    told = run_main("queue", "tax", "--db", url, COUNTER_DATA=str(tmp_path))
    assert told.returncode == 4
    assert "请更新本程序" in told.stderr
    assert "Traceback" not in told.stderr
