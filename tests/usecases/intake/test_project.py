"""A building project and its ninety days as its stages are worked on (M6)."""

from dataclasses import replace

from counter.usecases.intake.project import Progress, progress_of
from tests.usecases.one_hall import CLERK, AHall, shown


def progress(hall: AHall, number: str) -> Progress:
    project = hall.application(number).project_no
    with hall.database.open() as uow:
        found = progress_of(project, hall.catalogue, hall.at, hall.calendar_of(uow), uow)
    assert found is not None
    return found


def test_a_case_behind_a_stopped_one_lets_no_days_run(hall):
    """Only the scheme is worked on; while its supplement is waited for, Tuesday to Friday, three days do not count."""
    number = hall.stage("construction-works")
    hall.act("terminate", f"{number}/3", kind="object_lost", reason="不建地下室")
    hall.clock("2026-11-24 10:00")
    hall.act("claim", f"{number}/1")
    hall.act("request-supplement", f"{number}/1", materials=["design_scheme"], reason="比例不符")
    assert progress(hall, number).clock.due_at is None
    assert hall.whole(number)["M06.1"] == (None, None)
    hall.clock("2026-11-27 10:00")
    assert (progress(hall, number).used, progress(hall, number).allowed) == (1, 90)
    hall.act("receive-supplement", f"{number}/1", CLERK, materials=["design_scheme"])
    found = progress(hall, number)
    assert found.used == 1
    assert [(shown(one.start), shown(one.end)) for one in found.stops] == [
        ("2026-11-24 10:00", "2026-11-27 10:00")
    ]
    assert hall.whole(number)["M06.1"] == (shown(found.clock.due_at), None)


def test_an_extension_of_the_project_is_part_of_what_is_allowed(hall):
    number = hall.stage("construction-works")
    kept = hall.database.kept
    kept.clocks[number] = tuple(
        replace(one, extension_days=15) if one.kind == "project" else one for one in kept.clocks[number]
    )
    hall.clock("2026-11-27 10:00")
    assert (progress(hall, number).used, progress(hall, number).allowed) == (4, 105)
