"""The status site: what it shows, what it never shows, and a real browser at phone width."""

import os
import shutil
import socket
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import Browser, sync_playwright
from starlette.testclient import TestClient

from counter.loading import RESOURCES
from counter.web.app import make_app
from tests.conftest import CLERK, MONDAY, REVIEWER, ROOT, a_form


@pytest.fixture
def application(core):
    return core.accept(a_form(), CLERK).dossier.application


@pytest.fixture
def client(core):
    with TestClient(make_app(core, RESOURCES / "web"), follow_redirects=False) as client:
        yield client


def path_of(core, application) -> str:
    return "/t/" + core.tracking_url(application, core.hall()).rsplit("/", 1)[1]


def test_the_page_answers_in_one_sentence_and_masks_the_applicant(core, client, application):
    core.at = MONDAY + timedelta(minutes=10)
    page = client.get(path_of(core, application), headers={"accept-language": "zh"})
    assert page.status_code == 200
    assert "企业设立登记：今天 10:00 起由市场监管办理。第 1 小时，共 1 小时，今天 11:00 前办结。" in page.text
    assert "目前不需要您做任何事" in page.text
    assert "阿***" in page.text
    form = application.form
    for secret in (
        form["parties"][0]["name"],
        form["parties"][0]["id_number"],
        form["parties"][0]["phone"],
        "赵𠮷祥",
    ):
        assert secret not in page.text
    assert page.text.count("<script") == page.text.count('<script src="/static/status.js" defer>') == 1


def test_english_is_complete(core, client, application):
    page = client.get(path_of(core, application) + "?lang=en")
    assert "With Market regulation since 10:00 today. Hour 1 of 1; due today 11:00." in page.text


def test_the_same_as_data(core, client, application):
    data = client.get(path_of(core, application) + ".json").json()
    assert data["application_no"] == application.number
    assert data["cases"][0]["due"] == "2026-11-23T11:00:00+08:00"
    assert data["applicant"] == "阿***"


def test_the_page_follows_the_case(core, client, application):
    core.act("claim", f"{application.number}/1", REVIEWER, {})
    core.act("refuse", f"{application.number}/1", REVIEWER, {"reasons": "x", "basis": "y"})
    text = client.get(path_of(core, application)).text
    assert "前序事项未获准" in text


def test_late_is_told(core, client, application):
    core.at = MONDAY + timedelta(hours=5)
    assert "公开说明理由" in client.get(path_of(core, application)).text


def test_wrong_tokens_all_look_the_same(client):
    answers = [
        client.get(path)
        for path in ("/t/" + "a" * 26, "/t/x", "/t/x.json", "/nothing", "/t/a/b", "/static/x")
    ]
    assert {a.status_code for a in answers} == {404}
    assert len({a.content for a in answers}) == 1
    assert len({tuple(sorted((k, v) for k, v in a.headers.items())) for a in answers}) == 1


def test_headers_are_strict(core, client, application):
    headers = client.get(path_of(core, application)).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe-inline" not in headers["content-security-policy"]
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"


def test_the_number_and_four_characters_lead_to_the_page(core, client, application):
    right = client.post("/", data={"number": application.number.lower().replace("-", " "), "last4": "0011"})
    assert right.status_code == 303
    assert right.headers["location"].startswith(path_of(core, application))
    wrong = client.post("/", data={"number": application.number, "last4": "0012"})
    unknown = client.post("/", data={"number": "FY09-2600009-0", "last4": "0011"})
    assert (wrong.status_code, unknown.status_code) == (404, 404)
    assert wrong.content == unknown.content


def test_a_body_is_asked_for_the_contacts_telephone(core, client):
    party = {
        "type": "enterprise",
        "name": "某公司",
        "id_type": "uscc",
        "id_number": "91110000600037341L",
        "phone": "13845470016",
    }
    number = core.accept(a_form(parties=[party]), CLERK).dossier.application.number
    assert client.post("/", data={"number": number, "last4": "341L"}).status_code == 404
    assert client.post("/", data={"number": number, "last4": "0016"}).status_code == 303


