"""The status site: what it shows, what it never shows, and a real browser at phone width."""

import logging
import time
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from starlette.testclient import TestClient

from counter.cli import system
from counter.usecases.hall.settings import hall_of
from counter.usecases.handover.issue import issue_results
from counter.usecases.intake.accept_form import accept_form
from counter.usecases.reading.dossiers import dossier_of
from counter.usecases.status.tracking import tracking_url
from counter.usecases.steps.carry_out import carry_out
from counter.web.app import make_app
from counter.web.limits import network_of
from forms.loading import RESOURCES
from tests.conftest import CLERK, MONDAY, REVIEWER, a_form, local, serving
from tests.db.test_handing_over import OWNER, make_ready, owing, set_hall
from tests.system_parts import need


@pytest.fixture
def application(core):
    return accept_form(core.app, a_form(), CLERK).dossier.application


@pytest.fixture
def client(core):
    with TestClient(make_app(core.app, RESOURCES / "web"), follow_redirects=False) as client:
        yield client


def path_of(core, application) -> str:
    return "/t/" + tracking_url(core.app, application, hall_of(core.app)).rsplit("/", 1)[1]


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
    carry_out(core.app, "claim", f"{application.number}/1", REVIEWER, {})
    carry_out(core.app, "refuse", f"{application.number}/1", REVIEWER, {"reasons": "x", "basis": "y"})
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
    number = accept_form(core.app, a_form(parties=[party]), CLERK).dossier.application.number
    assert client.post("/", data={"number": number, "last4": "341L"}).status_code == 404
    assert client.post("/", data={"number": number, "last4": "0016"}).status_code == 303


def test_a_body_without_a_telephone_cannot_be_looked_up(core, client):
    party = {"type": "enterprise", "name": "某公司", "id_type": "uscc", "id_number": "91110000600037341L"}
    number = accept_form(core.app, a_form(parties=[party]), CLERK).dossier.application.number
    for guess in ("----", "", "    ", "None", "341L"):
        assert client.post("/", data={"number": number, "last4": guess}).status_code == 404


def test_a_hostile_body_is_refused(client):
    assert client.post("/", content=b"x" * 10_000).status_code == 413
    assert client.post("/", content=b"\xff\xfe%%%=&&").status_code == 404


def test_the_first_view_is_small(core, client, application):
    """At the beginning and when there is most to say; together with the one stylesheet."""
    css = len(client.get("/static/status.css").content)
    assert len(client.get(path_of(core, application)).content) + css < 40_000
    make_ready(core, application.number, 1, 2, 3, 4)
    issue_results(core.app, application.number, CLERK, {"collector": OWNER})
    assert len(client.get(path_of(core, application)).content) + css < 40_000


def test_a_token_is_not_in_the_database(core, client, application):
    token = path_of(core, application).removeprefix("/t/")
    assert token != application.token_digest
    assert len(token) == 26
    assert application.number not in token.upper()


def test_the_hall_screen_shows_numbers_without_names(core, client, application):
    assert application.number not in client.get("/hall").text
    for verb, data in (("claim", {}), ("approve", {}), ("register-result", {"name": "营业执照"})):
        carry_out(core.app, verb, f"{application.number}/1", REVIEWER, data)
    page = client.get("/hall").text
    assert application.number in page
    assert "阿" not in page.replace("阿拉", "")


def test_the_hall_screen_tells_parts_and_the_average_waiting(core, client, application):
    for n in (1, 3):
        core.at = MONDAY + timedelta(minutes=30 * n)
        make_ready(core, application.number, n)
    page = client.get("/hall").text
    assert f"{application.number}<small>2/4</small>" in page
    assert "<strong>1 小时 0 分钟</strong>" in page


