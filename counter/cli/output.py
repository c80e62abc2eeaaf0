"""What a command prints: one JSON document, or a table a person can read; errors in one shape."""

import io
import json
import sys
import unicodedata
from collections.abc import Sequence
from typing import Any

from counter.domain.errors import CounterError
from counter.domain.words import Lang


def to_json(document: object) -> str:
    """Return the document as JSON; characters are written as themselves."""
    return json.dumps(document, ensure_ascii=False, default=str)


def write_anywhere() -> None:
    """Let a console that has not every character print the others as escapes, instead of breaking off."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def print_json(document: object) -> None:
    """Print one JSON document on standard output; where that is not UTF-8, characters are escaped as JSON does."""
    if (sys.stdout.encoding or "utf-8").lower().replace("-", "") in ("utf8", "utf8sig"):
        sys.stdout.write(to_json(document) + "\n")
    else:
        sys.stdout.write(json.dumps(document, default=str) + "\n")


def error_document(error: CounterError, lang: Lang) -> dict[str, Any]:
    """Return a refusal in the contract's shape."""
    return {
        "error": {
            "code": error.code,
            "message": error.words.say(lang),
            "fields": {key: words.say(lang) for key, words in error.fields.items()},
        }
    }


def print_error(error: CounterError, lang: Lang, *, as_json: bool) -> None:
    """Print a refusal: JSON on standard output, or words on standard error."""
    if as_json:
        print_json(error_document(error, lang))
        return
    sys.stderr.write(f"{error.words.say(lang)} [{error.code}]\n")
    for key, words in error.fields.items():
        sys.stderr.write(f"  {key or '-'}: {words.say(lang)}\n")


def width(text: str) -> int:
    """Return how many columns a terminal needs for the text."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def print_table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a table whose columns line up, Chinese characters counted as two."""
    cells = [[str(cell) if cell is not None else "—" for cell in row] for row in rows]
    widths = [max([width(head), *(width(row[n]) for row in cells)]) for n, head in enumerate(heads)]
    for row in [list(heads), *cells]:
        line = "  ".join(cell + " " * (w - width(cell)) for cell, w in zip(row, widths, strict=True))
        sys.stdout.write(line.rstrip() + "\n")


def print_pairs(pairs: Sequence[tuple[str, object]]) -> None:
    """Print labels and values, one a line."""
    longest = max((width(label) for label, _ in pairs), default=0)
    for label, value in pairs:
        sys.stdout.write(f"{label}{' ' * (longest - width(label))}  {value if value is not None else '—'}\n")


def note(text: str) -> None:
    """Print a line of progress on standard error."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()