def test_a_hostile_body_is_refused(client):
    assert client.post("/", content=b"x" * 10_000).status_code == 413
    assert client.post("/", content=b"\xff\xfe%%%=&&").status_code == 404


def test_the_first_view_is_small(core, client, application):
    size = len(client.get(path_of(core, application)).content) + len(client.get("/static/status.css").content)
    assert size < 40_000


def test_a_token_is_not_in_the_database(core, client, application):
    token = path_of(core, application).removeprefix("/t/")
    assert token != application.token_digest
    assert len(token) == 26
    assert application.number not in token.upper()


def test_the_hall_screen_shows_numbers_without_names(core, client, application):
    assert application.number not in client.get("/hall").text
    for verb, data in (("claim", {}), ("approve", {}), ("register-result", {"name": "营业执照"})):
        core.act(verb, f"{application.number}/1", REVIEWER, data)
    page = client.get("/hall").text
    assert application.number in page
    assert "阿" not in page.replace("阿拉", "")


def test_health(client):
    assert client.get("/healthz").json()["ok"] is True


def _chromium() -> str | None:
    return next(
        (p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n))), None
    )


@pytest.fixture
def browser(tmp_path: Path):
    """A real browser; CI installs it, elsewhere a machine without one skips and says so."""
    found = _chromium()
    if found is None and not os.environ.get("CI"):
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
                  "--disable-sync", "--no-first-run"],
        )  # fmt: skip
        yield browser
        browser.close()


@pytest.fixture
def served(sqlite_core, tmp_path: Path):
    """The site as a process of its own, as the desktop starts it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "main.py"), "web", "--port", str(port), "--db", sqlite_core.settings.database,
         "--at", "2026-11-23T10:10:00+08:00"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    for _ in range(100):
        try:
            httpx2.get(f"{address}/healthz", timeout=1)
            break
        except httpx2.TransportError:
            time.sleep(0.1)
    yield address
    process.terminate()
    process.wait(10)


@pytest.mark.parametrize("width", [320, 360, 390])
def test_a_phone_opens_the_page_without_scrolling_sideways(
    sqlite_core, served, browser: Browser, width, tmp_path
):
    application = sqlite_core.accept(a_form(), CLERK).dossier.application
    context = browser.new_context(
        viewport={"width": width, "height": 740},
        java_script_enabled=False,
        locale="zh-CN",
        device_scale_factor=2,
    )
    page = context.new_page()
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(served + path_of(sqlite_core, application))
    assert page.locator("h1").inner_text().startswith("企业设立登记：今天 10:00 起由市场监管办理")
    assert len(requests) == 2
    assert requests[1].endswith("/static/status.css")
    page.screenshot(path=tmp_path / "phone.png", full_page=True)
    context.close()
    scripted = browser.new_context(viewport={"width": width, "height": 740}).new_page()
    scripted.goto(served + path_of(sqlite_core, application))
    assert scripted.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    small = scripted.evaluate(
        "[...document.querySelectorAll('a,summary,button')].filter(e => e.getBoundingClientRect().height < 44).length"
    )
    assert small == 0
    least = scripted.evaluate(
        "Math.min(...[...document.querySelectorAll('main *')].map(e => parseFloat(getComputedStyle(e).fontSize)))"
    )
    assert least >= 16
    scripted.evaluate("document.documentElement.style.setProperty('font-size', '32px')")
    assert scripted.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1")


def test_the_form_on_the_front_page_works_without_script(sqlite_core, served, browser: Browser):
    application = sqlite_core.accept(a_form(), CLERK).dossier.application
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, java_script_enabled=False, locale="zh-CN"
    )
    page = context.new_page()
    page.goto(served + "/")
    page.fill("input[name=number]", application.number)
    page.fill("input[name=last4]", "0011")
    page.click("button")
    assert "/t/" in page.url
    assert application.number in page.locator(".number").inner_text()
    context.close()
