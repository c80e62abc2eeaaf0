"""Spreadsheets: read as plain rows, the template of an item guide, tables of a report. The only place for xlsx files."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from zipfile import BadZipFile

from counter.domain.errors import InputRefused
from counter.domain.words import Words
from counter.usecases.ports.figures import Table
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


def to_workbook(tables: Sequence[Table]) -> bytes:
    """Return the tables as a spreadsheet, a sheet each, their heads kept in sight."""
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.remove(book.active)
    for one in tables:
        sheet = book.create_sheet(one.title)
        sheet.append(list(one.heads))
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        for row in one.rows:
            sheet.append(list(row))
        sheet.freeze_panes = "A2"
        named = next((n for row in one.rows[:1] for n, cell in enumerate(row, 1) if isinstance(cell, str)), 0)
        if named:
            sheet.column_dimensions[get_column_letter(named)].width = 44
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def to_csv(tables: Sequence[Table]) -> bytes:
    """Return the tables one below the other, each under its title; with a mark by which spreadsheets know UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text)
    for n, one in enumerate(tables):
        writer.writerows([*([[]] if n else []), [one.title], one.heads, *one.rows])
    return b"\xef\xbb\xbf" + text.getvalue().encode()
