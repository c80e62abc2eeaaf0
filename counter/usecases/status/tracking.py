"""The address under which an applicant follows an application."""

from counter.domain.application import Application
from counter.domain.slip import token_of
from counter.settings import Hall
from counter.usecases.ports.app import App


def tracking_url(app: App, application: Application, hall: Hall) -> str:
    """Return the address behind the QR code of the application's slip."""
    return f"{hall.web_address.rstrip('/')}/t/{token_of(app.key, application)}"
