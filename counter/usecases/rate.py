"""Ratings, complaints and suggestions: voluntary, once, by the slip's token; a bad one is answered."""

import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from counter.domain.application import Application, Event
from counter.domain.calendar import WorkCalendar
from counter.domain.case import CaseFile
from counter.domain.errors import InputRefused, NotAllowed
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
    told,
)
from counter.domain.words import Words
from counter.settings import Hall
from counter.usecases.ports.unit_of_work import UnitOfWork
from counter.usecases.step import Data, Deed, bad, flag_of, missing, text_of

_KEPT_OF_ORIGIN = 32


def origin_of(key: bytes, address: str, at: datetime) -> str:
    """Return a keyed digest of a network address, another one each day; the address is kept nowhere."""
    if not address:
        return ""
    text = f"{at:%Y-%m-%d}|{address}".encode()
    return hmac.new(key, text, hashlib.sha256).hexdigest()[:_KEPT_OF_ORIGIN]


@dataclass(frozen=True, slots=True)
class Opinion:
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


def read_opinion(data: Data) -> Opinion:
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
    return Opinion(
        kind, subject, grade if kind == "rating" else "", tuple(dict.fromkeys(reasons)),
        text.replace("\x00", "\ufffd"),
    )  # fmt: skip


def may_rate(file: CaseFile) -> bool:
    """Whether a case can be rated: when it is decided, handed over or closed."""
    return not file.case.is_open


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
    opinion = read_opinion(data)
    at = uow.moment()
    file, window = _subject(application, opinion.subject, uow)
    ratings, open_ones = uow.service.ratings(application), uow.service.rectifications(application)
    same = [r for r in ratings if r.kind == opinion.kind and r.subject == opinion.subject]
    is_rating = opinion.kind == "rating"
    number = round_of(ratings, open_ones, opinion.subject) if is_rating else len(same) + 1
    if same and _says_the_same(same[-1], opinion):
        return same[-1]
    if number is None:
        raise NotAllowed("rated_already", Words("已经评价过，谢谢。", "It was rated already, thank you."))
    one = Rating(
        0, opinion.kind, opinion.subject, number, opinion.grade, opinion.reasons, opinion.text, channel,
        at, window, file.case.item if file else "", file.case.department if file else "",
        origin,
    )  # fmt: skip
    key = uow.service.add_rating(application, one)
    while key is None:
        # Another one was kept in the same moment: the first rating stands, further remarks come after it.
        said = [r for r in uow.service.ratings(application) if (r.kind, r.subject) == (one.kind, one.subject)]
        if is_rating or _says_the_same(said[-1], opinion):
            return said[-1]
        one = replace(one, round=said[-1].round + 1)
        key = uow.service.add_rating(application, one)
    one = replace(one, id=key)
    together = uow.service.same_minute(origin, at)
    if len(together) > 1:
        uow.service.flag(together)
        one = replace(one, flagged=True)
    facts: dict[str, object] = {"rating": key, "kind": one.kind, "subject": one.subject, "round": one.round}
    uow.log(application, Event(at, "", "rated", facts, "", file.case.case_no if file else ""))
    if one.is_bad or one.kind == "complaint":
        _open(application, one, hall, calendar, uow)
    return one


def _says_the_same(one: Rating, opinion: Opinion) -> bool:
    said = (opinion.grade, opinion.reasons, opinion.text)
    return (one.grade, one.reasons, one.text) == said


def _subject(application: Application, subject: str, uow: UnitOfWork) -> tuple[CaseFile | None, str]:
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
    for file in uow.files(application):
        if str(file.case.ordinal) == subject:
            if not may_rate(file):
                raise NotAllowed(
                    "not_yet_rated", Words("办结后才能评价这一项。", "This can be rated when it is done.")
                )
            return file, application.window
    raise NotAllowed("unknown_case", Words("没有这一项。", "There is no such case."))


