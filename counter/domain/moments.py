"""What may happen to a case: the moments that start and end its clocks."""

from enum import StrEnum


class Moment(StrEnum):
    """A moment that bears no name of an item, a material or a milestone."""

    RECEIPT = "receipt"
    ACCEPTANCE = "acceptance"
    COMPLETE = "complete"
    """All materials are there that the decision waits for."""
    CORRECTED = "corrected"
    DECIDED_INTAKE = "intake_decided"
    """The check of what was received has ended."""
    CHECKED_AGAIN = "intake_checked"
    """The check of what was corrected has ended."""
    REVIEWED = "joint:reviewed"
    DECISION = "decision"
    GRANT = "grant"
    RESULT = "result"
    ISSUED = "issued"
    SERVED = "served"
    """The applicant has the result, or was told of it."""
    REVOKED = "revoked"
    CLOSED = "closed"
    COMPLETED = "completed"
    """Of a package, a project or a stage: all its cases are complete."""
    ASKED = "asked"
    ANSWERED = "answered"
    OPENED = "opened"


_GRANTED, _MILESTONE, _MATERIAL, _LAPSED = "granted:", "milestone:", "material:", "lapsed:"


def granted_of(item: str) -> str:
    """Return the moment at which another case of the application, for *item*, was granted."""
    return _GRANTED + item


def grant_named(moment: str) -> str | None:
    """Return the item whose grant the moment is; None for another moment."""
    return moment.removeprefix(_GRANTED) if moment.startswith(_GRANTED) else None


def milestone_of(name: str) -> str:
    """Return the moment at which a milestone of the catalogue was reached."""
    return _MILESTONE + name


def milestone_named(moment: str) -> str | None:
    """Return the milestone that the moment is of; None for another moment."""
    return moment.removeprefix(_MILESTONE) if moment.startswith(_MILESTONE) else None


def material_of(code: str) -> str:
    """Return the moment at which an outstanding material came."""
    return _MATERIAL + code


def material_named(moment: str) -> str | None:
    """Return the material that the moment is of; None for another moment."""
    return moment.removeprefix(_MATERIAL) if moment.startswith(_MATERIAL) else None


def is_lapse(moment: str) -> bool:
    """Whether the moment says that an outstanding material did not come in time."""
    return moment.startswith(_LAPSED)


def lapsed_of(code: str) -> str:
    """Return the moment at which it was recorded that an outstanding material did not come in time."""
    return _LAPSED + code
