"""What each paper says: facts and words, no layout. The layouts are in ``printing``."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from counter.domain.words import Words

KINDS: Final[dict[str, Words]] = {
    "application_form": Words("申请表", "Application form"),
    "receipt_list": Words("材料接收凭证", "Receipt for materials"),
    "acceptance_notice": Words("受理通知书", "Notice of acceptance"),
    "correction_notice": Words("补正材料告知书", "Correction notice"),
    "not_required_notice": Words("不受理告知书", "Notice that no application is required"),
    "rejection_notice": Words("不予受理决定书", "Decision not to accept"),
    "tracking_slip": Words("办件查询单", "Tracking slip"),
    "folder_label": Words("案卷标签", "Folder label"),
}


_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def circled(number: int) -> str:
    """Return the number of an item as a circled figure; in brackets beyond twenty."""
    return _CIRCLED[number - 1] if 0 < number <= len(_CIRCLED) else f"({number})"


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case as papers and the status page name it."""

    ordinal: int
    case_no: str
    item: Words
    department: Words
    outcome: str
    state: str
    due: datetime | None
    limit: Words
    measure: int | None
    provisional: bool
    waits_for: Words | None
    statutory: Words | None
    result: Words
    missing: tuple[Words, ...] = ()
    reason: str = ""
    authority: str = ""
    review_body: Words | None = None
    basis: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MaterialLine:
    """A paper of the applicant as lists name it."""

    name: Words
    form: Words
    copies: int
    pages: int
    state: Words
    received: bool
    items: tuple[int, ...]
    note: Words | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A question with its answer and the items that use it; a table has rows instead."""

    label: Words
    value: Words
    items: tuple[int, ...]
    columns: tuple[Words, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A party or agent; the number is masked on papers that leave the office."""

    role: Words
    name: str
    id_type: Words
    id_number: str
    id_masked: str
    phone: str
    agent: "PersonLine | None" = None


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """Everything the papers of one application say."""

    hall: Words
    hall_phone: str
    supervision_phone: str
    hall_address: str
    number: str
    title: Words
    tracking_url: str
    persons: tuple[PersonLine, ...]
    received_at: datetime
    accepted_at: datetime | None
    window: str
    clerk: str
    cases: tuple[CaseLine, ...]
    materials: tuple[MaterialLine, ...]
    answers: tuple[tuple[Words, tuple[Answer, ...]], ...]
    market_entity: bool
    signed_digest: str
    signature: Words
    package_due: datetime | None = None
    package_measure: int | None = None
    rehearsal: bool = False
    copies: dict[str, int] = field(default_factory=dict)


def kinds_for(outcomes: tuple[str, ...]) -> tuple[str, ...]:
    """Return the papers that an application with these outcomes is given, in printing order."""
    taken = [o for o in outcomes if o in ("accepted", "accepted_with_shortfall", "received")]
    papers = ["application_form", "receipt_list"] if taken else ["application_form"]
    if any(o != "received" for o in taken):
        papers.append("acceptance_notice")
    if "correction_needed" in outcomes:
        papers.append("correction_notice")
    if "not_required" in outcomes:
        papers.append("not_required_notice")
    if "not_competent" in outcomes:
        papers.append("rejection_notice")
    if taken:
        papers += ["tracking_slip", "folder_label"]
    return tuple(papers)
