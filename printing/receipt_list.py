"""The receipt for materials: what was handed in, in which form, and what is still to come."""

from collections.abc import Sequence

from counter.domain.printout import MaterialLine, PrintoutFacts, circled
from printing.blocks import Rendered, begin, finish, people, section, signatures
from printing.fonts import Faces
from printing.sheet import Column, Sheet


def render_receipt_list(facts: PrintoutFacts, faces: Faces) -> Rendered:
    """Return the list: numbered materials over as many pages as they need, heads repeated."""
    sheet = begin(facts, faces, "receipt_list", "申请人联")
    received = [m for m in facts.materials if m.received]
    other = [m for m in facts.materials if not m.received]
    if received or not (facts.paid or facts.returned):
        sheet.paragraph(f"今收到下列材料 {len(received)} 种，用于“{facts.title.zh}”。", gap=2)
    if facts.accepted_at is None:
        sheet.paragraph("本凭证仅证明收到材料，尚未受理；受理与否五个工作日内书面告知。", gap=2)
    sheet.facts(people(facts.persons))
    if facts.paid:
        section(sheet, "缴费")
        sheet.facts(facts.paid)
    if facts.returned:
        section(sheet, "退还的原件")
        for n, one in enumerate(facts.returned, 1):
            sheet.paragraph(f"{n}　{one.name.zh}　{one.copies} 份", gap=2)
    if received:
        _received(sheet, received)
    if other:
        section(sheet, "未收材料")
        sheet.table(
            [Column("材料名称", 7), Column("处理", 3), Column("收件要点", 6), Column("用于", 2)],
            [
                [m.name.zh, m.state.zh, m.note.zh if m.note else "—", "".join(circled(i) for i in m.items)]
                for m in other
            ],
        )
    names = "　".join(f"{circled(case.ordinal)} {case.item.zh}" for case in facts.cases)
    sheet.paragraph(f"用于：{names}", 8)
    signatures(sheet, facts, "交件人（签名）：", "收件专用章：")
    return finish(sheet, facts, "receipt_list")


def _received(sheet: Sheet, received: Sequence[MaterialLine]) -> None:
    section(sheet, "已收材料")
    columns = [
        Column("序", 1), Column("材料名称", 7), Column("形式", 3), Column("份数", 1.3, "right"),
        Column("页数", 1.3, "right"), Column("用于", 2),
    ]  # fmt: skip
    sheet.table(
        columns,
        [
            [
                str(n), m.name.zh, m.form.zh, str(m.copies), str(m.pages) if m.pages else "—",
                "".join(circled(i) for i in m.items),
            ]
            for n, m in enumerate(received, 1)
        ],
    )  # fmt: skip
