"""Single answers: what is stored, what is wrong, what looks odd."""

from datetime import date

import pytest

from counter.domain.words import Words
from forms.catalogue import FieldKind, Option
from forms.checks import check_answer, check_phone
from tests.builders import FOUNDER, a_number

LABEL = Words("问", "Question")


def kind(type_: str, **more: object) -> FieldKind:
    return FieldKind("q", LABEL, type_, "", **more)


def checked(type_: str, raw: object, answers: dict | None = None, today: date | None = None, **more: object):
    return check_answer(kind(type_, **more), raw, answers or {}, today)


def stored(type_: str, raw: object, **more: object) -> object:
    found = checked(type_, raw, **more)
    assert found.errors == {}
    return found.value


@pytest.mark.parametrize(
    "phone, right",
    [
        ("13845470016", True), ("12845470016", False), ("1384547001", False), ("138454700160", False), ("0454-2130000", True),
        ("0454-2130000-12", True), ("010-12345678", True), ("+8613845470016", True), ("+12345", False), ("+1234567890123456", False),
        ("2130000", True), ("21300001", True), ("213000", False), ("138 4547 0016", True), ("（0454）2130000", True), ("１３８45470016", False),
    ],
)  # fmt: skip
def test_telephones_are_mobile_landline_or_international(phone, right):
    assert (check_phone(phone) is None) is right


@pytest.mark.parametrize(
    "raw, value",
    [("200", "200"), (200, "200"), ("1,000.50", "1000.5"), ("1，000", "1000"), (" 7 ", "7"), ("0", "0"), ("1e3", "1000"), ("1000000000000", "1000000000000")],
)  # fmt: skip
def test_numbers_are_stored_plain(raw, value):
    assert stored("number", raw) == value


@pytest.mark.parametrize(
    "raw", ["many", "", "NaN", "Infinity", "1000000000001", "-1000000000001", "-1", True, [1], {}]
)
def test_what_is_no_number_is_refused(raw):
    assert checked("number", raw).errors


@pytest.mark.parametrize("raw, right", [("4", False), ("5", True), ("10", True), ("11", False)])
def test_a_number_lies_between_its_bounds(raw, right):
    assert (checked("number", raw, minimum=5, maximum=10).errors == {}) is right
    assert checked("number", "-3", minimum=-5).errors == {}


def test_the_bounds_are_told():
    assert "5 至 10" in checked("number", "4", minimum=5, maximum=10).errors[""].zh
    assert "0 至 …" in checked("number", "-4").errors[""].zh


@pytest.mark.parametrize("raw, right", [("0.123456", True), ("0.1234567", False)])
def test_money_has_at_most_six_places(raw, right):
    assert (checked("money", raw).errors == {}) is right
    assert checked("number", raw).errors == {}


@pytest.mark.parametrize("raw", ["2026-11-23", "2026/11/23", "2026.11.23"])
def test_dates_are_stored_in_one_way(raw):
    assert stored("date", raw) == "2026-11-23"


@pytest.mark.parametrize("raw", ["2026-02-30", "23.11.2026", "soon"])
def test_other_dates_are_refused(raw):
    assert checked("date", raw).errors


@pytest.mark.parametrize(
    "raw, value",
    [(True, True), ("true", True), ("是", True), (" YES ", True), (False, False), ("false", False), ("否", False), ("No", False)],
)  # fmt: skip
def test_yes_and_no_are_read_as_they_are_written(raw, value):
    assert stored("boolean", raw) is value


def test_neither_yes_nor_no_is_refused():
    assert checked("boolean", "maybe").errors


OPTIONS = tuple(Option(code, Words(f"第{code}", f"No. {code}")) for code in "abcdefghij")


def test_choices_are_stored_in_the_order_of_the_options():
    assert stored("choice", "b", options=OPTIONS) == "b"
    assert stored("choices", ["c", "a"], options=OPTIONS) == ["a", "c"]
    assert stored("choices", "c", options=OPTIONS) == ["c"]
    assert stored("choices", [], options=OPTIONS) == []


