"""What may stop the clocks of an item, and by which article: the one answer for everybody who asks.

The clocks of a case, what is offered, what is taken, what a notice says and the ledger of a clock ask
here. An item without kinds has none: only a request that its applicant signed stops it, and that
never its statutory clock.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

STATUTORY_STOPS: Final = (
    "hearing",
    "tender",
    "auction",
    "inspection",
    "testing",
    "quarantine",
    "appraisal",
    "expert_review",
)
"""The eight procedures of Administrative Licensing Law 45 whose time is not counted."""
OTHER_STOPS: Final = ("public_notice", "evaluation")
"""What stops an item only where its own law says so."""
APPLICANT_REQUEST: Final = "applicant_request"
ARRIVALS: Final = ("supplement", "debt")
"""Stops that begin with a notice and end with the arrival of what was asked for, never by hand."""
ALL_45: Final = "行政许可法 第四十五条"
BY_REQUEST: Final = "申请人签字的书面申请"


@dataclass(frozen=True, slots=True)
class StopFacts:
    """What has to be known of an item: its regime, its kinds, the articles of its own law, that law."""

    regime: str
    kinds: Sequence[str]
    articles: Mapping[str, str]
    own_law: str = ""


@dataclass(frozen=True, slots=True)
class Ground:
    """A kind that may stop an item's clocks: its article, and whether the statutory clock stands still too."""

    kind: str
    article: str
    stops_statutory: bool


def grounds(item: StopFacts) -> dict[str, Ground]:
    """Return what an officer may stop the item's clocks for, by kind; no kinds of the item's own: none.

    A kind carries the article of the item's own law where the item names one, else that of the
    Licensing Law for licences.
    """
    found = {}
    for kind in item.kinds:
        common = ALL_45 if kind in STATUTORY_STOPS and item.regime == "licence" else item.own_law
        found[kind] = Ground(kind, item.articles.get(kind) or common, stops_statutory=True)
    found[APPLICANT_REQUEST] = Ground(APPLICANT_REQUEST, BY_REQUEST, stops_statutory=False)
    return found


def stops_of(item: StopFacts, clock_kind: str) -> tuple[str, ...]:
    """Return the kinds that stop a clock of the kind (``statutory``, ``promised``, ``measure``) on the item."""
    mine = grounds(item)
    if clock_kind == "statutory":
        return tuple(kind for kind, ground in mine.items() if ground.stops_statutory)
    if clock_kind in ("promised", "measure"):
        return (*mine, *ARRIVALS)
    return ()
