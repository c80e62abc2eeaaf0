"""Rows to values and back: the only place where both shapes are known."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from counter.domain.application import Application, Event, MaterialRecord, PartyRecord, PrintoutRecord
from counter.domain.case import Case, CaseClock, CaseState, ClockedCase
from counter.domain.clock import Suspension
from counter.domain.limit import Limit, Unit

FAR = datetime.fromisoformat("9999-01-01T00:00:00+00:00")
"""Stands for "no claim-before moment" so that the queue's index has no empty entries."""

Row = Any
"""A row of a Core select; its attributes are the selected columns."""


def words(text: str) -> tuple[str, ...]:
    """Return a stored list of codes."""
    return tuple(text.split(",")) if text else ()


def application(row: Row, project_no: str | None = None) -> Application:
    """Return the application of a row."""
    return Application(
        id=row.id,
        number=row.number,
        site=row.site,
        window=row.window,
        clerk=row.clerk,
        package=row.package,
        channel=row.channel,
        green_channel=row.green_channel,
        outcome=row.outcome,
        received_at=row.received_at,
        accepted_at=row.accepted_at,
        title=row.title,
        applicant_name=row.applicant_name,
        token_digest=row.token_digest,
        form_digest=row.form_digest,
        signature=row.signature,
        signed_digest=row.signed_digest,
        catalogue_digest=row.catalogue_digest,
        form=row.form,
        idempotency_key=row.idempotency_key,
        void_reason=row.void_reason,
        project_no=project_no,
        token_serial=row.token_serial,
        token_identity=row.token_identity,
        token_recipe=row.token_recipe,
        token_until=row.token_until,
    )


def case(row: Row, application_no: str) -> Case:
    """Return the case of a row."""
    return Case(
        id=row.id,
        case_no=row.case_no,
        application_no=application_no,
        ordinal=row.ordinal,
        item=row.item,
        department=row.department,
        outcome=row.outcome,
        state=CaseState(row.state),
        step=row.step,
        handler=row.handler,
        version=row.version,
        catalogue_digest=row.catalogue_digest,
        completion=words(row.completion),
        upstream=words(row.upstream),
        due_at=row.due_at,
        binding=row.binding,
        claim_before=None if row.claim_before == FAR else row.claim_before,
        warn_at=row.warn_at,
        remind_at=row.remind_at,
        reminders=words(row.reminders),
        usual_seconds=row.usual_seconds,
        level=row.level,
        closing=row.closing,
        result=row.result,
    )


def clock(row: Row) -> CaseClock:
    """Return the clock of a row."""
    return CaseClock(
        id=row.id,
        case_id=row.case_id or 0,
        rule=row.rule,
        kind=row.kind,
        limit=Limit(Unit(row.unit), row.amount, row.day),
        needs=words(row.needs),
        ends=words(row.ends),
        stops=words(row.stops),
        started_at=row.started_at,
        ended_at=row.ended_at,
        due_at=row.due_at,
        warn_at=row.warn_at,
        provisional=row.provisional,
        extension_days=row.extension_days,
        suspended_since=row.suspended_since,
    )


def clock_values(one: CaseClock, application_id: int, case_id: int | None) -> dict[str, Any]:
    """Return the columns of a new clock."""
    return {
        "application_id": application_id,
        "case_id": case_id,
        "rule": one.rule,
        "kind": one.kind,
        "unit": str(one.limit.unit),
        "day": one.limit.day,
        "needs": ",".join(one.needs),
        "ends": ",".join(one.ends),
        "stops": ",".join(one.stops),
        **clock_state(one),
    }


def clock_state(one: CaseClock) -> dict[str, Any]:
    """Return the columns of a clock that change; its amount does when licences are handled jointly (ALL 42)."""
    return {
        "amount": one.limit.amount,
        "extension_days": one.extension_days,
        "started_at": one.started_at,
        "ended_at": one.ended_at,
        "due_at": one.due_at,
        "warn_at": one.warn_at,
        "suspended_since": one.suspended_since,
        "provisional": one.provisional,
    }


def case_state(clocked: ClockedCase) -> dict[str, Any]:
    """Return the columns of a case that change."""
    one = clocked.case
    return {
        "outcome": one.outcome,
        "state": str(one.state),
        "step": one.step,
        "handler": one.handler,
        "department": one.department,
        "due_at": one.due_at,
        "binding": one.binding,
        "claim_before": one.claim_before or FAR,
        "warn_at": one.warn_at,
        "remind_at": one.remind_at,
        "usual_seconds": one.usual_seconds,
        "level": one.level,
        "completed_at": clocked.completed_at,
        "closing": one.closing,
        "result": dict(one.result),
    }


def suspension(row: Row) -> Suspension:
    """Return the suspension of a row."""
    return Suspension(row.started_at, row.ended_at, row.kind, row.ground, row.who, row.expected_days)


def material(row: Row) -> MaterialRecord:
    """Return the printout of a row."""
    return MaterialRecord(
        row.code, row.state, words(row.used_by), row.form, row.copies, row.pages, row.due, row.place
    )


def event(row: Row, case_numbers: Mapping[int, str]) -> Event:
    """Return the event of a row."""
    return placed(row, case_numbers.get(row.case_id, "") if row.case_id else "")


def placed(row: Row, case_no: str = "") -> Event:
    """Return the event of a row with the place it was taken at."""
    return Event(row.at, row.who, row.what, row.data, row.window, case_no, row.site, row.pc)


def printout(row: Row, case_numbers: Mapping[int, str]) -> PrintoutRecord:
    """Return the printout of a row."""
    number = case_numbers.get(row.case_id, "") if row.case_id else ""
    return PrintoutRecord(
        row.kind, row.sha256, row.pages, row.copy, row.made_at, row.who, row.reason, number, row.mark
    )


def party(row: Row) -> PartyRecord:
    """Return a party as it is kept."""
    return PartyRecord(row.role, row.type, row.name, row.id_type, row.id_number, row.phone, row.data)
