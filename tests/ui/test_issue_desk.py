"""The issue desk, ratings and what went back, through the real window."""

import json
from io import BytesIO

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QPushButton

from counter.usecases.hall.settings import hall_of
from counter.usecases.handover.issue import issue_results
from counter.usecases.intake.accept_form import accept_form
from counter.usecases.ports.accounts import Officer
from counter.usecases.printouts.of_application import printouts_of
from counter.usecases.ratings.given import ratings_of
from counter.usecases.ratings.receive import rate_at_window
from counter.usecases.reading.dossiers import dossier_of
from counter.usecases.status.tracking import tracking_url
from counter.usecases.steps.carry_out import carry_out
from tests.conftest import CLERK, REVIEWER, a_form
from tests.db.test_handing_over import OWNER, make_ready, owing, set_hall
from tests.ui.test_window import _window, settle, write

SUPERVISOR = Officer("supervisor", "演练督办", "supervisor")


@pytest.fixture
def number(sqlite_core) -> str:
    return accept_form(sqlite_core.app, a_form(), CLERK).dossier.application.number


@pytest.fixture
def window(qtbot, sqlite_core):
    yield from _window(qtbot, sqlite_core, CLERK)


def issue_page(qtbot, window):
    window.show_page("issue")
    settle(qtbot, window)
    return window.pages["issue"]


def pressed(widget, text: str) -> None:
    next(b for b in widget.findChildren(QPushButton) if text in b.text() and not b.isHidden()).click()


def test_a_scan_the_card_and_f9_hand_everything_over(qtbot, window, sqlite_core, number):
    """The window's usual case, by keys alone: scan the slip's folder, read the card, F9."""
    make_ready(sqlite_core, number, 1, 2, 3, 4, place="A-03")
    page = issue_page(qtbot, window)
    assert page._ready(page.model.rows[0]) == "✓ 全部 4 项"
    write(qtbot, window.search, f"{number}/1")
    qtbot.keyClick(window.search, Qt.Key.Key_Return)
    settle(qtbot, window)
    fields = page.panel.fields
    assert fields["collector.id_number"].edit.hasFocus()
    write(qtbot, fields["collector.id_number"].edit, OWNER["id_number"])
    qtbot.keyClick(fields["collector.id_number"].edit, Qt.Key.Key_Return)
    assert fields["collector.name"].text() == OWNER["name"]
    qtbot.keyClick(window, Qt.Key.Key_F9)
    settle(qtbot, window)
    assert [str(f.case.state) for f in dossier_of(sqlite_core.app, number).cases] == ["issued"] * 4
    assert window.current() == "preview"
    kinds = [printout.kind for printout in dossier_of(sqlite_core.app, number).printouts]
    assert kinds == ["collection_slip", "service_receipt", "return_list"]


def test_a_wrong_card_is_told_beside_its_field_and_nothing_typed_is_lost(qtbot, window, sqlite_core, number):
    make_ready(sqlite_core, number, 1, 2, 3, 4)
    page = issue_page(qtbot, window)
    fields = page.panel.fields
    write(qtbot, fields["collector.id_number"].edit, "230833196502120020")
    write(qtbot, fields["collector.name"].edit, OWNER["name"])
    qtbot.keyClick(window, Qt.Key.Key_F9)
    settle(qtbot, window)
    assert "委托书" in fields["collector.id_number"].error.text()
    assert fields["collector.id_number"].edit.hasFocus()
    assert fields["collector.name"].text() == OWNER["name"]
    assert str(dossier_of(sqlite_core.app, number).cases[0].case.state) == "ready"


def test_what_is_typed_survives_others_changes(qtbot, window, sqlite_core, number):
    other = accept_form(sqlite_core.app, a_form(idempotency_key="2"), CLERK).dossier.application.number
    make_ready(sqlite_core, number, 1, 2)
    page = issue_page(qtbot, window)
    page.open(number)
    settle(qtbot, window)
    write(qtbot, page.panel.fields["collector.id_number"].edit, "2308331990")
    make_ready(sqlite_core, other, 1)
    page.reload()
    settle(qtbot, window)
    assert page.panel.number == number
    assert page.panel.fields["collector.id_number"].text() == "2308331990"
    assert len(page.model.rows) == 2


