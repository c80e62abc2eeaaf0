"""Pictures of the window's own work: a promise, a known applicant, the second visit, the day, the books, its printouts."""

from typing import Any, Final

from counter.ui.books.page import BooksPage
from counter.ui.intake.page import IntakePage
from counter.ui.shooting import Shooting
from counter.usecases.hall.calendars import calendar_in_force
from counter.usecases.hall.credit import add_credit
from counter.usecases.hall.inquiries import inquire
from counter.usecases.hall.targets import enter_target
from counter.usecases.intake.accept_form import accept_form
from counter.usecases.ports.accounts import Officer
from counter.usecases.printouts.alone import print_guide
from counter.usecases.printouts.make import Printout
from counter.usecases.printouts.of_application import printouts_of
from counter.wiring import Core

SUPERVISOR = Officer("supervisor", "演练督办", "supervisor")
_OWNER: Final = {
    "role": "applicant", "type": "natural_person", "name": "周桂芝", "id_type": "resident_id",
    "id_number": "230833198506120027", "phone": "13900000000",
}  # fmt: skip
_WATER: Final[dict[str, Any]] = {
    "items": ["water-connection"],
    "parties": [_OWNER],
    "answers": {"customer_name": "周桂芝", "use_address": "抚远镇迎宾路1号", "water_purpose": "resident"},
    "materials": [
        {"code": "water_subject", "form": "sighted"},
        {"code": "water_premises", "form": "copy", "due": "2026-12-04"},
    ],
    "delivery": {"method": "courier", "to": "周桂芝", "address": "抚远镇迎宾路1号"},
}
_ENTRY: Final = {
    "kind": "blacklist", "id_type": "resident_id", "id_number": "230833199001010011", "name": "阿依努尔·买买提",
    "reason": "拖欠农民工工资", "source": "信用平台 2026-11 号", "ends_on": "2027-06-30",
}  # fmt: skip


def prepare(core: Core, clerk: Officer) -> tuple[str, list[Printout]]:
    """Let the window have its day; return an application with a promise, and the printouts of the desk."""
    number = accept_form(core.app, _WATER, clerk).dossier.application.number
    add_credit(core.app, _ENTRY, SUPERVISOR)
    asked = {"items": ["company-establishment"], "missing": ["articles"], "note": "合伙企业能否直接变更"}
    slip = inquire(core.app, asked, clerk)
    figure = {"figure": "92.7 %", "day": "2026-10-31", "source": "生态环境月报"}
    enter_target(core.app, 78, figure, SUPERVISOR)
    wanted = ("shortfall_notice", "shortfall_commitment", "service_address", "handover_list")
    printouts = printouts_of(core.app, number, clerk, kinds=wanted)
    return number, [slip, print_guide(core.app, "electricity-connection"), *printouts]


def desk_shots(shooting: Shooting, number: str, clerk: Officer, form: dict[str, Any]) -> None:
    """Write the pictures."""
    core, shoot = shooting.core, shooting.shoot
    window = shooting.open(clerk)
    page = window.pages["intake"]
    if isinstance(page, IntakePage):
        page.show_form(dict(_WATER))
        page.set_calendar(calendar_in_force(core.app), core.app.now)
        page.material_panel.list.setCurrentRow(2)
        shoot(window, "intake-promise")
        page.show_form({**form, "materials": form["materials"][:-1]})
        page.person_requested.emit("resident_id", "230833199001010011")
        shoot(window, "intake-known")
        page.clear()
    window.show_page("day")
    shoot(window, "day")
    window.show_page("books")
    shoot(window, "debts")
    window.open_case(number)
    shoot(window, "second-visit")
    shooting.leave()
    window = shooting.open(SUPERVISOR)
    window.show_page("books")
    books = window.pages["books"]
    if isinstance(books, BooksPage):
        books.tabs.setCurrentIndex(1)
    shoot(window, "credit")
    shooting.leave()
