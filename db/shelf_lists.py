"""Lists of the issue desk and of ratings: read-only, a page at a time by key."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, and_, case, func, or_, select

from counter.domain.case import CaseState
from counter.domain.handover import shelf_of
from counter.domain.identity import shown_name
from counter.usecases.ports.handovers import ShelfRow
from counter.usecases.ports.ratings import RatingSums
from db.paging import bad_mark, called
from db.rows import Row
from db.tables import ApplicationRow, CaseRow, ClockRow, MomentRow, RatingRow


def shelf(
    connection: Connection, limit: int, after: str | None, search: str
) -> tuple[tuple[ShelfRow, ...], str | None]:
    """Return applications with a ready result, the one that was ready first on top."""
    first = (
        select(CaseRow.application_id, func.min(CaseRow.completed_at).label("since"))
        .where(CaseRow.state == str(CaseState.READY))
        .group_by(CaseRow.application_id)
        .subquery()
    )
    heads = select(
        ApplicationRow.id, ApplicationRow.number, ApplicationRow.title, ApplicationRow.applicant_name,
        ApplicationRow.form, first.c.since,
    ).join(first, first.c.application_id == ApplicationRow.id)  # fmt: skip
    if after:
        try:
            seconds, key = (int(part) for part in after.split("."))
            since = datetime.fromtimestamp(seconds, UTC)
        except (ValueError, OverflowError, OSError):
            raise bad_mark() from None
        heads = heads.where(or_(first.c.since > since, and_(first.c.since == since, ApplicationRow.id > key)))
    if search:
        heads = heads.where(called(search))
    found = connection.execute(heads.order_by(first.c.since, ApplicationRow.id).limit(limit + 1)).all()
    page = found[:limit]
    cases = _cases(connection, [row.id for row in page])
    rows = tuple(_row(row, *cases[row.id]) for row in page)
    last = page[-1] if len(found) > limit else None
    return rows, f"{int(last.since.timestamp())}.{last.id}" if last else None


def _cases(connection: Connection, ids: Sequence[int]) -> dict[int, tuple[list[Row], datetime | None]]:
    found: dict[int, tuple[list[Row], datetime | None]] = {key: ([], None) for key in ids}
    query = (
        select(CaseRow.application_id, CaseRow.item, CaseRow.state, CaseRow.closing, CaseRow.result)
        .where(CaseRow.application_id.in_(ids))
        .order_by(CaseRow.ordinal)
    )
    for row in connection.execute(query):
        found[row.application_id][0].append(row)
    due = select(ClockRow.application_id, func.min(ClockRow.due_at).label("due")).where(
        ClockRow.application_id.in_(ids), ClockRow.kind == "delivery", ClockRow.ended_at.is_(None)
    )
    for row in connection.execute(due.group_by(ClockRow.application_id)):
        found[row.application_id] = (found[row.application_id][0], row.due)
    return found


def _row(row: Row, cases: list[Row], due: datetime | None) -> ShelfRow:
    shelf = shelf_of(cases)
    places = dict.fromkeys(str(c.result["place"]) for c in shelf.ready if c.result.get("place"))
    delivery = row.form.get("delivery") or {}
    return ShelfRow(
        row.id, row.number, row.title, shown_name(row.applicant_name), tuple(c.item for c in shelf.ready),
        tuple(c.item for c in shelf.waiting), len(shelf.issued), delivery.get("method") or "window", tuple(places),
        row.since, due,
    )  # fmt: skip


def rating_sums(connection: Connection) -> Mapping[str, Sequence[RatingSums]]:
    """Return counted ratings by ``windows``, ``items`` and ``departments``; never by person."""
    parts = {
        "windows": (RatingRow.window, RatingRow.item == ""),
        "items": (RatingRow.item, RatingRow.item != ""),
        "departments": (RatingRow.department, RatingRow.department != ""),
    }
    answer: dict[str, list[RatingSums]] = {}
    for name, (column, where) in parts.items():
        query = (
            select(
                column.label("name"), RatingRow.grade, func.count().label("n"),
                func.sum(case((RatingRow.flagged, 1), else_=0)).label("flagged"),
            )
            .where(RatingRow.kind == "rating", RatingRow.counted, where)
            .group_by(column, RatingRow.grade)
        )  # fmt: skip
        grades: dict[str, dict[str, int]] = {}
        flagged: dict[str, int] = {}
        for row in connection.execute(query):
            grades.setdefault(row.name, {})[row.grade] = row.n
            flagged[row.name] = flagged.get(row.name, 0) + int(row.flagged or 0)
        answer[name] = [RatingSums(key, counts, flagged[key]) for key, counts in sorted(grades.items())]
    return answer


def ready_for_hall(connection: Connection, limit: int) -> Sequence[tuple[str, int, int]]:
    """Return numbers with how many results are ready of how many there will be, the newest first."""
    newest = (
        select(CaseRow.application_id)
        .where(CaseRow.state == str(CaseState.READY))
        .order_by(CaseRow.completed_at.desc())
        .limit(limit * 4)
    )
    query = (
        select(
            ApplicationRow.id, ApplicationRow.number, CaseRow.state, CaseRow.closing,
        )
        .join(CaseRow, CaseRow.application_id == ApplicationRow.id)
        .where(ApplicationRow.id.in_(newest))
        .order_by(ApplicationRow.id.desc())
    )  # fmt: skip
    cases: dict[str, list[Row]] = {}
    for row in connection.execute(query):
        cases.setdefault(row.number, []).append(row)
    shelves = {number: shelf_of(found) for number, found in cases.items()}
    return [
        (number, len(one.ready), len(one.ready) + len(one.waiting))
        for number, one in shelves.items()
        if one.ready
    ][:limit]


def waits(connection: Connection, now: datetime, limit: int) -> Sequence[tuple[datetime, datetime]]:
    """Return start and end of the newest results of the last 30 days, for the average on the hall screen."""
    query = (
        select(CaseRow.received_at, MomentRow.at)
        .join(MomentRow, and_(MomentRow.case_id == CaseRow.id, MomentRow.name == "result"))
        .where(
            CaseRow.state.in_((str(CaseState.READY), str(CaseState.ISSUED))),
            CaseRow.completed_at >= now - timedelta(days=30),
        )
        .order_by(CaseRow.completed_at.desc())
        .limit(limit)
    )
    return [(row.received_at, row.at) for row in connection.execute(query)]
