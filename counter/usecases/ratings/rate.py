"""Ratings, complaints and suggestions: voluntary, once, by the slip's token; a bad one is answered."""

import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from counter.domain.application import Application, Event
from counter.domain.calendar import WorkCalendar
from counter.domain.case import ClockedCase
from counter.domain.errors import InputRefused, NotAllowed
from counter.domain.events import EventKind
from counter.domain.handover import AT_WINDOW
from counter.domain.rating import (
    BAD,
    CHANNELS,
    COLLECTION,
    GRADES,
    KINDS,
    MOST_TEXT,
    REASONS,
    VISIT,
    Rating,
    Rectification,
    recalculated,
)
from counter.domain.roles import Role
from counter.domain.words import Words
from counter.settings import Hall
from counter.usecases.ports.unit_of_work import UnitOfWork
from counter.usecases.steps.step import ApplicationStep, Data, bad, flag_of, missing, text_of

_KEPT_OF_ORIGIN = 32


def origin_of(key: bytes, address: str, at: datetime) -> str:
    """Return a keyed digest of a network address, another one each day; the address is kept nowhere."""
    if not address:
        return ""
    text = f"{at:%Y-%m-%d}|{address}".encode()
    return hmac.new(key, text, hashlib.sha256).hexdigest()[:_KEPT_OF_ORIGIN]


@dataclass(frozen=True, slots=True)
class GivenRating:
    """What was sent in, checked: kind, subject, grade, reasons, text."""

    kind: str
    subject: str
    grade: str
    reasons: tuple[str, ...]
    text: str


_KEYS = ("kind", "subject", "grade", "reasons", "text")
_SUBJECT = re.compile(r"visit|collection|[1-9][0-9]?", re.ASCII)


def _one(data: Data, key: str, allowed: Mapping[str, Words], default: str) -> str:
    value = data.get(key, default)
    if not isinstance(value, str) or (key in data and value not in allowed):
        names = ", ".join(allowed)
        raise bad(key, Words("请从中选一个：{a}。", "Choose one of: {a}.").fill(a=names))
    return value


def read_rating(data: Data) -> GivenRating:
    """Return the checked opinion (InputRefused with the field at fault).

    ``kind`` is rating (default), complaint or suggestion; ``subject`` is ``visit`` (default),
    ``collection`` or a case's ordinal; ``grade`` one of five; a bad grade needs ``reasons`` or a ``text``, a complaint and a
    suggestion a ``text``.
    """
    for key in data:
        if key not in _KEYS:
            raise bad(str(key)[:40], Words("不认识的内容。", "It is not known here."))
    kind, subject = _one(data, "kind", KINDS, "rating"), data.get("subject", VISIT)
    if not isinstance(subject, str) or not _SUBJECT.fullmatch(subject):
        raise bad(
            "subject",
            Words("应为 visit、collection 或办件序号。", "It is visit, collection or a case's ordinal."),
        )
    grade = _one(data, "grade", GRADES, "")
    reasons = data.get("reasons", [])
    known = isinstance(reasons, list) and all(isinstance(one, str) and one in REASONS for one in reasons)
    if not isinstance(reasons, list) or not known or len(reasons) > len(REASONS):
        raise bad("reasons", Words("可用：{a}。", "Use: {a}.").fill(a=", ".join(REASONS)))
    text = data.get("text", "")
    if not isinstance(text, str) or len(text) > MOST_TEXT or ("text" in data and not text):
        raise bad("text", Words("文字，最多 {n} 个字。", "Text of at most {n} characters.").fill(n=MOST_TEXT))
    if kind == "rating" and not grade:
        raise missing("grade")
    if kind != "rating" and ("grade" in data or "reasons" in data):
        raise bad("kind", Words("投诉和建议不带等级。", "A complaint or suggestion has no grade."))
    needs_why = kind != "rating" or grade in BAD
    if needs_why and not text and (not reasons or kind != "rating"):
        raise InputRefused(
            "reason_needed",
            Words(
                "请告诉我们原因，我们会整改并回访。",
                "Please tell us why; we will put it right and call back.",
            ),
            {"reasons": Words("请选择或写明原因。", "Choose or write a reason.")},
        )
    if "other" in reasons and not text:
        raise missing("text")
    return GivenRating(
        kind, subject, grade if kind == "rating" else "", tuple(dict.fromkeys(reasons)),
        text.replace("\x00", "\ufffd"),
    )  # fmt: skip


