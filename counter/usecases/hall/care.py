"""What time alone brings about: deemed acceptances, reminders, the usual time of each step."""

from datetime import datetime, timedelta
from statistics import median
from typing import Final

from counter.domain.application import Event
from counter.domain.calendar import local_seconds
from counter.domain.errors import NotAllowed
from counter.domain.standing import reminder_moments
from counter.usecases.ports.app import App
from counter.usecases.reading.find import application_named, case_named
from counter.usecases.steps.run import deem_accepted

LEAST_HISTORY: Final = 5
"""Cases from which a usual time is taken; fewer say nothing."""
USUAL_EVERY: Final = timedelta(hours=1)
MOST: Final = 200
"""Cases looked after at one time; the others come with the next look."""


def care(app: App) -> dict[str, int]:
    """Do what time alone brings about; returns how many cases were deemed accepted, reminded of, learnt from."""
    return {"deemed": _deem(app), "reminded": _remind(app), "usual": _learn(app)}


def _deem(app: App) -> int:
    done = 0
    for number in app.lists.unchecked(app.now(), MOST):
        try:
            with app.open_uow() as uow:
                uow.hold(application_named(number, uow))
                application, clocked = case_named(number, uow)
                after = deem_accepted(application, clocked, uow.moment(), app.calendar_of(uow), uow)
                uow.commit()
        except NotAllowed:
            continue  # another PC of the hall was faster
        done += after is not clocked
    return done


def _remind(app: App) -> int:
    done = 0
    for number in app.lists.to_remind(app.now(), MOST):
        with app.open_uow() as uow:
            at, calendar = uow.moment(), app.calendar_of(uow)
            application, clocked = case_named(number, uow)
            case = clocked.case
            clock = next((c for c in clocked.clocks if c.rule == case.binding), None)
            if clock is None or clock.started_at is None or case.due_at is None:
                continue
            moments = reminder_moments(clock.started_at, case.due_at, case.reminders, calendar)
            upcoming = next((one for one in moments if one > at), None)
            if not uow.save_reminder(case, upcoming):
                continue  # another PC of the hall has called it to mind
            facts = {"rule": case.binding, "due": case.due_at.isoformat(), "handler": case.handler}
            uow.log(application, Event(at, "system", "reminded", facts, "", case.case_no))
            uow.commit()
            done += 1
    return done


def _learn(app: App) -> int:
    with app.open_uow(read_only=True) as uow:
        last, at, calendar = uow.setup.fact("usual_counted"), uow.moment(), app.calendar_of(uow)
    if last is not None and at - datetime.fromisoformat(last) < USUAL_EVERY:
        return 0
    spent: dict[tuple[str, str], list[int]] = {}
    for item, step, begun, ended in app.lists.worked():
        seconds = calendar.position(local_seconds(ended)) - calendar.position(local_seconds(begun))
        spent.setdefault((item, step), []).append(seconds)
    known = {key: found for key, found in spent.items() if len(found) >= LEAST_HISTORY}
    with app.open_uow() as uow:
        for (item, step), found in known.items():
            uow.requests.save_usual(item, step, int(median(found)), len(found), at)
        uow.setup.set_fact("usual_counted", at.isoformat())
        uow.commit()
    return len(known)
