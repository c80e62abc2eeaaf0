"""The status page behind a slip's token, and the way to it by the application's number."""

import hmac
from collections.abc import Mapping
from typing import Final

from counter.domain.application import Application
from counter.domain.slip import token_of
from counter.settings import hall_from_text
from counter.usecases.ports.app import App
from counter.usecases.status.status import ApplicantsRatings, Status, status_of

NOBODY: Final = "----"
"""Compared where there is nothing to compare with, so that it takes as long; it opens nothing."""


def status_by_token(app: App, digest: str) -> Status | None:
    """Return what the applicant may read now; None when the token leads nowhere."""
    with app.open_uow(read_only=True) as uow:
        application = uow.application_by_token(digest)
        if application is None:
            return None
        ratings = ApplicantsRatings(uow.service.ratings(application), uow.service.rectifications(application))
        return status_of(
            uow.dossier(application),
            ratings,
            app.catalogue_for(application.catalogue_digest, uow),
            hall_from_text(uow.setup.fact("hall")),
            app.calendar_of(uow),
            app.now(),
            rehearsal=app.rehearsal,
        )


def token_by_number(app: App, number: str, last4: str) -> str | None:
    """Return the token of the application when the four characters are its applicant's; None otherwise.

    An unknown number, an old one and wrong characters take as long and tell nothing.
    """
    with app.open_uow(read_only=True) as uow:
        application = uow.application(number)
        at = uow.moment()
    lives = application is not None and (application.token_until is None or application.token_until > at)
    expected = _last_four(application) if application is not None and lives else NOBODY
    right = hmac.compare_digest(expected.encode(), last4.strip().upper().encode())
    if application is None or not right or expected == NOBODY:
        return None
    return token_of(app.key, application)


def _last_four(application: Application) -> str:
    """Return what an applicant is asked: the number's end, or the contact telephone's for a body."""
    party: Mapping[str, object] = application.form["parties"][0]  # type: ignore[index]
    if party["id_type"] == "uscc":
        agent = party.get("agent")
        phone = party.get("phone") or (agent.get("phone") if isinstance(agent, Mapping) else "") or ""
        return str(phone)[-4:] or NOBODY
    return str(party["id_number"])[-4:].upper()
