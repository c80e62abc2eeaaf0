"""Faces of printouts: registered when first needed, rare characters found on the system.

Characters the main family lacks are looked for in fonts that lie beside it and in those of the system,
which are opened only when a text needs them; what no font has is reported, never left blank.
"""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics, ttfonts
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from printing.font_files import BOLD, FALLBACKS, REGULAR, WEIGHTS, file_of, fonts_in, system_fonts

__all__ = ["BOLD", "REGULAR", "Faces"]

_BLOCK = 100
"""A bfchar block holds at most 100 entries (Adobe Technical Note 5014)."""


def _unicode_map(fontname: str, subset: list[int]) -> str:
    """Return the ToUnicode map of a subset.

    Takes the place of reportlab's own, which writes characters beyond U+FFFF as one hexadecimal
    number instead of a UTF-16 pair, so that search and copy got other characters (reportlab 5.1).
    """
    entries = [
        f"<{code:02X}> <{chr(value).encode('utf-16-be', 'surrogatepass').hex().upper()}>"
        for code, value in enumerate(subset)
    ]
    blocks = [entries[n : n + _BLOCK] for n in range(0, len(entries), _BLOCK)]
    lines = [
        "/CIDInit /ProcSet findresource begin", "12 dict begin", "begincmap",
        "/CIDSystemInfo", f"<< /Registry ({fontname})", f"/Ordering ({fontname})",
        "/Supplement 0", ">> def", f"/CMapName /{fontname} def", "/CMapType 2 def",
        "1 begincodespacerange", f"<00> <{len(subset) - 1:02X}>", "endcodespacerange",
    ]  # fmt: skip
    for block in blocks:
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines)


class Faces:
    """The registered faces; splits a text into runs of faces that have its characters."""

    def __init__(self, folder: Path) -> None:
        ttfonts.makeToUnicodeCMap = _unicode_map
        self._covers: dict[str, set[int]] = {}
        for name in WEIGHTS:
            self._register(name, file_of(folder, name))
        self._folder = folder
        self._not_opened = list(FALLBACKS)
        self._extra: list[str] = []
        self._runs = lru_cache(maxsize=4096)(self._split)

    def _register(self, name: str, path: Path) -> None:
        font = TTFont(name, str(path), shapable=False)
        pdfmetrics.registerFont(font)
        self._covers[name] = set(font.face.charToGlyph)

    def runs(self, text: str, name: str = REGULAR) -> tuple[tuple[str, str], ...]:
        """Return (face, text) runs; a character that no face has stays with the main face."""
        return self._runs(text, name)

    def _split(self, text: str, name: str) -> tuple[tuple[str, str], ...]:
        covered = self._covers[name]
        if all(ord(c) in covered for c in text):
            return ((name, text),)
        runs: list[tuple[str, str]] = []
        for character in text:
            face = name if ord(character) in covered else self._face_for(ord(character)) or name
            if runs and runs[-1][0] == face:
                runs[-1] = (face, runs[-1][1] + character)
            else:
                runs.append((face, character))
        return tuple(runs)

    def _face_for(self, code: int) -> str | None:
        for face in self._extra:
            if code in self._covers[face]:
                return face
        while self._not_opened:
            file = self._not_opened.pop(0)
            path = fonts_in(self._folder).get(file.lower()) or system_fonts().get(file.lower())
            if path is None:
                continue
            face = Path(file).stem
            try:
                self._register(face, path)
            except (TTFError, OSError):
                continue
            self._extra.append(face)
            if code in self._covers[face]:
                return face
        return None

    def missing(self, texts: Iterable[str]) -> tuple[str, ...]:
        """Return the characters that no font here can print, each once."""
        found: list[str] = []
        main = self._covers[REGULAR]
        for character in sorted(set("".join(texts))):
            code = ord(character)
            if code >= 32 and code not in main and self._face_for(code) is None:  # noqa: PLR2004
                found.append(character)
        return tuple(found)
