"""An inquiry (咨询): somebody asked, was told everything at once, and left without an application (措施14、61)."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Inquiry:
    """One visit that ended without an application: which items, which materials were missing, who was asked first."""

    id: int
    number: str
    at: datetime
    site: str
    window: str
    clerk: str
    first_responder: str
    items: tuple[str, ...]
    missing: tuple[str, ...]
    note: str = ""
    ticket_no: str = ""
    channel: str = "window"
