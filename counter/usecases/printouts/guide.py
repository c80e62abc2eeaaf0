"""The service guide of an item, the slip of an inquiry, and reference texts filled in from the one form."""

from collections.abc import Mapping, Sequence
from typing import Any

from counter.domain.desk_printouts import GuideFacts, GuideMaterial, InquiryFacts, TextFacts
from counter.domain.inquiry import Inquiry
from counter.domain.words import Words
from counter.settings import Hall
from counter.usecases.reading.wording import FORMS, limit_words
from forms.catalogue import Catalogue, Item, MaterialUse, Step
from forms.merge import merge_materials

NATURES = {
    "01": Words("行政许可", "Licence"),
    "07": Words("行政确认", "Confirmation"),
    "20": Words("公共服务", "Public service"),
}
OTHER = Words("其他事项", "Other")
NEEDS = {
    "required": Words("必须", "required"),
    "deferrable": Words("可容缺后补", "may follow"),
    "committable": Words("可承诺", "may be promised"),
    "kept_by_applicant": Words("留存备查", "kept by the applicant"),
}
LOCAL = {
    "catalogue_code": Words("基本编码", "base code"),
    "promised": Words("承诺时限", "promised limit"),
    "statutory": Words("法定时限", "statutory limit"),
    "fee": Words("收费", "fees"),
    "materials": Words("材料", "materials"),
    "steps": Words("流程", "steps"),
}
SOURCES = {
    "applicant": Words("申请人自备", "the applicant"),
    "government": Words("政府核发", "an authority"),
    "system": Words("窗口打印", "printed here"),
}


def _need(use: MaterialUse) -> Words:
    need = NEEDS[use.state]
    zh, en = need.zh, need.en
    if use.when:
        zh, en = f"视情形{zh}", f"{en}, depending"
    if use.waived_when:
        zh, en = f"{zh}，可免", f"{en}, may be waived"
    if use.electronic:
        zh, en = f"{zh}，电子证照即可", f"{en}, electronic is enough"
    return Words(zh, en)


def _limits(catalogue: Catalogue, item: Item) -> tuple[tuple[Words, Words], ...]:
    found = []
    for rule in item.rules:
        measure = catalogue.measure_of_rule[rule.rule]
        words = limit_words(catalogue.limits[rule.rule].limit)
        found.append((Words(f"措施 {measure}（{rule.rule}）", f"Measure {measure} ({rule.rule})"), words))
    found.append((Words("承诺时限", "Promised"), limit_words(item.promised.limit)))
    if item.statutory is not None:
        words = limit_words(item.statutory.limit)
        source = item.statutory.source
        found.append(
            (Words("法定时限", "Statutory"), Words(f"{words.zh}（{source}）", f"{words.en} ({source})"))
        )
    return tuple(found)


def _remedies(item: Item, catalogue: Catalogue) -> Words:
    body = catalogue.departments[item.department].review_body
    if body is None:
        return Words(
            "如有异议，可向承办单位投诉或拨打监督电话。", "Complain to the provider or call supervision."
        )
    return Words(
        f"对决定不服的，可自收到之日起六十日内向{body.zh}申请行政复议，或者六个月内提起行政诉讼。",
        f"Review by {body.en} within sixty days, or action in court within six months.",
    )


def _step(step: Step, catalogue: Catalogue) -> Words:
    """Return a step's name, with the answers it depends on."""
    zh, en = [], []
    for code, values in step.when.items():
        kind = catalogue.field_kinds[code]
        labels = [option.label for option in kind.options if option.code in values]
        if not labels and False in values:
            labels = [Words(f"非{kind.label.zh}", f"not {kind.label.en.lower()}")]
        zh += [one.zh for one in labels or [kind.label]]
        en += [one.en for one in labels or [kind.label]]
    if not zh:
        return step.name
    return Words(f"{step.name.zh}（{'、'.join(zh)}）", f"{step.name.en} ({', '.join(en)})")


def guide_facts(catalogue: Catalogue, item: Item, hall: Hall, *, rehearsal: bool) -> GuideFacts:
    """Return the service guide of the item (GB/T 36114; ALL 30)."""
    materials = [
        GuideMaterial(
            catalogue.material_names[use.code], FORMS[use.form], use.copies, _need(use), SOURCES[use.source],
            use.points,
        )
        for use in item.materials
    ]  # fmt: skip
    sessions = hall.opening_hours[-1][1]
    hours = "、".join(f"{begin}-{end}" for begin, end in sessions)
    fees = tuple(
        (fee.name, f"{fee.amount} 元" if fee.amount else f"{fee.rate} %", fee.basis) for fee in item.fees
    )
    return GuideFacts(
        Words(hall.name, hall.name_en), hall.phone, hall.supervision_phone, hall.address, hours,
        item.catalogue_code, item.name, catalogue.departments[item.department].name,
        NATURES.get(item.nature, OTHER), item.legal_basis, _limits(catalogue, item), tuple(materials),
        tuple(one.question for one in item.situations), tuple(_step(step, catalogue) for step in item.steps), fees, item.fee,
        item.visits, item.result_name, _remedies(item, catalogue), item.note,
        tuple(LOCAL.get(key, Words(key, key)) for key in item.local_settings), hall.web_address,
        len(item.rules), rehearsal,
    )  # fmt: skip


