"""Pages that a document camera writes into a window's folder: waiting, separated by barcode, taken to a material.

Any camera or scanner will do that can save pictures or PDFs into a folder. A page with the barcode of a folder
label separates: what follows belongs to that application.
"""

import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Final

from counter.domain.errors import EnvironmentFault, InputRefused
from counter.domain.numbers import is_scanned
from counter.domain.words import Words
from counter.usecases.ports.attachments import WaitingPage

KINDS: Final = (".pdf", ".png", ".jpg", ".jpeg")
TAKEN: Final = "已归入"
SETTLED: Final = 0.5
"""Seconds for which a file has to be left alone: the camera may still be writing it."""
MOST: Final = 500


class ScanFolder:
    """The folder of this PC's window."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._codes: dict[tuple[str, int], str] = {}

    def waiting(self) -> tuple[WaitingPage, ...]:
        """Return the pages that wait, oldest first (EnvironmentFault: the folder cannot be read)."""
        try:
            files = [(one.stat(), one) for one in self._folder.iterdir() if one.suffix.lower() in KINDS]
        except OSError as error:
            raise _gone(self._folder) from error
        now = time.time()
        settled = sorted((s.st_mtime_ns, one) for s, one in files if now - s.st_mtime >= SETTLED)
        found: list[WaitingPage] = []
        number = ""
        for moment, one in settled[:MOST]:
            code = self._code(one, moment)
            number = code or number
            found.append(WaitingPage(one, number, separates=bool(code)))
        return tuple(found)

    def take(self, page: WaitingPage) -> None:
        """Put a page that was taken out of the way, with the separators behind which nothing waits any more.

        The last separator stays: what the camera writes next still belongs to its application.
        """
        self._put_away(page.path)
        for one, after in pairwise(self.waiting()):
            if one.separates and after.separates:
                self._put_away(one.path)

    def _code(self, path: Path, moment: int) -> str:
        """Return the number on the page when it is a separator; each page is looked at once."""
        key = (path.name, moment)
        if key not in self._codes:
            self._codes[key] = "" if path.suffix.lower() == ".pdf" else barcode_on(path)
        return self._codes[key]

    def _put_away(self, path: Path) -> None:
        """Move a page beside the waiting ones; nothing is deleted here."""
        place = self._folder / TAKEN
        try:
            place.mkdir(exist_ok=True)
            path.replace(_free(place / path.name))
        except OSError as error:
            raise _gone(self._folder) from error


class WindowScans:
    """The scan folder that this PC's settings name, if they name one: they may name another one later."""

    def __init__(self, named: Callable[[], str]) -> None:
        self._named = named
        self._folder: tuple[str, ScanFolder] | None = None

    def _current(self) -> ScanFolder | None:
        named = self._named()
        if not named:
            return None
        if self._folder is None or self._folder[0] != named:
            self._folder = (named, ScanFolder(Path(named)))
        return self._folder[1]

    def waiting(self) -> tuple[WaitingPage, ...]:
        """Return the pages that nobody took yet, oldest first; none without a folder (EnvironmentFault)."""
        folder = self._current()
        return folder.waiting() if folder is not None else ()

    def take(self, page: WaitingPage) -> None:
        """Put a page that was taken out of the way (EnvironmentFault)."""
        folder = self._current()
        if folder is not None:
            folder.take(page)

    def content(self, path: Path) -> bytes:
        """Return the content of a file to attach (InputRefused: it cannot be read)."""
        try:
            return path.read_bytes()
        except OSError as error:
            raise InputRefused(
                "bad_scan",
                Words("扫描件无法读取：{w}。", "The scan cannot be read: {w}.").fill(w=error.strerror or ""),
                {"scan": Words("请核对路径。", "Check the path.")},
            ) from error


def _free(path: Path) -> Path:
    """Return the path, or one beside it that no other page has."""
    found, n = path, 1
    while found.exists():
        found, n = path.with_name(f"{path.stem}-{n}{path.suffix}"), n + 1
    return found


def barcode_on(path: Path) -> str:
    """Return the number of ours in a barcode on the picture; empty when there is none."""
    import zxingcpp  # loaded with the first page
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(path) as image:
            grey = image.convert("L")
    except (OSError, UnidentifiedImageError):
        return ""
    pixels = memoryview(grey.tobytes()).cast("B", shape=[grey.height, grey.width])
    found = (one.text.strip() for one in zxingcpp.read_barcodes(pixels))
    return next((text for text in found if is_scanned(text)), "")


def _gone(folder: Path) -> EnvironmentFault:
    return EnvironmentFault(
        "scan_folder_gone",
        Words(
            "扫描文件夹 {f} 无法使用，请检查设置。", "The scan folder {f} cannot be used; check the settings."
        ).fill(f=str(folder)),
    )
