"""What each printout says: facts and words, no layout. The layouts are in ``printing``."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from counter.domain.application import PrintoutRecord
from counter.domain.desk_printouts import ChargeLine, OutstandingLine, PromiseLine
from counter.domain.handover import AT_WINDOW, Handover, Parcel
from counter.domain.words import Words

KINDS: Final[dict[str, Words]] = {
    "application_form": Words("申请表", "Application form"),
    "power_of_attorney": Words("授权委托书", "Power of attorney"),
    "shortfall_commitment": Words("容缺受理承诺书", "Promise to hand in what is missing"),
    "commitment_letter": Words("告知承诺书", "Letter of commitment"),
    "service_address": Words("送达地址确认书", "Address for service"),
    "receipt_list": Words("材料接收凭证", "Receipt for materials"),
    "acceptance_notice": Words("受理通知书", "Notice of acceptance"),
    "shortfall_notice": Words("容缺受理通知书", "Notice of acceptance with shortfall"),
    "payment_notice": Words("缴费通知书", "Payment notice"),
    "handover_list": Words("材料交接单", "Handover list"),
    "service_guide": Words("办事指南", "Service guide"),
    "inquiry_slip": Words("咨询告知单", "Inquiry slip"),
    "reference_text": Words("参考文本", "Reference text"),
    "correction_notice": Words("补正材料告知书", "Correction notice"),
    "not_required_notice": Words("不受理告知书", "Notice that no application is required"),
    "rejection_notice": Words("不予受理决定书", "Decision not to accept"),
    "tracking_slip": Words("办件查询单", "Tracking slip"),
    "folder_label": Words("案卷标签", "Folder label"),
    "collection_slip": Words("结果领取凭证", "Collection slip"),
    "service_receipt": Words("送达回证", "Service receipt"),
    "return_list": Words("材料退还清单", "List of materials returned"),
    "supplement_notice": Words("审查补正通知书", "Supplement notice"),
    "special_procedure_notice": Words("特别程序告知书", "Special procedure notice"),
    "extension_notice": Words("延长办理期限通知书", "Extension notice"),
    "decision_grant": Words("准予决定书", "Decision of grant"),
    "decision_refusal": Words("不予批准决定书", "Decision of refusal"),
    "termination_notice": Words("终止办理通知书", "Notice of termination"),
    "revocation_decision": Words("撤销决定书", "Decision of revocation"),
    "inspection_order": Words("核查任务单", "Inspection order"),
    "supervision_order": Words("督办通知单", "Supervision order"),
}


ISSUE_KINDS: Final = ("collection_slip", "service_receipt", "return_list")


_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def circled(number: int) -> str:
    """Return the number of an item as a circled figure; in brackets beyond twenty."""
    return _CIRCLED[number - 1] if 0 < number <= len(_CIRCLED) else f"({number})"


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case as printouts and the status page name it."""

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
    """A material of the applicant as lists name it."""

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
    authority: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class HandoverLines:
    """An issue of results as its printouts tell it; the collector's number is masked."""

    id: int
    at: datetime
    who: str
    window: str
    method: Words
    collector: str
    id_type: Words
    id_masked: str
    relation: Words
    signature: Words
    results: tuple[tuple[CaseLine, str, str, str], ...]
    parcel: Parcel | None = None
    originals: tuple[MaterialLine, ...] = ()
    signature_png: bytes = b""


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """A notice or decision of a case: the answer first, facts as pairs, then words; *inside* stays in the hall."""

    kind: str
    ordinal: int
    case_no: str
    item: Words
    department: Words
    at: datetime
    who: str
    answer: str
    pairs: tuple[tuple[str, str], ...]
    paragraphs: tuple[str, ...]
    basis: str
    remedies: bool
    review_body: Words | None
    is_licence: bool = False
    inside: bool = False


@dataclass(frozen=True, slots=True)
class PrintoutFacts:
    """Everything the printouts of one application say."""

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
    handover: HandoverLines | None = None
    notice: NoticeFacts | None = None
    outstanding: tuple[OutstandingLine, ...] = ()
    promises: tuple[PromiseLine, ...] = ()
    charges: tuple[ChargeLine, ...] = ()
    charges_total: str = "0.00"
    paid: tuple[tuple[str, str], ...] = ()
    returned: tuple[MaterialLine, ...] = ()
    delivery: tuple[tuple[str, str], ...] = ()
    by_department: tuple[tuple[Words, int, tuple[MaterialLine, ...]], ...] = ()


TO_SIGN: Final = (
    "application_form", "power_of_attorney", "shortfall_commitment", "commitment_letter", "service_address",
)  # fmt: skip
"""Printouts that the applicant signs before the acceptance; made from the form as it stands."""


def to_sign(facts: PrintoutFacts) -> tuple[str, ...]:
    """Return the printouts that the applicant has to sign, by what the form says."""
    wanted = {
        "application_form": True,
        "power_of_attorney": any(person.agent for person in facts.persons),
        "shortfall_commitment": bool(facts.outstanding),
        "commitment_letter": bool(facts.promises),
        "service_address": bool(facts.delivery),
    }
    return tuple(kind for kind in TO_SIGN if wanted[kind])


def kinds_for(facts: PrintoutFacts) -> tuple[str, ...]:
    """Return the printouts that an application is given, in printing order."""
    outcomes = tuple(case.outcome for case in facts.cases)
    taken = [o for o in outcomes if o in ("accepted", "accepted_with_shortfall", "received")]
    printouts = [*to_sign(facts), "receipt_list"] if taken else ["application_form"]
    if any(o != "received" for o in taken):
        printouts.append("acceptance_notice")
    if taken and facts.outstanding:
        printouts.append("shortfall_notice")
    if taken and facts.charges:
        printouts.append("payment_notice")
    if "correction_needed" in outcomes:
        printouts.append("correction_notice")
    if "not_required" in outcomes:
        printouts.append("not_required_notice")
    if "not_competent" in outcomes or "acceptance_refused" in outcomes:
        printouts.append("rejection_notice")
    if taken:
        printouts += ["tracking_slip", "folder_label"]
        printouts += ["handover_list"] if facts.by_department else []
    return tuple(printouts)


def issue_kinds(one: Handover) -> tuple[str, ...]:
    """Return the printouts of an issue of results, in printing order."""
    taken = ("collection_slip",) if one.method in AT_WINDOW else ()
    return (*taken, "service_receipt", *(("return_list",) if one.originals else ()))


def mark_of(one: Handover) -> str:
    """Return what the first printouts of an issue are kept under, so that another issue has its own."""
    return f"handover:{one.id}"


def made_for(
    kind: str, printouts: Sequence[PrintoutRecord], latest: Handover | None
) -> tuple[PrintoutRecord, ...]:
    """Return the printouts of the kind made so far; of an issue's printouts those of the latest issue."""
    mine = [printout for printout in printouts if printout.kind == kind]
    if kind not in ISSUE_KINDS or latest is None:
        return tuple(mine)
    first = next((n for n, printout in enumerate(mine) if printout.mark == mark_of(latest)), len(mine))
    return tuple(mine[first:])
