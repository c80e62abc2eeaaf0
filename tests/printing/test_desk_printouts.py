"""Printouts beside the acceptance: promises, letters, fees, handover, guides, slips; read back by another program."""

import pytest

from counter.cli.project_forms import stage_form
from counter.cli.rehearsal import SAMPLE_FORMS
from counter.domain.errors import InputRefused
from counter.usecases.hall.inquiries import record_inquiry
from counter.usecases.intake.accept_form import accept_form
from counter.usecases.printouts.alone import print_guide, print_inquiry_slip
from counter.usecases.printouts.draft import draft_printouts
from counter.usecases.printouts.of_application import printouts_of
from tests.conftest import CLERK, a_form
from tests.db.test_window_books import OWNER, water
from tests.printing.test_notices import text_of

AGENT = {
    "name": "王芳", "id_type": "resident_id", "id_number": "230833199001010011", "phone": "13900000001",
    "letter": True, "authority": ["submit", "correct"],
}  # fmt: skip


def texts_of(core, form) -> dict[str, str]:
    number = accept_form(core.app, form, CLERK).dossier.application.number
    return {printout.kind: text_of(printout.pdf) for printout in printouts_of(core.app, number, CLERK)}


def test_a_shortfall_leaves_notice_and_promise_with_material_date_and_consequence(sqlite_core):
    found = texts_of(sqlite_core, water())
    for kind in ("shortfall_notice", "shortfall_commitment"):
        assert "权属证明" in found[kind]
        assert "2026-12-01" in found[kind]
        assert "信用记录" in found[kind]
        assert "演练" in found[kind]
    assert OWNER not in found["shortfall_notice"]
    assert "payment_notice" not in found
    assert "power_of_attorney" not in found


def test_an_agent_leaves_a_letter_with_just_the_powers_that_were_given(sqlite_core):
    found = texts_of(sqlite_core, water(agent=AGENT))
    letter = found["power_of_attorney"]
    assert "王芳" in letter
    assert OWNER in letter
    assert "补正、更正材料" in letter
    assert "领取文书和结果" not in letter


def test_delivery_by_mail_has_its_address_confirmed(sqlite_core):
    found = texts_of(sqlite_core, water(delivery={"method": "courier", "to": "李明", "address": "迎宾路1号"}))
    assert "迎宾路1号" in found["service_address"]


def test_a_commitment_is_a_letter_that_names_its_material_and_department(sqlite_core):
    found = texts_of(sqlite_core, stage_form("construction-land-planning"))
    assert "水土保持" in found["commitment_letter"]
    assert "撤销决定" in found["commitment_letter"]


def test_lawful_fees_are_printed_with_amount_and_basis_and_free_items_ask_nothing(sqlite_core):
    form = SAMPLE_FORMS[1] | {"answers": SAMPLE_FORMS[1]["answers"] | {"estate_use": "home"}}
    found = texts_of(sqlite_core, form)
    assert "80.00" in found["payment_notice"]
    assert "财税〔2016〕79号" in found["payment_notice"]
    assert "payment_notice" not in texts_of(sqlite_core, a_form())


@pytest.mark.parametrize(
    "answers, rate",
    [({"key_project": True, "grade_a_years": 0}, "1"), ({"key_project": False, "grade_a_years": 3}, "1"),
     ({"key_project": False, "grade_a_years": 2}, "3")],
)  # fmt: skip
def test_three_years_of_grade_a_or_a_key_project_pay_the_lowest_deposit(sqlite_core, answers, rate):
    item = sqlite_core.app.catalogue.items["wage-deposit"]
    (charge,) = item.charges({"contract_amount": "200", **answers})
    assert charge.amount == 200 * 10_000 * int(rate) / 100


def test_the_handover_list_gives_every_material_to_one_department_with_a_code_to_scan(sqlite_core):
    core = sqlite_core
    number = accept_form(core.app, a_form(), CLERK).dossier.application.number
    printout = printouts_of(core.app, number, CLERK, kinds=("handover_list",))[0]
    text = text_of(printout.pdf)
    assert f"{number}/1" in text
    assert text.count("公司章程") == 1


def test_everything_to_sign_is_made_from_the_draft_with_the_reference_texts(sqlite_core):
    drafts = draft_printouts(sqlite_core.app, a_form(), CLERK)
    assert [printout.kind for printout in drafts] == ["application_form", "reference_text", "reference_text"]
    articles, resolution = (text_of(printout.pdf) for printout in drafts[1:])
    assert "乌苏里江鲟鳇鱼" in articles
    assert "认缴 120 万元" in articles
    assert "股东会决议" in resolution
    sole = a_form()
    sole["answers"]["shareholders"] = sole["answers"]["shareholders"][:1]
    texts = [
        text_of(p.pdf) for p in draft_printouts(sqlite_core.app, sole, CLERK) if p.kind == "reference_text"
    ]
    assert "股东决定" in texts[1]


def test_every_item_has_a_service_guide_with_its_limits_and_materials(sqlite_core):
    core = sqlite_core
    for code in ("electricity-connection", "real-estate-registration", "construction-works-permit"):
        item = core.app.catalogue.items[code]
        text = text_of(print_guide(core.app, code).pdf)
        assert item.name.zh in text
        for use in item.materials:
            assert core.app.catalogue.material_names[use.code].zh.replace(" ", "")[:6] in text.replace(
                " ", ""
            )
        for basis in item.legal_basis:
            assert basis[:6] in text
    with pytest.raises(InputRefused):
        print_guide(core.app, "moon")


def test_the_slip_of_an_inquiry_tells_everything_once_and_marks_what_was_missing(sqlite_core):
    one = record_inquiry(
        sqlite_core.app,
        {"items": ["company-establishment", "seal-engraving"], "missing": ["articles"]},
        CLERK,
    )
    text = text_of(print_inquiry_slip(sqlite_core.app, one).pdf)
    assert one.number in text
    assert "还差 1 份" in text
    assert text.count("公司章程") == 1
    assert "公章刻制" in text
