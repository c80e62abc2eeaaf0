"""Messages on their way: what is late or due soon is queued, what is queued is handed to the gateway."""

from datetime import timedelta
from typing import Final

from counter.domain.application import Event
from counter.domain.calendar import local_seconds
from counter.domain.errors import CounterError
from counter.usecases.hall.settings import hall_of
from counter.usecases.handover.hand_over import notified_ready
from counter.usecases.ports.app import App
from counter.usecases.ports.gateway import Gateway
from counter.usecases.reading.find import application_named, case_named
from counter.usecases.reading.wording import moment_words
from counter.usecases.status.notify import notifier_of

DAY: Final = 86_400
RETRY: Final = timedelta(minutes=10)
"""After this a message that was taken and never reported delivered is handed out again."""
LATE_FROM: Final = timedelta(days=30)
"""Applicants are not told of cases that were late before this; the gateway may have been switched on today."""
MOST: Final = 500


def own_gateway(app: App) -> Gateway | None:
    """Return the gateway that this program drives itself; None when the hall's own reads the outbox."""
    return app.message_folder if hall_of(app).message_gateway == "file" else None


def notify_late(app: App) -> int:
    """Queue a message for each open case that became overdue, once a case; returns how many."""
    with app.open_uow() as uow:
        notifier, at = notifier_of(uow), uow.moment()
        if not notifier.hall.message_gateway:
            return 0
        numbers = uow.service.late_cases(at, at - LATE_FROM, MOST)
        for case_no in numbers:
            application, clocked = case_named(case_no, uow)
            catalogue = app.catalogue_for(application.catalogue_digest, uow)
            notifier.notify(
                "overdue", case_no, application, at, uow, case_no,
                item=catalogue.items[clocked.case.item].name.zh, due=moment_words(clocked.case.due_at).zh,
                department=catalogue.departments[clocked.case.department].name.zh,
            )  # fmt: skip
        uow.commit()
    return len(numbers)


def remind_promises(app: App) -> int:
    """Queue a message for each outstanding material that is due by the next working day, once a material.

    Returns how many.
    """
    if not hall_of(app).message_gateway:
        return 0
    outstanding, _ = app.lists.outstanding(MOST, None)
    with app.open_uow() as uow:
        notifier, at, calendar = notifier_of(uow), uow.moment(), app.calendar_of(uow)
        today = local_seconds(at) // DAY
        last = calendar.next_working(today + 1)
        soon = {
            f"{d.case_no}:{d.material}": d
            for d in outstanding
            if d.due_at and not d.lapsed and today <= local_seconds(d.due_at) // DAY <= last
        }
        queued = uow.service.queued([f"promise:{key}" for key in soon])
        unsent = {key: one for key, one in soon.items() if f"promise:{key}" not in queued}
        for key, one in unsent.items():
            application = application_named(one.application_no, uow)
            name = app.catalogue.material_names[one.material].zh
            notifier.notify(
                "promise", key, application, at, uow, one.case_no,
                papers=name, due=moment_words(one.due_at).zh,
            )  # fmt: skip
        uow.commit()
    return len(unsent)


def deliver_messages(app: App, gateway: Gateway, limit: int = 200) -> dict[str, int]:
    """Hand queued messages to the gateway, each at least once; a failure leaves it for the next time.

    Returns how many were delivered and how many failed.
    """
    notify_late(app)
    remind_promises(app)
    with app.open_uow() as uow:
        at = uow.moment()
        taken = uow.service.take_messages(limit, at, at - RETRY)
        uow.commit()
    done = {"delivered": 0, "failed": 0}
    for message in taken:
        state, problem = "delivered", ""
        try:
            gateway.send(message)
        except CounterError as error:
            state, problem = "failed", error.words.zh
        report_message(app, message.key, state, gateway.name, problem)
        done[state] += 1
    return done


def deliver_own(app: App) -> dict[str, int]:
    """Do the rounds of the gateway that this program drives; only queue what is late for another's."""
    gateway = own_gateway(app)
    if gateway is None:
        return {"queued": notify_late(app) + remind_promises(app)}
    return deliver_messages(app, gateway)


def report_message(app: App, key: str, state: str, gateway: str, problem: str = "") -> None:
    """Record what became of a message; a delivered “ready” meets the delivery clock (ALL 44)."""
    with app.open_uow() as uow:
        at = uow.moment()
        uow.service.message_done(key, state, at, gateway, problem)
        kind, _, rest = key.partition(":")
        if kind == "ready" and state == "delivered":
            application = application_named(rest.rpartition(":")[0], uow)
            if notified_ready(application, at, app.calendar_of(uow), uow):
                uow.log(application, Event(at, gateway, "told", {"key": key}))
        uow.commit()
