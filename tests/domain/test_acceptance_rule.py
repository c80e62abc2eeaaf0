"""Nothing is examined or decided before it was accepted (ALL 32, 34, 37)."""

import pytest

from counter.domain.case import Case, CaseState, ClockedCase
from counter.domain.errors import NotAllowed
from tests.builders import local

STEPS = {
    "claim": lambda case: case.claim("zhao"),
    "escalate": lambda case: case.escalate("zhao"),
    "review": lambda case: case.go_on("zhao", "next"),
    "approve": lambda case: case.decide("zhao", "approve"),
    "refuse": lambda case: case.decide("zhao", "refuse"),
    "suspend": lambda case: case.suspend("zhao"),
}


def a_case(outcome: str, state: CaseState, *upstream: str) -> Case:
    holder = "zhao" if state is CaseState.CLAIMED else None
    return Case(1, "x", "a", 1, "item", "dept", outcome, state, "s", holder, 1, "", (), upstream)


@pytest.mark.parametrize("outcome", ["received", "correction_needed"])
@pytest.mark.parametrize("step", STEPS)
def test_what_was_not_accepted_is_neither_examined_nor_decided(step, outcome):
    state = CaseState.WAITING if step == "claim" else CaseState.CLAIMED
    with pytest.raises(NotAllowed) as refused:
        STEPS[step](a_case(outcome, state))
    assert refused.value.code == "not_accepted"


@pytest.mark.parametrize("outcome", ["accepted", "accepted_with_shortfall"])
@pytest.mark.parametrize("step", STEPS)
def test_what_was_accepted_is(step, outcome):
    state = CaseState.WAITING if step == "claim" else CaseState.CLAIMED
    assert STEPS[step](a_case(outcome, state)).is_accepted


def test_a_holder_may_always_put_it_back():
    released = a_case("received", CaseState.CLAIMED).release("zhao")
    assert released.state is CaseState.WAITING


@pytest.mark.parametrize(
    ("outcome", "state"),
    [("correction_needed", "not_started"), ("accepted", "waiting"), ("received", "waiting")],
)
def test_the_grant_before_it_lets_a_case_begin_unless_it_is_under_correction(outcome, state):
    assert str(a_case(outcome, CaseState.NOT_STARTED, "first").begin().state) == state


@pytest.mark.parametrize(
    ("moments", "state"), [({}, "not_started"), ({"granted:first": local("2026-03-02 09:00")}, "waiting")]
)
def test_a_case_taken_in_waits_for_the_grant_before_it(moments, state):
    clocked = ClockedCase(a_case("correction_needed", CaseState.NOT_STARTED, "first"), (), moments)
    assert str(clocked.taken_in("accepted").case.state) == state
