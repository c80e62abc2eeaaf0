"""Work is done a second time when others were faster, and told to the officer when they are so again."""

import pytest

from counter.domain.errors import NotAllowed, SomebodyFaster
from counter.usecases.steps.once_more import once_more


class _Desk:
    """Is overtaken as often as it is told."""

    def __init__(self, overtaken: int) -> None:
        self.left, self.tries = overtaken, 0

    @once_more
    def work(self, result: str) -> str:
        self.tries += 1
        if self.left:
            self.left -= 1
            raise SomebodyFaster
        return result


def test_it_is_done_once_when_nobody_is_faster():
    desk = _Desk(0)
    assert (desk.work("done"), desk.tries) == ("done", 1)


def test_it_is_done_again_when_somebody_was_faster():
    desk = _Desk(1)
    assert (desk.work("done"), desk.tries) == ("done", 2)


def test_it_is_refused_after_the_second_time_with_the_state_that_changed():
    desk = _Desk(2)
    with pytest.raises(NotAllowed) as refusal:
        desk.work("done")
    assert (refusal.value.code, refusal.value.exit_status, desk.tries) == ("overtaken", 3, 2)


def test_another_refusal_is_told_at_once():
    tries = []

    @once_more
    def work() -> None:
        tries.append(1)
        raise NotAllowed("wrong_role", SomebodyFaster().words)

    with pytest.raises(NotAllowed):
        work()
    assert len(tries) == 1
