"""Lists of the window: outstanding materials, the day's applications, earlier ones of the same people."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, or_, select

from counter.domain.identity import shown_name
from counter.domain.material import MaterialState
from counter.domain.moments import lapsed_of, material_named, material_of
from counter.usecases.ports.figures import RuleFigures
from counter.usecases.ports.lists import DayRow, Earlier, OutstandingMaterial
from db.acceptance import as_known
from db.paging import bad_mark, called
from db.rows import FAR
from db.tables import (
    ApplicationRow,
    CaseRow,
    ClockRow,
    MaterialRow,
    MomentRow,
    PartyRow,
    PrintoutRow,
    ScanRow,
)

_TIMED = ("measure", "package", "project", "debt")


def outstanding(
    connection: Connection, limit: int, after: str | None, search: str
) -> tuple[tuple[OutstandingMaterial, ...], str | None]:
    """Return outstanding materials, those due first first; without a date last."""
    due = func.coalesce(ClockRow.due_at, FAR)
    lapsed = select(MomentRow.case_id).where(
        MomentRow.case_id == ClockRow.case_id,
        MomentRow.name == func.replace(ClockRow.ends, material_of(""), lapsed_of("")),
    )
    query = (
        select(
            ClockRow.id, ClockRow.ends, ClockRow.started_at, ClockRow.due_at, due.label("due"),
            CaseRow.case_no, CaseRow.ordinal, CaseRow.item, CaseRow.applicant_name, ApplicationRow.number,
            ApplicationRow.window, lapsed.exists().label("lapsed"),
        )
        .join(CaseRow, CaseRow.id == ClockRow.case_id)
        .join(ApplicationRow, ApplicationRow.id == ClockRow.application_id)
        .where(ClockRow.kind == "debt", ClockRow.ended_at.is_(None), ClockRow.started_at.is_not(None))
        .where(ApplicationRow.void_reason.is_(None))
    )  # fmt: skip
    if search:
        query = query.where(called(search.split("/", maxsplit=1)[0]))
    if after:
        try:
            seconds, key = (int(part) for part in after.split("."))
            mark = datetime.fromtimestamp(seconds, UTC)
        except (ValueError, OverflowError, OSError):
            raise bad_mark() from None
        query = query.where(or_(due > mark, and_(due == mark, ClockRow.id > key)))
    found = connection.execute(query.order_by(due, ClockRow.id).limit(limit + 1)).all()
    page = found[:limit]
    rows = tuple(
        OutstandingMaterial(
            row.number, row.case_no, row.ordinal, row.item, material_named(row.ends) or "",
            shown_name(row.applicant_name), row.started_at, row.due_at, bool(row.lapsed), row.window,
        )
        for row in page
    )  # fmt: skip
    last = page[-1] if len(found) > limit else None
    return rows, f"{int((last.due_at or FAR).timestamp())}.{last.id}" if last else None


def day_list(
    connection: Connection, site: str, window: str, since: datetime, until: datetime, now: datetime
) -> Sequence[DayRow]:
    """Return what the window took in, newest first: whether its printouts were made and its materials scanned."""
    printouts = (
        select(func.count()).select_from(PrintoutRow).where(PrintoutRow.application_id == ApplicationRow.id)
    )
    scans = select(func.count()).select_from(ScanRow).where(ScanRow.application_id == ApplicationRow.id)
    kept = select(func.count()).select_from(MaterialRow).where(
        MaterialRow.application_id == ApplicationRow.id, MaterialRow.state == MaterialState.RECEIVED,
        MaterialRow.form.in_(("original", "sighted", "copy")), MaterialRow.copies > 0,
    )  # fmt: skip
    query = (
        select(
            ApplicationRow.id, ApplicationRow.number, ApplicationRow.title, ApplicationRow.applicant_name,
            ApplicationRow.clerk,
            ApplicationRow.outcome, ApplicationRow.received_at, ApplicationRow.void_reason,
            printouts.scalar_subquery().label("printouts"), scans.scalar_subquery().label("scans"),
            kept.scalar_subquery().label("kept"),
        )
        .where(
            ApplicationRow.site == site, ApplicationRow.window == window,
            ApplicationRow.received_at >= since, ApplicationRow.received_at < until,
        )
        .order_by(ApplicationRow.received_at.desc(), ApplicationRow.id.desc())
    )  # fmt: skip
    return [
        DayRow(
            row.number, row.title, shown_name(row.applicant_name), row.clerk, outcome, row.received_at,
            row.void_reason is not None, int(row.printouts), int(row.scans), int(row.kept),
        )
        for row, outcome in as_known(connection, connection.execute(query).all(), now)
    ]  # fmt: skip


def earlier(connection: Connection, numbers: Collection[str], limit: int, now: datetime) -> Sequence[Earlier]:
    """Return applications of the same identity numbers, newest first, with what each was for."""
    mine = select(PartyRow.application_id).where(PartyRow.id_number.in_(numbers))
    heads = (
        select(
            ApplicationRow.id, ApplicationRow.number, ApplicationRow.title, ApplicationRow.package,
            ApplicationRow.received_at, ApplicationRow.outcome, ApplicationRow.void_reason,
        )
        .where(ApplicationRow.id.in_(mine))
        .order_by(ApplicationRow.id.desc())
        .limit(limit)
    )  # fmt: skip
    rows = connection.execute(heads).all()
    cases: dict[int, list[tuple[str, bool]]] = {row.id: [] for row in rows}
    query = select(CaseRow.application_id, CaseRow.item, CaseRow.completed_at).where(
        CaseRow.application_id.in_(cases)
    )
    for row in connection.execute(query.order_by(CaseRow.application_id, CaseRow.ordinal)):
        cases[row.application_id].append((row.item, row.completed_at is None))
    return [
        Earlier(
            row.number, row.title, row.received_at, outcome, row.void_reason is not None,
            tuple(item for item, _ in cases[row.id]), any(still for _, still in cases[row.id]),
        )
        for row, outcome in as_known(connection, rows, now)
    ]  # fmt: skip


def rule_figures(
    connection: Connection, at: datetime, since: datetime | None = None, until: datetime | None = None
) -> Mapping[str, RuleFigures]:
    """Return for each rule the clocks started, in time and late, and the share of its limit used on average.

    With *since* and *until* only those that started between them.
    The share is that of ended clocks with a due moment, by the time between start, end and due moment.
    """
    late = case(
        (ClockRow.due_at.is_(None), 0),
        (func.coalesce(ClockRow.ended_at, at) > ClockRow.due_at, 1),
        else_=0,
    )
    used = _seconds(connection, ClockRow.ended_at)
    allowed = _seconds(connection, ClockRow.due_at)
    share = case(
        (and_(ClockRow.ended_at.is_not(None), ClockRow.due_at > ClockRow.started_at), used / allowed)
    )
    query = (
        select(ClockRow.rule, func.count(), func.sum(late), func.avg(share))
        .where(ClockRow.started_at.is_not(None), ClockRow.kind.in_(_TIMED))
        .group_by(ClockRow.rule)
    )
    if since is not None and until is not None:
        query = query.where(ClockRow.started_at >= since, ClockRow.started_at < until)
    return {
        rule: RuleFigures(
            number,
            number - int(missed or 0),
            int(missed or 0),
            round(float(mean), 3) if mean is not None else None,
        )
        for rule, number, missed, mean in connection.execute(query)
    }


def _seconds(connection: Connection, end: Any) -> ColumnElement[Any]:  # noqa: ANN401 - a column of moments
    """Return the seconds from a clock's start to the end, as the database reckons them."""
    if connection.dialect.name == "postgresql":
        return func.extract("epoch", end - ClockRow.started_at)
    return (func.julianday(end) - func.julianday(ClockRow.started_at)) * 86400
