"""The number form: application number and four characters lead to the page, and tell nothing else."""

import time
from collections.abc import Callable
from urllib.parse import parse_qs

import anyio
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from counter.domain.numbers import read_application_number
from counter.domain.words import Lang, Words
from counter.usecases.hall.settings import hall_of
from counter.usecases.ports.app import App
from counter.usecases.status.page import token_by_number
from counter.web.answers import HEADERS, Answers, address_of, body_of, lang_of
from counter.web.limits import LOOKUPS, WRONG_NUMBERS, Limiter, network_of

_LONGEST_BODY = 4096
LOOKUP_SECONDS = 0.3
"""Every use of the form takes this long, so that its time tells nothing."""


class Lookup:
    """Shows the form and answers it."""

    def __init__(self, app: App, answers: Answers, clock: Callable[[], float]) -> None:
        self._app, self._answers = app, answers
        self._lookups, self._wrong = Limiter(LOOKUPS, clock), Limiter(WRONG_NUMBERS, clock)

    def _form(self, lang: Lang, *, wrong: bool = False) -> Response:
        hall = hall_of(self._app)
        words = Words(hall.name, hall.name_en)
        return self._answers.page("ask.html", lang, 404 if wrong else 200, hall=words, wrong=wrong)

    async def show(self, request: Request) -> Response:
        """Return the form."""
        return await run_in_threadpool(self._form, lang_of(request))

    async def answer(self, request: Request) -> Response:
        """Lead to the page, or say that nothing was found, always after the same time."""
        began = time.monotonic()
        body = await body_of(request, _LONGEST_BODY)
        if body is None:
            return PlainTextResponse("too large", 413, HEADERS)
        form = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
        number, last4 = (form.get(key, [""])[0][:40] for key in ("number", "last4"))
        network, named = network_of(address_of(request)), read_application_number(number)
        wait = self._lookups.wait(network) or self._wrong.wait(named)
        if wait:
            return self._answers.too_many(request, wait)
        self._lookups.count(network)
        token = await run_in_threadpool(token_by_number, self._app, named, last4)
        if token is None:
            self._wrong.count(named)
        await anyio.sleep(max(0.0, LOOKUP_SECONDS - (time.monotonic() - began)))
        lang = lang_of(request)
        if token is None:
            return await run_in_threadpool(lambda: self._form(lang, wrong=True))
        return RedirectResponse(f"/t/{token}?lang={lang}", 303, HEADERS)
