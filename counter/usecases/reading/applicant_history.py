"""What is known of an applicant when the identity number is entered: what holds, what came before, what was answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from counter.domain.application import PartyRecord
from counter.domain.credit import CreditEntry
from counter.usecases.ports.app import App
from counter.usecases.ports.lists import Earlier


@dataclass(frozen=True, slots=True)
class ApplicantHistory:
    """What the database knows of an identity number."""

    number: str = ""
    party: PartyRecord | None = None
    credit: Sequence[CreditEntry] = ()
    earlier: Sequence[Earlier] = ()
    answers: Mapping[str, object] = field(default_factory=dict)


def applicant_history(app: App, id_type: str, number: str) -> ApplicantHistory:
    """Return what is known of the identity number, with the answers of its newest application."""
    earlier = app.lists.earlier([number])
    with app.open_uow(read_only=True) as uow:
        last = uow.application(earlier[0].number) if earlier else None
        answers = last.form.get("answers") if last else None
        return ApplicantHistory(
            number, uow.last_party(id_type, number), uow.books.credit_of(number), earlier,
            answers if isinstance(answers, Mapping) else {},
        )  # fmt: skip
