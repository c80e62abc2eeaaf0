"""An item guide from a spreadsheet: errors by cell, a preview, one version for new cases and one for running ones."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from counter.devices.workbooks import write_template
from counter.domain.errors import InputRefused, NotAllowed
from counter.usecases.hall.item_import import import_item, preview_item
from counter.usecases.intake.accept import item_facts
from counter.usecases.intake.accept_form import accept_form
from counter.usecases.reading.dossiers import dossier_of
from forms.item_guide import FIELDS, ITEM, KEYS, MATERIALS, STEPS
from tests.conftest import ADMIN, CLERK, run_main
from tests.db.test_window_books import person, water

HEAD = {
    "code": "shop-sign", "name.zh": "户外招牌设置", "name.en": "Shop sign", "short": "901", "initials": "hwzpsz",
    "department": "urban-management", "nature": "01", "intake_regime": "licence",
    "catalogue_code": "230883000901", "result_name.zh": "准予决定", "result_name.en": "Decision",
    "legal_basis": "城市市容和环境卫生管理条例", "fee.zh": "不收费", "fee.en": "Free", "visits": 1,
    "valid_from": "2026-11-01", "promised.amount": 5, "promised.unit": "working_days", "promised.source": "本市设置",
    "statutory.amount": 20, "statutory.unit": "working_days", "statutory.source": "行政许可法 第四十二条",
}  # fmt: skip
ROWS = {
    FIELDS: [["code", "required"], ["customer_name", "是"], ["use_address", "是"]],
    MATERIALS: [
        ["code", "name.zh", "name.en", "form", "copies", "state", "source", "electronic"],
        ["identity_card", None, None, "sighted", 1, "required", "applicant", "是"],
        ["sign_picture", "招牌效果图", "Picture of the sign", "copy", 2, "required", "applicant", "否"],
    ],
    STEPS: [["code", "name.zh", "name.en"], ["sole_review", "独任审核", "Sole review"]],
}


def a_guide(path: Path, head=None, rows=None) -> Path:
    book = Workbook()
    first = book.active
    first.title = ITEM
    for key, value in (HEAD | (head or {})).items():
        first.append([KEYS[key], value])
    for sheet, lines in (ROWS | (rows or {})).items():
        made = book.create_sheet(sheet)
        for line in lines:
            made.append(line)
    book.save(path)
    return path


def test_a_new_item_is_previewed_then_takes_cases_and_the_running_ones_keep_theirs(core, tmp_path):
    before = core.app.catalogue.digest
    running = accept_form(core.app, water(), CLERK).dossier.application
    found = preview_item(core.app, a_guide(tmp_path / "g.xlsx"))
    assert found.changes == (("item", "—", "户外招牌设置"),)
    assert core.app.catalogue.digest == before
    with pytest.raises(NotAllowed):
        import_item(core.app, found, CLERK)
    import_item(core.app, found, ADMIN)
    assert core.app.catalogue.digest != before
    form = {
        "items": ["shop-sign"], "applicant": person(), "answers": {"customer_name": "李明", "use_address": "迎宾路1号"},
        "materials": [{"code": "identity_card", "form": "sighted"}, {"code": "sign_picture", "form": "copy", "copies": 2}],
    }  # fmt: skip
    number = accept_form(core.app, form, CLERK).dossier.application.number
    assert dossier_of(core.app, number).cases[0].case.outcome == "accepted"
    assert dossier_of(core.app, running.number).application.catalogue_digest == before
    again = preview_item(core.app, a_guide(tmp_path / "g2.xlsx", {"promised.amount": 3}))
    assert [key for key, _, _ in again.changes] == ["promised"]
    import_item(core.app, again, ADMIN)
    kept = dossier_of(core.app, number).application.catalogue_digest
    with core.uow(read_only=True) as uow:
        old = core.app.catalogue_for(kept, uow).items["shop-sign"]
    assert (old.promised.limit.amount, core.app.catalogue.items["shop-sign"].promised.limit.amount) == (5, 3)
    assert item_facts(core.app.catalogue, core.app.catalogue.items["shop-sign"], {}).promised[0].amount == 3
    assert core.app.catalogue.items["shop-sign"].valid_from == date(2026, 11, 1)


@pytest.mark.parametrize(
    "head, rows, cell",
    [
        ({"visits": "一次"}, {}, "事项!B15"),
        ({"valid_from": "明年"}, {}, "事项!B16"),
        ({"department": "moon"}, {}, "事项!B6"),
        ({"promised.amount": 60}, {}, "事项!B17"),
        ({}, {STEPS: [["code", "name.zh", "name.en"]]}, "事项!steps"),
        ({}, {MATERIALS: [ROWS[MATERIALS][0], ["identity_card", None, None, "gold", 1, "required", "applicant", "是"]]}, "材料!D2"),
        ({}, {MATERIALS: [ROWS[MATERIALS][0], ["sign_picture", None, None, "copy", 1, "required", "applicant", "否"]]}, "材料!B2"),
        ({}, {MATERIALS: [ROWS[MATERIALS][0], ["identity_card", None, None, "copy", 1, "required", "applicant", "或许"]]}, "材料!H2"),
        ({}, {FIELDS: [["code", "required"], ["moon_phase", "是"]]}, "字段!A2"),
        ({}, {FIELDS: [["code", "needed"], ["customer_name", "是"]]}, "字段!B1"),
    ],
)  # fmt: skip
def test_every_error_is_told_by_its_cell_and_nothing_is_changed(sqlite_core, tmp_path, head, rows, cell):
    before = sqlite_core.app.catalogue.digest
    with pytest.raises(InputRefused) as refused:
        preview_item(sqlite_core.app, a_guide(tmp_path / "g.xlsx", head, rows))
    assert cell in refused.value.fields
    with sqlite_core.uow(read_only=True) as uow:
        assert uow.books.imported() == ()
    assert sqlite_core.app.catalogue.digest == before


def test_a_file_that_is_no_spreadsheet_is_refused_in_plain_words(sqlite_core, tmp_path):
    wrong = tmp_path / "g.xlsx"
    wrong.write_bytes(b"not a workbook")
    for path in (wrong, tmp_path / "missing.xlsx"):
        with pytest.raises(InputRefused) as refused:
            preview_item(sqlite_core.app, path)
        assert refused.value.code == "bad_workbook"


def test_the_template_holds_every_key_and_the_command_previews_before_it_confirms(sqlite_core, tmp_path):
    template = tmp_path / "t.xlsx"
    write_template(template)
    book = load_workbook(template)
    assert [row[0].value for row in book[ITEM].iter_rows()] == list(KEYS.values())
    guide = a_guide(tmp_path / "g.xlsx")
    database = f"sqlite:///{tmp_path / 'counter.sqlite3'}"
    shown = run_main("import-items", str(guide), "--db", database, "--json")
    assert shown.returncode == 0, shown.stderr
    assert '"confirmed": false' in shown.stdout
    done = run_main("import-items", str(guide), "--db", database, "--confirm", "--as", "admin", "--json")
    assert done.returncode == 0, done.stderr
    with sqlite_core.uow(read_only=True) as uow:
        assert [one.code for one in uow.books.imported()] == ["shop-sign"]
    wrong = run_main(
        "import-items", str(a_guide(tmp_path / "w.xlsx", {"visits": "x"})), "--db", database, "--json"
    )
    assert wrong.returncode == 2
    assert "事项!B15" in wrong.stdout + wrong.stderr


def _cell(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def test_a_guide_of_an_item_that_exists_keeps_its_rules_fees_questions_and_waivers(sqlite_core, tmp_path):
    """What a guide has no column for stays as it was; what it changes is all that the preview names."""
    old = sqlite_core.app.catalogue.items["water-connection"]
    head = {
        "code": old.code, "name.zh": old.name.zh, "name.en": old.name.en, "short": old.short,
        "initials": old.initials, "department": old.department, "nature": old.nature,
        "intake_regime": old.intake_regime, "catalogue_code": old.catalogue_code,
        "result_name.zh": old.result_name.zh, "result_name.en": old.result_name.en,
        "legal_basis": ";".join(old.legal_basis), "fee.zh": old.fee.zh, "fee.en": old.fee.en,
        "visits": old.visits, "valid_from": old.valid_from.isoformat(), "promised.amount": 2,
        "promised.unit": "working_days", "promised.source": old.promised.source,
        "statutory.amount": None, "statutory.unit": None, "statutory.source": None,
    }  # fmt: skip
    rows = {
        FIELDS: [["code", "required"], *([one.code, "是" if one.required else "否"] for one in old.fields)],
        MATERIALS: [
            ["code", "name.zh", "name.en", "form", "copies", "state", "source", "electronic", "points.zh",
             "points.en", "deferral.unit", "when"],
            *(
                [
                    one.code, None, None, one.form, one.copies, one.state, one.source,
                    "是" if one.electronic else "否", one.points.zh if one.points else None,
                    one.points.en if one.points else None,
                    str(one.deferral.unit) if one.deferral else None,
                    ";".join(f"{key}={_cell(value)}" for key, values in one.when.items() for value in values) or None,
                ]
                for one in old.materials
            ),
        ],
        STEPS: [["code", "name.zh", "name.en"], *([one.code, one.name.zh, one.name.en] for one in old.steps)],
    }  # fmt: skip
    found = preview_item(sqlite_core.app, a_guide(tmp_path / "g.xlsx", head, rows))
    assert [key for key, _, _ in found.changes] == ["promised"]
    import_item(sqlite_core.app, found, ADMIN)
    new = sqlite_core.app.catalogue.items["water-connection"]
    assert (new.rules, new.fees, new.situations, new.materials) == (
        old.rules, old.fees, old.situations, old.materials,
    )  # fmt: skip
    assert new.promised.limit.amount == 2


def test_an_answer_that_decides_materials_gets_its_question_from_the_guide(sqlite_core, tmp_path):
    rows = {
        FIELDS: [["code", "required"], ["customer_name", "是"], ["use_address", "是"], ["construction_water", "否"]],
        MATERIALS: [
            [*ROWS[MATERIALS][0], "when"],
            ["identity_card", None, None, "sighted", 1, "required", "applicant", "是", "construction_water=true"],
        ],
    }  # fmt: skip
    rows[MATERIALS] = [list(dict.fromkeys(rows[MATERIALS][0])), *rows[MATERIALS][1:]]
    found = preview_item(sqlite_core.app, a_guide(tmp_path / "g.xlsx", {}, rows))
    import_item(sqlite_core.app, found, ADMIN)
    (one,) = sqlite_core.app.catalogue.items["shop-sign"].situations
    assert one.question.zh == "施工临时用水？"
    assert [dict(option.answers) for option in one.options] == [
        {"construction_water": True},
        {"construction_water": False},
    ]
