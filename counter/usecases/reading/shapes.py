"""The JSON shapes of the contract: what ``accept``, ``show``, ``check``, ``queue`` … answer."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from counter.domain.application import Dossier
from counter.domain.calendar import CHINA, WorkCalendar
from counter.domain.case import CaseClock, ClockedCase
from counter.domain.explanation import ledger
from counter.domain.handover import delivery_of
from counter.domain.request import DepartmentRequest
from counter.domain.routing import refusal_reason
from counter.domain.words import Lang
from counter.usecases.intake.project import Progress
from counter.usecases.ports.lists import CaseSummary, QueuePage
from counter.usecases.reading.catalogue_shapes import both, field_kind, merged_field, merged_material
from counter.usecases.reading.wording import full_moment_words
from forms.form_reading import Reading
from forms.merge import drawn
from forms.submission import Submission
from forms.verdict import MaterialFinding, Verdict

Json = dict[str, Any]


def when(at: datetime | None) -> str | None:
    """Return a moment in local time with its offset."""
    return None if at is None else at.astimezone(CHINA).isoformat()


def clock(one: CaseClock, at: datetime, calendar: WorkCalendar) -> Json:
    """Return a clock with its state at the instant."""
    found: Json = {
        "rule": one.rule,
        "kind": one.kind,
        "due": when(one.due_at),
        "state": str(one.standing(at, calendar)),
        "provisional": one.provisional,
        "started": when(one.started_at),
        "ended": when(one.ended_at),
        "limit": {"amount": one.limit.value, "unit": str(one.limit.unit)},
        "extension_days": one.extension_days,
    }
    if one.started_at is None:
        found["waits_for"] = list(one.needs)
    return found


def case(clocked: ClockedCase, at: datetime, calendar: WorkCalendar) -> Json:
    """Return a case as ``accept`` and ``show`` give it."""
    one, delivery = clocked.case, delivery_of(clocked, at)
    return {
        "case_no": one.case_no,
        "ordinal": one.ordinal,
        "item": one.item,
        "department": one.department,
        "outcome": one.outcome,
        "state": str(one.state),
        "step": one.step,
        "level": one.level or None,
        "handler": one.handler,
        "claim_before": when(one.claim_before),
        "clocks": [clock(c, at, calendar) for c in clocked.clocks],
        "due": when(one.due_at),
        "binding": one.binding,
        "closing": one.closing or None,
        "reason": refusal_reason(clocked) or None,
        "result": dict(one.result) or None,
        "delivery": {"by": delivery.by or None, "days_on_shelf": delivery.days_on_shelf}
        if delivery
        else None,
        "catalogue": one.catalogue_digest[:12],
        "milestones": {
            name.removeprefix("milestone:"): when(moment)
            for name, moment in clocked.moments.items()
            if name.startswith("milestone:")
        },
    }


def request(one: DepartmentRequest, at: datetime, calendar: WorkCalendar) -> Json:
    """Return what was asked of a department about a case, with the state of its clock."""
    return {
        "id": one.id,
        "kind": one.kind,
        "application_no": one.application_no,
        "case_no": one.case_no,
        "department": one.department,
        "question": one.question,
        "asked_by": one.asked_by,
        "asked_at": when(one.asked_at),
        "due": when(one.due_at),
        "state": str(one.recalculated_clock(calendar).standing(at, calendar)),
        "answered_at": when(one.answered_at),
        "answered_by": one.answered_by or None,
        "answer": one.answer or None,
        "position": one.position or None,
    }


def with_consultations(shown: Json, dossier: Dossier, at: datetime, calendar: WorkCalendar) -> Json:
    """Return the case with the clocks of the opinions asked about it."""
    for one in dossier.requests:
        if one.kind == "opinion" and one.case_no == shown["case_no"]:
            recalculated = clock(one.recalculated_clock(calendar), at, calendar)
            shown["clocks"].append({**recalculated, "department": one.department})
    return shown


def application(
    dossier: Dossier, at: datetime, calendar: WorkCalendar, tracking_url: str | None = None
) -> Json:
    """Return the answer of ``accept`` without its printouts."""
    head = dossier.application
    found: Json = {
        "application_no": head.number,
        "outcome": head.outcome,
        "title": head.title,
        "received_at": when(head.received_at),
        "accepted_at": when(head.accepted_at),
        "void": head.void_reason,
        "cases": [
            with_consultations(case(clocked, at, calendar), dossier, at, calendar)
            for clocked in dossier.cases
        ],
        "errands": [request(one, at, calendar) for one in dossier.requests],
        "clocks": [clock(c, at, calendar) for c in dossier.package_clocks],
        "materials": [
            {
                "code": m.code,
                "state": m.state,
                "used_by": list(m.used_by),
                "due": m.due.isoformat() if m.due else None,
                "form": m.form,
                "copies": m.copies,
                "place": m.place or None,
            }
            for m in dossier.materials
        ],
        "papers": [
            {
                "kind": p.kind,
                "path": None,
                "sha256": p.sha256,
                "pages": p.pages,
                "copy": p.copy,
                "made_at": when(p.made_at),
            }
            for p in dossier.printouts
        ],
        "tracking_url": tracking_url,
    }
    if head.project_no:
        found["project_no"] = head.project_no
    return found


def project(one: Progress, at: datetime, calendar: WorkCalendar) -> Json:
    """Return how far a project is: days used, the state of its clock, and each stage's share."""
    return {
        "project_no": one.project.number,
        "outside_code": one.project.outside_code,
        "name": one.project.name,
        "conditions": dict(one.project.conditions),
        "clock": clock(one.clock, at, calendar),
        "used": one.used,
        "left": one.allowed - one.used,
        "allowed": one.allowed,
        "stages": [{"stage": n, "used": used, "budget": budget} for n, used, budget in one.stages],
        "gaps": [{"from": when(s.start), "to": when(s.end)} for s in one.stops],
    }


