"""Spreadsheets: read as plain rows, and the template of an item guide. The only place that opens xlsx files."""

from pathlib import Path
from zipfile import BadZipFile

from counter.domain.errors import InputRefused
from counter.domain.words import Words
from forms.item_guide import FIELDS, HEADS, ITEM, KEYS, MATERIALS, STEPS, Sheets

MOST_ROWS = 2_000


def read_workbook(path: Path) -> Sheets:
    """Return every sheet as rows of cells (InputRefused: no such file, or no spreadsheet)."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (OSError, InvalidFileException, BadZipFile, KeyError, ValueError) as error:
        raise InputRefused(
            "bad_workbook",
            Words(
                "无法读取该表格，请用模板另存为 xlsx。", "It cannot be read; use the template, saved as xlsx."
            ),
            {"file": Words(type(error).__name__, type(error).__name__)},
        ) from error
    try:
        return {
            sheet.title: [list(row) for row in sheet.iter_rows(values_only=True, max_row=MOST_ROWS)]
            for sheet in book.worksheets
        }
    finally:
        book.close()


def write_template(path: Path) -> None:
    """Write an empty guide: the sheets, their keys and heads."""
    from openpyxl import Workbook

    book = Workbook()
    first = book.active
    first.title = ITEM
    for name in KEYS.values():
        first.append([name, None])
    for sheet in (FIELDS, MATERIALS, STEPS):
        book.create_sheet(sheet).append(list(HEADS[sheet]))
    book.save(path)
