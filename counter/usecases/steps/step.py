"""A step being taken, and reading the facts that come with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from counter.domain.application import Application
from counter.domain.calendar import WorkCalendar, local_seconds
from counter.domain.case import ClockedCase
from counter.domain.errors import InputRefused, NotAllowed
from counter.domain.limit import BadLimit, read_time
from counter.domain.roles import WINDOW
from counter.domain.words import Words
from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.unit_of_work import UnitOfWork
from counter.usecases.status.notify import Notifier
from forms.catalogue import Catalogue, Item, Package

Data = Mapping[str, object]
CalendarOf = Callable[[UnitOfWork], WorkCalendar]


@dataclass(frozen=True, slots=True)
class Office:
    """What every step needs besides its own facts: calendar, catalogue versions, messages, the key."""

    calendar_of: CalendarOf
    catalogue_for: Callable[[str, UnitOfWork], Catalogue]
    notifier_of: Callable[[UnitOfWork], Notifier]
    key: bytes


@dataclass(frozen=True, slots=True)
class Step:
    """A step on a case: who acts, when, under which calendar and catalogue, with which facts."""

    verb: str
    officer: Officer
    application: Application
    clocked: ClockedCase
    data: Data
    at: datetime
    calendar: WorkCalendar
    catalogue: Catalogue
    office: Office
    uow: UnitOfWork

    @property
    def notifier(self) -> Notifier:
        """What queues messages; the hall's settings are read only by steps that tell somebody."""
        return self.office.notifier_of(self.uow)

    @property
    def item(self) -> Item:
        """The case's item as it was when the case was accepted."""
        return self.catalogue.items[self.clocked.case.item]

    @property
    def package(self) -> Package | None:
        """The package that the application is for."""
        return self.catalogue.packages.get(self.application.package or "")


@dataclass(frozen=True, slots=True)
class ApplicationStep:
    """A step on a whole application."""

    verb: str
    officer: Officer
    application: Application
    data: Data
    at: datetime
    calendar: WorkCalendar
    catalogue: Catalogue
    office: Office
    uow: UnitOfWork

    @property
    def notifier(self) -> Notifier:
        """What queues messages; the hall's settings are read only by steps that tell somebody."""
        return self.office.notifier_of(self.uow)


@dataclass(frozen=True, slots=True)
class Changes:
    """What a step touched, for screens to refresh."""

    applications: frozenset[str] = frozenset()
    departments: frozenset[str] = frozenset()


def missing(field: str) -> InputRefused:
    """Return the refusal for a fact that was not given."""
    return InputRefused(
        "missing_field",
        Words("缺少“{field}”。", "“{field}” is missing.").fill(field=field),
        {field: Words("此项必填。", "This has to be given.")},
    )


def bad(field: str, words: Words) -> InputRefused:
    """Return the refusal for a fact that is wrong, with its remedy."""
    return InputRefused("bad_field", Words("“{f}”有误。", "“{f}” is wrong.").fill(f=field), {field: words})


def text_of(data: Data, field: str, *, required: bool = True) -> str:
    """Return a text of the step's data (InputRefused ``missing_field``, ``bad_field``)."""
    value = data.get(field)
    if value is None or (isinstance(value, str) and not value.strip()):
        if required:
            raise missing(field)
        return ""
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return "；".join(value)
    if not isinstance(value, str):
        raise bad(field, Words("应为文字。", "It has to be text."))
    return value.strip()


def names_of(data: Data, field: str, *, required: bool = True) -> tuple[str, ...]:
    """Return a list of codes of the step's data; one alone may stand without its list."""
    value = data.get(field)
    if isinstance(value, str) and value.strip():
        value = [value.strip()]
    if value is None or value == []:
        if required:
            raise missing(field)
        return ()
    if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
        raise bad(field, Words("应为代码列表。", "It has to be a list of codes."))
    return tuple(dict.fromkeys(value))


def table_of(data: Data, field: str) -> Data:
    """Return an object of the step's data; empty when it is not given."""
    value = data.get(field)
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise bad(field, Words("应为一组键值。", "It has to be an object."))
    return value


def flag_of(data: Data, field: str) -> bool:
    """Return a yes or no of the step's data; no when it is not given."""
    value = data.get(field, False)
    if not isinstance(value, bool):
        raise bad(field, Words("应为 true 或 false。", "It has to be true or false."))
    return value


