"""How a case was taken in, and why it ended."""

from enum import StrEnum
from typing import Final


class Outcome(StrEnum):
    """How a case or an application was taken in (ALL 32); an application whose cases differ is mixed."""

    ACCEPTED = "accepted"
    WITH_SHORTFALL = "accepted_with_shortfall"
    RECEIVED = "received"
    CORRECTION_NEEDED = "correction_needed"
    NOT_REQUIRED = "not_required"
    NOT_COMPETENT = "not_competent"
    MIXED = "mixed"


ACCEPTED: Final = (Outcome.ACCEPTED, Outcome.WITH_SHORTFALL)
"""The outcomes by which a case is accepted; what is received or to be corrected is not."""
TURNED_AWAY: Final = (Outcome.NOT_REQUIRED, Outcome.NOT_COMPETENT)
"""The outcomes by which nothing is taken in: no application is needed, or another authority is competent."""


class Closing(StrEnum):
    """Why a case ended without a result in force; the exchange has a code for each."""

    REFUSED = "refused"
    UPSTREAM_REFUSED = "upstream_refused"
    RETURNED = "returned"
    NOT_REQUIRED = "not_required"
    NOT_COMPETENT = "not_competent"
    WITHDRAWN = "withdrawn"
    VOID = "void"
    REVOKED = "revoked"
    NO_CORRECTION = "no_correction"
    APPLICANT_DIED = "applicant_died"
    APPLICANT_DISSOLVED = "applicant_dissolved"
    OBJECT_LOST = "object_lost"
    FORWARDED = "forwarded"
    OTHER = "other"
