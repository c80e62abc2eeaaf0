"""Hand-overs, ratings, rectifications, messages and scans, inside one transaction."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, insert, literal, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from counter.domain.application import Application
from counter.domain.case import OPEN_STATES
from counter.domain.handover import Collector, Handover, Parcel, Result
from counter.domain.message import Message
from counter.domain.rating import Rating, Rectification
from counter.usecases.ports.attachments import Scan
from db.rows import Row, words
from db.tables import (
    ApplicationRow,
    CaseRow,
    HandoverRow,
    MaterialRow,
    MessageRow,
    RatingRow,
    RectificationRow,
    ScanRow,
)

_MINUTE = timedelta(seconds=60)


class ServiceStore:
    """The ``Service`` port on a connection whose transaction the unit of work owns."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def _insert_once(self, table: Any, values: dict[str, object]) -> int | None:  # noqa: ANN401 - a mapped class
        """Insert unless a unique key is taken; return the new key or None."""
        dialect = postgresql if self._connection.dialect.name == "postgresql" else sqlite
        query = dialect.insert(table).values(values).on_conflict_do_nothing().returning(table.id)
        found = self._connection.scalar(query)
        return None if found is None else int(found)

    def _new(self, table: Any, values: dict[str, object]) -> int:  # noqa: ANN401 - a mapped class
        key = self._connection.scalar(insert(table).values(values).returning(table.id))
        if key is None:
            raise AssertionError("an insert gives its key")
        return int(key)

    def add_handover(self, application: Application, one: Handover) -> int:
        """Write an issue of results; return its key."""
        return self._new(HandoverRow, {"application_id": application.id, **_handover_values(one)})

    def handovers(self, application: Application) -> tuple[Handover, ...]:
        """Return the issues of the application, oldest first."""
        query = select(HandoverRow.__table__).where(HandoverRow.application_id == application.id)
        return tuple(_handover(row) for row in self._connection.execute(query.order_by(HandoverRow.id)))

    def save_handover(self, one: Handover) -> None:
        """Write what became of an issue."""
        self._connection.execute(
            update(HandoverRow).where(HandoverRow.id == one.id).values(_handover_values(one))
        )

    def add_rating(self, application: Application, one: Rating) -> int | None:
        """Write the rating; None when the subject has one of that round already."""
        return self._insert_once(RatingRow, {"application_id": application.id, **_rating_values(one)})

    def ratings(self, application: Application) -> tuple[Rating, ...]:
        """Return what was said of the application, oldest first."""
        query = select(RatingRow.__table__).where(RatingRow.application_id == application.id)
        return tuple(rating(row) for row in self._connection.execute(query.order_by(RatingRow.id)))

    def save_rating(self, one: Rating) -> None:
        """Write an appeal and its ruling."""
        self._connection.execute(update(RatingRow).where(RatingRow.id == one.id).values(_rating_values(one)))

    def same_minute(self, origin: str, at: datetime) -> Sequence[int]:
        """Return the ratings that came from the origin within the minute around the moment."""
        if not origin:
            return []
        query = select(RatingRow.id).where(
            RatingRow.origin == origin, RatingRow.at > at - _MINUTE, RatingRow.at < at + _MINUTE
        )
        return list(self._connection.scalars(query))

    def flag(self, ratings: Sequence[int]) -> None:
        """Mark ratings as coming from one address in the same minute."""
        self._connection.execute(update(RatingRow).where(RatingRow.id.in_(ratings)).values(flagged=True))

    def add_rectification(self, application: Application, one: Rectification) -> int:
        """Write a rectification; return its key."""
        return self._new(RectificationRow, {"application_id": application.id, **_rectification_values(one)})

    def rectifications(self, application: Application) -> tuple[Rectification, ...]:
        """Return the rectifications of the application, oldest first."""
        query = select(RectificationRow.__table__).where(RectificationRow.application_id == application.id)
        found = self._connection.execute(query.order_by(RectificationRow.id))
        return tuple(_rectification(row) for row in found)

    def open_rectifications(self) -> Sequence[tuple[str, Rectification]]:
        """Return the open ones with their application numbers, most pressing first."""
        query = (
            select(RectificationRow.__table__, ApplicationRow.number)
            .join(ApplicationRow, ApplicationRow.id == RectificationRow.application_id)
            .where(RectificationRow.closed_at.is_(None))
            .order_by(RectificationRow.due_at)
        )
        return [(row.number, _rectification(row)) for row in self._connection.execute(query)]

    def save_rectification(self, one: Rectification) -> None:
        """Write what was done."""
        self._connection.execute(
            update(RectificationRow).where(RectificationRow.id == one.id).values(_rectification_values(one))
        )

    def queue_message(self, application: Application, one: Message) -> bool:
        """Write the message; False when its key is there already."""
        values: dict[str, object] = {
            "application_id": application.id, "case_no": one.case_no, "kind": one.kind, "key": one.key,
            "recipient": one.to, "text": one.text, "created_at": one.created_at, "state": one.state,
            "attempts": 0, "taken_at": None, "delivered_at": None, "gateway": "", "problem": "",
        }  # fmt: skip
        return self._insert_once(MessageRow, values) is not None

    def queued(self, keys: Collection[str]) -> frozenset[str]:
        """Return those of the keys under which a message was queued before."""
        return frozenset(self._connection.scalars(select(MessageRow.key).where(MessageRow.key.in_(keys))))

    def messages(self, application: Application) -> tuple[Message, ...]:
        """Return the messages of the application, oldest first."""
        query = select(MessageRow.__table__, literal(application.number).label("number"))
        mine = query.where(MessageRow.application_id == application.id).order_by(MessageRow.id)
        return tuple(_message(row) for row in self._connection.execute(mine))

    def take_messages(self, limit: int, at: datetime, before: datetime) -> Sequence[Message]:
        """Mark queued messages, and those taken *before* and never delivered, as taken; return them."""
        waiting = or_(
            MessageRow.state.in_(("queued", "failed")),
            and_(MessageRow.state == "taken", MessageRow.taken_at < before),
        )
        query = (
            select(MessageRow.__table__, ApplicationRow.number)
            .join(ApplicationRow, ApplicationRow.id == MessageRow.application_id)
            .where(waiting)
            .order_by(MessageRow.id)
            .limit(limit)
            .with_for_update(of=MessageRow, skip_locked=True)
        )
        found = self._connection.execute(query).all()
        self._connection.execute(
            update(MessageRow)
            .where(MessageRow.id.in_([row.id for row in found]))
            .values(state="taken", taken_at=at, attempts=MessageRow.attempts + 1)
        )
        return [_message(row) for row in found]

    def message_done(self, key: str, state: str, at: datetime, gateway: str, problem: str) -> None:
        """Record what became of a message; a delivered one stays delivered."""
        values = {"state": state, "gateway": gateway, "problem": problem}
        if state == "delivered":
            values["delivered_at"] = at  # type: ignore[assignment]
        self._connection.execute(
            update(MessageRow).where(MessageRow.key == key, MessageRow.state != "delivered").values(values)
        )

    def add_scan(self, application: Application, one: Scan) -> None:
        """Record a scan."""
        self._connection.execute(insert(ScanRow).values(application_id=application.id, **asdict(one)))

    def scans(self, application: Application) -> tuple[Scan, ...]:
        """Return the scans of the application, oldest first."""
        query = select(ScanRow.__table__).where(ScanRow.application_id == application.id)
        return tuple(
            Scan(r.case_no, r.name, r.media_type, r.size, r.sha256, r.at, r.who)
            for r in self._connection.execute(query.order_by(ScanRow.id))
        )

    def renew_token(self, application: Application, serial: int, digest: str) -> None:
        """Give the application another token; the slip before is worth nothing then."""
        self._connection.execute(
            update(ApplicationRow)
            .where(ApplicationRow.id == application.id)
            .values(token_serial=serial, token_digest=digest)
        )

    def end_token(self, application: Application, until: datetime | None) -> None:
        """Set the moment from which the token leads nowhere."""
        self._connection.execute(
            update(ApplicationRow).where(ApplicationRow.id == application.id).values(token_until=until)
        )

    def save_place(self, application: Application, code: str, state: str, place: str) -> None:
        """Write where a material of the application is, and its state."""
        self._connection.execute(
            update(MaterialRow)
            .where(MaterialRow.application_id == application.id, MaterialRow.code == code)
            .values(state=state, place=place)
        )

    def late_cases(self, at: datetime, since: datetime, limit: int) -> Sequence[str]:
        """Return open cases whose binding due moment passed after *since* and that were not told yet."""
        told = select(MessageRow.id).where(MessageRow.key == literal("overdue:").concat(CaseRow.case_no))
        query = (
            select(CaseRow.case_no)
            .where(
                CaseRow.state.in_([str(state) for state in OPEN_STATES]),
                CaseRow.due_at < at,
                CaseRow.due_at >= since,
                ~told.exists(),
            )
            .order_by(CaseRow.due_at)
            .limit(limit)
        )
        return list(self._connection.scalars(query))


