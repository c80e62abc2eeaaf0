"""The catalogue in force, read once and anew after an import, and the versions that cases were accepted under."""

from collections.abc import Callable, Mapping
from typing import Any

from counter.usecases.hall.kept_catalogue import imported_items, keep_catalogue, kept_catalogue
from counter.usecases.ports.app import OpenUow
from counter.usecases.ports.unit_of_work import UnitOfWork
from forms.catalogue import Catalogue
from forms.loading import load_catalogue


class DatabaseCatalogues:
    """The catalogue's files with the items imported into one database, and the versions kept in it.

    *may_hold_items* is asked first: the catalogue can be looked at before the database is set up.
    """

    def __init__(self, open_uow: OpenUow, may_hold_items: Callable[[], bool]) -> None:
        self._open_uow, self._may_hold_items = open_uow, may_hold_items
        self._imported: Mapping[str, Mapping[str, Any]] | None = None
        self._in_force: Catalogue | None = None
        self._versions: dict[str, Catalogue] = {}
        self._kept: set[str] = set()
        self._seen_import = -1

    def imported(self) -> Mapping[str, Mapping[str, Any]]:
        """Return the items that were imported into this database, by code."""
        imported = self._imported
        if imported is None:
            imported = {}
            if self._may_hold_items():
                with self._open_uow(read_only=True) as uow:
                    imported = dict(imported_items(uow))
            self._imported = imported
        return imported

    def in_force(self) -> Catalogue:
        """Return the files with the items imported here (EnvironmentFault when it is wrong)."""
        found = self._in_force
        if found is None:
            found = load_catalogue(imported=self.imported())
            self._versions[found.digest] = found
            self._in_force = found
        return found

    def of(self, digest: str, uow: UnitOfWork) -> Catalogue:
        """Return the version that a case was accepted under (EnvironmentFault: it is missing)."""
        found = self._versions.get(digest)
        if found is None:
            in_force = self.in_force()
            found = in_force if in_force.digest == digest else kept_catalogue(digest, uow)
            self._versions[digest] = found
        return found

    def keep(self, uow: UnitOfWork) -> None:
        """Keep the version in force in the database, once, for the cases that are accepted under it."""
        catalogue = self.in_force()
        if catalogue.digest not in self._kept and keep_catalogue(catalogue, self.imported(), uow):
            self._kept.add(catalogue.digest)  # only what was there before: this transaction may be undone

    def forget(self) -> None:
        """Let the catalogue in force be read anew: an item was imported."""
        self._in_force, self._imported = None, None

    def renew(self) -> bool:
        """Read the catalogue anew when another PC imported an item meanwhile; say whether it did."""
        with self._open_uow(read_only=True) as uow:
            newest = uow.books.newest_import()
            if newest == self._seen_import:
                return False  # asked after every change: the contents are read after an import only
            imported = imported_items(uow)
        self._seen_import = newest
        if imported == self.imported():
            return False
        self.forget()
        self.in_force()  # read here, beside the screen
        return True
