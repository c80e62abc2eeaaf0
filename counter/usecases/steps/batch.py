"""The same step on many cases: each is taken or refused by itself."""

from collections.abc import Mapping, Sequence
from typing import Final

from counter.domain.errors import InputRefused, NotAllowed
from counter.domain.words import Words
from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.app import App
from counter.usecases.ports.batch import BatchLine
from counter.usecases.steps.carry_out import take_one

MOST_AT_ONCE: Final = 500


def take_batch(
    app: App, verb: str, numbers: Sequence[str], officer: Officer, data: Mapping[str, object]
) -> list[BatchLine]:
    """Take the same step on up to 500 cases, each in its own transaction, with a result line each.

    Refused as a whole (InputRefused) only for no number at all, or too many.
    """
    wanted = list(dict.fromkeys(number.strip() for number in numbers if number.strip()))
    if not 1 <= len(wanted) <= MOST_AT_ONCE:
        raise InputRefused(
            "bad_batch",
            Words("一次 1 至 500 件。", "From 1 to 500 cases at once."),
            {"numbers": Words("请分批。", "Split it into several.")},
        )
    lines = []
    for number in wanted:
        try:
            take_one(app, verb, number, officer, data)
        except (NotAllowed, InputRefused) as refusal:
            lines.append(BatchLine(number, refusal))
        else:
            lines.append(BatchLine(number, None))
    return lines
