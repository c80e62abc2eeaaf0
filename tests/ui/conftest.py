"""What the tests of the window share."""

import pytest


def settle(qtbot, window) -> None:
    """Wait until everything that was asked for has been shown."""
    qtbot.wait(30)
    qtbot.waitUntil(lambda: window._tasks._under_way == 0, timeout=20_000)
    qtbot.wait(50)


@pytest.fixture
def opened(qtbot, sqlite_core):
    """Open the window for an officer; all of them are closed at the end."""
    from counter.ui.app import make_window  # this file is read where Qt cannot be loaded, too

    windows = []

    def open_for(officer):
        window = make_window(sqlite_core, "zh")
        qtbot.addWidget(window)
        window.show()
        window.sign_in(officer)
        settle(qtbot, window)
        windows.append(window)
        return window

    yield open_for
    for window in windows:
        window.close()
