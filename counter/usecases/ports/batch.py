"""Steps taken on many cases at once."""

from dataclasses import dataclass

from counter.domain.errors import CounterError


@dataclass(frozen=True, slots=True)
class BatchLine:
    """What became of one case of a batch; *refusal* is None when the step was taken."""

    number: str
    refusal: CounterError | None
