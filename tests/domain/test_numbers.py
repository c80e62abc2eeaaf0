"""The numbers we give: application, case, task; what is typed or scanned is read back."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.domain.calendar import CHINA
from counter.domain.numbers import (
    application_number,
    case_number,
    check_character,
    is_application_number,
    is_scanned,
    read_application_number,
    task_code,
    window_number,
)

AT = datetime(2026, 11, 23, tzinfo=CHINA)


@given(st.integers(1, 10**7), st.sampled_from(["1", "03", "A2", "40"]))
def test_application_numbers_find_every_single_wrong_character(serial, window):
    number = application_number("FY", window, AT, serial)
    assert is_application_number(number)
    assert read_application_number(number.replace("-", " ").lower()) == number
    for at, character in enumerate(number):
        if character != "-":
            other = "7" if character != "7" else "8"
            assert not is_application_number(number[:at] + other + number[at + 1 :])


@pytest.mark.parametrize("text", ["G123489654321Y", "A12425GABC1234002M", "GRID001A"])
def test_check_characters_agree_with_published_numbers_of_mod_37_36(text):
    """GRid and GLOBAL release identifiers publish theirs; a whole number leaves the remainder 1."""
    product = 36
    whole = text[:-1] + check_character(text[:-1])
    for character in whole[:-1]:
        product = ((product + int(character, 36)) % 36 or 36) * 2 % 37
    assert (product + int(whole[-1], 36)) % 36 == 1


def test_the_check_character_of_a_published_identifier():
    """GRid A1-2425G-ABC1234002-M of the IFPI standard."""
    assert check_character("A12425GABC1234002") == "M"


def test_a_number_holds_site_window_year_and_serial():
    assert application_number("FY", "3", AT, 42)[:-1] == "FY03-2600042-"
    assert application_number("FY", "3", AT, 123_456)[:-1] == "FY03-26123456-"
    assert application_number("FY", "3", datetime(2005, 5, 1, tzinfo=CHINA), 1)[:-1] == "FY03-0500001-"


def test_the_year_is_that_of_local_time():
    new_year = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)
    assert application_number("FY", "1", new_year, 1).startswith("FY01-27")
    assert case_number("T", new_year, 1, "1", 1) == "T20270101" + "001" + "01" + "0001"


@pytest.mark.parametrize(
    "given, kept", [("01", "1"), ("1", "1"), ("a2", "A2"), ("00", "0"), ("0", "0"), ("", ""), ("10", "10")]
)
def test_windows_are_kept_without_leading_zeros(given, kept):
    assert window_number(given) == kept


def test_a_short_text_is_no_number_and_stays_as_typed():
    assert read_application_number(" fy03-26-1 ") == "FY03-26-1"
    assert not is_application_number("FY03-2600042")
    assert read_application_number("FY03260004K") == "FY03260004K"
    assert read_application_number("FY032600042K") == "FY03-2600042-K"


def test_what_is_scanned_is_an_application_a_folder_or_a_case():
    number = application_number("FY", "3", AT, 42)
    case = case_number("1" * 31, AT, 1, "3", 42)
    for text in (number, f" {number}/2 ", number.lower(), case, case.lower()):
        assert is_scanned(text)
    for text in ("69012345", number[:-1] + ("A" if number[-1] != "A" else "B"), case[:-1], case + "1", ""):
        assert not is_scanned(text)


def test_case_numbers_fit_the_exchange():
    number = case_number("1" * 31, AT, 1, "3", 42)
    assert number == "1" * 31 + "20261123" + "001" + "03" + "0042"
    assert len(number) == 48


def test_case_numbers_of_both_lengths_are_scanned():
    assert is_scanned("1" * 31 + "20261123" + "1" + "03" + "0042")
    assert is_scanned("1" * 31 + "20261123" + "001" + "03" + "0042")
    assert not is_scanned("1" * 31 + "20261123" + "01" + "03" + "0042")


def test_a_task_code_is_body_county_level_and_base_code():
    """GB/T 39554.1: 18 + 1 + 12 characters."""
    assert task_code("B" * 18, "C" * 12) == "B" * 18 + "4" + "C" * 12
