"""The catalogue, the one form and the verdict."""

import ast
import copy
import re
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypinyin import Style, lazy_pinyin

from forms.doctor import examine
from forms.fault_words import fault_words
from forms.form_reading import read_submission
from forms.loading import RESOURCES, load_catalogue
from forms.mechanisms import MECHANISMS
from forms.merge import chosen_items, drawn, facts_of, merge_fields, merge_materials, questions
from forms.reading import CatalogueRefused, build, read_files
from forms.verdict import judge
from tests.conftest import ROOT, a_form

CATALOGUE = load_catalogue()
CONTRACT_ITEMS = {
    "company-establishment": {"M01.1", "M03.1"}, "company-change": {"M03.1"}, "company-cancellation": {"M03.1"},
    "company-filing": {"M03.1"}, "seal-engraving": {"M01.2"}, "first-invoice": {"M01.3", "M28.1"},
    "social-insurance-registration": set(), "electricity-connection": {"M17.1", "M17.2", "M17.3", "M17.4"},
    "water-connection": {"M23.1"}, "real-estate-registration": {"M24.1"}, "real-estate-mortgage": {"M24.2"},
    "real-estate-mortgage-cancellation": set(), "tax-deregistration": {"M27.0", "M27.1", "M27.2", "M27.3", "M27.4"},
    "tax-relocation": {"M27.5"}, "customs-document-review": {"M37.1"}, "supplier-registration": {"M54.1"},
    "expert-registration": {"M54.1"}, "wage-deposit": set(),
}  # fmt: skip

FEE = {"code": "fee", "name": {"zh": "费", "en": "Fee"}, "basis": "无", "amount": "10"}


def raw() -> dict:
    return copy.deepcopy({name: dict(table) for name, table in read_files(RESOURCES / "catalogue").items()})


def test_the_catalogue_passes_its_doctor():
    assert examine(CATALOGUE) == []


@pytest.mark.parametrize("code", CONTRACT_ITEMS)
def test_every_item_carries_its_rules(code):
    assert {rule.rule for rule in CATALOGUE.items[code].rules} == CONTRACT_ITEMS[code]


def test_initials_are_those_of_the_names():
    for entry in (*CATALOGUE.items.values(), *CATALOGUE.packages.values()):
        assert entry.initials == "".join(lazy_pinyin(entry.name.zh, style=Style.FIRST_LETTER)).lower()


def test_the_measures_have_their_roles():
    roles = [m.role for m in CATALOGUE.measures.values()]
    assert (roles.count("counter"), roles.count("tracked"), roles.count("out")) == (39, 12, 27)


@pytest.mark.parametrize(
    "file, change, key",
    [
        ("items/seal-engraving.toml", lambda t: t.pop("department"), "department"),
        ("items/seal-engraving.toml", lambda t: t.update(department="moon"), "department"),
        ("items/seal-engraving.toml", lambda t: t.update(colour="red"), "colour"),
        ("items/seal-engraving.toml", lambda t: t["promised"].update(unit="weeks"), "promised.amount/unit"),
        ("items/seal-engraving.toml", lambda t: t.pop("promised"), "promised"),
        ("items/seal-engraving.toml", lambda t: t["materials"][0].update(form="stone"), "materials[0].form"),
        ("fields.toml", lambda t: t["voltage"].pop("options"), "voltage.options"),
        ("fields.toml", lambda t: t["voltage"].update(label="电压"), "voltage.label"),
        (
            "packages.toml",
            lambda t: t["enterprise-start-up"].update(items="all"),
            "enterprise-start-up.items",
        ),
        ("catalogue.toml", lambda t: t.pop("version"), "version"),
    ],
)
def test_a_wrong_file_is_refused_by_file_and_key_with_a_remedy(file, change, key):
    tables = raw()
    change(tables[file])
    with pytest.raises(CatalogueRefused) as refusal:
        build(tables)
    fault = refusal.value.faults[0]
    assert (fault.file, fault.key) == (file, key)
    assert fault.remedy


