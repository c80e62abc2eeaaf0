"""Rights on PostgreSQL, proved with real connections: what the program and the status site may not do."""

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ProgrammingError
from starlette.testclient import TestClient

from counter.domain.slip import token_of
from counter.settings import load
from counter.usecases.hall.seal import seal_events
from counter.usecases.intake.accept_form import accept_form
from counter.usecases.reading.dossiers import dossier_of
from counter.usecases.steps.carry_out import carry_out
from counter.web.app import make_app
from counter.wiring import Core
from db.engine import APP, SITE, open_engine
from forms.loading import RESOURCES
from tests.conftest import CLERK, MONDAY, REVIEWER, a_form, open_core


@pytest.fixture
def filled(postgres_url, tmp_path):
    core = open_core(postgres_url, tmp_path)
    number = accept_form(core.app, a_form(), CLERK).dossier.application.number
    carry_out(core.app, "claim", f"{number}/1", REVIEWER, {})
    yield core, number
    core.engine.dispose()


def refused(engine, statement: str) -> str:
    with engine.connect() as connection, pytest.raises(ProgrammingError) as error:
        connection.execute(text(statement))
    return type(error.value.orig).__name__


def login(postgres_url: str, name: str, member_of: str) -> str:
    """Make a login role that is only a member of the role, and return its address."""
    admin = create_engine(
        make_url(postgres_url).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
    )
    with admin.connect() as connection:
        if not connection.scalar(text("SELECT 1 FROM pg_roles WHERE rolname = :r"), {"r": name}):
            connection.execute(
                text(f"CREATE ROLE {name} LOGIN PASSWORD 'rehearsal-only' IN ROLE {member_of}")
            )
    admin.dispose()
    url = make_url(postgres_url).set(username=name, password="rehearsal-only")
    return url.render_as_string(hide_password=False)


@pytest.mark.parametrize("named", ["owner", "login"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET who = 'nobody'",
        "DELETE FROM events",
        "TRUNCATE events",
        "UPDATE checkpoints SET hash = ''",
        "DELETE FROM printouts",
        "ALTER TABLE events ADD COLUMN more text",
        "CREATE TABLE mine (id int)",
    ],
)
def test_the_program_cannot_change_what_happened(filled, postgres_url, named, statement):
    url = postgres_url if named == "owner" else login(postgres_url, "counter_test_program", APP)
    engine = open_engine(url, APP)
    assert refused(engine, statement) == "InsufficientPrivilege"
    engine.dispose()


def test_the_program_works_under_a_login_of_its_own(filled, postgres_url, tmp_path):
    _, number = filled
    own = Core(load(login(postgres_url, "counter_test_program", APP)), at=MONDAY)
    own.ready()
    assert accept_form(own.app, a_form(), CLERK).dossier.application.number != number
    carry_out(own.app, "approve", f"{number}/1", REVIEWER, {})
    seal_events(own.app)
    with own.uow(read_only=True) as uow:
        assert uow.audit().broken is None
    own.engine.dispose()


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM public.applications",
        "SELECT id_number FROM public.parties",
        "SELECT password_hash FROM public.users",
        "SELECT * FROM public.events",
        "SELECT * FROM public.scans",
        "SELECT text FROM public.messages",
        "UPDATE ratings SET grade = 'very_satisfied'",
        "UPDATE cases SET state = 'decided'",
        "DELETE FROM ratings",
        "INSERT INTO applications (number) VALUES ('x')",
    ],
)
def test_the_status_site_reads_nothing_but_its_view(filled, postgres_url, statement):
    engine = open_engine(login(postgres_url, "counter_test_site", SITE), SITE)
    assert refused(engine, statement) == "InsufficientPrivilege"
    engine.dispose()


def test_the_view_is_masked(filled, postgres_url):
    engine = open_engine(postgres_url, SITE)
    with engine.connect() as connection:
        head = connection.execute(text("SELECT applicant_name, form::text AS form FROM applications")).one()
        event = connection.execute(text("SELECT string_agg(data::text || who, '') FROM events")).scalar()
        people = connection.scalar(text("SELECT count(*) FROM parties"))
        keys = set(connection.scalars(text("SELECT key FROM meta")))
    engine.dispose()
    person = a_form()["parties"][0] if "parties" in a_form() else a_form()["applicant"]
    assert head.applicant_name == person["name"][0] + "***"
    assert person["id_number"] not in head.form
    assert person["id_number"][-4:] in head.form
    assert person["name"] not in head.form
    assert "clerk" not in str(event)
    assert people == 0
    assert keys == {"hall", "home", "oldest_program", "rehearsal"}


def test_an_event_of_another_kind_cannot_come_from_the_site(filled, postgres_url):
    engine = open_engine(postgres_url, SITE)
    statement = (
        'INSERT INTO events (application_id, at, who, "window", what, data, chain, seq, hash) '
        "VALUES (1, now(), 'reviewer', '', 'approve', '{}', 'a1', 99, 'x')"
    )
    assert refused(engine, statement) == "InsufficientPrivilege"
    engine.dispose()


def test_the_site_serves_and_takes_ratings_with_its_own_role(filled, postgres_url, tmp_path):
    core, number = filled
    site = Core(load(postgres_url), at=MONDAY, role=SITE)
    site.ready()
    token = token_of(core.app.key, dossier_of(core.app, number).application)
    with TestClient(make_app(site.app, RESOURCES / "web", lambda: None)) as client:
        page = client.get(f"/t/{token}")
        assert page.status_code == 200
        assert number in page.text
        data = client.get(f"/t/{token}.json")
        assert data.status_code == 200
        body = {"grade": "dissatisfied", "reasons": ["waited_long"]}
        assert client.post(f"/t/{token}/rating", json=body).status_code in (200, 201)
        person = a_form()["parties"][0] if "parties" in a_form() else a_form()["applicant"]
        form = {"number": number, "last4": person["id_number"][-4:]}
        answer = client.post("/", data=form, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"].split("?")[0]) == (303, f"/t/{token}")
        assert client.get("/hall").status_code == 200
    site.engine.dispose()
    with core.uow(read_only=True) as uow:
        application = uow.application(number)
        assert application is not None
        assert [one.grade for one in uow.service.ratings(application)] == ["dissatisfied"]
        assert len(uow.service.rectifications(application)) == 1
        assert uow.audit().broken is None
