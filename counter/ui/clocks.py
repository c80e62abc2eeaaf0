"""Clocks on screen: words and shape before colour, counted down without asking the database."""

from datetime import datetime

from counter.domain.calendar import CHINA
from counter.domain.case import CaseState
from counter.domain.words import Lang, Words
from counter.usecases.reading.wording import moment_words


def tone_of(due: datetime | None, warn: datetime | None, now: datetime, *, done: bool, state: str) -> str:
    """Return how pressing a row is, from stored moments alone."""
    if done:
        return "met"
    if state == CaseState.SUSPENDED:
        return "suspended"
    if due is None:
        return "not_started"
    if now > due:
        return "overdue"
    return "due_soon" if warn is not None and now >= warn else "running"


MARK = {
    "met": "✓", "suspended": "❚❚", "not_started": "○", "overdue": "■", "due_soon": "▲", "running": "●",
}  # fmt: skip


def clock_words(due: datetime | None, tone: str, now: datetime) -> Words:
    """Return 剩 3 小时 20 分, 今天 17:00, 超 1 天 … with the mark of the state."""
    mark = MARK[tone]
    if tone == "met":
        return Words(f"{mark} 已办结", f"{mark} Done")
    if tone == "suspended":
        return Words(f"{mark} 暂停中", f"{mark} Suspended")
    if due is None:
        return Words(f"{mark} 未起算", f"{mark} Not started")
    seconds = int((due - now).total_seconds())
    minutes, hours, days = abs(seconds) // 60, abs(seconds) // 3600, abs(seconds) // 86_400
    if seconds < 0:
        if days:
            return Words(f"{mark} 超 {days} 天", f"{mark} {days} d late")
        if not hours:
            return Words(f"{mark} 超 {minutes} 分", f"{mark} {minutes} min late")
        return Words(f"{mark} 超 {hours} 小时 {minutes % 60} 分", f"{mark} {hours} h {minutes % 60} min late")
    if hours < 1:
        return Words(f"{mark} 剩 {minutes} 分", f"{mark} {minutes} min left")
    if hours < 8:  # noqa: PLR2004 - a hall's day; beyond it the date says more than the hours
        return Words(
            f"{mark} 剩 {hours} 小时 {minutes % 60:02d} 分", f"{mark} {hours} h {minutes % 60:02d} min left"
        )
    local = due.astimezone(CHINA)
    if local.date() == now.astimezone(CHINA).date():
        return Words(f"{mark} 今天 {local:%H:%M}", f"{mark} today {local:%H:%M}")
    words = moment_words(due)
    return Words(f"{mark} {words.zh}", f"{mark} {words.en}")


def said(due: datetime | None, tone: str, now: datetime, lang: Lang) -> str:
    """Return the clock in the language."""
    return clock_words(due, tone, now).say(lang)
