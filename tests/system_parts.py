"""What tests do without: parts of the system that are missing are counted by reason, and a small font is made."""

import ast
import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from counter.cli import system

LACKS = "this machine lacks"
RARE = "㐂𠀀𠮷𪚥𫝀"
"""The rare characters that tests print; Extension I (王 U+2EBF0) stays without a glyph."""
_NEEDS_QT = re.compile(
    r"^\s*(?:from|import) (?:PySide6|counter\.ui|counter\.cli\.shots|tests\.ui)\b|\bqtbot\b", re.MULTILINE
)


def need(*needs: str) -> None:
    """Skip the test when the machine lacks what it needs; where the gate runs (CI) that is a failure."""
    lacking = system.missing(*needs)
    if not lacking:
        return
    reason = f"{LACKS} {', '.join(part.name for part in lacking)}"
    if os.environ.get("CI"):
        pytest.fail(f"{reason}; run {system.LINE}", pytrace=False)
    pytest.skip(reason)


class QtTests(pytest.File):
    """A file of tests that cannot even be imported without Qt's libraries: each is counted as not run."""

    def collect(self) -> Iterator[pytest.Item]:
        for node in ast.walk(ast.parse(self.path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                yield QtTest.from_parent(self, name=node.name)


class QtTest(pytest.Item):
    """A test of the window on a machine that can show none."""

    def runtest(self) -> None:
        need("qt")

    def reportinfo(self) -> tuple[Path, None, str]:
        return self.path, None, self.name


def needs_qt(path: Path) -> bool:
    """Whether the tests of a file need Qt."""
    return path.parent.name == "ui" or _NEEDS_QT.search(path.read_text("utf-8")) is not None


def say_what_was_left_out(terminal: pytest.TerminalReporter) -> None:
    """Write how many tests were not run for each part that is missing."""
    reasons = Counter(
        report.longrepr[2].removeprefix("Skipped: ")
        for report in terminal.getreports("skipped")
        if isinstance(report.longrepr, tuple) and LACKS in report.longrepr[2]
    )
    if reasons:
        terminal.section(f"left out; {system.LINE} brings what is missing")
        for reason, number in reasons.most_common():
            terminal.write_line(f"{number} tests not run: {reason}")


def make_rare_font(path: Path) -> None:
    """Write a TrueType font that has the rare characters tests print, a plain square each."""
    names = [".notdef", *(f"u{ord(c):X}" for c in RARE)]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(c): f"u{ord(c):X}" for c in RARE})
    pen = TTGlyphPen(None)
    for n, point in enumerate(((100, 0), (100, 800), (900, 800), (900, 0))):
        (pen.lineTo if n else pen.moveTo)(point)
    pen.closePath()
    square = pen.glyph()
    builder.setupGlyf(dict.fromkeys(names, square))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (1000, 100)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": "Rare", "styleName": "Regular", "psName": "Rare-Regular"})
    builder.setupOS2(sTypoAscender=880, sTypoDescender=-120, usWinAscent=880, usWinDescent=120)
    builder.setupPost()
    builder.save(path)
