"""Accepting the application in a form file: read, received and decided in a transaction of its own."""

from counter.domain.errors import NotAllowed
from counter.usecases.intake.accept import Accepted, Desk, accept_application
from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.app import App
from counter.usecases.status.notify import notifier_of
from counter.usecases.steps.once_more import once_more
from forms.form_reading import Reading, read_submission, refused
from forms.submission import Submission


def read_form(app: App, raw: object) -> Reading:
    """Read a form file under the catalogue in force."""
    return read_submission(raw, app.catalogue, app.today)


def accept_form(app: App, raw: object, officer: Officer) -> Accepted:
    """Receive and decide the application in a form file (InputRefused with all its errors; NotAllowed)."""
    reading = read_form(app, raw)
    if reading.submission is None:
        raise refused(reading.errors)
    app.check_clock()
    try:
        return _accept(app, reading.submission, officer)
    except NotAllowed as refusal:
        if refusal.code != "already_taken":
            raise
        # Another process wrote the same submission in this moment: it is there now.
        return _accept(app, reading.submission, officer)


@once_more
def _accept(app: App, submission: Submission, officer: Officer) -> Accepted:
    desk = app.settings.desk
    with app.open_uow() as uow:
        app.catalogues.keep(uow)
        accepted = accept_application(
            submission,
            officer,
            Desk(desk.site, desk.window),
            app.catalogue,
            app.calendar_of(uow),
            app.key,
            uow,
            notifier_of(uow),
        )
        uow.commit()
    return accepted
