"""What the applicant reads on the phone: one sentence first, then each case; names masked, no numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from counter.domain.application import Dossier
from counter.domain.calendar import CHINA
from counter.domain.case import CaseFile
from counter.domain.identity import mask_name
from counter.domain.words import Words
from counter.settings import Hall
from counter.usecases.paper_facts import case_line
from counter.usecases.wording import CASE_STATES, CLOSINGS, full_moment_words, moment_words
from forms.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class CaseStatus:
    """A case in plain words: tone is ``run``, ``late``, ``wait``, ``done`` or ``closed``."""

    ordinal: int
    item: Words
    department: Words
    state: str
    state_words: Words
    sentence: Words
    tone: str
    due: datetime | None
    why: Words
    steps: tuple[tuple[Words, datetime], ...]


@dataclass(frozen=True, slots=True)
class Status:
    """The page of one application."""

    number: str
    title: Words
    applicant: str
    hall: Words
    phone: str
    supervision_phone: str
    headline: Words
    tone: str
    next_step: Words
    cases: tuple[CaseStatus, ...]
    received_at: datetime
    rehearsal: bool
    as_of: datetime


_EVENTS = {
    "receipt": Words("收到申请", "Received"),
    "acceptance": Words("受理", "Accepted"),
    "complete": Words("材料齐全", "All papers there"),
    "decision": Words("作出决定", "Decided"),
    "result": Words("结果已出", "Result ready"),
    "closed": Words("结束", "Closed"),
}


def status_of(dossier: Dossier, catalogue: Catalogue, hall: Hall, at: datetime, *, rehearsal: bool) -> Status:
    """Return what the applicant may read of the application at the instant."""
    application = dossier.application
    cases = tuple(_case(file, dossier, catalogue, at) for file in dossier.files)
    headline, tone, step = _headline(application.void_reason, cases, hall)
    package = catalogue.packages.get(application.package or "")
    return Status(
        application.number,
        package.name if package else Words(application.title, application.title),
        mask_name(application.applicant_name),
        Words(hall.name, hall.name_en),
        hall.phone,
        hall.supervision_phone,
        headline,
        tone,
        step,
        cases,
        application.received_at,
        rehearsal,
        at,
    )


def _due(at: datetime, due: datetime) -> Words:
    local, now = due.astimezone(CHINA), at.astimezone(CHINA)
    if local.date() == now.date():
        return Words(f"今天 {local:%H:%M} 前", f"today {local:%H:%M}")
    words = moment_words(due)
    return Words(f"{words.zh} 前", words.en)


def _case(file: CaseFile, dossier: Dossier, catalogue: Catalogue, at: datetime) -> CaseStatus:
    case, line = file.case, case_line(file, dossier, catalogue)
    where = line.department
    began = file.moments.get("acceptance") or file.moments.get("receipt") or at
    for event, moment in file.moments.items():
        if event.startswith("granted:"):
            began = max(began, moment)
    since = moment_words(began) if began.date() != at.date() else _clock(began)
    tone, sentence = "run", Words("", "")
    if case.closing:
        why = CLOSINGS.get(case.closing, CASE_STATES[str(case.state)])
        tone, sentence = "closed", Words(f"{why.zh}。", f"{why.en}.")
    elif file.completed_at is not None:
        done = moment_words(file.completed_at)
        tone = "done"
        sentence = Words(f"已办结（{done.zh}）。", f"Done ({done.en}).")
    elif case.state == "not_started":
        tone = "wait"
        waits = line.waits_for or Words("补正材料", "the corrections")
        sentence = Words(f"等待{waits.zh}，之后自动开始。", f"Waits for {waits.en}; starts by itself then.")
    else:
        late = case.due_at is not None and at > case.due_at
        tone = "late" if late else "run"
        zh, en = f"{since.zh} 起由{where.zh}办理", f"With {where.en} since {since.en}"
        if case.due_at is not None:
            due = _due(at, case.due_at)
            zh += (
                f"，{'应在 ' + due.zh + '办结，已超过，承办部门将公开说明理由' if late else due.zh + '办结'}"
            )
            en += f", {'was due ' + due.en + '; late, the reason will be published' if late else 'due ' + due.en}"
        sentence = Words(zh + "。", en + ".")
    measure = f"，措施 {line.measure}" if line.measure else ""
    why = Words(
        f"时限 {line.limit.zh}{measure}",
        f"Limit {line.limit.en}" + (f", measure {line.measure}" if line.measure else ""),
    )
    milestones: Mapping[str, Words] = catalogue.milestones
    steps = tuple(
        (label, moment)
        for name, moment in sorted(file.moments.items(), key=lambda pair: pair[1])
        if (label := _EVENTS.get(name) or milestones.get(name.removeprefix("milestone:"))) is not None
    )
    return CaseStatus(
        case.ordinal, line.item, where, str(case.state), CASE_STATES[str(case.state)], sentence, tone,
        case.due_at, why, steps,
    )  # fmt: skip


def _clock(at: datetime) -> Words:
    text = f"{at.astimezone(CHINA):%H:%M}"
    return Words(f"今天 {text}", f"{text} today")


def _headline(void: str | None, cases: tuple[CaseStatus, ...], hall: Hall) -> tuple[Words, str, Words]:
    nothing = Words("目前不需要您做任何事。", "Nothing is needed from you.")
    call = Words(f"如有疑问请致电 {hall.phone}。", f"Call {hall.phone} with any question.")
    if void is not None:
        return Words("本申请已作废。", "This application is void."), "closed", call
    active = [case for case in cases if case.tone in ("run", "late")]
    if any(case.tone == "late" for case in cases):
        first = next(case for case in cases if case.tone == "late")
        return (
            Words(f"{first.item.zh}：{first.sentence.zh}", f"{first.item.en}: {first.sentence.en}"),
            "late",
            call,
        )
    if active:
        first = min(active, key=lambda c: c.due or datetime.max.replace(tzinfo=CHINA))
        return (
            Words(f"{first.item.zh}：{first.sentence.zh}", f"{first.item.en}: {first.sentence.en}"),
            "run",
            nothing,
        )
    done = [case for case in cases if case.tone == "done"]
    if done and len(done) == len(cases):
        bring = Words(
            "请带本单和身份证件到任一综合窗口领取结果。",
            "Bring the slip and your identity card to any window.",
        )
        return Words(f"{len(done)} 项全部办结。", f"All {len(done)} are done."), "done", bring
    if any(case.tone == "closed" for case in cases):
        return (
            Words("部分或全部事项已结束，请看下面的说明。", "Some or all items were closed; see below."),
            "closed",
            call,
        )
    return Words("正在等待，请看下面的说明。", "Waiting; see below."), "wait", nothing


def as_json(status: Status) -> dict[str, object]:
    """Return the page as data."""

    def both(words: Words) -> dict[str, str]:
        return {"zh": words.zh, "en": words.en}

    return {
        "application_no": status.number,
        "title": both(status.title),
        "applicant": status.applicant,
        "headline": both(status.headline),
        "next_step": both(status.next_step),
        "tone": status.tone,
        "received_at": status.received_at.astimezone(CHINA).isoformat(),
        "as_of": status.as_of.astimezone(CHINA).isoformat(),
        "rehearsal": status.rehearsal,
        "cases": [
            {
                "ordinal": c.ordinal,
                "item": both(c.item),
                "department": both(c.department),
                "state": c.state,
                "sentence": both(c.sentence),
                "due": c.due.astimezone(CHINA).isoformat() if c.due else None,
                "why": both(c.why),
                "steps": [
                    {"what": both(label), "at": at.astimezone(CHINA).isoformat()} for label, at in c.steps
                ],
            }
            for c in status.cases
        ],
    }


def said(at: datetime) -> Words:
    """Return a moment with its year for the page's foot."""
    return full_moment_words(at)
