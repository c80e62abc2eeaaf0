"""The status page in a real browser beyond its first view: rating, refreshing, printing, large text."""

import subprocess
from pathlib import Path

import pytest

from counter.usecases.intake.accept_form import accept_form
from counter.usecases.ratings.given import ratings_of
from counter.usecases.reading.dossiers import dossier_of
from counter.usecases.steps.carry_out import carry_out
from tests.conftest import CLERK, REVIEWER, a_form
from tests.db.test_handing_over import make_ready, owing
from tests.system_parts import need
from tests.web.test_site import browser, path_of, served

__all__ = ["browser", "served"]


@pytest.fixture
def application(sqlite_core):
    return accept_form(sqlite_core.app, a_form(), CLERK).dossier.application


def phone(browser, width=360, **options):
    context = browser.new_context(viewport={"width": width, "height": 740}, locale="zh-CN", **options)
    return context.new_page()


@pytest.mark.parametrize("width", [360, 390])
def test_a_bad_rating_is_given_with_thumbs_alone_and_without_script(
    sqlite_core, served, browser, application, width
):
    make_ready(sqlite_core, application.number, 1)
    page = phone(browser, width, java_script_enabled=False, has_touch=True)
    page.goto(served + path_of(sqlite_core, application))
    first = page.locator(".cases > li").first
    first.locator(".rate > summary").tap()
    with page.expect_navigation():
        first.locator("button[value=dissatisfied]").tap()
    assert "请告诉我们原因" in page.locator("h1").inner_text()
    assert page.locator("input[name=grade]:checked").get_attribute("value") == "dissatisfied"
    page.locator("label.choice", has_text="等候").tap()
    with page.expect_navigation():
        page.locator("button", has_text="提交").tap()
    assert page.locator("#thanks").is_visible()
    assert "您的评价：不满意" in page.locator(".cases > li").first.inner_text()
    (rating,), (work,) = ratings_of(sqlite_core.app, application.number)
    assert (rating.channel, rating.reasons) == ("phone", ("waited_long",))
    assert work.responsible == "market-regulation"


def test_a_suggestion_is_written_on_the_phone(sqlite_core, served, browser, application):
    page = phone(browser)
    page.goto(served + path_of(sqlite_core, application))
    page.locator("summary", has_text="投诉或建议").click()
    page.fill(".say textarea", "请增设饮水处")
    with page.expect_navigation():
        page.locator(".say button", has_text="提交").click()
    assert page.locator("#thanks").is_visible()
    assert ratings_of(sqlite_core.app, application.number)[0][0].text == "请增设饮水处"


def test_the_page_shows_a_step_by_itself_but_not_while_somebody_writes(
    sqlite_core, served, browser, application
):
    page = phone(browser)
    page.clock.install()
    page.goto(served + path_of(sqlite_core, application))
    page.wait_for_load_state("load")
    assert page.locator(".cases .state").first.inner_text() == "待领取"
    carry_out(sqlite_core.app, "claim", f"{application.number}/1", REVIEWER, {})
    with page.expect_navigation():
        page.clock.fast_forward(31_000)
    assert page.locator(".cases .state").first.inner_text() == "办理中"
    page.locator("summary", has_text="投诉或建议").click()
    page.fill(".say textarea", "写到一半")
    carry_out(sqlite_core.app, "release", f"{application.number}/1", REVIEWER, {})
    page.clock.fast_forward(61_000)
    page.wait_for_timeout(300)
    assert page.input_value(".say textarea") == "写到一半"


def test_the_printed_page_tells_everything(sqlite_core, served, browser, application, tmp_path: Path):
    """What is folded away on the phone is on the printout; buttons are not."""
    need("pdf")
    page = phone(browser)
    page.goto(served + path_of(sqlite_core, application))
    target = tmp_path / "status.pdf"
    page.pdf(path=target, format="A4")
    text = subprocess.run(
        ["pdftotext", "-layout", str(target), "-"], capture_output=True, text=True, check=True
    ).stdout
    assert application.number in text
    assert "11:00 前办结" in text
    assert "只计窗口开放的时间" in text
    assert "收到申请" in text
    assert "非常不满意" not in text
    assert "English" not in text


@pytest.mark.parametrize("width", [320, 360, 390])
def test_large_text_and_the_forms_never_scroll_sideways(sqlite_core, served, browser, width):
    number, _ = owing(sqlite_core)
    make_ready(sqlite_core, number, 1)
    application = dossier_of(sqlite_core.app, number).application
    page = phone(browser, width)
    for path in (
        path_of(sqlite_core, application),
        path_of(sqlite_core, application) + "?lang=en",
        "/",
        "/t/x",
    ):
        page.goto(served + path)
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        for size in ("16px", "32px"):
            page.evaluate(f"document.documentElement.style.fontSize = '{size}'")
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1"), (
                path,
                size,
            )
        page.evaluate("document.documentElement.style.fontSize = ''")
        small = page.evaluate(
            "[...document.querySelectorAll('main a,summary,button,label.choice')]"
            ".filter(e => e.getBoundingClientRect().height < 44).map(e => e.outerHTML)"
        )
        assert small == []


def test_contrast_is_enough_in_both_themes(sqlite_core, served, browser, application):
    """WCAG 2.2: at least 4.5 to 1 for every text against what lies behind it."""
    for scheme in ("light", "dark"):
        page = phone(browser, color_scheme=scheme)
        page.goto(served + path_of(sqlite_core, application))
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        worst = page.evaluate(
            """() => {
              const parse = c => c.match(/[\\d.]+/g).map(Number);
              const lum = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
                .reduce((s, v, i) => s + v * [.2126, .7152, .0722][i], 0);
              const behind = e => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] > 0) return c; } return [255, 255, 255]; };
              let worst = 99;
              for (const e of document.querySelectorAll('body *')) {
                if (![...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())) continue;
                if (!e.getClientRects().length) continue;
                const a = lum(parse(getComputedStyle(e).color)), b = lum(behind(e));
                worst = Math.min(worst, (Math.max(a, b) + .05) / (Math.min(a, b) + .05));
              }
              return worst;
            }"""
        )
        assert worst >= 4.5, scheme