@pytest.mark.parametrize(
    "type_, raw", [("choice", "z"), ("choices", ["a", "z"]), ("choices", 7), ("choices", "z")]
)
def test_what_is_no_option_is_refused_with_the_first_eight(type_, raw):
    words = checked(type_, raw, options=OPTIONS).errors[""]
    assert "第h（h）" in words.zh
    assert "（i）" not in words.zh


@pytest.mark.parametrize(
    "type_, length, right",
    [("text", 500, True), ("text", 501, False), ("multiline", 2000, True), ("multiline", 2001, False)],
)
def test_text_is_as_long_as_its_field(type_, length, right):
    assert (checked(type_, "长" * length).errors == {}) is right


def test_a_field_may_be_shorter_and_holds_no_control_characters():
    assert checked("text", "长" * 6, maximum=5).errors[""].zh == "最多 5 个字符，现有 6 个。"
    assert checked("text", "长" * 5, maximum=5).errors == {}
    assert checked("text", "a\x1fb").errors
    assert stored("multiline", "a\n\tb") == "a\n\tb"
    assert stored("text", "a b") == "a b"


def test_a_number_of_a_document_is_checked_by_the_type_beside_it():
    assert stored("id_number", FOUNDER.lower()) == FOUNDER
    assert checked("id_number", "E12345678").errors
    assert checked("id_number", "E12345678", {"q_type": "passport"}).errors == {}
    assert checked("id_number", a_number(born="20261124"), today=date(2026, 11, 23)).errors
    assert checked("uscc", "91110000600037341M").warnings
    assert checked("name", "买买提•吐尔逊").warnings
    assert checked("name", "\ue000").errors
    assert checked("phone", "12").errors


COLUMNS = (
    FieldKind("name", LABEL, "name", "", required=True), FieldKind("id_type", LABEL, "text", ""),
    FieldKind("id_number", LABEL, "text", ""), FieldKind("share", LABEL, "number", "", sums_to="whole"),
)  # fmt: skip


def table(raw: object, answers: dict | None = None, **more: object):
    return checked("table", raw, answers, date(2026, 11, 23), columns=COLUMNS, **more)


@pytest.mark.parametrize("raw", ["me", [1], {"name": "x"}, 7])
def test_a_table_is_a_list_of_rows(raw):
    assert list(table(raw).errors) == [""]


@pytest.mark.parametrize("rows, right", [(0, False), (1, True), (3, True), (4, False)])
def test_a_table_has_as_many_rows_as_it_may(rows, right):
    assert (table([{"name": "赵"}] * rows, minimum=1, maximum=3).errors == {}) is right


def test_a_table_without_bounds_has_none_to_a_thousand_rows():
    assert table([]).errors == {}
    assert table([{"name": "赵"}] * 1000).errors == {}
    assert table([{"name": "赵"}] * 1001).errors


def test_every_cell_is_checked_in_its_place():
    found = table([{"name": "赵"}, {"name": "", "share": "x"}, {"name": "买•提", "id_number": "1"}])
    assert set(found.errors) == {"[1].name", "[1].share", "[2].id_number"}
    assert set(found.warnings) == {"[2].name"}


def test_the_number_in_a_row_is_checked_by_the_rows_type_and_stored_tidy():
    rows = [
        {"name": "赵", "id_number": FOUNDER.replace("2308", "2308 ")},
        {"name": "赵", "id_type": "uscc", "id_number": "91110000600037341M"},
    ]
    found = table(rows)
    assert found.errors == {}
    assert found.value[0]["id_number"] == FOUNDER
    assert list(found.warnings) == ["[1].id_number"]


@pytest.mark.parametrize(
    "parts, odd", [(("120", "80"), False), (("120", "81"), True), (("200", ""), False), (("", ""), False)]
)
def test_parts_that_do_not_add_up_are_a_warning(parts, odd):
    rows = [{"name": "赵", "share": part} for part in parts]
    found = table(rows, {"whole": "200"})
    assert found.errors == {}
    assert (list(found.warnings) == [""]) is odd
    assert table(rows, {"whole": "many"}).warnings == {}
    assert table(rows).warnings == {}
