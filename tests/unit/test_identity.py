"""Identity numbers of every kind, credit codes, names, masks, and the numbers we give."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.domain.calendar import CHINA
from counter.domain.identity import (
    check_character,
    examine,
    examine_name,
    mask_name,
    mask_number,
    shown_name,
    with_middle_dot,
)
from counter.domain.numbers import (
    application_number,
    case_number,
    is_application_number,
    is_scanned,
    read_application_number,
)


def resident(head: str, born: str = "19900101", serial: str = "001") -> str:
    return (n := f"{head}{born}{serial}") + check_character(n)


@pytest.mark.parametrize(
    "id_type, number",
    [
        ("resident_id", "11010519491231002X"),
        ("resident_id", "11010519491231002x"),
        ("resident_id", " 230883199001010015 "),
        ("resident_id", resident("230833")),
        ("hk_macao_residence", resident("810000")),
        ("hk_macao_residence", resident("820000")),
        ("taiwan_residence", resident("830000")),
        ("foreign_permanent_2023", "932682198501010017"),
        ("foreign_permanent_2017", "KAZ110090123105"),
        ("hk_macao_permit", "H12345678"),
        ("hk_macao_permit", "M1234567801"),
        ("taiwan_permit", "12345678"),
        ("passport", "E12345678"),
        ("military_id", "军字第1234567号"),
        ("uscc", "91110000600037341L"),
        ("uscc", "91350100M000100Y43"),
        ("uscc", "12441500196720244T"),
        ("other", "AB-12"),
    ],
)
def test_real_numbers_pass(id_type, number):
    found = examine(id_type, number)
    assert found.error is None
    assert found.warning is None


@pytest.mark.parametrize(
    "id_type, number",
    [
        ("resident_id", "230883199001010016"),
        ("resident_id", "230883900101001"),
        ("resident_id", resident("230833", "19900231")),
        ("resident_id", resident("990833")),
        ("resident_id", resident("830000")),
        ("resident_id", "932682198501010017"),
        ("taiwan_residence", resident("710000")),
        ("foreign_permanent_2023", resident("230833")),
        ("hk_macao_permit", "X12345678"),
        ("uscc", "91110000600037341O"),
        ("uscc", "9111000060003734"),
        ("resident_id", ""),
        ("no_such_type", "1"),
    ],
)
def test_wrong_numbers_are_refused(id_type, number):
    assert examine(id_type, number).error is not None


def test_a_birth_date_in_the_future_is_refused():
    assert examine("resident_id", resident("230833", "20301231"), date(2026, 11, 23)).error is not None


def test_a_credit_code_with_a_wrong_check_character_only_warns():
    found = examine("uscc", "91110000600037341M")
    assert found.error is None
    assert found.warning is not None


def test_the_number_tells_birth_date_sex_and_region():
    found = examine("resident_id", "11010519491231002X")
    assert (found.birth_date, found.sex, found.region) == (date(1949, 12, 31), "female", "110105")


@pytest.mark.parametrize("name", ["李", "买买提·吐尔逊", "𠮷", "A" * 50, "阿" * 50, "Жанна О'Коннор", "㐂"])
def test_names_are_free(name):
    found = examine_name(name)
    assert (found.error, found.warning, found.number) == (None, None, name)


def test_a_look_alike_dot_is_only_offered_for_correction():
    found = examine_name("买买提•吐尔逊")
    assert found.number == "买买提•吐尔逊"
    assert found.warning is not None
    assert with_middle_dot("买买提•吐尔逊") == "买买提·吐尔逊"
    assert with_middle_dot("A.B") == "A.B"


def test_compatibility_characters_of_a_name_are_never_changed():
    """NFC would turn U+F9D0 into U+985E; the name stays as it is written."""
    assert examine_name("\uf9d0").number == "\uf9d0"


def test_private_use_characters_are_refused():
    assert examine_name("王\ue000").error is not None


@pytest.mark.parametrize(
    "masked, expected",
    [
        (mask_name("张伟"), "张*"), (mask_name("阿依努尔·买买提"), "阿***"),
        (mask_number("230883199001010015"), "230***********0015"), (mask_number("E12345678"), "E1*****78"),
        (mask_number("12"), "**"), (mask_name(""), ""),
    ],
)  # fmt: skip
def test_masks_hide_the_birth_date(masked, expected):
    assert masked == expected


@given(st.integers(1, 10**7), st.sampled_from(["1", "03", "A2", "40"]))
def test_application_numbers_find_every_single_wrong_character(serial, window):
    number = application_number("FY", window, datetime(2026, 11, 23, tzinfo=CHINA), serial)
    assert is_application_number(number)
    assert read_application_number(number.replace("-", " ").lower()) == number
    for at, character in enumerate(number):
        if character != "-":
            other = "7" if character != "7" else "8"
            assert not is_application_number(number[:at] + other + number[at + 1 :])


def test_case_numbers_fit_the_exchange():
    number = case_number("1" * 31, datetime(2026, 11, 23, tzinfo=CHINA), 1, "3", 42)
    assert number == "1" * 31 + "20261123" + "001" + "03" + "0042"
    assert len(number) == 48


def test_case_numbers_of_both_lengths_are_scanned():
    assert is_scanned("1" * 31 + "20261123" + "1" + "03" + "0042")
    assert is_scanned("1" * 31 + "20261123" + "001" + "03" + "0042")
    assert not is_scanned("1" * 31 + "20261123" + "01" + "03" + "0042")


@pytest.mark.parametrize(
    "name, shown",
    [
        ("抚远市乌苏里江鲟鳇鱼养殖有限公司", "抚远市乌苏里江鲟鳇鱼养殖有限公司"),
        ("抚远市农村信用合作联社", "抚远市农村信用合作联社"),
        ("张伟小吃店", "张***"), ("欧阳协会", "欧***"), ("阿依努尔·买买提", "阿***"), ("张伟", "张*"), ("", ""),
    ],
)  # fmt: skip
def test_lists_name_organisations_and_mask_people(name, shown):
    assert shown_name(name) == shown
