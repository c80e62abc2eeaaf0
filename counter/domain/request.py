"""Requests between departments: what one desk asks of another about a case, each with its own clock and its answer.

An opinion asked of another department, a disagreement brought to coordination (M12), the inspection
after a decision on commitment (M13), a supervision order (电子监察, 国令722 第36条).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from counter.domain.calendar import WorkCalendar
from counter.domain.case import CaseClock
from counter.domain.limit import Limit
from counter.domain.moments import Moment
from counter.domain.words import Words

KINDS: Final[dict[str, Words]] = {
    "opinion": Words("征求意见", "Opinion asked"),
    "coordination": Words("审批协调", "Coordination"),
    "inspection": Words("承诺核查", "Inspection of a commitment"),
    "supervision": Words("督办", "Supervision order"),
}
POSITIONS: Final[dict[str, Words]] = {
    "agree": Words("同意", "Agrees"),
    "conditional": Words("有条件同意", "Agrees on conditions"),
    "disagree": Words("不同意", "Disagrees"),
}
COORDINATOR: Final = "service-centre"
"""The department that brings disagreeing ones together (M12)."""


@dataclass(frozen=True, slots=True)
class DepartmentRequest:
    """Something asked of a department about a case; ``due_at`` follows from its limit and the calendar."""

    id: int
    application_no: str
    case_no: str
    kind: str
    department: str
    question: str
    asked_by: str
    asked_at: datetime
    limit: Limit
    due_at: datetime | None = None
    provisional: bool = False
    answered_at: datetime | None = None
    answered_by: str = ""
    answer: str = ""
    position: str = ""
    data: Mapping[str, object] = field(default_factory=dict)

    @property
    def clock(self) -> CaseClock:
        """The request's clock, not told yet."""
        kind = "opinion" if self.kind == "opinion" else "rectification"
        return CaseClock(0, 0, self.kind, kind, self.limit, ("asked",), ("answered",))

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered yet."""
        return self.answered_at is None

    def recalculated_clock(self, calendar: WorkCalendar) -> CaseClock:
        """Return the clock as it runs since the request between departments was given."""
        moments: dict[str, datetime] = {Moment.ASKED: self.asked_at}
        if self.answered_at is not None:
            moments[Moment.ANSWERED] = self.answered_at
        return self.clock.recalculated(moments, (), calendar)

    def answered(self, at: datetime, who: str, answer: str, position: str = "") -> "DepartmentRequest":
        """Return the request between departments with its answer."""
        return replace(self, answered_at=at, answered_by=who, answer=answer, position=position)


def recalculated(one: DepartmentRequest, calendar: WorkCalendar) -> DepartmentRequest:
    """Return the request between departments with its due moment as the calendar makes it."""
    clock = one.recalculated_clock(calendar)
    return replace(one, due_at=clock.due_at, provisional=clock.provisional)


def open_requests(
    requests: Iterable[DepartmentRequest], case_no: str, *kinds: str
) -> list[DepartmentRequest]:
    """Return what was asked about a case, of the kinds, and is not answered yet."""
    return [one for one in requests if one.case_no == case_no and one.is_open and one.kind in kinds]


def unsettled(requests: Iterable[DepartmentRequest], case_no: str) -> list[DepartmentRequest]:
    """Return what keeps a case from its decision: opinions and coordination that are still open."""
    return open_requests(requests, case_no, "opinion", "coordination")


def disagreements(requests: Iterable[DepartmentRequest], case_no: str) -> list[DepartmentRequest]:
    """Return opinions against the case that no ruling has settled since."""
    mine = [one for one in requests if one.case_no == case_no and one.answered_at is not None]
    ruled = [one.answered_at for one in mine if one.kind == "coordination" and one.answered_at is not None]
    last = max(ruled, default=None)
    return [
        one
        for one in mine
        if one.kind == "opinion"
        and one.position == "disagree"
        and one.answered_at is not None
        and (last is None or one.answered_at > last)
    ]