def may_rate(clocked: ClockedCase) -> bool:
    """Whether a case can be rated: when it is decided, handed over or closed."""
    return not clocked.case.is_open


def round_of(ratings: Sequence[Rating], rectifications: Sequence[Rectification], subject: str) -> int | None:
    """Return which rating of the subject comes next: 1, then 2 after its rectification; None for no more."""
    mine = [one for one in ratings if one.kind == "rating" and one.subject == subject]
    if not mine:
        return 1
    last = mine[-1]
    done = any(r.rating_id == last.id and r.closed_at is not None for r in rectifications)
    return last.round + 1 if last.is_bad and done and last.round == 1 else None


def rate(
    application: Application,
    data: Data,
    channel: str,
    origin: str,
    hall: Hall,
    calendar: WorkCalendar,
    uow: UnitOfWork,
) -> Rating:
    """Keep what the applicant says; the same words sent twice are kept once.

    A bad grade or a complaint opens a rectification with its own clock. Refused (InputRefused) by field,
    (NotAllowed) when the subject cannot be rated yet or was rated otherwise before.
    """
    if channel not in CHANNELS:
        raise AssertionError(f"no such channel: {channel}")
    given = read_rating(data)
    at = uow.moment()
    clocked, window = _subject(application, given.subject, uow)
    ratings, open_ones = uow.service.ratings(application), uow.service.rectifications(application)
    same = [r for r in ratings if r.kind == given.kind and r.subject == given.subject]
    is_rating = given.kind == "rating"
    number = round_of(ratings, open_ones, given.subject) if is_rating else len(same) + 1
    if same and _says_the_same(same[-1], given):
        return same[-1]
    if number is None:
        raise NotAllowed("rated_already", Words("已经评价过，谢谢。", "It was rated already, thank you."))
    one = Rating(
        0, given.kind, given.subject, number, given.grade, given.reasons, given.text, channel,
        at, window, clocked.case.item if clocked else "", clocked.case.department if clocked else "",
        origin,
    )  # fmt: skip
    key = uow.service.add_rating(application, one)
    while key is None:
        # Another one was kept in the same moment: the first rating stands, further remarks come after it.
        said = [r for r in uow.service.ratings(application) if (r.kind, r.subject) == (one.kind, one.subject)]
        if is_rating or _says_the_same(said[-1], given):
            return said[-1]
        one = replace(one, round=said[-1].round + 1)
        key = uow.service.add_rating(application, one)
    one = replace(one, id=key)
    together = uow.service.same_minute(origin, at)
    if len(together) > 1:
        uow.service.flag(together)
        one = replace(one, flagged=True)
    facts: dict[str, object] = {"rating": key, "kind": one.kind, "subject": one.subject, "round": one.round}
    uow.log(application, Event(at, "", EventKind.RATED, facts, "", clocked.case.case_no if clocked else ""))
    if one.is_bad or one.kind == "complaint":
        _open(application, one, hall, calendar, uow)
    return one


def _says_the_same(one: Rating, given: GivenRating) -> bool:
    said = (given.grade, given.reasons, given.text)
    return (one.grade, one.reasons, one.text) == said


def _subject(application: Application, subject: str, uow: UnitOfWork) -> tuple[ClockedCase | None, str]:
    """Return the case that is rated, none for a service, and the window that served."""
    if subject == VISIT:
        return None, application.window
    if subject == COLLECTION:
        given = [one for one in uow.service.handovers(application) if one.method in AT_WINDOW]
        if not given:
            raise NotAllowed(
                "not_yet_rated", Words("领取之后才能评价。", "This can be rated after the collection.")
            )
        return None, given[-1].window
    for clocked in uow.cases(application):
        if str(clocked.case.ordinal) == subject:
            if not may_rate(clocked):
                raise NotAllowed(
                    "not_yet_rated", Words("办结后才能评价这一项。", "This can be rated when it is done.")
                )
            return clocked, application.window
    raise NotAllowed("unknown_case", Words("没有这一项。", "There is no such case."))


