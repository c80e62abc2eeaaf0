"""What only the system can bring, and the one step that installs it: ``make system``.

Needs nothing but Python: Qt's libraries, a browser, readers of PDF and a font with rare characters are looked
for; what is missing is named, and installed where Debian's packages may be (as root, or by ``sudo`` that asks
for no password). Elsewhere one line to copy is printed.
"""

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from printing.font_files import system_fonts

MISSING = 4
"""The exit status when something is missing still: the machine is at fault."""
BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome")
LINE = "make system"


@dataclass(frozen=True, slots=True)
class Part:
    """Something the system brings: how it is found, and Debian's package of it."""

    need: str
    package: str
    found: Callable[[], bool]
    name: str


def library(name: str) -> bool:
    """Whether the dynamic linker finds the library."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def browser() -> str | None:
    """Return the path of a Chromium on this machine; None without one."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def _libraries(need: str, names: Mapping[str, str]) -> Iterator[Part]:
    for name, package in names.items():
        yield Part(need, package, lambda name=name: library(name), name)  # type: ignore[misc] # mypy knows no defaults of lambdas


PARTS: Final = (
    *_libraries(
        "qt",
        {
            "libEGL.so.1": "libegl1", "libGL.so.1": "libgl1", "libglib-2.0.so.0": "libglib2.0-0",
            "libgthread-2.0.so.0": "libglib2.0-0", "libfontconfig.so.1": "libfontconfig1",
            "libfreetype.so.6": "libfreetype6", "libdbus-1.so.3": "libdbus-1-3",
            "libxkbcommon.so.0": "libxkbcommon0", "libX11.so.6": "libx11-6",
        },
    ),
    *_libraries(
        "screen",
        {
            "libX11-xcb.so.1": "libx11-xcb1", "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
            "libxcb-cursor.so.0": "libxcb-cursor0", "libxcb-icccm.so.4": "libxcb-icccm4",
            "libxcb-image.so.0": "libxcb-image0", "libxcb-keysyms.so.1": "libxcb-keysyms1",
            "libxcb-randr.so.0": "libxcb-randr0", "libxcb-render-util.so.0": "libxcb-render-util0",
            "libxcb-shape.so.0": "libxcb-shape0", "libxcb-sync.so.1": "libxcb-sync1",
            "libxcb-xfixes.so.0": "libxcb-xfixes0", "libxcb-xkb.so.1": "libxcb-xkb1",
        },
    ),
    Part("browser", "chromium", lambda: browser() is not None, "chromium"),
    Part("pdf", "poppler-utils", lambda: shutil.which("pdftotext") is not None, "pdftotext"),
    Part("font", "fonts-hanazono", lambda: bool(system_fonts()), "a font with rare characters"),
)  # fmt: skip
"""Every part with the need it serves: Qt itself, its windows on an X screen, a browser, PDF, rare names."""


def missing(*needs: str) -> tuple[Part, ...]:
    """Return the parts that this machine lacks, of the *needs* or of all; on Linux alone anything can lack."""
    if not sys.platform.startswith("linux"):
        return ()
    return tuple(part for part in PARTS if (not needs or part.need in needs) and not part.found())


def missing_for_qt(platform: str) -> tuple[Part, ...]:
    """Return what Qt lacks to show windows on its *platform* (``QT_QPA_PLATFORM``; empty is the screen)."""
    kind = platform.partition(":")[0]
    return missing("qt") if kind in ("offscreen", "minimal", "vnc", "wayland") else missing("qt", "screen")


def packages_of(parts: Iterable[Part]) -> tuple[str, ...]:
    """Return Debian's packages of the parts, each once, by the names that this release has."""
    names = dict.fromkeys(part.package for part in parts)
    if "libglib2.0-0" in names and _knows("libglib2.0-0t64"):
        del names["libglib2.0-0"]
        names["libglib2.0-0t64"] = None
    return tuple(names)


def _knows(package: str) -> bool:
    """Whether this release has the package (64-bit times renamed some in 2024)."""
    if shutil.which("apt-cache") is None:
        return False
    asked = subprocess.run(["apt-cache", "show", package], capture_output=True, check=False)  # noqa: S603, S607 - a name of ours
    return asked.returncode == 0


def line_to_copy(parts: Iterable[Part]) -> str:
    """Return the line that installs the parts, or their names where there are no packages of Debian."""
    if shutil.which("apt-get") is None:
        return " ".join(dict.fromkeys(part.name for part in parts))
    packages = " ".join(packages_of(parts))
    return f"sudo apt-get update && sudo apt-get install -y --no-install-recommends {packages}"


def _before_apt() -> list[str] | None:
    """Return what stands before ``apt-get`` to be let in: nothing as root, ``sudo -n``; None when not let in."""
    if os.environ.get("NO_SYSTEM") or shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return ["env", "DEBIAN_FRONTEND=noninteractive"]
    if shutil.which("sudo") is None:
        return None
    asked = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)  # noqa: S607 - the system's own
    return ["sudo", "-n", "env", "DEBIAN_FRONTEND=noninteractive"] if asked.returncode == 0 else None


def _install(before: list[str], parts: Iterable[Part]) -> None:
    """Install the parts' packages, the lists brought up to date first; apt's own words tell what fails."""
    run = subprocess.run
    if run([*before, "apt-get", "update", "-qq"], check=False).returncode == 0:
        words = ["apt-get", "install", "-y", "-qq", "-o", "Dpkg::Use-Pty=0", "--no-install-recommends"]
        run([*before, *words, *packages_of(parts)], stdout=subprocess.DEVNULL, check=False)


def provide(say: Callable[[str], None]) -> int:
    """Install what is missing where that is allowed, else say the line to copy; 0 when nothing is missing."""
    lacking = missing()
    if not lacking:
        return 0
    before = _before_apt()
    if before is not None:
        say(f"{LINE}: {' '.join(packages_of(lacking))}")
        _install(before, lacking)
        system_fonts.cache_clear()  # what was just installed is looked for anew
        lacking = missing()
        if not lacking:
            return 0
    if shutil.which("apt-get") is None:
        say(f"本机缺少 / this machine lacks: {line_to_copy(lacking)}")
    else:
        say(f"本机缺少系统组件，请运行 / parts of the system are missing, run:\n{line_to_copy(lacking)}")
    return MISSING


if __name__ == "__main__":
    sys.exit(provide(lambda text: print(text, file=sys.stderr, flush=True)))
