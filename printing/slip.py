"""The tracking slip: an 80 mm roll as long as its content, or the same on A5; no identity number."""

from reportlab.lib.units import mm

from counter.domain.printout import PrintoutFacts, circled
from printing.blocks import Rendered, due_text, marks, moment
from printing.fonts import BOLD, REGULAR, Faces
from printing.sheet import A5, HEAD, LEADING, QUIET, SMALL, TEXT, Sheet

ROLL_WIDTH = 80 * mm
QR_SIDE = 38 * mm
"""30 mm of symbol with its quiet zone around."""


def render_tracking_slip(facts: PrintoutFacts, faces: Faces, paper: str = "roll") -> Rendered:
    """Return the slip; on the roll the page ends 6 mm below the last line."""
    if paper == "a5":
        sheet = Sheet(faces, A5, (14 * mm, 14 * mm), mark=marks(facts, "tracking_slip"))
        _content(sheet, facts)
    else:
        sheet = Sheet(faces, (ROLL_WIDTH, 3000 * mm), (4 * mm, 5 * mm))
        _content(sheet, facts)
        sheet.height = sheet.y + 6 * mm
    pdf, pages = sheet.finish(f"办件查询单 {facts.number}")
    return pdf, pages, sheet.texts


def _content(sheet: Sheet, facts: PrintoutFacts) -> None:
    middle = sheet.width / 2
    note = marks(facts, "tracking_slip")
    if note and sheet.width < A5[0]:
        sheet.y += TEXT * LEADING
        sheet.line(note, middle, sheet.y, TEXT, BOLD, align="center")
    for line in sheet.wrap(facts.hall.zh, sheet.inner, HEAD, BOLD):
        sheet.y += HEAD * LEADING
        sheet.line(line, middle, sheet.y, HEAD, BOLD, align="center")
    sheet.y += 26
    sheet.line(facts.number, middle, sheet.y, 18, BOLD, align="center")
    for line in sheet.wrap(facts.title.zh, sheet.inner, TEXT):
        sheet.y += TEXT * LEADING
        sheet.line(line, middle, sheet.y, TEXT, REGULAR, align="center")
    sheet.y += 4
    sheet.qr(facts.tracking_url, middle - QR_SIDE / 2, sheet.y, QR_SIDE)
    sheet.y += QR_SIDE + 8
    sheet.line("微信或手机浏览器扫码，随时看进度", middle, sheet.y, SMALL, REGULAR, QUIET, "center")
    sheet.y += 8
    sheet.rule(sheet.left, sheet.left + sheet.inner, sheet.y)
    sheet.y += 2
    for case in facts.cases:
        sheet.paragraph(f"{circled(case.ordinal)} {case.item.zh}", TEXT, BOLD, gap=0)
        sheet.paragraph(f"{case.department.zh}　{_when(due_text(case))}", SMALL, REGULAR, gap=3)
    sheet.rule(sheet.left, sheet.left + sheet.inner, sheet.y)
    sheet.y += 3
    sheet.paragraph(
        f"受理　{moment(facts.accepted_at or facts.received_at)}　{facts.window} 号窗口", SMALL, gap=1
    )
    sheet.paragraph("领取结果请带：本单、申请人身份证件；代领另带授权委托书。", SMALL, gap=1)
    sheet.paragraph(f"咨询 {facts.hall_phone}　监督 {facts.supervision_phone}", SMALL, gap=0)


def _when(due: str) -> str:
    return due if due.endswith("起算") or due == "—" else f"{due} 前"
