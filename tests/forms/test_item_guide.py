"""An item guide from a spreadsheet: rows become an item, every error is told by its cell."""

from datetime import date, datetime

import pytest

from forms.item_guide import FIELDS, HEADS, ITEM, KEYS, MATERIALS, STEPS, changes, overlay, read_guide
from forms.reading import CatalogueRefused, build
from tests.builders import a_catalogue, catalogue_tables

HEAD = {
    "code": "shop-sign", "name.zh": "户外招牌设置", "name.en": "Shop sign", "short": "901", "initials": "hwzpsz",
    "department": "urban-management", "nature": "01", "intake_regime": "licence",
    "catalogue_code": "230883000901", "result_name.zh": "准予决定", "result_name.en": "Decision",
    "legal_basis": "市容条例；广告法", "fee.zh": "不收费", "fee.en": "Free", "visits": 1,
    "valid_from": "2026/11/01", "promised.amount": 5.0, "promised.unit": "working_days", "promised.source": "本市设置",
    "statutory.amount": 20, "statutory.unit": "working_days", "statutory.source": "行政许可法 第四十二条",
}  # fmt: skip
PRINTOUTS = [
    ["code", "name.zh", "name.en", "form", "copies", "state", "source", "electronic", "when"],
    ["identity_card", None, None, "sighted", 1, "required", "applicant", "是", None],
    [],
    [
        "sign_picture",
        "招牌效果图",
        "Picture of the sign",
        "copy",
        2,
        "required",
        "applicant",
        "否",
        "owner_consents=否",
    ],
]
ROWS = {
    FIELDS: [["code", "required"], ["customer_name", "是"], ["use_address", "no"]],
    MATERIALS: PRINTOUTS,
    STEPS: [["code", "name.zh", "name.en"], ["sole_review", "独任审核", "Sole review"]],
}  # fmt: skip


@pytest.fixture(scope="module")
def base():
    """The catalogue's tables; nothing here changes them."""
    return catalogue_tables()


def sheets(head=None, rows=None):
    """Return the sheets of a guide; a value of None leaves a line out."""
    values = {key: value for key, value in (HEAD | (head or {})).items() if value is not None}
    items = [[KEYS.get(key, key), value] for key, value in values.items()]
    found = {ITEM: items} | ROWS | (rows or {})
    return {name: lines for name, lines in found.items() if lines is not None}


def plain(rows):
    """Return a guide without conditions."""
    return sheets(rows={MATERIALS: [line[:8] for line in PRINTOUTS]} | (rows or {}))


def faults(base, head=None, rows=None) -> dict[str, str]:
    with pytest.raises(CatalogueRefused) as refused:
        read_guide(sheets(head, rows), base)
    assert {one.file for one in refused.value.faults} == {"guide.xlsx"}
    return {one.key: one.problem for one in refused.value.faults}


def test_a_guide_becomes_an_item_in_the_catalogue(base):
    code, content, catalogue = read_guide(plain(None), base)
    item = content["item"]
    assert code == "shop-sign"
    assert content["materials"] == {
        "sign_picture": {"name": {"zh": "招牌效果图", "en": "Picture of the sign"}}
    }
    assert item["name"] == {"zh": "户外招牌设置", "en": "Shop sign"}
    assert item["legal_basis"] == ["市容条例", "广告法"]
    assert (item["visits"], item["valid_from"], item["promised"]) == (
        1, date(2026, 11, 1), {"amount": 5, "unit": "working_days", "source": "本市设置", "local": True},
    )  # fmt: skip
    assert item["fields"] == [
        {"code": "customer_name", "required": True},
        {"code": "use_address", "required": False},
    ]
    assert [(row["code"], row["electronic"], row["copies"]) for row in item["materials"]] == [
        ("identity_card", True, 1), ("sign_picture", False, 2),
    ]  # fmt: skip
    assert (item["window_power"], item["after"], item["completes_on"], item["extension_max"]) == (
        "accept",
        [],
        "decision",
        0,
    )
    assert item["statutory_stop_kinds"] == []
    assert "situations" not in item
    made = catalogue.items["shop-sign"]
    assert (made.promised.limit.amount, made.statutory.limit.amount) == (5, 20)
    assert catalogue.material_names["sign_picture"].en == "Picture of the sign"
    assert changes(a_catalogue(), catalogue, "shop-sign") == [("item", "—", "户外招牌设置")]


