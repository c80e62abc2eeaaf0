"""The supervision report of a period: by measure, department and item; visits; what was asked for twice."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from typing import Any, Final, Protocol

from counter.domain.calendar import CHINA
from counter.domain.errors import InputRefused, NotAllowed
from counter.domain.words import Lang, Words
from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.figures import Figures, ItemFigures, Report, RuleFigures, Table
from counter.usecases.reading.catalogue_shapes import summed
from forms.catalogue import Catalogue, Measure

READERS: Final = ("supervisor", "administrator", "auditor")
FORMATS: Final = ("json", "csv", "xlsx", "pdf")
COUNTED: Final[dict[str, Words]] = {
    "received": Words("收件", "Received"),
    "accepted": Words("受理", "Accepted"),
    "shortfall": Words("容缺", "Shortfall"),
    "corrections": Words("补正", "Corrections"),
    "second_notices": Words("再次告知", "Second notices"),
    "turned_away": Words("不受理", "Turned away"),
    "supplements": Words("审查补正", "Supplements"),
    "decided": Words("办结", "Decided"),
    "open": Words("在办", "Open"),
    "late": Words("超期", "Late"),
}
VISITS: Final[dict[str, Words]] = {
    "applications": Words("申请", "Applications"),
    "at_window": Words("到场申请", "At the window"),
    "again": Words("再次到场", "Came again"),
    "inquiries": Words("只来咨询", "Only asked"),
    "collections": Words("到场领取", "Collected"),
    "visits": Words("到场合计", "Visits"),
}


class PeriodLists(Protocol):
    """Where the figures come from."""

    def period_figures(self, since: datetime, until: datetime, at: datetime) -> Figures:
        """Return the figures from one moment up to another, as they stand at a third."""
        ...


def read_period(first: str, last: str) -> tuple[date, date]:
    """Return the days from and to, both included (InputRefused names the one that is wrong)."""
    days = []
    for field, text in (("from", first), ("to", last)):
        try:
            days.append(date.fromisoformat(text))
        except ValueError:
            words = Words("日期写作 2026-11-24。", "Write the date like 2026-11-24.")
            raise InputRefused("bad_date", words, {field: words}) from None
    if days[1] < days[0]:
        words = Words("止日早于起日。", "The last day lies before the first.")
        raise InputRefused("bad_period", words, {"to": words})
    return days[0], days[1]


def make_report(first: date, last: date, officer: Officer, lists: PeriodLists, at: datetime) -> Report:
    """Return the figures of the days, both included (NotAllowed for others than those who supervise)."""
    if officer.role not in READERS:
        raise NotAllowed("wrong_role", Words("无权查看统计。", "The figures are not open to this role."))
    since, until = (datetime.combine(day, time(), CHINA) for day in (first, last + timedelta(days=1)))
    return Report(first, last, at, lists.period_figures(since, until, at))


def by_department(items: Sequence[ItemFigures]) -> tuple[ItemFigures, ...]:
    """Return the figures of each department: those of its items added up."""
    sums: dict[str, dict[str, int]] = {}
    for one in items:
        mine = sums.setdefault(one.department, dict.fromkeys(COUNTED, 0))
        for key, number in _counts(one).items():
            mine[key] += number
    return tuple(ItemFigures(code, "", **known) for code, known in sums.items())


def _counts(one: ItemFigures) -> dict[str, int]:
    return {key: getattr(one, key) for key in COUNTED}


def _measures(report: Report, catalogue: Catalogue) -> list[tuple[Measure, RuleFigures]]:
    """Return the measures of the counter that set a limit, each with its figures."""
    return [
        (one, summed(one, report.figures.rules))
        for _, one in sorted(catalogue.measures.items())
        if one.role == "counter" and one.limits
    ]


def report_shape(report: Report, catalogue: Catalogue) -> dict[str, Any]:
    """Return the report as data."""
    figures = report.figures
    return {
        "from": report.first.isoformat(),
        "to": report.last.isoformat(),
        "at": report.at.isoformat(),
        "measures": [{"number": one.number, **asdict(sums)} for one, sums in _measures(report, catalogue)],
        "departments": [
            {"department": one.department, **_counts(one)} for one in by_department(figures.items)
        ],
        "items": [{"item": one.item, "department": one.department, **_counts(one)} for one in figures.items],
        "visits": {key: getattr(figures.visits, key) for key in VISITS},
        "second_notices": [
            {"at": one.at.isoformat(), "case_no": one.case_no, "department": one.department, "item": one.item}
            for one in figures.second_notices
        ],
    }


def report_tables(report: Report, catalogue: Catalogue, lang: Lang) -> tuple[Table, ...]:
    """Return the report as tables: measures, departments, items, visits, second notices."""
    figures, heads = report.figures, tuple(words.say(lang) for words in COUNTED.values())

    def say(zh: str, en: str) -> str:
        return Words(zh, en).say(lang)

    def department(code: str) -> str:
        return catalogue.departments[code].name.say(lang) if code in catalogue.departments else code

    def item(code: str) -> str:
        return catalogue.items[code].name.say(lang) if code in catalogue.items else code

    return (
        Table(
            say("按措施", "By measure"),
            (
                say("号", "No"), say("措施", "Measure"), say("办件", "Cases"), say("按时", "On time"),
                say("超期", "Late"), say("平均用时占比", "Share of the limit used"),
            ),
            tuple(
                (
                    one.number, one.summary.say(lang), sums.cases, sums.on_time, sums.late,
                    "—" if sums.share_used is None else f"{sums.share_used:.0%}",
                )
                for one, sums in _measures(report, catalogue)
            ),
        ),
        Table(
            say("按部门", "By department"),
            (say("部门", "Department"), *heads),
            tuple((department(one.department), *_counts(one).values()) for one in by_department(figures.items)),
        ),
        Table(
            say("按事项", "By item"),
            (say("事项", "Item"), *heads),
            tuple((item(one.item), *_counts(one).values()) for one in figures.items),
        ),
        Table(
            say("到现场次数", "Visits"),
            tuple(words.say(lang) for words in VISITS.values()),
            (tuple(getattr(figures.visits, key) for key in VISITS),),
        ),
        Table(
            say("一次性告知后再次告知", "Asked for again after the one notice"),
            (say("时间", "When"), say("办件编号", "Case"), say("部门", "Department"), say("事项", "Item")),
            tuple(
                (
                    f"{one.at.astimezone(CHINA):%Y-%m-%d %H:%M}", one.case_no,
                    department(one.department), item(one.item),
                )
                for one in figures.second_notices
            ),
        ),
    )  # fmt: skip
