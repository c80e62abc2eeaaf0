"""Receive and decide one application, in one transaction (ALL 29, 32; measures 1, 12, 61)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from counter.domain.application import (
    Application,
    Dossier,
    Event,
    MaterialRecord,
    PartyRecord,
    Place,
    overall,
)
from counter.domain.calendar import CHINA, WorkCalendar
from counter.domain.case import Case, CaseState, ClockedCase
from counter.domain.credit import CreditEntry, barring, reason_words
from counter.domain.database_identity import FACT as IDENTITY
from counter.domain.errors import InputRefused, NotAllowed
from counter.domain.events import EventKind
from counter.domain.limit import Limit
from counter.domain.material import MaterialState
from counter.domain.moments import Moment
from counter.domain.numbers import application_number, case_number, task_code
from counter.domain.outcome import ACCEPTED, Outcome
from counter.domain.roles import WINDOW
from counter.domain.routing import (
    ItemFacts,
    RuleFacts,
    agreed,
    clocks_for,
    completion,
    first_state,
    upstream_of,
)
from counter.domain.slip import RECIPE, token_digest, token_for, token_of
from counter.domain.words import Words
from counter.usecases.hall.sites import site_of
from counter.usecases.intake.form_file import digest_of, form_of
from counter.usecases.intake.project import enter_project, recalculate_project, stage_of
from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.unit_of_work import NewCase, UnitOfWork
from counter.usecases.status.notify import Notifier
from counter.usecases.steps.whole_clocks import package_clock, recalculated_package
from forms.catalogue import Catalogue, Item, ItemLimit
from forms.submission import Submission
from forms.verdict import CaseVerdict, MaterialFinding, Verdict, judge

TAKEN_IN = (*ACCEPTED, "received")


@dataclass(frozen=True, slots=True)
class Desk:
    """Where an application is taken: the site's letters, and the window."""

    site: str
    window: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """An application that stands in the database, and whether this call wrote it."""

    dossier: Dossier
    token: str
    verdict: Verdict
    is_new: bool


def item_facts(catalogue: Catalogue, item: Item, facts: Mapping[str, object]) -> ItemFacts:
    """Return what routing needs of the item, its rules chosen by the answers."""

    def pair(one: ItemLimit) -> tuple[Limit, str]:
        return one.limit, one.start

    return ItemFacts(
        item.code,
        item.intake_regime,
        item.stop_facts,
        item.completes_on,
        item.completion_milestones,
        pair(item.statutory) if item.statutory else None,
        pair(item.promised),
        tuple(
            RuleFacts(
                one.rule,
                catalogue.limits[one.rule].limit,
                one.start,
                one.end,
                one.start_milestones,
                one.end_milestones,
            )
            for one in item.rules_for(facts)
        ),
    )


def draft_cases(
    catalogue: Catalogue,
    submission: Submission,
    verdict: Verdict,
    at: datetime,
    calendar: WorkCalendar,
    usual: Mapping[tuple[str, str], int] | None = None,
) -> list[ClockedCase]:
    """Return the cases the submission makes at the moment, without numbers; nothing is written.

    *usual* is the open time in seconds that steps usually take here, by item and step.
    """
    chosen = [item.code for item in submission.items]
    outcomes = {case.item.code: case for case in verdict.cases}
    findings = {finding.material.code: finding for finding in verdict.materials}
    cases: list[ClockedCase] = []
    for ordinal, found in enumerate(verdict.cases, 1):
        upstream = upstream_of(found.item.after, chosen)
        blocked = [c for c in upstream if outcomes[c].outcome not in TAKEN_IN]
        if blocked and found.outcome in TAKEN_IN:
            found = CaseVerdict(found.item, "correction_needed", found.missing, reason="upstream")  # noqa: PLW2901
            outcomes[found.item.code] = found
        item = found.item
        step = item.steps_for(submission.facts)[0].code
        routed = item_facts(catalogue, item, submission.facts)
        outstanding = {code: _outstanding_clock(findings[code]) for code in found.outstanding}
        state = first_state(found.outcome, upstream, item.intake_regime)
        closing = ""
        if blocked:
            state, closing = CaseState.TERMINATED, "upstream_refused"
        elif state is CaseState.TERMINATED:
            closing = "returned" if found.outcome == Outcome.CORRECTION_NEEDED else found.outcome
        case = Case(
            id=0,
            case_no="",
            application_no="",
            ordinal=ordinal,
            item=item.code,
            department=item.department,
            outcome=found.outcome,
            state=state,
            step=step,
            handler=None,
            version=1,
            catalogue_digest=catalogue.digest,
            completion=completion(routed),
            upstream=upstream,
            reminders=item.reminders,
            usual_seconds=(usual or {}).get((item.code, step), 0),
            closing=closing,
        )
        clocks = clocks_for(routed, found.outcome, upstream, outstanding) if not closing else ()
        moments: dict[str, datetime] = {Moment.RECEIPT: at}
        if found.outcome in ACCEPTED:
            moments[Moment.ACCEPTANCE] = at
            if not found.outstanding_blocking:
                moments[Moment.COMPLETE] = at
        if closing:
            moments[Moment.CLOSED] = at
        cases.append(ClockedCase(case, clocks, {}).happened(calendar, moments))
    return cases


