"""Printouts are made once, kept by their digest, and printed again for a reason."""

import hashlib
from dataclasses import replace

from counter.usecases.ports.printouts import Printed
from counter.usecases.printouts.facts import printout_facts
from counter.usecases.printouts.make import make_printouts
from counter.usecases.printouts.notices import notice_facts, orders
from tests.usecases.mortgage import MORTGAGE
from tests.usecases.one_hall import CLERK, AHall, refused

FOUNDER = {"name": "阿依努尔·买买提", "id_number": "230833199001010011"}


class Press:
    """Prints the kind, the copy and what the notice answers; remembers the facts."""

    def __init__(self) -> None:
        self.made: list[tuple[str, object]] = []

    def render(self, kind, facts) -> Printed:
        self.made.append((kind, facts))
        answer = facts.notice.answer if facts.notice else ""
        return Printed(f"{kind} {facts.copies.get(kind)} {answer} {len(self.made)}".encode(), 2, ("𠮷",))


class Store:
    """Keeps files by their digest."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def keep(self, pdf: bytes) -> str:
        digest = hashlib.sha256(pdf).hexdigest()
        self.files[digest] = pdf
        return digest

    def read(self, sha256: str) -> bytes | None:
        return self.files.get(sha256)


class Printer:
    """A hall's press and its folder."""

    def __init__(self, hall: AHall) -> None:
        self.hall, self.press, self.store = hall, Press(), Store()

    def facts_of(self, uow, dossier):
        return printout_facts(
            dossier, self.hall.catalogue, self.hall.settings, "窗口一", "http://u", rehearsal=False
        )

    def notices_of(self, uow, dossier):
        found = orders(dossier, self.hall.catalogue)
        return found, lambda order, one: notice_facts(order, one, self.hall.catalogue, "张三")

    def print(self, number: str, **options):
        self.press.made.clear()
        return make_printouts(
            number, CLERK, self.hall.database.open, self.facts_of, self.notices_of, self.press, self.store, **options
        )  # fmt: skip


def kinds(printouts) -> list[str]:
    return [one.kind for one in printouts]


def test_the_printouts_of_an_acceptance_are_made_once(hall):
    number, printer = hall.permit(), Printer(hall)
    first = printer.print(number)
    assert "acceptance_notice" in kinds(first)
    assert "tracking_slip" in kinds(first)
    assert {(one.copy, one.pages, one.missing, one.mark, one.case_no) for one in first} == {
        (0, 2, ("𠮷",), "", "")
    }
    event = hall.last(number)
    assert (event.what, event.who, event.data) == ("printed", "clerk", {"kinds": kinds(first)})
    assert len(hall.dossier(number).printouts) == len(first)
    again = printer.print(number)
    assert printer.press.made == []
    assert [(one.kind, one.sha256, one.pdf, one.pages) for one in again] == [
        (one.kind, one.sha256, one.pdf, one.pages) for one in first
    ]
    assert hall.events(number).count("printed") == 1
    assert len(hall.dossier(number).printouts) == len(first)


def test_a_reprint_needs_a_reason_and_is_counted(hall):
    number, printer = hall.permit(), Printer(hall)
    printer.print(number)
    for reason in ("", "  "):
        with refused("missing_field", "reason"):
            printer.print(number, reprint=True, reason=reason)
    second = printer.print(number, reprint=True, reason="卡纸", kinds=["acceptance_notice"])
    assert [(one.kind, one.copy) for one in second] == [("acceptance_notice", 1)]
    assert hall.last(number).data == {"kinds": ["acceptance_notice"], "reason": "卡纸"}
    assert hall.last(number).what == "reprinted"
    assert hall.dossier(number).printouts[-1].reason == "卡纸"
    third = printer.print(number, reprint=True, reason="卡纸", kinds=["acceptance_notice"])
    assert third[0].copy == 2
    assert printer.print(number, kinds=["acceptance_notice"])[0].copy == 2


def test_only_the_kinds_that_are_named_are_made(hall):
    number, printer = hall.permit(), Printer(hall)
    assert kinds(printer.print(number, kinds=["tracking_slip"])) == ["tracking_slip"]
    assert hall.last(number).data == {"kinds": ["tracking_slip"]}


def test_a_file_that_was_lost_is_made_again(hall):
    number, printer = hall.permit(), Printer(hall)
    printer.print(number, kinds=["tracking_slip"])
    printer.store.files.clear()
    again = printer.print(number, kinds=["tracking_slip"])
    assert [(one.kind, one.copy) for one in again] == [("tracking_slip", 1)]
    assert len(printer.press.made) == 1


def test_a_slip_that_was_withdrawn_is_made_anew_and_the_other_materials_stay(hall):
    number, printer = hall.permit(), Printer(hall)
    printer.print(number)
    hall.act("withdraw-slip", number, CLERK, reason="丢失")
    printer.print(number, kinds=["tracking_slip"])
    assert [kind for kind, _ in printer.press.made] == ["tracking_slip"]
    printer.print(number, kinds=["tracking_slip"])
    assert printer.press.made == []


