"""The status site under Starlette: the applicant's page by token, or by number and four characters."""

import hmac
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import parse_qs

from jinja2 import Environment, FileSystemLoader, select_autoescape
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from counter.domain.application import Application, Dossier
from counter.domain.calendar import CHINA
from counter.domain.errors import CounterError
from counter.domain.numbers import read_application_number
from counter.domain.words import Lang, Words
from counter.settings import hall_from_text
from counter.usecases.accept import token_digest, token_for
from counter.usecases.ports import UnitOfWork
from counter.usecases.status import Status, as_json, said, status_of
from counter.usecases.wording import moment_words
from counter.web.ports import Site

log = logging.getLogger(__name__)

MARKS = {"run": "●", "late": "■", "wait": "○", "done": "✓", "closed": "–"}
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
_LONGEST_BODY = 4096


def make_app(site: Site, pages: Path, on_start: Callable[[], None] = lambda: None) -> Starlette:
    """Return the site; *pages* holds the templates and the one stylesheet.

    *on_start* is called once inside the running event loop.
    """
    templates = Environment(loader=FileSystemLoader(pages), autoescape=select_autoescape(), auto_reload=False)
    css = (pages / "status.css").read_bytes()
    missing_body = templates.get_template("missing.html").render()

    def missing() -> Response:
        return HTMLResponse(missing_body, 404, HEADERS)

    def lang_of(request: Request) -> Lang:
        asked = request.query_params.get("lang")
        if asked in ("zh", "en"):
            return "en" if asked == "en" else "zh"
        return "en" if request.headers.get("accept-language", "").lower().startswith("en") else "zh"

    def read(token: str) -> Status | None:
        with site.uow(read_only=True) as uow:
            application = uow.application_by_token(token_digest(token))
            if application is None:
                return None
            return _status(site, uow.dossier(application), application, uow)

    def page(status: Status, lang: Lang) -> Response:
        def say(words: Words) -> str:
            return words.say(lang)

        html = templates.get_template("status.html").render(
            status=status, lang=lang, say=say, marks=MARKS, moment=moment_words, said=said
        )
        return HTMLResponse(html, headers=HEADERS)

    async def by_token(request: Request) -> Response:
        token = str(request.path_params["token"])
        wants_json = token.endswith(".json")
        status = await run_in_threadpool(read, token.removesuffix(".json"))
        if status is None:
            return missing()
        if wants_json:
            return JSONResponse(as_json(status), headers=HEADERS)
        return page(status, lang_of(request))

    def ask(lang: Lang, *, wrong: bool = False) -> Response:
        hall = site.hall()
        html = templates.get_template("ask.html").render(
            lang=lang, hall=Words(hall.name, hall.name_en), say=lambda w: w.say(lang), wrong=wrong
        )
        return HTMLResponse(html, 404 if wrong else 200, HEADERS)

    async def front(request: Request) -> Response:
        return await run_in_threadpool(ask, lang_of(request))

    def look_up(number: str, last4: str) -> str | None:
        with site.uow(read_only=True) as uow:
            application = uow.application(read_application_number(number))
            expected = _last_four(application) if application else "----"
        right = hmac.compare_digest(expected.encode(), last4.strip().upper().encode())
        return token_for(site.key, application.number) if application and right else None

    async def by_number(request: Request) -> Response:
        lang = lang_of(request)
        body = b""
        async for chunk in request.stream():
            body += chunk
            if len(body) > _LONGEST_BODY:
                return PlainTextResponse("too large", 413, HEADERS)
        form = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
        number, last4 = (form.get(key, [""])[0][:40] for key in ("number", "last4"))
        token = await run_in_threadpool(look_up, number, last4)
        if token is None:
            return await run_in_threadpool(lambda: ask(lang, wrong=True))
        return RedirectResponse(f"/t/{token}?lang={lang}", 303, HEADERS)

    async def health(_: Request) -> Response:
        try:
            count = await run_in_threadpool(site.change_count)
        except CounterError:
            return JSONResponse({"ok": False}, 503, HEADERS)
        return JSONResponse({"ok": True, "changes": count}, headers=HEADERS)

    async def hall_screen(_: Request) -> Response:
        numbers = await run_in_threadpool(site.ready_numbers)
        hall = await run_in_threadpool(site.hall)
        html = templates.get_template("hall.html").render(
            hall=Words(hall.name, hall.name_en), numbers=numbers, now=f"{site.now().astimezone(CHINA):%H:%M}"
        )
        return HTMLResponse(html, headers=HEADERS)

    async def stylesheet(_: Request) -> Response:
        headers = HEADERS | {"Cache-Control": "public, max-age=3600"}
        return Response(css, media_type="text/css", headers=headers)

    async def not_found(_: Request, __: Exception) -> Response:
        return missing()

    async def failed(_: Request, error: Exception) -> Response:
        log.error("a page failed: %s", type(error).__name__)
        words = "暂时无法查询，请稍后再试。 / Not available for the moment; try again later."
        return PlainTextResponse(words, 503, HEADERS)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        on_start()
        yield

    handlers: dict[type[Exception] | int, Callable[[Request, Exception], Awaitable[Response]]] = {
        404: not_found,
        405: not_found,
        CounterError: failed,
        Exception: failed,
    }
    return Starlette(
        routes=[
            Route("/", front),
            Route("/", by_number, methods=["POST"]),
            Route("/t/{token}", by_token),
            Route("/healthz", health),
            Route("/hall", hall_screen),
            Route("/static/status.css", stylesheet),
        ],
        exception_handlers=handlers,
        lifespan=lifespan,
    )


def _status(site: Site, dossier: Dossier, application: Application, uow: UnitOfWork) -> Status:
    catalogue = site.catalogue_for(application.catalogue_digest, uow)
    hall = hall_from_text(uow.setup.fact("hall"))
    return status_of(dossier, catalogue, hall, site.now(), rehearsal=site.rehearsal)


def _last_four(application: Application) -> str:
    """Return what an applicant is asked: the number's end, or the contact telephone's for a body."""
    party = application.form["parties"][0]  # type: ignore[index]
    if party["id_type"] == "uscc":
        agent = party.get("agent") or {}
        phone = party.get("phone") or agent.get("phone") or ""
        return phone[-4:] or "----"
    return str(party["id_number"])[-4:].upper()
