"""The site's data against its description, tried with some thousand odd requests on a real server."""

import json
import re
import socket
import threading
import time
from pathlib import Path

import httpx2
import pytest
import schemathesis
import uvicorn
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode

from counter.usecases.hall.settings import hall_of
from counter.usecases.intake.accept_form import accept_form
from counter.usecases.reading.dossiers import dossier_of
from counter.usecases.status.tracking import tracking_url
from counter.web.app import make_app
from forms.loading import RESOURCES
from tests.conftest import CLERK, MONDAY, ROOT, a_form, open_core
from tests.db.test_handing_over import make_ready

DESCRIPTION = json.loads((ROOT / "docs" / "openapi.json").read_text(encoding="utf-8"))


class _Ticking:
    """A clock that is a minute further at every look, so that no limit is reached here."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 60
        return self.now


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder: Path = tmp_path_factory.mktemp("site")
    core = open_core(f"sqlite:///{folder / 'c.sqlite3'}", folder, MONDAY)
    number = accept_form(core.app, a_form(), CLERK).dossier.application.number
    make_ready(core, number, 1, 2)
    token = tracking_url(core.app, dossier_of(core.app, number).application, hall_of(core.app)).rsplit(
        "/", 1
    )[1]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    app = make_app(core.app, RESOURCES / "web", clock=_Ticking())
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="critical", access_log=False))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}", token
    server.should_exit = True
    thread.join(10)
    core.engine.dispose()


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("right", [True, False], ids=["the slip's token", "any token"])
def test_no_check_finds_anything(site, right, mode):
    """Status codes, content types, headers, schemas, methods, refused bad data: every check there is."""
    address, token = site
    schema = schemathesis.openapi.from_dict(DESCRIPTION)
    codes: dict[str, set[int]] = {}
    for result in schema.get_all_operations():
        operation = result.ok()
        if mode is GenerationMode.NEGATIVE and operation.label == "GET /healthz":
            continue  # it takes nothing that could be wrong

        @settings(
            max_examples=80, deadline=None, derandomize=True, phases=[Phase.generate], database=None,
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=operation.as_strategy(generation_mode=mode))
        def each(case):
            if right and "token" in (case.path_parameters or {}):
                case.path_parameters["token"] = token
            answer = case.call_and_validate(base_url=address)
            codes.setdefault(case.operation.label, set()).add(answer.status_code)

        each()
    assert set(codes) >= {"GET /t/{token}.json", "POST /t/{token}/rating"}
    if mode is GenerationMode.POSITIVE and right:
        assert codes["GET /t/{token}.json"] == {200}
        assert 201 in codes["POST /t/{token}/rating"]
        assert codes["POST /t/{token}/rating"] & {409, 422}
    if not right:
        assert 200 not in codes["GET /t/{token}.json"]
        assert 201 not in codes["POST /t/{token}/rating"]


def test_every_public_address_of_the_data_is_described(site):
    address, token = site
    described = {re.sub(r"\{token\}", token, path) for path in DESCRIPTION["paths"]}
    assert {f"/t/{token}.json", f"/t/{token}/rating", "/healthz"} == described
    assert httpx2.get(f"{address}/openapi.json").status_code == 404