def test_what_to_bring_is_the_first_sentence(core, client):
    number, outstanding = owing(core)
    application = dossier_of(core.app, number).application
    names = [core.app.catalogue.material_names[code] for code in outstanding]
    english = client.get(path_of(core, application) + "?lang=en").text
    headline = english.split("<h1>")[1].split("</h1>")[0]
    assert headline == f"Bring {', '.join(n.en for n in names)} to any window by 3 Dec."
    core.at = MONDAY + timedelta(minutes=2)
    carry_out(core.app, "claim", f"{number}/1", REVIEWER, {})
    for code in outstanding:
        carry_out(core.app, "fulfil-debt", number, CLERK, {"material": code})
    text = client.get(path_of(core, application), headers={"accept-language": "zh"}).text
    assert "目前不需要您做任何事" in text


def test_a_supplement_is_asked_for_with_its_reason(core, client, application):
    carry_out(core.app, "claim", f"{application.number}/1", REVIEWER, {})
    data = {"materials": ["articles"], "reason": "缺签名页"}
    carry_out(core.app, "request-supplement", f"{application.number}/1", REVIEWER, data)
    text = client.get(path_of(core, application), headers={"accept-language": "zh"}).text
    assert "请尽快把公司章程交到任一窗口" in text
    assert "缺签名页" in text


def test_progress_and_the_way_to_the_due_moment_are_plain(core, client):
    number, _ = owing(core)
    core.at = local("2026-11-25 09:00")
    application = dossier_of(core.app, number).application
    text = client.get(path_of(core, application), headers={"accept-language": "zh"}).text
    assert "第 2 个工作日，共 3 个" in text
    assert "当天不算，从下一个工作日算起。" in text
    assert "所以应在 11月26日 周四 17:00 前办结。" in text


def test_weekends_and_holidays_are_named(core, client):
    core.at = local("2026-09-30 16:30")
    number, _ = owing(core)
    text = client.get(
        path_of(core, dossier_of(core.app, number).application), headers={"accept-language": "zh"}
    ).text
    assert "10月1日至10月7日不计：国庆节" in text
    assert "10月10日是调休上班日，照常计入。" in text


def test_collection_is_told_with_place_and_hours_and_then_what_was_done(core, client, application):
    set_hall(core, address="抚远镇长江路 1 号")
    make_ready(core, application.number, 1, 2)
    zh = {"accept-language": "zh"}
    text = client.get(path_of(core, application), headers=zh).text
    assert "4 项中已有 2 项结果，备齐后一次发给您。" in text
    make_ready(core, application.number, 3, 4)
    text = client.get(path_of(core, application), headers=zh).text
    assert "全部 4 项结果已备齐，请一次领取。" in text
    assert "抚远镇长江路 1 号" in text
    assert "08:30-11:30、13:30-17:00" in text
    issue_results(core.app, application.number, CLERK, {"collector": OWNER})
    text = client.get(path_of(core, application), headers=zh).text
    assert "结果已全部发出。" in text
    assert "11月23日 周一 10:00 已领取。" in text


# Rating by phone


def test_a_rating_needs_no_script_and_a_bad_one_is_asked_why(core, client, application):
    path = path_of(core, application)
    asked = client.post(f"{path}/rating?lang=zh", data={"grade": "dissatisfied"})
    assert asked.status_code == 422
    assert 'value="dissatisfied" required checked' in asked.text
    kept = client.post(
        f"{path}/rating?lang=zh", data={"grade": "dissatisfied", "reasons": ["unclear"], "text": " "}
    )
    assert kept.status_code == 303
    assert kept.headers["location"] == f"{path}?lang=zh#thanks"
    assert "您的评价：不满意" in client.get(path, headers={"accept-language": "zh"}).text
    twice = client.post(f"{path}/rating?lang=zh", data={"grade": "dissatisfied", "reasons": ["unclear"]})
    assert twice.status_code == 303
    changed = client.post(f"{path}/rating?lang=zh", data={"grade": "satisfied"})
    assert changed.status_code == 409


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"[]", "application/json", 400),
        (b'{"text": "\\ud800"}', "application/json", 422),
        (b'{"text": "\\u0000"}', "application/json", 422),
        (b"text=a%00b", "application/x-www-form-urlencoded", 422),
        (b"[" * 9000, "application/json", 400),
        (b"x" * 20_000, "application/json", 413),
        (b"<a/>", "text/xml", 415),
        (b"grade=satisfied", "multipart/form-data", 415),
        (b"grade=%00", "application/x-www-form-urlencoded", 422),
        (b"&".join(b"a=1" for _ in range(99)), "application/x-www-form-urlencoded", 400),
        (b"grade=satisfied&grade=%27%3B--", "application/x-www-form-urlencoded", 303),
    ],
)  # fmt: skip
def test_a_hostile_rating_is_refused_and_harms_nothing(core, client, application, content, kind, status):
    path = path_of(core, application)
    answer = client.post(f"{path}/rating", content=content, headers={"content-type": kind})
    assert answer.status_code == status
    assert client.get(path).status_code == 200


