"""The report of a period: its tables one below the other, heads repeated on each page."""

from counter.domain.desk_printouts import ReportFacts
from printing.blocks import Rendered, moment, section
from printing.fonts import Faces
from printing.guide import REHEARSAL, head
from printing.sheet import SMALL, Column, Sheet

NAME, CASE_NO = 5.0, 8.0


def render_report(facts: ReportFacts, faces: Faces) -> Rendered:
    """Return the figures as a printout; what is late or was asked for twice is a column of its own."""
    title = "办件督办统计"
    period = f"{facts.first.isoformat()} 至 {facts.last.isoformat()}"
    sheet = Sheet(faces, footer=f"{title}　{period}", mark=REHEARSAL if facts.rehearsal else "")
    head(sheet, facts.hall, title, f"{period}（收件日期）　制表 {moment(facts.at)}")
    for name, heads, rows in facts.tables:
        section(sheet, name)
        if not rows:
            sheet.paragraph("无", gap=2)
            continue
        columns = [Column(one, *_width(n, one, rows)) for n, one in enumerate(heads)]
        sheet.table(columns, [[str(cell) for cell in row] for row in rows], SMALL)
    pdf, pages = sheet.finish(f"{title} {period}")
    return pdf, pages, sheet.texts


def _width(column: int, name: str, rows: tuple[tuple[str | int | float, ...], ...]) -> tuple[float, str]:
    """Return a column's share and side: numbers narrow and at the right, case numbers and names wide."""
    cells = [row[column] for row in rows]
    if all(not isinstance(cell, str) or cell.endswith("%") or cell == "—" for cell in cells):
        return 1 + len(name) / 4, "right"
    longest = max(len(str(cell)) for cell in cells)
    return (CASE_NO if longest > 40 else NAME), "left"  # noqa: PLR2004 - case numbers have 46 or 48 characters