def _open(application: Application, one: Rating, hall: Hall, calendar: WorkCalendar, uow: UnitOfWork) -> None:
    responsible = one.department or f"window:{one.window}"
    opened = Rectification(
        0, one.id, one.subject, responsible, hall.rectification_days, one.at, None
    )  # fmt: skip
    opened = told(opened, calendar)
    key = uow.service.add_rectification(application, opened)
    facts: dict[str, object] = {
        "rectification": key, "rating": one.id, "responsible": responsible,
        "due": opened.due_at.isoformat() if opened.due_at else None,
    }  # fmt: skip
    uow.log(application, Event(one.at, "", "rectification_opened", facts))


def _own(deed: Deed) -> Rectification:
    """Return the rectification named, or the only open one; refused for people it does not concern."""
    found = deed.uow.service.rectifications(deed.application)
    named = deed.data.get("rectification")
    open_ones = [r for r in found if r.closed_at is None and named in (None, r.id)]
    if not open_ones:
        raise NotAllowed("nothing_open", Words("没有待整改的评价。", "Nothing is open to be put right."))
    one = open_ones[0]
    role, department = deed.officer.role, deed.officer.department
    ours = one.responsible.startswith("window:") and role == "clerk"
    theirs = role in ("reviewer", "head") and department in (one.responsible, "*")
    if not (ours or theirs or role == "supervisor"):
        raise NotAllowed(
            "not_allowed",
            Words("应由被评价的窗口或部门处理。", "It belongs to the window or department concerned."),
        )
    return one


def call_back(deed: Deed) -> None:
    """Record the call back to the person who rated badly: ``text`` says what was learned.

    ``complex`` true gives the longer limit (default 15 working days instead of 5).
    """
    one = _own(deed)
    hall = deed.teller.hall
    days = hall.rectification_days_complex if flag_of(deed.data, "complex") else one.days
    called = replace(
        one, called_at=deed.at, call=text_of(deed.data, "text"), days=days, who=deed.officer.name
    )
    deed.uow.service.save_rectification(told(called, deed.calendar))


def rectify(deed: Deed) -> None:
    """Close a rectification: the person was called back, and ``measures`` says what was done."""
    one = _own(deed)
    if one.called_at is None:
        raise NotAllowed("not_called", Words("请先回访并登记。", "Call back first and record it."))
    measures = text_of(deed.data, "measures")
    closed = replace(one, measures=measures, closed_at=deed.at, who=deed.officer.name)
    deed.uow.service.save_rectification(told(closed, deed.calendar))
    deed.teller.tell("rectified", str(one.id), deed.application, deed.at, deed.uow)


def _rating(deed: Deed) -> Rating:
    named = deed.data.get("rating")
    found = [r for r in deed.uow.service.ratings(deed.application) if r.id == named]
    if not found:
        raise bad("rating", Words("没有这条评价。", "There is no such rating."))
    return found[0]


def appeal_rating(deed: Deed) -> None:
    """Ask that a mistaken or malicious rating be left out of the figures; a supervisor decides."""
    one = _rating(deed)
    if one.appeal:
        raise NotAllowed("appealed_already", Words("已申诉过。", "It was appealed already."))
    deed.uow.service.save_rating(replace(one, appeal=text_of(deed.data, "reason")))


def rule_appeal(deed: Deed) -> None:
    """Decide an appeal: ``upheld`` true leaves the rating out of the figures and ends its rectification."""
    one = _rating(deed)
    if not one.appeal or one.ruling:
        raise NotAllowed("no_appeal", Words("没有待裁定的申诉。", "There is no appeal to rule on."))
    upheld, reason = flag_of(deed.data, "upheld"), text_of(deed.data, "reason")
    deed.uow.service.save_rating(replace(one, ruling=reason, counted=not upheld))
    if upheld:
        for work in deed.uow.service.rectifications(deed.application):
            if work.rating_id == one.id and work.closed_at is None:
                closed = replace(work, closed_at=deed.at, measures=reason, who=deed.officer.name)
                deed.uow.service.save_rectification(told(closed, deed.calendar))


def opinion_shape(one: Rating) -> Mapping[str, object]:
    """Return a rating as data, without where it came from."""
    return {
        "kind": one.kind, "subject": one.subject, "round": one.round, "grade": one.grade or None,
        "reasons": list(one.reasons), "at": one.at.isoformat(),
    }  # fmt: skip
