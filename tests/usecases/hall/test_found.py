"""What a hall begins with, and what a database stays for good."""

from datetime import UTC, datetime

import pytest

from counter.settings import Hall
from counter.usecases.hall.found import REHEARSAL_PEOPLE, found_hall
from counter.usecases.hall.rehearsal import check_set_moment, is_rehearsal
from counter.usecases.hall.settings import hall_of
from tests.usecases.one_hall import refused

ADDRESS = "http://192.0.2.7:8350"


@pytest.fixture
def empty(hall):
    """A hall whose database holds nothing yet."""
    kept = hall.database.kept
    for part in (kept.sites, kept.accounts, kept.facts):
        part.clear()
    return hall


def test_a_real_hall_begins_with_its_address_and_site_and_nobody(empty):
    found_hall(empty.app, ADDRESS, rehearsal=False)
    kept = empty.database.kept
    assert hall_of(empty.app) == Hall(web_address=ADDRESS)
    assert [(one.code, one.number, one.name) for one in kept.sites.values()] == [("FY", 1, Hall().name)]
    assert kept.accounts == {}
    assert not is_rehearsal(empty.database.open)


def test_a_rehearsal_has_people_for_every_role_and_department(empty):
    found_hall(empty.app, ADDRESS, rehearsal=True)
    names = set(empty.database.kept.accounts)
    inside = {d.code for d in empty.catalogue.departments.values() if not d.outside}
    assert names == {one[0] for one in REHEARSAL_PEOPLE} | {f"reviewer-{code}" for code in inside}
    assert is_rehearsal(empty.database.open)


def test_it_is_safe_to_repeat_and_keeps_what_was_settled(empty):
    found_hall(empty.app, ADDRESS, rehearsal=True)
    empty.settle(name="别处")
    found_hall(empty.app, "http://198.51.100.1", rehearsal=True)
    found_hall(empty.app, "http://198.51.100.1", rehearsal=False)
    assert hall_of(empty.app).name == "别处"
    assert len(empty.database.kept.sites) == 1
    assert is_rehearsal(empty.database.open)


def test_a_real_database_does_not_become_a_rehearsal(empty):
    found_hall(empty.app, ADDRESS, rehearsal=False)
    with refused("not_rehearsal"):
        found_hall(empty.app, ADDRESS, rehearsal=True)
    assert empty.database.kept.accounts == {}


def test_another_moment_holds_in_a_rehearsal_only():
    at = datetime(2026, 11, 23, tzinfo=UTC)
    check_set_moment(at, lambda: True)
    check_set_moment(None, lambda: pytest.fail("nobody asks"))
    with refused("no_rehearsal"):
        check_set_moment(at, lambda: False)
