"""What applicants say, from the phone and from the window's second screen."""

from collections.abc import Mapping

from counter.domain.application import Application
from counter.domain.handover import AT_WINDOW
from counter.domain.rating import COLLECTION, VISIT, Rating
from counter.settings import hall_from_text
from counter.usecases.ports.app import App
from counter.usecases.ports.unit_of_work import UnitOfWork
from counter.usecases.ratings.rate import origin_of, rate
from counter.usecases.reading.find import application_named


def rate_by_token(
    app: App, digest: str, data: Mapping[str, object], address: str
) -> tuple[Application, Rating] | None:
    """Keep what came from the phone; None when the token leads nowhere (NotAllowed, InputRefused)."""
    # Asked without a write, so that wrong tokens never make a window wait.
    if app.page_version(digest) is None:
        return None
    with app.open_uow() as uow:
        application = uow.application_by_token(digest)
        if application is None:
            return None
        origin = origin_of(app.key, address, uow.moment())
        found = _rate(app, application, data, "phone", origin, uow)
        uow.commit()
    return application, found


def rate_at_window(app: App, number: str, data: Mapping[str, object]) -> Rating:
    """Keep what was said on the window's second screen (NotAllowed, InputRefused).

    It is about the last service: the hand-over once there was one, before that the taking in.
    """
    with app.open_uow() as uow:
        application = application_named(number, uow)
        given = any(one.method in AT_WINDOW for one in uow.service.handovers(application))
        data = {"subject": COLLECTION if given else VISIT, **data}
        origin = origin_of(app.key, f"screen:{app.settings.desk.window}", uow.moment())
        found = _rate(app, application, data, "screen", origin, uow)
        uow.commit()
    return found


def _rate(
    app: App,
    application: Application,
    data: Mapping[str, object],
    channel: str,
    origin: str,
    uow: UnitOfWork,
) -> Rating:
    hall = hall_from_text(uow.setup.fact("hall"))
    return rate(application, data, channel, origin, hall, app.calendar_of(uow), uow)