def test_a_fault_of_a_corrected_material_has_a_notice_of_its_own(hall):
    number, printer = hall.permit(materials=[]), Printer(hall)
    printer.print(number)
    printer.print(number)
    assert printer.press.made == []
    missing = ["drainage_plan", "drainage_test"]
    hall.act("receive-correction", f"{number}/1", CLERK, materials=missing, check=True)
    hall.act(
        "decide-acceptance",
        f"{number}/1",
        outcome="correction_needed",
        reasons="未签名",
        materials=["drainage_test"],
    )
    (again,) = [one for one in printer.print(number) if one.kind == "correction_notice"]
    assert again.copy == 0
    assert "correction_notice" in [kind for kind, _ in printer.press.made]
    printer.print(number)
    assert printer.press.made == []


def test_each_notice_is_made_for_its_own_event(hall):
    number, printer = hall.permit(), Printer(hall)
    printer.print(number)
    hall.act("claim", f"{number}/1")
    hall.act("request-supplement", f"{number}/1", materials=["drainage_test"], reason="缺")
    (first,) = [one for one in printer.print(number) if one.kind == "supplement_notice"]
    case_no = hall.case(number).case_no
    assert (first.mark, first.case_no, first.copy) == (f"{case_no}:1", case_no, 0)
    assert [kind for kind, _ in printer.press.made] == ["supplement_notice"]
    assert printer.press.made[0][1].notice.answer == "请补正 1 份材料"
    record = hall.dossier(number).printouts[-1]
    assert (record.mark, record.case_no) == (f"{case_no}:1", case_no)
    hall.act("receive-supplement", f"{number}/1", CLERK, materials=["drainage_test"])
    hall.act("request-supplement", f"{number}/1", materials=["drainage_plan"], reason="缺")
    both = [one for one in printer.print(number) if one.kind == "supplement_notice"]
    assert [(one.mark, one.copy) for one in both] == [(f"{case_no}:1", 0), (f"{case_no}:2", 0)]
    assert [kind for kind, _ in printer.press.made] == ["supplement_notice"]


def test_a_second_visit_has_its_own_receipt_with_what_it_brought(hall):
    number, printer = hall.accept(MORTGAGE).dossier.application.number, Printer(hall)
    printer.print(number)
    paid = {"order_no": "J1", "receipt_no": "P1", "method": "card"}
    hall.clock("2026-11-24 10:00")
    hall.bring(number, "payment:0:fee", payment=paid)
    printer.print(number)
    ((kind, facts),) = printer.press.made
    assert kind == "receipt_list"
    assert facts.paid == (("已缴费", "80.00 元"), ("方式", "银行卡"), ("缴款单号", "J1"), ("票据号", "P1"))
    assert (facts.materials, facts.returned, facts.received_at) == ((), (), hall.at)
    assert facts.copies["receipt_list"] == 0


def test_the_receipt_of_a_visit_names_what_came_and_what_went_back(hall):
    number, printer = (
        hall.permit(materials=[{"code": "drainage_form", "form": "original", "copies": 1}]),
        Printer(hall),
    )
    printer.print(number)
    hall.bring(number, "correction:1:drainage_plan")
    printer.print(number, kinds=["receipt_list"])
    facts = printer.press.made[0][1]
    assert [(line.name.zh, line.received) for line in facts.materials] == [("排水管网图", True)]
    assert facts.paid == ()
    hall.act("withdraw", f"{number}/1", CLERK, reason="不办了")
    visits = [one for one in printer.print(number, kinds=["receipt_list"]) if one.mark.startswith("visit")]
    assert [one.mark for one in visits] == ["visit:1"]


def test_the_printouts_of_a_hand_over_belong_to_it(hall):
    number, printer = hall.start_up(), Printer(hall)
    printer.print(number)
    for n in "13":
        hall.act("claim", f"{number}/{n}")
        hall.act("approve", f"{number}/{n}")
        hall.act("register-result", f"{number}/{n}", CLERK, name="结果")
    hall.issue(number, collector=FOUNDER, cases=["1"])
    first = printer.print(number)
    made = [kind for kind, _ in printer.press.made]
    assert "collection_slip" in made
    assert len({one.mark for one in first if one.kind in made}) == 1
    assert all(one.mark for one in first if one.kind in made)
    hall.issue(number, collector=FOUNDER, cases=["3"], return_materials=["articles"])
    printer.print(number)
    assert "collection_slip" in [kind for kind, _ in printer.press.made]
    printer.print(number)
    assert printer.press.made == []


def test_an_old_record_without_a_mark_is_the_receipt_of_the_first_visit(hall):
    number, printer = hall.permit(), Printer(hall)
    printer.print(number)
    records = hall.database.kept.printouts
    hall.database.kept.printouts = [(owner, replace(one, mark="")) for owner, one in records]
    printer.print(number)
    assert printer.press.made == []
