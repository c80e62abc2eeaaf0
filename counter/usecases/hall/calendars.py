"""The working calendar in force, and loading an arrangement with a preview of the cases that move."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from counter.domain.calendar import Revision, WorkCalendar
from counter.domain.errors import InputRefused, NotAllowed
from counter.domain.limit import BadLimit, read_date
from counter.domain.words import Words
from counter.settings import hall_from_text
from counter.usecases.hall.recalculate import Moved, Progress, Recalculate, clocks_that_move, recompute
from counter.usecases.intake.project import recalculate_named
from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.app import App
from counter.usecases.ports.unit_of_work import UnitOfWork
from counter.usecases.steps.once_more import once_more


@dataclass(frozen=True, slots=True)
class Arrangement:
    """A published arrangement or a revision: dates, and the years it publishes as a whole."""

    dates: tuple[Revision, ...]
    years: tuple[int, ...]


class CurrentCalendar:
    """The calendar with the revisions and opening hours of the database; rebuilt when they change."""

    def __init__(self) -> None:
        self._known: tuple[object, WorkCalendar] | None = None

    def __call__(self, uow: UnitOfWork) -> WorkCalendar:
        """Return the calendar in force inside the transaction."""
        dates, years = uow.setup.revisions()
        hall = uow.setup.fact("hall")
        key = (tuple(sorted(dates, key=lambda r: r.day)), tuple(sorted(years)), hall)
        known = self._known
        if known is None or known[0] != key:
            # Another thread may put another calendar there in between; this transaction's own is returned.
            known = self._known = (key, WorkCalendar(dates, years, hall_from_text(hall).hours()))
        return known[1]


def calendar_in_force(app: App) -> WorkCalendar:
    """Return the calendar in force."""
    with app.open_uow(read_only=True) as uow:
        return app.calendar_of(uow)


def read_arrangement(raw: object) -> Arrangement:
    """Read a file of revisions as timers.md 10 writes it (InputRefused ``bad_revisions``)."""
    faults: dict[str, Words] = {}
    years: list[int] = []
    dates: dict[object, Revision] = {}
    table = raw if isinstance(raw, Mapping) else {}
    if not isinstance(raw, Mapping):
        faults[""] = Words("应为一个对象。", "It has to be an object.")
    for n, year in enumerate(_list(table, "years_published", faults)):
        if isinstance(year, bool) or not isinstance(year, int) or not 1900 <= year <= 2999:  # noqa: PLR2004
            faults[f"years_published[{n}]"] = Words("应为年份。", "It has to be a year.")
        else:
            years.append(year)
    for n, one in enumerate(_list(table, "dates", faults)):
        entry = one if isinstance(one, Mapping) else {}
        try:
            day = read_date(entry.get("date"))
        except BadLimit as error:
            faults[f"dates[{n}].date"] = Words("日期写作 2027-02-08。", str(error))
            continue
        working = entry.get("working")
        if not isinstance(working, bool):
            faults[f"dates[{n}].working"] = Words("应为 true 或 false。", "It has to be true or false.")
            continue
        if day in dates:
            faults[f"dates[{n}].date"] = Words("日期重复。", "The date stands twice.")
        dates[day] = Revision(day, working, str(entry.get("notice") or ""))
    if not faults and not years and not dates:
        faults[""] = Words("没有日期也没有年份。", "It names neither dates nor years.")
    if faults:
        raise InputRefused(
            "bad_revisions", Words("节假日安排文件有误。", "The arrangement's file is wrong."), faults
        )
    return Arrangement(tuple(dates.values()), tuple(years))


def _list(table: Mapping[str, object], key: str, faults: dict[str, Words]) -> list[object]:
    value = table.get(key, [])
    if not isinstance(value, list):
        faults[key] = Words("应为列表。", "It has to be a list.")
        return []
    return value


def with_arrangement(arrangement: Arrangement, uow: UnitOfWork) -> WorkCalendar:
    """Return the calendar as it would be with the arrangement entered."""
    dates, years = uow.setup.revisions()
    merged = {one.day: one for one in dates} | {one.day: one for one in arrangement.dates}
    hours = hall_from_text(uow.setup.fact("hall")).hours()
    return WorkCalendar(merged.values(), {*years, *arrangement.years}, hours)


def preview_arrangement(arrangement: Arrangement, uow: UnitOfWork) -> list[Moved]:
    """Return the clocks whose due moment would move; nothing is changed."""
    return clocks_that_move(with_arrangement(arrangement, uow), uow)


def load_arrangement(
    arrangement: Arrangement,
    officer: Officer,
    uow: UnitOfWork,
    progress: Progress = lambda _: True,
    recalculate: Recalculate | None = None,
) -> list[Moved]:
    """Enter the arrangement and recompute every open clock; all in one transaction or nothing.

    The old due moment stays in the case's history with the notice. *progress* is told the number of
    cases moved so far and may answer False to stop, which undoes everything (NotAllowed).
    """
    if officer.role not in ("administrator", "supervisor"):
        raise NotAllowed(
            "wrong_role",
            Words("只有管理员或督办可以载入节假日安排。", "Only administrators and supervisors may."),
        )
    uow.setup.hold_calendar()
    at = uow.moment()
    notice = next((one.notice for one in arrangement.dates if one.notice), "")
    calendar = with_arrangement(arrangement, uow)
    # Entered first: what tells projects anew asks this transaction for the calendar in force.
    uow.setup.add_revisions(arrangement.dates, arrangement.years, officer.name, at)
    return recompute(calendar, officer, notice, uow, progress, recalculate)


def preview_calendar(app: App, arrangement: Arrangement) -> list[Moved]:
    """Return the clocks that an arrangement would move; nothing is changed."""
    with app.open_uow(read_only=True) as uow:
        return preview_arrangement(arrangement, uow)


@once_more
def load_calendar(app: App, arrangement: Arrangement, officer: Officer, progress: Progress) -> list[Moved]:
    """Enter an arrangement and recompute every open clock; returns the clocks that moved (NotAllowed)."""
    with app.open_uow() as uow:
        moved = load_arrangement(arrangement, officer, uow, progress, partial(recalculate_named, app))
        uow.commit()
    return moved
