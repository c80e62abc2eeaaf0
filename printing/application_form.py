"""The application form, filled in from the one form, for the applicant to check and sign (ALL 29)."""

from reportlab.lib.units import mm

from counter.domain.printout import Answer, PrintoutFacts, circled
from printing.blocks import Rendered, marks, moment, open_sheet, section
from printing.fonts import REGULAR, Faces
from printing.sheet import LEADING, QUIET, SMALL, TEXT, Column, Sheet


def render_application_form(facts: PrintoutFacts, faces: Faces) -> Rendered:
    """Return the form: people, items, every answer once with the items that use it, signature."""
    sheet = Sheet(
        faces, footer=f"{facts.title.zh} 申请表　{facts.number}　表单摘要 {facts.signed_digest[:16]}",
        mark=marks(facts, "application_form"),
    )  # fmt: skip
    open_sheet(sheet, facts, f"{facts.title.zh}申请表", "存档联", f"收件时间　{moment(facts.received_at)}")
    section(sheet, "申请事项")
    for case in facts.cases:
        sheet.paragraph(f"{circled(case.ordinal)} {case.item.zh}（{case.department.zh}）", TEXT, gap=1)
    section(sheet, "申请人")
    pairs: list[tuple[str, str]] = []
    for person in facts.persons:
        pairs += [(person.role.zh, person.name), (person.id_type.zh, person.id_number)]
        pairs.append(("联系电话", person.phone))
        if person.agent is not None:
            agent = person.agent
            pairs += [
                ("代理人", agent.name),
                (agent.id_type.zh, agent.id_number),
                ("代理人电话", agent.phone),
            ]
    sheet.facts(pairs)
    for label, answers in facts.answers:
        section(sheet, label.zh)
        sheet.facts([(a.label.zh, _value(a, len(facts.cases))) for a in answers if not a.columns])
        for answer in (a for a in answers if a.columns and a.rows):
            _table(sheet, answer)
    section(sheet, "申请人声明")
    sheet.paragraph(
        "以上内容由本人（单位）提供并已逐项核对，与所交材料一致；本人（单位）对其真实性负责，"
        "知悉一份表单用于上列全部事项，并同意为办理这些事项在有关部门之间使用。"
    )
    _sign(sheet, facts)
    pdf, pages = sheet.finish(f"{facts.title.zh}申请表 {facts.number}")
    return pdf, pages, sheet.texts


def _value(answer: Answer, cases: int) -> str:
    numbers = "".join(circled(n) for n in answer.items)
    return f"{answer.value.zh}　{numbers}" if cases > 1 else answer.value.zh


def _table(sheet: Sheet, answer: Answer) -> None:
    used = [n for n in range(len(answer.columns)) if any(row[n] for row in answer.rows)] or [0]
    longest = [max([len(answer.columns[n].zh), *(min(len(row[n]), 24) for row in answer.rows)]) for n in used]
    sheet.paragraph(answer.label.zh, SMALL, REGULAR, QUIET, gap=2)
    columns = [Column("序", 2)] + [
        Column(answer.columns[n].zh, max(length, 4)) for n, length in zip(used, longest, strict=True)
    ]
    rows = [[str(at), *(row[n] for n in used)] for at, row in enumerate(answer.rows, 1)]
    sheet.table(columns, rows, SMALL + 1)


def _sign(sheet: Sheet, facts: PrintoutFacts) -> None:
    for person in facts.persons:
        who = person.agent or person
        names = sheet.wrap(who.name, sheet.inner * 0.62, SMALL)
        height = 18 * mm + len(names) * SMALL * LEADING
        sheet.need(height + 6)
        top = sheet.y
        sheet.box(sheet.left, top, sheet.inner, height)
        sheet.line(f"{person.role.zh}（签名）：", sheet.left + 8, top + 16, TEXT)
        for n, name in enumerate(names):
            sheet.line(name, sheet.left + 8, top + 30 + n * SMALL * LEADING, SMALL, REGULAR, QUIET)
        sheet.line(facts.signature.zh, sheet.left + 8, top + height - 8, SMALL, REGULAR, QUIET)
        sheet.line("年　　月　　日", sheet.left + sheet.inner - 8, top + height - 8, TEXT, align="right")
        sheet.y = top + height + 6
