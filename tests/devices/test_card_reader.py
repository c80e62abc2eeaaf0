"""The identity card reader on its serial line."""

import pytest

from counter.devices.card_reader import read_card
from counter.domain.errors import EnvironmentFault
from counter.domain.id_card import DONE, FIND, READ, SELECT, answer
from tests.card_reader import CARD, WELL, a_reader


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
