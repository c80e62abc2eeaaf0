"""A deadline told in plain words: how far it is, and which dates count and which do not."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby
from math import ceil

from counter.domain.calendar import CHINA, WorkCalendar, local_seconds
from counter.domain.case import CaseClock
from counter.domain.clock import Suspension
from counter.domain.explanation import LedgerDay, ledger
from counter.domain.limit import Unit
from counter.domain.words import Words
from counter.usecases.reading.wording import moment_words
from counter.usecases.steps.pause import STOPS

_HOUR, _MINUTE = 3600, 60


def day_words(day: date) -> Words:
    """Return a date as 11月23日 / 23 Nov."""
    return Words(f"{day.month}月{day.day}日", f"{day.day} {day:%b}")


def until_words(at: datetime, due: datetime) -> Words:
    """Return until when something is due as it is read at the instant: today 11:00, or the day and hour."""
    local, now = due.astimezone(CHINA), at.astimezone(CHINA)
    if local.date() == now.date():
        return Words(f"今天 {local:%H:%M} 前", f"today {local:%H:%M}")
    words = moment_words(due)
    return Words(f"{words.zh} 前", words.en)


def waiting(limit: datetime | None, waits: Words, at: datetime) -> tuple[str, Words]:
    """Return the tone and the sentence of a case that waits for another; a licence's legal limit runs meanwhile."""
    zh, en = f"等待{waits.zh}，之后自动开始", f"Waits for {waits.en}; starts by itself then"
    if limit is None:
        return "wait", Words(zh + "。", en + ".")
    due = until_words(at, limit)
    if at > limit:
        zh += f"；应在 {due.zh}办结，已超过，承办部门将公开说明理由"
        en += f"; was due {due.en}; late, the reason will be published"
        return "late", Words(zh + "。", en + ".")
    return "wait", Words(f"{zh}，最迟 {due.zh}办结。", f"{en}, due {due.en} at the latest.")


def progress(
    clock: CaseClock, stops: tuple[Suspension, ...], at: datetime, calendar: WorkCalendar
) -> Words | None:
    """Return how far a running clock is: day 3 of 5, hour 1 of 1; None when there is nothing to count."""
    answer = clock.reckoned(stops, calendar)
    if clock.started_at is None or answer is None or answer.due is None or clock.extension_days:
        return None
    limit = clock.limit
    if limit.unit is Unit.WORKING_HOURS:
        begun, now = local_seconds(clock.started_at), local_seconds(max(at, clock.started_at))
        used = calendar.position(now) - calendar.position(begun)
        used -= sum(
            calendar.position(local_seconds(min(s.end or at, at))) - calendar.position(local_seconds(s.start))
            for s in clock.stopped_by(stops)
            if s.start < at
        )
        step, zh, en = (_HOUR, "小时", "Hour") if limit.amount % _HOUR == 0 else (_MINUTE, "分钟", "Minute")
        total = limit.amount // step
        n = min(max(ceil(used / step), 1), total)
        return Words(f"第 {n} {zh}，共 {total} {zh}", f"{en} {n} of {total}")
    if limit.unit is Unit.WORKING_DAYS:
        days = ledger(limit, clock.started_at, calendar, answer, clock.stopped_by(stops), at)
        today = at.astimezone(CHINA).date()
        n = max((d.n for d in days if d.n and d.day <= today), default=0)
        whole = limit.amount
        if n == 0:
            return Words(f"次日起算，共 {whole} 个工作日", f"Counted from tomorrow, {whole} working days")
        return Words(f"第 {n} 个工作日，共 {whole} 个", f"Day {n} of {whole}")
    return None


def _span(days: Sequence[LedgerDay]) -> Words:
    first, last = day_words(days[0].day), day_words(days[-1].day)
    if len(days) == 1:
        return first
    return Words(f"{first.zh}至{last.zh}", f"{first.en} to {last.en}")


def _dates(days: Sequence[LedgerDay], calendar: WorkCalendar) -> list[Words]:
    """Return which dates count against their look and which do not, weekends in one line."""
    lines = [
        Words(f"{day.zh}是调休上班日，照常计入。", f"{day.en} is a make-up workday and counts.")
        for d in days
        if d.n and calendar.fact(d.day).kind == "makeup"
        for day in (day_words(d.day),)
    ]
    off = [d for d in days[1:] if d.kind in ("holiday", "suspended")]
    for _, stretch in groupby(
        enumerate(off), key=lambda pair: (_why(pair[1]).zh, pair[1].day.toordinal() - pair[0])
    ):
        found = [d for _, d in stretch]
        span, why = _span(found), _why(found[0])
        lines.append(Words(f"{span.zh}不计：{why.zh}。", f"{span.en} not counted: {why.en}."))
    weekends = sum(d.kind == "weekend" for d in days[1:])
    if weekends:
        lines.append(
            Words(
                f"其间 {weekends} 个周末休息日不计。", f"{weekends} weekend days in between are not counted."
            )
        )
    return lines


def _why(day: LedgerDay) -> Words:
    if day.kind == "suspended":
        words = STOPS.get(day.ground, Words(day.ground or "已暂停", day.ground or "stopped"))
        return Words(f"暂停，{words.zh}", f"stopped, {words.en}")
    return Words(day.notice or "节假日", f"public holiday ({day.notice})" if day.notice else "public holiday")


def explained(
    clock: CaseClock, stops: tuple[Suspension, ...], at: datetime, calendar: WorkCalendar
) -> tuple[Words, ...]:
    """Return how the due moment comes about, a sentence a line (timers.md 9)."""
    answer = clock.reckoned(stops, calendar)
    if clock.started_at is None or answer is None:
        return ()
    start = moment_words(clock.started_at)
    lines = [Words(f"{start.zh} 开始计时。", f"The clock started {start.en}.")]
    days = ledger(clock.limit, clock.started_at, calendar, answer, clock.stopped_by(stops), at)
    unit = clock.limit.unit
    if unit is Unit.WORKING_DAYS:
        lines.append(
            Words(
                "当天不算，从下一个工作日算起。",
                "That day is not counted; counting begins with the next working day.",
            )
        )
    elif unit is Unit.WORKING_HOURS:
        lines.append(
            Words("只计窗口开放的时间，午休和夜间不算。", "Only opening hours count; lunch and night do not.")
        )
    elif unit in (Unit.SAME_DAY, Unit.INSTANT):
        lines.append(Words("当天下班前办结。", "It is done before closing time the same day."))
    if unit not in (Unit.UNTIL_DATE, Unit.BEFORE_EVENT):
        lines += _dates(days, calendar)
    if clock.extension_days:
        n, extended = clock.extension_days, [d for d in days if d.extension]
        span = _span(extended) if extended else None
        lines.append(
            Words(
                f"依法延长 {n} 个工作日" + (f"（{span.zh}）。" if span else "。"),
                f"Lawfully extended by {n} working days" + (f" ({span.en})." if span else "."),
            )
        )
    if answer.due is None:
        lines.append(Words("目前暂停计时。", "The clock stands still for now."))
    else:
        due = moment_words(answer.due)
        lines.append(Words(f"所以应在 {due.zh} 前办结。", f"So it is due {due.en}."))
    if answer.provisional:
        lines.append(
            Words("跨入的年份尚未公布放假安排，到期日可能调整。",
                  "It reaches into a year whose holidays are not published yet; the date may move.")
        )  # fmt: skip
    return tuple(lines)
