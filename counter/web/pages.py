"""Pages kept beside the version they were made from: one key read a view, never an old answer."""

import json
import logging
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from counter.domain.errors import EnvironmentFault
from counter.domain.slip import token_digest
from counter.domain.words import Lang
from counter.usecases.ports.app import App
from counter.usecases.status.page import status_by_token
from counter.usecases.status.shapes import as_json
from counter.usecases.status.status import Status

log = logging.getLogger(__name__)

KEPT_PAGES = 4_000
"""About 40 MB of pages at 10 kB; the ones not asked for longest go first."""
NOTICE = b"<!--notice-->"


@dataclass(frozen=True, slots=True)
class Page:
    """A rendered page, of which version it is, and until when its words stay true."""

    version: int
    body: bytes
    as_of: datetime
    fresh_until: datetime


@dataclass(frozen=True, slots=True)
class View:
    """What a request is answered with; *stale* pages tell the time of their data."""

    body: bytes
    stale: bool
    as_of: datetime


class Pages:
    """Status pages by token digest and form: HTML in each language, or data."""

    def __init__(self, app: App, render: Callable[[Status, Lang, int, str], bytes]) -> None:
        self._app, self._render = app, render
        self._kept: OrderedDict[tuple[str, str], Page] = OrderedDict()

    def view(self, token: str, form: str) -> View | None:
        """Return the page behind a token; None when the token leads nowhere.

        *form* is ``zh``, ``en`` or ``json``. While the database is away the page that was made last is
        shown with the time of its data (EnvironmentFault when there is none).
        """
        digest = token_digest(token)
        kept = self._kept.get((digest, form))
        try:
            version = self._app.page_version(digest)
            if version is None:
                self.forget(digest)
                return None
            if kept is None or not self._holds(kept, version):
                kept = self._make(token, form, version)
                if kept is None:
                    return None
        except EnvironmentFault:
            if kept is None:
                raise
            return View(_stale(kept, form), True, kept.as_of)
        return View(kept.body, False, kept.as_of)

    def at_hand(self, token: str, form: str) -> View | None:
        """Return the page when it is kept and still holds; for a database whose key read cannot wait."""
        digest = token_digest(token)
        # Asked for wrong, withdrawn and right tokens alike, so that the time taken tells nothing.
        version = self._app.page_version(digest)
        kept = self._kept.get((digest, form))
        if kept is None or not self._holds(kept, version):
            return None
        return View(kept.body, False, kept.as_of)

    def _holds(self, kept: Page, version: int | None) -> bool:
        return kept.version == version and self._app.now() < kept.fresh_until

    def forget(self, digest: str) -> None:
        """Drop what is kept for a token that leads nowhere any more."""
        for form in ("zh", "en", "json"):
            self._kept.pop((digest, form), None)

    def _make(self, token: str, form: str, version: int) -> Page | None:
        digest = token_digest(token)
        status = status_by_token(self._app, digest)
        if status is None:
            return None
        if form == "json":
            body = json.dumps(as_json(status, version, stale=False), ensure_ascii=False).encode()
        else:
            body = self._render(status, "en" if form == "en" else "zh", version, token)
        page = Page(version, body, status.as_of, status.fresh_until)
        # Several threads do this at once: each step has to hold whatever another has taken away meanwhile.
        self._kept.pop((digest, form), None)
        self._kept[digest, form] = page
        while len(self._kept) > KEPT_PAGES:
            self._kept.popitem(last=False)
        return page


def _stale(page: Page, form: str) -> bytes:
    if form == "json":
        return page.body.replace(b'"stale": false', b'"stale": true', 1)
    zh = "数据库正在维护，以下为此前的内容，数据时间见页尾。"
    en = "The database is being looked after; this is the state at the time given below."
    words = en if form == "en" else zh
    return page.body.replace(NOTICE, f'<p class="notice" role="status">{words}</p>'.encode(), 1)
