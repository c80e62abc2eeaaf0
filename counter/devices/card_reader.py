"""Identity-card readers on a serial line. The only place that opens the port."""

from typing import Protocol

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
    command,
    length_of,
    read_answer,
    read_card_data,
)
from counter.domain.words import Words

BAUD = 115_200
PATIENCE = 2.0
"""Seconds that an answer may take; a card that is read at all answers in one."""


class Line(Protocol):
    """An open serial line."""

    def read(self, size: int = 1) -> bytes:
        """Return so many bytes, or fewer when the line stays silent."""
        ...

    def write(self, data: bytes, /) -> int | None:
        """Send the bytes."""
        ...


def _fault(code: str, zh: str, en: str) -> EnvironmentFault:
    return EnvironmentFault(code, Words(zh, en))


def _ask(line: Line, code: tuple[int, int]) -> tuple[int, bytes]:
    line.write(command(code))
    head = line.read(len(HEAD) + 2)
    if len(head) < len(HEAD) + 2:
        raise _fault(
            "reader_silent",
            "读卡器没有应答，请检查连接和电源。",
            "The reader does not answer; check cable and power.",
        )
    rest = line.read(length_of(head))
    return read_answer(head, rest)


def read_from(line: Line) -> Card:
    """Return the card that lies on the reader (EnvironmentFault: none, or the reader cannot be understood)."""
    try:
        status, _ = _ask(line, FIND)
        if status != FOUND:
            raise _fault(
                "no_card",
                "没有找到身份证，请放好后再读。",
                "No card was found; put it on the reader and try again.",
            )
        status, _ = _ask(line, SELECT)
        if status != DONE:
            raise _fault("no_card", "身份证移开了，请重新放置。", "The card was taken away; put it on again.")
        status, data = _ask(line, READ)
        if status != DONE:
            raise _fault(
                "card_unread",
                "身份证读取失败，请重试或手工填写。",
                "The card could not be read; try again or type.",
            )
        return read_card_data(data)
    except BadFrame as error:
        raise _fault(
            "reader_garbled",
            "读卡器应答有误，请重试或手工填写。",
            "The reader's answer is garbled; try again or type.",
        ) from error


def read_card(port: str) -> Card:
    """Return the card on the reader at the port (EnvironmentFault)."""
    if not port:
        raise _fault(
            "no_reader",
            "未设置读卡器，请在设置中填写串口。",
            "No reader is set; enter its port in the settings.",
        )
    import serial

    try:
        with serial.Serial(port, BAUD, timeout=PATIENCE, write_timeout=PATIENCE) as line:
            return read_from(line)
    except (serial.SerialException, OSError) as error:
        raise EnvironmentFault(
            "reader_gone",
            Words(
                "打不开读卡器 {p}，请检查连接和串口设置。",
                "The reader at {p} cannot be opened; check cable and port.",
            ).fill(p=port),
        ) from error