def _handover_values(one: Handover) -> dict[str, object]:
    data = {
        "collector": asdict(one.collector), "results": [asdict(result) for result in one.results],
        "parcel": asdict(one.parcel) if one.parcel else None, "originals": list(one.originals),
        "facts": dict(one.facts),
    }  # fmt: skip
    return {
        "at": one.at, "who": one.who, "window": one.window, "method": one.method, "state": one.state,
        "signature": one.signature, "ended_at": one.ended_at, "note": one.note, "data": data,
    }  # fmt: skip


def _handover(row: Row) -> Handover:
    data = row.data
    return Handover(
        row.id, row.at, row.who, row.window, row.method, row.state,
        Collector(**data["collector"]), row.signature,
        tuple(Result(**result) for result in data["results"]),
        Parcel(**data["parcel"]) if data["parcel"] else None,
        tuple(data["originals"]), row.ended_at, row.note, data.get("facts", {}),
    )  # fmt: skip


def _rating_values(one: Rating) -> dict[str, object]:
    values = asdict(one)
    del values["id"]
    return values | {"reasons": ",".join(one.reasons)}


def rating(row: Row) -> Rating:
    """Return the rating of a row."""
    return Rating(
        row.id, row.kind, row.subject, row.round, row.grade, words(row.reasons), row.text, row.channel,
        row.at, row.window, row.item, row.department, row.origin, row.flagged, row.counted, row.appeal,
        row.ruling,
    )  # fmt: skip


def _rectification_values(one: Rectification) -> dict[str, object]:
    values = asdict(one)
    del values["id"]
    return values


def _rectification(row: Row) -> Rectification:
    return Rectification(
        row.id, row.rating_id, row.subject, row.responsible, row.days, row.opened_at, row.due_at,
        row.provisional, row.called_at, row.call, row.measures, row.closed_at, row.who,
    )  # fmt: skip


def _message(row: Row) -> Message:
    return Message(
        row.id, row.number, row.case_no, row.kind, row.key, row.recipient, row.text, row.created_at,
        row.state, row.attempts, row.taken_at, row.delivered_at, row.gateway, row.problem,
    )  # fmt: skip
