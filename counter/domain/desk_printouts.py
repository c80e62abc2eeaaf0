"""What printouts say that belong to no application yet: service guide, inquiry slip, reference texts; and their lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from counter.domain.words import Words


@dataclass(frozen=True, slots=True)
class OutstandingLine:
    """A material that was promised for later: until when, and for which items."""

    name: Words
    form: Words
    until: Words
    items: tuple[int, ...]
    blocks: bool


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """A material that a commitment stands in for: what is promised, and what the department looks at afterwards."""

    name: Words
    content: Words
    department: Words
    item: Words
    ordinal: int


@dataclass(frozen=True, slots=True)
class ChargeLine:
    """What an item costs: the amount in yuan as it is printed, or that it is still to be fixed."""

    ordinal: int
    item: Words
    name: Words
    amount: str
    basis: str


@dataclass(frozen=True, slots=True)
class GuideMaterial:
    """A material of a service guide (办事指南)."""

    name: Words
    form: Words
    copies: int
    need: Words
    source: Words
    points: Words | None


@dataclass(frozen=True, slots=True)
class GuideFacts:
    """A service guide: everything that ALL 30 has the office display, for one item.

    The first *measures* of the limits are those of the city's measures.
    """

    hall: Words
    phone: str
    supervision_phone: str
    address: str
    hours: str
    code: str
    name: Words
    department: Words
    nature: Words
    basis: tuple[str, ...]
    limits: tuple[tuple[Words, Words], ...]
    materials: tuple[GuideMaterial, ...]
    questions: tuple[Words, ...]
    steps: tuple[Words, ...]
    fees: tuple[tuple[Words, str, str], ...]
    fee: Words
    visits: int
    result: Words
    remedies: Words
    note: Words | None
    unsure: tuple[Words, ...]
    tracking_url: str
    measures: int = 0
    rehearsal: bool = False


@dataclass(frozen=True, slots=True)
class InquiryFacts:
    """An inquiry slip: what was asked, what is needed, what was missing; it names nobody."""

    hall: Words
    phone: str
    supervision_phone: str
    number: str
    at: datetime
    window: str
    first_responder: str
    items: tuple[tuple[Words, Words], ...]
    needed: tuple[tuple[str, str, str], ...]
    missing: tuple[str, ...]
    note: str
    address: str
    rehearsal: bool = False


@dataclass(frozen=True, slots=True)
class TextFacts:
    """A reference text to be signed: articles of association or a resolution (措施3)."""

    title: str
    paragraphs: Sequence[tuple[str, str]]
    signers: tuple[str, ...]
    rehearsal: bool = False


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """The figures of a period as a printout shows them: title, heads and rows of each table."""

    hall: Words
    first: date
    last: date
    at: datetime
    tables: tuple[tuple[str, tuple[str, ...], tuple[tuple[str | int | float, ...], ...]], ...]
    rehearsal: bool
