"""What every answer of the site shares: headers, language, templates, the pages for nothing and too much."""

from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, select_autoescape
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from counter.domain.words import Lang, Words

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
LONGEST_TOKEN = 64
BUSY = Words("请求太频繁，请稍后再试。", "Too many requests; try again later.")
AWAY = Words("暂时无法查询，请稍后再试。", "Not available for the moment; try again later.")


def lang_of(request: Request) -> Lang:
    """Return the language asked for: by the link, else by the browser."""
    asked = request.query_params.get("lang")
    if asked in ("zh", "en"):
        return "en" if asked == "en" else "zh"
    return "en" if request.headers.get("accept-language", "").lower().startswith("en") else "zh"


def address_of(request: Request) -> str:
    """Return the address a request comes from; behind a proxy the server has put the right one here."""
    return request.client.host if request.client else ""


async def body_of(request: Request, most: int) -> bytes | None:
    """Return the body of a request; None when it is longer than *most* bytes."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            return None
    return body


def both(words: Words) -> dict[str, str]:
    """Return words in both languages for data."""
    return {"zh": words.zh, "en": words.en}


def _wants_data(request: Request) -> bool:
    return request.url.path.endswith(".json") or "json" in request.headers.get("content-type", "")


class Answers:
    """Templates and the answers that do not depend on an application."""

    def __init__(self, pages: Path) -> None:
        self._templates = Environment(
            loader=FileSystemLoader(pages), autoescape=select_autoescape(), auto_reload=False
        )
        self._missing = self.text("missing.html", "zh")

    def text(self, name: str, lang: Lang, **facts: object) -> str:
        """Return a filled template."""

        def say(words: Words) -> str:
            return words.say(lang)

        return self._templates.get_template(name).render(lang=lang, say=say, **facts)

    def page(self, name: str, lang: Lang, status: int = 200, **facts: object) -> Response:
        """Return a page made from a template."""
        return HTMLResponse(self.text(name, lang, **facts), status, HEADERS)

    def missing(self) -> Response:
        """Return the one page for everything that is not there."""
        return HTMLResponse(self._missing, 404, HEADERS)

    def data(self, content: Mapping[str, object], status: int = 200) -> Response:
        """Return data."""
        return JSONResponse(content, status, HEADERS)

    def too_many(self, request: Request, seconds: int) -> Response:
        """Return that the limit was reached, and when it may be tried again."""
        headers = HEADERS | {"Retry-After": str(seconds)}
        if _wants_data(request):
            content = {"error": {"code": "too_many", "message": both(BUSY)}}
            return JSONResponse(content, 429, headers)
        return HTMLResponse(self.text("busy.html", lang_of(request), seconds=seconds), 429, headers)

    def away(self, request: Request) -> Response:
        """Return that the database is not there."""
        headers = HEADERS | {"Retry-After": "30"}
        if _wants_data(request):
            return JSONResponse({"error": {"code": "unavailable", "message": both(AWAY)}}, 503, headers)
        return HTMLResponse(self.text("away.html", lang_of(request)), 503, headers)
