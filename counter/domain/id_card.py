"""The resident identity card as a reader gives it: commands, answers, and the nine facts on the card (GA 450).

A frame is AA AA AA 96 69, two bytes of length, the command or the three status bytes, data, and the exclusive or
of everything after the head. The text is 256 bytes of UTF-16, little end first, in fields of fixed length.
"""

from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Final

HEAD: Final = bytes.fromhex("AAAAAA9669")
FIND, SELECT, READ = (0x20, 0x01), (0x20, 0x02), (0x30, 0x01)
FOUND, DONE = 0x9F, 0x90
LONGEST: Final = 4096
_TEXT_LENGTH: Final = 256
_FIELDS: Final = (
    ("name", 15), ("sex", 1), ("nation", 2), ("birth", 8), ("address", 35), ("number", 18),
    ("authority", 15), ("valid_from", 8), ("valid_to", 8),
)  # fmt: skip
_SEXES: Final = {"1": "male", "2": "female"}


class BadFrame(ValueError):
    """The reader's answer is no whole frame, or its check does not hold."""


@dataclass(frozen=True, slots=True)
class Card:
    """What the card says; ``valid_to`` is None for a card without an end."""

    name: str
    number: str
    sex: str = ""
    birth: date | None = None
    address: str = ""
    authority: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


def _check(body: bytes) -> int:
    return reduce(lambda found, one: found ^ one, body, 0)


def command(code: tuple[int, int]) -> bytes:
    """Return the frame of a command without data."""
    body = bytes((0, 3, *code))
    return HEAD + body + bytes((_check(body),))


def answer(status: int, data: bytes = b"") -> bytes:
    """Return the frame that a reader answers with; for simulated devices."""
    body = (len(data) + 4).to_bytes(2, "big") + bytes((0, 0, status)) + data
    return HEAD + body + bytes((_check(body),))


def length_of(head: bytes) -> int:
    """Return how many bytes follow the head of seven; raises BadFrame when it is none."""
    if len(head) != len(HEAD) + 2 or not head.startswith(HEAD):
        raise BadFrame("no head")
    length = int.from_bytes(head[-2:], "big")
    if not 4 <= length <= LONGEST:  # noqa: PLR2004 - three status bytes and the check
        raise BadFrame("wrong length")
    return length


def read_answer(head: bytes, rest: bytes) -> tuple[int, bytes]:
    """Return the status and the data of an answer (BadFrame)."""
    if len(rest) != length_of(head) or _check(head[len(HEAD) :] + rest[:-1]) != rest[-1]:
        raise BadFrame("the check does not hold")
    return rest[2], rest[3:-1]


def card_data(card: Card) -> bytes:
    """Return the data of a card as a reader sends it; for simulated devices."""

    def day(one: date | None) -> str:
        return f"{one:%Y%m%d}" if one else ""

    sex = {"male": "1", "female": "2"}.get(card.sex, "0")
    values = {
        "name": card.name, "sex": sex, "nation": "01", "birth": day(card.birth), "address": card.address,
        "number": card.number, "authority": card.authority, "valid_from": day(card.valid_from),
        "valid_to": day(card.valid_to) or "长期",
    }  # fmt: skip
    text = b"".join(_fitted(values[name], size) for name, size in _FIELDS)
    return _TEXT_LENGTH.to_bytes(2, "big") + (0).to_bytes(2, "big") + text.ljust(_TEXT_LENGTH, b"\0")


def _fitted(text: str, units: int) -> bytes:
    raw = text.encode("utf-16-le")[: units * 2]
    return raw + " ".encode("utf-16-le") * (units - len(raw) // 2)


def read_card_data(data: bytes) -> Card:
    """Return the card in the data of an answer (BadFrame)."""
    size = int.from_bytes(data[:2], "big")
    text = data[4 : 4 + size]
    if size < _TEXT_LENGTH or len(text) < size:
        raise BadFrame("no card text")
    found: dict[str, str] = {}
    at = 0
    for name, units in _FIELDS:
        found[name] = text[at : at + units * 2].decode("utf-16-le", "replace").strip(" \0")
        at += units * 2
    return Card(
        found["name"], found["number"].upper(), _SEXES.get(found["sex"], ""), _day(found["birth"]),
        found["address"], found["authority"], _day(found["valid_from"]), _day(found["valid_to"]),
    )  # fmt: skip


def _day(text: str) -> date | None:
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        return None
