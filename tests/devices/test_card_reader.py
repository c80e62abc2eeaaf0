"""The identity card's frames, and a reader that is simulated on a real pseudo-terminal."""

import os
import tty
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from select import select
from threading import Event, Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.devices.card_reader import read_card
from counter.domain.errors import EnvironmentFault
from counter.domain.id_card import (
    DONE,
    FIND,
    FOUND,
    HEAD,
    READ,
    SELECT,
    BadFrame,
    Card,
    answer,
    card_data,
    command,
    read_answer,
    read_card_data,
)  # fmt: skip

CARD = Card(
    "阿依努尔·买买提", "230833199001010011", "male", date(1990, 1, 1), "黑龙江省抚远市抚远镇正阳路18号",
    "抚远市公安局", date(2016, 3, 1), None,
)  # fmt: skip
WELL = {
    FIND: answer(FOUND, b"\0\0\0\0"),
    SELECT: answer(DONE, b"\0" * 8),
    READ: answer(DONE, card_data(CARD)),
}


@contextmanager
def a_reader(answers) -> Iterator[str]:
    """A reader behind a pseudo-terminal: it answers each command as it is told."""
    master, slave = os.openpty()
    tty.setraw(slave)

    done = Event()

    def serve() -> None:
        while not done.is_set():
            if not select([master], [], [], 0.02)[0]:
                continue
            asked = os.read(master, 64)
            for code, reply in answers.items():
                if asked == command(code) and reply:
                    os.write(master, reply)

    thread = Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield os.ttyname(slave)
    finally:
        done.set()
        thread.join()
        os.close(slave)
        os.close(master)


def test_a_card_is_read_over_the_serial_line():
    with a_reader(WELL) as port:
        assert read_card(port) == CARD


@pytest.mark.parametrize(
    "answers, code",
    [
        (WELL | {FIND: answer(0x80)}, "no_card"),
        (WELL | {SELECT: answer(0x81)}, "no_card"),
        (WELL | {READ: answer(0x41)}, "card_unread"),
        (WELL | {READ: answer(DONE, b"\0\0\0\0")}, "reader_garbled"),
        (WELL | {FIND: b"hello, it is me"}, "reader_garbled"),
        (WELL | {FIND: WELL[FIND][:-1] + b"\xff"}, "reader_garbled"),
    ],
)
def test_what_goes_wrong_at_the_reader_is_told_in_plain_words(answers, code):
    with a_reader(answers) as port, pytest.raises(EnvironmentFault) as fault:
        read_card(port)
    assert fault.value.code == code


def test_a_reader_that_is_not_set_or_not_there_is_told():
    for port, code in (("", "no_reader"), ("/dev/no-such-reader", "reader_gone")):
        with pytest.raises(EnvironmentFault) as fault:
            read_card(port)
        assert fault.value.code == code


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
