"""Parts that several printouts share: head with number and QR, people, seal and signature fields."""

from datetime import datetime

from reportlab.lib.units import mm

from counter.domain.calendar import CHINA
from counter.domain.printout import KINDS, CaseLine, PersonLine, PrintoutFacts
from counter.domain.words import Words
from printing.fonts import BOLD, REGULAR, Faces
from printing.sheet import ACCENT, HEAD, LEADING, QUIET, SMALL, TEXT, TINT, TITLE, Sheet

Rendered = tuple[bytes, int, list[str]]
"""A printout's file, the number of its pages, and every text on it."""
QR_SIDE = 26 * mm
SEAL = 42 * mm
APPLICANTS_COPY = "申请人联（存档联同号留存）"


def moment(at: datetime | None) -> str:
    """Return a moment as printouts write it."""
    if at is None:
        return "—"
    local = at.astimezone(CHINA)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


def day(at: datetime) -> str:
    """Return a date as printouts write it."""
    local = at.astimezone(CHINA)
    return f"{local.year} 年 {local.month} 月 {local.day} 日"


def marks(facts: PrintoutFacts, kind: str) -> str:
    """Return what every page of the printout has to say of itself: rehearsal, reprint."""
    parts = ["演练 · 无效"] if facts.rehearsal else []
    copy = facts.copies.get(kind, 0)
    if copy:
        parts.append(f"补打第 {copy} 次")
    return "　".join(parts)


def open_sheet(sheet: Sheet, facts: PrintoutFacts, title: str, copy_for: str, document_no: str) -> None:
    """Put the head: hall, centred title, numbers at the left, QR code at the right."""
    right = sheet.left + sheet.inner
    sheet.qr(facts.tracking_url, right - QR_SIDE, sheet.top - 4, QR_SIDE)
    sheet.line("扫码查进度", right - QR_SIDE / 2, sheet.top + QR_SIDE + 4, SMALL, REGULAR, QUIET, "center")
    sheet.line(facts.hall.zh, sheet.left, sheet.top + 14, SMALL, REGULAR, QUIET)
    for n, line in enumerate(sheet.wrap(title, sheet.inner - 2 * QR_SIDE - 8, TITLE, BOLD)):
        sheet.line(line, sheet.width / 2, sheet.top + 34 + n * TITLE * LEADING, TITLE, BOLD, align="center")
    sheet.line(f"申请编号　{facts.number}", sheet.left, sheet.top + 62, TEXT, BOLD)
    sheet.line(document_no, sheet.left, sheet.top + 77, SMALL, REGULAR, QUIET)
    if copy_for:
        sheet.line(
            copy_for, sheet.left + sheet.inner - QR_SIDE - 10, sheet.top + 77, SMALL, REGULAR, ACCENT, "right"
        )
    sheet.y = sheet.top + QR_SIDE + 14
    sheet.rule(sheet.left, right, sheet.y, 1.2, ACCENT)
    sheet.y += 8


def begin(
    facts: PrintoutFacts, faces: Faces, kind: str, copy_for: str = APPLICANTS_COPY, under: str = "", title: str = ""
) -> Sheet:  # fmt: skip
    """Return a sheet with the printout's marks and its head; below the number stands *under*, or the receipt."""
    title = title or KINDS[kind].zh
    sheet = Sheet(faces, footer=f"{title}　{facts.number}", mark=marks(facts, kind))
    open_sheet(sheet, facts, title, copy_for, under or f"收件时间　{moment(facts.received_at)}")
    return sheet


def finish(sheet: Sheet, facts: PrintoutFacts, kind: str, title: str = "") -> Rendered:
    """Put how to ask and whom to complain to, and return the printout."""
    contacts(sheet, facts)
    pdf, pages = sheet.finish(f"{title or KINDS[kind].zh} {facts.number}")
    return pdf, pages, sheet.texts


