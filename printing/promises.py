"""Promises: the notice of acceptance with shortfall, its promise, and the letter of commitment (措施11、15、22)."""

from counter.domain.printout import PrintoutFacts, circled
from printing.blocks import Rendered, answer_box, begin, finish, people, section, signatures
from printing.fonts import REGULAR, Faces
from printing.sheet import QUIET, SMALL, Column, Sheet

_OUTSTANDING = [
    Column("序", 1), Column("材料名称", 6), Column("形式", 3), Column("补交期限", 5), Column("用于", 2),
    Column("未补交前", 4),
]  # fmt: skip


def _outstanding(sheet: Sheet, facts: PrintoutFacts) -> None:
    sheet.table(
        _OUTSTANDING,
        [
            [
                str(n), one.name.zh, one.form.zh, one.until.zh, "".join(circled(i) for i in one.items),
                "结果暂不发出" if one.blocks else "照常发结果",
            ]
            for n, one in enumerate(facts.outstanding, 1)
        ],
    )  # fmt: skip


def render_shortfall_notice(facts: PrintoutFacts, faces: Faces) -> Rendered:
    """Return the notice: what may follow, until when, and what happens if it does not come."""
    sheet = begin(facts, faces, "shortfall_notice")
    answer_box(sheet, f"先予受理，{len(facts.outstanding)} 份材料可以后补")
    sheet.facts(people(facts.persons))
    section(sheet, "须补交的材料")
    _outstanding(sheet, facts)
    section(sheet, "如何补交")
    sheet.paragraph("到任一综合窗口出示本通知书或案卷条码即可补交，也可邮寄；以材料到达窗口之日为准。")
    sheet.paragraph(
        "逾期未补交的，登记失约，列入信用记录并核查；已作出的决定可依法撤销，信用修复前不再适用容缺受理。"
    )
    sheet.paragraph("依据：优化营商环境条例第三十六条；措施15、22、61。", SMALL, REGULAR, QUIET)
    signatures(sheet, facts, "申请人（代理人）签收：", "专用章：")
    return finish(sheet, facts, "shortfall_notice")


def render_shortfall_commitment(facts: PrintoutFacts, faces: Faces) -> Rendered:
    """Return the applicant's promise to hand in what is missing, ready to be signed."""
    sheet = begin(facts, faces, "shortfall_commitment", "存档联（申请人自留一份）")
    name = facts.persons[0].name if facts.persons else ""
    answer_box(sheet, f"{name} 承诺按期补齐 {len(facts.outstanding)} 份材料")
    sheet.facts(people(facts.persons))
    sheet.paragraph(f"我（单位）申请办理“{facts.title.zh}”，主要材料已交齐，自愿适用容缺受理，承诺如下：")
    section(sheet, "承诺补交")
    _outstanding(sheet, facts)
    for n, text in enumerate(
        (
            "所交材料真实、合法、有效；缺少的材料已经具备或者能够在期限内取得。",
            "按上列期限交到窗口，内容与申请一致。",
            "知道逾期未补的后果：登记失约、记入信用记录、接受核查，已取得的决定可被撤销，损失自行承担。",
        ),
        1,
    ):
        sheet.paragraph(f"{n}. {text}", gap=1)
    signatures(sheet, facts, "承诺人（签名或盖章）：", "窗口收件章：")
    return finish(sheet, facts, "shortfall_commitment")


def render_commitment_letter(facts: PrintoutFacts, faces: Faces) -> Rendered:
    """Return the letter of notification and commitment: what the authority tells, what the applicant promises."""
    sheet = begin(facts, faces, "commitment_letter", "一式两份：承办单位、申请人")
    answer_box(sheet, f"以书面承诺代替 {len(facts.promises)} 份材料，当场按承诺审查")
    sheet.facts(people(facts.persons))
    section(sheet, "一、行政机关告知")
    sheet.table(
        [
            Column("事项", 5),
            Column("以承诺代替的材料", 5),
            Column("应当符合的条件和内容", 7),
            Column("承办单位", 3),
        ],
        [
            [f"{circled(p.ordinal)} {p.item.zh}", p.name.zh, p.content.zh, p.department.zh]
            for p in facts.promises
        ],
    )
    basis = "；".join(dict.fromkeys(text for case in facts.cases for text in case.basis))
    sheet.paragraph(f"设定依据：{basis}。")
    sheet.paragraph(
        "是否采用承诺由申请人自愿选择；不愿承诺的，按一般程序提交材料。"
        "承诺后行政机关有权核查；承诺不实或者不履行的，撤销决定，记入信用记录，依法追究责任。"
        "有较严重不良信用记录或者曾作虚假承诺、尚未修复的，不适用告知承诺。"
    )
    section(sheet, "二、申请人承诺")
    for n, text in enumerate(
        (
            "已知道上列全部告知内容，自愿采用告知承诺方式。",
            "现在符合，并在核查前保持符合上列条件；所填信息真实、准确。",
            "愿意接受核查，承担承诺不实的法律责任；以上是真实意思表示。",
        ),
        1,
    ):
        sheet.paragraph(f"{n}. {text}", gap=1)
    sheet.paragraph("依据：国办发〔2020〕42号；优化营商环境条例第四十条；措施11、13。", SMALL, REGULAR, QUIET)
    signatures(sheet, facts, "承诺人（签名或盖章）：", "承办单位专用章：")
    return finish(sheet, facts, "commitment_letter")
