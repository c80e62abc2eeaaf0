"""Sites share a database: letters, a number in case numbers, series of their own."""

import json
from dataclasses import replace

import pytest

from counter.domain.errors import InputRefused, NotAllowed
from counter.domain.numbers import is_scanned
from counter.domain.site import Site
from counter.usecases.hall.inquiries import record_inquiry
from counter.usecases.hall.settings import hall_of
from counter.usecases.hall.sites import add_site
from counter.usecases.intake.accept_form import accept_form
from counter.usecases.reading.dossiers import dossier_of
from tests.conftest import ADMIN, CLERK, a_form, run_main


@pytest.fixture
def second(core) -> Site:
    site = Site("HG", 27, "鹤岗市政务服务大厅")
    with core.uow() as uow:
        add_site(site, ADMIN, uow)
        uow.commit()
    return site


def test_a_database_begins_with_the_site_of_its_first_pc(core):
    with core.uow(read_only=True) as uow:
        assert uow.setup.sites() == [Site("FY", 1, hall_of(core.app).name)]


def test_a_case_number_carries_the_number_of_its_site(core, second):
    dossiers = [accept_form(core.app, a_form(site=code), CLERK).dossier for code in ("FY", "HG")]
    numbers = [dossier.cases[0].case.case_no for dossier in dossiers]
    assert [len(one) for one in numbers] == [48, 48]
    assert [one[39:44] for one in numbers] == ["00101", "02701"]
    assert all(is_scanned(one) for one in numbers)
    assert [dossier.application.number[:4] for dossier in dossiers] == ["FY01", "HG01"]
    assert {event.site for event in dossiers[1].events} == {"HG"}


def test_a_case_number_given_out_before_is_found_and_scanned(core):
    number = accept_form(core.app, a_form(), CLERK).dossier.application.number
    old = "1123088300000000194000131127001202611231010001"
    with core.owner() as engine, engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE cases SET case_no = '{old}' WHERE ordinal = 1")
    assert dossier_of(core.app, old).application.number == number
    assert is_scanned(old)


def test_an_unknown_site_is_refused_by_name(core):
    with pytest.raises(InputRefused) as refusal:
        accept_form(core.app, a_form(site="ZZ"), CLERK)
    assert refusal.value.code == "unknown_site"
    assert "ZZ" in refusal.value.words.en
    assert "FY" in refusal.value.words.en


def test_what_cannot_be_a_site_is_refused_by_field(core):
    with pytest.raises(InputRefused) as refusal:
        accept_form(core.app, a_form(site="抚远"), CLERK)
    assert "site" in refusal.value.fields


def test_a_pc_of_an_unknown_site_is_refused(core):
    core.settings = replace(core.settings, desk=replace(core.settings.desk, site="QQ"))
    with pytest.raises(InputRefused) as refusal:
        accept_form(core.app, a_form(), CLERK)
    assert refusal.value.code == "unknown_site"


def test_inquiries_of_two_sites_at_one_window_never_share_a_number(core, second):
    numbers = []
    for code in ("FY", "HG"):
        core.settings = replace(core.settings, desk=replace(core.settings.desk, site=code))
        slip = record_inquiry(core.app, {"items": ["company-establishment"]}, CLERK)
        numbers.append(slip.number)
    assert len(set(numbers)) == 2


@pytest.mark.parametrize(
    ("site", "field"),
    [
        (Site("H1", 5, "x"), "code"),
        (Site("FY", 5, "x"), "code"),
        (Site("HG", 1, "x"), "number"),
        (Site("HG", 1000, "x"), "number"),
        (Site("HG", 5, " "), "name"),
    ],
)
def test_a_site_that_cannot_be_is_refused_by_field(core, site, field):
    with core.uow() as uow, pytest.raises(InputRefused) as refusal:
        add_site(site, ADMIN, uow)
    assert list(refusal.value.fields) == [field]


def test_a_clerk_adds_no_site(core):
    with core.uow() as uow, pytest.raises(NotAllowed):
        add_site(Site("HG", 5, "x"), CLERK, uow)


def test_an_administrator_adds_a_site_by_command(sqlite_core):
    url = sqlite_core.settings.database
    added = run_main("sites", "add", "hg", "--number", "27", "--name", "鹤岗", "--db", url, "--json")
    assert json.loads(added.stdout)[1] == {"code": "HG", "number": "027", "name": "鹤岗"}
    again = run_main("sites", "add", "HG", "--number", "27", "--name", "鹤岗", "--db", url, "--json")
    assert again.returncode == 2
    assert set(json.loads(again.stdout)["error"]["fields"]) == {"code", "number"}
    refused = run_main(
        "sites", "add", "SY", "--number", "3", "--name", "x", "--db", url, "--as", "clerk", "--json"
    )
    assert refused.returncode == 3
