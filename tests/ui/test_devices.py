"""Scanner and card reader at the real window: what they type goes where it belongs, wherever the cursor is."""

from itertools import count

from PySide6.QtCore import Qt

from counter.domain.id_card import Card
from counter.usecases.intake.accept_form import accept_form
from tests.card_reader import CARD, WELL, a_reader
from tests.conftest import CLERK, a_form
from tests.ui.test_office_screens import settle


def strike(qtbot, window, widget, text: str, *, gap: float) -> None:
    """Strike the keys and Enter, *gap* seconds apart however busy this machine is."""
    window._scanner.seconds = count(1, gap).__next__
    qtbot.keyClicks(widget, text)
    qtbot.keyClick(widget, Qt.Key.Key_Return)


def test_a_folder_scanned_into_any_field_opens_its_application_and_leaves_the_field(
    qtbot, sqlite_core, opened
):
    number = accept_form(sqlite_core.app, a_form(), CLERK).dossier.application.number
    window = opened(CLERK)
    page = window.pages["intake"]
    page.show_form(a_form())
    field = page.people.applicant.editors["phone"].editor
    field.setFocus()
    strike(qtbot, window, field, f"{number}/2", gap=0.005)
    settle(qtbot, window)
    assert window.current() == "case"
    assert window.pages["case"].number == number
    assert field.text() == a_form()["parties"][0]["phone"]


def test_what_a_hand_types_is_never_taken_for_a_scan(qtbot, sqlite_core, opened):
    number = accept_form(sqlite_core.app, a_form(), CLERK).dossier.application.number
    window = opened(CLERK)
    field = window.pages["intake"].people.applicant.editors["name"].editor
    field.setFocus()
    strike(qtbot, window, field, number, gap=0.06)
    assert window.current() == "intake"
    assert field.text() == number


def test_f4_reads_the_card_into_the_person_with_the_cursor(qtbot, sqlite_core, opened):
    window = opened(CLERK)
    page = window.pages["intake"]
    page.show_form({"items": ["water-connection"]})
    with a_reader(WELL) as port:
        object.__setattr__(sqlite_core.settings.desk, "card_reader", port)
        qtbot.keyClick(window, Qt.Key.Key_F4)
        qtbot.waitUntil(lambda: page.people.applicant.editors["name"].value() == CARD.name, timeout=10_000)
        settle(qtbot, window)
        assert page.people.applicant.editors["id_number"].value() == CARD.number
        page.people.has_agent.setChecked(True)
        page.people.agent.editors["name"].editor.setFocus()
        qtbot.keyClick(window, Qt.Key.Key_F4)
        qtbot.waitUntil(lambda: page.people.agent.editors["name"].value() == CARD.name, timeout=10_000)
    object.__setattr__(sqlite_core.settings.desk, "card_reader", "")
    qtbot.keyClick(window, Qt.Key.Key_F4)
    settle(qtbot, window)
    assert "读卡器" in page.material_panel.error.text()
    page.show_card(Card("", "230833198506120027"))
    assert page.people.agent.editors["id_number"].value() == "230833198506120027"
