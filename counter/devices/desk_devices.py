"""The devices of this PC as its settings name them: the card reader and the printers."""

from collections.abc import Callable

from counter.devices import card_reader, spool
from counter.domain.id_card import Card
from counter.settings import Settings


class DeskDevices:
    """Card reader and printers; the settings are read each time, since they may name others later."""

    def __init__(self, settings: Callable[[], Settings]) -> None:
        self._settings = settings

    def read_card(self) -> Card:
        """Return the identity card on this PC's reader (EnvironmentFault)."""
        return card_reader.read_card(self._settings().desk.card_reader)

    def printers(self) -> tuple[str, ...]:
        """Return the system's printers."""
        return spool.printers()

    def send_to_printer(self, kind: str, sha256_of: str, title: str) -> str:
        """Hand a kept printout to the printer set for its kind; returns the job (EnvironmentFault)."""
        settings = self._settings()
        path = settings.printouts / sha256_of[:2] / f"{sha256_of}.pdf"
        return spool.submit(path, settings.desk.printer_for(kind), title)

    def job_state(self, job: str) -> str:
        """Return what is known of a printing job."""
        return str(spool.state(job))
