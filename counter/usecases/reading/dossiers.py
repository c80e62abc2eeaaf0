"""Everything known of one application, whole or as an officer may see it."""

from counter.domain.application import Dossier
from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.app import App
from counter.usecases.reading.find import application_named
from counter.usecases.reading.privacy import seen_by
from forms.catalogue import Catalogue


def dossier_of(app: App, number: str) -> Dossier:
    """Return everything known of the application of an application or case number (``not_found``)."""
    with app.open_uow(read_only=True) as uow:
        return uow.dossier(application_named(number, uow))


def catalogue_of(app: App, dossier: Dossier) -> Catalogue:
    """Return the catalogue that the application was accepted under (EnvironmentFault: it is missing)."""
    with app.open_uow(read_only=True) as uow:
        return app.catalogue_for(dossier.application.catalogue_digest, uow)


def dossier_for(app: App, number: str, officer: Officer) -> Dossier:
    """Return the application as the officer may see it (NotAllowed)."""
    return seen_by(officer, dossier_of(app, number))
