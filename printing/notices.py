"""Notices and decisions of a case, one design for all: the answer first, then facts, words, seal and receipt."""

from collections.abc import Callable
from typing import Final

from counter.domain.printout import NoticeFacts, PrintoutFacts, circled
from printing.blocks import (
    APPLICANTS_COPY,
    SEAL,
    Rendered,
    answer_box,
    begin,
    day,
    finish,
    people,
    remedies,
    section,
)
from printing.fonts import REGULAR, Faces
from printing.sheet import QUIET, SMALL, TEXT, Sheet

HANDWRITING: Final = 130
"""Room in points for what the inspectors write by hand."""
TITLES: Final = {"decision_grant": "准予行政许可决定书", "decision_refusal": "不予行政许可决定书"}


def _fields(sheet: Sheet, one: NoticeFacts) -> None:
    """Put the fields for the recipient and for the seal of the authority, dated by the event."""
    height = SEAL + 8
    sheet.need(height + 6)
    top, half = sheet.y + 4, sheet.inner / 2 - 6
    left = "承办单位签收：" if one.inside else "申请人（代理人）签收："
    right = "督办（派发）单位章：" if one.inside else f"{one.department.zh}（专用章）："
    for x, head in ((sheet.left, left), (sheet.left + half + 12, right)):
        sheet.box(x, top, half, height)
        sheet.line(head, x + 8, top + 16, TEXT)
    sheet.line("年　　月　　日", sheet.left + half - 8, top + height - 10, TEXT, align="right")
    x = sheet.left + half + 12
    sheet.line(f"承办人 {one.who}", x + 8, top + height - 24, SMALL, REGULAR, QUIET)
    sheet.line(day(one.at), x + half - 8, top + height - 10, TEXT, align="right")
    sheet.y = top + height + 8


def _render(kind: str) -> Callable[[PrintoutFacts, Faces], Rendered]:
    def render(facts: PrintoutFacts, faces: Faces) -> Rendered:
        one = facts.notice
        if one is None:
            raise AssertionError("this printout belongs to an event of a case")
        title = TITLES.get(kind, "") if one.is_licence else ""
        copy = "承办单位联" if one.inside else APPLICANTS_COPY
        sheet = begin(facts, faces, kind, copy, f"办件编号　{one.case_no}", title)
        answer_box(sheet, one.answer)
        subject = [("事项", f"{circled(one.ordinal)} {one.item.zh}"), ("承办单位", one.department.zh)]
        sheet.facts([*subject, *people(facts.persons[:1])])
        section(sheet, "内容")
        for label, value in one.pairs:
            sheet.paragraph(f"{label}：{value}", gap=1)
        for text in one.paragraphs:
            sheet.paragraph(text, gap=1)
        if kind == "inspection_order":
            sheet.y += HANDWRITING
        if one.remedies:
            section(sheet, "救济途径")
            sheet.paragraph(remedies(one.review_body))
        sheet.paragraph(f"依据：{one.basis}。", SMALL, REGULAR, QUIET)
        _fields(sheet, one)
        return finish(sheet, facts, kind, title)

    return render


NOTICES: Final = {
    kind: _render(kind)
    for kind in (
        "supplement_notice", "special_procedure_notice", "extension_notice", "decision_grant",
        "decision_refusal", "termination_notice", "revocation_decision", "inspection_order",
        "supervision_order",
    )
}  # fmt: skip
