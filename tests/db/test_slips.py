"""Slips survive a change of programs and places: by code and by number."""

import pytest
from starlette.testclient import TestClient

from counter.domain.slip import token_digest, token_for
from counter.usecases.hall.settings import hall_of
from counter.usecases.intake.accept_form import accept_form
from counter.usecases.reading.dossiers import dossier_of
from counter.usecases.status.tracking import tracking_url
from counter.usecases.steps.carry_out import carry_out
from counter.web.app import make_app
from forms.loading import RESOURCES
from tests.ageing import age
from tests.conftest import CLERK, a_form, open_core


@pytest.fixture
def number(core) -> str:
    return accept_form(core.app, a_form(), CLERK).dossier.application.number


def token(core, number: str) -> str:
    return tracking_url(core.app, dossier_of(core.app, number).application, hall_of(core.app)).rsplit("/", 1)[
        1
    ]


def test_two_databases_with_one_key_give_different_tokens_for_one_number(core, number, tmp_path):
    (tmp_path / "other").mkdir()
    other = open_core(
        f"sqlite:///{tmp_path / 'other' / 'counter.sqlite3'}", tmp_path / "other", rehearsal=False
    )
    with other.uow(read_only=True) as uow:
        theirs = uow.setup.fact("identity")
    with core.uow(read_only=True) as uow:
        assert theirs != uow.setup.fact("identity")
        assert uow.application(number).token_identity == uow.setup.fact("identity")
    other.engine.dispose()


def test_a_slip_printed_before_databases_had_an_identity_opens_by_code_and_by_number(core, number):
    age(core)
    printed = token_for(core.app.key, number)
    assert token(core, number) == printed
    assert core.app.page_version(token_digest(printed)) is not None
    last4 = a_form()["parties"][0]["id_number"][-4:]
    with TestClient(make_app(core.app, RESOURCES / "web", lambda: None)) as client:
        assert client.get(f"/t/{printed}").status_code == 200
        answer = client.post("/", data={"number": number, "last4": last4}, follow_redirects=False)
    assert answer.headers["location"].split("?")[0] == f"/t/{printed}"


def test_an_old_slip_that_is_withdrawn_gets_a_new_token_of_its_own_recipe(core, number):
    age(core)
    printed = token_for(core.app.key, number)
    carry_out(core.app, "withdraw-slip", number, CLERK, {"reason": "遗失"})
    assert token(core, number) != printed
    assert core.app.page_version(token_digest(printed)) is None
    assert core.app.page_version(token_digest(token(core, number))) is not None


def test_a_slip_reprinted_carries_the_token_it_had(core, number):
    before = token(core, number)
    with core.owner() as engine, engine.begin() as connection:
        connection.exec_driver_sql("UPDATE meta SET value = 'ffff.2' WHERE key = 'identity'")
    assert token(core, number) == before
    assert core.app.page_version(token_digest(before)) is not None