def test_a_part_says_so_on_the_button(qtbot, window, sqlite_core, number):
    make_ready(sqlite_core, number, 1, 2)
    page = issue_page(qtbot, window)
    assert page._ready(page.model.rows[0]) == "○ 2/4，待初次申领发票、社会保险登记"
    assert "先发所选 2 项" in page.panel.button.text()
    next(iter(page.panel.checks.values())).setChecked(False)
    assert "先发所选 1 项" in page.panel.button.text()
    write(qtbot, page.panel.fields["collector.id_number"].edit, OWNER["id_number"])
    write(qtbot, page.panel.fields["collector.name"].edit, OWNER["name"])
    qtbot.keyClick(window, Qt.Key.Key_F9)
    settle(qtbot, window)
    states = [str(f.case.state) for f in dossier_of(sqlite_core.app, number).cases]
    assert states == ["ready", "issued", "waiting", "waiting"]


def test_an_arrival_is_registered_with_its_shelf_and_scan(qtbot, window, sqlite_core, number, tmp_path):
    for verb in ("claim", "approve"):
        carry_out(sqlite_core.app, verb, f"{number}/1", REVIEWER, {})
    page = issue_page(qtbot, window)
    page.open(number)
    settle(qtbot, window)
    scan = tmp_path / "licence.pdf"
    scan.write_bytes(b"%PDF-1.7 x")
    from counter.ui.issue.arrival import ArrivalForm

    form = page.panel.findChild(ArrivalForm)
    assert form.name.text() == "营业执照"
    write(qtbot, form.no.edit, "230883000012345")
    write(qtbot, form.place.edit, "A-03")
    form._scan = str(scan)
    qtbot.keyClick(form.place.edit, Qt.Key.Key_Return)
    settle(qtbot, window)
    clocked = dossier_of(sqlite_core.app, number).cases[0]
    assert str(clocked.case.state) == "ready"
    assert (clocked.case.result["place"], clocked.case.result["no"]) == ("A-03", "230883000012345")
    assert len(clocked.case.result["scan"]) == 64


def test_an_open_promise_is_shown_and_can_be_met_there(qtbot, window, sqlite_core):
    number, outstanding = owing(sqlite_core)
    make_ready(sqlite_core, number, 1)
    page = issue_page(qtbot, window)
    for _ in outstanding:
        pressed(page.panel, "已补交")
        settle(qtbot, window)
    assert not [
        c for c in dossier_of(sqlite_core.app, number).cases[0].clocks if c.kind == "debt" and not c.ended_at
    ]


def test_the_post_asks_for_the_address_instead_of_the_card(qtbot, window, sqlite_core, number):
    make_ready(sqlite_core, number, 1, 2, 3, 4)
    page = issue_page(qtbot, window)
    panel = page.panel
    panel.method.setCurrentIndex(panel.method.findData("courier"))
    assert panel.fields["collector.id_number"].isHidden()
    assert panel.fields["courier.to"].text() == OWNER["name"]
    qtbot.keyClick(window, Qt.Key.Key_F9)
    settle(qtbot, window)
    assert panel.fields["courier.address"].error.text()
    write(qtbot, panel.fields["courier.address"].edit, "抚远镇正阳路 18 号")
    qtbot.keyClick(window, Qt.Key.Key_F9)
    settle(qtbot, window)
    assert dossier_of(sqlite_core.app, number).handovers[0].state == "sent"


def test_the_applicants_screen_keeps_a_rating_and_asks_why_for_a_bad_one(qtbot, window, sqlite_core, number):
    window.open_case(number)
    settle(qtbot, window)
    qtbot.keyClick(window, Qt.Key.Key_F10)
    screen = window.rating_screen
    assert screen.isVisible()
    screen.grades["dissatisfied"].click()
    assert not screen.send.isEnabled()
    screen.reasons["waited_long"].setChecked(True)
    screen.send.click()
    settle(qtbot, window)
    (rating,), (work,) = ratings_of(sqlite_core.app, number)
    assert (rating.channel, rating.grade, rating.reasons) == ("screen", "dissatisfied", ("waited_long",))
    assert work.responsible == "window:1"
    assert "谢谢" in screen.thanks.text()
    screen.ask(number)
    screen.grades["satisfied"].click()
    settle(qtbot, window)
    assert "已经评价过" in screen.thanks.text()


