"""What is written down of a case, an application or the hall: kinds of events, each declared once.

A kind that is a step bears the step's verb. What was written under a kind is never rewritten, so its code stays.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from counter.domain.words import Words


class EventKind(StrEnum):
    """What happened; the code is what the entry of the log carries."""

    SIGNED = "signed"
    CONFIRMED = "confirmed"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    ACCEPTED_WITH_SHORTFALL = "accepted_with_shortfall"
    CORRECTION_NEEDED = "correction_needed"
    NOT_REQUIRED = "not_required"
    NOT_COMPETENT = "not_competent"
    PRINTED = "printed"
    REPRINTED = "reprinted"
    CLAIM = "claim"
    RELEASE = "release"
    APPROVE = "approve"
    REFUSE = "refuse"
    MILESTONE = "milestone"
    REGISTER_RESULT = "register-result"
    WITHDRAW = "withdraw"
    VOID = "void"
    CORRECT_ENTRY = "correct-entry"
    STARTED = "started"
    UPSTREAM_REFUSED = "upstream_refused"
    DUE_MOVED = "due_moved"
    ISSUED = "issued"
    RETURN_PARCEL = "return-parcel"
    RECORD_SERVICE = "record-service"
    RETURN_MATERIALS = "return-materials"
    FULFIL_OUTSTANDING = "fulfil-debt"
    WITHDRAW_SLIP = "withdraw-slip"
    SCANNED = "scanned"
    TOLD = "told"
    REQUEST_SUPPLEMENT = "request-supplement"
    RECEIVE_SUPPLEMENT = "receive-supplement"
    SUSPEND = "suspend"
    RESUME = "resume"
    RATED = "rated"
    RECTIFICATION_OPENED = "rectification_opened"
    CALL_BACK = "call-back"
    RECTIFY = "rectify"
    APPEAL_RATING = "appeal-rating"
    RULE_APPEAL = "rule-appeal"
    EXPLAIN_OVERDUE = "explain-overdue"
    TRANSFER = "transfer"
    REASSIGN = "reassign"
    ESCALATE = "escalate"
    REVIEW = "review"
    EXTEND = "extend"
    ASK_OPINION = "ask-opinion"
    GIVE_OPINION = "give-opinion"
    COORDINATE = "coordinate"
    RULE = "rule"
    TERMINATE = "terminate"
    REVOKE = "revoke"
    INSPECT = "inspect"
    SUPERVISE = "supervise"
    ANSWER_SUPERVISION = "answer-supervision"
    DECIDE_ACCEPTANCE = "decide-acceptance"
    DEEMED_ACCEPTED = "deemed-accepted"
    RECEIVE_CORRECTION = "receive-correction"
    VISIT = "visit"
    TAKE_OVER_MATERIALS = "take-papers"
    ADD_REFERENCE = "add-reference"
    REVEAL = "reveal"
    ASK_AGAIN = "ask-again"
    LAPSE_OUTSTANDING = "lapse-debt"
    RECORD_PAYMENT = "record-payment"
    REMINDED = "reminded"
    SCAN_READ = "scan_read"
    # of the hall, of no application
    SITE_ADDED = "site_added"
    HOME_DECLARED = "home_declared"
    DAY_CLOSED = "day_closed"
    CREDIT_RECORDED = "credit_recorded"
    CREDIT_REPAIRED = "credit_repaired"
    TARGET_ENTERED = "target_entered"
    ERASED = "erased"
    EXPORTED = "exported"
    ITEM_IMPORTED = "item_imported"
    ACCOUNT_ADDED = "account_added"
    ACCOUNT_LOCKED = "account_locked"
    ACCOUNT_DISABLED = "account_disabled"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - an event, no password
    PASSWORD_SET = "password_set"  # noqa: S105 - an event, no password


@dataclass(frozen=True, slots=True)
class Said:
    """How a kind of event is told: to officers, and as a process of the exchange (empty where it tells none).

    ``result`` is what the exchange calls the outcome of the process.
    """

    words: Words
    process: str = ""
    result: str = "其他"


_K = EventKind
SAID: Final[Mapping[EventKind, Said]] = {
    _K.SIGNED: Said(Words("申请人签名", "Signed by the applicant")),
    _K.CONFIRMED: Said(Words("核对提示后确认", "Notes checked and confirmed")),
    _K.RECEIVED: Said(Words("收件", "Received"), "收件"),
    _K.ACCEPTED: Said(Words("受理", "Accepted"), "受理"),
    _K.ACCEPTED_WITH_SHORTFALL: Said(Words("容缺受理", "Accepted with shortfall"), "容缺受理"),
    _K.CORRECTION_NEEDED: Said(Words("一次性告知补正", "Told once what to correct"), "一次性告知", "退回"),
    _K.NOT_REQUIRED: Said(Words("告知无需申请", "Told that none is required"), "不受理"),
    _K.NOT_COMPETENT: Said(Words("不予受理", "Not accepted: not competent"), "不予受理"),
    _K.PRINTED: Said(Words("打印文书", "Printed")),
    _K.REPRINTED: Said(Words("补打文书", "Printed again")),
    _K.CLAIM: Said(Words("领取", "Claimed"), "领取"),
    _K.RELEASE: Said(Words("退回队列", "Released"), "退回队列"),
    _K.APPROVE: Said(Words("批准", "Approved"), "决定", "通过"),
    _K.REFUSE: Said(Words("不予批准", "Refused"), "决定", "退回"),
    _K.MILESTONE: Said(Words("登记节点", "Milestone"), "节点"),
    _K.REGISTER_RESULT: Said(Words("登记结果", "Result registered"), "出证"),
    _K.WITHDRAW: Said(Words("撤回", "Withdrawn"), "撤回"),
    _K.VOID: Said(Words("作废", "Voided"), "作废"),
    _K.CORRECT_ENTRY: Said(Words("更正", "Corrected")),
    _K.STARTED: Said(Words("前序办结，开始办理", "Upstream granted, begun"), "前序办结"),
    _K.UPSTREAM_REFUSED: Said(Words("前序未获准，随之终止", "Closed with its upstream case"), "前序未准"),
    _K.DUE_MOVED: Said(Words("日历调整，时限重算", "Due moment moved with the calendar")),
    _K.ISSUED: Said(Words("发件", "Results handed over"), "发件"),
    _K.RETURN_PARCEL: Said(Words("邮件退回", "Parcel came back")),
    _K.RECORD_SERVICE: Said(Words("登记送达", "Service recorded")),
    _K.RETURN_MATERIALS: Said(Words("退还原件", "Originals returned")),
    _K.FULFIL_OUTSTANDING: Said(Words("补交容缺材料", "Outstanding material received"), "容缺补交"),
    _K.WITHDRAW_SLIP: Said(Words("查询单挂失", "Slip withdrawn")),
    _K.SCANNED: Said(Words("附扫描件", "Scan attached")),
    _K.TOLD: Said(Words("已告知申请人", "Applicant told")),
    _K.REQUEST_SUPPLEMENT: Said(Words("要求补正", "Supplement asked for"), "审查补正"),
    _K.RECEIVE_SUPPLEMENT: Said(Words("收到补正", "Supplement received"), "补正收件"),
    _K.SUSPEND: Said(Words("特别程序暂停", "Suspended"), "特别程序"),
    _K.RESUME: Said(Words("恢复办理", "Resumed"), "特别程序结束"),
    _K.RATED: Said(Words("申请人评价", "Rated by the applicant")),
    _K.RECTIFICATION_OPENED: Said(Words("转入整改", "To be put right")),
    _K.CALL_BACK: Said(Words("回访", "Called back")),
    _K.RECTIFY: Said(Words("整改完成", "Put right")),
    _K.APPEAL_RATING: Said(Words("误评申诉", "Rating appealed")),
    _K.RULE_APPEAL: Said(Words("裁定申诉", "Appeal ruled on")),
    _K.EXPLAIN_OVERDUE: Said(Words("公开超期理由", "Reason for lateness published"), "超期说明"),
    _K.TRANSFER: Said(Words("转办", "Transferred"), "转办"),
    _K.REASSIGN: Said(Words("移交同事", "Handed to a colleague")),
    _K.ESCALATE: Said(Words("报部门负责人", "Brought before the head"), "报批"),
    _K.REVIEW: Said(Words("出具意见", "Opinion given"), "审核"),
    _K.EXTEND: Said(Words("延长时限", "Limit extended"), "延期"),
    _K.ASK_OPINION: Said(Words("征求意见", "Opinion asked for"), "征求意见"),
    _K.GIVE_OPINION: Said(Words("答复意见", "Opinion given to another department"), "答复意见"),
    _K.COORDINATE: Said(Words("提交协调", "Brought to coordination"), "协调"),
    _K.RULE: Said(Words("协调裁定", "Ruling"), "裁定"),
    _K.TERMINATE: Said(Words("终止办理", "Terminated"), "终止"),
    _K.REVOKE: Said(Words("撤销决定", "Revoked"), "撤销"),
    _K.INSPECT: Said(Words("核查承诺", "Commitment inspected"), "核查"),
    _K.SUPERVISE: Said(Words("督办", "Supervision order"), "督办"),
    _K.ANSWER_SUPERVISION: Said(Words("答复督办", "Supervision order answered"), "督办答复"),
    _K.DECIDE_ACCEPTANCE: Said(Words("部门决定受理", "Department decided on acceptance"), "受理决定"),
    _K.DEEMED_ACCEPTED: Said(Words("逾期未告知，视为受理", "Deemed accepted: nobody told in time")),
    _K.RECEIVE_CORRECTION: Said(Words("收到补正材料", "Corrections received"), "补正收件"),
    _K.VISIT: Said(Words("再次到场，一并收件", "Second visit, taken in together")),
    _K.TAKE_OVER_MATERIALS: Said(Words("点收纸质材料", "Materials taken over")),
    _K.ADD_REFERENCE: Said(Words("记下其他系统编号", "Number of another system")),
    _K.REVEAL: Said(Words("查看申请人信息", "Names and numbers shown")),
    _K.ASK_AGAIN: Said(Words("补充告知（督办批准）", "Told again, approved by a supervisor")),
    _K.LAPSE_OUTSTANDING: Said(Words("逾期未补，失约", "Promise broken"), "失约"),
    _K.RECORD_PAYMENT: Said(Words("登记缴费", "Payment recorded")),
    _K.REMINDED: Said(Words("临期提醒", "Limit called to mind")),
    _K.SCAN_READ: Said(Words("查看扫描件", "Scan read")),
    _K.SITE_ADDED: Said(Words("新增办事点", "A site was added")),
    _K.HOME_DECLARED: Said(Words("声明数据库归属", "The database's place was declared")),
    _K.DAY_CLOSED: Said(Words("日结", "The day was closed")),
    _K.CREDIT_RECORDED: Said(Words("登记信用记录", "Credit record entered")),
    _K.CREDIT_REPAIRED: Said(Words("信用修复", "Credit record repaired")),
    _K.TARGET_ENTERED: Said(Words("登记目标数", "Target figure entered")),
    _K.ERASED: Said(Words("按期清理", "Old records erased")),
    _K.EXPORTED: Said(Words("导出数据", "Data exported")),
    _K.ITEM_IMPORTED: Said(Words("导入事项", "Item imported")),
    _K.ACCOUNT_ADDED: Said(Words("新增账号", "Account added")),
    _K.ACCOUNT_LOCKED: Said(Words("账号锁定", "Account locked")),
    _K.ACCOUNT_DISABLED: Said(Words("停用账号", "Account disabled")),
    _K.PASSWORD_CHANGED: Said(Words("修改密码", "Password changed")),
    _K.PASSWORD_SET: Said(Words("重设密码", "Password set anew")),
}
"""Every kind with what is said of it."""


def said_of(code: str) -> Said | None:
    """Return what is said of the kind of an entry; None for one that this program does not know."""
    return SAID[EventKind(code)] if code in set(EventKind) else None
