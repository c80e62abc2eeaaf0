"""The same step on many cases, and a colleague's cases for another one."""

from dataclasses import replace

from counter.usecases.steps.absence import hand_over_colleague
from counter.usecases.steps.batch import MOST_AT_ONCE, take_batch
from tests.usecases.one_hall import HEAD, OTHER_REVIEWER, REVIEWER, refused


def test_each_case_is_taken_or_refused_by_itself(hall):
    one, two = hall.permit(), hall.permit()
    hall.act("claim", f"{two}/1", OTHER_REVIEWER)
    lines = take_batch(hall.app, "claim", [f"{one}/1", f" {one}/1 ", "", f"{two}/1", "x"], REVIEWER, {})
    assert [(line.number, line.refusal.code if line.refusal else "") for line in lines] == [
        (f"{one}/1", ""), (f"{two}/1", "overtaken"), ("x", "not_found"),
    ]  # fmt: skip
    assert hall.case(one).handler == "reviewer"


def test_one_to_five_hundred_cases_are_taken_at_once(hall):
    for numbers in ([], ["", " "], [str(n) for n in range(MOST_AT_ONCE + 1)]):
        with refused("bad_batch", "numbers"):
            take_batch(hall.app, "claim", numbers, REVIEWER, {})
    assert (
        len(take_batch(hall.app, "claim", [str(n) for n in range(MOST_AT_ONCE)], REVIEWER, {}))
        == MOST_AT_ONCE
    )


class Held:
    """The cases in somebody's hands."""

    def __init__(self, *numbers: str) -> None:
        self.numbers = numbers

    def held_by(self, name: str):
        return self.numbers if name == "reviewer" else ()


def test_an_absent_colleagues_cases_go_to_another_one(hall):
    one, two = hall.permit(), hall.permit()
    for number in (one, two):
        hall.act("claim", f"{number}/1")
    app = replace(hall.app, lists=Held(f"{one}/1", f"{two}/1"))
    assert hand_over_colleague(app, "nobody", OTHER_REVIEWER.name, "休假", HEAD) == 0
    assert hand_over_colleague(app, "reviewer", OTHER_REVIEWER.name, "休假", HEAD) == 2
    assert {hall.case(number).handler for number in (one, two)} == {OTHER_REVIEWER.name}
