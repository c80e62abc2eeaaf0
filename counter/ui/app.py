"""Start the desktop: fonts, style, window."""

import signal
import sys
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from counter.domain.words import Lang
from counter.ui.ports import Core
from counter.ui.theme import SIZES, Theme, style_sheet, theme_named
from counter.ui.window import Window
from counter.usecases.accounts.keep import every_account


def make_application() -> QApplication:
    """Return the one application object."""
    found = QApplication.instance()
    return found if isinstance(found, QApplication) else QApplication(sys.argv[:1])


def dress(application: QApplication, theme: Theme, fonts: Path) -> None:
    """Load the program's own fonts and set the one style sheet.

    A bare machine has no Chinese font at all; the files are the ones the printouts use.
    """
    families: list[str] = []
    for path in sorted(fonts.glob("CounterSans*.ttf")):
        number = QFontDatabase.addApplicationFont(str(path))
        families += QFontDatabase.applicationFontFamilies(number)
    font = QFont(families or application.font().families())
    font.setPixelSize(SIZES["text"])
    application.setFont(font)
    application.setStyle("Fusion")
    application.setStyleSheet(style_sheet(theme))


def make_window(core: Core, lang: Lang) -> Window:
    """Return the window, dressed; the first run is told by the accounts there are."""
    application = make_application()
    theme = theme_named(core.app.settings.desk.theme)
    dress(application, theme, core.app.settings.fonts)
    return Window(core, lang, theme, first_run=not every_account(core.app))


def run_desktop(core: Core, lang: Lang) -> int:
    """Show the window until it is closed."""
    application = make_application()
    window = make_window(core, lang)
    for kind in (signal.SIGINT, signal.SIGTERM):
        signal.signal(kind, lambda *_: window.close())  # the window's timer lets Python see it
    window.show()
    window.gate.setFocus()
    return application.exec()
