"""The clerk's day by keys: a returning applicant, an inquiry, a second visit, the book of outstanding materials, the end of the day."""

from dataclasses import replace

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QApplication

from counter.cli.project_forms import stage_form
from counter.settings import load
from counter.usecases.hall.credit import add_credit
from counter.usecases.hall.day_close import window_day
from counter.usecases.hall.item_import import import_item, preview_item
from counter.usecases.intake.accept_form import accept_form
from counter.usecases.intake.drafts import parked_drafts
from counter.usecases.printouts.of_application import printouts_of
from counter.usecases.reading.dossiers import dossier_of
from counter.usecases.steps.carry_out import carry_out
from counter.wiring import Core
from tests.conftest import ADMIN, CLERK, REVIEWER, a_form
from tests.db.test_back_office import SUPERVISOR, case, name_of
from tests.db.test_item_import import a_guide
from tests.db.test_window_books import OWNER, entry, mortgage, water
from tests.printing.test_notices import text_of
from tests.ui.test_office_screens import settle
from tests.ui.test_window import write

THREE = ["company-establishment", "seal-engraving", "first-invoice"]
MOST_KEYS = 25


class Hand:
    """Sends keys to whatever has the cursor and counts those that are no data."""

    def __init__(self, qtbot, window) -> None:
        self._qtbot, self._window, self.keys = qtbot, window, 0

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
        self.keys += 1
        self._qtbot.keyClick(QApplication.focusWidget() or self._window, key, modifier)
        settle(self._qtbot, self._window)

    def code(self, text: str) -> None:
        """Type what is no data: a short code, counted key by key."""
        self.keys += len(text)
        self._qtbot.keyClicks(QApplication.focusWidget(), text)

    def data(self, text: str) -> None:
        write(self._qtbot, QApplication.focusWidget(), text)


def test_three_items_of_a_returning_applicant_take_at_most_25_keys_beside_the_data(
    qtbot, sqlite_core, opened
):
    earlier = accept_form(sqlite_core.app, a_form(), CLERK).dossier.application.number
    window = opened(CLERK)
    hand = Hand(qtbot, window)
    page = window.pages["intake"]
    assert QApplication.focusWidget() is page.choice.search
    hand.code("101")
    hand.press(Qt.Key.Key_Return)
    chosen = [page.choice.items()]
    for short in (sqlite_core.app.catalogue.items[code].short for code in THREE if code not in chosen[0]):
        hand.press(Qt.Key.Key_F2)
        hand.code(short)
        hand.press(Qt.Key.Key_Return)
    assert page.choice.items() == THREE
    hand.data("230833199001010011")
    hand.press(Qt.Key.Key_Return)
    assert page.people.applicant.editors["name"].value() == "阿依努尔·买买提"
    assert earlier in page.history.earlier.text()
    hand.press(Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    hand.press(Qt.Key.Key_F6)
    hand.press(Qt.Key.Key_A)
    assert "可以受理" in page.material_panel.verdict.text()
    hand.press(Qt.Key.Key_F9)
    if not page.material_panel.signed.hasFocus():
        hand.press(Qt.Key.Key_F9)
    hand.press(Qt.Key.Key_Space)
    hand.press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: window.current() == "preview", timeout=20_000)
    numbers = {row.number for row in sqlite_core.app.lists.applications(10, None, "")[0]}
    (new,) = numbers - {earlier}
    assert [clocked.case.outcome for clocked in dossier_of(sqlite_core.app, new).cases] == ["accepted"] * 3
    assert hand.keys <= MOST_KEYS


