"""The printouts of an application that is not taken in: correction, not required, not competent (ALL 32)."""

from counter.domain.printout import PrintoutFacts, circled
from printing.blocks import Rendered, begin, finish, people, remedies, section, signatures
from printing.fonts import REGULAR, Faces
from printing.sheet import QUIET, SMALL, Sheet


def render_correction_notice(facts: PrintoutFacts, faces: Faces) -> Rendered:
    """Return the one-time notice: per case everything that is missing and the required standard."""
    cases = [case for case in facts.cases if case.outcome == "correction_needed"]
    sheet = _open(facts, faces, "correction_notice")
    sheet.paragraph("您提交的申请材料不齐全或不符合法定形式，现一次性告知需要补正的全部内容：")
    points = {m.name.zh: m for m in facts.materials}
    for case in cases:
        section(sheet, f"{circled(case.ordinal)} {case.item.zh}（{case.department.zh}）")
        if case.reason == "upstream" or (not case.missing and not case.reason):
            sheet.paragraph("本事项须待前序事项受理后一并办理，无需另补材料。")
        for n, name in enumerate(case.missing, 1):
            line = points.get(name.zh)
            form = f"，{line.form.zh}{line.copies} 份" if line else ""
            note = f"。要求：{line.note.zh}" if line and line.note else ""
            sheet.paragraph(f"{n}. {name.zh}{form}{note}", gap=1)
        if case.reason and case.reason != "upstream":
            sheet.paragraph(f"说明：{case.reason}", gap=1)
    section(sheet, "如何补正")
    sheet.paragraph(
        "请备齐上列材料后到任一综合窗口提交，出示本告知书即可，不必重新填表。"
        "本告知书已列明全部补正内容；窗口此后另提要求的，可拨打监督电话。"
    )
    sheet.paragraph("依据：行政许可法第三十二条；优化营商环境条例第三十六条。", SMALL, REGULAR, QUIET)
    return _close(sheet, facts, "correction_notice")


def render_not_required_notice(facts: PrintoutFacts, faces: Faces) -> Rendered:
    """Return the notice that the matter needs no application at all."""
    sheet = _open(facts, faces, "not_required_notice")
    sheet.paragraph("您申请的下列事项依法不需要取得许可或办理手续，即时告知不受理：")
    for case in facts.cases:
        if case.outcome == "not_required":
            section(sheet, f"{circled(case.ordinal)} {case.item.zh}")
            sheet.paragraph(f"理由：{case.reason}")
    sheet.paragraph("依据：行政许可法第三十二条第一款第一项。", SMALL, REGULAR, QUIET)
    return _close(sheet, facts, "not_required_notice")


def render_rejection_notice(facts: PrintoutFacts, faces: Faces) -> Rendered:
    """Return the decision not to accept: reasons, the competent authority, and the remedies."""
    sheet = _open(facts, faces, "rejection_notice")
    elsewhere = [case for case in facts.cases if case.outcome == "not_competent"]
    refused = [case for case in facts.cases if case.outcome == "acceptance_refused"]
    if elsewhere:
        sheet.paragraph("您申请的下列事项不属于本机关职权范围，决定不予受理：")
    for case in elsewhere:
        section(sheet, f"{circled(case.ordinal)} {case.item.zh}")
        sheet.paragraph(f"理由：{case.reason}", gap=1)
        sheet.paragraph(f"请向有权机关申请：{case.authority}", gap=1)
        sheet.paragraph(remedies(case.review_body))
    if refused:
        sheet.paragraph("您申请的下列事项，补正后的材料仍不符合要求，决定不予受理；条件具备后可以重新申请：")
    for case in refused:
        section(sheet, f"{circled(case.ordinal)} {case.item.zh}")
        sheet.paragraph(f"理由：{case.reason}", gap=1)
        sheet.paragraph(remedies(case.review_body))
    basis = (["第一款第二项"] if elsewhere else []) + (["第一款第五项、第二款"] if refused else [])
    sheet.paragraph(f"依据：行政许可法第三十二条{'；'.join(basis)}。", SMALL, REGULAR, QUIET)
    return _close(sheet, facts, "rejection_notice")


def _open(facts: PrintoutFacts, faces: Faces, kind: str) -> Sheet:
    sheet = begin(facts, faces, kind)
    sheet.facts(people(facts.persons))
    return sheet


def _close(sheet: Sheet, facts: PrintoutFacts, kind: str) -> Rendered:
    signatures(sheet, facts, "申请人（代理人）签收：", "专用章：")
    return finish(sheet, facts, kind)
