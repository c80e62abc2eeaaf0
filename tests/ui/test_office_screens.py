"""The back office's screens: what is typed stays, the lock covers and gives back, previews change nothing."""

import json

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QPlainTextEdit

from counter.cli.rehearsal import SAMPLE_FORMS
from counter.usecases.intake.accept_form import accept_form
from counter.usecases.ports.accounts import Officer
from counter.usecases.reading.dossiers import dossier_of
from tests.conftest import ADMIN, CLERK, REVIEWER, a_form
from tests.db.test_back_office import LAND, SUPERVISOR, act, name_of, stage
from tests.ui.conftest import settle

SECURITY = Officer("security", "演练安全管理", "security")


def test_an_opinion_being_typed_stays_while_others_work(qtbot, sqlite_core, opened):
    number = stage(sqlite_core, "construction-works")
    named = name_of(sqlite_core, number, "design-scheme-review")
    act(sqlite_core, "claim", named, LAND)
    window = opened(LAND)
    window.open_case(number)
    settle(qtbot, window)
    page = window.pages["case"]
    field = page.panel.entries["opinion"].field
    assert isinstance(field, QPlainTextEdit)
    field.setPlainText("总平面符合规划条件")
    act(
        sqlite_core,
        "supervise",
        name_of(sqlite_core, number, "air-defence-basement"),
        SUPERVISOR,
        text="快",
        reply_by="2026-11-25",
    )
    window._changed()
    settle(qtbot, window)
    assert page.panel.entries["opinion"].field.toPlainText() == "总平面符合规划条件"
    qtbot.mouseClick(page.panel.go, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    event = next(e for e in reversed(dossier_of(sqlite_core.app, number).events) if e.what == "review")
    assert event.data["opinion"] == "总平面符合规划条件"


def test_the_window_enters_a_departments_answer_on_paper_with_its_scan_and_one_key(
    qtbot, sqlite_core, opened, tmp_path
):
    number = accept_form(sqlite_core.app, a_form(), CLERK).dossier.application.number
    window = opened(CLERK)
    window.open_case(f"{number}/1")
    settle(qtbot, window)
    page = window.pages["case"]
    step = page.panel.step
    step.setCurrentIndex(next(n for n in range(step.count()) if step.itemData(n).verb == "approve"))
    page.panel.entries["on_behalf_of.name"].field.setText("登记科负责人")
    page.panel.entries["on_behalf_of.how"].field.setCurrentIndex(
        page.panel.entries["on_behalf_of.how"].field.findData("paper")
    )
    qtbot.keyClick(window, Qt.Key.Key_F9)
    settle(qtbot, window)
    assert "扫描件" in page.panel.entries["on_behalf_of.scan"].error.text()
    signed = tmp_path / "答复.png"
    picture = QImage(40, 40, QImage.Format.Format_RGB32)
    picture.fill(0xFFFFFF)
    assert picture.save(str(signed))
    page.attach_requested.emit(page.panel.case.currentData(), [str(signed)])
    settle(qtbot, window)
    assert page.panel.entries["on_behalf_of.name"].field.text() == "登记科负责人"
    page.panel.entries["on_behalf_of.scan"].field.setCurrentIndex(1)
    qtbot.keyClick(window, Qt.Key.Key_F9)
    settle(qtbot, window)
    event = next(e for e in dossier_of(sqlite_core.app, number).events if e.what == "approve")
    assert event.data["on_behalf_of"]["how"] == "paper"
    assert event.who == CLERK.name


def test_a_refused_step_says_why_beside_the_entry_and_loses_nothing(qtbot, sqlite_core, opened):
    number = accept_form(sqlite_core.app, a_form(), CLERK).dossier.application.number
    act(sqlite_core, "claim", f"{number}/1", REVIEWER)
    window = opened(REVIEWER)
    window.open_case(f"{number}/1")
    settle(qtbot, window)
    panel = window.pages["case"].panel
    panel.entries["result_name"].field.setText("营业执照")
    panel.entries["valid_until"].field.setText("明年")
    qtbot.mouseClick(panel.go, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    assert panel.entries["valid_until"].error.text().startswith("✕")
    assert panel.entries["result_name"].field.text() == "营业执照"


def test_the_lock_covers_everything_and_gives_it_back_as_it_was(qtbot, sqlite_core, opened):
    number = stage(sqlite_core, "construction-works")
    act(sqlite_core, "claim", name_of(sqlite_core, number, "design-scheme-review"), LAND)
    window = opened(LAND)
    window.open_case(number)
    settle(qtbot, window)
    page = window.pages["case"]
    page.panel.entries["opinion"].field.setPlainText("写到一半")
    window._session.idle.emit()
    assert window.stack.currentWidget() is window.gate
    assert not window.rail.isEnabled()
    window.show_page("queue")
    assert window.stack.currentWidget() is window.gate
    window.gate.signed_in.emit(LAND)
    assert window.current() == "case"
    assert window.pages["case"] is page
    assert page.panel.entries["opinion"].field.toPlainText() == "写到一半"


def test_another_officer_does_not_come_back_to_the_covered_page(qtbot, sqlite_core, opened):
    window = opened(LAND)
    window.lock()
    window.gate.signed_in.emit(CLERK)
    settle(qtbot, window)
    assert window.current() == "intake"


def test_an_arrangement_is_previewed_and_changes_nothing_until_confirmed(qtbot, sqlite_core, opened):
    number = accept_form(sqlite_core.app, a_form(), CLERK).dossier.application.number
    due = dossier_of(sqlite_core.app, number).cases[0].clocks[-1].due_at
    window = opened(ADMIN)
    window.show_page("calendar")
    page = window.pages["calendar"]
    page.text.setPlainText('{"dates": [')
    page.show_preview()
    assert page.error.text().startswith("✕")
    page.text.setPlainText(json.dumps({"dates": [{"date": "2026-11-24", "working": False, "notice": "试"}]}))
    page.show_preview()
    settle(qtbot, window)
    assert page.model.rowCount() > 0
    assert dossier_of(sqlite_core.app, number).cases[0].clocks[-1].due_at == due
    page.load()
    settle(qtbot, window)
    assert dossier_of(sqlite_core.app, number).cases[0].clocks[-1].due_at > due


def test_the_security_administrator_adds_an_account_and_a_wrong_one_says_where(qtbot, sqlite_core, opened):
    window = opened(SECURITY)
    page = window.pages["accounts"]
    settle(qtbot, window)
    before = page.model.rowCount()
    page.fields["name"].edit.setText("wang")
    page.fields["password"].edit.setText("short")
    page.add()
    settle(qtbot, window)
    assert page.fields["password"].error.text().startswith("✕")
    page.fields["password"].edit.setText("first password")
    page.add()
    settle(qtbot, window)
    assert page.model.rowCount() == before + 1


def test_the_queue_keeps_its_selection_when_others_change_it(qtbot, sqlite_core, opened):
    numbers = [accept_form(sqlite_core.app, a_form(), CLERK).dossier.application.number for _ in range(3)]
    window = opened(REVIEWER)
    page = window.pages["queue"]
    settle(qtbot, window)
    page.view.selectRow(2)
    chosen = page.view.current().case_no
    act(sqlite_core, "transfer", f"{numbers[0]}/1", SUPERVISOR, department="tax", reason="x")
    page.reload()
    settle(qtbot, window)
    assert page.model.rowCount() == 2
    assert page.view.current().case_no == chosen
    assert "待领取 2" in page.counts.text()


def test_who_works_for_all_departments_begins_where_most_is_waiting(qtbot, sqlite_core, opened):
    accept_form(sqlite_core.app, SAMPLE_FORMS[1], CLERK)
    window = opened(REVIEWER)
    window.show_page("queue")
    settle(qtbot, window)
    page = window.pages["queue"]
    assert page.department.currentData() == "real-estate-registry"
    assert len(page.model.rows) == 1
    page.department.setCurrentIndex(page.department.findData("tax"))
    window.show_page("applications")
    window.show_page("queue")
    settle(qtbot, window)
    assert page.department.currentData() == "tax"