def chosen_of(data: Data, field: str, allowed: Mapping[str, object], default: str = "") -> str:
    """Return one of the allowed codes."""
    value = text_of(data, field, required=not default) or default
    if value not in allowed:
        raise bad(field, Words("应为：{all}。", "Use: {all}.").fill(all=", ".join(allowed)))
    return value


def day_of(data: Data, field: str) -> str:
    """Return a date of the step's data in its written form; empty when it is not given."""
    raw = text_of(data, field, required=False).replace("/", "-")
    try:
        return date.fromisoformat(raw).isoformat() if raw else ""
    except ValueError:
        raise InputRefused(
            "bad_field",
            Words("日期有误。", "The date is wrong."),
            {field: Words("日期写作 2036-12-31。", "Write the date like 2036-12-31.")},
        ) from None


def moment_of(data: Data, field: str, earliest: datetime, now: datetime) -> datetime:
    """Return a moment of the step's data, *now* when it is not given; never before *earliest* or ahead."""
    raw = data.get(field)
    if raw is None:
        return now
    try:
        at = read_time(raw)
    except BadLimit as error:
        raise InputRefused(
            error.code, Words("时间有误。", str(error)), {field: Words("写明时区。", str(error))}
        ) from error
    if local_seconds(at) > local_seconds(now) or at < earliest:
        raise InputRefused(
            "bad_time",
            Words("时间不能在受理之前或将来。", "It cannot lie before receipt or in the future."),
            {field: Words("请核对时间。", "Check the time.")},
        )
    return at


def other_departments(step: Step) -> set[str]:
    """Return the departments besides the case's own that can be asked or given the case."""
    inside = {d.code for d in step.catalogue.departments.values() if not d.outside}
    return inside - {step.clocked.case.department}


def materials_of_item(step: Step) -> tuple[str, ...]:
    """Return the materials that the step names; only those on the item's list may be asked for (ALL 31)."""
    codes = names_of(step.data, "materials")
    known = {use.code for use in step.item.materials}
    strange = [code for code in codes if code not in known]
    if strange:
        raise bad(
            "materials",
            Words(
                "“{c}”不在该事项的材料目录中（许可法第三十一条）。可用：{all}。",
                "“{c}” is not on the item's list (ALL 31). Use: {all}.",
            ).fill(c=strange[0], all=", ".join(sorted(known))),
        )
    return codes


def inspectors_of(step: Step, least: int) -> tuple[str, ...]:
    """Return who was on the site; fewer than the law asks for are refused (ALL 34)."""
    inspectors = names_of(step.data, "inspectors")
    if len(inspectors) < least:
        raise bad(
            "inspectors",
            Words("现场核查不少于 {n} 人（许可法第三十四条）。", "At least {n} inspectors (ALL 34).").fill(
                n=least
            ),
        )
    return inspectors


HOW: Final = {"paper": Words("书面", "on paper"), "telephone": Words("电话", "by telephone")}


def for_the_department(step: Step) -> bool:
    """Return whether the window enters the department's answer (InputRefused: without who answered and how).

    A department that answers on paper or by telephone is entered at the window with ``on_behalf_of``
    {name, how, scan}: who answered, and for an answer on paper the digest of its scan on the case.
    """
    raw = table_of(step.data, "on_behalf_of")
    if not raw:
        return False
    text_of(raw, "name")
    how = chosen_of(raw, "how", HOW)
    if how == "paper":
        scan = text_of(raw, "scan", required=False)
        known = {one.sha256 for one in step.uow.service.scans(step.application)}
        if scan not in known:
            raise bad(
                "on_behalf_of.scan",
                Words("请先把签字的答复扫描件附到该办件。", "Attach the scan of the signed answer first."),
            )
    return True


def count_of(data: Data, field: str, most: int) -> int:
    """Return a whole number of the step's data from 1 to *most*."""
    value = data.get(field)
    if value is None:
        raise missing(field)
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
        raise bad(field, Words("应为 1 至 {n} 的整数。", "A whole number from 1 to {n}.").fill(n=most))
    return value


def window_only(officer: Officer) -> None:
    """Refuse officers who do not work at the window (NotAllowed)."""
    if officer.role not in WINDOW:
        raise NotAllowed(
            "not_allowed", Words("只有窗口人员可以办理。", "Only the window's people may do this.")
        )


def not_void(application: Application) -> None:
    """Refuse steps on an application that was taken by mistake (NotAllowed)."""
    if application.void_reason is not None:
        raise NotAllowed("voided", Words("申请已作废。", "The application is void."))