@pytest.mark.parametrize(
    "file, change, words",
    [
        ("items/first-invoice.toml", lambda t: t["fields"].append({"code": "nothing"}), "is no field"),
        ("items/company-establishment.toml", lambda t: t["rules"][0].update(rule="M99.9"), "is no rule"),
        ("items/company-establishment.toml", lambda t: t["promised"].update(unit="working_days", amount=4), "longer than the statutory"),
        ("items/company-establishment.toml", lambda t: t["materials"].append(dict(t["materials"][1])), "stands twice"),
        ("items/tax-relocation.toml", lambda t: t["rules"][0].update(when={"voltage": "low"}), "nobody asks"),
        ("materials.toml", lambda t: t.update(spare={"name": {"zh": "多余", "en": "Spare"}}), "no item needs it"),
    ],
)  # fmt: skip
def test_the_doctor_names_what_is_wrong(file, change, words):
    tables = raw()
    change(tables[file])
    assert any(words in fault.problem for fault in examine(build(tables)))


def test_broken_toml_names_the_file(tmp_path: Path):
    (tmp_path / "fields.toml").write_text("[a\n")
    with pytest.raises(CatalogueRefused) as refusal:
        read_files(tmp_path)
    assert refusal.value.faults[0].file == "fields.toml"


def test_every_catalogue_file_is_toml():
    for path in (RESOURCES / "catalogue").rglob("*.toml"):
        tomllib.loads(path.read_text(encoding="utf-8"))


ITEMS = st.lists(st.sampled_from(sorted(CATALOGUE.items)), min_size=1, max_size=6, unique=True)


@given(ITEMS)
@settings(deadline=None)
def test_each_question_is_asked_once_and_names_every_item_that_uses_it(codes):
    items = [CATALOGUE.items[code] for code in codes]
    merged = merge_fields(CATALOGUE, items)
    asked = [field.kind.code for field in merged]
    assert len(asked) == len(set(asked))
    for field in merged:
        assert set(field.items) == {i.code for i in items if field.kind.code in {u.code for u in i.fields}}
    assert set(asked) == {use.code for item in items for use in item.fields}


@given(ITEMS)
@settings(deadline=None)
def test_merging_keeps_groups_together_and_does_not_depend_on_repetition(codes):
    items = [CATALOGUE.items[code] for code in codes]
    groups = [field.kind.group for field in merge_fields(CATALOGUE, items)]
    order = [group for group in CATALOGUE.groups if group in groups]
    assert [g for n, g in enumerate(groups) if n == 0 or groups[n - 1] != g] == order
    assert merge_fields(CATALOGUE, items) == merge_fields(CATALOGUE, items)


@given(ITEMS)
@settings(deadline=None)
def test_each_paper_is_listed_once_in_its_strictest_form(codes):
    items = [CATALOGUE.items[code] for code in codes]
    merged = merge_materials(CATALOGUE, items)
    names = [material.code for material in merged]
    assert len(names) == len(set(names))
    for material in merged:
        assert material.copies == max(use.copies for _, use in material.uses)


def reading(**changes):
    return read_submission(a_form(**changes), CATALOGUE, date(2026, 11, 23))


def test_the_sample_form_is_complete():
    found = reading()
    assert found.errors == {}
    assert judge(CATALOGUE, found.submission).verdict == "accept"


def test_every_error_comes_at_once_by_field():
    form = a_form(package="nope", channel="pigeon", green_channel="tall")
    form["items"] = ["company-establishment", "nothing"]
    form["parties"][0]["id_number"] = "230883199001010016"
    form["parties"][0]["phone"] = "12"
    form["materials"].append({"code": "moonstone"})
    form["materials"].append({"code": "articles", "copies": -1})
    found = read_submission(form, CATALOGUE, date(2026, 11, 23))
    assert found.submission is None
    assert {
        "package", "items[1]", "channel", "green_channel", "parties[0].id_number", "parties[0].phone",
        "materials[5].code", "materials[6].code", "materials[6].copies",
    } <= set(found.errors)  # fmt: skip
    assert all(words.zh and words.en for words in found.errors.values())


@pytest.mark.parametrize(
    "field, value, error",
    [
        ("registered_capital", "many", "answers.registered_capital"),
        ("registered_capital", -1, "answers.registered_capital"),
        ("company_name", "", "answers.company_name"),
        ("company_name", "长" * 121, "answers.company_name"),
        ("company_type", "zoo", "answers.company_type"),
        ("shareholders", [], "answers.shareholders"),
        ("shareholders", [{"id_number": "1"}], "answers.shareholders[0].name"),
        ("shareholders", "me", "answers.shareholders"),
        ("scope_prior_permit", "maybe", "answers.scope_prior_permit"),
        ("seals_wanted", ["official", "royal"], "answers.seals_wanted"),
        ("contact_phone", "1234", "answers.contact_phone"),
        ("legal_representative_id", "1", "answers.legal_representative_id"),
        ("term_years", None, None),
    ],
)
def test_answers_are_checked_by_their_type(field, value, error):
    form = a_form()
    form["answers"][field] = value
    found = read_submission(form, CATALOGUE, date(2026, 11, 23))
    assert (error in found.errors) if error else not found.errors


