"""What the applicant reads on the phone: one sentence first, then each case; names masked, no numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from counter.domain.application import Dossier
from counter.domain.calendar import CHINA, WorkCalendar
from counter.domain.case import CaseClock, ClockedCase
from counter.domain.handover import AT_WINDOW, Handover, shelf_of
from counter.domain.identity import mask_name
from counter.domain.printout import CaseLine
from counter.domain.rating import COLLECTION, GRADES, VISIT, Rating, Rectification
from counter.domain.words import Words
from counter.settings import Hall
from counter.usecases.printouts.facts import case_line
from counter.usecases.ratings.rate import may_rate, round_of
from counter.usecases.reading.plain_words import day_words, explained, progress, until_words, waiting
from counter.usecases.reading.wording import CASE_STATES, CLOSINGS, limit_words, moment_words
from counter.usecases.steps.pause import wanted
from forms.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Asked:
    """What the applicant is asked for: materials, until when, and for which case."""

    materials: tuple[Words, ...]
    until: datetime | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Rateable:
    """Whether something can be rated now (``round`` 1 or 2) and what was said of it before."""

    subject: str
    round: int | None
    given: Words | None


@dataclass(frozen=True, slots=True)
class CaseStatus:
    """A case in plain words: tone is ``run``, ``late``, ``wait``, ``ask``, ``done`` or ``closed``."""

    ordinal: int
    item: Words
    department: Words
    phone: str
    state: str
    state_words: Words
    sentence: Words
    tone: str
    due: datetime | None
    progress: Words | None
    why: Words
    explained: tuple[Words, ...]
    asked: Asked | None
    result: Words | None
    steps: tuple[tuple[Words, datetime], ...]
    rating: Rateable


@dataclass(frozen=True, slots=True)
class Status:
    """The page of one application; it reads the same until ``fresh_until`` unless something happens."""

    number: str
    title: Words
    applicant: str
    hall: Words
    address: str
    phone: str
    supervision_phone: str
    headline: Words
    tone: str
    next_step: Words
    collect: Words | None
    cases: tuple[CaseStatus, ...]
    visit: Rateable
    collection: Rateable | None
    received_at: datetime
    rehearsal: bool
    as_of: datetime
    fresh_until: datetime


_EVENTS = {
    "receipt": Words("收到申请", "Received"),
    "acceptance": Words("受理", "Accepted"),
    "complete": Words("材料齐全", "All materials there"),
    "decision": Words("作出决定", "Decided"),
    "result": Words("结果已出", "Result ready"),
    "issued": Words("结果已发出", "Result handed over"),
    "closed": Words("结束", "Closed"),
}
_ORDER = {name: n for n, name in enumerate(_EVENTS)}
_FRESH = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class ApplicantsRatings:
    """What was said of the application so far, and what it set going."""

    ratings: Sequence[Rating] = ()
    rectifications: Sequence[Rectification] = ()

    def rateable(self, subject: str, *, now: bool) -> Rateable:
        """Return whether the subject can be rated, and what was said of it last."""
        mine = [one for one in self.ratings if one.kind == "rating" and one.subject == subject]
        number = round_of(self.ratings, self.rectifications, subject) if now else None
        return Rateable(subject, number, GRADES[mine[-1].grade] if mine else None)


def status_of(
    dossier: Dossier,
    ratings: ApplicantsRatings,
    catalogue: Catalogue,
    hall: Hall,
    calendar: WorkCalendar,
    at: datetime,
    *,
    rehearsal: bool,
) -> Status:
    """Return what the applicant may read of the application at the instant."""
    application = dossier.application
    cases = tuple(
        _case(clocked, dossier, ratings, catalogue, hall, calendar, at) for clocked in dossier.cases
    )
    headline, tone, step = _headline(dossier, cases, hall)
    package = catalogue.packages.get(application.package or "")
    return Status(
        number=application.number,
        title=package.name if package else _title(dossier, catalogue),
        applicant=mask_name(application.applicant_name),
        hall=Words(hall.name, hall.name_en),
        address=hall.address,
        phone=hall.phone,
        supervision_phone=hall.supervision_phone,
        headline=headline,
        tone=tone,
        next_step=step,
        collect=_collect(dossier, hall),
        cases=cases,
        visit=ratings.rateable(VISIT, now=application.void_reason is None),
        collection=ratings.rateable(COLLECTION, now=application.void_reason is None)
        if any(one.method in AT_WINDOW for one in dossier.handovers)
        else None,
        received_at=application.received_at,
        rehearsal=rehearsal,
        as_of=at,
        fresh_until=_fresh_until(dossier, at),
    )


def _fresh_until(dossier: Dossier, at: datetime) -> datetime:
    """Return until when the words stay true: a due moment, midnight, or a minute, whatever is first."""
    dues = [c.due_at for clocked in dossier.cases for c in clocked.clocks if c.due_at and c.due_at >= at]
    midnight = (at.astimezone(CHINA) + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return min([at + _FRESH, midnight, *dues])


def _title(dossier: Dossier, catalogue: Catalogue) -> Words:
    first = catalogue.items[dossier.cases[0].case.item].name
    more = len(dossier.cases) - 1
    return Words(dossier.application.title, first.en + (f" and {more} more" if more else ""))


def _shown_clock(clocked: ClockedCase) -> CaseClock | None:
    """Return the clock that the case is judged by: the binding one, or the one that bound it last."""
    work = [c for c in clocked.clocks if c.kind in ("measure", "promised", "statutory")]
    bound = next((c for c in work if c.rule == clocked.case.binding), None)
    started = [c for c in work if c.started_at is not None and c.due_at is not None]
    at_last = datetime.max.replace(tzinfo=CHINA)
    return bound or min(started, key=lambda c: c.due_at or at_last, default=None) or next(iter(work), None)


def _asked(clocked: ClockedCase, line: CaseLine, dossier: Dossier, catalogue: Catalogue) -> Asked | None:
    """Return what the applicant still has to bring for the case."""
    names = catalogue.material_names
    supplement = wanted(dossier, clocked)
    if supplement is not None and supplement.materials:
        return Asked(tuple(names[code] for code in supplement.materials), None, supplement.reason)
    outstanding = [c for c in clocked.clocks if c.kind == "debt" and c.ended_at is None]
    if outstanding and not clocked.case.closing:
        dues = [c.due_at for c in outstanding if c.due_at is not None]
        return Asked(tuple(names[code] for code in clocked.outstanding), min(dues, default=None))
    if clocked.case.outcome == "correction_needed":
        return Asked(line.missing, None) if line.missing else None
    return None


def _case(
    clocked: ClockedCase,
    dossier: Dossier,
    ratings: ApplicantsRatings,
    catalogue: Catalogue,
    hall: Hall,
    calendar: WorkCalendar,
    at: datetime,
) -> CaseStatus:
    case, line = clocked.case, case_line(clocked, dossier, catalogue)
    clock = _shown_clock(clocked)
    asked = _asked(clocked, line, dossier, catalogue)
    going_on = clock is not None and clocked.completed_at is None and case.state != "ready"
    far = progress(clock, clocked.suspensions, at, calendar) if clock and going_on else None
    tone, sentence = _sentence(clocked, line, dossier, at, far)
    if asked is not None and tone in ("run", "wait", "late"):
        tone = "late" if tone == "late" else "ask"
    measure = catalogue.measure_of_rule.get(clock.rule) if clock else None
    limit = limit_words(clock.limit) if clock else line.limit
    why = Words(
        f"时限 {limit.zh}" + (f"，措施 {measure}" if measure else "") + "：怎么算的",
        f"Limit {limit.en}" + (f", measure {measure}" if measure else "") + ": how it is counted",
    )
    milestones: Mapping[str, Words] = catalogue.milestones
    steps = tuple(
        (label, moment)
        for name, moment in sorted(
            clocked.moments.items(), key=lambda pair: (pair[1], _ORDER.get(pair[0], 9))
        )
        if (label := _EVENTS.get(name) or milestones.get(name.removeprefix("milestone:"))) is not None
    )
    department = catalogue.departments[case.department]
    name, number = str(case.result.get("name") or ""), str(case.result.get("no") or "")
    return CaseStatus(
        case.ordinal, line.item, department.name, department.phone or hall.phone, str(case.state),
        CASE_STATES[str(case.state)], sentence, tone,
        case.due_at if going_on and not case.closing else None, far, why,
        explained(clock, clocked.suspensions, at, calendar) if clock else (), asked,
        Words(f"{name} {number}".strip(), f"{name} {number}".strip()) if name else None, steps,
        ratings.rateable(str(case.ordinal), now=may_rate(clocked) and dossier.application.void_reason is None),
    )  # fmt: skip


def _sentence(
    clocked: ClockedCase, line: CaseLine, dossier: Dossier, at: datetime, far: Words | None
) -> tuple[str, Words]:
    case = clocked.case
    if case.closing:
        why = CLOSINGS.get(case.closing, CASE_STATES[str(case.state)])
        return "closed", Words(f"{why.zh}。", f"{why.en}.")
    if case.state == "issued":
        return "done", _given(case.case_no, dossier.handovers)
    if clocked.completed_at is not None or case.state == "ready":
        done = moment_words(clocked.completed_at or clocked.moments.get("result"))
        return "done", Words(f"已办结（{done.zh}）。", f"Done ({done.en}).")
    if case.state == "not_started":
        return waiting(case.due_at, line.waits_for or Words("补正材料", "the corrections"), at)
    if case.state == "suspended" and case.due_at is None:
        return "wait", Words(
            "暂停计时，恢复后继续办理。", "The clock stands still; the work goes on after that."
        )
    began = clocked.moments.get("acceptance") or clocked.moments.get("receipt") or at
    for event, moment in clocked.moments.items():
        if event.startswith("granted:"):
            began = max(began, moment)
    local = began.astimezone(CHINA)
    same_day = local.date() == at.astimezone(CHINA).date()
    since = Words(f"今天 {local:%H:%M}", f"{local:%H:%M} today") if same_day else moment_words(began)
    zh, en = f"{since.zh} 起由{line.department.zh}办理", f"With {line.department.en} since {since.en}"
    if case.due_at is None:
        return "run", Words(zh + "。", en + ".")
    late, due = at > case.due_at, until_words(at, case.due_at)
    if late:
        zh += f"，应在 {due.zh}办结，已超过，承办部门将公开说明理由"
        en += f", was due {due.en}; late, the reason will be published"
        return "late", Words(zh + "。", en + ".")
    zh += f"。{far.zh}，{due.zh}办结" if far else f"，{due.zh}办结"
    en += f". {far.en}; due {due.en}" if far else f", due {due.en}"
    return "run", Words(zh + "。", en + ".")


def _given(case_no: str, handovers: Sequence[Handover]) -> Words:
    mine = [h for h in handovers if any(r.case_no == case_no for r in h.results)]
    if not mine:
        return Words("结果已发出。", "The result was handed over.")
    one = mine[-1]
    at = moment_words(one.at)
    if one.parcel is not None:
        carrier, number = one.parcel.carrier or "邮政", one.parcel.number
        more = Words(f"，单号 {number}", f", number {number}") if number else Words("", "")
        return Words(f"{at.zh} 由{carrier}寄出{more.zh}。", f"Sent {at.en} by {carrier}{more.en}.")
    how = {
        "self_service": Words("自助打印", "printed at the machine"),
        "e_delivery": Words("电子送达", "delivered electronically"),
    }.get(one.method, Words("领取", "collected"))
    return Words(f"{at.zh} 已{how.zh}。", f"{how.en.capitalize()} {at.en}.")


def _collect(dossier: Dossier, hall: Hall) -> Words | None:
    """Return where and with what the results are collected; None until all are ready."""
    shelf = shelf_of([clocked.case for clocked in dossier.cases])
    if not shelf.is_whole:
        return None
    delivery = dossier.application.form.get("delivery")
    method = delivery.get("method") if isinstance(delivery, Mapping) else "window"
    if method == "courier":
        return Words(
            "您选择了邮寄，窗口将按所留地址寄出。", "You chose the post; it goes to the address you gave."
        )
    place = f"{hall.name}{f'（{hall.address}）' if hall.address else ''}"
    hours = "、".join(f"{a}-{b}" for a, b in hall.opening_hours[-1][1])
    return Words(
        f"{place}任一综合窗口，工作日 {hours}。带本单和身份证件；代领另带授权委托书。",
        f"Any window of {hall.name_en}, working days {hours.replace('、', ', ')}. Bring the slip and your "
        "identity card; anybody else also a letter of attorney.",
    )


def _bring(cases: Sequence[CaseStatus]) -> Words | None:
    asked = [case.asked for case in cases if case.asked is not None]
    if not asked:
        return None
    names = {words.zh: words for one in asked for words in one.materials}
    untils = [one.until for one in asked if one.until is not None]
    zh, en = "、".join(names), ", ".join(words.en for words in names.values())
    if untils:
        day = day_words(min(untils).astimezone(CHINA).date())
        return Words(f"请在 {day.zh}前把{zh}交到任一窗口。", f"Bring {en} to any window by {day.en}.")
    return Words(f"请尽快把{zh}交到任一窗口。", f"Bring {en} to any window as soon as you can.")


def _headline(dossier: Dossier, cases: tuple[CaseStatus, ...], hall: Hall) -> tuple[Words, str, Words]:
    nothing = Words("目前不需要您做任何事。", "Nothing is needed from you.")
    call = Words(f"如有疑问请致电 {hall.phone}。", f"Call {hall.phone} with any question.")
    if dossier.application.void_reason is not None:
        return Words("本申请已作废。", "This application is void."), "closed", call

    def about(case: CaseStatus) -> Words:
        return Words(f"{case.item.zh}：{case.sentence.zh}", f"{case.item.en}: {case.sentence.en}")

    bring = _bring(cases)
    active = [case for case in cases if case.tone in ("run", "late", "ask") and case.due is not None]
    if bring is not None:
        running = min(active, key=lambda c: c.due or datetime.max.replace(tzinfo=CHINA), default=None)
        return bring, "ask", about(running) if running else call
    late = [case for case in cases if case.tone == "late"]
    if late:
        return about(late[0]), "late", call
    shelf = shelf_of([clocked.case for clocked in dossier.cases])
    if shelf.is_whole:
        n = len(shelf.ready)
        more = (
            Words("，请一次领取。", "; collect them together.")
            if n > 1
            else Words("，请领取。", "; collect it.")
        )
        head = Words(f"全部 {n} 项结果已备齐{more.zh}", f"All {n} results are ready{more.en}")
        if n == 1:
            head = Words(f"结果已备齐{more.zh}", f"The result is ready{more.en}")
        return head, "done", _collect(dossier, hall) or call
    if active:
        first = min(active, key=lambda c: c.due or datetime.max.replace(tzinfo=CHINA))
        if shelf.ready:
            k, n = len(shelf.ready), shelf.total
            return (
                about(first),
                "run",
                Words(
                    f"{n} 项中已有 {k} 项结果，备齐后一次发给您。",
                    f"{k} of {n} results are ready; you get them together.",
                ),
            )
        return about(first), "run", nothing
    if shelf.issued and not shelf.ready and not shelf.waiting:
        return Words("结果已全部发出。", "All results were handed over."), "done", call
    done = [case for case in cases if case.tone == "done"]
    if done and len(done) == len(cases):
        return (
            Words(
                f"{len(done)} 项全部办结，正在制证。",
                f"All {len(done)} are done; the results are being made.",
            ),
            "done",
            nothing,
        )
    if any(case.tone == "closed" for case in cases):
        return (
            Words("部分或全部事项已结束，请看下面的说明。", "Some or all items were closed; see below."),
            "closed",
            call,
        )
    return Words("正在等待，请看下面的说明。", "Waiting; see below."), "wait", nothing
