"""An application (申请): one submission at the window, and what is kept of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Self

from counter.domain.case import CaseClock, ClockedCase
from counter.domain.handover import Handover
from counter.domain.material import MaterialState
from counter.domain.request import DepartmentRequest


@dataclass(frozen=True, slots=True)
class PartyRecord:
    """A party as kept for search and for a returning applicant."""

    role: str
    type: str
    name: str
    id_type: str
    id_number: str
    phone: str = ""
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MaterialRecord:
    """A material of the application: its state, the items that use it, and where it is."""

    code: str
    state: str
    used_by: tuple[str, ...]
    form: str = ""
    copies: int = 0
    pages: int = 0
    due: date | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where steps are taken: site, window and the name of the PC."""

    site: str = ""
    window: str = ""
    pc: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One step that was taken: who did what, when, where, with which facts."""

    at: datetime
    who: str
    what: str
    data: Mapping[str, object] = field(default_factory=dict)
    window: str = ""
    case_no: str = ""
    site: str = ""
    pc: str = ""

    def taken_at(self, place: Place) -> Self:
        """Return the step with the place filled in; what the step itself says of it counts."""
        return replace(
            self, site=self.site or place.site, window=self.window or place.window, pc=self.pc or place.pc
        )


@dataclass(frozen=True, slots=True)
class PrintoutRecord:
    """A printout that was made; ``copy`` is 0 for the first and counts the reprints of the same ``mark``."""

    kind: str
    sha256: str
    pages: int
    copy: int
    made_at: datetime
    who: str
    reason: str = ""
    case_no: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Application:
    """The head of an application; ``form`` is the checked form file with its stored values."""

    id: int
    number: str
    site: str
    window: str
    clerk: str
    package: str | None
    channel: str
    green_channel: str
    outcome: str
    received_at: datetime
    accepted_at: datetime | None
    title: str
    applicant_name: str
    token_digest: str
    form_digest: str
    signature: str
    signed_digest: str
    catalogue_digest: str
    form: Mapping[str, object]
    idempotency_key: str | None = None
    void_reason: str | None = None
    project_no: str | None = None
    token_serial: int = 0
    token_identity: str = ""
    token_recipe: int = 1
    token_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything known of an application: head, parties, cases, materials, events and printouts."""

    application: Application
    parties: tuple[PartyRecord, ...]
    cases: tuple[ClockedCase, ...]
    package_clocks: tuple[CaseClock, ...]
    materials: tuple[MaterialRecord, ...]
    events: tuple[Event, ...] = ()
    printouts: tuple[PrintoutRecord, ...] = ()
    handovers: tuple[Handover, ...] = ()
    requests: tuple[DepartmentRequest, ...] = ()

    def lacking(self, item: str) -> tuple[str, ...]:
        """Return the materials that the item's case was told to hand in and that were not promised for a day."""
        return tuple(
            one.code
            for one in self.materials
            if item in one.used_by
            and one.state in (MaterialState.MISSING, MaterialState.DEFERRABLE, MaterialState.COMMITTABLE)
            and not one.due
        )


def overall(outcomes: tuple[str, ...]) -> str:
    """Return the application's outcome: that of its cases when they agree, else ``mixed``."""
    return outcomes[0] if len(set(outcomes)) == 1 else "mixed"
