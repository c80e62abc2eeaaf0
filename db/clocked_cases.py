"""Cases with their clocks, moments and suspensions: read in a few queries, written by what changed."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from counter.domain.application import Application
from counter.domain.case import Case, CaseClock, ClockedCase
from counter.domain.clock import Suspension
from counter.domain.errors import overtaken
from counter.usecases.ports.projects import Projects
from db import rows
from db.tables import ApplicationRow, CaseRow, ClockRow, MomentRow, SuspensionRow


def hold_application(connection: Connection, application: Application, projects: Projects) -> None:
    """Hold project, application and cases, in this order, until the transaction ends.

    SQLite has one writer, which a transaction that may write is from its beginning.
    """
    if connection.dialect.name != "postgresql":
        return
    if application.project_no is not None:
        projects.lock(application.project_no)
    mine = select(ApplicationRow.id).where(ApplicationRow.id == application.id)
    connection.execute(mine.with_for_update(key_share=True))
    cases = select(CaseRow.id).where(CaseRow.application_id == application.id).order_by(CaseRow.id)
    connection.execute(cases.with_for_update(key_share=True))


def read_files(connection: Connection, cases: Sequence[tuple[rows.Row, str]]) -> tuple[ClockedCase, ...]:
    """Return the files of case rows, each with its application's number, in their order."""
    ids = [row.id for row, _ in cases]
    clocks: dict[int, list[CaseClock]] = {}
    query = select(ClockRow.__table__).where(ClockRow.case_id.in_(ids)).order_by(ClockRow.id)
    for row in connection.execute(query):
        clocks.setdefault(row.case_id, []).append(rows.clock(row))
    moments: dict[int, dict[str, datetime]] = {}
    for row in connection.execute(select(MomentRow.__table__).where(MomentRow.case_id.in_(ids))):
        moments.setdefault(row.case_id, {})[row.name] = row.at
    stops: dict[int, list[rows.Row]] = {}
    for row in connection.execute(
        select(SuspensionRow.__table__).where(SuspensionRow.case_id.in_(ids)).order_by(SuspensionRow.id)
    ):
        stops.setdefault(row.case_id, []).append(row)
    return tuple(
        _file(
            rows.case(row, number),
            clocks.get(row.id, ()),
            moments.get(row.id, {}),
            tuple(rows.suspension(stop) for stop in stops.get(row.id, ())),
        )
        for row, number in cases
    )


def _file(
    case: Case,
    clocks: Sequence[CaseClock],
    moments: Mapping[str, datetime],
    suspensions: tuple[Suspension, ...],
) -> ClockedCase:
    """Return the case's file; its clocks know for how long what stops them was expected to last."""
    return ClockedCase(case, tuple(one.expecting(suspensions) for one in clocks), moments, suspensions)


def write_file(connection: Connection, before: ClockedCase, after: ClockedCase) -> None:
    """Write what changed; refuses (overtaken) when the case was moved meanwhile."""
    case = before.case
    changed = connection.execute(
        update(CaseRow)
        .where(CaseRow.id == case.id, CaseRow.version == case.version)
        .values(version=case.version + 1, **rows.case_state(after))
    )
    if not changed.rowcount:
        holder = connection.scalar(select(CaseRow.handler).where(CaseRow.id == case.id))
        raise overtaken(case.case_no, holder)
    known = {clock.id: clock for clock in before.clocks}
    for clock in after.clocks:
        if not clock.id:
            _add_clock(connection, case.id, clock)
        elif clock != known.get(clock.id):
            write_clock(connection, clock)
    _write_suspensions(connection, before, after)
    new = [
        {"case_id": case.id, "name": name, "at": at}
        for name, at in after.moments.items()
        if name not in before.moments
    ]
    if new:
        connection.execute(insert(MomentRow), new)


def write_clock(connection: Connection, clock: CaseClock) -> None:
    """Write the state of a clock that exists."""
    connection.execute(update(ClockRow).where(ClockRow.id == clock.id).values(rows.clock_state(clock)))


def _add_clock(connection: Connection, case_id: int, clock: CaseClock) -> None:
    mine = select(CaseRow.application_id).where(CaseRow.id == case_id)
    application = int(connection.scalar(mine) or 0)
    connection.execute(insert(ClockRow).values(rows.clock_values(clock, application, case_id)))


def _write_suspensions(connection: Connection, before: ClockedCase, after: ClockedCase) -> None:
    for old, new in zip(before.suspensions, after.suspensions, strict=False):
        if old != new:
            connection.execute(
                update(SuspensionRow)
                .where(
                    SuspensionRow.case_id == before.case.id, SuspensionRow.kind == old.kind,
                    SuspensionRow.started_at == old.start, SuspensionRow.ended_at.is_(None),
                )
                .values(ended_at=new.end)
            )  # fmt: skip
    for one in after.suspensions[len(before.suspensions) :]:
        connection.execute(
            insert(SuspensionRow).values(
                case_id=before.case.id, kind=one.kind, ground=one.ground, started_at=one.start,
                ended_at=one.end, expected_days=one.expected_days, who=one.by,
            )
        )  # fmt: skip
