"""Handing results back (窗口统一发件): once, together, to the right person (M4, M12; ALL 44)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, Generic, Protocol, TypeVar

from counter.domain.calendar import CHINA, WorkCalendar
from counter.domain.case import CLOSED_STATES, CaseClock, CaseState, ClockedCase
from counter.domain.errors import InputRefused, NotAllowed
from counter.domain.limit import working_days
from counter.domain.words import Words

METHODS: Final = {
    "window": Words("窗口领取", "collected at the window"),
    "courier": Words("邮政寄递", "sent by courier"),
    "self_service": Words("自助打印", "printed at the self-service machine"),
    "e_delivery": Words("电子送达", "delivered electronically"),
}
AT_WINDOW: Final = ("window", "self_service")
"""Methods for which somebody comes to the hall."""
DELIVERY_DAYS: Final = 10
"""Working days from the grant of a licence to its delivery (ALL 44)."""
RESULT: Final = "result"
TOLD: Final = "told"
SERVED: Final = "served"
ISSUED: Final = "issued"
"""The moments of a result: on the shelf, the applicant told, the delivery met, gone."""


@dataclass(frozen=True, slots=True)
class Collector:
    """Who takes the results: ``relation`` is applicant, agent or other; numbers are kept masked."""

    name: str
    id_type: str = ""
    id_masked: str = ""
    relation: str = "applicant"
    letter: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """A result that was handed over: the case, what it is called, its number."""

    case_no: str
    ordinal: int
    name: str
    number: str = ""
    valid_until: str = ""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A parcel on its way: address and consignee, carrier and number, what became of it."""

    to: str
    phone: str
    address: str
    carrier: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Handover:
    """One issue of results; ``state`` is handed, sent, delivered or returned."""

    id: int
    at: datetime
    who: str
    window: str
    method: str
    state: str
    collector: Collector
    signature: str
    results: tuple[Result, ...]
    parcel: Parcel | None = None
    originals: tuple[str, ...] = ()
    ended_at: datetime | None = None
    note: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


def delivery_clock(regime: str) -> CaseClock | None:
    """Return the clock from the grant of a licence to its delivery (ALL 44: 颁发、送达); None for all else."""
    if regime != "licence":
        return None
    return CaseClock(0, 0, "ALL 44", "delivery", working_days(DELIVERY_DAYS), ("grant",), (SERVED,))


def chose_collection(form: Mapping[str, object]) -> bool:
    """Whether the applicant chose, in the form that was signed, to collect the results at the window."""
    delivery = form.get("delivery")
    return isinstance(delivery, Mapping) and delivery.get("method") == "window"


def told(
    clocked: ClockedCase, at: datetime, calendar: WorkCalendar, *, collects_by_choice: bool
) -> ClockedCase:
    """Return the ready case after the applicant was told of it.

    That is delivery (ALL 44) only for one who chose in writing to collect at the window; for everybody else
    the licence still has to be handed over, posted or delivered electronically.
    """
    return clocked.happened(calendar, dict.fromkeys((TOLD, SERVED) if collects_by_choice else (TOLD,), at))


def given_out(clocked: ClockedCase, at: datetime, calendar: WorkCalendar) -> ClockedCase:
    """Return the ready case with its result handed over, posted, printed or delivered electronically."""
    return replace(clocked, case=clocked.case.hand_over()).happened(
        calendar, dict.fromkeys((SERVED, ISSUED), at)
    )


@dataclass(frozen=True, slots=True)
class Delivery:
    """How a result was delivered: ``by`` is told or given, empty while it was not; days it lay on the shelf."""

    by: str
    days_on_shelf: int


def delivery_of(clocked: ClockedCase, at: datetime) -> Delivery | None:
    """Return the figure of the case's delivery; None while there is no result."""
    moments = clocked.moments
    if RESULT not in moments:
        return None
    served = moments.get(SERVED)
    by = "" if served is None else "given" if moments.get(ISSUED) == served else TOLD
    return Delivery(by, days_on_shelf(clocked, at))


class Coming(Protocol):
    """What decides whether a result is there: a case, or its row in a list."""

    @property
    def state(self) -> str:
        """Where it stands; contract section 4."""
        ...

    @property
    def closing(self) -> str:
        """How it was closed; empty while it was not."""
        ...


One = TypeVar("One", bound=Coming)


@dataclass(frozen=True, slots=True)
class Shelf(Generic[One]):
    """How far an application is on its way back: what is ready, what is still waited for."""

    ready: tuple[One, ...]
    waiting: tuple[One, ...]
    issued: tuple[One, ...]

    @property
    def total(self) -> int:
        """How many results there are or will be."""
        return len(self.ready) + len(self.waiting) + len(self.issued)

    @property
    def is_whole(self) -> bool:
        """Whether everything that can come is here."""
        return bool(self.ready) and not self.waiting


def shelf_of(cases: Sequence[One]) -> Shelf[One]:
    """Return the application's shelf; closed cases bring no result and are not waited for."""
    live = [case for case in cases if case.state not in CLOSED_STATES and not case.closing]
    return Shelf(
        tuple(c for c in live if c.state == CaseState.READY),
        tuple(c for c in live if c.state not in (CaseState.READY, CaseState.ISSUED)),
        tuple(c for c in live if c.state == CaseState.ISSUED),
    )


