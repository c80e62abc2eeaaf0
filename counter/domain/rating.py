"""Ratings (好差评): five grades, voluntary, a bad one opens a rectification (M14, M58; 国办发〔2019〕51号)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from counter.domain.calendar import WorkCalendar
from counter.domain.case import CaseClock
from counter.domain.limit import working_days
from counter.domain.moments import Moment
from counter.domain.words import Words

GRADES: Final[dict[str, Words]] = {
    "very_satisfied": Words("非常满意", "Very satisfied"),
    "satisfied": Words("满意", "Satisfied"),
    "basically_satisfied": Words("基本满意", "Fairly satisfied"),
    "dissatisfied": Words("不满意", "Dissatisfied"),
    "very_dissatisfied": Words("非常不满意", "Very dissatisfied"),
}
"""Best first, as GB/T 39046 A.8 numbers them from 1; the rating interface numbers them from 5 down."""
BAD: Final = ("dissatisfied", "very_dissatisfied")
REASONS: Final[dict[str, Words]] = {
    "asked_again": Words(
        "没有一次性告知，多次要材料", "Not told everything at once; materials asked for again"
    ),
    "waited_long": Words("等候或办理时间长", "Waiting or handling took too long"),
    "unnecessary_papers": Words("要求提供不必要的材料", "Unnecessary materials were asked for"),
    "unclear": Words("解释不清楚，流程不明白", "Explanations were unclear"),
    "attitude": Words("服务态度不好", "Staff were unfriendly"),
    "improper_charge": Words("不合理收费或指定中介", "Improper charge, or an intermediary imposed"),
    "other": Words("其他（请写明）", "Something else (please say what)"),
}
KINDS: Final[dict[str, Words]] = {
    "rating": Words("评价", "Rating"),
    "complaint": Words("投诉", "Complaint"),
    "suggestion": Words("建议", "Suggestion"),
}
CHANNELS: Final[dict[str, Words]] = {
    "phone": Words("二维码", "by the QR code"),
    "screen": Words("大厅评价屏", "at the window's screen"),
}
VISIT, COLLECTION = "visit", "collection"
"""The services at the window that are rated: taking in and handing over; a case's rating has its ordinal."""
MOST_TEXT: Final = 500


def subject_words(subject: str) -> Words:
    """Return what a rating is about."""
    if subject == VISIT:
        return Words("窗口收件服务", "taking in at the window")
    if subject == COLLECTION:
        return Words("窗口发件服务", "handing over at the window")
    return Words(f"第 {subject} 项", f"case {subject}")


def grade_number(grade: str) -> int:
    """Return the code of GB/T 39046 A.8: 1 very satisfied … 5 very dissatisfied."""
    return list(GRADES).index(grade) + 1


def interface_grade(grade: str) -> int:
    """Return the number of the rating interface, the other way round: 5 best; below 3 is bad."""
    return 6 - grade_number(grade)


@dataclass(frozen=True, slots=True)
class Rating:
    """What somebody said of a visit or a case; ``round`` 2 is the second rating after a rectification.

    ``counted`` is False for a mistaken rating whose appeal was upheld; ``flagged`` when several came
    from one address in the same minute.
    """

    id: int
    kind: str
    subject: str
    round: int
    grade: str
    reasons: tuple[str, ...]
    text: str
    channel: str
    at: datetime
    window: str
    item: str
    department: str
    origin: str = ""
    flagged: bool = False
    counted: bool = True
    appeal: str = ""
    ruling: str = ""

    @property
    def is_bad(self) -> bool:
        """Whether it is one of the two bad grades."""
        return self.grade in BAD


@dataclass(frozen=True, slots=True)
class Rectification:
    """What a bad rating or a complaint sets going, with its own clock (default 5 or 15 working days)."""

    id: int
    rating_id: int
    subject: str
    responsible: str
    days: int
    opened_at: datetime
    due_at: datetime | None
    provisional: bool = False
    called_at: datetime | None = None
    call: str = ""
    measures: str = ""
    closed_at: datetime | None = None
    who: str = ""

    @property
    def clock(self) -> CaseClock:
        """The clock as every other one; its due moment is told by :func:`told`."""
        return CaseClock(
            0, 0, "rectification", "rectification", working_days(self.days), ("opened",), ("closed",),
            started_at=self.opened_at, ended_at=self.closed_at, due_at=self.due_at,
            provisional=self.provisional,
        )  # fmt: skip


def recalculated(one: Rectification, calendar: WorkCalendar) -> Rectification:
    """Return the rectification with its due moment under the calendar."""
    moments: Mapping[str, datetime] = {Moment.OPENED: one.opened_at}
    clock = one.clock.recalculated(moments, (), calendar)
    return replace(one, due_at=clock.due_at, provisional=clock.provisional)
