"""Only a clock of the office binds a case or makes it late (timers.md 6)."""

from hypothesis import given
from hypothesis import strategies as st

from counter.domain.calendar import WorkCalendar
from counter.domain.case import Case, CaseClock, CaseState, ClockedCase
from counter.domain.limit import working_days
from tests.builders import local

CALENDAR = WorkCalendar((), ())
CASE = Case(1, "x", "a", 1, "item", "dept", "accepted", CaseState.WAITING, "s", None, 1, "", ())
OFFICE = ("statutory", "promised", "measure")
BESIDE = ("debt", "delivery")


def recalculated(clocks: list[tuple[str, int]]) -> ClockedCase:
    made = tuple(
        CaseClock(n, 1, f"{kind}-{n}", kind, working_days(days), ("acceptance",), ("decision",))
        for n, (kind, days) in enumerate(clocks)
    )
    return ClockedCase(CASE, made, {}).happened(CALENDAR, {"acceptance": local("2026-03-02 09:00")})


@given(st.lists(st.tuples(st.sampled_from(OFFICE + BESIDE), st.integers(1, 30)), max_size=6))
def test_the_earliest_clock_of_the_office_binds_and_no_other(clocks):
    found = recalculated(clocks)
    mine = [clock for clock in found.clocks if clock.kind in OFFICE]
    assert found.case.due_at == min((clock.due_at for clock in mine), default=None)
    assert found.case.binding in {clock.rule for clock in mine} | ({None} if not mine else set())


def test_an_outstanding_material_that_comes_first_does_not_bind():
    found = recalculated([("debt", 1), ("promised", 3)])
    assert found.case.binding == "promised-1"
    assert found.case.due_at == local("2026-03-05 17:00")
