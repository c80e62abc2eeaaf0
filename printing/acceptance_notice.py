"""The combined notice of acceptance; for company registration it is the receipt voucher (ALL 32)."""

from counter.domain.printout import CaseLine, PrintoutFacts, circled
from printing.blocks import (
    Rendered,
    answer_box,
    basis_text,
    begin,
    due_text,
    finish,
    moment,
    people,
    section,
    signatures,
)
from printing.fonts import REGULAR, Faces
from printing.sheet import QUIET, SMALL, Column, Sheet

TAKEN = ("accepted", "accepted_with_shortfall")


def title_of(facts: PrintoutFacts) -> str:
    """Return what the printout is called by the nature of its items."""
    return "接收申请材料凭证" if facts.market_entity else "受理通知书"


def render_acceptance_notice(facts: PrintoutFacts, faces: Faces) -> Rendered:
    """Return the notice: the answer first, each case with its due moment and measure, then the law."""
    kind, title = "acceptance_notice", title_of(facts)
    sheet = begin(facts, faces, kind, under=f"受理时间　{moment(facts.accepted_at)}", title=title)
    taken = [case for case in facts.cases if case.outcome in TAKEN]
    _answer(sheet, facts, taken)
    sheet.facts(
        [*people(facts.persons), ("申请事项", facts.title.zh), ("收件时间", moment(facts.received_at))]
    )
    section(sheet, "办件与时限")
    sheet.table(
        [Column("办件", 6.4), Column("承办", 2.6), Column("时限", 3.6), Column("办结不晚于", 5)],
        [[f"{circled(c.ordinal)} {c.item.zh}", c.department.zh, basis_text(c), due_text(c)] for c in taken],
        bold_first=True,
    )
    for case in taken:
        statutory = f"　法定 {case.statutory.zh}" if case.statutory else ""
        if case.waits_for is not None and case.due is not None:
            statutory += f"　承诺时限{case.waits_for.zh}后起算"
        sheet.paragraph(
            f"{circled(case.ordinal)} 办件编号 {case.case_no}　领取：{case.result.zh}{statutory}",
            SMALL, REGULAR, QUIET, gap=0,
        )  # fmt: skip
    outstanding = [m for m in facts.materials if m.state.zh in ("可容缺", "可承诺")]
    if outstanding:
        section(sheet, "须补交")
        for material in outstanding:
            sheet.paragraph(f"· {material.name.zh}（{material.form.zh}）", gap=1)
    section(sheet, "说明")
    basis = "；".join(dict.fromkeys(text for case in taken for text in case.basis))
    registry = "" if facts.market_entity else "其中企业登记事项，本通知书即接收申请材料凭证。"
    sheet.paragraph(
        registry + "申请材料齐全、符合法定形式，依法予以受理。工作日不含法定节假日，含调休上班日；"
        "以小时计的时限只计窗口开放时间。超过时限的，承办部门公开说明理由。"
        "依法需要听证、检验、检测、专家评审等的时间不计入法定时限，另行书面告知。",
        SMALL, REGULAR, QUIET, gap=2,
    )  # fmt: skip
    sheet.paragraph(f"依据：{basis}。", SMALL, REGULAR, QUIET)
    signatures(sheet, facts, "申请人（代理人）签收：", "受理专用章：")
    return finish(sheet, facts, kind, title)


def _answer(sheet: Sheet, facts: PrintoutFacts, taken: list[CaseLine]) -> None:
    """Put the answer in one tinted line: accepted, how many cases, when all is done."""
    if facts.package_due is not None:
        text = f"已收齐，{len(taken)} 个办件同时办理，最迟 {moment(facts.package_due)} 全部办结（措施{facts.package_measure}）"
    else:
        dues = [case.due for case in taken if case.due is not None]
        last = f"，最迟 {moment(max(dues))}" if dues else ""
        text = f"已受理 {len(taken)} 个办件{last}"
    answer_box(sheet, text)