def test_a_question_is_required_only_when_it_applies():
    form = a_form()
    form["answers"]["term"] = "years"
    assert "answers.term_years" in read_submission(form, CATALOGUE).errors


def test_shares_that_do_not_add_up_warn_and_do_not_block():
    form = a_form()
    form["answers"]["registered_capital"] = "999"
    found = read_submission(form, CATALOGUE)
    assert found.submission is not None
    assert "answers.shareholders" in found.warnings


def test_an_engraver_is_never_chosen_for_the_applicant():
    form = a_form()
    del form["answers"]["engraver"]
    assert "answers.engraver" in read_submission(form, CATALOGUE).errors
    assert CATALOGUE.field_kinds["engraver"].default is None


def test_the_engravers_order_is_drawn_and_favours_nobody():
    kind = CATALOGUE.field_kinds["engraver"]
    first = [drawn(kind, f"lot {n}").options[0].code for n in range(600)]
    assert drawn(kind, "a") == drawn(kind, "a")
    assert {o.code for o in drawn(kind, "a").options} == {o.code for o in kind.options}
    assert all(150 < first.count(option.code) < 250 for option in kind.options)


def test_the_licence_itself_waives_later_papers_in_the_package():
    findings = {f.material.code: f for f in judge(CATALOGUE, reading().submission).materials}
    assert findings["business_licence"].state == "waived"
    alone = a_form(package=None, items=["seal-engraving"])
    found = read_submission(alone, CATALOGUE)
    states = {f.material.code: f.state for f in judge(CATALOGUE, found.submission).materials}
    assert states["business_licence"] == "missing"


def test_a_missing_paper_says_which_case_it_blocks():
    form = a_form()
    form["materials"] = [m for m in form["materials"] if m["code"] != "handler_identity"]
    verdict = judge(CATALOGUE, read_submission(form, CATALOGUE).submission)
    assert verdict.verdict == "inform"
    missing = next(f for f in verdict.materials if f.state == "missing")
    assert missing.missing_for == ("first-invoice",)
    assert {c.item.code: c.outcome for c in verdict.cases}["company-establishment"] == "accepted"


@pytest.mark.parametrize("letter, state", [(True, "received"), (False, "missing")])
def test_an_agent_needs_a_letter(letter, state):
    form = a_form()
    form["parties"][0]["agent"] = {
        "name": "赵祥", "id_type": "resident_id", "id_number": "11010519491231002X", "letter": letter
    }  # fmt: skip
    found = read_submission(form, CATALOGUE)
    states = {f.material.code: f.state for f in judge(CATALOGUE, found.submission).materials}
    assert states["agent_letter"] == state
    assert states["seal_letter"] == "missing"


def test_the_short_form_of_one_applicant_is_one_party():
    form = a_form()
    person = form.pop("parties")[0]
    agent = {"name": "赵祥", "id_type": "resident_id", "id_number": "1", "letter": True}
    found = read_submission(form | {"applicant": person, "agent": agent}, CATALOGUE)
    assert list(found.errors) == ["agent.id_number"]
    agent["id_number"] = "11010519491231002X"
    found = read_submission(form | {"applicant": person, "agent": agent}, CATALOGUE)
    assert found.submission.parties[0].agent.name == "赵祥"


def test_a_copy_does_not_do_where_the_original_is_kept():
    form = a_form()
    form["materials"][0]["form"] = "copy"
    verdict = judge(CATALOGUE, read_submission(form, CATALOGUE).submission)
    assert {f.material.code: f.state for f in verdict.materials}["articles"] == "missing"


def test_no_identity_papers_when_all_are_verified_online():
    form = a_form()
    form["answers"]["identity_verified_online"] = True
    form["materials"] = [m for m in form["materials"] if m["code"] != "holder_identity"]
    verdict = judge(CATALOGUE, read_submission(form, CATALOGUE).submission)
    assert {f.material.code: f.state for f in verdict.materials}["holder_identity"] == "waived"


