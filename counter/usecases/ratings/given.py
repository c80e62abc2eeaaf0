"""The ratings that were given: of one application, and added up."""

from typing import Any

from counter.domain.rating import Rating, Rectification
from counter.usecases.handover import shapes
from counter.usecases.ports.app import App
from counter.usecases.reading.find import application_named


def ratings_of(app: App, number: str) -> tuple[tuple[Rating, ...], tuple[Rectification, ...]]:
    """Return what was said of an application, and what it set going (``not_found``)."""
    with app.open_uow(read_only=True) as uow:
        application = application_named(number, uow)
        return uow.service.ratings(application), uow.service.rectifications(application)


def rating_report(app: App) -> dict[str, Any]:
    """Return the figures by window, item and department, and what is open; never by person."""
    with app.open_uow(read_only=True) as uow:
        at, calendar = uow.moment(), app.calendar_of(uow)
        open_ones = [
            {"application_no": number, **shapes.rectification(one, at, calendar)}
            for number, one in uow.service.open_rectifications()
        ]
    sums = app.lists.rating_sums()
    return {
        **{part: [shapes.sums(one) for one in found] for part, found in sums.items()},
        "open": open_ones,
    }
