"""The JSON shapes of what goes back to the applicant: hand-overs, ratings, messages."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from counter.domain.application import Dossier
from counter.domain.calendar import WorkCalendar
from counter.domain.handover import Handover
from counter.domain.identity import mask_name, mask_phone
from counter.domain.message import Message
from counter.domain.rating import BAD, Rating, Rectification
from counter.usecases.ports.ratings import RatingSums
from counter.usecases.ports.unit_of_work import UnitOfWork
from counter.usecases.reading.shapes import when

Json = dict[str, Any]


def handover(one: Handover) -> Json:
    """Return an issue of results; the collector's name and number are masked."""
    found: Json = {
        "id": one.id,
        "at": when(one.at),
        "method": one.method,
        "state": one.state,
        "collector": {
            "name": mask_name(one.collector.name),
            "id_number": one.collector.id_masked,
            "relation": one.collector.relation,
        },
        "signature": one.signature,
        "results": [asdict(result) for result in one.results],
        "originals": list(one.originals),
        "note": one.note or None,
        "ended_at": when(one.ended_at),
    }
    if one.parcel is not None:
        found["courier"] = {"carrier": one.parcel.carrier or None, "number": one.parcel.number or None}
    return found


def rating(one: Rating) -> Json:
    """Return what was said, without where it came from."""
    return {
        "id": one.id, "kind": one.kind, "subject": one.subject, "round": one.round,
        "grade": one.grade or None, "reasons": list(one.reasons), "text": one.text,
        "channel": one.channel, "at": when(one.at), "counted": one.counted, "flagged": one.flagged,
        "appeal": one.appeal or None, "ruling": one.ruling or None,
    }  # fmt: skip


def rectification(one: Rectification, at: datetime, calendar: WorkCalendar) -> Json:
    """Return a rectification with the state of its clock."""
    return {
        "id": one.id, "rating": one.rating_id, "responsible": one.responsible, "due": when(one.due_at),
        "state": str(one.clock.standing(at, calendar)), "opened_at": when(one.opened_at),
        "called_at": when(one.called_at), "call": one.call or None, "measures": one.measures or None,
        "closed_at": when(one.closed_at), "who": one.who or None,
    }  # fmt: skip


def sums(one: RatingSums) -> Json:
    """Return ratings of a window, item or department; the share of the three good grades in per cent."""
    count = sum(one.grades.values())
    bad = sum(one.grades.get(grade, 0) for grade in BAD)
    return {
        "name": one.name, "count": count, "bad": bad, "flagged": one.flagged, "grades": dict(one.grades),
        "satisfied_share": round(100 * (count - bad) / count, 1) if count else None,
    }  # fmt: skip


def message(one: Message) -> Json:
    """Return a message; the telephone is masked."""
    return {
        "key": one.key, "kind": one.kind, "case_no": one.case_no or None, "to": mask_phone(one.to),
        "text": one.text, "state": one.state, "created_at": when(one.created_at),
        "delivered_at": when(one.delivered_at), "attempts": one.attempts,
    }  # fmt: skip


def of(dossier: Dossier, at: datetime, calendar: WorkCalendar, uow: UnitOfWork) -> Json:
    """Return everything that went back to the applicant, and what the applicant said."""
    application, service = dossier.application, uow.service
    return {
        "handovers": [handover(one) for one in dossier.handovers],
        "ratings": [rating(one) for one in service.ratings(application)],
        "rectifications": [rectification(r, at, calendar) for r in service.rectifications(application)],
        "messages": [message(one) for one in service.messages(application)],
        "scans": [
            {"case_no": s.case_no, "name": s.name, "type": s.media_type, "size": s.size, "sha256": s.sha256}
            for s in service.scans(application)
        ],
    }
