"""Fonts of papers and screens: prepared once, registered when first needed, rare characters found.

The main family is Noto Sans SC in weights 400 and 700, pinned from the variable font that a package
carries (its default weight is Thin). Characters it lacks are looked for in fonts of the system, which
are opened only when a text needs them; what no font has is reported, never left blank.
"""

import os
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor  # noqa: TID251 - installation, not the desktop
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Final

from reportlab.pdfbase import pdfmetrics, ttfonts
from reportlab.pdfbase.ttfonts import TTFError, TTFont

REGULAR, BOLD = "CounterSans", "CounterSans-Bold"
WEIGHTS: Final = {REGULAR: 400, BOLD: 700}
FALLBACKS: Final = (
    "HanaMinA.ttf", "HanaMinB.ttf", "BabelStoneHan.ttf", "simsunb.ttf", "SimsunExtG.ttf",
    "Jigmo.ttf", "Jigmo2.ttf", "Jigmo3.ttf",
)  # fmt: skip
_LAYOUT_TABLES = ("GSUB", "GPOS", "GDEF", "BASE", "vhea", "vmtx", "VORG", "STAT", "DSIG")
_BLOCK = 100
"""A bfchar block holds at most 100 entries (Adobe Technical Note 5014)."""


def file_of(folder: Path, name: str) -> Path:
    """Return where the prepared weight lies."""
    return folder / f"{name}.ttf"


def are_prepared(folder: Path) -> bool:
    """Whether both weights lie in the folder."""
    return all(file_of(folder, name).exists() for name in WEIGHTS)


def _pin(target: str, weight: int) -> str:
    from fontTools.ttLib import TTFont as Font
    from fontTools.varLib import instancer

    source = files("justmytype_intl_cjk") / "fonts" / "ofl" / "notosanssc" / "NotoSansSC[wght].ttf"
    with as_file(source) as path:
        font = Font(str(path))
    for table in _LAYOUT_TABLES:
        if table in font:
            del font[table]
    pinned = instancer.instantiateVariableFont(font, {"wght": weight}, inplace=True)
    for record in pinned["name"].names:
        if record.nameID in (1, 4, 16):
            record.string = "Counter Sans"
        elif record.nameID in (2, 17):
            record.string = "Bold" if weight == WEIGHTS[BOLD] else "Regular"
        elif record.nameID == 6:  # noqa: PLR2004 - the PostScript name, by which PDF tells faces apart
            record.string = f"CounterSans-{weight}"
    pinned["OS/2"].usWeightClass = weight
    part = f"{target}.{os.getpid()}.part"
    pinned.save(part)
    Path(part).replace(target)  # a killed preparation leaves no half font behind
    return target


def prepare(folder: Path, progress: Callable[[str], None] = lambda _: None) -> None:
    """Pin the weights that are missing; about twenty seconds each, side by side."""
    todo = [name for name in WEIGHTS if not file_of(folder, name).exists()]
    if not todo:
        return
    folder.mkdir(parents=True, exist_ok=True)
    progress("正在准备字体，仅需一次… / preparing fonts, once only")
    with ProcessPoolExecutor(len(todo)) as pool:
        for done in pool.map(_pin, [str(file_of(folder, n)) for n in todo], [WEIGHTS[n] for n in todo]):
            progress(done)


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
            path = _system_fonts().get(file.lower())
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


@lru_cache(maxsize=1)
def _system_fonts() -> dict[str, Path]:
    """Return the fallback fonts that this system has, by lower-case file name."""
    if sys.platform == "win32":
        roots = [Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts"]
    else:
        roots = [
            Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path("/Library/Fonts"),
            Path.home() / ".fonts", Path.home() / ".local/share/fonts",
        ]  # fmt: skip
    wanted = {name.lower() for name in FALLBACKS}
    found: dict[str, Path] = {}
    for root in roots:
        if root.is_dir():
            for path in root.rglob("*.[tT][tT][fF]"):
                if path.name.lower() in wanted:
                    found.setdefault(path.name.lower(), path)
    return found