def _outstanding_clock(finding: MaterialFinding) -> tuple[str, Limit]:
    deferral = finding.deferral
    if finding.due is not None:
        return (deferral.rule if deferral else ""), agreed("until_date", finding.due)
    if deferral is not None and deferral.unit == "before_event":
        return deferral.rule, agreed("before_event", None)
    raise InputRefused(
        "no_agreed_date",
        Words("容缺材料须约定补交日期。", "An outstanding material needs its agreed date."),
        {
            f"materials.{finding.material.code}.due": Words(
                "请在 materials 中写明该材料的 due 日期。", "Give the material's due date in materials."
            )
        },
    )


def title_of(catalogue: Catalogue, submission: Submission) -> str:
    """Return how lists call the application: its package, or its items."""
    package = catalogue.packages.get(submission.package or "")
    if package is not None:
        return package.name.zh
    names = [item.name.zh for item in submission.items]
    return names[0] if len(names) == 1 else f"{names[0]}等 {len(names)} 项"


def _records(findings: tuple[MaterialFinding, ...], window: str) -> list[MaterialRecord]:
    return [
        MaterialRecord(
            f.material.code,
            f.state,
            f.material.items,
            f.handed.form if f.handed else f.material.strictest.form,
            f.handed.copies if f.handed else 0,
            f.handed.pages if f.handed else 0,
            f.due,
            f"window:{window}" if f.state == MaterialState.RECEIVED else "",
        )
        for f in findings
    ]


def accept_application(
    submission: Submission,
    officer: Officer,
    desk: Desk,
    catalogue: Catalogue,
    calendar: WorkCalendar,
    key: bytes,
    uow: UnitOfWork,
    notifier: Notifier,
) -> Accepted:
    """Write the application with its cases, clocks, queue entries and events, once.

    The same idempotency key gives the application that stands already; with another content it is
    refused (InputRefused ``key_reused``). Refused for officers who are no clerks (NotAllowed).
    """
    if officer.role not in WINDOW:
        raise NotAllowed(
            "wrong_role",
            Words("只有窗口人员可以受理。", "Only clerks may accept applications."),
        )
    form = form_of(submission)
    digest = digest_of(form)
    at = uow.moment()
    today = at.astimezone(CHINA).date()
    barred = barred_by(submission, today, uow)
    verdict = judge(catalogue, submission, barred=bool(barred))
    if submission.idempotency_key:
        standing = uow.application_by_key(submission.idempotency_key)
        if standing is not None:
            if standing.form_digest != digest:
                raise InputRefused(
                    "key_reused",
                    Words("该幂等键已用于另一份申请。", "The key was used for another application."),
                    {"idempotency_key": Words("请换一个新键。", "Use a new key.")},
                )
            return Accepted(uow.dossier(standing), token_of(key, standing), verdict, False)
    no_promises(submission, barred)
    window = submission.window or desk.window
    site = site_of(submission.site or desk.site, uow)
    usual = {(item, step): seconds for item, step, seconds, _ in uow.requests.usual_times()}
    cases = draft_cases(catalogue, submission, verdict, at, calendar, usual)
    number = application_number(site.code, window, at, uow.serial(site.code, window, f"A{today.year}"))
    serial = uow.serial(site.code, window, f"C{today:%Y%m%d}", len(cases))
    numbered = [
        _numbered(clocked, catalogue, number, at, site.number, window, serial + n)
        for n, clocked in enumerate(cases)
    ]
    outcomes = tuple(clocked.case.outcome for clocked in numbered)
    identity = uow.setup.fact(IDENTITY) or ""
    token = token_for(key, number, 0, identity, RECIPE)
    key_of_project = submission.project or str(submission.facts.get("project_code") or "")
    if not key_of_project and stage_of(catalogue, submission.package):
        key_of_project = number
    project = enter_project(key_of_project, submission.answers, catalogue, uow) if key_of_project else None
    accepted = any(outcome in ACCEPTED for outcome in outcomes)
    application = Application(
        id=0,
        number=number,
        site=site.code,
        window=window,
        clerk=officer.name,
        package=submission.package,
        channel=submission.channel,
        green_channel=submission.green_channel,
        outcome=overall(outcomes),
        received_at=at,
        accepted_at=at if accepted else None,
        title=title_of(catalogue, submission),
        applicant_name=submission.applicant.name,
        token_digest=token_digest(token),
        token_identity=identity,
        token_recipe=RECIPE,
        form_digest=digest,
        signature=submission.signature,
        signed_digest=digest,
        catalogue_digest=catalogue.digest,
        form=form,
        idempotency_key=submission.idempotency_key or None,
        project_no=project,
    )
    uow.add_application(
        application,
        [
            PartyRecord(p.role, p.type, p.name, p.id_type, p.id_number, p.phone, {"address": p.address})
            for p in submission.parties
        ],
        _records(verdict.materials, window),
        [NewCase(clocked, bool(submission.green_channel)) for clocked in numbered],
        recalculated_package(package_clock(catalogue, submission), tuple(numbered), calendar),
        [
            one.taken_at(Place(site.code, window))
            for one in _events(numbered, officer, window, at, digest, submission)
        ],
    )
    written = uow.application(number)
    if written is None:
        raise AssertionError("what was written can be read in the same transaction")
    recalculate_project(written, catalogue, calendar, uow)
    if any(outcome in TAKEN_IN for outcome in outcomes):
        notifier.notify("accepted", number, written, at, uow)
    return Accepted(uow.dossier(written), token, verdict, True)


