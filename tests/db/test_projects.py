"""One project runs through its stages: one number, one clock, conditions that stay."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

import pytest

from counter.cli.project_forms import ANSWERS, stage_form
from counter.domain.errors import InputRefused, NotAllowed
from counter.usecases.hall.calendars import calendar_in_force, load_arrangement, read_arrangement
from counter.usecases.intake.accept_form import accept_form
from counter.usecases.intake.awaited import awaited
from counter.usecases.intake.project import progress_of, recalculate_named
from counter.usecases.intake.second_visit import take_second_visit
from counter.usecases.reading.dossiers import dossier_of
from counter.usecases.steps.asked import supplement_phrases
from counter.usecases.steps.carry_out import carry_out
from tests.conftest import ADMIN, CLERK, MONDAY, REVIEWER, local
from tests.db.test_back_office import HEAD


def stage(core, package: str, **changes):
    return accept_form(core.app, stage_form(package, **changes), CLERK).dossier


def progress(core, number: str):
    with core.uow(read_only=True) as uow:
        return progress_of(number, core.app.catalogue, core.at, calendar_in_force(core.app), uow)


def decide_all(core, number: str) -> None:
    """Take every case of the application through its steps, in the order in which they begin."""
    for _ in range(12):
        for clocked in dossier_of(core.app, number).cases:
            named = f"{number}/{clocked.case.ordinal}"
            if str(clocked.case.state) != "waiting" or clocked.case.level == "joint":
                continue
            item = core.app.catalogue.items[clocked.case.item]
            who = HEAD if clocked.case.step == "decision" else REVIEWER
            carry_out(core.app, "claim", named, who, {})
            if item.step_after(clocked.case.step) is not None:
                carry_out(core.app, "review", named, who, {"opinion": "同意", "inspectors": ["甲", "乙"]})
            else:
                carry_out(core.app, "approve", named, who, {})


def test_the_stages_share_a_number_and_the_clock_stands_still_between_them(core):
    core.at = local("2026-03-02 09:00")
    first = stage(core, "construction-works")
    number = first.application.project_no
    assert number
    core.at = local("2026-03-20 15:00")
    decide_all(core, first.application.number)
    clock = progress(core, number).clock
    assert (clock.due_at, clock.suspended_since) == (None, core.at)
    stored = [c for c in dossier_of(core.app, first.application.number).package_clocks if c.kind == "project"]
    assert [one.suspended_since for one in stored] == [core.at]
    core.at = local("2026-06-01 09:00")
    second = stage(core, "construction-permit", project=number)
    assert second.application.project_no == number
    assert progress(core, number).clock.due_at == local("2026-09-16 17:00")
    core.at = local("2026-06-05 09:00")
    assert progress(core, number).used == 18
    assert {n: used for n, used, _ in progress(core, number).stages} == {1: 0, 2: 14, 3: 4, 4: 0}


def test_a_revision_of_the_calendar_moves_a_projects_cases_and_its_own_clock(core):
    number = stage(core, "construction-works").application.number
    before = {c.kind: c.due_at for c in dossier_of(core.app, number).package_clocks}
    dates = {"dates": [{"date": "2026-11-30", "working": False, "notice": "试"}]}
    with core.uow() as uow:
        load_arrangement(
            read_arrangement(dates), ADMIN, uow, recalculate=partial(recalculate_named, core.app)
        )
        uow.commit()
    calendar, dossier = calendar_in_force(core.app), dossier_of(core.app, number)
    running = [
        (clock, clock.recalculated(clocked.moments, clocked.suspensions, calendar))
        for clocked in dossier.cases
        for clock in clocked.clocks
    ]
    assert [clock.due_at for clock, _ in running] == [told.due_at for _, told in running]
    assert any(clocked.case.due_at == local("2026-12-03 17:00") for clocked in dossier.cases)
    after = {c.kind: c.due_at for c in dossier.package_clocks}
    assert after["project"] == progress(core, dossier.application.project_no).clock.due_at
    assert all(after[kind] > before[kind] for kind in before)


def test_the_outside_code_finds_the_project(core):
    one = stage(core, "construction-works")
    other = stage(core, "construction-permit")
    assert one.application.project_no == other.application.project_no
    assert progress(core, one.application.project_no).project.name == ANSWERS["project_name"]


def test_building_conditions_are_read_only_after_entry(core):
    number = stage(core, "construction-works").application.project_no
    with pytest.raises(InputRefused) as other:
        stage(core, "construction-permit", project=number, answers={**ANSWERS, "plot_ratio": "1.2"})
    assert "0.72" in other.value.fields["answers.plot_ratio"].zh
    application = stage(core, "construction-permit", project=number).application
    with pytest.raises(NotAllowed) as correct:
        carry_out(core.app,
            "correct-entry", application.number, CLERK,
            {"field": "answers.plot_ratio", "value": "1.2", "reason": "x"},
        )  # fmt: skip
    assert correct.value.code == "conditions_fixed"


def test_a_stage_carries_the_statutory_days_of_joint_handling(core):
    dossier = stage(core, "construction-works")
    clock = next(one for one in dossier.package_clocks if one.rule == "ALL 42")
    assert clock.due_at == local("2027-01-26 17:00")
    assert clock.limit.value == 45


def test_two_stages_moving_at_once_leave_one_truth(core):
    """Two approvals of the project end in the same moment: the stored clock is that of both."""
    first = stage(core, "construction-works").application
    second = stage(core, "construction-permit", project=first.project_no).application
    core.at = MONDAY + timedelta(days=1)

    def take_all(number: str) -> None:
        for clocked in dossier_of(core.app, number).cases:
            reason = {"kind": "object_lost", "reason": "项目取消"}
            try:
                carry_out(core.app, "terminate", f"{number}/{clocked.case.ordinal}", REVIEWER, reason)
            except NotAllowed:
                continue  # it ended with the one before it

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(take_all, (first.number, second.number)))
    stored = next(c for c in dossier_of(core.app, first.number).package_clocks if c.kind == "project")
    assert stored.suspended_since == progress(core, first.project_no).clock.suspended_since == core.at


def test_a_case_outside_the_regions_findings_goes_back_to_the_usual_procedure(core):
    """M9: the material that was waived is asked for, the case waits for it, and goes on when it came."""
    form = stage_form("construction-land-planning")
    form["items"] = [*core.app.catalogue.packages[form["package"]].items, "mineral-overlay-review"]
    form["answers"] = {**form["answers"], "region_evaluated": True}
    dossier = accept_form(core.app, form, CLERK).dossier
    number = dossier.application.number
    assert {m.code for m in dossier.materials if m.state == "waived"} >= {"mineral_report"}
    clocked = next(f for f in dossier.cases if f.case.item == "mineral-overlay-review")
    item = core.app.catalogue.items[clocked.case.item]
    carry_out(core.app, "claim", clocked.case.case_no, REVIEWER, {})
    reason = supplement_phrases(item)[-1].zh
    assert "措施9" in reason
    data = {"materials": ["mineral_report"], "reason": reason}
    carry_out(core.app, "request-supplement", clocked.case.case_no, REVIEWER, data)
    waiting = awaited(dossier_of(core.app, number), core.app.catalogue)
    assert [(one.kind, one.code) for one in waiting] == [("supplement", "mineral_report")]
    take_second_visit(core.app, number, [waiting[0].key], {}, CLERK)
    after = dossier_of(core.app, number)
    assert next(m.state for m in after.materials if m.code == "mineral_report") == "received"
    assert next(str(f.case.state) for f in after.cases if f.case.id == clocked.case.id) == "claimed"
