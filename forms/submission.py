"""The form file: one application as the window, the command or an online channel hands it in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from forms.catalogue import Item
from forms.merge import MergedField, facts_of

APPLICANT_TYPES = (
    "natural_person", "enterprise", "institution", "social_organisation", "government_body", "other",
)  # fmt: skip
ROLES = (
    "applicant", "transferor", "transferee", "mortgagor", "mortgagee", "debtor", "co_owner", "guardian",
)  # fmt: skip
CHANNELS = ("window", "online_pc", "online_mobile", "mail", "self_service", "bank_outlet", "assisted")
GREEN_CHANNELS = ("elderly", "frail", "ill", "disabled", "real_economy", "small_micro")
DELIVERIES = ("window", "courier", "e_delivery", "self_service")
SIGNATURES = ("paper", "pad", "electronic")
DECISIONS = ("accepted", "received", "correction_needed", "not_required", "not_competent")
AUTHORITIES = ("submit", "correct", "collect")
KNOWN_KEYS = frozenset(
    {
        "package", "items", "applicant", "agent", "parties", "answers", "materials", "commitments",
        "green_channel", "channel", "window", "site", "project", "delivery", "ticket_no",
        "appointment_no", "first_responder", "external_refs", "on_behalf_of", "idempotency_key",
        "decisions",
        "confirmed", "signature",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Agent:
    """Who acts for a party, and with what authority."""

    name: str
    id_type: str
    id_number: str
    phone: str = ""
    letter: bool = False
    authority: tuple[str, ...] = AUTHORITIES


@dataclass(frozen=True, slots=True)
class Party:
    """A person or body that applies, with its role and its agent."""

    role: str
    type: str
    name: str
    id_type: str
    id_number: str
    phone: str = ""
    address: str = ""
    share: str = ""
    agent: Agent | None = None


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A material on the desk: in which form, how many, how long; *due* when it is promised for a date."""

    code: str
    form: str
    copies: int = 1
    pages: int = 0
    due: date | None = None


@dataclass(frozen=True, slots=True)
class WindowDecision:
    """What the clerk decided on one item against the verdict, and why (ALL 32)."""

    outcome: str
    reason: str = ""
    authority: str = ""


@dataclass(frozen=True)
class Submission:
    """A checked application: every value is stored as given here."""

    package: str | None
    items: tuple[Item, ...]
    parties: tuple[Party, ...]
    answers: Mapping[str, object]
    materials: tuple[HandedIn, ...]
    commitments: tuple[str, ...] = ()
    green_channel: str = ""
    channel: str = "window"
    window: str = ""
    site: str = ""
    project: str = ""
    delivery: Mapping[str, str] = field(default_factory=dict)
    ticket_no: str = ""
    appointment_no: str = ""
    first_responder: str = ""
    external_refs: tuple[Mapping[str, str], ...] = ()
    on_behalf_of: str = ""
    idempotency_key: str = ""
    signature: str = "paper"
    confirmed: tuple[str, ...] = ()
    decisions: Mapping[str, WindowDecision] = field(default_factory=dict)
    fields: tuple[MergedField, ...] = ()

    @property
    def applicant(self) -> Party:
        """The first party, under whose name the application is kept."""
        return self.parties[0]

    @property
    def has_agent(self) -> bool:
        """Whether anybody is represented."""
        return any(party.agent is not None for party in self.parties)

    @property
    def facts(self) -> dict[str, object]:
        """What the catalogue's conditions are judged by."""
        return facts_of(
            self.answers,
            self.items,
            agent=self.has_agent,
            applicant_type=self.applicant.type,
            channel=self.channel,
            package=self.package,
            green_channel=self.green_channel,
        )