def test_what_was_written_is_shown_as_text(core, client, application):
    path = path_of(core, application)
    data = {"grade": "dissatisfied", "reasons": ["other"], "text": ""}
    page = client.post(f"{path}/rating", data={**data, "subject": '"><script>alert(1)</script>'})
    assert page.status_code == 422
    assert "<script>alert" not in page.text


# Privacy and abuse


def test_a_withdrawn_and_an_old_token_look_like_one_that_never_was(core, client, application):
    set_hall(core, token_days=1)
    withdrawn = path_of(core, application)
    client.get(withdrawn)
    carry_out(core.app, "withdraw-slip", application.number, CLERK, {"reason": "遗失"})
    old = accept_form(core.app, a_form(idempotency_key="2"), CLERK).dossier.application
    make_ready(core, old.number, 1, 2, 3, 4)
    issue_results(core.app, old.number, CLERK, {"collector": OWNER})
    client.get(path_of(core, old))
    core.at = MONDAY + timedelta(days=3)
    paths = [withdrawn, path_of(core, old), "/t/" + "a" * 26]
    answers = [client.get(path + end) for path in paths for end in ("", ".json", "?lang=en")]
    answers += [client.post(path + "/rating", data={"grade": "satisfied"}) for path in paths]
    assert {a.status_code for a in answers} == {404}
    assert len({a.content for a in answers}) == 1
    assert len({tuple(sorted(a.headers.items())) for a in answers}) == 1
    wrong = client.post("/", data={"number": old.number, "last4": "0011"})
    assert wrong.status_code == 404


def test_the_new_slip_opens_the_same_matter(core, client, application):
    carry_out(core.app, "withdraw-slip", application.number, CLERK, {"reason": "遗失"})
    fresh = dossier_of(core.app, application.number).application
    assert client.get(path_of(core, fresh)).status_code == 200


class Seconds:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds():
    return Seconds()


@pytest.fixture
def watched(core, seconds):
    """The site with a clock that the test holds."""
    with TestClient(make_app(core.app, RESOURCES / "web", clock=seconds), follow_redirects=False) as client:
        yield client


def test_guessing_tokens_is_stopped_and_then_no_token_answers(core, watched, seconds, application):
    guesses = [watched.get(f"/t/{n:026d}") for n in range(31)]
    assert [g.status_code for g in guesses] == [404] * 30 + [429]
    assert int(guesses[-1].headers["retry-after"]) in range(1, 62)
    assert "请求太频繁" in watched.get(path_of(core, application) + ".json").json()["error"]["message"]["zh"]
    assert watched.get(path_of(core, application)).status_code == 429
    seconds.now += 61
    assert watched.get(path_of(core, application)).status_code == 200


def test_a_right_token_may_be_looked_at_as_often_as_one_likes(core, watched, application):
    assert {watched.get(path_of(core, application)).status_code for _ in range(120)} == {200}


