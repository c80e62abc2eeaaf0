"""The status page as data (contract 5); described in ``docs/openapi.json``."""

from typing import Any

from counter.domain.calendar import CHINA
from counter.domain.words import Words
from counter.usecases.status.status import CaseStatus, Rateable, Status

Json = dict[str, Any]


def both(words: Words | None) -> dict[str, str] | None:
    """Return words in both languages."""
    return None if words is None else {"zh": words.zh, "en": words.en}


def _rateable(one: Rateable) -> Json:
    return {"subject": one.subject, "round": one.round, "given": both(one.given)}


def _case(one: CaseStatus) -> Json:
    asked = one.asked
    return {
        "ordinal": one.ordinal,
        "item": both(one.item),
        "department": both(one.department),
        "phone": one.phone,
        "state": one.state,
        "tone": one.tone,
        "sentence": both(one.sentence),
        "due": one.due.astimezone(CHINA).isoformat() if one.due else None,
        "progress": both(one.progress),
        "why": both(one.why),
        "explained": [both(line) for line in one.explained],
        "asked": {
            "papers": [both(material) for material in asked.materials],
            "until": asked.until.astimezone(CHINA).isoformat() if asked.until else None,
            "reason": asked.reason or None,
        }
        if asked
        else None,
        "result": both(one.result),
        "steps": [{"what": both(label), "at": at.astimezone(CHINA).isoformat()} for label, at in one.steps],
        "rating": _rateable(one.rating),
    }


def as_json(status: Status, version: int, *, stale: bool) -> Json:
    """Return the page as data; *version* grows with every step, *stale* tells that the database is away."""
    return {
        "application_no": status.number,
        "title": both(status.title),
        "applicant": status.applicant,
        "headline": both(status.headline),
        "next_step": both(status.next_step),
        "tone": status.tone,
        "collect": both(status.collect),
        "received_at": status.received_at.astimezone(CHINA).isoformat(),
        "as_of": status.as_of.astimezone(CHINA).isoformat(),
        "stale": stale,
        "version": version,
        "rehearsal": status.rehearsal,
        "cases": [_case(one) for one in status.cases],
        "visit": _rateable(status.visit),
        "collection": _rateable(status.collection) if status.collection else None,
    }
