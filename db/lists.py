"""Read-only lists: each a short transaction of its own, a page at a time by key, never by offset."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, and_, func, or_, select, text, union_all
from sqlalchemy.exc import OperationalError

from counter.domain.case import Case, CaseState
from counter.domain.identity import shown_name
from counter.usecases.ports.figures import Figures, RuleFigures
from counter.usecases.ports.handovers import ShelfRow
from counter.usecases.ports.lists import (
    ApplicationSummary,
    CaseSummary,
    DayRow,
    Earlier,
    OutstandingMaterial,
    QueuePage,
)
from counter.usecases.ports.ratings import RatingSums
from db import care_lists, desk_lists, report_lists, schema, shelf_lists
from db.acceptance import as_known, is_deemed
from db.paging import bad_mark, called
from db.rows import FAR, Row
from db.tables import ApplicationRow, CaseRow, EventRow, MessageRow
from db.unit_of_work import SqlUnitOfWork, unreachable

_CASE = (
    CaseRow.id, CaseRow.case_no, ApplicationRow.number, CaseRow.ordinal, CaseRow.item,
    CaseRow.department, CaseRow.state, CaseRow.handler, CaseRow.applicant_name,
    CaseRow.received_at, CaseRow.due_at, CaseRow.claim_before, CaseRow.binding,
    CaseRow.completed_at, CaseRow.green, CaseRow.warn_at, CaseRow.step, CaseRow.level,
)  # fmt: skip
_COUNT = select(
    select(func.max(EventRow.id)).scalar_subquery(),
    text("(SELECT version_num FROM alembic_version)"),
)
_IN_QUEUE = (CaseState.WAITING, CaseState.CLAIMED, CaseState.SUSPENDED)


def _summary(row: Row, now: Case | None) -> CaseSummary:
    before = None if row.claim_before == FAR else row.claim_before
    found = CaseSummary(
        row.id, row.case_no, row.number, row.ordinal, row.item, row.department, row.state,
        row.outcome, row.handler, shown_name(row.applicant_name), row.received_at, row.due_at, row.warn_at,
        row.binding, row.completed_at, row.green, before, row.step, row.level,
    )  # fmt: skip
    if now is None:
        return found
    return replace(
        found, outcome=now.outcome, due_at=now.due_at, warn_at=now.warn_at, binding=now.binding,
        claim_before=now.claim_before,
    )  # fmt: skip


class SqlLists:
    """The ``Lists`` port on an engine."""

    def __init__(self, engine: Engine, now: Callable[[], datetime]) -> None:
        self._engine, self._now = engine, now
        self._newest = schema.newest()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        """Give a connection for reading; a database that is gone is told in plain words."""
        try:
            with self._engine.connect().execution_options(read_only=True) as connection:
                yield connection
        except OperationalError as error:
            raise unreachable(error) from error

    def _summaries(self, rows: Sequence[Row], now: datetime) -> tuple[CaseSummary, ...]:
        """Return the rows of cases; what time alone has accepted is read as it is now, with its clocks."""
        changed: dict[int, Case] = {}
        numbers = {row.number for row in rows if row.is_deemed}
        if numbers:
            with SqlUnitOfWork(self._engine, lambda: now, read_only=True) as uow:
                for number in numbers:
                    application = uow.application(number)
                    cases = uow.cases(application) if application else ()
                    changed |= {one.case.id: one.case for one in cases}
        return tuple(_summary(row, changed.get(row.id)) for row in rows)

    def queue(
        self, department: str, limit: int, after: str | None, now: datetime, search: str = ""
    ) -> QueuePage:
        """Return the department's open cases, green channel first, then by claim-before moment.

        *search* leaves those of a number, a case number or a name; the counts stay those of the whole queue.
        """
        mark = _read_queue_mark(after)
        wanted = []
        if search:
            head = search.split("/", maxsplit=1)[0]
            wanted = [or_(called(head), CaseRow.case_no == head.upper())]
        parts: list[Any] = []
        with self._reading() as connection:
            # The marks of each state come from the index alone; only the page's own cases are then read.
            for state in _IN_QUEUE:
                query = select(CaseRow.id, CaseRow.green, CaseRow.claim_before).where(
                    CaseRow.department == department, CaseRow.state == str(state)
                )
                if wanted:
                    query = query.join(ApplicationRow, ApplicationRow.id == CaseRow.application_id).where(
                        *wanted
                    )
                for green in (True, False):
                    part = _after(query.where(CaseRow.green.is_(green)), mark, green=green)
                    if part is not None:
                        ordered = part.order_by(CaseRow.claim_before, CaseRow.id).limit(limit + 1)
                        parts.append(select(ordered.subquery()))
            keys = union_all(*parts).subquery()
            first = select(keys.c.id).order_by(keys.c.green.desc(), keys.c.claim_before, keys.c.id)
            ids = list(connection.scalars(first.limit(limit + 1)))
            cases = (
                select(*_CASE, CaseRow.outcome, is_deemed(now).label("is_deemed"))
                .join(ApplicationRow, ApplicationRow.id == CaseRow.application_id)
                .where(CaseRow.id.in_(ids))
            )
            rows = {row.id: row for row in connection.execute(cases)}
            counts = self._counts(connection, department, now)
        found = [rows[key] for key in ids if key in rows]
        page = found[:limit]
        more = len(found) > limit
        last = page[-1] if page else None
        mark_text = (
            f"{int(last.green)}.{int(last.claim_before.timestamp())}.{last.id}" if more and last else None
        )
        return QueuePage(self._summaries(page, now), mark_text, counts)

    def _counts(self, connection: Connection, department: str, now: datetime) -> Mapping[str, int]:
        """Return the counts of the whole queue; each is a range of one index."""
        mine = select(func.count()).select_from(CaseRow).where(CaseRow.department == department)
        columns = []
        for state in _IN_QUEUE:
            here = mine.where(CaseRow.state == str(state))
            late = here.where(CaseRow.due_at < now)
            columns += [
                here.scalar_subquery().label(str(state)),
                late.scalar_subquery().label(f"late_{state}"),
            ]
        row = connection.execute(select(*columns)).one()
        counts = {str(state): int(getattr(row, str(state))) for state in _IN_QUEUE}
        return counts | {"overdue": sum(int(getattr(row, f"late_{state}")) for state in _IN_QUEUE)}

    def applications(
        self, limit: int, after: str | None, search: str, department: str = ""
    ) -> tuple[tuple[ApplicationSummary, ...], str | None]:
        """Return applications, newest first; *search* is a number, a case number or a name.

        With a *department* only those that hold one of its cases.
        """
        heads = select(
            ApplicationRow.id, ApplicationRow.number, ApplicationRow.title,
            ApplicationRow.applicant_name, ApplicationRow.window, ApplicationRow.outcome,
            ApplicationRow.received_at, ApplicationRow.void_reason,
        )  # fmt: skip
        if after:
            try:
                heads = heads.where(ApplicationRow.id < int(after))
            except ValueError:
                raise bad_mark() from None
        if search:
            mine = select(CaseRow.application_id).where(CaseRow.case_no == search.upper())
            heads = heads.where(or_(called(search), ApplicationRow.id.in_(mine)))
        if department:
            mine = select(CaseRow.application_id).where(CaseRow.department == department).distinct()
            if after:
                mine = mine.where(CaseRow.application_id < int(after))
            if not search:
                mine = mine.order_by(CaseRow.application_id.desc()).limit(limit + 1)
            heads = heads.where(ApplicationRow.id.in_(mine))
        with self._reading() as connection:
            page = connection.execute(heads.order_by(ApplicationRow.id.desc()).limit(limit + 1)).all()
            ids = [row.id for row in page[:limit]]
            cases: dict[int, list[Row]] = {}
            for row in connection.execute(
                select(
                    CaseRow.application_id, CaseRow.due_at, CaseRow.warn_at,
                    CaseRow.completed_at, CaseRow.state,
                ).where(CaseRow.application_id.in_(ids))
            ):  # fmt: skip
                cases.setdefault(row.application_id, []).append(row)
            known = as_known(connection, page[:limit], self._now())
        found = tuple(_application(row, outcome, cases.get(row.id, [])) for row, outcome in known)
        return found, str(found[-1].id) if len(page) > limit else None

    def rule_figures(self, at: datetime) -> Mapping[str, RuleFigures]:
        """Return for each rule the clocks started, ended or running in time, late, and the share used."""
        with self._reading() as connection:
            return desk_lists.rule_figures(connection, at)

    def period_figures(self, since: datetime, until: datetime, at: datetime) -> Figures:
        """Return the figures of a period; running clocks are judged at a moment."""
        with self._reading() as connection:
            return report_lists.period_figures(connection, since, until, at)

    def outstanding(
        self, limit: int, after: str | None, search: str = ""
    ) -> tuple[tuple[OutstandingMaterial, ...], str | None]:
        """Return outstanding materials, those due first first."""
        with self._reading() as connection:
            return desk_lists.outstanding(connection, limit, after, search)

    def day_list(self, site: str, window: str, since: datetime, until: datetime) -> Sequence[DayRow]:
        """Return what a window took in between two moments, newest first."""
        with self._reading() as connection:
            return desk_lists.day_list(connection, site, window, since, until, self._now())

    def earlier(self, numbers: Collection[str], limit: int = 20) -> Sequence[Earlier]:
        """Return applications of the same identity numbers, newest first."""
        with self._reading() as connection:
            return desk_lists.earlier(connection, numbers, limit, self._now())

    def change_count(self) -> int:
        """Return a number that grows with every committed step; cheap enough to ask each second.

        Refused (EnvironmentFault ``newer_schema``) once a newer program has upgraded the database meanwhile.
        """
        with self._reading() as connection:
            count, revision = connection.execute(_COUNT).one()
        if revision != self._newest:
            schema.check(self._engine)
        return int(count or 0)

    def shelf(self, limit: int, after: str | None, search: str) -> tuple[tuple[ShelfRow, ...], str | None]:
        """Return applications with results that are ready, the longest waiting first."""
        with self._reading() as connection:
            return shelf_lists.shelf(connection, limit, after, search)

    def rating_sums(self) -> Mapping[str, Sequence[RatingSums]]:
        """Return counted ratings by ``windows``, ``items`` and ``departments``; never by person."""
        with self._reading() as connection:
            return shelf_lists.rating_sums(connection)

    def ready_for_hall(self, limit: int) -> Sequence[tuple[str, int, int]]:
        """Return numbers with how many results are ready of how many there will be, the newest first."""
        with self._reading() as connection:
            return shelf_lists.ready_for_hall(connection, limit)

    def waits(self, now: datetime, limit: int) -> Sequence[tuple[datetime, datetime]]:
        """Return start and end of the newest results, for the average on the hall screen."""
        with self._reading() as connection:
            return shelf_lists.waits(connection, now, limit)

    def waiting_messages(self, before: datetime) -> int:
        """Return how many messages were queued before the moment and are not delivered."""
        query = (
            select(func.count())
            .select_from(MessageRow)
            .where(MessageRow.state != "delivered", MessageRow.created_at < before)
        )
        with self._reading() as connection:
            return int(connection.scalar(query) or 0)

    def to_remind(self, now: datetime, limit: int) -> Sequence[str]:
        """Return cases whose next reminder has come."""
        with self._reading() as connection:
            return care_lists.to_remind(connection, now, limit)

    def unchecked(self, now: datetime, limit: int) -> Sequence[str]:
        """Return received cases whose time to tell what is missing has run out."""
        with self._reading() as connection:
            return care_lists.unchecked(connection, now, limit)

    def held_by(self, name: str) -> Sequence[str]:
        """Return the cases that an officer holds."""
        with self._reading() as connection:
            return care_lists.held_by(connection, name)

    def worked(self) -> Sequence[tuple[str, str, datetime, datetime]]:
        """Return item, step, begin and end of steps that were taken without a pause."""
        with self._reading() as connection:
            return care_lists.worked(connection)

    def at_risk(self, limit: int, now: datetime) -> tuple[CaseSummary, ...]:
        """Return open cases that are late or due soon, the most pressing first."""
        found: list[Row] = []
        with self._reading() as connection:
            for state in (*_IN_QUEUE, CaseState.NOT_STARTED):
                query = (
                    select(*_CASE, CaseRow.outcome, is_deemed(now).label("is_deemed"))
                    .join(ApplicationRow, ApplicationRow.id == CaseRow.application_id)
                    .where(CaseRow.state == str(state), CaseRow.due_at.is_not(None), CaseRow.warn_at <= now)
                )
                found += connection.execute(query.order_by(CaseRow.due_at).limit(limit)).all()
        found.sort(key=lambda row: row.due_at)
        return self._summaries(found[:limit], now)

    def open_counts(self) -> Mapping[str, int]:
        """Return the open cases of each department, for the counts beside the navigation."""
        query = (
            select(CaseRow.department, func.count())
            .where(CaseRow.state.in_([str(s) for s in _IN_QUEUE]))
            .group_by(CaseRow.department)
        )
        with self._reading() as connection:
            return {department: int(count) for department, count in connection.execute(query)}


def _after(query: Any, mark: tuple[bool, datetime, int] | None, *, green: bool) -> Any:  # noqa: ANN401 - a select
    """Return the query behind the mark; None when all cases of the channel lie before it."""
    if mark is None or (mark[0] and not green):
        return query  # the green ones come first; all others still follow
    if green and not mark[0]:
        return None
    later = or_(CaseRow.claim_before > mark[1], and_(CaseRow.claim_before == mark[1], CaseRow.id > mark[2]))
    return query.where(later)


def _read_queue_mark(after: str | None) -> tuple[bool, datetime, int] | None:
    if not after:
        return None
    try:
        green, seconds, number = (int(part) for part in after.split("."))
        return bool(green), datetime.fromtimestamp(seconds, UTC), number
    except (ValueError, OverflowError, OSError):
        raise bad_mark() from None


def _application(row: Row, outcome: str, cases: list[Row]) -> ApplicationSummary:
    open_cases = [c for c in cases if c.completed_at is None and c.due_at is not None]
    nearest = min(open_cases, key=lambda c: c.due_at, default=None)
    return ApplicationSummary(
        row.id,
        row.number,
        row.title,
        shown_name(row.applicant_name),
        row.window,
        outcome,
        row.received_at,
        len(cases),
        sum(c.completed_at is not None for c in cases),
        nearest.due_at if nearest else None,
        nearest.warn_at if nearest else None,
        row.void_reason is not None,
    )
