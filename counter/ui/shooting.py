"""A window opened for its picture: at the size of a usual screen, settled, kept under a name and a language."""

import time
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QWidget

from counter.domain.words import Lang
from counter.ui.app import make_window
from counter.ui.ports import Core
from counter.ui.window import Window
from counter.usecases.ports.accounts import Officer

WIDTH, HEIGHT = 1366, 768
MOST = 5.0
"""Seconds after which a picture is taken whatever is still under way."""


def settle(window: Window) -> None:
    """Let what was asked for arrive and be painted."""
    until = time.monotonic() + MOST
    quiet = 0
    while time.monotonic() < until and quiet < 8:  # noqa: PLR2004 - eight rounds without news
        QCoreApplication.processEvents()
        time.sleep(0.02)
        quiet = quiet + 1 if window._tasks._under_way == 0 else 0  # noqa: SLF001 - pictures only


@dataclass
class Shooting:
    """Pictures in one language; ``names`` are the files that were written."""

    core: Core
    lang: Lang
    folder: Path
    names: list[str] = field(default_factory=list)
    _window: Window | None = None

    def open(self, officer: Officer | None) -> Window:
        """Return the window of an officer; without one the gate is in front, as large as it makes itself.

        The window before goes away: style sheets are applied to every widget there is, shown or not.
        """
        self.leave()
        window = self._window = make_window(self.core, self.lang)
        if officer is not None:
            window.resize(WIDTH, HEIGHT)
        window.show()
        if officer is not None:
            window.sign_in(officer)
        settle(window)
        return window

    def leave(self) -> None:
        """Close the window and everything in it."""
        if self._window is not None:
            self._window.close()
            self._window.deleteLater()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            self._window = None

    def shoot(self, window: Window, name: str, part: QWidget | None = None) -> None:
        """Keep a picture of the window, or of the part of the program that belongs to it."""
        settle(window)
        file = f"{name}-{self.lang}.png"
        (part or window).grab().save(str(self.folder / file))
        self.names.append(file)
