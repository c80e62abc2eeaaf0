"""The figures of a period, counted by the database: cases by item, rules, visits, second notices."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, exists, func, or_, select

from counter.domain.case import OPEN_STATES
from counter.domain.events import EventKind
from counter.domain.handover import AT_WINDOW
from counter.domain.outcome import Closing, Outcome
from counter.usecases.ports.figures import Figures, ItemFigures, SecondNotice, Visits
from db.acceptance import outcome_at
from db.desk_lists import rule_figures
from db.tables import ApplicationRow, CaseRow, ClockRow, EventRow, HandoverRow, InquiryRow

_KINDS = ("statutory", "promised", "measure")
_EVENTS = {"ask-again": "second_notices", "request-supplement": "supplements"}
_COMES = ("window", "bank_outlet", "assisted", "self_service")


def period_figures(connection: Connection, since: datetime, until: datetime, at: datetime) -> Figures:
    """Return the figures from *since* up to *until*; clocks that still run are judged *at* a moment."""
    counts = _events(connection, since, until)
    rows = {(row[0], row[1]): row[2:] for row in connection.execute(_cases(since, until, at))}
    names = ("received", "accepted", "shortfall", "corrections", "turned_away", "decided", "open", "late")
    items = []
    for department, item in sorted({*rows, *counts}):
        numbers = rows.get((department, item), (0,) * len(names))
        known: dict[str, int] = {name: int(n or 0) for name, n in zip(names, numbers, strict=True)}
        items.append(ItemFigures(department, item, **known, **counts.get((department, item), {})))
    return Figures(
        tuple(items), rule_figures(connection, at, since, until), _visits(connection, since, until),
        _second_notices(connection, since, until),
    )  # fmt: skip


def _within(column: Any, since: datetime, until: datetime) -> ColumnElement[bool]:  # noqa: ANN401 - a column of moments
    return and_(column >= since, column < until)


def _many(condition: ColumnElement[bool]) -> ColumnElement[Any]:
    return func.sum(case((condition, 1), else_=0))


def _cases(since: datetime, until: datetime, at: datetime) -> Select[Any]:
    late = exists().where(
        ClockRow.case_id == CaseRow.id,
        ClockRow.kind.in_(_KINDS),
        ClockRow.due_at.is_not(None),
        ClockRow.started_at.is_not(None),
        func.coalesce(ClockRow.ended_at, at) > ClockRow.due_at,
    )
    outcome = outcome_at(at)
    return (
        select(
            CaseRow.department, CaseRow.item, func.count(),
            _many(outcome.in_((Outcome.ACCEPTED, Outcome.WITH_SHORTFALL))),
            _many(outcome == Outcome.WITH_SHORTFALL),
            _many(or_(outcome == Outcome.CORRECTION_NEEDED, CaseRow.closing == Closing.RETURNED)),
            _many(outcome.in_((Outcome.NOT_REQUIRED, Outcome.NOT_COMPETENT))),
            _many(CaseRow.completed_at.is_not(None)),
            _many(CaseRow.state.in_([str(one) for one in OPEN_STATES])),
            _many(late),
        )
        .join(ApplicationRow, ApplicationRow.id == CaseRow.application_id)
        .where(_within(CaseRow.received_at, since, until), ApplicationRow.void_reason.is_(None))
        .group_by(CaseRow.department, CaseRow.item)
    )  # fmt: skip


def _events(
    connection: Connection, since: datetime, until: datetime
) -> Mapping[tuple[str, str], dict[str, int]]:
    query = (
        select(CaseRow.department, CaseRow.item, EventRow.what, func.count())
        .join(CaseRow, CaseRow.id == EventRow.case_id)
        .where(EventRow.what.in_(_EVENTS), _within(EventRow.at, since, until))
        .group_by(CaseRow.department, CaseRow.item, EventRow.what)
    )
    found: dict[tuple[str, str], dict[str, int]] = {}
    for department, item, what, number in connection.execute(query):
        found.setdefault((department, item), {})[_EVENTS[what]] = int(number)
    return found


def _second_notices(connection: Connection, since: datetime, until: datetime) -> tuple[SecondNotice, ...]:
    query = (
        select(EventRow.at, CaseRow.case_no, CaseRow.department, CaseRow.item)
        .join(CaseRow, CaseRow.id == EventRow.case_id)
        .where(EventRow.what == EventKind.ASK_AGAIN, _within(EventRow.at, since, until))
        .order_by(EventRow.id)
    )
    return tuple(SecondNotice(*row) for row in connection.execute(query))


def _visits(connection: Connection, since: datetime, until: datetime) -> Visits:
    channels = dict(
        connection.execute(
            select(ApplicationRow.channel, func.count())
            .where(_within(ApplicationRow.received_at, since, until), ApplicationRow.void_reason.is_(None))
            .group_by(ApplicationRow.channel)
        ).all()
    )

    def counted(query: Select[Any]) -> int:
        return int(connection.scalar(query) or 0)

    again = select(func.count()).where(EventRow.what == EventKind.VISIT, _within(EventRow.at, since, until))
    asked = select(func.count()).select_from(InquiryRow).where(_within(InquiryRow.at, since, until))
    taken = (
        select(func.count())
        .select_from(HandoverRow)
        .where(_within(HandoverRow.at, since, until), HandoverRow.method.in_(AT_WINDOW))
    )
    return Visits(
        sum(channels.values()), sum(channels.get(one, 0) for one in _COMES), counted(again), counted(asked),
        counted(taken),
    )  # fmt: skip
