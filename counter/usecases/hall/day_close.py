"""The end of a clerk's day: what is still open at the window, each either done or explained."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from counter.domain.application import Event
from counter.domain.calendar import CHINA
from counter.domain.errors import InputRefused, NotAllowed
from counter.domain.events import EventKind
from counter.domain.inquiry import Inquiry
from counter.domain.roles import WINDOW
from counter.domain.words import Words
from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.lists import DayRow, Lists, OutstandingMaterial
from counter.usecases.ports.setup import Draft
from counter.usecases.ports.unit_of_work import UnitOfWork

CHECKS: Final[dict[str, Words]] = {
    "drafts": Words("未完成的草稿", "Unfinished drafts"),
    "unprinted": Words("未出文书的申请", "Applications without printouts"),
    "unscanned": Words("未扫描的申请", "Applications without scans"),
    "unsent": Words("未发出的消息", "Messages not sent"),
    "debts": Words("明日前到期的欠件", "Outstanding materials due by tomorrow"),
    "gaps": Words("编号缺号", "Gaps in the numbers"),
}
_OUTSTANDING: Final = 500


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: green when nothing is named."""

    code: str
    named: tuple[str, ...]

    @property
    def is_green(self) -> bool:
        """Whether nothing is open."""
        return not self.named


@dataclass(frozen=True, slots=True)
class Day:
    """A window's day: what was taken in, the inquiries, and what is still open."""

    day: date
    rows: tuple[DayRow, ...]
    inquiries: tuple[Inquiry, ...]
    checks: tuple[Check, ...]
    closed_by: str = ""

    @property
    def visits(self) -> int:
        """Return how many people were served: applications taken in and inquiries (措施61)."""
        return len([row for row in self.rows if not row.voided]) + len(self.inquiries)


def _bounds(day: date) -> tuple[datetime, datetime]:
    since = datetime(day.year, day.month, day.day, tzinfo=CHINA)
    return since, since + timedelta(days=1)


def gaps(numbers: Sequence[str]) -> tuple[str, ...]:
    """Return the serials that are missing between the first and the last number of the day."""
    serials = sorted(int(number.split("-")[1][2:]) for number in numbers)
    whole = range(serials[0], serials[-1] + 1) if serials else range(0)
    return tuple(f"{one:05d}" for one in whole if one not in set(serials))


def look_at_day(site: str, window: str, day: date, lists: Lists, uow: UnitOfWork) -> Day:
    """Return the window's day as it stands."""
    since, until = _bounds(day)
    rows = tuple(lists.day_list(site, window, since, until))
    live = [row for row in rows if not row.voided]
    drafts = [one for one in uow.setup.drafts(site, window) if _begun(one)]
    outstanding, _ = lists.outstanding(_OUTSTANDING, None)
    soon = [one for one in outstanding if one.window == window and _due_by(one, until + timedelta(days=1))]
    found = {
        "drafts": tuple(_called(one) for one in drafts),
        "unprinted": tuple(row.number for row in live if not row.printouts),
        "unscanned": tuple(row.number for row in live if row.kept and not row.scans),
        "unsent": ("",) * lists.waiting_messages(until),
        "debts": tuple(f"{one.application_no} {one.material}" for one in soon),
        "gaps": gaps([row.number for row in rows]),
    }
    checks = tuple(Check(code, found[code]) for code in CHECKS)
    closed = uow.setup.fact(_fact(site, window, day)) or ""
    return Day(day, rows, uow.books.inquiries(site, since, until), checks, closed)


def _fact(site: str, window: str, day: date) -> str:
    return f"day_closed:{site}{window}:{day.isoformat()}"


def _begun(draft: Draft) -> bool:
    return bool(draft.form.get("items"))


def _called(draft: Draft) -> str:
    return f"{draft.updated_at.astimezone(CHINA):%H:%M} {'、'.join(str(i) for i in _items(draft))}"


def _items(draft: Draft) -> Sequence[object]:
    items = draft.form.get("items")
    return items if isinstance(items, list) else []


def _due_by(one: OutstandingMaterial, moment: datetime) -> bool:
    return one.due_at is not None and one.due_at < moment


def close_day(
    day: Day, explained: Mapping[str, str], officer: Officer, site: str, window: str, uow: UnitOfWork
) -> None:
    """Close the window's day: everything is green or explained, and both are kept (InputRefused, NotAllowed)."""
    if officer.role not in WINDOW:
        raise NotAllowed("wrong_role", Words("只有窗口人员可以日结。", "Only the window closes its day."))
    if day.closed_by:
        raise NotAllowed("closed_already", Words("今天已日结。", "The day is closed already."))
    left = [one.code for one in day.checks if not one.is_green and not explained.get(one.code, "").strip()]
    if left:
        words = Words("请处理，或写明原因。", "Settle it, or say why it is open.")
        raise InputRefused(
            "day_open", Words("还有未了事项。", "Something is still open."), dict.fromkeys(left, words)
        )
    open_counts = {one.code: len(one.named) for one in day.checks if not one.is_green}
    reasons = {code: explained[code].strip() for code in open_counts}
    facts = {
        "day": day.day.isoformat(), "window": window, "open": open_counts, "explained": reasons,
        "visits": day.visits,
    }  # fmt: skip
    uow.log_hall(Event(uow.moment(), officer.name, EventKind.DAY_CLOSED, facts, window))
    uow.setup.set_fact(_fact(site, window, day.day), officer.name)
