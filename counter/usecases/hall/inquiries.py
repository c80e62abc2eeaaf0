"""Visits that end without an application, as the window records them."""

from collections.abc import Mapping

from counter.domain.inquiry import Inquiry
from counter.usecases.hall import books
from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.app import App
from counter.usecases.printouts.alone import print_inquiry_slip
from counter.usecases.printouts.make import Printout


def record_inquiry(app: App, data: Mapping[str, object], officer: Officer) -> Inquiry:
    """Record a visit that ends without an application (NotAllowed, InputRefused)."""
    desk = app.settings.desk
    with app.open_uow() as uow:
        one = books.record_inquiry(data, officer, desk.site, desk.window, app.catalogue, uow)
        uow.commit()
    return one


def inquire(app: App, data: Mapping[str, object], officer: Officer) -> Printout:
    """Record an inquiry and return its slip (NotAllowed, InputRefused)."""
    return print_inquiry_slip(app, record_inquiry(app, data, officer))
