"""The versions of the catalogue that are kept in the database."""

from collections.abc import Mapping
from typing import Any

from counter.usecases.ports.unit_of_work import UnitOfWork
from forms.catalogue import Catalogue
from forms.loading import catalogue_tables
from forms.reading import plain


def keep_catalogue(catalogue: Catalogue, imported: Mapping[str, Mapping[str, Any]], uow: UnitOfWork) -> None:
    """Keep the version in force in the database, once, for the cases that are accepted under it."""
    if uow.setup.catalogue_content(catalogue.digest) is None:
        content = plain(catalogue_tables(imported))
        uow.setup.keep_catalogue(catalogue.digest, catalogue.version, content, uow.moment())
