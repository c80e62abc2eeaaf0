"""Work that others were faster with is tried a second time before its officer is told."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from counter.domain.errors import SomebodyFaster

P = ParamSpec("P")
R = TypeVar("R")


def once_more(work: Callable[P, R]) -> Callable[P, R]:
    """Return *work*, done once more when others were faster the first time (SomebodyFaster the second time).

    It is for what opens its own transaction: the first one was undone as a whole, the second reads anew.
    """

    @wraps(work)
    def twice(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return work(*args, **kwargs)
        except SomebodyFaster:
            return work(*args, **kwargs)

    return twice
