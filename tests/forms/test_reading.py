"""Catalogue files to the catalogue: every fault by file and key, with its remedy."""

import tomllib
from pathlib import Path

import pytest
from pypinyin import Style, lazy_pinyin

from forms.reading import CatalogueRefused, build, read_files
from tests.builders import ROOT, a_catalogue, catalogue_tables

CATALOGUE = a_catalogue()


CONTRACT_ITEMS = {
    "company-establishment": {"M01.1", "M03.1"}, "company-change": {"M03.1"}, "company-cancellation": {"M03.1"},
    "company-filing": {"M03.1"}, "seal-engraving": {"M01.2"}, "first-invoice": {"M01.3", "M28.1"},
    "social-insurance-registration": set(), "electricity-connection": {"M17.1", "M17.2", "M17.3", "M17.4"},
    "water-connection": {"M23.1"}, "real-estate-registration": {"M24.1"}, "real-estate-mortgage": {"M24.2"},
    "real-estate-mortgage-cancellation": set(), "tax-deregistration": {"M27.0", "M27.1", "M27.2", "M27.3", "M27.4"},
    "tax-relocation": {"M27.5"}, "customs-document-review": {"M37.1"}, "supplier-registration": {"M54.1"},
    "expert-registration": {"M54.1"}, "wage-deposit": set(),
}  # fmt: skip


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
    tables = catalogue_tables()
    change(tables[file])
    with pytest.raises(CatalogueRefused) as refusal:
        build(tables)
    fault = refusal.value.faults[0]
    assert (fault.file, fault.key) == (file, key)
    assert fault.remedy


def test_broken_toml_names_the_file(tmp_path: Path):
    (tmp_path / "fields.toml").write_text("[a\n")
    with pytest.raises(CatalogueRefused) as refusal:
        read_files(tmp_path)
    assert refusal.value.faults[0].file == "fields.toml"


def test_every_catalogue_file_is_toml():
    for path in (ROOT / "resources" / "catalogue").rglob("*.toml"):
        tomllib.loads(path.read_text(encoding="utf-8"))


def test_the_catalogue_holds_at_least_sixty_items():
    assert len(CATALOGUE.items) >= 60
