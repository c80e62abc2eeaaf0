"""A step as a screen offers it: its verb, its name, the facts it needs and the phrases that help."""

from dataclasses import dataclass
from typing import Final

from counter.domain.words import Words
from forms.catalogue import Item

Options = dict[str, Words]


@dataclass(frozen=True, slots=True)
class Asked:
    """A fact of a step: its key, its name, how it is entered, and what can be chosen.

    Kinds: ``text``, ``lines``, ``days``, ``choice``, ``several``, ``names``, ``date``, ``flag``.
    """

    key: str
    words: Words
    kind: str = "text"
    required: bool = True
    options: tuple[tuple[str, Words], ...] = ()
    phrases: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """A step that may be taken: its verb, its name, the facts it needs, and those that are settled."""

    verb: str
    words: Words
    asked: tuple[Asked, ...] = ()
    data: tuple[tuple[str, object], ...] = ()
    main: bool = False


def chosen(key: str, words: Words, options: Options, kind: str = "choice", *, required: bool = True) -> Asked:
    """Return a fact that is chosen from codes."""
    return Asked(key, words, kind, required, tuple(options.items()))


REASON: Final = Asked("reason", Words("理由", "Reason"), "lines")
GRANT_PHRASES: Final = (
    Words(
        "申请材料齐全，符合法定条件，准予。", "The materials are complete and the conditions met; granted."
    ),
    Words("经现场核查，符合规定，同意。", "Checked on the site and found right; agreed."),
)
REFUSAL_PHRASES: Final = (
    Words("不符合法定条件：", "The conditions are not met: "),
    Words("申请内容与事实不符：", "The application does not agree with the facts: "),
)
SUPPLEMENT_PHRASES: Final = (
    Words("材料缺页或签章不全", "Pages or signatures are missing"),
    Words("材料已过有效期", "The document has expired"),
    Words("材料内容前后不一致", "The materials contradict each other"),
)
BACK_TO_PROCEDURE: Final = Words(
    "不符合区域评估结论，转回原程序，请补交该项材料（措施9）",
    "Not within the region's findings: back to the usual procedure, hand the material in (measure 9)",
)


def supplement_phrases(item: Item) -> tuple[Words, ...]:
    """Return usual reasons for a supplement; the way back of M9 where a material is waived in assessed regions."""
    waived = any("region_evaluated" in when for use in item.materials for when in use.waived_when)
    return (*SUPPLEMENT_PHRASES, *((BACK_TO_PROCEDURE,) if waived else ()))


def usual_text(item: Item) -> Words:
    """Return the legal basis of the item, offered for a refusal."""
    return Words("；".join(item.legal_basis), "; ".join(item.legal_basis))
