"""Files that officers bring and take along: spreadsheets, reports, exports."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

from counter.usecases.ports.figures import Table
from forms.item_guide import Sheets


class Workbooks(Protocol):
    """Spreadsheets, read and written."""

    def read_workbook(self, path: Path) -> Sheets:
        """Return every sheet as rows of cells (InputRefused: no such file, or no spreadsheet)."""
        ...

    def write_template(self, path: Path) -> None:
        """Write an empty item guide."""
        ...

    def to_workbook(self, tables: Sequence[Table]) -> bytes:
        """Return the tables as a spreadsheet, a sheet each."""
        ...

    def to_csv(self, tables: Sequence[Table]) -> bytes:
        """Return the tables one below the other, as text that spreadsheets read."""
        ...


class WriteFile(Protocol):
    """Writes a file whole or not at all (EnvironmentFault ``cannot_write``)."""

    def __call__(self, path: Path, content: bytes) -> None: ...


class WriteExport(Protocol):
    """Writes rows by their data set into a folder, all of them or none; answers what was written (EnvironmentFault)."""

    def __call__(
        self, rows: Iterator[tuple[str, dict[str, str]]], since: str, following: str, folder: Path
    ) -> dict[str, Any]: ...
