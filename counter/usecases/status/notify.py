"""Messages for the applicant: filled from templates, queued once in the transaction that gives cause."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from string import Formatter
from typing import Any

from counter.domain.application import Application
from counter.domain.errors import EnvironmentFault
from counter.domain.message import KINDS, Message
from counter.domain.words import Words
from counter.settings import Hall, hall_from_text
from counter.usecases.ports.unit_of_work import UnitOfWork
from forms.loading import read_resource

PLACES = frozenset(
    {
        "hall", "number", "title", "item", "department", "due", "papers", "reason", "phone", "address",
        "site", "carrier", "parcel",
    }
)  # fmt: skip


def checked_templates(raw: Mapping[str, object]) -> dict[str, str]:
    """Return the templates (EnvironmentFault: one is missing, or names a place that is not known)."""
    found: dict[str, str] = {}
    for kind in KINDS:
        text = raw.get(kind)
        if (
            not isinstance(text, str)
            or not {name for _, name, _, _ in Formatter().parse(text) if name} <= PLACES
        ):
            raise EnvironmentFault(
                "bad_template",
                Words(
                    "消息模板“{k}”缺失或占位符有误。",
                    "The template “{k}” is missing or names an unknown place.",
                ).fill(k=kind),
            )
        found[kind] = text
    return found


@cache
def delivered_templates() -> Mapping[str, str]:
    """Return the templates as they are delivered with the program (EnvironmentFault when the file is wrong)."""
    return checked_templates(read_resource("messages.toml"))


def recipient_of(application: Application) -> str:
    """Return the telephone to tell: the agent's when there is one, else the first party's that has one."""
    parties: Any = application.form.get("parties", ())
    for party in parties:
        agent = party.get("agent") or {}
        phone = agent.get("phone") or party.get("phone")
        if phone:
            return str(phone)
    return ""


@dataclass(frozen=True, slots=True)
class Notifier:
    """Queues messages when the hall has chosen a gateway; otherwise does nothing.

    A message leads to the number form, never to the slip's own page: the outbox would give its token away.
    """

    hall: Hall
    templates: Mapping[str, str]

    def notify(
        self, kind: str, key: str, application: Application, at: datetime, uow: UnitOfWork, case_no: str = "",
        **facts: str,
    ) -> None:  # fmt: skip
        """Queue one message; a key that was queued before is not queued again."""
        to = recipient_of(application) if self.hall.message_gateway else ""
        if not to:
            return
        known = dict.fromkeys(PLACES, "") | {
            "hall": self.hall.name, "number": application.number, "title": application.title,
            "phone": self.hall.phone, "address": self.hall.address, "site": self.hall.web_address,
        }  # fmt: skip
        text = self.templates[kind].format_map(known | facts)
        uow.service.queue_message(
            application, Message(0, application.number, case_no, kind, f"{kind}:{key}", to, text, at)
        )


def notifier_of(uow: UnitOfWork) -> Notifier:
    """Return what queues messages for the applicant, as the hall has set it."""
    return Notifier(hall_from_text(uow.setup.fact("hall")), delivered_templates())
