"""The font files of printouts and screens, prepared once at installation.

The family is Noto Sans SC in weights 400 and 700, pinned from the variable font that a package carries
(its default weight is Thin), without layout tables.
"""

import os
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor  # noqa: TID251 - installation, not the desktop
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Final

REGULAR, BOLD = "CounterSans", "CounterSans-Bold"
WEIGHTS: Final = {REGULAR: 400, BOLD: 700}
FALLBACKS: Final = (
    "HanaMinA.ttf", "HanaMinB.ttf", "BabelStoneHan.ttf", "simsunb.ttf", "SimsunExtG.ttf",
    "Jigmo.ttf", "Jigmo2.ttf", "Jigmo3.ttf",
)  # fmt: skip
"""Files of fonts with rare characters, in the order in which they are asked."""
_LAYOUT_TABLES = ("GSUB", "GPOS", "GDEF", "BASE", "vhea", "vmtx", "VORG", "STAT", "DSIG")


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


@lru_cache(maxsize=1)
def system_fonts() -> Mapping[str, Path]:
    """Return the fonts with rare characters that this system has, by lower-case file name."""
    if sys.platform == "win32":
        roots = [Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts"]
    else:
        roots = [
            Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path("/Library/Fonts"),
            Path.home() / ".fonts", Path.home() / ".local/share/fonts",
        ]  # fmt: skip
    found: dict[str, Path] = {}
    for root in roots:
        for name, path in fonts_in(root).items():
            found.setdefault(name, path)
    return found


def fonts_in(folder: Path) -> dict[str, Path]:
    """Return the fonts with rare characters in a folder and below it, by lower-case file name."""
    wanted = {name.lower() for name in FALLBACKS}
    if not folder.is_dir():
        return {}
    return {p.name.lower(): p for p in folder.rglob("*.[tT][tT][fF]") if p.name.lower() in wanted}
