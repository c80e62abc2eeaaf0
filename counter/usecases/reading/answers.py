"""What the commands answer about applications, cases, projects and queues, as the contract shapes it."""

from counter.domain.application import Dossier
from counter.settings import hall_from_text
from counter.usecases.handover import shapes as handover_shapes
from counter.usecases.intake.project import progress_of
from counter.usecases.ports.app import App
from counter.usecases.ports.unit_of_work import UnitOfWork
from counter.usecases.reading import shapes
from counter.usecases.reading.find import application_named, case_named
from counter.usecases.reading.shapes import Json
from counter.usecases.status.tracking import tracking_url


def application_answer(app: App, dossier: Dossier) -> Json:
    """Return an application that was just written, as it stands."""
    with app.open_uow(read_only=True) as uow:
        return _application(app, dossier, uow)


def _application(app: App, dossier: Dossier, uow: UnitOfWork) -> Json:
    url = tracking_url(app, dossier.application, hall_from_text(uow.setup.fact("hall")))
    return shapes.application(dossier, uow.moment(), app.calendar_of(uow), url)


def whole_answer(app: App, number: str) -> Json:
    """Return everything known of the application of an application or case number (``not_found``)."""
    with app.open_uow(read_only=True) as uow:
        dossier = uow.dossier(application_named(number, uow))
        answer = _application(app, dossier, uow)
        answer["events"] = shapes.events(dossier)
        answer |= handover_shapes.of(dossier, uow.moment(), app.calendar_of(uow), uow)
    return answer


def project_answer(app: App, number: str) -> Json | None:
    """Return how far a project is, with its applications; None for a number that is no project's."""
    with app.open_uow(read_only=True) as uow:
        at, calendar = uow.moment(), app.calendar_of(uow)
        project = uow.projects.number(number, create=False)
        if project is None:
            return None
        progress = progress_of(project, app.catalogue, at, calendar, uow)
        return {
            **(shapes.project(progress, at, calendar) if progress else {"project_no": project}),
            "applications": [
                shapes.application(uow.dossier(one), at, calendar)
                for one in uow.applications_of_project(project)
            ],
        }


def ledger_answer(app: App, number: str) -> list[Json]:
    """Return the day-by-day ledger of each clock of a case (``not_found``)."""
    with app.open_uow(read_only=True) as uow:
        _, clocked = case_named(number, uow)
        return shapes.explanation(clocked, uow.moment(), app.calendar_of(uow))


def queue_answer(app: App, department: str, limit: int, after: str | None) -> Json:
    """Return a page of a department's queue as it stands on the server's clock (InputRefused: the mark)."""
    with app.open_uow(read_only=True) as uow:
        at = uow.moment()
    return shapes.queue(app.lists.queue(department, limit, after, at))