def answer_box(sheet: Sheet, text: str) -> None:
    """Put the answer of the printout in a tinted box, before everything else."""
    lines = sheet.wrap(text, sheet.inner - 20, HEAD, BOLD)
    height = len(lines) * HEAD * LEADING + 12
    sheet.box(sheet.left, sheet.y, sheet.inner, height, fill=TINT, stroke=None)
    sheet.box(sheet.left, sheet.y, 3, height, fill=ACCENT, stroke=None)
    for n, line in enumerate(lines):
        sheet.line(line, sheet.left + 12, sheet.y + 6 + (n + 1) * HEAD * LEADING - 5, HEAD, BOLD)
    sheet.y += height + 6


def people(persons: tuple[PersonLine, ...]) -> list[tuple[str, str]]:
    """Return the parties as label and value pairs, numbers masked."""
    pairs: list[tuple[str, str]] = []
    for person in persons:
        pairs.append((person.role.zh, person.name))
        pairs.append((person.id_type.zh, person.id_masked))
        if person.agent is not None:
            pairs.append(("代理人", person.agent.name))
            pairs.append((person.agent.id_type.zh, person.agent.id_masked))
    return pairs


def section(sheet: Sheet, text: str) -> None:
    """Put a heading that stays with what follows."""
    sheet.need(HEAD * LEADING + 40)
    sheet.y += HEAD * LEADING + 2
    sheet.line(text, sheet.left, sheet.y - 4, HEAD, BOLD, ACCENT)
    sheet.y += 3


def signatures(sheet: Sheet, facts: PrintoutFacts, who: str, seal: str) -> None:
    """Put the fields for the special seal (42 mm) and for the recipient's signature."""
    height = SEAL + 8
    sheet.need(height + 6)
    top, half = sheet.y + 2, sheet.inner / 2 - 6
    sheet.box(sheet.left, top, half, height)
    sheet.line(who, sheet.left + 8, top + 16, TEXT)
    sheet.line("年　　月　　日", sheet.left + half - 8, top + height - 10, TEXT, align="right")
    sheet.line("联系电话：", sheet.left + 8, top + height - 34, SMALL, REGULAR, QUIET)
    x = sheet.left + half + 12
    sheet.box(x, top, half, height)
    sheet.line(seal, x + 8, top + 16, TEXT)
    sheet.line(f"窗口 {facts.window}　经办 {facts.clerk}", x + 8, top + height - 24, SMALL, REGULAR, QUIET)
    sheet.line(
        day(facts.accepted_at or facts.received_at), x + half - 8, top + height - 10, TEXT, align="right"
    )
    sheet.y = top + height + 8


def contacts(sheet: Sheet, facts: PrintoutFacts) -> None:
    """Put how to ask and whom to complain to."""
    text = f"查询：扫描右上二维码，或凭申请编号咨询 {facts.hall_phone}；监督电话 {facts.supervision_phone}。"
    if facts.hall_address:
        text += f"地址：{facts.hall_address}。"
    sheet.paragraph(text, SMALL, REGULAR, QUIET)


def remedies(review_body: Words | None) -> str:
    """Return how a decision can be fought: review and action where there is a reviewing body."""
    if review_body is None:
        return "如有异议，可向承办单位投诉，或拨打监督电话。"
    return (
        f"如不服本决定，可自收到之日起六十日内向{review_body.zh}申请行政复议，"
        "或自收到之日起六个月内依法提起行政诉讼。"
    )


def due_text(case: CaseLine) -> str:
    """Return when a case is due, or what its clock waits for."""
    if case.due is not None:
        return moment(case.due) + ("（暂按现行安排）" if case.provisional else "")
    if case.waits_for is not None:
        return f"{case.waits_for.zh}后起算"
    return "—"


def basis_text(case: CaseLine) -> str:
    """Return the limit with the measure it comes from."""
    return case.limit.zh + (f"（措施{case.measure}）" if case.measure else "")
