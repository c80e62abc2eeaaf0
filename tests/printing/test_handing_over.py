"""The printouts of a hand-over, read back: what was given, to whom, how; numbers masked."""

import pytest

from counter.domain.printout import issue_kinds
from counter.usecases.handover.issue import issue_results
from counter.usecases.intake.accept_form import accept_form
from counter.usecases.printouts.of_application import printouts_of
from tests.conftest import CLERK, a_form
from tests.db.test_handing_over import OWNER, STRANGER, make_ready
from tests.printing.test_printouts import one_line, text_of


@pytest.fixture
def number(sqlite_core) -> str:
    number = accept_form(sqlite_core.app, a_form(), CLERK).dossier.application.number
    make_ready(sqlite_core, number, 1, 2, 3, 4)
    return number


def printouts(core, number, data):
    handover = issue_results(core.app, number, CLERK, data)
    made = printouts_of(core.app, number, CLERK, kinds=issue_kinds(handover))
    return {printout.kind: one_line(text_of(printout.pdf)) for printout in made}


def test_the_slip_names_every_result_and_the_collector(sqlite_core, number):
    texts = printouts(sqlite_core, number, {"collector": OWNER, "return_materials": ["articles"]})
    assert set(texts) == {"collection_slip", "service_receipt", "return_list"}
    slip = texts["collection_slip"]
    assert "今领到4项结果，一次发齐" in slip
    for n in (1, 2, 3, 4):
        assert f"结果{n}" in slip
        assert f"2026-{n}" in slip
    assert "阿依努尔·买买提（申请人本人）" in slip
    assert "230***********0011" in slip
    assert OWNER["id_number"] not in slip
    assert "同时退还原件1种：公司章程" in slip
    assert "退还原件1种" in texts["return_list"]
    receipt = texts["service_receipt"]
    assert "《行政许可法》第四十四条" in receipt
    assert "受送达人" in receipt
    assert "送达人演练窗口" in receipt


def test_somebody_with_a_letter_is_named_as_such(sqlite_core, number):
    texts = printouts(sqlite_core, number, {"collector": {**STRANGER, "letter": True}})
    assert "孙秀兰（持委托书代领）" in texts["collection_slip"]


def test_a_parcel_has_its_address_and_number_on_the_receipt(sqlite_core, number):
    courier = {"address": "抚远镇正阳路18号", "carrier": "邮政EMS", "number": "EA123456789CN"}
    texts = printouts(sqlite_core, number, {"method": "courier", "courier": courier})
    assert set(texts) == {"service_receipt"}
    for text in courier.values():
        assert text in texts["service_receipt"]


def test_a_reprint_is_marked(sqlite_core, number):
    printouts(sqlite_core, number, {"collector": OWNER})
    (again,) = printouts_of(
        sqlite_core.app, number, CLERK, kinds=("collection_slip",), reprint=True, reason="卡纸"
    )
    assert "补打第1次" in one_line(text_of(again.pdf))
