"""Application and case numbers: short for people, unique without asking another window."""

import re
from datetime import datetime
from typing import Final

from counter.domain.calendar import CHINA

_ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# Three digits name the site; case numbers given out before have one, and stay as they are.
_CASE = re.compile(r"[0-9A-Z]{31}\d{8}(?:\d|\d{3})[0-9A-Z]{2}\d{4}", re.ASCII)
_APPLICATION = re.compile(r"[A-Z]{2}[A-Z0-9]{2}-\d{2}\d{5,}-[A-Z0-9]", re.ASCII)


def check_character(text: str) -> str:
    """Return the ISO 7064 MOD 37,36 check character: finds every single wrong character."""
    product = 36
    for character in text:
        total = (product + _ALPHABET.index(character)) % 36 or 36
        product = total * 2 % 37
    return _ALPHABET[(37 - product) % 36]


def window_number(text: str) -> str:
    """Return a window as it is kept: capitals without leading zeros, so that ``01`` and ``1`` are one window."""
    return text.upper().lstrip("0") or text[:1]


def application_number(site: str, window: str, at: datetime, serial: int) -> str:
    """Return the number of an application, for example ``FY03-2600042-K``.

    Two letters of the site, two characters of the window, two digits of the year, the window's own
    serial of that year (five digits, more when they run out) and a check character.
    """
    head = f"{site}{window.zfill(2)}"
    tail = f"{at.astimezone(CHINA).year % 100:02d}{serial:05d}"
    return f"{head}-{tail}-{check_character(head + tail)}"


def is_application_number(text: str) -> bool:
    """Whether the text is a well-formed application number with the right check character."""
    if not _APPLICATION.fullmatch(text):
        return False
    return check_character(text[:-2].replace("-", "")) == text[-1]


def read_application_number(raw: str) -> str:
    """Return a typed or scanned number in its stored form: capitals, hyphens in place."""
    text = re.sub(r"[\s\u3000\-—–_]+", "", raw).upper()
    if len(text) < 12:  # noqa: PLR2004 - 4 + 2 + 5 + 1 characters
        return raw.strip().upper()
    return f"{text[:4]}-{text[4:-1]}-{text[-1]}"


def is_scanned(text: str) -> bool:
    """Whether the text is a number or barcode of ours: application, case of a folder, case number."""
    head = text.strip().split("/")[0]
    return is_application_number(read_application_number(head)) or bool(_CASE.fullmatch(head.upper()))


def task_code(body: str, catalogue_code: str) -> str:
    """Return the 31 characters of an implementation code: body, county level (4), base code.

    GB/T 39554.1 as used on the national platform: credit code 18 + level 1 + base code 12.
    """
    return f"{body}4{catalogue_code}"


def case_number(task: str, at: datetime, site: int, window: str, serial: int) -> str:
    """Return a case number: task code, date, site and window, the window's serial of the day.

    31 + 8 + 3 + 2 + 4 = 48 characters (the exchange allows 50). Site and window stand before the daily
    serial so that windows never have to agree on the next one.
    """
    day = at.astimezone(CHINA).strftime("%Y%m%d")
    return f"{task}{day}{site:03d}{window.zfill(2)}{serial:04d}"
