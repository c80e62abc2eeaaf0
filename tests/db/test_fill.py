"""Filling a rehearsal by the bulk path: what is written is as good as what the windows write."""

import json

from sqlalchemy import func, select

from counter.usecases.hall.calendars import calendar_in_force
from counter.usecases.intake.accept_form import accept_form
from counter.usecases.reading.dossiers import dossier_of
from counter.usecases.steps.claim_next import claim_next
from db.fill import fill
from db.tables import ApplicationRow, CaseRow
from tests.conftest import CLERK, MONDAY, REVIEWER, a_form, run_main

FILLED = 400


def _fill(core, count=FILLED, open_share=0.5):
    return fill(
        core.engine,
        core.app.catalogue,
        calendar_in_force(core.app),
        MONDAY,
        count,
        lambda _: None,
        core.app.key,
        open_share,
    )


def _count(core, table) -> int:
    with core.engine.connect().execution_options(read_only=True) as connection:
        return int(connection.scalar(select(func.count()).select_from(table)) or 0)


def test_the_programs_own_role_fills_as_many_cases_as_it_was_asked_for(core):
    made = _fill(core)
    assert made["cases"] == FILLED == _count(core, CaseRow)
    assert made["applications"] == _count(core, ApplicationRow)


def test_a_filled_hall_goes_on_accepting_and_claiming_and_its_chains_hold(core):
    _fill(core)
    number = accept_form(core.app, a_form(), CLERK).dossier.application.number
    claimed = [claim_next(core.app, "market-regulation", REVIEWER) for _ in range(5)]
    assert len({one for one in claimed if one is not None}) == 5
    assert len(dossier_of(core.app, number).cases) == 4
    with core.uow(read_only=True) as uow:
        assert uow.audit().broken is None


def test_a_second_filling_goes_on_where_windows_left_off(core):
    _fill(core, 150)
    accept_form(core.app, a_form(), CLERK)
    _fill(core, 150)
    accept_form(core.app, a_form(), CLERK)
    assert _count(core, CaseRow) == 308


def test_the_command_fills_and_the_log_verifies_afterwards(core, database_url):
    core.engine.dispose()
    filled = run_main("fill", "300", "--db", database_url, "--json")
    assert filled.returncode == 0, filled.stderr
    assert json.loads(filled.stdout)["cases"] == 300
    verified = run_main("audit", "verify", "--db", database_url)
    assert verified.returncode == 0, verified.stderr