def _open(application: Application, one: Rating, hall: Hall, calendar: WorkCalendar, uow: UnitOfWork) -> None:
    responsible = one.department or f"window:{one.window}"
    opened = Rectification(
        0, one.id, one.subject, responsible, hall.rectification_days, one.at, None
    )  # fmt: skip
    opened = recalculated(opened, calendar)
    key = uow.service.add_rectification(application, opened)
    facts: dict[str, object] = {
        "rectification": key, "rating": one.id, "responsible": responsible,
        "due": opened.due_at.isoformat() if opened.due_at else None,
    }  # fmt: skip
    uow.log(application, Event(one.at, "", EventKind.RECTIFICATION_OPENED, facts))


def _own(step: ApplicationStep) -> Rectification:
    """Return the rectification named, or the only open one; refused for people it does not concern."""
    found = step.uow.service.rectifications(step.application)
    named = step.data.get("rectification")
    open_ones = [r for r in found if r.closed_at is None and named in (None, r.id)]
    if not open_ones:
        raise NotAllowed("nothing_open", Words("没有待整改的评价。", "Nothing is open to be put right."))
    one = open_ones[0]
    role, department = step.officer.role, step.officer.department
    ours = one.responsible.startswith("window:") and role == Role.CLERK
    theirs = role in (Role.REVIEWER, Role.HEAD) and department in (one.responsible, "*")
    if not (ours or theirs or role == Role.SUPERVISOR):
        raise NotAllowed(
            "not_allowed",
            Words("应由被评价的窗口或部门处理。", "It belongs to the window or department concerned."),
        )
    return one


def call_back(step: ApplicationStep) -> None:
    """Record the call back to the person who rated badly: ``text`` says what was learned.

    ``complex`` true gives the longer limit (default 15 working days instead of 5).
    """
    one = _own(step)
    hall = step.notifier.hall
    days = hall.rectification_days_complex if flag_of(step.data, "complex") else one.days
    called = replace(
        one, called_at=step.at, call=text_of(step.data, "text"), days=days, who=step.officer.name
    )
    step.uow.service.save_rectification(recalculated(called, step.calendar))


def rectify(step: ApplicationStep) -> None:
    """Close a rectification: the person was called back, and ``measures`` says what was done."""
    one = _own(step)
    if one.called_at is None:
        raise NotAllowed("not_called", Words("请先回访并登记。", "Call back first and record it."))
    measures = text_of(step.data, "measures")
    closed = replace(one, measures=measures, closed_at=step.at, who=step.officer.name)
    step.uow.service.save_rectification(recalculated(closed, step.calendar))
    step.notifier.notify("rectified", str(one.id), step.application, step.at, step.uow)


def _rating(step: ApplicationStep) -> Rating:
    named = step.data.get("rating")
    found = [r for r in step.uow.service.ratings(step.application) if r.id == named]
    if not found:
        raise bad("rating", Words("没有这条评价。", "There is no such rating."))
    return found[0]


def appeal_rating(step: ApplicationStep) -> None:
    """Ask that a mistaken or malicious rating be left out of the figures; a supervisor decides."""
    one = _rating(step)
    if one.appeal:
        raise NotAllowed("appealed_already", Words("已申诉过。", "It was appealed already."))
    step.uow.service.save_rating(replace(one, appeal=text_of(step.data, "reason")))


def rule_appeal(step: ApplicationStep) -> None:
    """Decide an appeal: ``upheld`` true leaves the rating out of the figures and ends its rectification."""
    one = _rating(step)
    if not one.appeal or one.ruling:
        raise NotAllowed("no_appeal", Words("没有待裁定的申诉。", "There is no appeal to rule on."))
    upheld, reason = flag_of(step.data, "upheld"), text_of(step.data, "reason")
    step.uow.service.save_rating(replace(one, ruling=reason, counted=not upheld))
    if upheld:
        for work in step.uow.service.rectifications(step.application):
            if work.rating_id == one.id and work.closed_at is None:
                closed = replace(work, closed_at=step.at, measures=reason, who=step.officer.name)
                step.uow.service.save_rectification(recalculated(closed, step.calendar))


def rating_shape(one: Rating) -> Mapping[str, object]:
    """Return a rating as data, without where it came from."""
    return {
        "kind": one.kind, "subject": one.subject, "round": one.round, "grade": one.grade or None,
        "reasons": list(one.reasons), "at": one.at.isoformat(),
    }  # fmt: skip
