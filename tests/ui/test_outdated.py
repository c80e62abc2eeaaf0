"""A window whose database a newer program has upgraded under it."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox
from sqlalchemy import text

from tests.conftest import CLERK


def test_it_ends_with_one_sentence(qtbot, sqlite_core, opened):
    window = opened(CLERK)
    with sqlite_core.owner() as engine, engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9001'"))
        connection.execute(text("UPDATE meta SET value = '9001' WHERE key = 'oldest_program'"))
    watch = window._watch
    qtbot.waitUntil(lambda: watch.outdated is not None, timeout=10_000)
    box = watch.outdated
    assert isinstance(box, QMessageBox)
    assert box.text().count("。") == 1
    assert "更新本程序" in box.text()
    box.accept()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=5_000)
    # The window asked the application to exit, whose own loop does not run here: every later loop would end at once.
    QTimer.singleShot(0, QApplication.quit)
    QApplication.exec()
