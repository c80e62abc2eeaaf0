"""Write an export: every data set as JSON and CSV, all of them or none, and a manifest at last."""

import csv
import json
import os
from collections.abc import Iterator
from contextlib import ExitStack
from hashlib import sha256
from pathlib import Path
from typing import Any, TextIO

from counter.devices.storing import write_whole
from counter.domain.errors import EnvironmentFault
from counter.domain.words import Words
from counter.usecases.figures.exchange import SETS, Row

PRIVATE = 0o600
"""The files carry names and identity numbers: only their owner may read them."""


class _Set:
    """One data set being written to its two files."""

    def __init__(self, name: str, folder: Path, stack: ExitStack) -> None:
        self.name, self.rows = name, 0
        self.paths = [folder / f"{name}.json", folder / f"{name}.csv"]
        self._json = stack.enter_context(_private(_part(self.paths[0]), "utf-8"))
        # Spreadsheets take a CSV for another encoding unless it begins with this mark.
        self._csv_file = stack.enter_context(_private(_part(self.paths[1]), "utf-8-sig"))
        self._csv = csv.DictWriter(self._csv_file, SETS[name], lineterminator="\r\n")
        self._csv.writeheader()
        self._json.write("[")

    def add(self, row: Row) -> None:
        """Write one row to both files."""
        self._json.write(("," if self.rows else "") + "\n" + json.dumps(row, ensure_ascii=False))
        self._csv.writerow(row)
        self.rows += 1

    def end(self) -> None:
        """Complete the files."""
        self._json.write("\n]\n")


def _part(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}.part")


def _private(path: Path, encoding: str) -> TextIO:
    path.unlink(missing_ok=True)
    path.touch(mode=PRIVATE)
    return path.open("w", encoding=encoding, newline="")


def write_export(rows: Iterator[tuple[str, Row]], since: str, following: str, folder: Path) -> dict[str, Any]:
    """Write the rows into the folder; answers what was written and the next mark.

    Files of an earlier export in the same folder are replaced together, at the end (EnvironmentFault:
    nothing was replaced).
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with ExitStack() as stack:
            sets = {name: _Set(name, folder, stack) for name in SETS}
            for name, row in rows:
                sets[name].add(row)
            for one in sets.values():
                one.end()
        for one in sets.values():
            for path in one.paths:
                _part(path).replace(path)
    except OSError as error:
        for path in folder.glob(f".*.{os.getpid()}.part"):
            path.unlink(missing_ok=True)
        raise EnvironmentFault(
            "cannot_write",
            Words("导出文件无法写入：{w}。", "The export cannot be written: {w}.").fill(
                w=error.strerror or str(error)
            ),
        ) from error
    answer: dict[str, Any] = {
        "since": since,
        "next": following,
        "sets": [
            {
                "name": one.name, "rows": one.rows, "json": one.paths[0].name, "csv": one.paths[1].name,
                "sha256": sha256(one.paths[0].read_bytes()).hexdigest(),
            }
            for one in sets.values()
        ],
    }  # fmt: skip
    write_whole(folder / "manifest.json", json.dumps(answer, ensure_ascii=False, indent=1).encode())
    return answer