def test_the_next_item_of_the_same_applicant_asks_nothing_again(qtbot, sqlite_core, opened):
    window = opened(CLERK)
    page = window.pages["intake"]
    page.show_form(a_form())
    page.accepted()
    hand = Hand(qtbot, window)
    hand.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert page.people.applicant.editors["id_number"].value() == "230833199001010011"
    hand.code(sqlite_core.app.catalogue.items["social-insurance-registration"].short)
    hand.press(Qt.Key.Key_Return)
    hand.press(Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert page.answers.values()["company_name"] == "抚远市乌苏里江鲟鳇鱼养殖有限公司"


def test_an_inquiry_is_recorded_with_one_key_and_leaves_a_slip(qtbot, sqlite_core, opened):
    window = opened(CLERK)
    page = window.pages["intake"]
    hand = Hand(qtbot, window)
    hand.code("101")
    hand.press(Qt.Key.Key_Return)
    hand.press(Qt.Key.Key_F6)
    hand.press(Qt.Key.Key_Down)
    hand.press(Qt.Key.Key_Space)
    handed = {m["code"] for m in page.material_panel.materials()}
    hand.press(Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: window.current() == "preview", timeout=20_000)
    (one,) = window_day(sqlite_core.app).inquiries
    assert one.items == ("company-establishment",)
    assert one.missing
    assert not handed & set(one.missing)
    assert page.choice.items() == []


def test_a_barred_applicant_is_told_at_once_and_no_promise_is_offered(qtbot, sqlite_core, opened):
    add_credit(sqlite_core.app, entry(), SUPERVISOR)
    window = opened(CLERK)
    page = window.pages["intake"]
    page.show_form(
        water(materials=[{"code": "water_subject", "form": "sighted"}]) | {"parties": [water()["applicant"]]}
    )
    assert "可容缺受理" in page.material_panel.verdict.text()
    page.person_requested.emit("resident_id", OWNER)
    settle(qtbot, window)
    assert "黑名单" in page.history.credit.text()
    assert "只能一次性告知" in page.material_panel.verdict.text()


def test_a_promise_takes_its_agreed_date_at_the_window(qtbot, sqlite_core, opened):
    window = opened(CLERK)
    page = window.pages["intake"]
    page.show_form(
        water(materials=[{"code": "water_subject", "form": "sighted"}]) | {"parties": [water()["applicant"]]}
    )
    names = [f.material.code for f in page.material_panel.findings]
    page.material_panel.list.setCurrentRow(names.index("water_premises"))
    page.material_panel.list.setFocus()
    hand = Hand(qtbot, window)
    hand.press(Qt.Key.Key_P)
    assert page.material_panel.due.isVisible()
    page.material_panel.due.setDate(QDate.currentDate().addDays(20))
    (promise,) = [m for m in page.material_panel.materials() if m.get("due")]
    assert promise["due"] == QDate.currentDate().addDays(20).toString("yyyy-MM-dd")
    reading = page.judge()
    assert reading.submission is not None


def test_a_possible_duplicate_is_told_before_acceptance(qtbot, sqlite_core, opened):
    number = accept_form(sqlite_core.app, a_form(), CLERK).dossier.application.number
    window = opened(CLERK)
    page = window.pages["intake"]
    page.show_form(a_form())
    page.person_requested.emit("resident_id", "230833199001010011")
    settle(qtbot, window)
    assert number in page.history.doubles.text()
    page.show_form({"items": ["water-connection"], "parties": a_form()["parties"]})
    page.person_requested.emit("resident_id", "230833199001010011")
    settle(qtbot, window)
    assert not page.history.doubles.isVisible()


def test_the_second_visit_is_one_page_scan_tick_receipt(qtbot, sqlite_core, opened):
    whole = stage_form("construction-works")
    form = whole | {"materials": [m for m in whole["materials"] if m["code"] != "air_defence_plan"]}
    number = accept_form(sqlite_core.app, form, CLERK).dossier.application.number
    named = name_of(sqlite_core, number, "air-defence-basement")
    window = opened(CLERK)
    window.search.setFocus()
    qtbot.keyClicks(window.search, named)
    qtbot.keyClick(window.search, Qt.Key.Key_Return)
    settle(qtbot, window)
    second_visit = window.pages["case"].second_visit
    assert "防空地下室" in second_visit.list.item(0).text()
    hand = Hand(qtbot, window)
    hand.press(Qt.Key.Key_A)
    hand.press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: window.current() == "preview", timeout=20_000)
    assert case(sqlite_core, number, "air-defence-basement").case.outcome == "accepted"
    receipts = [p for p in printouts_of(sqlite_core.app, number, CLERK) if p.kind == "receipt_list"]
    assert [p.mark for p in receipts] == ["", "visit:1"]
    assert receipts[0].sha256 != receipts[1].sha256


