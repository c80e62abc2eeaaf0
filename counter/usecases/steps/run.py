"""The one way a step is taken: hold, read, check, apply, follow, save, log.

What is computed over several cases, over an application or over a project is computed while it is held: first the
project, then the application, then its cases.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from counter.domain.application import Application, Event, overall
from counter.domain.calendar import CHINA, WorkCalendar
from counter.domain.case import CaseClock, CaseState, ClockedCase
from counter.domain.events import EventKind
from counter.domain.moments import Moment, granted_of
from counter.domain.outcome import Closing
from counter.domain.routing import deemed
from counter.domain.verbs import Verb
from counter.usecases.handover.hand_over import settle_token
from counter.usecases.intake.correct import correct_entry
from counter.usecases.intake.project import recalculate_project
from counter.usecases.intake.void import void_application
from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.unit_of_work import UnitOfWork
from counter.usecases.reading.find import application_named, case_named
from counter.usecases.steps.decide import joint_of
from counter.usecases.steps.facts import Here, check_facts
from counter.usecases.steps.rights import check_possible, check_rights, step_named
from counter.usecases.steps.step import ApplicationStep, Changes, Data, Office, not_void
from counter.usecases.steps.step import Step as Taken
from counter.usecases.steps.table import Step
from counter.usecases.steps.whole_clocks import recalculate_package
from forms.catalogue import Catalogue


def take(
    verb: str,
    number: str,
    officer: Officer,
    data: Data,
    office: Office,
    uow: UnitOfWork,
    catalogue: Catalogue,
) -> tuple[Application, Changes]:
    """Take a step on a case or an application, as the table declares it (NotAllowed, InputRefused).

    *catalogue* is the one in force, under which corrected entries are read.
    """
    step = step_named(verb)
    if step.on_case is not None:
        return take_step(verb, number, officer, data, office, uow)
    if step.on_application is not None:
        return take_application_step(verb, number, officer, data, office, uow)
    application = held(number, uow)
    _check(step, Here(officer, uow.dossier(application), catalogue), data)
    if verb == Verb.VOID:
        return void_application(number, officer, data, office.calendar_of, uow)
    today = uow.moment().astimezone(CHINA).date()
    return correct_entry(number, officer, data, catalogue, today, uow)


def held(number: str, uow: UnitOfWork) -> Application:
    """Return the application that the number names, held with its project and its cases until the end.

    What was read before it was held may be stale by then, so it is read again.
    """
    return uow.hold(application_named(number, uow))


def _check(step: Step, here: Here, data: Data) -> None:
    behalf = bool(data.get("on_behalf_of"))
    check_rights(step, here, behalf=behalf)
    not_void(here.dossier.application)
    check_possible(step, here, behalf=behalf)
    check_facts(step.facts, data, here)


def take_step(
    verb: str, number: str, officer: Officer, data: Data, office: Office, uow: UnitOfWork
) -> tuple[Application, Changes]:
    """Carry out one step on the case and write it with its event.

    Refused with NotAllowed (wrong role or state, overtaken) or InputRefused (unknown verb, missing or
    wrong data, unknown number).
    """
    declared = step_named(verb)
    # The calendar first: a revision holds it before it holds cases, and two orders would wait for each other.
    calendar = office.calendar_of(uow)
    held(number, uow)
    application, before = case_named(number, uow)
    at = uow.moment()
    clocked = deem_accepted(application, before, at, calendar, uow)
    step = Taken(
        verb, officer, application, clocked, data, at, calendar,
        office.catalogue_for(application.catalogue_digest, uow), office, uow,
    )  # fmt: skip
    _check(declared, Here(officer, uow.dossier(application), step.catalogue, clocked), data)
    if declared.on_case is None:
        raise AssertionError("a step on a case says what it does")
    whole = uow.package_clocks(application) if verb == Verb.EXTEND else ()
    after = declared.on_case(step)
    if verb in (Verb.CLAIM, Verb.REVIEW):
        after = with_usual_time(after, calendar, uow)
    uow.save_case(clocked, after)
    longer = _longer(whole, uow.package_clocks(application)) if whole else {}
    facts = dict(data) | _change(clocked, after, longer)
    uow.log(application, Event(step.at, officer.name, verb, facts, "", clocked.case.case_no))
    touched: frozenset[str] = frozenset()
    if after.moments != clocked.moments or after.suspensions != clocked.suspensions:
        touched = follow(application, after, step.at, officer, calendar, uow)
        for member in uow.cases(application) if joint_of(step) else ():
            # The cases that a joint conclusion decided along with this one let others begin as well.
            if member.moments.get(Moment.DECISION) == step.at and member.case.id != after.case.id:
                touched |= follow(application, member, step.at, officer, calendar, uow)
        recalculate_project(application, step.catalogue, calendar, uow)
    if not after.case.is_open:
        settle_token(application, step.at, step.notifier.hall.token_days, uow)
    return application, Changes(
        frozenset({application.number}), touched | {clocked.case.department, after.case.department}
    )


def take_application_step(
    verb: str, number: str, officer: Officer, data: Data, office: Office, uow: UnitOfWork
) -> tuple[Application, Changes]:
    """Take a step on an application and write it with its event (NotAllowed, InputRefused)."""
    step = step_named(verb)
    calendar = office.calendar_of(uow)
    application = held(number, uow)
    taken = ApplicationStep(
        verb, officer, application, data, uow.moment(), calendar,
        office.catalogue_for(application.catalogue_digest, uow), office, uow,
    )  # fmt: skip
    _check(step, Here(officer, uow.dossier(application), taken.catalogue), data)
    if step.on_application is None:
        raise AssertionError("a step on an application says what it does")
    step.on_application(taken)
    uow.log(application, Event(taken.at, officer.name, verb, dict(data)))
    departments = frozenset(clocked.case.department for clocked in uow.cases(application))
    return application, Changes(frozenset({application.number}), departments)


def _longer(before: Iterable[CaseClock], after: Iterable[CaseClock]) -> dict[str, tuple[str | None, ...]]:
    """Return the due moments before and after of the clock that was extended, if one was."""
    for old, new in zip(before, after, strict=False):
        if old.extension_days != new.extension_days:
            dues = tuple(one.due_at.isoformat() if one.due_at else None for one in (old, new))
            return {"clock_due": dues}
    return {}


def _change(
    before: ClockedCase, after: ClockedCase, longer: Mapping[str, tuple[str | None, ...]]
) -> dict[str, object]:
    """Return what the step changed of the case, before and after, for its event."""
    pairs: dict[str, tuple[str | None, ...]] = {
        "state": (str(before.case.state), str(after.case.state)),
        "step": (before.case.step, after.case.step),
        "handler": (before.case.handler, after.case.handler),
        "department": (before.case.department, after.case.department),
        "due": tuple(one.isoformat() if one else None for one in (before.case.due_at, after.case.due_at)),
    }
    pairs |= _longer(before.clocks, after.clocks) or longer
    changed = {name: list(pair) for name, pair in pairs.items() if pair[0] != pair[1]}
    return {"change": changed} if changed else {}


def with_usual_time(clocked: ClockedCase, calendar: WorkCalendar, uow: UnitOfWork) -> ClockedCase:
    """Return the case with the usual time of its present step, from own history, in its claim-before moment."""
    seconds = uow.requests.usual_seconds(clocked.case.item, clocked.case.step)
    if seconds == clocked.case.usual_seconds:
        return clocked
    return replace(clocked, case=replace(clocked.case, usual_seconds=seconds)).happened(calendar, {})


def deem_accepted(
    application: Application, clocked: ClockedCase, at: datetime, calendar: WorkCalendar, uow: UnitOfWork
) -> ClockedCase:
    """Let an application count as accepted when nobody told in time what is missing; it is written down."""
    after = deemed(clocked, at, calendar)
    if after is clocked:
        return clocked
    uow.save_case(clocked, after)
    since = after.moments[Moment.ACCEPTANCE]
    facts = {"since": since.isoformat(), "basis": "ALL 32(4)"}
    uow.log(application, Event(at, "system", EventKind.DEEMED_ACCEPTED, facts, "", clocked.case.case_no))
    others = [one.case.outcome for one in uow.cases(application) if one.case.id != clocked.case.id]
    uow.save_outcome(application, overall(("accepted", *others)), application.accepted_at or since)
    return next(one for one in uow.cases(application) if one.case.id == clocked.case.id)


def follow(
    application: Application,
    changed: ClockedCase,
    at: datetime,
    officer: Officer,
    calendar: WorkCalendar,
    uow: UnitOfWork,
) -> frozenset[str]:
    """Let the cases that wait for the changed one begin or close, and the package's clock follow.

    Returns the departments whose queues were touched.
    """
    cases = uow.cases(application)
    item = changed.case.item
    granted = changed.case.state is CaseState.DECIDED and not changed.case.closing
    ended = bool(changed.case.closing)
    touched: set[str] = set()
    for clocked in cases:
        case = clocked.case
        if item not in case.upstream or case.state is not CaseState.NOT_STARTED:
            continue
        if granted:
            after = clocked.happened(calendar, {granted_of(item): at})
            # A case under correction, or before its department's acceptance, goes on waiting.
            if case.is_accepted and all(granted_of(code) in after.moments for code in case.upstream):
                after = replace(after, case=after.case.begin())
            what, facts = "started", {"upstream": item}
        elif ended:
            closed = replace(clocked, case=case.close(CaseState.TERMINATED, Closing.UPSTREAM_REFUSED))
            after = closed.happened(calendar, {Moment.CLOSED: at})
            what, facts = "upstream_refused", {"upstream": item}
        else:
            continue
        uow.save_case(clocked, after)
        uow.log(application, Event(at, officer.name, what, facts, "", case.case_no))
        touched.add(case.department)
        if after.case.closing:
            touched |= follow(application, after, at, officer, calendar, uow)
    recalculate_package(application, calendar, uow)
    return frozenset(touched)
