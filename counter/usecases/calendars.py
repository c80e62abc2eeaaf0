"""The working calendar in force, and loading an arrangement with a preview of the cases that move."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from counter.domain.application import Application, Event
from counter.domain.calendar import Revision, WorkCalendar
from counter.domain.case import CaseFile
from counter.domain.errors import InputRefused, NotAllowed
from counter.domain.limit import BadLimit, read_date
from counter.domain.rating import Rectification, told
from counter.domain.words import Words
from counter.settings import hall_from_text
from counter.usecases.accept import retell_package
from counter.usecases.ports import Officer, UnitOfWork

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Arrangement:
    """A published arrangement or a revision: dates, and the years it publishes as a whole."""

    dates: tuple[Revision, ...]
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """A clock whose due moment a new arrangement changes."""

    application_no: str
    case_no: str
    rule: str
    before: datetime | None
    after: datetime | None


class CurrentCalendar:
    """The calendar with the revisions and opening hours of the database; rebuilt when they change."""

    def __init__(self) -> None:
        self._known: tuple[object, WorkCalendar] | None = None

    def __call__(self, uow: UnitOfWork) -> WorkCalendar:
        """Return the calendar in force inside the transaction."""
        dates, years = uow.setup.revisions()
        hall = uow.setup.fact("hall")
        key = (tuple(sorted(dates, key=lambda r: r.day)), tuple(sorted(years)), hall)
        if self._known is None or self._known[0] != key:
            self._known = (key, WorkCalendar(dates, years, hall_from_text(hall).hours()))
        return self._known[1]


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


def _retold(calendar: WorkCalendar, uow: UnitOfWork) -> Iterator[tuple[Application, CaseFile, CaseFile]]:
    after = 0
    while found := uow.open_files(after, _BATCH):
        for number, file, application in found:
            after = number
            retold = _open_only(file, file.happened(calendar, {}))
            if retold != file:
                yield application, file, retold


def _open_only(before: CaseFile, after: CaseFile) -> CaseFile:
    """Return the file told anew; clocks that have ended keep what they were judged by."""
    pairs = zip(before.clocks, after.clocks, strict=True)
    return replace(after, clocks=tuple(old if old.ended_at else new for old, new in pairs))


def _rectifications(calendar: WorkCalendar, uow: UnitOfWork) -> Iterator[tuple[Moved, Rectification]]:
    for number, one in uow.service.open_rectifications():
        after = told(one, calendar)
        if after.due_at != one.due_at:
            yield Moved(number, "", "rectification", one.due_at, after.due_at), after


def preview_arrangement(arrangement: Arrangement, uow: UnitOfWork) -> list[Moved]:
    """Return the clocks whose due moment would move; nothing is changed."""
    calendar = with_arrangement(arrangement, uow)
    found = [
        moved
        for application, before, after in _retold(calendar, uow)
        for moved in _moves(application, before, after)
    ]
    return found + [moved for moved, _ in _rectifications(calendar, uow)]


def _moves(application: Application, before: CaseFile, after: CaseFile) -> list[Moved]:
    return [
        Moved(application.number, before.case.case_no, new.rule, old.due_at, new.due_at)
        for old, new in zip(before.clocks, after.clocks, strict=True)
        if old.due_at != new.due_at
    ]


def load_arrangement(
    arrangement: Arrangement,
    officer: Officer,
    uow: UnitOfWork,
    progress: Callable[[int], bool] = lambda _: True,
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
    at = uow.moment()
    notice = next((one.notice for one in arrangement.dates if one.notice), "")
    moved = recompute(with_arrangement(arrangement, uow), officer, notice, uow, progress)
    uow.setup.add_revisions(arrangement.dates, arrangement.years, officer.name, at)
    return moved


def recompute(
    calendar: WorkCalendar,
    officer: Officer,
    notice: str,
    uow: UnitOfWork,
    progress: Callable[[int], bool] = lambda _: True,
) -> list[Moved]:
    """Tell every open clock anew under the calendar; each that moves keeps its old due moment as an event."""
    at = uow.moment()
    moved: list[Moved] = []
    touched: dict[str, Application] = {}
    for application, before, after in _retold(calendar, uow):
        uow.save_file(before, after)
        touched[application.number] = application
        for one in _moves(application, before, after):
            moved.append(one)
            uow.log(application, Event(at, officer.name, "due_moved", _facts(one, notice), "", one.case_no))
        if not progress(len(moved)):
            raise NotAllowed("cancelled", Words("已取消，未作任何改动。", "Cancelled; nothing changed."))
    for one, after_it in _rectifications(calendar, uow):
        uow.service.save_rectification(after_it)
        moved.append(one)
        owner = uow.application(one.application_no)
        if owner is not None:
            uow.log(owner, Event(at, officer.name, "due_moved", _facts(one, notice)))
    for application in touched.values():
        retell_package(application, calendar, uow)
    return moved


def _facts(one: Moved, notice: str) -> dict[str, object]:
    return {
        "rule": one.rule,
        "before": one.before.isoformat() if one.before else None,
        "after": one.after.isoformat() if one.after else None,
        "notice": notice,
    }
