"""Printouts beside the acceptance: power of attorney, service address, payment notice, handover of materials."""

from counter.domain.printout import PrintoutFacts, circled
from printing.blocks import SEAL, Rendered, answer_box, begin, finish, people, section, signatures
from printing.fonts import REGULAR, Faces
from printing.sheet import QUIET, SMALL, TEXT, Column


def render_power_of_attorney(facts: PrintoutFacts, faces: Faces) -> Rendered:
    """Return the letter of attorney filled in from the one form; the principal signs it (ALL 29)."""
    sheet = begin(facts, faces, "power_of_attorney", "存档联")
    for person in facts.persons:
        agent = person.agent
        if agent is None:
            continue
        section(sheet, f"委托人　{person.name}")
        sheet.facts([(person.id_type.zh, person.id_number), ("电话", person.phone or "—")])
        sheet.paragraph(
            f"委托 {agent.name}（{agent.id_type.zh} {agent.id_number}，电话 {agent.phone or '—'}）为代理人，"
        )
        sheet.paragraph(
            f"办理“{facts.title.zh}”。代理权限：{'、'.join(w.zh for w in agent.authority) or '提交申请'}。"
        )
        sheet.paragraph(
            "委托期限：自签署之日起至本申请结果领取之日止。代理人在权限内的行为由委托人承担法律后果。"
        )
        names = "　".join(f"{circled(case.ordinal)} {case.item.zh}" for case in facts.cases)
        sheet.paragraph(f"事项：{names}", SMALL, REGULAR, QUIET)
    signatures(sheet, facts, "委托人（签名或盖章）：", "代理人（签名）：")
    return finish(sheet, facts, "power_of_attorney")


def render_service_address(facts: PrintoutFacts, faces: Faces) -> Rendered:
    """Return the confirmation of where and how documents are served; the applicant signs it."""
    sheet = begin(facts, faces, "service_address", "存档联（申请人自留一份）")
    sheet.facts(people(facts.persons))
    section(sheet, "送达方式与地址")
    sheet.facts(facts.delivery or [("方式", "窗口领取"), ("地址", "—")])
    for text in (
        "文书、证照按上列方式和地址送达；采用电子送达的，以到达系统之日为送达日期。",
        "地址变更的，应当及时书面告知窗口；因未告知或地址有误退回的，退回之日视为送达之日。",
    ):
        sheet.paragraph(text, gap=2)
    signatures(sheet, facts, "受送达人（签名或盖章）：", "窗口收件章：")
    return finish(sheet, facts, "service_address")


def render_payment_notice(facts: PrintoutFacts, faces: Faces) -> Rendered:
    """Return the notice of lawful fees: item, standard, amount, basis; nothing else may be taken (ALL 58)."""
    sheet = begin(facts, faces, "payment_notice", "申请人联")
    fixed = [one.amount for one in facts.charges if one.amount]
    total = f"共 {facts.charges_total} 元" if len(fixed) == len(facts.charges) else "金额按核定结果缴纳"
    answer_box(sheet, f"请缴费：{total}")
    sheet.facts(people(facts.persons))
    sheet.table(
        [Column("事项", 5), Column("收费项目", 6), Column("金额（元）", 3, "right"), Column("依据", 6)],
        [
            [f"{circled(c.ordinal)} {c.item.zh}", c.name.zh, c.amount or "待核定", c.basis]
            for c in facts.charges
        ],
    )
    free = [case for case in facts.cases if case.ordinal not in {c.ordinal for c in facts.charges}]
    if free:
        names = "　".join(f"{circled(case.ordinal)} {case.item.zh}" for case in free)
        sheet.paragraph(f"不收费：{names}")
    sheet.paragraph(
        "可通过统一支付平台、银行卡、转账或窗口缴纳，凭缴款单号到窗口登记；除上列项目外不得另行收费。"
    )
    return finish(sheet, facts, "payment_notice")


def render_handover_list(facts: PrintoutFacts, faces: Faces) -> Rendered:
    """Return which materials go to which department, with a barcode to scan them out and in, and both signatures."""
    sheet = begin(facts, faces, "handover_list", "窗口、部门各一份")
    for n, (department, ordinal, lines) in enumerate(facts.by_department):
        if n:
            sheet.y += 6
        section(sheet, f"交 {department.zh}　{circled(ordinal)}")
        code = f"{facts.number}/{ordinal}"
        sheet.need(40)
        sheet.barcode(code, sheet.left, sheet.y + 2, 180, 22)
        sheet.line(code, sheet.left + 190, sheet.y + 18, TEXT)
        sheet.y += 32
        sheet.table(
            [Column("序", 1), Column("材料名称", 8), Column("形式", 3), Column("份数", 1.4, "right"),
             Column("页数", 1.4, "right"), Column("已点收", 2)],
            [
                [str(i), m.name.zh, m.form.zh, str(m.copies), str(m.pages) if m.pages else "—", "□"]
                for i, m in enumerate(lines, 1)
            ],
        )  # fmt: skip
        sheet.need(SEAL / 2 + 8)
        sheet.line("移交人（签名）　　　　　　　　月　　日　　时", sheet.left, sheet.y + 18, TEXT)
        half = sheet.inner / 2
        sheet.line("接收人（签名）　　　　　　　　月　　日　　时", sheet.left + half, sheet.y + 18, TEXT)
        sheet.y += 30
    return finish(sheet, facts, "handover_list")
