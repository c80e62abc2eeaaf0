"""One form from many items."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.form_reading import read_submission
from forms.merge import chosen_items, drawn, facts_of, merge_fields, merge_materials, questions
from tests.builders import a_catalogue, a_form

CATALOGUE = a_catalogue()


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


def test_a_package_asks_each_thing_once_and_its_items_ask_the_rest():
    package = CATALOGUE.packages["enterprise-start-up"]
    asked = [one.code for one in questions(package, [CATALOGUE.items[code] for code in package.items])]
    assert asked == ["prior_permit", "verified_online", "invoices", "staff"]
    joined = CATALOGUE.packages["utilities-connection"]
    codes = [one.code for one in questions(joined, [CATALOGUE.items[code] for code in joined.items])]
    assert codes == ["above_10_kv", "meter_at_once", "for_a_home", "water_for"]


def test_a_part_of_a_package_keeps_the_packages_order():
    items, package = chosen_items(
        CATALOGUE, "enterprise-start-up", ["first-invoice", "company-establishment"]
    )
    assert [item.code for item in items] == ["company-establishment", "first-invoice"]
    assert package is not None
