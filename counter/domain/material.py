"""Where a material stands that an application needs."""

from enum import StrEnum


class MaterialState(StrEnum):
    """Handed in, lacking, to follow by a day or on a promise (M6, M13), waived, or kept by the applicant for a check."""

    RECEIVED = "received"
    MISSING = "missing"
    DEFERRABLE = "deferrable"
    COMMITTABLE = "committable"
    WAIVED = "waived"
    KEPT_BY_APPLICANT = "kept_by_applicant"
