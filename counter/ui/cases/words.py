"""How steps in a case's history are called."""

from counter.domain.words import Words

EVENTS = {
    "signed": Words("申请人签名", "Signed by the applicant"),
    "confirmed": Words("核对提示后确认", "Notes checked and confirmed"),
    "received": Words("收件", "Received"),
    "accepted": Words("受理", "Accepted"),
    "accepted_with_shortfall": Words("容缺受理", "Accepted with shortfall"),
    "correction_needed": Words("一次性告知补正", "Told once what to correct"),
    "not_required": Words("告知无需申请", "Told that none is required"),
    "not_competent": Words("不予受理", "Not accepted: not competent"),
    "printed": Words("打印文书", "Papers printed"),
    "reprinted": Words("补打文书", "Papers reprinted"),
    "claim": Words("领取", "Claimed"),
    "release": Words("退回队列", "Released"),
    "approve": Words("批准", "Approved"),
    "refuse": Words("不予批准", "Refused"),
    "milestone": Words("登记节点", "Milestone"),
    "register-result": Words("登记结果", "Result registered"),
    "withdraw": Words("撤回", "Withdrawn"),
    "void": Words("作废", "Voided"),
    "correct-entry": Words("更正", "Corrected"),
    "started": Words("前序办结，开始办理", "Upstream granted, begun"),
    "upstream_refused": Words("前序未获准，随之终止", "Closed with its upstream case"),
    "due_moved": Words("日历调整，时限重算", "Due moment moved with the calendar"),
    "explain-overdue": Words("公开超期理由", "Reason for lateness published"),
}
