"""The pages that are about the hall and not about an application, as the role may use them."""

from collections.abc import Collection

from PySide6.QtWidgets import QWidget

from counter.domain.words import Lang
from counter.ui.admin.accounts_page import AccountsPage
from counter.ui.admin.calendar_page import CalendarPage
from counter.ui.admin.items_page import ItemsPage
from counter.ui.admin.measures_page import MeasuresPage
from counter.ui.admin.settings_page import SettingsPage
from counter.ui.ports import Core
from counter.ui.tasks import Tasks
from counter.usecases.ports.accounts import Officer


def admin_pages(
    core: Core, tasks: Tasks, lang: Lang, officer: Officer, allowed: Collection[str]
) -> dict[str, QWidget]:
    """Return measures, settings, accounts and calendar, by code."""
    found: dict[str, QWidget] = {"measures": MeasuresPage(core, tasks, lang, officer)}
    if "settings" in allowed:
        found["settings"] = SettingsPage(core, tasks, lang, officer)
    if "accounts" in allowed:
        found["accounts"] = AccountsPage(core, tasks, lang, officer)
    if "items" in allowed:
        found["items"] = ItemsPage(core, tasks, lang, officer)
    if "calendar" in allowed:
        found["calendar"] = CalendarPage(core, tasks, lang, officer)
    return found
