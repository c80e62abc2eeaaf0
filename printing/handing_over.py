"""Printouts of the hand-over: collection slip, service receipt, list of materials returned (ALL 44)."""

from counter.domain.printout import HandoverLines, PrintoutFacts, circled
from printing.blocks import SEAL, Rendered, answer_box, begin, day, finish, moment, people, section
from printing.fonts import REGULAR, Faces
from printing.sheet import QUIET, SMALL, TEXT, Column, Sheet

SIGN = 30 * 72 / 25.4


def _begin(facts: PrintoutFacts, faces: Faces, kind: str) -> tuple[Sheet, HandoverLines]:
    one = facts.handover
    if one is None:
        raise AssertionError("this printout belongs to an issue of results")
    return begin(facts, faces, kind, "存档联", f"发件编号　{facts.number}-{one.id}"), one


def _results(sheet: Sheet, one: HandoverLines) -> None:
    sheet.table(
        [Column("办件", 5.4), Column("结果名称", 5), Column("编号", 4.6), Column("有效期至", 2.6)],
        [
            [f"{circled(case.ordinal)} {case.item.zh}", name, number or "—", until or "—"]
            for case, name, number, until in one.results
        ],
        bold_first=True,
    )


def _collector(one: HandoverLines) -> list[tuple[str, str]]:
    pairs = [("方式", one.method.zh), ("时间", moment(one.at))]
    if one.parcel is not None:
        parcel = one.parcel
        return [
            *pairs, ("收件人", parcel.to), ("地址", parcel.address),
            ("承运", parcel.carrier or "—"), ("单号", parcel.number or "待填"),
        ]  # fmt: skip
    return [
        *pairs, ("领取人", f"{one.collector}（{one.relation.zh}）"),
        (one.id_type.zh if one.id_type.zh != "—" else "证件", one.id_masked),
    ]  # fmt: skip


def _sign(sheet: Sheet, left: str, right: str, below: str, one: HandoverLines) -> None:
    """Put the fields for the receiver's signature and for the office."""
    height = max(SIGN, SEAL) + 8
    sheet.need(height + 6)
    top, half = sheet.y + 4, sheet.inner / 2 - 6
    for x, head in ((sheet.left, left), (sheet.left + half + 12, right)):
        sheet.box(x, top, half, height)
        sheet.line(head, x + 8, top + 16, TEXT)
    if one.signature_png:
        sheet.picture(one.signature_png, sheet.left + 8, top + 22, half - 16, height - 56)
    sheet.line(f"签名方式：{one.signature.zh}", sheet.left + 8, top + height - 24, SMALL, REGULAR, QUIET)
    sheet.line("年　　月　　日", sheet.left + half - 8, top + height - 10, TEXT, align="right")
    x = sheet.left + half + 12
    sheet.line(below, x + 8, top + height - 24, SMALL, REGULAR, QUIET)
    sheet.line(day(one.at), x + half - 8, top + height - 10, TEXT, align="right")
    sheet.y = top + height + 8


def _window(facts: PrintoutFacts, one: HandoverLines) -> str:
    return f"{facts.hall.zh}　{one.window} 号窗口　经办 {one.who}"


def render_collection_slip(facts: PrintoutFacts, faces: Faces) -> Rendered:
    """Return the slip that the collector signs: what was taken, by whom, how the person was recognised."""
    sheet, one = _begin(facts, faces, "collection_slip")
    answer_box(
        sheet, f"今领到 {len(one.results)} 项结果，一次发齐" if len(one.results) > 1 else "今领到 1 项结果"
    )
    sheet.facts([*_collector(one), ("申请事项", facts.title.zh), *people(facts.persons[:1])])
    section(sheet, "结果")
    _results(sheet, one)
    if one.originals:
        names = "、".join(line.name.zh for line in one.originals)
        sheet.paragraph(f"同时退还原件 {len(one.originals)} 种：{names}，详见材料退还清单。", gap=2)
    section(sheet, "说明")
    sheet.paragraph(
        "领取人的身份已核对：本人凭证件，代理人凭委托书所载权限，他人凭专门委托书。领取后请当面核对名称、编号"
        "和有效期，有误当场提出。签名后视为送达。", SMALL, REGULAR, QUIET, gap=2,
    )  # fmt: skip
    _sign(sheet, "领取人（签名）：", "发件窗口：", _window(facts, one), one)
    return finish(sheet, facts, "collection_slip")


def render_service_receipt(facts: PrintoutFacts, faces: Faces) -> Rendered:
    """Return the proof of service: document and number, addressee, receiver, method, date, signature."""
    sheet, one = _begin(facts, faces, "service_receipt")
    addressee = facts.persons[0]
    sheet.facts(
        [
            ("受送达人", addressee.name), (addressee.id_type.zh, addressee.id_masked),
            ("申请事项", facts.title.zh), ("送达地点", facts.hall.zh if one.parcel is None else one.parcel.address),
            *_collector(one),
        ]
    )  # fmt: skip
    section(sheet, "送达文书")
    _results(sheet, one)
    section(sheet, "依据与说明")
    sheet.paragraph(
        "依据《行政许可法》第四十四条，准予许可的决定作出后十日内向申请人颁发、送达证件。"
        "送达日期以受送达人或代收人签收之日为准；邮寄的，以签收单所载日期为准；电子送达的，以到达其系统之日为准。"
        "受送达人拒绝签收的，送达人在备注中写明情况，由见证人签名。", SMALL, REGULAR, QUIET, gap=2,
    )  # fmt: skip
    _sign(sheet, "受送达人或代收人（签名）：", "送达机关（印章）：", f"送达人 {one.who}", one)
    sheet.paragraph("备注：", TEXT, REGULAR, gap=12)
    return finish(sheet, facts, "service_receipt")


def render_return_list(facts: PrintoutFacts, faces: Faces) -> Rendered:
    """Return the list of originals that went back to the applicant."""
    sheet, one = _begin(facts, faces, "return_list")
    answer_box(sheet, f"退还原件 {len(one.originals)} 种")
    sheet.facts([*_collector(one), ("申请事项", facts.title.zh), *people(facts.persons[:1])])
    section(sheet, "退还的材料")
    sheet.table(
        [Column("序", 1), Column("材料名称", 9), Column("份数", 1.6, "right"), Column("页数", 1.6, "right"), Column("用于", 3)],
        [
            [str(n), line.name.zh, str(line.copies), str(line.pages) if line.pages else "—",
             "".join(circled(i) for i in line.items)]
            for n, line in enumerate(one.originals, 1)
        ],
    )  # fmt: skip
    sheet.paragraph("以上原件已当面清点，完好无缺。", gap=2)
    _sign(sheet, "收回人（签名）：", "退还窗口：", _window(facts, one), one)
    return finish(sheet, facts, "return_list")