def test_a_bad_rating_is_answered_on_the_ratings_page(qtbot, window, sqlite_core, number):
    rate_at_window(sqlite_core.app, number, {"grade": "dissatisfied", "text": "等太久"})
    window.show_page("ratings")
    settle(qtbot, window)
    page = window.pages["ratings"]
    assert page.open_table.item(0, 1).text() == "1 号窗口"
    pressed(page, "登记回访")
    settle(qtbot, window)
    assert page.fields["text"].error.text()
    write(qtbot, page.fields["text"].edit, "已致歉")
    pressed(page, "登记回访")
    settle(qtbot, window)
    write(qtbot, page.fields["measures"].edit, "加开窗口")
    pressed(page, "整改完成")
    settle(qtbot, window)
    assert page.open_table.rowCount() == 0
    assert ratings_of(sqlite_core.app, number)[1][0].measures == "加开窗口"
    assert page.tables["windows"].item(0, 3).text() == "1"


def test_a_supervisor_rules_on_an_appeal(qtbot, sqlite_core, number):
    bad = rate_at_window(sqlite_core.app, number, {"grade": "dissatisfied", "text": "点错"})
    carry_out(sqlite_core.app, "appeal-rating", number, CLERK, {"rating": bad.id, "reason": "来电说点错"})
    for window in _window(qtbot, sqlite_core, SUPERVISOR):
        window.show_page("ratings")
        settle(qtbot, window)
        page = window.pages["ratings"]
        write(qtbot, page.fields["reason"].edit, "属实")
        pressed(page, "采纳，不计入")
        settle(qtbot, window)
        assert not ratings_of(sqlite_core.app, number)[0][0].counted
        assert page.tables["windows"].rowCount() == 0


def test_the_case_page_shows_messages_ratings_and_the_hand_over(qtbot, window, sqlite_core):
    set_hall(sqlite_core, message_gateway="outbox")
    number = accept_form(sqlite_core.app, a_form(), CLERK).dossier.application.number
    make_ready(sqlite_core, number, 1, 2, 3, 4)
    issue_results(sqlite_core.app, number, CLERK, {"collector": OWNER})
    rate_at_window(sqlite_core.app, number, {"grade": "satisfied"})
    window.open_case(number)
    settle(qtbot, window)
    from PySide6.QtWidgets import QListWidget

    from counter.ui.cases.back import BackPanel

    panel = window.pages["case"].findChild(BackPanel)
    handed, said, sent = panel.findChildren(QListWidget)
    assert "窗口领取" in handed.item(0).text()
    assert "满意" in said.item(0).text()
    assert "138****0016" in sent.item(0).text()
    assert "13845470016" not in sent.item(0).text()
    before = tracking_url(
        sqlite_core.app, dossier_of(sqlite_core.app, number).application, hall_of(sqlite_core.app)
    )
    panel.reason.setText("遗失")
    pressed(panel, "挂失")
    qtbot.waitUntil(lambda: window.current() == "preview", timeout=20_000)
    assert (
        tracking_url(
            sqlite_core.app, dossier_of(sqlite_core.app, number).application, hall_of(sqlite_core.app)
        )
        != before
    )
    assert window.current() == "preview"


def test_an_application_that_was_started_online_is_taken_over(qtbot, window, sqlite_core, tmp_path):
    path = tmp_path / "online.json"
    path.write_text(json.dumps(a_form(channel="online", delivery={"method": "courier", "address": "抚远镇"})))
    window._desk.read_online(path)
    settle(qtbot, window)
    page = window.pages["intake"]
    page.material_panel.signed.setChecked(True)
    qtbot.keyClick(window, Qt.Key.Key_F9)
    settle(qtbot, window)
    found = sqlite_core.app.lists.applications(1, None, "")[0][0]
    application = dossier_of(sqlite_core.app, found.number).application
    assert application.channel == "online_pc"
    assert application.form["delivery"]["method"] == "courier"
    window._desk.read_online(tmp_path / "missing.json")
    assert "不是有效的申请" in window._message.text()


def test_the_hall_chooses_how_messages_are_sent(qtbot, sqlite_core):
    from tests.conftest import ADMIN

    for window in _window(qtbot, sqlite_core, ADMIN):
        window.show_page("settings")
        settle(qtbot, window)
        page = window.pages["settings"]
        page._gateway.setCurrentIndex(page._gateway.findData("file"))
        page._hall["token_days"].setText("x")
        pressed(page, "保存大厅设置")
        assert "整数" in page.hall_note.text()
        page._hall["token_days"].setText("30")
        pressed(page, "保存大厅设置")
        settle(qtbot, window)
    assert (hall_of(sqlite_core.app).message_gateway, hall_of(sqlite_core.app).token_days) == ("file", 30)