@pytest.mark.parametrize(
    "grade, kind, instant, rules",
    [
        ("A", "general", False, ["M27.1"]), ("B", "general", False, ["M27.2"]),
        ("A", "small_scale", False, ["M27.3"]), ("B", "other", False, ["M27.4"]),
        ("C", "general", False, []), ("none", "other", False, []), ("D", "general", True, ["M27.0"]),
    ],
)  # fmt: skip
def test_a_matrix_without_a_matching_row_gives_no_measure_clock(grade, kind, instant, rules):
    item = CATALOGUE.items["tax-deregistration"]
    answers = {"credit_grade": grade, "taxpayer_type": kind, "instant_eligible": instant}
    facts = facts_of(answers, [item], agent=False, applicant_type="enterprise")
    assert [rule.rule for rule in item.rules_for(facts)] == rules


def test_an_item_out_of_force_is_refused():
    found = read_submission(a_form(), CATALOGUE, date(2025, 12, 31))
    assert {"items[0]", "items[1]"} <= set(found.errors)


def test_a_situation_may_only_fill_in_what_is_asked():
    tables = raw()
    tables["packages.toml"]["enterprise-start-up"]["situations"][0]["options"][0]["answers"] = {
        "voltage": "low"
    }
    assert any("nobody asks for voltage" in fault.problem for fault in examine(build(tables)))


def test_papers_that_hang_on_an_answer_have_a_question_in_plain_words():
    tables = raw()
    del tables["items/water-connection.toml"]["situations"]
    problems = [fault.problem for fault in examine(build(tables))]
    assert "no question leads to water_purpose" in problems


def test_a_package_asks_each_thing_once_and_its_items_ask_the_rest():
    package = CATALOGUE.packages["enterprise-start-up"]
    asked = [one.code for one in questions(package, [CATALOGUE.items[code] for code in package.items])]
    assert asked == ["prior_permit", "verified_online", "invoices", "staff"]
    joined = CATALOGUE.packages["utilities-connection"]
    codes = [one.code for one in questions(joined, [CATALOGUE.items[code] for code in joined.items])]
    assert codes == ["above_10_kv", "meter_at_once", "for_a_home", "water_for"]


@pytest.mark.parametrize(
    "answers, steps",
    [
        ({"voltage": "high"}, ["supply_plan", "works", "connection"]),
        ({"voltage": "low", "direct_meter": False}, ["plan_and_works", "connection"]),
        ({"voltage": "low", "direct_meter": True}, ["connection"]),
    ],
)
def test_power_takes_four_three_or_two_steps_with_its_acceptance(answers, steps):
    """M16."""
    assert [one.code for one in CATALOGUE.items["electricity-connection"].steps_for(answers)] == steps


def test_the_doctor_counts_the_steps_of_each_kind_of_connection():
    tables = raw()
    steps = {one["code"]: one for one in tables["items/electricity-connection.toml"]["steps"]}
    steps["plan_and_works"]["when"] = {"voltage": "low"}
    assert any("more than 2 steps" in fault.problem for fault in examine(build(tables)))


def test_a_part_of_a_package_keeps_the_packages_order():
    items, package = chosen_items(
        CATALOGUE, "enterprise-start-up", ["first-invoice", "company-establishment"]
    )
    assert [item.code for item in items] == ["company-establishment", "first-invoice"]
    assert package is not None


def test_the_catalogue_holds_at_least_sixty_items():
    assert len(CATALOGUE.items) >= 60


@pytest.mark.parametrize("number", [n for n, m in sorted(CATALOGUE.measures.items()) if m.role == "counter"])
def test_every_counter_measure_is_carried_by_something_that_works(number):
    measure = CATALOGUE.measures[number]
    assert CATALOGUE.carried_by(measure) or measure.mechanisms
    for code in measure.mechanisms:
        assert MECHANISMS[code][1](CATALOGUE) == ""
    for code in measure.carriers:
        assert code in CATALOGUE.items or code in CATALOGUE.packages


