"""Scanner and card reader at the real window: what they type goes where it belongs, wherever the cursor is."""

from PySide6.QtCore import Qt
from tests.unit.test_id_card import CARD, WELL, a_reader

from counter.domain.id_card import Card
from tests.conftest import CLERK, a_form
from tests.ui.test_office_screens import settle


def scan(qtbot, widget, text: str) -> None:
    qtbot.keyClicks(widget, text)
    qtbot.keyClick(widget, Qt.Key.Key_Return)


def test_a_folder_scanned_into_any_field_opens_its_application_and_leaves_the_field(
    qtbot, sqlite_core, opened
):
    number = sqlite_core.accept(a_form(), CLERK).dossier.application.number
    window = opened(CLERK)
    page = window.pages["intake"]
    page.show_form(a_form())
    field = page.people.applicant.editors["phone"].editor
    field.setFocus()
    scan(qtbot, field, f"{number}/2")
    settle(qtbot, window)
    assert window.current() == "case"
    assert window.pages["case"].number == number
    assert field.text() == a_form()["parties"][0]["phone"]


def test_what_a_hand_types_is_never_taken_for_a_scan(qtbot, sqlite_core, opened):
    number = sqlite_core.accept(a_form(), CLERK).dossier.application.number
    window = opened(CLERK)
    field = window.pages["intake"].people.applicant.editors["name"].editor
    field.setFocus()
    for letter in number:
        qtbot.keyClicks(field, letter)
        qtbot.wait(60)
    qtbot.keyClick(field, Qt.Key.Key_Return)
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
    assert "读卡器" in page.papers.error.text()
    page.show_card(Card("", "230833198506120027"))
    assert page.people.agent.editors["id_number"].value() == "230833198506120027"