def barred_by(submission: Submission, day: date, uow: UnitOfWork) -> tuple[CreditEntry, ...]:
    """Return the entries of the credit record that allow its parties no promise on the day (M11, M13, M43)."""
    return tuple(one for p in submission.parties for one in barring(uow.books.credit_of(p.id_number), day))


def no_promises(submission: Submission, barred: tuple[CreditEntry, ...]) -> None:
    """Refuse promises that the credit record does not allow, by the material they stand for (InputRefused)."""
    if not barred:
        return
    words = reason_words(barred)
    fields = {f"commitments[{n}]": words for n, _ in enumerate(submission.commitments)}
    fields |= {f"materials[{n}].due": words for n, one in enumerate(submission.materials) if one.due}
    if fields:
        raise InputRefused("bad_credit", words, fields)


def draft_dossier(
    catalogue: Catalogue,
    submission: Submission,
    verdict: Verdict,
    at: datetime,
    calendar: WorkCalendar,
    officer: Officer,
) -> Dossier:
    """Return the application as it would be written now, without a number; for the form to sign."""
    form = form_of(submission)
    digest = digest_of(form)
    cases = tuple(draft_cases(catalogue, submission, verdict, at, calendar))
    application = Application(
        id=0, number="受理时生成", site="", window=submission.window, clerk=officer.name,
        package=submission.package, channel=submission.channel,
        green_channel=submission.green_channel, outcome="", received_at=at, accepted_at=None,
        title=title_of(catalogue, submission), applicant_name=submission.applicant.name,
        token_digest="", form_digest=digest, signature=submission.signature, signed_digest=digest,
        catalogue_digest=catalogue.digest, form=form,
    )  # fmt: skip
    return Dossier(application, (), cases, (), tuple(_records(verdict.materials, submission.window)))


def _numbered(
    clocked: ClockedCase,
    catalogue: Catalogue,
    number: str,
    at: datetime,
    site: int,
    window: str,
    serial: int,
) -> ClockedCase:
    item = catalogue.items[clocked.case.item]
    task = task_code(catalogue.departments[item.department].body_code, item.catalogue_code)
    case_no = case_number(task, at, site, window, serial)
    return replace(clocked, case=replace(clocked.case, case_no=case_no, application_no=number))


def _events(
    cases: list[ClockedCase],
    officer: Officer,
    window: str,
    at: datetime,
    digest: str,
    submission: Submission,
) -> list[Event]:
    signed = {"method": submission.signature, "sha256": digest}
    events = [
        Event(at, officer.name, EventKind.SIGNED, signed, window),
        Event(at, officer.name, EventKind.RECEIVED, {"materials": len(submission.materials)}, window),
    ]
    if submission.confirmed:
        events.append(
            Event(at, officer.name, EventKind.CONFIRMED, {"fields": list(submission.confirmed)}, window)
        )
    for clocked in cases:
        case = clocked.case
        facts: dict[str, object] = {"item": case.item, "department": case.department}
        if case.binding:
            facts["binding"] = case.binding
        if case.closing:
            facts["closing"] = case.closing
        decided = submission.decisions.get(case.item)
        if decided is not None and decided.reason:
            facts |= {"reason": decided.reason, "authority": decided.authority}
        events.append(Event(at, officer.name, case.outcome, facts, window, case.case_no))
    return events