def events(dossier: Dossier) -> list[Json]:
    """Return the history, oldest first."""
    return [
        {
            "at": when(e.at),
            "who": e.who,
            "what": e.what,
            "data": dict(e.data),
            "case_no": e.case_no or None,
            "site": e.site or None,
            "window": e.window or None,
            "pc": e.pc or None,
        }
        for e in dossier.events
    ]


def explanation(clocked: ClockedCase, at: datetime, calendar: WorkCalendar) -> list[Json]:
    """Return the ledger of each clock of the case that has started."""
    found: list[Json] = []
    for one in clocked.clocks:
        answer = one.reckoned(clocked.suspensions, calendar)
        days: list[Json] = []
        if answer is not None and one.started_at is not None:
            stops = one.stopped_by(clocked.suspensions)
            days = [
                {
                    "date": d.day.isoformat(),
                    "kind": d.kind,
                    "n": d.n,
                    "notice": d.notice or None,
                    "ground": d.ground or None,
                    "by": d.by or None,
                    "extension": d.extension,
                }
                for d in ledger(one.limit, one.started_at, calendar, answer, stops, at)
            ]
        found.append(
            {
                "rule": one.rule,
                "kind": one.kind,
                "due": when(one.due_at),
                "provisional": one.provisional,
                "state": str(one.standing(at, calendar)),
                "started": when(one.started_at),
                "ended": when(one.ended_at),
                "limit": {"amount": one.limit.value, "unit": str(one.limit.unit)},
                "extension_days": one.extension_days,
                "waits_for": [] if one.started_at else list(one.needs),
                "days": days,
            }
        )
    return found


def finding(one: MaterialFinding) -> Json:
    """Return a printout with its state."""
    return {
        **merged_material(one.material),
        "state": one.state,
        "owed": one.outstanding,
        "note": both(one.note) if one.note else None,
        "blocks": list(one.missing_for) if one.state == "missing" or not one.outstanding else [],
        "due": one.due.isoformat() if one.due else None,
    }


def check(
    reading: Reading,
    submission: Submission | None,
    verdict: Verdict | None,
    cases: Sequence[ClockedCase],
    at: datetime,
    calendar: WorkCalendar,
    lang: Lang,
) -> Json:
    """Return the verdict without accepting."""
    facts = submission.facts if submission else {}
    found: Json = {
        "verdict": verdict.verdict if verdict and not reading.errors else "inform",
        "cases": [],
        "fields": [
            {**merged_field(f, facts), **field_kind(drawn(f.kind, at.isoformat()))}
            for f in submission.fields
            if f.applies(facts)
        ]
        if submission
        else [],
        "materials": [finding(one) for one in verdict.materials] if verdict else [],
        "limits": [],
        "errors": {key: words.say(lang) for key, words in reading.errors.items()},
        "warnings": {key: words.say(lang) for key, words in reading.warnings.items()},
    }
    by_item = {one.item.code: one for one in verdict.cases} if verdict else {}
    for clocked in cases:
        one = clocked.case
        missing = list(by_item[one.item].missing)
        found["cases"].append(
            {
                "item": one.item,
                "department": one.department,
                "outcome": one.outcome,
                "missing": missing,
                "upstream": list(one.upstream),
                "due": when(one.due_at),
                "binding": one.binding,
            }
        )
        for c in clocked.clocks:
            found["limits"].append({"item": one.item, **clock(c, at, calendar)})
    return found


def queue_row(row: CaseSummary) -> Json:
    """Return a case as a queue lists it."""
    return {
        "case_no": row.case_no,
        "application_no": row.application_no,
        "ordinal": row.ordinal,
        "item": row.item,
        "department": row.department,
        "state": row.state,
        "outcome": row.outcome,
        "handler": row.handler,
        "applicant": row.applicant,
        "received_at": when(row.received_at),
        "due": when(row.due_at),
        "claim_before": when(row.claim_before),
        "step": row.step,
        "level": row.level or None,
        "binding": row.binding,
        "green_channel": row.green,
    }


def queue(page: QueuePage) -> Json:
    """Return a page of a queue."""
    return {
        "rows": [queue_row(row) for row in page.rows],
        "next": page.next,
        "counts": dict(page.counts),
    }


def said(at: datetime | None, lang: Lang) -> str:
    """Return a moment for a readable table."""
    return full_moment_words(at).say(lang)
