"""Two at once on the same case, with real concurrency: a clear word for the loser, and one truth."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Barrier

import pytest

from counter.domain.errors import CounterError
from counter.usecases.hall.calendars import calendar_in_force, load_arrangement, read_arrangement
from counter.usecases.intake.accept_form import accept_form
from counter.usecases.intake.project import recalculate_named
from counter.usecases.printouts.of_application import printouts_of
from counter.usecases.reading.dossiers import dossier_of
from counter.usecases.steps.carry_out import carry_out
from tests.conftest import ADMIN, CLERK, MONDAY, REVIEWER, a_form
from tests.db.test_back_office import DEFENCE, HEAD, SUPERVISOR, act, case, clock, name_of, stage


def both(*steps) -> list[str]:
    """Take the steps in the same moment; return the code of each refusal, empty for a step that was taken."""
    gate = Barrier(len(steps))

    def one(step) -> str:
        gate.wait()
        try:
            step()
        except CounterError as refusal:
            return refusal.code
        return ""

    with ThreadPoolExecutor(len(steps)) as pool:
        return list(pool.map(one, steps))


@pytest.mark.parametrize("round_", range(3))
def test_two_people_decide_the_same_case(core, round_):
    number = accept_form(core.app, a_form(), CLERK).dossier.application.number
    named = f"{number}/1"
    carry_out(core.app, "claim", named, REVIEWER, {})
    codes = both(
        lambda: carry_out(core.app, "approve", named, REVIEWER, {"result_name": "营业执照"}),
        lambda: carry_out(core.app, "terminate", named, HEAD, {"kind": "other", "reason": "撤案"}),
    )
    assert sorted(bool(code) for code in codes) == [False, True]
    assert {code for code in codes if code} <= {"overtaken", "wrong_state"}
    dossier = dossier_of(core.app, number)
    decided = [e.what for e in dossier.events if e.what in ("approve", "terminate")]
    assert len(decided) == 1
    assert str(dossier.cases[0].case.state) == ("decided" if decided == ["approve"] else "terminated")


@pytest.mark.parametrize("round_", range(3))
def test_an_action_on_a_case_that_is_transferred_meanwhile(core, round_):
    number = stage(core, "construction-works")
    named = name_of(core, number, "air-defence-basement")
    act(core, "claim", named, DEFENCE)
    codes = both(
        lambda: act(core, "review", named, DEFENCE, opinion="同意"),
        lambda: act(
            core, "transfer", named, SUPERVISOR, department="housing-construction", reason="职责调整"
        ),
    )
    assert {code for code in codes if code} <= {"overtaken", "wrong_state", "not_allowed"}
    clocked = case(core, number, "air-defence-basement")
    whats = [e.what for e in dossier_of(core.app, number).events if e.case_no == clocked.case.case_no]
    assert ("transfer" in whats) == (clocked.case.department == "housing-construction")
    assert clocked.case.handler is None
    with core.uow(read_only=True) as uow:
        assert uow.audit().broken is None


def test_a_suspended_case_resumes_while_the_calendar_changes(core):
    number = stage(core, "construction-works")
    named = name_of(core, number, "air-defence-basement")
    act(core, "claim", named, DEFENCE)
    act(core, "suspend", named, DEFENCE, kind="expert_review", ground="论证", expected_days=3)
    core.at = MONDAY + timedelta(days=2)
    arrangement = read_arrangement({"dates": [{"date": "2026-11-30", "working": False, "notice": "试"}]})

    def revise() -> None:
        with core.uow() as uow:
            load_arrangement(arrangement, ADMIN, uow, recalculate=partial(recalculate_named, core.app))
            uow.commit()

    codes = both(lambda: act(core, "resume", named, DEFENCE, result="通过"), revise)
    assert set(codes) <= {"", "overtaken"}
    if codes[0]:
        act(core, "resume", named, DEFENCE, result="通过")
    if codes[1]:
        revise()
    clocked = case(core, number, "air-defence-basement")
    calendar = calendar_in_force(core.app)
    told = clock(clocked, "statutory").recalculated(clocked.moments, clocked.suspensions, calendar)
    assert clock(clocked, "statutory").due_at == told.due_at
    assert clocked.case.due_at == min(c.due_at for c in clocked.clocks if c.ended_at is None and c.due_at)


def test_the_server_goes_between_the_decision_and_the_printout(core, tmp_path):
    number = stage(core, "construction-works")
    named = name_of(core, number, "air-defence-basement")
    act(core, "claim", named, DEFENCE)
    act(core, "review", named, DEFENCE, opinion="同意")
    act(core, "claim", named, HEAD)
    act(core, "approve", named, HEAD, result_name="审批意见")
    core.engine.dispose()  # every connection is gone; nothing was printed yet
    printouts = printouts_of(core.app, number, CLERK, kinds=["decision_grant"])
    assert [printout.kind for printout in printouts] == ["decision_grant"]
    again = printouts_of(core.app, number, CLERK, kinds=["decision_grant"])
    assert [printout.sha256 for printout in again] == [printout.sha256 for printout in printouts]
