"""The credit record: who may not rely on a promise now, and why (措施11、13、41、43、51、68).

An entry bars its subject from acceptance with shortfall and from notification and commitment until it ends or is
repaired (国办发〔2020〕42号: not for those with bad credit or an earlier false promise until it is repaired).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from counter.domain.identity import mask_name, mask_number
from counter.domain.words import Words

KINDS: Final[dict[str, Words]] = {
    "broken_promise": Words("承诺未履行", "A promise was broken"),
    "false_promise": Words("承诺不实", "A promise was false"),
    "blacklist": Words("黑名单", "Blacklisted"),
    "court_defaulter": Words("失信被执行人", "Judgment defaulter"),
    "ban": Words("限制申请", "Barred from applying"),
    "points": Words("诚信记录", "Personal credit record"),
}
BARRING: Final = ("broken_promise", "false_promise", "blacklist", "court_defaulter", "ban")


@dataclass(frozen=True, slots=True)
class CreditEntry:
    """An entry about a person or body; ``ends_on`` is the last day it counts, None until it is repaired."""

    id: int
    id_type: str
    id_number: str
    name: str
    kind: str
    reason: str
    source: str
    recorded_at: datetime
    recorded_by: str
    ends_on: date | None = None
    repaired_at: datetime | None = None
    repair: str = ""

    @property
    def shown_name(self) -> str:
        """The name as lists show it: a body's in full, a person's masked."""
        return self.name if self.id_type == "uscc" else mask_name(self.name)

    @property
    def shown_number(self) -> str:
        """The number as lists show it: a body's in full, a person's masked."""
        return self.id_number if self.id_type == "uscc" else mask_number(self.id_number)

    def counts_on(self, day: date) -> bool:
        """Whether the entry still counts: not repaired, and not past its end."""
        return self.repaired_at is None and (self.ends_on is None or day <= self.ends_on)

    def bars(self, day: date) -> bool:
        """Whether its subject may not rely on a promise on the day."""
        return self.kind in BARRING and self.counts_on(day)


def barring(entries: Iterable[CreditEntry], day: date) -> tuple[CreditEntry, ...]:
    """Return the entries that bar a promise on the day."""
    return tuple(one for one in entries if one.bars(day))


def reason_words(entries: Iterable[CreditEntry]) -> Words:
    """Return why promises are barred, and what lifts it."""
    zh, en = [], []
    for one in entries:
        until = f"至 {one.ends_on} 止" if one.ends_on else "修复前"
        until_en = f"until {one.ends_on}" if one.ends_on else "until it is repaired"
        zh.append(f"{KINDS[one.kind].zh}（{one.source}，{until}）")
        en.append(f"{KINDS[one.kind].en} ({one.source}, {until_en})")
    return Words(
        f"信用记录不允许容缺和承诺：{'；'.join(zh)}。请交齐材料，或先办信用修复。",
        f"The credit record allows no promise: {'; '.join(en)}. Hand in the materials, or have the record repaired.",
    )
