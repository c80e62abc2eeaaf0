"""Folder labels, 100 mm by 60 mm: one for the application, one for each case's folder.

The barcode of a case is the application's number, a slash and the case's ordinal: the long national
numbers do not fit a label.
"""

from reportlab.lib.units import mm

from counter.domain.papers import PaperFacts
from printing.blocks import marks, moment
from printing.fonts import BOLD, REGULAR, Faces
from printing.sheet import HEAD, LEADING, QUIET, SMALL, TEXT, Sheet

LABEL = (100 * mm, 60 * mm)
NUMBER_SIZE = 22.0
"""Readable from a shelf, at two metres."""


def render_folder_label(facts: PaperFacts, faces: Faces) -> tuple[bytes, int, list[str]]:
    """Return one label a page: the application's, then one for each case when there are several."""
    sheet = Sheet(faces, LABEL, (5 * mm, 4 * mm))
    _label(sheet, facts, facts.number, facts.title.zh, facts.number)
    if len(facts.cases) > 1:
        for case in facts.cases:
            sheet.new_page()
            code = f"{facts.number}/{case.ordinal}"
            _label(sheet, facts, code, f"{case.item.zh} · {case.department.zh}", code)
    pdf, pages = sheet.finish(f"案卷标签 {facts.number}")
    return pdf, pages, sheet.texts


def _label(sheet: Sheet, facts: PaperFacts, number: str, title: str, code: str) -> None:
    sheet.line(number, sheet.left, sheet.top + NUMBER_SIZE, NUMBER_SIZE, BOLD)
    y = sheet.top + NUMBER_SIZE + 4
    for line in sheet.wrap(title, sheet.inner, HEAD, BOLD)[:2]:
        y += HEAD * LEADING
        sheet.line(line, sheet.left, y, HEAD, BOLD)
    names = "、".join(person.name for person in facts.persons)
    for line in sheet.wrap(names, sheet.inner, TEXT)[:2]:
        y += TEXT * LEADING
        sheet.line(line, sheet.left, y, TEXT)
    sheet.line(
        f"{moment(facts.received_at)}　{facts.window} 号窗口　{marks(facts, 'folder_label')}",
        sheet.left, sheet.height - 22 * mm, SMALL, REGULAR, QUIET,
    )  # fmt: skip
    sheet.barcode(code, sheet.left, sheet.height - 20 * mm, sheet.inner, 15 * mm)
