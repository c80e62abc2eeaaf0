"""The catalogue doctor: what a well-formed catalogue still must not say."""

from datetime import date

import pytest

from forms.doctor import examine
from forms.reading import build
from tests.builders import a_catalogue, catalogue_tables

CATALOGUE = a_catalogue()


FEE = {"code": "fee", "name": {"zh": "费", "en": "Fee"}, "basis": "无", "amount": "10"}


def test_the_catalogue_passes_its_doctor():
    assert examine(CATALOGUE) == []


@pytest.mark.parametrize(
    "file, change, words",
    [
        ("items/first-invoice.toml", lambda t: t["fields"].append({"code": "nothing"}), "is no field"),
        ("items/company-establishment.toml", lambda t: t["rules"][0].update(rule="M99.9"), "is no rule"),
        ("items/company-establishment.toml", lambda t: t["promised"].update(unit="working_days", amount=4), "longer than the statutory"),
        ("items/company-establishment.toml", lambda t: t["materials"].append(dict(t["materials"][1])), "stands twice"),
        ("items/tax-relocation.toml", lambda t: t["rules"][0].update(when={"voltage": "low"}), "nobody asks"),
        ("items/real-estate-mortgage.toml", lambda t: t["statutory"].update(amount=31), "is not 30 working days"),
        ("items/real-estate-mortgage.toml", lambda t: t["statutory"].update(start="receipt"), "is not 30 working days"),
        ("items/real-estate-mortgage.toml", lambda t: t.pop("statutory"), "is not 30 working days"),
        ("items/real-estate-mortgage.toml", lambda t: t.update(extension_max=1), "has no extension in law"),
        ("items/real-estate-first-registration.toml", lambda t: t.update(completes_on="decision", completion_milestones=[]), "entry in the register"),
        ("materials.toml", lambda t: t.update(spare={"name": {"zh": "多余", "en": "Spare"}}), "no item needs it"),
    ],
)  # fmt: skip
def test_the_doctor_names_what_is_wrong(file, change, words):
    tables = catalogue_tables()
    change(tables[file])
    assert any(words in fault.problem for fault in examine(build(tables)))


def test_a_situation_may_only_fill_in_what_is_asked():
    tables = catalogue_tables()
    tables["packages.toml"]["enterprise-start-up"]["situations"][0]["options"][0]["answers"] = {
        "voltage": "low"
    }
    assert any("nobody asks for voltage" in fault.problem for fault in examine(build(tables)))


def test_materials_that_hang_on_an_answer_have_a_question_in_plain_words():
    tables = catalogue_tables()
    del tables["items/water-connection.toml"]["situations"]
    problems = [fault.problem for fault in examine(build(tables))]
    assert "no question leads to water_purpose" in problems


def test_the_doctor_counts_the_steps_of_each_kind_of_connection():
    tables = catalogue_tables()
    steps = {one["code"]: one for one in tables["items/electricity-connection.toml"]["steps"]}
    steps["plan_and_works"]["when"] = {"voltage": "low"}
    assert any("more than 2 steps" in fault.problem for fault in examine(build(tables)))


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
    tables = catalogue_tables()
    change(tables[file])
    assert problem in {fault.key for fault in examine(build(tables))}


def test_an_item_that_is_no_longer_in_force_is_a_fault_today_only():
    tables = catalogue_tables()
    tables["items/tax-relocation.toml"]["valid_until"] = date(2026, 6, 30)
    found = build(tables)
    assert examine(found) == []
    assert [f.key for f in examine(found, date(2026, 7, 1))] == ["valid_until"]
    assert examine(found, date(2026, 6, 30)) == []


def test_the_doctor_finds_a_measure_that_is_over_while_items_run_under_it():
    tables = catalogue_tables()
    tables["measures.toml"]["23"]["valid_until"] = date(2026, 11, 30)
    catalogue = build(tables)
    assert examine(catalogue, date(2026, 11, 30)) == []
    assert [fault.key for fault in examine(catalogue, date(2026, 12, 1))] == ["23.valid_until"]
