"""Folder labels, 100 mm by 60 mm: one for the application, one for each case's folder.

The barcode of a case is the application's number, a slash and the case's ordinal: the long national
numbers do not fit a label.
"""

from reportlab.lib.units import mm

from counter.domain.printout import PrintoutFacts
from printing.blocks import Rendered, marks, moment
from printing.fonts import BOLD, REGULAR, Faces
from printing.sheet import HEAD, LEADING, QUIET, SMALL, TEXT, Sheet

LABEL = (100 * mm, 60 * mm)
NUMBER_SIZE = 22.0
"""Readable from a shelf, at two metres."""


def render_folder_label(facts: PrintoutFacts, faces: Faces) -> Rendered:
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


def _label(sheet: Sheet, facts: PrintoutFacts, number: str, title: str, code: str) -> None:
    sheet.line(number, sheet.left, sheet.top + NUMBER_SIZE, NUMBER_SIZE, BOLD)
    names = "、".join(person.name for person in facts.persons)
    lines = _fitting(sheet, title, names)
    y = sheet.top + NUMBER_SIZE + 2
    for text, size, face in lines:
        y += size * LEADING
        sheet.line(text, sheet.left, y, size, face)
    sheet.line(
        f"{moment(facts.received_at)}　{facts.window} 号窗口　{marks(facts, 'folder_label')}",
        sheet.left, sheet.height - 22 * mm, SMALL, REGULAR, QUIET,
    )  # fmt: skip
    sheet.barcode(code, sheet.left, sheet.height - 20 * mm, sheet.inner, 15 * mm)


def _fitting(sheet: Sheet, title: str, names: str) -> list[tuple[str, float, str]]:
    """Return title and names in lines of the largest sizes that fit; nothing is cut."""
    room = sheet.height - 24 * mm - sheet.top - NUMBER_SIZE
    found: list[tuple[str, float, str]] = []
    for title_size, name_size in ((HEAD, TEXT), (TEXT, SMALL), (SMALL, 6.5), (6.5, 5.0), (5.0, 4.0)):
        found = [(line, title_size, BOLD) for line in sheet.wrap(title, sheet.inner, title_size, BOLD)]
        found += [(line, name_size, REGULAR) for line in sheet.wrap(names, sheet.inner, name_size)]
        if sum(size * LEADING for _, size, _ in found) <= room:
            break
    return found
