"""Writing a new application: head, parties, materials, cases, clocks and moments in a few statements."""

from collections.abc import Sequence

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from counter.domain.application import Application, MaterialRecord, PartyRecord
from counter.domain.case import CaseClock
from counter.domain.errors import NotAllowed
from counter.domain.words import Words
from counter.usecases.ports.unit_of_work import NewCase
from db import rows
from db.tables import ApplicationRow, CaseRow, ClockRow, MaterialRow, MomentRow, PartyRow, ProjectRow


def write_application(
    connection: Connection,
    application: Application,
    parties: Sequence[PartyRecord],
    materials: Sequence[MaterialRecord],
    cases: Sequence[NewCase],
    package_clocks: Sequence[CaseClock],
) -> tuple[int, dict[str, int]]:
    """Write everything but the events; return the application's key and the cases' keys by number."""
    try:
        key = connection.execute(
            insert(ApplicationRow).values(_application_values(application, connection))
        ).inserted_primary_key
    except IntegrityError as error:
        raise NotAllowed(
            "already_taken",
            Words("同一份申请刚刚已受理。", "The same application was accepted a moment ago."),
        ) from error
    if key is None:
        raise AssertionError("an insert gives its key")
    number = int(key[0])
    connection.execute(
        insert(PartyRow),
        [
            {
                "application_id": number, "ordinal": n, "role": p.role, "type": p.type,
                "name": p.name, "id_type": p.id_type, "id_number": p.id_number,
                "phone": p.phone, "data": dict(p.data),
            }
            for n, p in enumerate(parties)
        ],
    )  # fmt: skip
    if materials:
        connection.execute(
            insert(MaterialRow),
            [
                {
                    "application_id": number, "ordinal": n, "code": m.code, "state": m.state,
                    "form": m.form, "copies": m.copies, "pages": m.pages, "due": m.due,
                    "place": m.place, "used_by": ",".join(m.used_by),
                }
                for n, m in enumerate(materials)
            ],
        )  # fmt: skip
    connection.execute(insert(CaseRow), [_case_values(new, number, application) for new in cases])
    written = select(CaseRow.case_no, CaseRow.id).where(CaseRow.application_id == number)
    keys = {row.case_no: int(row.id) for row in connection.execute(written)}
    ids = [keys[new.clocked.case.case_no] for new in cases]
    clocks = [
        rows.clock_values(one, number, case_id)
        for case_id, new in zip(ids, cases, strict=True)
        for one in new.clocked.clocks
    ] + [rows.clock_values(one, number, None) for one in package_clocks]
    if clocks:
        connection.execute(insert(ClockRow), clocks)
    moments = [
        {"case_id": case_id, "name": name, "at": at}
        for case_id, new in zip(ids, cases, strict=True)
        for name, at in new.clocked.moments.items()
    ]
    if moments:
        connection.execute(insert(MomentRow), moments)
    return number, keys


def searchable(name: str) -> str:
    """Return a name as it is searched: the middle dot is ignored, never stripped from the name."""
    return "".join(c for c in name.casefold() if c not in "·•‧・⋅．.∙● ")


def _application_values(one: Application, connection: Connection) -> dict[str, object]:
    project = None
    if one.project_no is not None:
        project = connection.scalar(select(ProjectRow.id).where(ProjectRow.number == one.project_no))
    return {
        "number": one.number, "site": one.site, "window": one.window, "clerk": one.clerk,
        "package": one.package, "channel": one.channel, "green_channel": one.green_channel,
        "outcome": one.outcome, "received_at": one.received_at, "accepted_at": one.accepted_at,
        "token_digest": one.token_digest, "idempotency_key": one.idempotency_key,
        "form_digest": one.form_digest, "signature": one.signature,
        "signed_digest": one.signed_digest, "catalogue_digest": one.catalogue_digest,
        "applicant_name": one.applicant_name, "search_name": searchable(one.applicant_name),
        "title": one.title, "project_id": project, "void_reason": None, "form": dict(one.form),
        "token_serial": one.token_serial, "token_until": one.token_until,
        "token_identity": one.token_identity, "token_recipe": one.token_recipe,
    }  # fmt: skip


def _case_values(new: NewCase, number: int, application: Application) -> dict[str, object]:
    one = new.clocked.case
    return {
        "application_id": number, "ordinal": one.ordinal, "case_no": one.case_no, "item": one.item,
        "version": 1, "green": new.green, "received_at": application.received_at,
        "completion": ",".join(one.completion), "upstream": ",".join(one.upstream),
        "catalogue_digest": one.catalogue_digest, "applicant_name": application.applicant_name,
        "reminders": ",".join(one.reminders),
        **rows.case_state(new.clocked),
    }  # fmt: skip