def test_the_book_of_outstanding_materials_opens_the_case_and_empties_when_the_material_came(
    qtbot, sqlite_core, opened
):
    number = accept_form(sqlite_core.app, water(), CLERK).dossier.application.number
    window = opened(CLERK)
    window.show_page("books")
    settle(qtbot, window)
    page = window.pages["books"]
    assert [d.application_no for d in page.outstanding.rows] == [number]
    page.search.setText("FY99-2600001-X")
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert page.outstanding.rows == []
    page.search.setText(number)
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    settle(qtbot, window)
    page.outstanding_view.setCurrentIndex(page.outstanding.index(0, 0))
    qtbot.keyClick(page.outstanding_view, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert window.current() == "case"
    carry_out(sqlite_core.app, "fulfil-debt", number, CLERK, {"material": "water_premises"})
    window.show_page("books")
    settle(qtbot, window)
    assert page.none.isVisible()


def test_the_day_shows_what_is_open_and_closes_with_reasons(qtbot, sqlite_core, opened):
    desk = sqlite_core.settings.desk.window
    number = accept_form(sqlite_core.app, a_form(window=desk), CLERK).dossier.application.number
    window = opened(CLERK)
    window.show_page("day")
    settle(qtbot, window)
    page = window.pages["day"]
    assert number in page.states["unprinted"].text()
    qtbot.keyClick(window, Qt.Key.Key_F9)
    settle(qtbot, window)
    assert page.why["unprinted"].error.text()
    for field in page.why.values():
        if field.isVisible():
            field.set_text("打印机故障，明早补")
    qtbot.keyClick(window, Qt.Key.Key_F9)
    settle(qtbot, window)
    assert CLERK.name in page.done.text()
    assert not page.close_button.isVisible()


def test_the_credit_record_is_kept_on_its_screen(qtbot, sqlite_core, opened):
    window = opened(SUPERVISOR)
    window.show_page("books")
    page = window.pages["books"]
    page.tabs.setCurrentIndex(1)
    settle(qtbot, window)
    page.fields["id_number"].set_text("1")
    page.fields["name"].set_text("李明")
    for key in ("reason", "source"):
        page.fields[key].set_text("失信")
    page._add()
    settle(qtbot, window)
    assert page.fields["id_number"].error.text()
    assert page.fields["name"].text() == "李明"
    page.fields["id_number"].set_text(OWNER)
    page._add()
    settle(qtbot, window)
    assert len(page.credit.rows) == 1
    page.credit_view.setCurrentIndex(page.credit.index(0, 0))
    page.repair_words.set_text("修复决定")
    page._repair()
    settle(qtbot, window)
    assert page.credit.rows[0].repaired_at is not None


def test_a_tracked_figure_is_entered_on_the_measures_screen(qtbot, sqlite_core, opened):
    window = opened(SUPERVISOR)
    window.show_page("measures")
    settle(qtbot, window)
    page = window.pages["measures"]
    page.measure.setCurrentIndex(page.measure.findData(78))
    page.fields["figure"].set_text("92.7 %")
    page.fields["day"].set_text("2026-13-01")
    page.fields["source"].set_text("生态环境局月报")
    page._enter()
    settle(qtbot, window)
    assert page.fields["day"].error.text()
    page.fields["day"].set_text("2026-10-31")
    page._enter()
    settle(qtbot, window)
    assert "92.7 %" in page.table.item(77, 3).text()


def test_a_draft_parked_at_one_window_is_taken_up_at_another(qtbot, sqlite_core, opened):
    first = opened(CLERK)
    page = first.pages["intake"]
    page.show_form(a_form())
    qtbot.keyClick(first, Qt.Key.Key_F12)
    settle(qtbot, first)
    first.close()
    sqlite_core.settings = replace(sqlite_core.settings, desk=replace(sqlite_core.settings.desk, window="7"))
    second = opened(CLERK)
    second.show_page("day")
    settle(qtbot, second)
    day = second.pages["day"]
    assert len(day.parked.rows) == 1
    day.parked_view.setCurrentIndex(day.parked.index(0, 0))
    qtbot.keyClick(day.parked_view, Qt.Key.Key_Return)
    settle(qtbot, second)
    assert second.current() == "intake"
    assert second.pages["intake"].answers.values()["company_name"] == "抚远市乌苏里江鲟鳇鱼养殖有限公司"
    assert parked_drafts(sqlite_core.app) == []


def test_a_guide_is_previewed_by_cell_and_imported_on_its_screen(qtbot, sqlite_core, opened, tmp_path):
    window = opened(ADMIN)
    window.show_page("items")
    page = window.pages["items"]
    page.preview(a_guide(tmp_path / "wrong.xlsx", {"visits": "一次"}))
    settle(qtbot, window)
    assert [cell for cell, _ in page.faults.rows] == ["事项!B15"]
    assert not page.confirm.isEnabled()
    page.preview(a_guide(tmp_path / "guide.xlsx"))
    settle(qtbot, window)
    assert page.changes.rows[0][2] == "户外招牌设置"
    assert "shop-sign" not in sqlite_core.app.catalogue.items
    qtbot.mouseClick(page.confirm, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    assert "shop-sign" in sqlite_core.app.catalogue.items
    assert not page.confirm.isEnabled()


def test_names_behind_a_masked_row_are_shown_for_a_reason_that_is_kept(qtbot, sqlite_core, opened):
    number = accept_form(sqlite_core.app, water(), CLERK).dossier.application.number
    window = opened(CLERK)
    window.show_page("applications")
    settle(qtbot, window)
    page = window.pages["applications"]
    assert page.model.rows[0].applicant == "李*"
    page.view.setCurrentIndex(page.model.index(0, 0))
    page.reveal()
    settle(qtbot, window)
    assert page.reason.error.text()
    assert page.revealed.text() == ""
    page.reason.set_text("电话核实")
    page.reveal()
    settle(qtbot, window)
    assert OWNER in page.revealed.text()
    accept_form(
        sqlite_core.app, a_form(), CLERK
    )  # another row comes in above: what is shown stays until the cursor moves
    page.reload()
    settle(qtbot, window)
    assert OWNER in page.revealed.text()
    window.show_page("intake")
    window.show_page("applications")
    settle(qtbot, window)
    assert page.revealed.text() == ""
    event = next(e for e in dossier_of(sqlite_core.app, number).events if e.what == "reveal")
    assert (event.who, event.data) == (CLERK.name, {"reason": "电话核实"})


def test_each_value_is_one_key_for_the_system_in_which_it_is_typed_again(qtbot, sqlite_core, opened):
    number = accept_form(sqlite_core.app, water(), CLERK).dossier.application.number
    window = opened(CLERK)
    window.open_case(number)
    settle(qtbot, window)
    tab = window.pages["case"].copying
    seen = []
    for _ in range(3):
        qtbot.keyClick(tab.list, Qt.Key.Key_Space)
        seen.append(QApplication.clipboard().text())
    assert seen == ["李明", OWNER, "13900000000"]
    tab.system.set_text("省水务平台")
    tab.number.set_text("SW-77")
    tab._keep()
    settle(qtbot, window)
    assert dossier_of(sqlite_core.app, number).application.form["external_refs"] == [
        {"system": "省水务平台", "number": "SW-77"}
    ]
    window.pages["case"].copying.system.set_text("省水务平台")
    window.pages["case"].copying.number.set_text("SW-77")
    window.pages["case"].copying._keep()
    settle(qtbot, window)
    assert window.pages["case"].error.isVisible()


def test_a_change_by_others_takes_nothing_typed_or_ticked_and_brings_nothing_to_the_front(
    qtbot, sqlite_core, opened
):
    whole = stage_form("construction-works")
    form = whole | {"materials": [m for m in whole["materials"] if m["code"] != "air_defence_plan"]}
    number = accept_form(sqlite_core.app, form, CLERK).dossier.application.number
    window = opened(CLERK)
    window.open_case(number)
    settle(qtbot, window)
    page = window.pages["case"]
    first = page.second_visit
    qtbot.keyClick(page.second_visit.list, Qt.Key.Key_A)
    write(qtbot, page.copying.system.edit, "省平台")
    copying = page.copying
    other = next(f.case.case_no for f in dossier_of(sqlite_core.app, number).cases)
    carry_out(sqlite_core.app, "claim", other, REVIEWER, {})
    window._cases.refresh(number)
    window.show_page("applications")
    settle(qtbot, window)
    assert window.current() == "applications"
    window.open_case(number)
    settle(qtbot, window)
    assert page.second_visit is not first
    assert len(page.second_visit.ticked()) == page.second_visit.list.count() == 1
    assert page.copying is copying
    assert copying.system.text() == "省平台"


def test_a_fee_is_paid_on_the_second_visit_and_what_is_wrong_stands_beside_its_line(
    qtbot, sqlite_core, opened
):
    number = accept_form(sqlite_core.app, mortgage(), CLERK).dossier.application.number
    window = opened(CLERK)
    window.open_case(number)
    settle(qtbot, window)
    second_visit = window.pages["case"].second_visit
    assert "80.00" in second_visit.list.item(0).text()
    hand = Hand(qtbot, window)
    hand.press(Qt.Key.Key_A)
    hand.press(Qt.Key.Key_F9)
    assert second_visit.order.error.text()
    write(qtbot, second_visit.order.edit, "JK-9")
    write(qtbot, second_visit.receipt.edit, "P-9")
    hand.press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: window.current() == "preview", timeout=20_000)
    settle(qtbot, window)
    printout = next(p for p in printouts_of(sqlite_core.app, number, CLERK) if p.mark == "visit:1")
    text = text_of(printout.pdf)
    assert "80.00 元" in text
    assert "P-9" in text
    assert window.pages["case"].second_visit is None


def test_the_report_of_a_period_is_written_from_the_measures_screen(qtbot, sqlite_core, opened):
    accept_form(sqlite_core.app, a_form(), CLERK)
    window = opened(SUPERVISOR)
    window.show_page("measures")
    settle(qtbot, window)
    panel = window.pages["measures"].report
    assert (panel.fields["from"].text(), panel.fields["to"].text()) == ("2026-11-01", "2026-11-23")
    panel.fields["to"].set_text("2026-10-01")
    panel.write.click()
    settle(qtbot, window)
    assert "早于" in panel.fields["to"].error.text()
    panel.fields["to"].set_text("2026-11-30")
    panel.write.click()
    settle(qtbot, window)
    written = sqlite_core.settings.data / "reports" / "report-2026-11-01-2026-11-30.pdf"
    assert str(written) in panel.done.text()
    assert "企业设立登记" in text_of(written.read_bytes())


def test_an_item_imported_at_another_pc_comes_to_this_window_between_two_applicants(
    qtbot, sqlite_core, opened, tmp_path
):
    window = opened(CLERK)
    busy = window.pages["intake"]
    busy.show_form({"items": ["water-connection"]})
    other = Core(load(sqlite_core.settings.database), at=sqlite_core.at)
    import_item(other.app, preview_item(other.app, a_guide(tmp_path / "guide.xlsx")), ADMIN)
    other.engine.dispose()
    qtbot.waitUntil(lambda: "目录已更新" in window._message.text(), timeout=20_000)
    assert window.pages["intake"] is busy  # what is being typed stays under its version
    assert busy.choice.items() == ["water-connection"]
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.pages["intake"] is not busy, timeout=20_000)
    settle(qtbot, window)
    page = window.pages["intake"]
    assert window.current() == "intake"
    page.choice.search.setText("shop-sign")
    qtbot.keyClick(page.choice.search, Qt.Key.Key_Return)
    assert page.choice.items() == ["shop-sign"]