@pytest.mark.parametrize(
    ("head", "rows", "cell", "problem"),
    [
        ({"visits": "一次"}, None, "事项!B15", "一次 is no whole number"),
        ({"valid_from": "明年"}, None, "事项!B16", "明年 is no date"),
        ({"colour": "red"}, None, "事项!A23", "colour is unknown"),
        ({}, {STEPS: None}, "环节", "is missing"),
        ({}, {MATERIALS: None}, "材料", "is missing"),
        ({}, {FIELDS: [["code", "needed"], ["customer_name", "是"]]}, "字段!B1", "needed is unknown"),
        ({}, {FIELDS: [["code", "required"], ["customer_name", "或许"]]}, "字段!B2", "或许 is neither yes nor no"),
        ({}, {MATERIALS: [PRINTOUTS[0], ["sign_picture", None, None, "copy", 1]]}, "材料!B2", "sign_picture has no name"),
        ({}, {MATERIALS: [PRINTOUTS[0], [], ["sign_picture", None, None, "copy"]]}, "材料!B3", "sign_picture has no name"),
        ({}, {MATERIALS: [PRINTOUTS[0], ["identity_card", None, None, "copy", "two"]]}, "材料!E2", "two is no whole number"),
        ({}, {MATERIALS: [PRINTOUTS[0], [*PRINTOUTS[1][:8], "owner"]]}, "材料!I2", "owner is no condition"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_by_its_cell(base, head, rows, cell, problem):
    assert faults(base, head, rows) == {cell: problem}


def test_every_error_is_told_at_once(base):
    found = faults(
        base, {"visits": "x", "extension_max": "y"}, {FIELDS: [["code", "z"], ["customer_name", "是"]]}
    )
    assert list(found) == ["事项!B15", "事项!B23", "字段!B1"]


@pytest.mark.parametrize(
    ("head", "rows", "cell"),
    [
        ({"department": "moon"}, None, "事项!B6"),
        ({"promised.amount": 60}, None, "事项!B17"),
        ({"code": None}, None, "事项!代码"),
        ({}, {FIELDS: [["code", "required"], [], ["moon_phase", "是"]]}, "字段!A3"),
        ({}, {MATERIALS: [PRINTOUTS[0][:8], PRINTOUTS[1][:8], ["sighting", "某", "Some", "gold", 1, "required", "applicant", "是"]]}, "材料!D3"),
    ],
)  # fmt: skip
def test_what_does_not_fit_the_catalogue_is_told_by_its_cell(base, head, rows, cell):
    rows = {MATERIALS: [line[:8] for line in PRINTOUTS]} | (rows or {})
    assert cell in faults(base, head, rows)


def test_a_sheet_of_questions_may_be_left_out(base):
    guide = plain(None)
    del guide[FIELDS]
    guide[STEPS] = [["code", "name.zh", "name.en"], ["sole_review", "独任审核", "Sole review"], [None, ""]]
    _, content, _ = read_guide(guide, base)
    assert content["item"]["fields"] == []
    assert len(content["item"]["steps"]) == 1


def test_empty_lines_and_empty_values_are_passed_over(base):
    guide = plain(None)
    guide[ITEM] = [[None, "x"], ["", "y"], [], *guide[ITEM], ["可延长工作日", ""], ["可延长工作日"]]
    code, content, _ = read_guide(guide, base)
    assert code == "shop-sign"
    assert content["item"]["extension_max"] == 0


def test_a_day_of_the_spreadsheet_is_a_date(base):
    _, content, _ = read_guide(
        plain(None) | {ITEM: sheets({"valid_from": datetime(2026, 12, 1, 8, 30)})[ITEM]}, base
    )
    assert content["item"]["valid_from"] == date(2026, 12, 1)


def with_when(when: str, field: str):
    printouts = [PRINTOUTS[0], PRINTOUTS[1], [*PRINTOUTS[3][:8], when]]
    return sheets(rows={MATERIALS: printouts, FIELDS: [["code", "required"], [field, "是"]]})


def test_an_answer_that_decides_materials_is_asked_with_the_fields_own_words(base):
    boolean = next(code for code, one in base["fields.toml"].items() if one["type"] == "boolean")
    label = base["fields.toml"][boolean]["label"]
    _, content, _ = read_guide(with_when(f"{boolean}=是", boolean), base)
    assert content["item"]["materials"][1]["when"] == {boolean: True}
    assert content["item"]["situations"] == [{
        "code": f"about_{boolean}", "question": {"zh": f"{label['zh']}？", "en": f"{label['en']}?"},
        "options": [
            {"label": {"zh": "是", "en": "Yes"}, "answers": {boolean: True}},
            {"label": {"zh": "否", "en": "No"}, "answers": {boolean: False}},
        ],
    }]  # fmt: skip


@pytest.mark.parametrize("kind", ["choice", "choices"])
def test_a_question_of_options_offers_each_of_them(base, kind):
    code = next(
        code for code, one in base["fields.toml"].items()
        if one["type"] == kind and len(one.get("options", {})) >= 2 and not code.startswith("estate")
    )  # fmt: skip
    first, second = list(base["fields.toml"][code]["options"])[:2]
    _, content, _ = read_guide(with_when(f"{code}={first}；{code} = {second}", code), base)
    assert content["item"]["materials"][1]["when"] == {code: [first, second]}
    (one,) = content["item"]["situations"]
    wanted = [first] if kind == "choices" else first
    assert one["options"][0]["answers"] == {code: wanted}
    assert len(one["options"]) == len(base["fields.toml"][code]["options"])


def permit(base, **changes):
    """Return a guide of an item that is there, as it stands, with what the story changes."""
    old = base["items/drainage-permit.toml"]
    head = {}
    for key in KEYS:
        name, _, rest = key.partition(".")
        value = old.get(name, {}).get(rest) if rest else old.get(name)
        head[key] = "；".join(value) if isinstance(value, list) else value
    rows = {
        MATERIALS: [["code", "form", "copies", "points.zh", "points.en"], *[
            [row["code"], row["form"], row.get("copies", 1), row.get("points", {}).get("zh"), row.get("points", {}).get("en")]
            for row in old["materials"]
        ]],
        FIELDS: [["code", "required"], *[[row["code"], "是"] for row in old["fields"]]],
        STEPS: [["code", "name.zh", "name.en", "kind", "inspectors", "other_person"], *[
            [row["code"], row["name"]["zh"], row["name"]["en"], row.get("kind"), row.get("inspectors"), row.get("other_person") and "是"]
            for row in old["steps"]
        ]],
    }  # fmt: skip
    return sheets(head | changes, rows)


def test_a_new_version_keeps_what_a_guide_has_no_column_for(base):
    """The rules, waivers and conditions of the version before stay; what the guide says is new."""
    _, _, catalogue = read_guide(permit(base, **{"promised.amount": 8}), base)
    before, after = a_catalogue().items["drainage-permit"], catalogue.items["drainage-permit"]
    assert after.local_settings == before.local_settings
    assert [step.inspectors for step in after.steps] == [0, 2, 0]
    assert changes(a_catalogue(), catalogue, "drainage-permit")[0] == (
        "promised",
        "10 working_days",
        "8 working_days",
    )


def test_waivers_and_deferrals_of_the_version_before_stay_where_the_guide_agrees():
    tables = catalogue_tables()
    rows = tables["items/drainage-permit.toml"]["materials"]
    rows[1] |= {"waived_when": [{"agent": True}], "blocking": True}
    rows[2] |= {"state": "deferrable", "deferral": {"unit": "before_event", "event": "works_accepted"}}
    guide = permit(tables)
    guide[MATERIALS][0] += ["state", "deferral.unit"]
    for n, line in enumerate(guide[MATERIALS][1:]):
        line.extend(["deferrable", "before_event"] if n == 2 else [None, None])
    _, content, catalogue = read_guide(guide, tables)
    printouts = content["item"]["materials"]
    assert printouts[1]["waived_when"] == [{"agent": True}]
    assert printouts[2]["deferral"] == {"unit": "before_event", "event": "works_accepted"}
    assert "deferral" not in printouts[1]
    assert catalogue.items["drainage-permit"].materials[1].blocking


def test_another_deferral_of_the_guide_is_its_own():
    tables = catalogue_tables()
    row = tables["items/drainage-permit.toml"]["materials"][2]
    row |= {"state": "deferrable", "deferral": {"unit": "before_event", "event": "works_accepted"}}
    guide = permit(tables)
    guide[MATERIALS][0] += ["state", "deferral.unit"]
    for n, line in enumerate(guide[MATERIALS][1:]):
        line.extend(["deferrable", "until_date"] if n == 2 else [None, None])
    _, content, _ = read_guide(guide, tables)
    assert content["item"]["materials"][2]["deferral"] == {"unit": "until_date"}


def test_what_a_new_version_changes_is_listed(base):
    tables = catalogue_tables()
    item = tables["items/drainage-permit.toml"]
    item["name"] = {"zh": "排水许可", "en": "Discharge permit"}
    item["visits"] = 2
    item["legal_basis"] = ["甲", "乙"]
    item["steps"][0]["name"] = {"zh": "审查一", "en": "First"}
    item["fields"].pop()
    item["fields"].append({"code": "customer_name", "required": True})
    found = changes(a_catalogue(), build(tables), "drainage-permit")
    assert found == [
        ("name", "城镇污水排入排水管网许可", "排水许可"), ("visits", "1", "2"),
        ("legal_basis", "城镇排水与污水处理条例 第二十一条", "甲、乙"),
        ("fields.customer_name", "—", "new"), ("fields.daily_m3", "was", "—"), ("steps.examination", "changed", "changed"),
    ]  # fmt: skip


def test_new_rules_and_fees_are_named(base):
    tables = catalogue_tables()
    tables["items/real-estate-mortgage.toml"]["fees"][1]["amount"] = "90"
    tables["items/real-estate-mortgage.toml"]["rules"][0]["start"] = "receipt"
    found = changes(a_catalogue(), build(tables), "real-estate-mortgage")
    assert found == [("rules", "changed", "changed"), ("fees", "changed", "changed")]


def test_imported_items_lie_over_the_catalogues(base):
    assert overlay(base, {}) is base
    content = {"item": {"code": "x"}, "materials": {"paper_x": {"name": {"zh": "某", "en": "Some"}}}}
    found = overlay(base, {"x": content, "y": {"item": {"code": "y"}}})
    assert found["items/x.toml"] == {"code": "x"}
    assert found["items/y.toml"] == {"code": "y"}
    assert found["materials.toml"]["paper_x"]["name"]["zh"] == "某"
    assert found["materials.toml"].items() >= base["materials.toml"].items()
    assert "items/x.toml" not in base


def test_the_heads_of_the_template_are_those_that_are_read():
    assert HEADS[FIELDS] == ("code", "required")
    assert "when" in HEADS[MATERIALS]