def test_trying_one_number_is_stopped_whether_it_exists_or_not(core, watched, seconds, application):
    for number in (application.number, "FY09-2600009-0"):
        answers = [watched.post("/", data={"number": number, "last4": "9999"}) for _ in range(7)]
        assert [a.status_code for a in answers] == [404] * 6 + [429]
        seconds.now += 61
    right = watched.post("/", data={"number": application.number, "last4": "0011"})
    assert right.status_code == 429
    seconds.now += 900
    assert watched.post("/", data={"number": application.number, "last4": "0011"}).status_code == 303


def test_one_address_cannot_use_the_number_form_without_end(watched, seconds):
    answers = [watched.post("/", data={"number": f"FY01-26{n:05d}-0", "last4": "1"}) for n in range(21)]
    assert [a.status_code for a in answers] == [404] * 20 + [429]


def test_the_number_form_takes_the_same_time_for_every_answer(core, client, application):
    times = []
    for number, last4 in (
        (application.number, "0011"),
        (application.number, "0012"),
        ("FY09-2600009-0", "1"),
    ):
        begun = time.perf_counter()
        client.post("/", data={"number": number, "last4": last4})
        times.append(time.perf_counter() - begun)
    assert min(times) >= 0.3  # none is answered sooner than it takes at most to look a number up


def test_addresses_of_one_ipv6_network_count_as_one():
    assert network_of("2001:db8::1") == network_of("2001:db8::ffff:1") != network_of("2001:db8:0:1::1")
    assert network_of("10.0.0.1") != network_of("10.0.0.2")
    assert network_of("testclient") == "testclient"


def test_methods_that_are_not_there_are_told(client):
    answer = client.put("/t/" + "a" * 26)
    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]
    assert answer.headers["cache-control"] == "no-store"


def test_nothing_of_an_applicant_reaches_the_log(core, client, application, caplog):
    caplog.set_level(logging.DEBUG)
    path = path_of(core, application)
    client.get(path)
    client.post("/", data={"number": application.number, "last4": "0011"})
    client.post(f"{path}/rating", data={"grade": "dissatisfied", "text": "秘密的话"})
    form = application.form["parties"][0]
    ours = "\n".join(r.getMessage() for r in caplog.records if not r.name.startswith(("httpx", "httpcore")))
    for secret in (path[3:], form["name"], form["id_number"], form["phone"], "秘密的话"):
        assert secret not in ours


def test_the_page_is_never_older_than_the_last_step(core, client, application):
    path = path_of(core, application)
    versions = []
    for verb, data in (
        ("claim", {}),
        ("release", {}),
        ("claim", {}),
        ("approve", {}),
        ("register-result", {"name": "x"}),
    ):
        carry_out(core.app, verb, f"{application.number}/1", REVIEWER, data)
        found = client.get(path + ".json").json()
        versions.append(found["version"])
        assert found["cases"][0]["state"] == str(dossier_of(core.app, application.number).cases[0].case.state)
    assert versions == sorted(set(versions))


def test_two_applications_never_show_each_others_page(core, client, application):
    other = accept_form(core.app, a_form(idempotency_key="2"), CLERK).dossier.application
    for _ in range(3):
        for one in (application, other):
            assert client.get(path_of(core, one) + ".json").json()["application_no"] == one.number


def test_health(client):
    assert client.get("/healthz").json()["ok"] is True


@pytest.fixture
def browser(tmp_path: Path):
    """A real browser."""
    need("browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=system.browser(),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
                  "--disable-sync", "--no-first-run"],
        )  # fmt: skip
        yield browser
        browser.close()


@pytest.fixture
def served(sqlite_core):
    """The site as a process of its own, as the desktop starts it."""
    with serving(sqlite_core.settings.database, "--at", "2026-11-23T10:10:00+08:00") as (address, _):
        yield address


@pytest.mark.parametrize("width", [320, 360, 390])
def test_a_phone_opens_the_page_without_scrolling_sideways(
    sqlite_core, served, browser: Browser, width, tmp_path
):
    application = accept_form(sqlite_core.app, a_form(), CLERK).dossier.application
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
    application = accept_form(sqlite_core.app, a_form(), CLERK).dossier.application
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
