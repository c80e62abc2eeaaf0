"""Cases with their clocks, moments and suspensions: read in a few queries, written by what changed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    Connection,
    Update,
    bindparam,
    insert,
    literal,
    null,
    select,
    union_all,
    update,
)

from counter.domain.case import Case, CaseClock, ClockedCase
from counter.domain.clock import Suspension
from counter.domain.errors import overtaken
from db import rows
from db.tables import CaseRow, ClockRow, MomentRow, SuspensionRow

_STOPS: Final[Any] = select(
    SuspensionRow.id.label("key"),
    SuspensionRow.case_id,
    SuspensionRow.kind.label("name"),
    SuspensionRow.started_at,
    SuspensionRow.ended_at,
    SuspensionRow.kind,
    SuspensionRow.ground,
    SuspensionRow.who,
    SuspensionRow.expected_days,
).where(SuspensionRow.case_id.in_(bindparam("ids", expanding=True)))
_NONE: Final = literal("")
_MOMENTS: Final[Any] = select(
    literal(0), MomentRow.case_id, MomentRow.name, MomentRow.at, null(), _NONE, _NONE, _NONE, null()
).where(MomentRow.case_id.in_(bindparam("ids", expanding=True)))
_HAPPENED: Final = union_all(_STOPS, _MOMENTS).order_by("key")
"""The moments of cases, then their suspensions, oldest first."""


def cases_of_rows(
    connection: Connection, number: str, found: Sequence[rows.Row], clock_rows: Iterable[rows.Row]
) -> tuple[ClockedCase, ...]:
    """Return the cases of the application's case rows, with their clocks, moments and suspensions, in their order."""
    clocks: dict[int, list[CaseClock]] = {}
    for row in clock_rows:
        clocks.setdefault(row.case_id, []).append(rows.clock(row))
    moments: dict[int, dict[str, datetime]] = {}
    stops: dict[int, list[rows.Row]] = {}
    for row in connection.execute(_HAPPENED, {"ids": [row.id for row in found]}):
        if row.key:
            stops.setdefault(row.case_id, []).append(row)
        else:
            moments.setdefault(row.case_id, {})[row.name] = row.started_at
    return tuple(
        _clocked(
            rows.case(row, number),
            clocks.get(row.id, ()),
            moments.get(row.id, {}),
            tuple(rows.suspension(stop) for stop in stops.get(row.id, ())),
        )
        for row in found
    )


def _clocked(
    case: Case,
    clocks: Sequence[CaseClock],
    moments: Mapping[str, datetime],
    suspensions: tuple[Suspension, ...],
) -> ClockedCase:
    """Return the case; its clocks know for how long what stops them was expected to last."""
    return ClockedCase(case, tuple(one.expecting(suspensions) for one in clocks), moments, suspensions)


def write_case(connection: Connection, before: ClockedCase, after: ClockedCase) -> None:
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
    new = new_moments(before, after)
    if new:
        connection.execute(insert(MomentRow), new)


def new_moments(before: ClockedCase, after: ClockedCase) -> list[dict[str, object]]:
    """Return the rows of the moments that came; the first moment of a name stays."""
    return [
        {"case_id": before.case.id, "name": name, "at": at}
        for name, at in after.moments.items()
        if name not in before.moments
    ]


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
            connection.execute(end_suspension(before.case.id, old, new.end))
    for one in after.suspensions[len(before.suspensions) :]:
        connection.execute(insert(SuspensionRow).values(suspension_values(before.case.id, one)))


def end_suspension(case_id: int, old: Suspension, end: datetime | None) -> Update:
    """Return the statement that ends a suspension that lasts."""
    mine = (
        SuspensionRow.case_id == case_id,
        SuspensionRow.kind == old.kind,
        SuspensionRow.started_at == old.start,
        SuspensionRow.ended_at.is_(None),
    )
    return update(SuspensionRow).where(*mine).values(ended_at=end)


def suspension_values(case_id: int, one: Suspension) -> dict[str, object]:
    """Return the columns of a new suspension."""
    return {
        "case_id": case_id, "kind": one.kind, "ground": one.ground, "started_at": one.start,
        "ended_at": one.end, "expected_days": one.expected_days, "who": one.by,
    }  # fmt: skip
