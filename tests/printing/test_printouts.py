"""Printouts read back by other programs: text, fonts, symbols, pages."""

import io
import re
import subprocess
from dataclasses import replace

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from counter.domain.printout import KINDS
from counter.domain.words import Words
from counter.usecases.handover.issue import issue_results
from counter.usecases.intake.accept_form import accept_form
from counter.usecases.printouts.notices import Order, notice_facts
from counter.usecases.printouts.of_application import facts_of, printouts_of
from counter.usecases.reading.dossiers import dossier_of
from counter.usecases.reading.find import application_named
from printing.press import RENDERERS
from printing.slip import render_tracking_slip
from tests.conftest import CLERK, a_form
from tests.db.test_handing_over import OWNER, make_ready
from tests.system_parts import need


@pytest.fixture
def facts(sqlite_core):
    """An application that was handed over, so that every material has something to say."""
    number = accept_form(sqlite_core.app, a_form(), CLERK).dossier.application.number
    make_ready(sqlite_core, number, 1, 2, 3, 4)
    issue_results(sqlite_core.app, number, CLERK, {"collector": OWNER, "return_materials": True})
    with sqlite_core.uow(read_only=True) as uow:
        dossier = uow.dossier(application_named(number, uow))
        # A notice belongs to an event; any will do where only the press is looked at.
        event = next(e for e in dossier.events if e.what == "approve")
        order = Order("supervision_order", event.case_no, "1", event)
        notice = notice_facts(order, dossier, sqlite_core.app.catalogue, "演练审批")
        return replace(facts_of(sqlite_core.app, uow, dossier), notice=notice)


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


def picture(pdf: bytes, page: int = 0, dpi: int = 200) -> Image.Image:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return document[page].render(scale=dpi / 72).to_pil()
    finally:
        document.close()


