"""The status site under Starlette: its routes, and what happens when something goes wrong."""

import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import anyio
import anyio.to_thread
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from counter.domain.calendar import CHINA
from counter.domain.errors import CounterError
from counter.domain.rating import GRADES, KINDS
from counter.domain.words import Lang
from counter.usecases.ports.app import App
from counter.usecases.reading.wording import full_moment_words, moment_words
from counter.usecases.status.status import Status
from counter.web.answers import HEADERS, LONGEST_TOKEN, Answers, address_of, lang_of
from counter.web.hall_screen import HallScreen
from counter.web.limits import WRONG_TOKENS, Limiter, network_of
from counter.web.lookup import Lookup
from counter.web.pages import Pages, View
from counter.web.ratings import RatingDesk

log = logging.getLogger(__name__)

THREADS = 8
"""Views that read the database at once: more threads only wait for each other and for the server."""
MARKS = {"run": "●", "late": "■", "wait": "○", "ask": "▲", "done": "✓", "closed": "–"}


class _StatusPages:
    """Answers the address behind the QR code."""

    def __init__(self, app: App, answers: Answers, wrong: Limiter) -> None:
        self._answers, self._wrong = answers, wrong
        self._beside = app.page_versions.is_at_hand
        self._threads = anyio.CapacityLimiter(THREADS)
        self._pages = Pages(app, self._render)

    def _render(self, status: Status, lang: Lang, version: int, token: str) -> bytes:
        return self._answers.text(
            "status.html", lang, status=status, marks=MARKS, moment=moment_words, version=version,
            said=full_moment_words, grades=GRADES, kinds=KINDS, path=f"/t/{token}",
        ).encode()  # fmt: skip

    def _at_hand(self, token: str, form: str) -> View | None:
        """Return a kept page without a thread: a file beside us is read faster than a thread is changed."""
        if not self._beside:
            return None
        try:
            return self._pages.at_hand(token, form)
        except CounterError:
            return None

    async def show(self, request: Request) -> Response:
        """Return the page or its data; a wrong, a withdrawn and an old token look the same."""
        network = network_of(address_of(request))
        wait = self._wrong.wait(network)
        if wait:
            return self._answers.too_many(request, wait)
        token = str(request.path_params["token"])
        wants_json = token.endswith(".json")
        named = token.removesuffix(".json")[:LONGEST_TOKEN]
        form = "json" if wants_json else lang_of(request)
        view = self._at_hand(named, form) or await anyio.to_thread.run_sync(
            self._pages.view, named, form, limiter=self._threads
        )
        if view is None:
            self._wrong.count(network)
            return self._answers.missing()
        headers = HEADERS | {"X-Data-Time": view.as_of.astimezone(CHINA).isoformat()}
        media = "application/json" if wants_json else "text/html; charset=utf-8"
        return Response(view.body, 200, headers, media)


def make_app(
    app: App,
    pages: Path,
    on_start: Callable[[], None] = lambda: None,
    clock: Callable[[], float] = time.monotonic,
) -> Starlette:
    """Return the site; *pages* holds the templates, the stylesheet and the script.

    *on_start* is called once inside the running event loop; *clock* counts seconds for the limits.
    """
    answers = Answers(pages)
    wrong = Limiter(WRONG_TOKENS, clock)
    status, lookup = _StatusPages(app, answers, wrong), Lookup(app, answers, clock)
    ratings, screen = RatingDesk(app, answers, wrong, clock), HallScreen(app, answers, clock)
    static = {
        "status.css": ((pages / "status.css").read_bytes(), "text/css"),
        "status.js": ((pages / "status.js").read_bytes(), "text/javascript"),
    }

    async def health(_: Request) -> Response:
        try:
            count = await run_in_threadpool(app.lists.change_count)
        except CounterError:
            return answers.data({"ok": False}, 503)
        return answers.data({"ok": True, "changes": count})

    async def hall(_: Request) -> Response:
        return HTMLResponse(await run_in_threadpool(screen.body), headers=HEADERS)

    async def asset(request: Request) -> Response:
        found = static.get(str(request.path_params["name"]))
        if found is None:
            return answers.missing()
        headers = HEADERS | {"Cache-Control": "public, max-age=3600"}
        return Response(found[0], media_type=found[1], headers=headers)

    async def not_found(_: Request, __: Exception) -> Response:
        return answers.missing()

    async def wrong_method(_: Request, error: Exception) -> Response:
        allow = (error.headers or {}).get("Allow", "GET") if isinstance(error, HTTPException) else "GET"
        return PlainTextResponse("method not allowed", 405, HEADERS | {"Allow": allow})

    async def failed(request: Request, error: Exception) -> Response:
        # Neither the address nor the message: both may hold what belongs to an applicant.
        log.error(
            "a page failed: %s", error.code if isinstance(error, CounterError) else type(error).__name__
        )
        return answers.away(request)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        on_start()
        yield

    handlers: dict[type[Exception] | int, Callable[[Request, Exception], Awaitable[Response]]] = {
        404: not_found,
        405: wrong_method,
        CounterError: failed,
        Exception: failed,
    }
    return Starlette(
        routes=[
            Route("/", lookup.show),
            Route("/", lookup.answer, methods=["POST"]),
            Route("/t/{token}", status.show),
            Route("/t/{token}/rating", ratings.receive, methods=["POST"]),
            Route("/healthz", health),
            Route("/hall", hall),
            Route("/static/{name}", asset),
        ],
        exception_handlers=handlers,
        lifespan=lifespan,
    )
