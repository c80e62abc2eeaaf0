"""Tables of catalogue files: what is wrong becomes a fault under its key, reading goes on."""

from datetime import date

import pytest

from counter.domain.limit import Limit, Unit
from counter.domain.words import Words
from forms.places import Fault, Place


def place(table: object, key: str = "x") -> tuple[Place, list[Fault]]:
    faults: list[Fault] = []
    return Place("f.toml", key, table, faults), faults


READS = [
    ("text", lambda p: p.text("a"), "word", "word", [1, "", " ", None, ["x"]], ""),
    ("choice", lambda p: p.one_of("a", ("u", "v")), "u", "u", ["w", "", 1], None),
    ("words", lambda p: p.words("a"), {"zh": "字", "en": "w"}, Words("字", "w"), ["字", {"zh": "字"}, {"zh": "字", "en": ""}, None], Words("", "")),
    ("names", lambda p: p.names("a", ("u", "v")), ["u", "v"], ("u", "v"), ["u", [1], ["w"], ["u", "w"]], None),
    ("day", lambda p: p.day("a"), "2026-11-23", date(2026, 11, 23), ["soon", 7], None),
    ("whole", lambda p: p.whole("a", 5), 0, 0, [-1, 1.5, "1", True], 5),
    ("flag", lambda p: p.flag("a"), True, True, ["true", 1, 0], False),
    ("condition", lambda p: p.condition("a"), {"v": "high", "w": ["x", 1]}, {"v": ("high",), "w": ("x", 1)}, ["high", [1]], {}),
]  # fmt: skip


@pytest.mark.parametrize("name, read, right, value, wrong, instead", READS, ids=[one[0] for one in READS])
def test_a_right_entry_is_read_and_a_wrong_one_is_a_fault_under_its_key(
    name, read, right, value, wrong, instead
):
    good, faults = place({"a": right})
    assert read(good) == value
    assert faults == []
    for raw in wrong:
        bad, faults = place({"a": raw} if raw is not None else {})
        found = read(bad)
        assert [(one.file, one.key) for one in faults] == [("f.toml", "x.a")], raw
        assert instead is None or found == instead


def test_what_may_be_missing_has_its_usual_value():
    some, faults = place({})
    assert (
        some.text("a", "t"),
        some.one_of("a", ("u",), "u"),
        some.whole("a", 5),
        some.names("a"),
        some.day("a"),
    ) == ("t", "u", 5, (), None)
    assert (
        some.flag("a"),
        some.flag("a", default=True),
        some.maybe_words("a"),
        some.condition("a"),
        some.conditions("a"),
    ) == (False, True, None, {}, ())
    assert (some.below("a"), some.inner("a")) == ([], None)
    assert faults == []


def test_a_text_with_a_default_that_is_no_text_is_a_fault_all_the_same():
    some, faults = place({"a": 1})
    assert some.text("a", "t") == "t"
    assert len(faults) == 1


def test_a_date_of_toml_is_taken_as_it_is():
    assert place({"a": date(2026, 1, 1)})[0].day("a") == date(2026, 1, 1)


def test_conditions_are_one_or_a_list_each_with_its_place():
    some, faults = place({"a": [{"v": "x"}, "high"], "b": {"v": "x"}})
    assert some.conditions("a") == ({"v": ("x",)}, {})
    assert some.conditions("b") == ({"v": ("x",)},)
    assert [one.key for one in faults] == ["x.a[1].when"]
    some.close()
    assert len(faults) == 1


def test_limits_are_read_and_an_agreed_date_is_fixed_case_by_case():
    good, faults = place({"amount": 3, "unit": "working_days"})
    assert good.limit() == Limit(Unit.WORKING_DAYS, 3)
    good.close()
    agreed, _ = place({"unit": "until_date"})
    assert agreed.limit() == Limit(Unit.UNTIL_DATE)
    assert faults == []
    bad, faults = place({"amount": 0, "unit": "working_days"})
    assert bad.limit() == Limit(Unit.SAME_DAY)
    assert [one.key for one in faults] == ["x.amount/unit"]


def test_tables_below_carry_the_path_to_them():
    some, faults = place({"a": [{"k": 1}, 7], "b": {"k": 1}, "c": 1})
    assert [one.key for one in some.below("a")] == ["x.a[0]", "x.a[1]"]
    assert some.inner("b").key == "x.b"
    assert some.below("c") == []
    assert [one.key for one in faults] == ["x.a[1]", "x.c"]
    top, _ = place({"a": [{}], "b": {}}, "")
    assert (top.below("a")[0].key, top.inner("b").key) == ("a[0]", "b")


def test_a_key_that_nobody_asks_for_is_a_fault():
    some, faults = place({"a": "x", "b": "y"})
    some.text("a")
    some.close()
    assert [str(one) for one in faults] == [
        "f.toml: x.b: is not a key of this table — remove it or mend its spelling"
    ]


def test_what_is_no_table_is_a_fault_at_its_own_place():
    assert [one.key for one in place(7)[1]] == ["x"]
    assert [one.key for one in place(7, "")[1]] == ["-"]
