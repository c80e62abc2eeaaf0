"""Codes to words: how limits, forms, states and answers are called on screens, printouts and the web."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from counter.domain.calendar import CHINA
from counter.domain.limit import Limit, Unit
from counter.domain.words import Words
from forms.catalogue import FieldKind

FORMS = {
    "original": Words("原件", "Original"),
    "sighted": Words("验原件留复印件", "Sighted, copy kept"),
    "copy": Words("复印件", "Copy"),
    "electronic": Words("电子文件", "Electronic"),
    "e_licence": Words("电子证照", "E-licence"),
}
MATERIAL_STATES = {
    "received": Words("已有", "Received"),
    "missing": Words("缺", "Missing"),
    "deferrable": Words("可容缺", "May follow"),
    "committable": Words("可承诺", "May be promised"),
    "waived": Words("可免", "Waived"),
    "kept_by_applicant": Words("留存备查", "Kept by applicant"),
}
CASE_STATES = {
    "not_started": Words("未开始", "Not started"),
    "waiting": Words("待领取", "Waiting"),
    "claimed": Words("办理中", "In hand"),
    "suspended": Words("暂停", "Suspended"),
    "decided": Words("已决定", "Decided"),
    "ready": Words("结果可领", "Ready"),
    "issued": Words("已发件", "Handed over"),
    "withdrawn": Words("已撤回", "Withdrawn"),
    "terminated": Words("已终止", "Closed"),
    "void": Words("已作废", "Void"),
}
CLOSINGS = {
    "refused": Words("不予批准", "Refused"),
    "upstream_refused": Words(
        "前序事项未获准，随之终止", "Closed because the item before it was not granted"
    ),
    "returned": Words("材料不齐，已退回并一次告知", "Returned incomplete, told once"),
    "not_required": Words("无需申请", "No application needed"),
    "not_competent": Words("不属本机关职权", "Another authority is competent"),
    "acceptance_refused": Words(
        "不予受理，理由和救济途径见决定书", "Not accepted; reasons and remedies are in the decision"
    ),
    "withdrawn": Words("申请人撤回", "Withdrawn by the applicant"),
    "void": Words("误受理，已作废", "Taken by mistake, void"),
    "revoked": Words("已撤销", "Revoked"),
    "no_correction": Words("逾期未补正，终止办理", "Closed because no correction came"),
    "applicant_died": Words(
        "申请人死亡或丧失行为能力，终止办理", "Closed: the applicant died or lost capacity"
    ),
    "applicant_dissolved": Words("申请单位终止，终止办理", "Closed: the applying body was dissolved"),
    "object_lost": Words("审批对象不复存在，终止办理", "Closed: what was applied for no longer exists"),
    "forwarded": Words("转报其他机关", "Forwarded to another authority"),
    "other": Words("依法终止", "Closed on another lawful ground"),
}
OUTCOMES = {
    "accepted": Words("受理", "Accepted"),
    "accepted_with_shortfall": Words("容缺受理", "Accepted with shortfall"),
    "received": Words("已收件", "Received"),
    "correction_needed": Words("需补正", "Correction needed"),
    "not_required": Words("无需申请", "Not required"),
    "not_competent": Words("不属职权", "Not competent"),
    "acceptance_refused": Words("不予受理", "Acceptance refused"),
    "mixed": Words("部分受理", "Mixed"),
}
STANDINGS = {
    "not_started": Words("○ 未起算", "○ Not started"),
    "running": Words("● 计时中", "● Running"),
    "due_soon": Words("▲ 即将到期", "▲ Due soon"),
    "overdue": Words("■ 已超期", "■ Overdue"),
    "suspended": Words("❚❚ 已暂停", "❚❚ Suspended"),
    "suspension_overrun": Words("❚❚ 暂停超时", "❚❚ Suspended too long"),
    "met": Words("✓ 按时办结", "✓ Met"),
    "missed": Words("✕ 超期办结", "✕ Missed"),
}
EXTENDED = Words("延长期", "extension")
CLOCK_KINDS = {
    "statutory": Words("法定时限", "Statutory"),
    "promised": Words("承诺时限", "Promised"),
    "measure": Words("措施时限", "Measure"),
    "package": Words("一件事时限", "Package"),
    "stage": Words("阶段并联办理法定时限", "Statutory, joint handling of the stage"),
    "project": Words("项目时限", "Project"),
    "correction": Words("补正告知期限", "Correction notice"),
    "delivery": Words("送达期限", "Delivery"),
    "debt": Words("补交期限", "Debt"),
    "opinion": Words("征求意见", "Opinion"),
    "rectification": Words("整改", "Rectification"),
}
ROLES = {
    "applicant": Words("申请人", "Applicant"),
    "transferor": Words("转让方", "Transferor"),
    "transferee": Words("受让方", "Transferee"),
    "mortgagor": Words("抵押人", "Mortgagor"),
    "mortgagee": Words("抵押权人", "Mortgagee"),
    "debtor": Words("债务人", "Debtor"),
    "co_owner": Words("共有人", "Co-owner"),
    "guardian": Words("监护人", "Guardian"),
}
SIGNATURES = {
    "paper": Words("纸面签名", "Signed on paper"),
    "pad": Words("手写屏签名", "Signed on the pad"),
    "electronic": Words("电子签名", "Signed electronically"),
}
WEEKDAYS = Words("一二三四五六日", "MonTueWedThuFriSatSun")
YES, NO = Words("是", "Yes"), Words("否", "No")


def limit_words(limit: Limit) -> Words:
    """Return a limit in words: 5 个工作日, 1 小时, 即办."""
    amount = limit.value
    if limit.unit is Unit.WORKING_DAYS:
        return Words(f"{amount} 个工作日", f"{amount} working day" + ("s" if amount != 1 else ""))
    if limit.unit is Unit.WORKING_HOURS:
        if limit.amount % 3600:
            minutes = Decimal(limit.amount) / 60
            return Words(f"{minutes:f} 分钟", f"{minutes:f} minutes")
        return Words(f"{amount} 小时", f"{amount} hour" + ("s" if amount != 1 else ""))
    if limit.unit is Unit.CALENDAR_DAYS:
        return Words(f"{amount} 日", f"{amount} days")
    if limit.unit is Unit.CALENDAR_MONTHS:
        return Words(f"{amount} 个月", f"{amount} months")
    return {
        Unit.SAME_DAY: Words("当日", "same day"),
        Unit.INSTANT: Words("即办", "at once"),
        Unit.UNTIL_DATE: Words("按约定日期", "by the agreed date"),
        Unit.BEFORE_EVENT: Words("节点之前", "before the event"),
    }[limit.unit]


def moment_words(at: datetime | None) -> Words:
    """Return a moment as 11月23日 周一 14:10."""
    if at is None:
        return Words("—", "—")
    local = at.astimezone(CHINA)
    day = local.weekday()
    return Words(
        f"{local.month}月{local.day}日 周{WEEKDAYS.zh[day]} {local:%H:%M}",
        f"{WEEKDAYS.en[day * 3 : day * 3 + 3]} {local:%d %b %H:%M}",
    )


def full_moment_words(at: datetime | None) -> Words:
    """Return a moment with its year: 2026年11月23日 14:10."""
    if at is None:
        return Words("—", "—")
    local = at.astimezone(CHINA)
    return Words(f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}", f"{local:%Y-%m-%d %H:%M}")


def answer_words(kind: FieldKind, value: object) -> Words:
    """Return an answer as it is read: labels for codes, yes and no for booleans."""
    if isinstance(value, bool):
        return YES if value else NO
    labels = {option.code: option.label for option in kind.options}
    codes = value if isinstance(value, (list, tuple)) else [value]
    found = [labels.get(str(code), Words(str(code), str(code))) for code in codes]
    return Words("、".join(w.zh for w in found), ", ".join(w.en for w in found))


def table_rows(kind: FieldKind, value: object) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a table answer as they are read, in Chinese labels."""
    if not isinstance(value, (list, tuple)):
        return ()
    return tuple(
        tuple(
            answer_words(column, row[column.code]).zh if row.get(column.code) not in (None, "") else ""
            for column in kind.columns
        )
        for row in value
        if isinstance(row, Mapping)
    )


def event_words(needs: tuple[str, ...], known: Mapping[str, Words]) -> Words:
    """Return what a clock waits for, in words; *known* names items and milestones."""
    fixed = {
        "acceptance": Words("受理", "acceptance"),
        "receipt": Words("收件", "receipt"),
        "complete": Words("材料齐全", "all materials there"),
        "decision": Words("作出决定", "the decision"),
        "result": Words("出证", "the result"),
        "together": Words("至少两项许可同时在办", "at least two licences open at once"),
    }
    parts: list[Words] = []
    for need in needs:
        head, _, name = need.partition(":")
        label = known.get(name, Words(name, name))
        if head == "granted":
            parts.append(Words(f"{label.zh}办结", f"{label.en} granted"))
        elif head == "milestone":
            parts.append(label)
        else:
            parts.append(fixed.get(need, Words(need, need)))
    return Words("、".join(p.zh for p in parts), " and ".join(p.en for p in parts))