def test_the_collector_signs_on_the_screen_and_the_slip_shows_it(qtbot, window, sqlite_core, number):
    make_ready(sqlite_core, number, 1, 2, 3, 4)
    page = issue_page(qtbot, window)
    panel = page.panel
    panel.signature.setCurrentIndex(panel.signature.findData("pad"))
    write(qtbot, panel.fields["collector.id_number"].edit, OWNER["id_number"])
    write(qtbot, panel.fields["collector.name"].edit, OWNER["name"])
    qtbot.keyClick(window, Qt.Key.Key_F9)
    assert "先请领取人在屏幕上签名" in panel.refusal.text()
    panel.sign.click()
    pad = panel.pad
    assert pad.isVisible()
    pad.done.click()
    assert pad.isVisible()
    qtbot.mousePress(pad.canvas, Qt.MouseButton.LeftButton, pos=QPoint(60, 80))
    for n in range(30):
        qtbot.mouseMove(pad.canvas, QPoint(60 + 20 * n, 80 + (n % 5) * 30))
    qtbot.mouseRelease(pad.canvas, Qt.MouseButton.LeftButton)
    pad.done.click()
    assert not pad.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_F9)
    settle(qtbot, window)
    (handover,) = dossier_of(sqlite_core.app, number).handovers
    assert handover.signature == "pad"
    assert sqlite_core.app.scans.read(handover.facts["signature_sha256"]).startswith(b"\x89PNG")
    (slip,) = printouts_of(sqlite_core.app, number, CLERK, kinds=("collection_slip",))
    images = [image for p in PdfReader(BytesIO(slip.pdf)).pages for image in p.images]
    assert len(images) == 1


def test_scanning_twice_neither_hands_over_twice_nor_loses_what_was_typed(qtbot, window, sqlite_core, number):
    make_ready(sqlite_core, number, 1, 2, 3, 4)
    page = issue_page(qtbot, window)
    for _ in range(2):
        write(qtbot, window.search, number)
        qtbot.keyClick(window.search, Qt.Key.Key_Return)
        settle(qtbot, window)
        write(qtbot, page.panel.fields["collector.id_number"].edit, "23083319")
    assert page.panel.fields["collector.id_number"].text() == "2308331923083319"
    assert dossier_of(sqlite_core.app, number).handovers == ()


def test_nothing_moves_under_the_hand_while_others_work(qtbot, window, sqlite_core, number):
    """Others' steps leave cursor, ticks and signature where they are."""
    make_ready(sqlite_core, number, 1, 2, 3, 4)
    page = issue_page(qtbot, window)
    page.open(number, focus=True)
    settle(qtbot, window)
    panel, field = page.panel, page.panel.fields["collector.id_number"]
    panel.letter.setChecked(True)
    panel._signed(b"png")
    accept_form(sqlite_core.app, a_form(idempotency_key="2"), CLERK)
    page.reload()
    settle(qtbot, window)
    assert panel.fields["collector.id_number"] is field
    assert panel.letter.isChecked()
    assert panel._signature == b"png"


def test_a_panel_whose_results_went_out_elsewhere_follows(qtbot, window, sqlite_core, number):
    make_ready(sqlite_core, number, 1, 2, 3, 4)
    page = issue_page(qtbot, window)
    write(qtbot, page.panel.fields["collector.name"].edit, OWNER["name"])
    issue_results(sqlite_core.app, number, CLERK, {"collector": OWNER})
    page.reload()
    settle(qtbot, window)
    assert page.panel.fields == {}
    assert page.panel.checks == {}
    page.main_step()
    page.reload()
    settle(qtbot, window)
    assert len(dossier_of(sqlite_core.app, number).handovers) == 1


def test_the_applicants_screen_speaks_both_languages_whatever_the_clerks_is(qtbot, sqlite_core, number):
    for window in _window(qtbot, sqlite_core, CLERK, "en"):
        screen = window.rating_screen
        for check in screen.reasons.values():
            chinese, english = check.text().split("\n")
            assert not chinese.isascii()
            assert english.isascii()
