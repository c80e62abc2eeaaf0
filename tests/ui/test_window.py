"""An officer's day through the real window, by keys where a key does it."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit

from counter.domain.words import Words
from counter.ui.actions import ACTIONS
from counter.ui.app import make_window
from counter.ui.cases.correction import CorrectionPanel
from counter.ui.roles import PAGES
from counter.ui.window import Window
from counter.usecases.hall.calendars import calendar_in_force
from counter.usecases.hall.settings import hall_of
from counter.usecases.intake.accept_form import accept_form
from counter.usecases.printouts.of_application import printouts_of
from counter.usecases.reading.dossiers import dossier_of
from counter.usecases.steps.carry_out import carry_out
from db.fill import fill
from tests.conftest import ADMIN, CLERK, MONDAY, REVIEWER, a_form, open_core
from tests.ui.conftest import settle


@pytest.fixture
def window(qtbot, sqlite_core) -> Iterator[Window]:
    yield from _window(qtbot, sqlite_core, CLERK)


def _window(qtbot, core, officer, lang="zh") -> Iterator[Window]:
    made = make_window(core, lang)
    qtbot.addWidget(made)
    made.show()
    if officer is not None:
        made.sign_in(officer)
    settle(qtbot, made)
    yield made
    made.close()


def write(qtbot, widget, text: str) -> None:
    """Type keys, or hand over Chinese as an input method does."""
    if text.isascii():
        qtbot.keyClicks(widget, text)
        return
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def fill_form(qtbot, window: Window) -> None:
    page = window.pages["intake"]
    page.show_form(a_form())
    settle(qtbot, window)


def test_the_first_run_makes_an_administrator_and_a_clerk(qtbot, tmp_path):
    core = open_core(f"sqlite:///{tmp_path / 'real.sqlite3'}", tmp_path, at=None, rehearsal=False)
    window = next(_window(qtbot, core, None))
    lines = window.gate.findChildren(QLineEdit)
    for line, text in zip(lines, ("boss", "long password", "wang", "王敏", "another one"), strict=True):
        write(qtbot, line, text)
    with qtbot.waitSignal(window.usable, timeout=10_000):
        qtbot.keyClick(lines[-1], Qt.Key.Key_Return)
    assert window.current() == "intake"
    assert "王敏" in window.bar._officer.text()
    settle(qtbot, window)
    window.close()


def test_a_short_password_is_told_beside_the_form(qtbot, tmp_path):
    core = open_core(f"sqlite:///{tmp_path / 'real.sqlite3'}", tmp_path, at=None, rehearsal=False)
    window = next(_window(qtbot, core, None))
    lines = window.gate.findChildren(QLineEdit)
    for line, text in zip(lines, ("boss", "short", "wang", "王敏", "another one"), strict=True):
        write(qtbot, line, text)
    qtbot.keyClick(lines[-1], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "8" in window.gate.error.text(), timeout=10_000)
    assert lines[0].text() == "boss"
    window.close()


@pytest.mark.parametrize("typed", ["qykb", "100", "企业开", "start"])
def test_the_package_is_chosen_by_initials_code_or_name(qtbot, window, typed):
    page = window.pages["intake"]
    write(qtbot, page.choice.search, typed)
    qtbot.keyClick(page.choice.search, Qt.Key.Key_Return)
    assert page.choice.package == "enterprise-start-up"
    assert len(page.choice.items()) == 4
    assert page.material_panel.list.count() == 10


def test_materials_are_ticked_with_space_and_move_the_verdict_at_once(qtbot, window):
    page = window.pages["intake"]
    fill_form(qtbot, window)
    page.material_panel.handed.clear()
    page.judge()
    assert "只能一次性告知" in page.material_panel.verdict.text()
    page.material_panel.list.setFocus()
    for row in range(page.material_panel.list.count()):
        page.material_panel.list.setCurrentRow(row)
        if page.material_panel.list.item(row).text().startswith("✗"):
            qtbot.keyClick(page.material_panel.list, Qt.Key.Key_Space)
    assert "可以受理" in page.material_panel.verdict.text()
    page.material_panel.list.setCurrentRow(1)
    qtbot.keyClick(page.material_panel.list, Qt.Key.Key_3)
    assert 3 in [m["copies"] for m in page.material_panel.materials()]


def test_enter_walks_the_fields_and_the_number_fills_what_it_tells(qtbot, window):
    page = window.pages["intake"]
    qtbot.keyClicks(page.choice.search, "qykb")
    qtbot.keyClick(page.choice.search, Qt.Key.Key_Return)
    editors = page.people.applicant.editors
    assert QApplication.focusWidget() is editors["id_number"].editor
    qtbot.keyClicks(QApplication.focusWidget(), "11010519491231002x")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert QApplication.focusWidget() is editors["phone"].editor
    editors["name"].editor.setFocus()
    write(qtbot, QApplication.focusWidget(), "李")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert QApplication.focusWidget() is editors["id_type"].editor
    assert "1949-12-31" in page.people.applicant._facts.text()


def test_f9_puts_the_cursor_on_the_first_error_and_says_so_beside_it(qtbot, window):
    page = window.pages["intake"]
    form = a_form()
    form["answers"]["contact_phone"] = "12"
    page.show_form(form)
    qtbot.keyClick(window, Qt.Key.Key_F9)
    editor = page.answers.editors["contact_phone"]
    assert QApplication.focusWidget() is editor.editor
    assert editor.note.text().startswith("✕")
    assert page.form()["answers"]["company_name"] == form["answers"]["company_name"]


def test_acceptance_asks_for_the_signature_and_a_change_takes_it_back(qtbot, window):
    page = window.pages["intake"]
    fill_form(qtbot, window)
    page.request_accept()
    assert "签名" in page.material_panel.error.text()
    page.material_panel.signed.setChecked(True)
    qtbot.keyClicks(page.answers.editors["postcode"].editor, "1")
    assert not page.material_panel.signed.isChecked()


def test_f9_accepts_shows_the_printouts_and_is_ready_for_the_next(qtbot, window, sqlite_core):
    page = window.pages["intake"]
    fill_form(qtbot, window)
    page.material_panel.signed.setChecked(True)
    qtbot.keyClick(window, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: window.current() == "preview", timeout=20_000)
    settle(qtbot, window)
    preview = window.pages["preview"]
    assert preview.number.text().startswith("FY01-2600001")
    assert preview._list.count() == 6
    assert "已打印" not in "".join(preview._list.item(n).text() for n in range(6))
    assert page.choice.items() == []
    with sqlite_core.uow(read_only=True) as uow:
        assert list(uow.setup.drafts("FY", "1")) == []
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.current() == "intake"


def test_printouts_again_need_a_reason_and_are_marked(qtbot, window, sqlite_core):
    number = accept_form(sqlite_core.app, a_form(), CLERK).dossier.application.number
    printouts_of(sqlite_core.app, number, CLERK)
    window.open_case(number)
    settle(qtbot, window)
    qtbot.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.current() == "preview", timeout=20_000)
    settle(qtbot, window)
    preview = window.pages["preview"]
    preview.print_button.click()
    settle(qtbot, window)
    assert "原因" in window._message.text()
    assert len(dossier_of(sqlite_core.app, number).printouts) == 6
    write(qtbot, preview.reason, "卡纸")
    preview.print_button.click()
    settle(qtbot, window)
    assert [printout.copy for printout in dossier_of(sqlite_core.app, number).printouts] == [0] * 6 + [1] * 6


def test_a_character_without_a_glyph_is_told_before_anything_is_printed(qtbot, window, sqlite_core):
    form = a_form()
    form["parties"][0]["name"] = "王\U0002ebf0"
    page = window.pages["intake"]
    page.show_form(form)
    page.material_panel.signed.setChecked(True)
    page.request_accept()
    qtbot.waitUntil(lambda: window.current() == "preview", timeout=20_000)
    settle(qtbot, window)
    preview = window.pages["preview"]
    assert preview.note.text().startswith("▲")
    assert "U+2EBF0" in preview._list.item(0).text()


def test_pressing_f9_twice_accepts_once(qtbot, window, sqlite_core):
    page = window.pages["intake"]
    fill_form(qtbot, window)
    page.material_panel.signed.setChecked(True)
    form = page.form()
    page.accept_requested.emit(form)
    page.accept_requested.emit(form)
    settle(qtbot, window)
    assert len(sqlite_core.app.lists.applications(10, None, "")[0]) == 1


def test_pages_are_drawn_one_after_another_however_fast_printouts_are_chosen(qtbot, window, sqlite_core):
    """PDFium is not for threads: two pages drawn at once ended the process."""
    number = accept_form(sqlite_core.app, a_form(), CLERK).dossier.application.number
    window.printing_desk.printouts(number)
    qtbot.waitUntil(lambda: window.current() == "preview", timeout=20_000)
    preview = window.pages["preview"]
    for _ in range(8):
        for row in range(preview._list.count()):
            preview._list.setCurrentRow(row)
    settle(qtbot, window)
    assert preview._pages.count() >= 2


def test_the_form_to_sign_is_shown_before_acceptance(qtbot, window):
    fill_form(qtbot, window)
    qtbot.keyClick(window, Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: window.current() == "preview", timeout=20_000)
    settle(qtbot, window)
    assert window.pages["preview"]._pages.count() >= 2
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.pages["intake"].choice.package == "enterprise-start-up"


def test_a_draft_is_saved_and_offered_again(qtbot, sqlite_core):
    window = next(_window(qtbot, sqlite_core, CLERK))
    page = window.pages["intake"]
    fill_form(qtbot, window)
    qtbot.keyClicks(page.answers.editors["postcode"].editor, "9")
    qtbot.wait(900)
    settle(qtbot, window)
    window.close()
    again = next(_window(qtbot, sqlite_core, CLERK))
    settle(qtbot, again)
    assert again.pages["intake"].form()["answers"]["company_name"] == a_form()["answers"]["company_name"]
    again.close()


def test_another_officer_signs_in_without_losing_the_draft(qtbot, window):
    fill_form(qtbot, window)
    qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert window.current() == ""
    lines = window.gate.findChildren(QLineEdit)
    qtbot.keyClicks(lines[0], "clerk")
    window.gate.go.click()
    qtbot.waitUntil(lambda: window.current() == "intake", timeout=10_000)
    assert window.pages["intake"].choice.package == "enterprise-start-up"


def test_a_returning_applicant_is_offered_after_the_number(qtbot, window, sqlite_core):
    accept_form(sqlite_core.app, a_form(), CLERK)
    page = window.pages["intake"]
    qtbot.keyClicks(page.choice.search, "qykb")
    qtbot.keyClick(page.choice.search, Qt.Key.Key_Return)
    number = page.people.applicant.editors["id_number"].editor
    qtbot.keyClicks(number, "230833199001010011")
    qtbot.keyClick(number, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert page.people.applicant.editors["name"].value() == "阿依努尔·买买提"


def test_a_reviewer_claims_and_grants_and_the_others_begin(qtbot, sqlite_core):
    number = accept_form(sqlite_core.app, a_form(), CLERK).dossier.application.number
    window = next(_window(qtbot, sqlite_core, REVIEWER))
    queue = window.pages["queue"]
    settle(qtbot, window)
    assert len(queue.model.rows) == 1
    assert "剩 1 小时 00 分" in queue.model.index(0, 5).data()
    qtbot.mouseClick(queue.claim, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.current() == "case", timeout=10_000)
    settle(qtbot, window)
    page = window.pages["case"]
    assert page.panel.step.currentData().verb == "approve"
    page.panel.entries["result_name"].field.setText("营业执照")
    qtbot.mouseClick(page.panel.go, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    assert dossier_of(sqlite_core.app, number).cases[0].case.result["name"] == "营业执照"
    assert [str(f.case.state) for f in dossier_of(sqlite_core.app, number).cases] == [
        "decided",
        "waiting",
        "waiting",
        "waiting",
    ]
    window.close()


def test_a_case_taken_by_somebody_else_is_told(qtbot, sqlite_core):
    number = accept_form(sqlite_core.app, a_form(), CLERK).dossier.application.number
    window = next(_window(qtbot, sqlite_core, REVIEWER))
    settle(qtbot, window)
    with sqlite_core.uow() as uow:
        other = uow.setup.account("reviewer-market-regulation").officer
    carry_out(sqlite_core.app, "claim", f"{number}/1", other, {})
    window.pages["queue"].claim_current()
    settle(qtbot, window)
    assert "reviewer-market-regulation" in window._message.text()
    window.close()


def test_changes_of_others_arrive_within_two_seconds(qtbot, sqlite_core):
    window = next(_window(qtbot, sqlite_core, REVIEWER))
    settle(qtbot, window)
    accept_form(sqlite_core.app, a_form(), CLERK)
    qtbot.waitUntil(lambda: len(window.pages["queue"].model.rows) == 1, timeout=8000)
    window.close()


def test_a_scan_opens_the_application_wherever_the_cursor_is(qtbot, window, sqlite_core):
    number = accept_form(sqlite_core.app, a_form(), CLERK).dossier.application.number
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(window.search, f"{number}/2")
    qtbot.keyClick(window.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.current() == "case", timeout=10_000)
    assert window.pages["case"].number == number


def test_a_long_list_is_fetched_a_page_at_a_time(qtbot, window, sqlite_core):
    fill(
        sqlite_core.engine,
        sqlite_core.app.catalogue,
        calendar_in_force(sqlite_core.app),
        MONDAY,
        500,
        lambda _: None,
        sqlite_core.app.key,
    )
    window.show_page("applications")
    settle(qtbot, window)
    model = window.pages["applications"].model
    assert len(model.rows) == 60
    model.fetchMore(model.index(-1, -1))
    settle(qtbot, window)
    assert len(model.rows) == 120
    assert len({row.number for row in model.rows}) == 120
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    settle(qtbot, window)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("officer", [CLERK, REVIEWER, ADMIN])
def test_every_page_of_every_role_opens_in_both_languages(qtbot, sqlite_core, lang, officer):
    accept_form(sqlite_core.app, a_form(), CLERK)
    window = next(_window(qtbot, sqlite_core, officer, lang))
    for code, _ in PAGES:
        window.show_page(code)
        settle(qtbot, window)
        window.show_help()
        window.go_back()
    assert window._message.text() == ""
    window.close()


def test_english_has_no_chinese_left_but_names(qtbot, sqlite_core):
    window = next(_window(qtbot, sqlite_core, CLERK, "en"))
    page = window.pages["intake"]
    items = list(sqlite_core.app.catalogue.packages["enterprise-start-up"].items)
    page.choice.show_choice("enterprise-start-up", items)
    page._choice_changed()
    texts = [box.text() for box in page.findChildren(QCheckBox)] + [
        e.kind.label.en for e in page.answers.editors.values()
    ]
    assert texts
    assert not [text for text in texts if any("\u4e00" <= c <= "\u9fff" for c in text)]
    window.close()


def test_every_action_has_words_and_no_two_share_a_key_on_a_page():
    for page in {one.page for one in ACTIONS}:
        keys = [one.key for one in ACTIONS if one.page in ("", page)]
        assert len(keys) == len(set(keys))
    assert all(isinstance(one.words, Words) and one.words.zh and one.words.en for one in ACTIONS)


def test_a_lawful_refusal_is_taken_at_the_window_with_its_reason(qtbot, window, sqlite_core):
    page = window.pages["intake"]
    page.show_form(a_form(package=None, items=["company-establishment"]))
    outcome = page.material_panel.outcome
    outcome.choice.setCurrentIndex(outcome.choice.findData("not_competent"))
    page.material_panel.signed.setChecked(True)
    page.request_accept()
    assert "改正" in page.material_panel.error.text()
    write(qtbot, outcome.reason, "属省级权限")
    write(qtbot, outcome.authority, "省市场监督管理局")
    page.material_panel.signed.setChecked(True)
    qtbot.keyClick(window, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: window.current() == "preview", timeout=20_000)
    settle(qtbot, window)
    rows, _ = sqlite_core.app.lists.applications(1, None, "")
    assert rows[0].outcome == "not_competent"


def test_a_clerk_corrects_and_voids_from_the_case_page(qtbot, window, sqlite_core):
    number = accept_form(sqlite_core.app, a_form(), CLERK).dossier.application.number
    window.open_case(number)
    settle(qtbot, window)
    panel = window.pages["case"].findChild(CorrectionPanel)
    panel.field.setCurrentIndex(panel.field.findData("answers.address"))
    write(qtbot, panel.value, "新址")
    panel._correct()
    settle(qtbot, window)
    assert window.pages["case"].error.text().startswith("✕")
    panel.reason.setText("笔误")
    panel._correct()
    settle(qtbot, window)
    assert dossier_of(sqlite_core.app, number).application.form["answers"]["address"] == "新址"


def test_situations_decide_items_and_answers(qtbot, window):
    page = window.pages["intake"]
    write(qtbot, page.choice.search, "qykb")
    qtbot.keyClick(page.choice.search, Qt.Key.Key_Return)
    situations = page.choice.situations.choices
    situations["prior_permit"].activated.emit(1)
    assert page.form()["answers"]["scope_prior_permit"] is True
    printouts = [page.material_panel.list.item(n).text() for n in range(page.material_panel.list.count())]
    assert any("前置许可" in text for text in printouts)
    situations["invoices"].activated.emit(2)
    assert "first-invoice" not in page.choice.items()
    situations["invoices"].activated.emit(1)
    assert "first-invoice" in page.choice.items()
    assert page.form()["answers"]["invoice_kinds"] == ["digital", "ordinary"]


def test_an_odd_credit_code_is_confirmed_by_a_second_f9_and_recorded(qtbot, window, sqlite_core):
    party = {
        "role": "applicant",
        "type": "enterprise",
        "name": "某公司",
        "id_type": "uscc",
        "id_number": "91110000600037341M",
    }
    page = window.pages["intake"]
    page.show_form(a_form(parties=[party]))
    page.material_panel.signed.setChecked(True)
    qtbot.keyClick(window, Qt.Key.Key_F9)
    assert "再按一次 F9" in page.material_panel.error.text()
    assert sqlite_core.app.lists.applications(1, None, "")[0] == ()
    qtbot.keyClick(window, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: window.current() == "preview", timeout=20_000)
    settle(qtbot, window)
    number = sqlite_core.app.lists.applications(1, None, "")[0][0].number
    event = next(e for e in dossier_of(sqlite_core.app, number).events if e.what == "confirmed")
    assert event.data["fields"] == ["parties[0].id_number"]


def test_settings_are_checked_and_kept(qtbot, sqlite_core):
    window = next(_window(qtbot, sqlite_core, ADMIN))
    window.show_page("settings")
    settle(qtbot, window)
    page = window.pages["settings"]
    page._sessions.setText("08:30-25:00")
    page._save_hall()
    assert page.hall_note.text().startswith("✕")
    page._sessions.setText("09:00-12:00 13:00-17:30")
    page._hall["name"].setText("抚远市政务服务中心")
    page._save_hall()
    settle(qtbot, window)
    assert hall_of(sqlite_core.app).name == "抚远市政务服务中心"
    assert calendar_in_force(sqlite_core.app).sessions_on(MONDAY.toordinal())[1] == (46_800, 63_000)
    page._window.setText("7")
    page._save_desk()
    settle(qtbot, window)
    assert sqlite_core.settings.desk.window == "7"
    window.close()


def test_a_lost_database_is_told_and_nothing_typed_is_lost(qtbot, sqlite_core, tmp_path):
    window = next(_window(qtbot, sqlite_core, CLERK))
    fill_form(qtbot, window)
    page = window.pages["intake"]
    page.material_panel.signed.setChecked(True)
    sqlite_core.engine.dispose()
    database = tmp_path / "counter.sqlite3"
    database.rename(tmp_path / "gone.sqlite3")
    for suffix in ("-wal", "-shm"):
        (tmp_path / f"counter.sqlite3{suffix}").unlink(missing_ok=True)
    page.request_accept()
    settle(qtbot, window)
    assert "数据库" in page.material_panel.error.text()
    assert page.form()["answers"]["company_name"]
    (tmp_path / "counter.sqlite3").unlink(missing_ok=True)
    (tmp_path / "gone.sqlite3").rename(database)
    sqlite_core.engine.dispose()
    page.material_panel.signed.setChecked(True)
    page.request_accept()
    qtbot.waitUntil(lambda: window.current() == "preview", timeout=20_000)
    settle(qtbot, window)
    window.close()