def chosen_results(
    cases: Sequence[ClockedCase], named: Sequence[str], outstanding: Mapping[str, Sequence[str]]
) -> tuple[ClockedCase, ...]:
    """Return the cases to hand over: all together, or the ones named when others are still waited for.

    *outstanding materials* are open blocking materials by item. Refused (NotAllowed) when nothing is ready, everything was
    handed over already, an outstanding material is open, or not all are ready and none were named.
    """
    shelf = shelf_of([clocked.case for clocked in cases])
    known = {
        key: clocked
        for clocked in cases
        for key in (clocked.case.case_no, str(clocked.case.ordinal), clocked.case.item)
    }
    unknown = [key for key in named if key not in known]
    if unknown:
        raise InputRefused(
            "unknown_case",
            Words("申请中没有办件“{c}”。", "The application has no case “{c}”.").fill(c=unknown[0]),
            {"cases": Words("用办件编号或序号。", "Use case numbers or ordinals.")},
        )
    wanted = tuple(dict.fromkeys(known[key].case.case_no for key in named)) or tuple(
        case.case_no for case in shelf.ready
    )
    chosen = tuple(clocked for clocked in cases if clocked.case.case_no in wanted)
    if not chosen:
        if shelf.issued and not shelf.waiting:
            raise NotAllowed(
                "issued_already",
                Words("结果已全部发出，不能再发。", "Everything was handed over already."),
            )
        raise NotAllowed("nothing_ready", Words("还没有可领的结果。", "No result is ready yet."))
    for clocked in chosen:
        if clocked.case.state is CaseState.ISSUED:
            raise NotAllowed(
                "issued_already",
                Words("该结果已发出，不能再发。", "The result was handed over already."),
            )
        if clocked.case.state is not CaseState.READY:
            raise NotAllowed("nothing_ready", Words("该结果还未到。", "The result is not here yet."))
    if shelf.waiting and not named:
        raise NotAllowed(
            "not_all_ready",
            Words(
                "{n} 项结果中还差 {m} 项，应一次发齐；确需先发的，请在 cases 中写明办件。",
                "{m} of {n} results are still to come; they go together. To hand some over first, name them in cases.",
            ).fill(n=shelf.total, m=len(shelf.waiting)),
        )
    blocked = {code for clocked in chosen for code in outstanding.get(clocked.case.item, ())}
    if blocked:
        raise NotAllowed(
            "debt_open",
            Words(
                "承诺补交的材料未齐（{codes}），结果暂不能发。",
                "Materials are still outstanding ({codes}); the result is not handed over yet.",
            ).fill(codes="、".join(sorted(blocked))),
        )
    return chosen


def _same(text: object, other: str) -> bool:
    return str(text or "").strip().upper() == other.strip().upper()


def recognise(collector: Mapping[str, object], form: Mapping[str, object]) -> str:
    """Return who the collector is: ``applicant``, ``agent`` or ``other`` with a letter.

    Name and identity number have to be those of a party, or of an agent whose authority includes
    collecting; anybody else shows a letter of attorney. Refused (InputRefused) by field.
    """
    name, number = str(collector.get("name") or ""), str(collector.get("id_number") or "")
    parties = form.get("parties")
    people = parties if isinstance(parties, list) else []
    by_name: Words | None = None
    for party in people:
        agent = party.get("agent") or {}
        if party.get("id_type") != "uscc" and _same(number, str(party["id_number"])):
            if _same(name, str(party["name"])):
                return "applicant"
            by_name = Words("姓名与证件不符。", "Name and number do not belong together.")
        if agent and _same(number, str(agent.get("id_number", ""))):
            if not _same(name, str(agent.get("name", ""))):
                by_name = Words("姓名与证件不符。", "Name and number do not belong together.")
            elif "collect" in agent.get("authority", ("collect",)) or collector.get("letter") is True:
                return "agent"
            else:
                raise InputRefused(
                    "no_authority",
                    Words("代理权限不含领取结果。", "The agent's authority does not include collecting."),
                    {
                        "collector.letter": Words(
                            "请出示含“领取”的委托书。", "A letter that includes it is needed."
                        )
                    },
                )
    if by_name is not None:
        raise InputRefused(
            "wrong_collector",
            Words("领取人信息不符。", "The collector's details do not match."),
            {"collector.name": by_name},
        )
    if collector.get("letter") is True:
        return "other"
    raise InputRefused(
        "wrong_collector",
        Words("领取人不是申请人或其代理人。", "The collector is neither the applicant nor the agent."),
        {
            "collector.id_number": Words(
                "请核对证件；他人代领（包括为单位领取）须有授权委托书（letter）。",
                "Check the number; anybody else, also for a body, needs a letter of attorney (letter).",
            )
        },
    )


def days_on_shelf(clocked: ClockedCase, at: datetime) -> int:
    """Return how many days the result has lain ready, or lay until it went; a figure of its own beside the limit."""
    ready = clocked.moments.get(RESULT)
    gone = clocked.moments.get(ISSUED) if clocked.case.state is CaseState.ISSUED else None
    until = min(at, gone) if gone else at
    return (until.astimezone(CHINA).date() - ready.astimezone(CHINA).date()).days if ready else 0
