"""The messages about one application."""

from counter.domain.message import Message
from counter.usecases.ports.app import App
from counter.usecases.reading.find import application_named


def messages_of(app: App, number: str) -> tuple[Message, ...]:
    """Return the messages of an application, whatever became of them (``not_found``)."""
    with app.open_uow(read_only=True) as uow:
        return uow.service.messages(application_named(number, uow))
