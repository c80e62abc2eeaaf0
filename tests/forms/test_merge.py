"""One form from many items."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter.domain.errors import InputRefused
from forms.catalogue import FieldUse
from forms.form_reading import read_submission
from forms.merge import (
    MergedField,
    MergedMaterial,
    chosen_items,
    drawn,
    facts_of,
    merge_fields,
    merge_materials,
    questions,
    with_defaults,
)
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
def test_each_material_is_listed_once_in_its_strictest_form(codes):
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


def merged_field(*uses: FieldUse) -> MergedField:
    return MergedField(
        CATALOGUE.field_kinds["voltage"], tuple((f"item-{n}", use) for n, use in enumerate(uses))
    )


@pytest.mark.parametrize(
    "uses, facts, applies, required",
    [
        ([(True, {})], {}, True, True), ([(False, {})], {}, True, False), ([(True, {"a": ("x",)})], {}, False, False),
        ([(True, {"a": ("x",)}), (False, {})], {}, True, False), ([(True, {"a": ("x",)}), (False, {})], {"a": "x"}, True, True),
        ([(True, {"a": ("x",)}), (True, {"a": ("y",)})], {"a": "y"}, True, True),
    ],
)  # fmt: skip
def test_a_question_is_asked_and_needed_when_one_of_its_uses_says_so(uses, facts, applies, required):
    field = merged_field(*(FieldUse("voltage", need, when) for need, when in uses))
    assert (field.applies(facts), field.is_required(facts)) == (applies, required)
    assert field.may_be_required is any(need for need, _ in uses)
    always = any(not when for _, when in uses)
    assert field.conditions == (() if always else tuple(when for _, when in uses))


def printout(*uses: tuple[str, str, int, dict]) -> MergedMaterial:
    base = CATALOGUE.items["company-establishment"].materials[0]
    return MergedMaterial(
        "articles", CATALOGUE.material_names["articles"],
        tuple((f"item-{n}", replace(base, state=s, form=f, copies=c, when=w)) for n, (s, f, c, w) in enumerate(uses)),
    )  # fmt: skip


@pytest.mark.parametrize(
    "uses, strictest, copies, conditions",
    [
        ([("required", "copy", 1, {}), ("required", "original", 2, {})], ("required", "original"), 2, 0),
        ([("deferrable", "original", 3, {}), ("required", "copy", 1, {})], ("required", "copy"), 3, 0),
        ([("deferrable", "copy", 1, {}), ("committable", "copy", 1, {})], ("committable", "copy"), 1, 0),
        ([("kept_by_applicant", "copy", 1, {"a": ("x",)}), ("deferrable", "copy", 1, {"b": ("y",)})], ("deferrable", "copy"), 1, 2),
        ([("required", "electronic", 1, {"a": ("x",)}), ("required", "sighted", 1, {})], ("required", "sighted"), 1, 0),
    ],
)  # fmt: skip
def test_a_material_of_several_items_is_asked_for_as_strictly_as_any_asks(
    uses, strictest, copies, conditions
):
    one = printout(*uses)
    assert (one.strictest.state, one.strictest.form, one.copies, len(one.conditions)) == (
        *strictest,
        copies,
        conditions,
    )
    assert one.items == tuple(f"item-{n}" for n in range(len(uses)))


def test_only_materials_that_are_called_for_are_listed():
    item = replace(
        CATALOGUE.items["seal-engraving"],
        materials=(printout(("required", "copy", 1, {"a": ("x",)})).uses[0][1],),
    )
    assert len(merge_materials(CATALOGUE, [item])) == 1
    assert len(merge_materials(CATALOGUE, [item], {"a": "x"})) == 1
    assert merge_materials(CATALOGUE, [item], {"a": "y"}) == ()


@pytest.mark.parametrize(
    "package, items, wrong",
    [
        ("moon", [], {"package"}), (None, [], {"items"}), (None, ["moon"], {"items[0]"}), ("enterprise-start-up", ["wage-deposit"], {"items[0]"}),
        (None, ["seal-engraving", "first-invoice", "seal-engraving"], {"items[0]", "items[2]"}), ("moon", ["moon"], {"package", "items[0]"}),
    ],
)  # fmt: skip
def test_a_wrong_choice_is_refused_by_its_field(package, items, wrong):
    with pytest.raises(InputRefused) as refusal:
        chosen_items(CATALOGUE, package, items)
    assert set(refusal.value.fields) == wrong


def test_a_whole_package_and_a_free_choice_are_taken():
    items, package = chosen_items(CATALOGUE, "enterprise-start-up", [])
    assert tuple(item.code for item in items) == package.items
    free, none = chosen_items(CATALOGUE, None, ["seal-engraving", "company-establishment"])
    assert ([item.code for item in free], none) == (["seal-engraving", "company-establishment"], None)


@pytest.mark.parametrize(
    "type_, default, answers, filled",
    [
        ("text", None, {}, {}), ("text", "x", {}, {"voltage": "x"}), ("text", "x", {"voltage": ""}, {"voltage": "x"}), ("text", "x", {"voltage": "y"}, {"voltage": "y"}),
        ("boolean", True, {"voltage": False}, {"voltage": False}), ("number", 7, {"voltage": 0}, {"voltage": 0}), ("choices", "x", {}, {"voltage": ["x"]}),
        ("choices", None, {"voltage": ["y"]}, {"voltage": ["y"]}), ("text", None, {"voltage": None}, {}),
    ],
)  # fmt: skip
def test_defaults_stand_where_nothing_was_answered(type_, default, answers, filled):
    kind = replace(CATALOGUE.field_kinds["voltage"], type=type_, default=default)
    assert with_defaults([MergedField(kind, ())], answers) == filled


def test_only_questions_that_may_favour_nobody_are_drawn():
    kind = CATALOGUE.field_kinds["voltage"]
    assert kind.neutral_order is False
    assert drawn(kind, "lot") is kind


@given(ITEMS, st.randoms())
@settings(deadline=None)
def test_questions_and_materials_do_not_depend_on_the_order_of_the_items(codes, random):
    items = [CATALOGUE.items[code] for code in codes]
    other = random.sample(items, len(items))
    assert {f.kind.code for f in merge_fields(CATALOGUE, items)} == {
        f.kind.code for f in merge_fields(CATALOGUE, other)
    }
    one, two = (
        {m.code: (m.copies, m.strictest.form, m.strictest.state) for m in merge_materials(CATALOGUE, x)}
        for x in (items, other)
    )
    assert one == two