def test_what_was_typed_on_the_second_visit_outlives_a_change_by_others(qtbot, sqlite_core, opened):
    number = accept_form(sqlite_core.app, mortgage(), CLERK).dossier.application.number
    window = opened(CLERK)
    window.open_case(number)
    settle(qtbot, window)
    page = window.pages["case"]
    qtbot.keyClick(page.second_visit.list, Qt.Key.Key_A)
    page.second_visit.order.edit.setFocus()
    write(qtbot, page.second_visit.order.edit, "JK-9")
    write(qtbot, page.second_visit.receipt.edit, "P-9")
    page.second_visit.method.setCurrentIndex(2)
    method, before = page.second_visit.method.currentData(), page.second_visit
    carry_out(
        sqlite_core.app, "claim", dossier_of(sqlite_core.app, number).cases[0].case.case_no, REVIEWER, {}
    )
    window._cases.refresh(number)
    settle(qtbot, window)
    assert page.second_visit is not before
    assert page._tabs.currentWidget() is page.second_visit
    assert page.second_visit.order.edit.hasFocus()
    qtbot.keyClick(page.second_visit.order.edit, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: window.current() == "preview", timeout=20_000)
    paid = next(e.data for e in dossier_of(sqlite_core.app, number).events if e.what == "record-payment")
    assert (paid["order_no"], paid["receipt_no"], paid["method"]) == ("JK-9", "P-9", method)


def test_a_number_that_nobody_has_is_told_above_the_page(qtbot, sqlite_core, opened):
    window = opened(CLERK)
    window.open_case("FY99-2600001-X")
    settle(qtbot, window)
    assert "FY99-2600001-X" in window._message.text()
    assert window._message.isVisible()