def inquiry_facts(one: Inquiry, catalogue: Catalogue, hall: Hall, *, rehearsal: bool) -> InquiryFacts:
    """Return what the slip of an inquiry says: every material that the items may call for, told once."""
    items = [catalogue.items[code] for code in one.items]
    needed = [
        (
            material.name.zh,
            FORMS[material.strictest.form].zh,
            material.strictest.points.zh if material.strictest.points else _need(material.strictest).zh,
        )
        for material in merge_materials(catalogue, items)
        if material.strictest.source != "system"
    ]
    limits = [(item.name, _limits(catalogue, item)[0][1]) for item in items]
    return InquiryFacts(
        Words(hall.name, hall.name_en), hall.phone, hall.supervision_phone, one.number, one.at, one.window,
        one.first_responder, tuple(limits), tuple(needed),
        tuple(catalogue.material_names[code].zh for code in one.missing), one.note, hall.address, rehearsal,
    )  # fmt: skip


def reference_texts(form: Mapping[str, Any], *, rehearsal: bool) -> tuple[TextFacts, ...]:
    """Return articles and resolution of a limited company as reference texts (M3), from the one form."""
    answers: Mapping[str, Any] = form.get("answers") or {}
    if "company-establishment" not in (form.get("items") or ()) or not answers.get("company_name"):
        return ()
    holders: Sequence[Mapping[str, Any]] = answers.get("shareholders") or ()
    names = tuple(str(one.get("name", "")) for one in holders)
    return (
        _articles(answers, holders, names, rehearsal=rehearsal),
        _resolution(answers, names, rehearsal=rehearsal),
    )


def _articles(
    answers: Mapping[str, Any],
    holders: Sequence[Mapping[str, Any]],
    names: tuple[str, ...],
    *,
    rehearsal: bool,
) -> TextFacts:
    paid = "；".join(
        f"{one.get('name', '')}认缴 {one.get('contribution', '')} 万元，出资期限 {one.get('paid_by') or '自成立之日起五年内'}"
        for one in holders
    )
    representative = answers.get("legal_representative") or "（待定）"
    paragraphs = (
        ("第一章　总则", f"公司名称：{answers['company_name']}。"),
        ("", f"公司住所：{answers.get('address', '')}。"),
        ("", f"公司经营范围：{answers.get('business_scope', '')}。"),
        (
            "第二章　注册资本与股东",
            f"公司注册资本 {answers.get('registered_capital', '')} 万元，由全体股东认缴。",
        ),
        ("", f"{paid}。"),
        ("", "股东自公司成立之日起五年内缴足出资；未按期足额缴纳的，依公司法承担责任。"),
        ("第三章　组织机构", "股东会由全体股东组成，是公司的权力机构，按出资比例行使表决权。"),
        ("", "公司不设董事会的，设董事一人，执行公司事务；可以设经理，由董事决定聘任。"),
        ("", f"法定代表人由执行公司事务的董事或者经理担任，现为 {representative}。"),
        (
            "第四章　财务与利润",
            "公司依法建立财务、会计制度；弥补亏损和提取公积金后的利润按实缴出资比例分配。",
        ),
        ("第五章　解散与清算", "公司因法定事由解散的，自解散事由出现之日起十五日内组成清算组进行清算。"),
        ("第六章　附则", "本章程经全体股东签名或者盖章，自公司成立之日起生效。"),
    )
    return TextFacts(f"{answers['company_name']}章程", paragraphs, names, rehearsal)


def _resolution(answers: Mapping[str, Any], names: tuple[str, ...], *, rehearsal: bool) -> TextFacts:
    sole = len(names) == 1
    representative = answers.get("legal_representative") or "（待定）"
    body = "股东" if sole else "全体股东"
    paragraphs = (
        ("", f"{body}就设立{answers['company_name']}作出如下{'决定' if sole else '决议'}："),
        ("一", "通过公司章程。"),
        ("二", f"任命 {representative} 为公司董事（执行公司事务），并担任法定代表人。"),
        ("三", "委托签署人或者其代理人办理登记手续。"),
    )
    title = "股东决定" if sole else "股东会决议"
    return TextFacts(f"{answers['company_name']}{title}", paragraphs, names, rehearsal)
