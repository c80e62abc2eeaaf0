"""Printouts without an application: the service guide of an item, the inquiry slip, reference texts to sign."""

from counter.domain.desk_printouts import GuideFacts, InquiryFacts, TextFacts
from counter.domain.words import Words
from printing.blocks import QR_SIDE, Rendered, answer_box, moment, section
from printing.fonts import BOLD, REGULAR, Faces
from printing.sheet import ACCENT, LEADING, QUIET, SMALL, TEXT, TITLE, Column, Sheet

REHEARSAL = "演练 · 无效"


def head(sheet: Sheet, hall: Words, title: str, under: str, url: str = "") -> None:
    """Put the head of a printout that belongs to no application: hall, centred title, what stands under it."""
    right = sheet.left + sheet.inner
    if url:
        sheet.qr(url, right - QR_SIDE, sheet.top - 4, QR_SIDE)
        sheet.line("办件查询", right - QR_SIDE / 2, sheet.top + QR_SIDE + 4, SMALL, REGULAR, QUIET, "center")
    sheet.line(hall.zh, sheet.left, sheet.top + 14, SMALL, REGULAR, QUIET)
    lines = sheet.wrap(title, sheet.inner - 2 * QR_SIDE - 8, TITLE, BOLD)
    for n, line in enumerate(lines):
        sheet.line(line, sheet.width / 2, sheet.top + 34 + n * TITLE * LEADING, TITLE, BOLD, align="center")
    sheet.line(under, sheet.left, sheet.top + 77, SMALL, REGULAR, QUIET)
    sheet.y = sheet.top + QR_SIDE + 14
    sheet.rule(sheet.left, right, sheet.y, 1.2, ACCENT)
    sheet.y += 8


def render_service_guide(facts: GuideFacts, faces: Faces) -> Rendered:
    """Return the guide: result and limits first, then materials, questions, steps, fees, basis, remedies."""
    mark = REHEARSAL if facts.rehearsal else ""
    sheet = Sheet(faces, footer=f"办事指南　{facts.name.zh}", mark=mark)
    head(
        sheet,
        facts.hall,
        f"{facts.name.zh}　办事指南",
        f"{facts.department.zh}　{facts.code}",
        facts.tracking_url,
    )
    times = list(dict.fromkeys(words.zh for _, words in facts.limits[: facts.measures or 1]))
    shortest = times[0] if len(times) == 1 else f"{times[0]}至{times[-1]}，视情形"
    visits = "不用到现场" if facts.visits == 0 else f"最多到现场 {facts.visits} 次"
    answer_box(sheet, f"{shortest}　{visits}　{facts.fee.zh}")
    sheet.facts([("事项类型", facts.nature.zh), ("办理结果", facts.result.zh)])
    section(sheet, "办理时限")
    sheet.facts([(name.zh, words.zh) for name, words in facts.limits])
    section(sheet, "申请材料")
    sheet.table(
        [Column("序", 1), Column("材料名称", 6), Column("形式", 3), Column("份数", 1.4, "right"),
         Column("要求", 4), Column("来源", 3), Column("收件要点", 5)],
        [
            [str(n), m.name.zh, m.form.zh, str(m.copies), m.need.zh, m.source.zh, m.points.zh if m.points else "—"]
            for n, m in enumerate(facts.materials, 1)
        ],
        SMALL,
    )  # fmt: skip
    if facts.questions:
        section(sheet, "可能影响材料的情形")
        for question in facts.questions:
            sheet.paragraph(f"· {question.zh}", gap=1)
    section(sheet, "办理流程")
    sheet.paragraph(" → ".join(["窗口收件受理", *(step.zh for step in facts.steps), "窗口发件"]))
    section(sheet, "收费")
    if facts.fees:
        rows = [[name.zh, amount, basis] for name, amount, basis in facts.fees]
        sheet.table([Column("项目", 6), Column("标准", 4), Column("依据", 6)], rows, SMALL)
    else:
        sheet.paragraph(facts.fee.zh)
    section(sheet, "设定依据")
    sheet.paragraph("；".join(facts.basis) + "。")
    if facts.note is not None:
        sheet.paragraph(facts.note.zh)
    section(sheet, "监督与救济")
    sheet.paragraph(facts.remedies.zh)
    text = f"咨询 {facts.phone}　监督 {facts.supervision_phone}　开放时间 {facts.hours}"
    sheet.paragraph(text + (f"　地址 {facts.address}" if facts.address else ""))
    if facts.unsure:
        local = f"以下为本地设置，以大厅公布为准：{'、'.join(w.zh for w in facts.unsure)}。"
        sheet.paragraph(local, SMALL, REGULAR, QUIET)
    pdf, pages = sheet.finish(f"办事指南 {facts.name.zh}")
    return pdf, pages, sheet.texts


def render_inquiry_slip(facts: InquiryFacts, faces: Faces) -> Rendered:
    """Return the slip of an inquiry: everything needed, told once, with what was missing marked."""
    mark = REHEARSAL if facts.rehearsal else ""
    sheet = Sheet(faces, footer=f"咨询告知单　{facts.number}", mark=mark)
    head(sheet, facts.hall, "咨询告知单", f"编号 {facts.number}　{moment(facts.at)}　窗口 {facts.window}")
    answer_box(sheet, f"还差 {len(facts.missing)} 份材料" if facts.missing else "下次请带齐下列材料")
    for name, limit in facts.items:
        sheet.paragraph(f"{name.zh}　{limit.zh}", TEXT, BOLD, gap=1)
    if facts.note:
        sheet.paragraph(f"咨询内容：{facts.note}")
    section(sheet, "需要的材料（一次告知）")
    sheet.table(
        [Column("", 1), Column("材料名称", 8), Column("形式", 4), Column("要点", 8)],
        [["✗" if name in facts.missing else "□", name, form, points] for name, form, points in facts.needed],
    )
    sheet.paragraph("材料备齐后到任一综合窗口办理，出示本单可优先接续；一次告知以外不再增加材料。")
    sheet.paragraph(f"首问负责人：{facts.first_responder}", gap=1)
    text = f"咨询 {facts.phone}　监督 {facts.supervision_phone}"
    sheet.paragraph(text + (f"　地址 {facts.address}" if facts.address else ""), SMALL, REGULAR, QUIET)
    pdf, pages = sheet.finish(f"咨询告知单 {facts.number}")
    return pdf, pages, sheet.texts


def render_text(facts: TextFacts, faces: Faces) -> Rendered:
    """Return a reference text filled in from the one form, with lines to sign."""
    sheet = Sheet(faces, footer=facts.title, mark=REHEARSAL if facts.rehearsal else "")
    for line in sheet.wrap(facts.title, sheet.inner, TITLE, BOLD):
        sheet.y += TITLE * LEADING
        sheet.line(line, sheet.width / 2, sheet.y, TITLE, BOLD, align="center")
    sheet.y += 12
    sheet.paragraph("参考文本，可以修改；提交时以签名文本为准。", SMALL, REGULAR, QUIET)
    for head, text in facts.paragraphs:
        if head:
            section(sheet, head)
        sheet.paragraph(text)
    sheet.y += 10
    for signer in facts.signers:
        sheet.need(34)
        sheet.line(f"{signer}（签名或盖章）：", sheet.left, sheet.y + 22, TEXT)
        sheet.line("年　　月　　日", sheet.left + sheet.inner, sheet.y + 22, TEXT, align="right")
        sheet.y += 34
    pdf, pages = sheet.finish(facts.title)
    return pdf, pages, sheet.texts
