"""The catalogue in force: read once, kept with the first acceptance that stands, anew after an import."""

import pytest

from counter.usecases.hall.catalogues import DatabaseCatalogues
from counter.usecases.ports.books import ImportedItem
from forms.kept import SHAPE
from forms.loading import catalogue_tables
from tests.builders import MONDAY
from tests.usecases.one_hall import AHall, refused


class Counted:
    """A hall's database, and how often it was opened."""

    def __init__(self, hall: AHall) -> None:
        self.hall, self.opened, self.is_set_up = hall, 0, True
        self.catalogues = DatabaseCatalogues(self.open, lambda: self.is_set_up)

    def open(self, *, read_only: bool = False):
        self.opened += 1
        return self.hall.database.open(read_only=read_only)


@pytest.fixture
def counted(hall):
    return Counted(hall)


def import_item(hall: AHall) -> None:
    """Import an item as it is, but for its short code."""
    item = catalogue_tables({})["items/drainage-permit.toml"]
    content = {"item": item | {"short": "999"}}
    hall.database.kept.imported.append(ImportedItem("drainage-permit", content, "admin", MONDAY, SHAPE))


def test_it_is_read_once(counted):
    one = counted.catalogues.in_force()
    assert counted.catalogues.in_force() is one
    assert counted.opened == 1


def test_a_database_that_is_not_set_up_is_not_asked(counted):
    counted.is_set_up = False
    assert counted.catalogues.imported() == {}
    assert counted.catalogues.in_force().items
    assert counted.opened == 0


def test_it_is_kept_with_the_first_transaction_that_stands(hall, counted):
    digest = counted.catalogues.in_force().digest
    for commits, kept in ((False, False), (True, True), (True, True)):
        with hall.database.open() as uow:
            counted.catalogues.keep(uow)
            if commits:
                uow.commit()
        assert (digest in hall.database.kept.catalogues) is kept


def test_the_version_of_a_case_comes_from_the_database_unless_it_is_the_one_in_force(hall, counted):
    in_force = counted.catalogues.in_force()
    with hall.database.writing() as uow:
        counted.catalogues.keep(uow)
        assert counted.catalogues.of(in_force.digest, uow) is in_force
        kept = DatabaseCatalogues(hall.database.open, lambda: True)
        import_item(hall)
        assert kept.in_force().digest != in_force.digest
        again = kept.of(in_force.digest, uow)
        assert again.digest == in_force.digest
        assert kept.of(in_force.digest, uow) is again
        with refused("no_catalogue"):
            kept.of("0" * 64, uow)


def test_it_is_renewed_when_another_pc_imported_an_item(hall, counted):
    before = counted.catalogues.in_force()
    assert counted.catalogues.renew() is False
    import_item(hall)
    assert counted.catalogues.in_force() is before
    assert counted.catalogues.renew() is True
    assert counted.catalogues.in_force().items["drainage-permit"].short == "999"
    assert counted.catalogues.renew() is False


def test_it_is_read_anew_after_an_import_here(hall, counted):
    before = counted.catalogues.in_force()
    import_item(hall)
    counted.catalogues.forget()
    assert counted.catalogues.in_force().digest != before.digest