@pytest.mark.parametrize(
    "file, change, problem",
    [
        ("items/first-invoice.toml", lambda t: t.update(forbidden_materials=[]), "5.no_bank_account"),
        ("items/customs-document-review.toml", lambda t: t.update(fees=[FEE]), "18.no_fee"),
        ("items/electricity-connection.toml", lambda t: t["max_materials"].update(high=5), "15.materials_at_most"),
        ("items/electricity-connection.toml", lambda t: t["steps"].extend([dict(t["steps"][0], code="x"), dict(t["steps"][0], code="y")]), "16.steps_at_most"),
        ("items/tax-relocation.toml", lambda t: t.update(visits=2), "21.one_visit"),
        ("items/wage-deposit.toml", lambda t: t.pop("fees"), "52.grade_a"),
        ("packages.toml", lambda t: t["construction-works"].update(stage=2 + 3), "7.four_stages"),
        ("items/energy-review.toml", lambda t: t["statutory"].update(amount=5), "promised"),
        ("items/water-connection.toml", lambda t: t["rules"][0].update(when={"water_purpose": ["moon"]}), "rules.M23.1.when"),
        ("items/water-connection.toml", lambda t: t.update(fees=[{k: v for k, v in FEE.items() if k != "amount"} | {"rate": "1", "of": "moon"}]), "fees.fee"),
    ],
)  # fmt: skip
def test_the_doctor_refuses_a_catalogue_that_breaks_what_was_promised(file, change, problem):
    tables = raw()
    change(tables[file])
    assert problem in {fault.key for fault in examine(build(tables))}


def test_an_item_that_is_no_longer_in_force_is_a_fault_today_only():
    tables = raw()
    tables["items/tax-relocation.toml"]["valid_until"] = date(2026, 6, 30)
    found = build(tables)
    assert examine(found) == []
    assert [f.key for f in examine(found, date(2026, 7, 1))] == ["valid_until"]
    assert examine(found, date(2026, 6, 30)) == []


@pytest.mark.parametrize("name", ["李", "长" * 50, "阿依努尔·买买提", "Anna-Maria Schmidt"])
def test_people_with_unusual_names_and_without_telephone_are_taken(name):
    form = a_form()
    form["parties"][0] |= {"name": name}
    form["parties"][0].pop("phone")
    found = read_submission(form, CATALOGUE, date(2026, 11, 23))
    assert found.errors == {}
    assert found.submission.applicant.name == name


def test_foreign_cards_are_taken_and_a_code_that_fails_its_check_is_a_note_to_confirm():
    form = a_form()
    form["parties"][0] |= {"id_type": "foreign_permanent_2023", "id_number": "932682198501010017"}
    assert read_submission(form, CATALOGUE, date(2026, 11, 23)).errors == {}
    form["parties"][0] |= {"type": "enterprise", "id_type": "uscc", "id_number": "91110000600037341M"}
    found = read_submission(form, CATALOGUE, date(2026, 11, 23))
    assert found.errors == {}
    assert "parties[0].id_number" in found.warnings


def _said_by(module: str) -> set[str]:
    """Return what the module can say of a fault and its remedy, with {} where facts stand."""
    found: set[str] = set()
    for node in ast.walk(ast.parse((ROOT / "forms" / f"{module}.py").read_text(encoding="utf-8"))):
        name = getattr(node.func, "id", getattr(node.func, "attr", "")) if isinstance(node, ast.Call) else ""
        texts = node.args[2:4] if name == "Fault" else node.args[1:3] if name == "fault" else []
        for one in texts:
            for part in (one.body, one.orelse) if isinstance(one, ast.IfExp) else (one,):
                if isinstance(part, ast.Constant):
                    found.add(part.value)
                elif isinstance(part, ast.JoinedStr):
                    found.add("".join(v.value if isinstance(v, ast.Constant) else "7" for v in part.values))
    return found


@pytest.mark.parametrize("module", ["doctor", "item_guide", "places", "reading"])
def test_every_fault_of_a_catalogue_is_told_in_chinese(module):
    said = _said_by(module)
    assert len(said) > 5
    english = {
        text for text in said if re.search("[a-z]{4}", fault_words(text).zh) and fault_words(text).zh == text
    }
    assert english == set()
    assert fault_words("voltage is never 380").zh == "voltage 不会是 380"


def test_the_doctor_finds_a_measure_that_is_over_while_items_run_under_it():
    tables = raw()
    tables["measures.toml"]["23"]["valid_until"] = date(2026, 11, 30)
    catalogue = build(tables)
    assert examine(catalogue, date(2026, 11, 30)) == []
    assert [fault.key for fault in examine(catalogue, date(2026, 12, 1))] == ["23.valid_until"]
