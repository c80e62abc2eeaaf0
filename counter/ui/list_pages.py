"""The pages that list and look after applications, as the role may use them."""

from collections.abc import Callable, Collection
from typing import Any

from counter.domain.words import Lang
from counter.ui.applications.page import ApplicationsPage
from counter.ui.books.page import BooksPage
from counter.ui.day.page import DayPage
from counter.ui.issue.page import IssuePage
from counter.ui.ports import Core
from counter.ui.queue.page import QueueDeskPage
from counter.ui.queue.requests import RequestsPage
from counter.ui.ratings.page import RatingsPage
from counter.ui.tasks import Tasks
from counter.ui.theme import Theme
from counter.usecases.ports.accounts import Officer


def list_pages(
    core: Core,
    tasks: Tasks,
    lang: Lang,
    theme: Theme,
    officer: Officer,
    allowed: Collection[str],
    opened: Callable[[str], None],
    issued: Callable[..., None],
) -> dict[str, Any]:
    """Return the pages by code; *opened* is told the number that was chosen, *issued* what was handed over."""
    makers: dict[str, Callable[[], Any]] = {
        "applications": lambda: ApplicationsPage(core, tasks, lang, theme, officer),
        "queue": lambda: QueueDeskPage(core, tasks, lang, theme, officer),
        "issue": lambda: IssuePage(core, tasks, lang, theme, officer),
        "requests": lambda: RequestsPage(core, tasks, lang, theme, officer),
        "ratings": lambda: RatingsPage(core, tasks, lang, officer),
        "day": lambda: DayPage(core, tasks, lang, theme, officer),
        "books": lambda: BooksPage(core, tasks, lang, theme, officer),
    }
    found: dict[str, Any] = {}
    for code, make in makers.items():
        if code != "applications" and code not in allowed:
            continue
        page = make()
        if code == "issue":
            page.issued.connect(issued)
        else:
            page.opened.connect(opened)
        found[code] = page
    return found
