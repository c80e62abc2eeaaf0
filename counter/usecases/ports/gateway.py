"""What carries messages to applicants."""

from typing import Protocol

from counter.domain.message import Message


class Gateway(Protocol):
    """What carries messages: a file, an SMS or WeChat service of the hall.

    ``send`` may be called again with the same message after a failure in between; the key tells the
    receiver that it is the same one.
    """

    name: str

    def send(self, message: Message) -> None:
        """Deliver the message (EnvironmentFault: it could not be)."""
        ...
