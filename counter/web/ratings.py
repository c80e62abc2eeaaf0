"""What applicants send in: ratings, complaints, suggestions, as a form without script or as data."""

import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from counter.domain.errors import CounterError, EnvironmentFault, InputRefused, NotAllowed
from counter.domain.plain_text import check_texts
from counter.domain.rating import GRADES, REASONS, VISIT
from counter.domain.slip import token_digest
from counter.domain.words import Words
from counter.usecases.ports.app import App
from counter.usecases.ratings.rate import rating_shape
from counter.usecases.ratings.receive import rate_by_token
from counter.web.answers import HEADERS, LONGEST_TOKEN, Answers, address_of, body_of, both, lang_of
from counter.web.limits import RATINGS, Limiter, network_of

_LONGEST = 16_384
_MOST_FIELDS = 50
_FORM, _JSON = "application/x-www-form-urlencoded", "application/json"


class RatingDesk:
    """Takes opinions in by the slip's token; wrong tokens count as they do for the page."""

    def __init__(self, app: App, answers: Answers, wrong: Limiter, clock: Callable[[], float]) -> None:
        self._app, self._answers, self._wrong = app, answers, wrong
        self._said = Limiter(RATINGS, clock)

    async def receive(self, request: Request) -> Response:
        """Keep an opinion and answer in the form it came in."""
        network = network_of(address_of(request))
        wait = self._said.wait(network) or self._wrong.wait(network)
        if wait:
            return self._answers.too_many(request, wait)
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        body = await body_of(request, _LONGEST)
        if body is None:
            return self._error(413, "too_large", Words("内容太长。", "It is too long."))
        if kind not in (_FORM, _JSON):
            return self._error(415, "bad_type", Words("格式不支持。", "Send a form or JSON."))
        data = _read(body, as_json=kind == _JSON)
        if data is None:
            return self._error(400, "bad_body", Words("内容无法读取。", "It cannot be read."))
        token = str(request.path_params["token"])[:LONGEST_TOKEN]
        try:
            check_texts(data)
            found = await run_in_threadpool(rate_by_token, self._app, token_digest(token), data, network)
        except EnvironmentFault:
            raise
        except CounterError as error:
            self._said.count(network)
            return self._refused(request, token, data, error, as_json=kind == _JSON)
        if found is None:
            self._wrong.count(network)
            return self._answers.missing()
        self._said.count(network)
        if kind == _JSON:
            return self._answers.data({"rating": rating_shape(found[1])}, 201)
        return RedirectResponse(f"/t/{token}?lang={lang_of(request)}#thanks", 303, HEADERS)

    def _error(self, status: int, code: str, words: Words) -> Response:
        return self._answers.data({"error": {"code": code, "message": both(words)}}, status)

    def _refused(
        self, request: Request, token: str, data: Mapping[str, Any], error: CounterError, *, as_json: bool
    ) -> Response:
        status = 409 if isinstance(error, NotAllowed) else 422
        if as_json:
            fields = {key: both(words) for key, words in error.fields.items()}
            content = {"error": {"code": error.code, "message": both(error.words), "fields": fields}}
            return self._answers.data(content, status)
        return self._answers.page(
            "rating.html", lang_of(request), status, token=token, data=data, grades=GRADES,
            reasons=REASONS, visit=VISIT, error=error, again=isinstance(error, InputRefused),
        )  # fmt: skip


def _read(body: bytes, *, as_json: bool) -> dict[str, Any] | None:
    try:
        if as_json:
            found = json.loads(body)
            return found if isinstance(found, dict) else None
        fields = parse_qs(
            body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_MOST_FIELDS
        )
    except (ValueError, RecursionError):
        return None
    # A browser sends every field of a form; an empty one was not answered.
    return {
        key: values if key == "reasons" else values[0].strip()
        for key, values in fields.items()
        if values[0].strip()
    }
