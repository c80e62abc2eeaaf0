"""The identity card's frames and the nine facts on it (GA 450)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.domain.id_card import (
    FIND,
    HEAD,
    LONGEST,
    READ,
    BadFrame,
    Card,
    answer,
    card_data,
    command,
    length_of,
    read_answer,
    read_card_data,
)

CARD = Card(
    "阿依努尔·买买提", "230833199001010011", "male", date(1990, 1, 1), "黑龙江省抚远市抚远镇正阳路18号",
    "抚远市公安局", date(2016, 3, 1), None,
)  # fmt: skip


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1, max_size=15))
def test_every_name_of_fifteen_characters_comes_back_as_it_was(name):
    card = Card(name, "230833199001010011")
    assert read_card_data(card_data(card)).name == name


@given(st.binary(max_size=80), st.integers(0, 255), st.integers(0, 90))
def test_a_frame_with_one_changed_byte_is_never_taken(data, status, at):
    frame = bytearray(answer(status, data))
    place = len(HEAD) + at % (len(frame) - len(HEAD))
    frame[place] ^= 0x5A
    head, rest = bytes(frame[:7]), bytes(frame[7:])
    with pytest.raises(BadFrame):
        read_answer(head, rest)


def test_the_commands_are_the_frames_of_the_standard():
    """AA AA AA 96 69, length 3, the two bytes of the command, exclusive or of what follows the head."""
    assert command(FIND).hex() == "aaaaaa96690003200122"
    assert command(READ).hex() == "aaaaaa96690003300132"


def test_an_answer_counts_three_status_bytes_its_data_and_the_check():
    assert answer(0x9F, b"\0\0\0\0").hex() == "aaaaaa9669000800009f0000000097"
    frame = answer(0x90, b"abc")
    assert length_of(frame[:7]) == 7 == len(frame[7:])
    assert read_answer(frame[:7], frame[7:]) == (0x90, b"abc")


@pytest.mark.parametrize("length", [3, LONGEST + 1])
def test_a_length_that_no_answer_can_have_is_refused(length):
    with pytest.raises(BadFrame):
        length_of(HEAD + length.to_bytes(2, "big"))


@pytest.mark.parametrize("length", [4, LONGEST])
def test_the_shortest_and_the_longest_answer_are_taken(length):
    assert length_of(HEAD + length.to_bytes(2, "big")) == length


def test_a_head_that_is_short_or_another_is_refused():
    for head in (HEAD + b"\0", HEAD + b"\0\0\x08", b"\xaa" * 5 + b"\0\x08"):
        with pytest.raises(BadFrame):
            length_of(head)


@pytest.mark.parametrize("sex, other", [("male", "male"), ("female", "female"), ("", ""), ("unknown", "")])
def test_a_whole_card_comes_back_as_it_was(sex, other):
    card = Card(
        "赵祥",
        "11010519491231002X",
        sex,
        date(1949, 12, 31),
        "抚远镇",
        "公安局",
        date(2016, 3, 1),
        date(2036, 3, 1),
    )
    seen = read_card_data(card_data(card))
    assert (seen.sex, seen.birth, seen.valid_from, seen.valid_to) == (
        other,
        card.birth,
        card.valid_from,
        card.valid_to,
    )
    assert (seen.name, seen.number, seen.address, seen.authority) == (
        card.name,
        card.number,
        card.address,
        card.authority,
    )


def test_a_card_without_an_end_says_so_in_words():
    data = card_data(CARD)
    assert data[:4] == b"\x01\0\0\0"
    assert "长期" in data[4:].decode("utf-16-le")
    assert len(data) == 260
    assert read_card_data(data) == CARD


def test_a_card_with_less_than_its_text_is_refused():
    data = card_data(CARD)
    for wrong in (data[:-1], b"\0\xff" + data[2:], b""):
        with pytest.raises(BadFrame):
            read_card_data(wrong)


def test_a_small_x_at_the_end_of_the_number_is_the_same_number():
    assert read_card_data(card_data(Card("赵祥", "11010519491231002x"))).number == "11010519491231002X"