def one_line(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("kind", RENDERERS)
def test_every_font_is_embedded_and_none_is_helvetica(sqlite_core, facts, kind):
    printed = sqlite_core.app.press.render(kind, facts)
    for page in PdfReader(io.BytesIO(printed.pdf)).pages:
        for reference in page["/Resources"]["/Font"].values():
            font = reference.get_object()
            assert "Helvetica" not in font["/BaseFont"]
            assert "/FontFile2" in font["/FontDescriptor"]


def test_every_printout_of_the_press_has_a_name():
    assert set(RENDERERS) | {"service_guide", "inquiry_slip", "reference_text"} == set(KINDS)


def test_the_same_facts_give_the_same_bytes(sqlite_core, facts):
    for kind in RENDERERS:
        assert sqlite_core.app.press.render(kind, facts).pdf == sqlite_core.app.press.render(kind, facts).pdf


def test_the_notice_says_what_the_law_asks(sqlite_core, facts):
    text = one_line(text_of(sqlite_core.app.press.render("acceptance_notice", facts).pdf))
    for needed in (
        "受理通知书",
        facts.number,
        "阿依努尔·买买提",
        "2026年11月23日11:00",
        "措施1",
        "受理专用章",
        "演练",
    ):
        assert needed in text, needed
    assert "230833199001010011" not in text


def test_a_receipt_voucher_is_called_by_its_regime(sqlite_core):
    number = accept_form(
        sqlite_core.app, a_form(package=None, items=["company-establishment"]), CLERK
    ).dossier.application.number
    with sqlite_core.uow(read_only=True) as uow:
        facts = facts_of(sqlite_core.app, uow, uow.dossier(application_named(number, uow)))
    text = one_line(text_of(sqlite_core.app.press.render("acceptance_notice", facts).pdf))
    assert "接收申请材料凭证" in text


@pytest.mark.parametrize("name", ["赵𠮷祥", "㐂一", "𪚥", "买买提·吐尔逊", "𫝀"])
def test_rare_characters_come_back_right_from_text_extraction(sqlite_core, facts, name):
    person = replace(facts.persons[0], name=name)
    printed = sqlite_core.app.press.render("application_form", replace(facts, persons=(person,)))
    assert printed.missing == ()
    assert name in one_line(text_of(printed.pdf))
    reader = "".join(page.extract_text() for page in PdfReader(io.BytesIO(printed.pdf)).pages)
    assert name in one_line(reader)
    need("pdf")
    found = subprocess.run(["pdftotext", "-", "-"], input=printed.pdf, capture_output=True, check=True)
    assert name in one_line(found.stdout.decode())


def test_a_character_without_a_glyph_is_reported(sqlite_core, facts):
    person = replace(facts.persons[0], name="王\U0002ebf0")  # Extension I: no free font has it
    assert sqlite_core.app.press.render("tracking_slip", replace(facts, persons=(person,))).missing == ()
    assert sqlite_core.app.press.render("folder_label", replace(facts, persons=(person,))).missing == (
        "\U0002ebf0",
    )


@pytest.mark.parametrize("kind", ["acceptance_notice", "receipt_list", "tracking_slip"])
def test_the_qr_code_decodes_at_200_dpi_and_opens_the_status_page(sqlite_core, facts, kind):
    pdf = sqlite_core.app.press.render(kind, facts).pdf
    found = [code.text for code in zxingcpp.read_barcodes(picture(pdf))]
    assert found == [facts.tracking_url]


def test_the_labels_barcodes_are_the_number_and_the_cases_ordinal(sqlite_core, facts):
    printed = sqlite_core.app.press.render("folder_label", facts)
    codes = [zxingcpp.read_barcodes(picture(printed.pdf, n))[0] for n in range(printed.pages)]
    assert [code.text for code in codes] == [facts.number] + [f"{facts.number}/{n}" for n in (1, 2, 3, 4)]
    assert {str(code.format).replace(" ", "").upper().split(".")[-1] for code in codes} == {"CODE128"}


def test_the_slip_is_as_long_as_its_content(sqlite_core, facts):
    pages = PdfReader(io.BytesIO(sqlite_core.app.press.render("tracking_slip", facts).pdf)).pages
    assert len(pages) == 1
    width, height = (float(v) / 72 * 25.4 for v in pages[0].mediabox[2:])
    assert width == pytest.approx(80, abs=0.1)
    assert 120 < height < 220
    short = replace(facts, cases=facts.cases[:1])
    other = PdfReader(io.BytesIO(sqlite_core.app.press.render("tracking_slip", short).pdf)).pages[0]
    assert float(other.mediabox[3]) < float(pages[0].mediabox[3])
    pdf, count, _ = render_tracking_slip(facts, sqlite_core.app.press.faces, "a5")
    assert count == 1
    assert float(PdfReader(io.BytesIO(pdf)).pages[0].mediabox[2]) / 72 * 25.4 == pytest.approx(148, abs=0.1)


def test_the_slip_has_no_identity_number(sqlite_core, facts):
    text = text_of(sqlite_core.app.press.render("tracking_slip", facts).pdf)
    assert facts.persons[0].id_number not in text
    assert facts.persons[0].id_masked not in text


def test_fifty_materials_run_over_pages_with_heads_and_numbers(sqlite_core, facts):
    lines = tuple(
        replace(facts.materials[0], name=Words(f"第{n}号材料及其说明文件", "x"), received=True)
        for n in range(1, 51)
    )
    printed = sqlite_core.app.press.render("receipt_list", replace(facts, materials=lines))
    assert printed.pages > 1
    document = pypdfium2.PdfDocument(printed.pdf)
    texts = [one_line(page.get_textpage().get_text_bounded()) for page in document]
    document.close()
    assert all(f"第{n}页共{printed.pages}页" in text for n, text in enumerate(texts, 1))
    together = "".join(texts)
    assert all(f"第{n}号材料及其说明文件" in together for n in range(1, 51))
    assert sum("材料名称" in text for text in texts) >= 2


def test_a_company_name_of_sixty_characters_is_not_cut(sqlite_core):
    name = "抚远市" + "乌苏里江黑瞎子岛" * 6 + "跨境电子商务有限责任公司"
    form = a_form()
    form["answers"]["company_name"] = name
    form["parties"] = [
        {"type": "enterprise", "name": name, "id_type": "uscc", "id_number": "91110000600037341L"}
    ]
    number = accept_form(sqlite_core.app, form, CLERK).dossier.application.number
    with sqlite_core.uow(read_only=True) as uow:
        facts = facts_of(sqlite_core.app, uow, uow.dossier(application_named(number, uow)))
    for kind in ("application_form", "receipt_list", "acceptance_notice"):
        printed = sqlite_core.app.press.render(kind, facts)
        assert name in one_line(text_of(printed.pdf)), kind
        for page in range(printed.pages):
            image = picture(printed.pdf, page, 60).convert("L")
            margin = image.crop((image.width - int(15 / 25.4 * 60), 0, image.width, image.height))
            assert margin.getextrema()[0] > 200, "nothing is drawn into the right margin"


def test_the_longest_names_fit_the_label_uncut(sqlite_core, facts):
    people = tuple(replace(facts.persons[0], name="阿卜杜热合曼·" * 7 + str(n)) for n in range(3))
    printed = sqlite_core.app.press.render("folder_label", replace(facts, persons=people))
    text = one_line(text_of(printed.pdf))
    assert all(person.name in text for person in people)
    assert zxingcpp.read_barcodes(picture(printed.pdf))[0].text == facts.number


def test_the_slip_is_a5_where_only_an_a4_printer_stands(sqlite_core, facts):
    desk = replace(sqlite_core.settings.desk, a4_printer="hall_a4")
    sqlite_core.save_desk(desk)
    page = PdfReader(io.BytesIO(sqlite_core.app.press.render("tracking_slip", facts).pdf)).pages[0]
    assert float(page.mediabox[2]) / 72 * 25.4 == pytest.approx(148, abs=0.1)


def test_refusals_have_their_printouts(sqlite_core):
    decision = {"outcome": "not_competent", "reason": "属省级权限", "authority": "黑龙江省市场监督管理局"}
    form = a_form(
        package=None, items=["company-establishment"], decisions={"company-establishment": decision}
    )
    number = accept_form(sqlite_core.app, form, CLERK).dossier.application.number
    printouts = {p.kind: p for p in printouts_of(sqlite_core.app, number, CLERK)}
    text = one_line(text_of(printouts["rejection_notice"].pdf))
    for needed in ("不予受理决定书", "属省级权限", "黑龙江省市场监督管理局", "行政复议", "抚远市人民政府"):
        assert needed in text
    number = accept_form(sqlite_core.app, a_form(materials=[]), CLERK).dossier.application.number
    printouts = {p.kind: p for p in printouts_of(sqlite_core.app, number, CLERK)}
    text = one_line(text_of(printouts["correction_notice"].pdf))
    assert all(word in text for word in ("公司章程", "住所相关文件", "一次性告知"))


def test_printouts_are_kept_once_and_reprints_are_marked_and_counted(sqlite_core):
    number = accept_form(sqlite_core.app, a_form(), CLERK).dossier.application.number
    first = printouts_of(sqlite_core.app, number, CLERK)
    assert [p.sha256 for p in printouts_of(sqlite_core.app, number, CLERK)] == [p.sha256 for p in first]
    assert len(dossier_of(sqlite_core.app, number).printouts) == len(first)
    for n in (1, 2):
        again = printouts_of(sqlite_core.app, number, CLERK, reprint=True, reason="卡纸")
        assert {p.copy for p in again} == {n}
        assert f"补打第{n}次" in one_line(text_of(again[1].pdf))


def test_a_damaged_file_is_made_again(sqlite_core):
    number = accept_form(sqlite_core.app, a_form(), CLERK).dossier.application.number
    first = printouts_of(sqlite_core.app, number, CLERK)[0]
    path = next(sqlite_core.settings.printouts.rglob(f"{first.sha256}.pdf"))
    path.write_bytes(b"damaged")
    assert printouts_of(sqlite_core.app, number, CLERK)[0].pdf.startswith(b"%PDF")


def test_without_a_printer_nothing_says_printed(sqlite_core):
    from counter.domain.errors import EnvironmentFault

    number = accept_form(sqlite_core.app, a_form(), CLERK).dossier.application.number
    printout = printouts_of(sqlite_core.app, number, CLERK)[0]
    with pytest.raises(EnvironmentFault) as refusal:
        sqlite_core.devices.send_to_printer(printout.kind, printout.sha256, "x")
    assert refusal.value.code == "no_printer"
