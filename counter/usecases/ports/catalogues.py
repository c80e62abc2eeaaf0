"""The catalogue in force and the versions before it."""

from collections.abc import Mapping
from typing import Any, Protocol

from counter.usecases.ports.unit_of_work import UnitOfWork
from forms.catalogue import Catalogue


class Catalogues(Protocol):
    """The catalogue in force, and the one that each case was accepted under."""

    def in_force(self) -> Catalogue:
        """Return the files with the items imported here (EnvironmentFault when it is wrong)."""
        ...

    def imported(self) -> Mapping[str, Mapping[str, Any]]:
        """Return the items that were imported into this database, by code."""
        ...

    def of(self, digest: str, uow: UnitOfWork) -> Catalogue:
        """Return the version that a case was accepted under (EnvironmentFault: it is missing)."""
        ...

    def keep(self, uow: UnitOfWork) -> None:
        """Keep the version in force for the cases that are accepted under it."""
        ...

    def forget(self) -> None:
        """Let the catalogue in force be read anew: an item was imported."""
        ...

    def renew(self) -> bool:
        """Read the catalogue anew when another PC imported an item meanwhile; say whether it did."""
        ...
