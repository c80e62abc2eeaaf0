"""A site (办理点): a hall of its own on one database, with its letters, its number and its series."""

import re
from dataclasses import dataclass
from typing import Final

MOST_SITES: Final = 999
"""Three digits of a case number name the site: room for the counties and townships of a province."""
_CODE = re.compile(r"[A-Z]{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Site:
    """A site: two letters that begin its application numbers, its number in case numbers, its name."""

    code: str
    number: int
    name: str


def is_site_code(text: str) -> bool:
    """Whether the text can name a site: two capital letters."""
    return bool(_CODE.fullmatch(text))
