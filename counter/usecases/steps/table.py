"""Every step, declared once: its verb and words, who may, what it asks, from where, what it does.

Read from here: the commands' help, the rights, whether a step is possible, what a field is called, what is refused.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from counter.domain.case import OPEN_STATES, CaseState, ClockedCase
from counter.domain.outcome import Outcome
from counter.domain.request import COORDINATOR, open_requests
from counter.domain.roles import Permission, Role
from counter.domain.words import Words
from counter.usecases.handover import hand_over
from counter.usecases.ratings import rate
from counter.usecases.steps import case_facts as asks
from counter.usecases.steps import claim, consult, decide, on_application, pause, record, review, take_in
from counter.usecases.steps import occasions as when
from counter.usecases.steps import window_facts as window
from counter.usecases.steps.facts import Here
from counter.usecases.steps.step import ApplicationStep
from counter.usecases.steps.step import Step as Taken

_W, _C, _S = CaseState.WAITING, CaseState.CLAIMED, CaseState.SUSPENDED
_OPEN: Final = frozenset(OPEN_STATES)
_GRANTED: Final = frozenset({CaseState.DECIDED, CaseState.READY, CaseState.ISSUED})
_ANY: Final[frozenset[CaseState]] = frozenset()

OnCase = Callable[[Taken], ClockedCase]
OnApplication = Callable[[ApplicationStep], None]


def _own_department(here: Here) -> frozenset[str]:
    if here.clocked is not None:
        return frozenset({here.clocked.case.department})
    return frozenset(clocked.case.department for clocked in here.dossier.cases)


def _departments_asked(here: Here) -> frozenset[str]:
    mine = here.clocked.case.case_no if here.clocked else ""
    return frozenset(one.department for one in open_requests(here.dossier.requests, mine, "opinion"))


def _waiting_departments(here: Here) -> frozenset[str]:
    return frozenset(clocked.case.department for clocked in here.dossier.cases if clocked.outstanding)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing somebody does to a case or, with ``on_application``, to a whole application."""

    verb: str
    words: Words
    permission: Permission
    facts: type
    states: frozenset[CaseState] = _ANY
    """From where it may be taken; none means from any."""
    on_case: OnCase | None = None
    on_application: OnApplication | None = None
    accepted: bool = True
    """Only after acceptance."""
    only_if: Callable[[Here], bool] = lambda _: True
    """May narrow the states, never widen them."""
    undoes: bool = False
    """It takes something back or ends it: never a default, never on one key."""
    answered: bool = False
    """The window may enter it for a department that answers on paper or by telephone."""
    concerns: Callable[[Here], frozenset[str]] = _own_department
    """The departments whose step it is."""
    default_role: Role = Role.REVIEWER
    """Who takes it in a rehearsal when nobody is named."""
    worth: Callable[[Here], bool] | None = None
    """When a case's panel offers it; None where it stands elsewhere on the screen."""
    usual: bool = False
    """What comes next as a rule, and so stands first."""
    named: Callable[[Here], Words] | None = None
    """Its name on this case, where that says more."""


def _refusable(here: Here) -> bool:
    return here.clocked is not None and not here.clocked.case.closing


def _always(_: Here) -> bool:
    return True


def _received(here: Here) -> bool:
    return here.clocked is not None and here.clocked.case.outcome == Outcome.RECEIVED


def _corrected(here: Here) -> bool:
    return here.clocked is not None and here.clocked.case.outcome == Outcome.CORRECTION_NEEDED


def _case(
    verb: str,
    zh: str,
    en: str,
    permission: Permission,
    facts: type,
    states: frozenset[CaseState],
    on_case: OnCase,
    *,
    accepted: bool = True,
    only_if: Callable[[Here], bool] = lambda _: True,
    undoes: bool = False,
    answered: bool = False,
    concerns: Callable[[Here], frozenset[str]] = _own_department,
    default_role: Role = Role.REVIEWER,
    worth: Callable[[Here], bool] = _always,
    usual: bool = False,
    named: Callable[[Here], Words] | None = None,
) -> Step:
    return Step(
        verb, Words(zh, en), permission, facts, states, on_case, None, accepted, only_if, undoes, answered,
        concerns, default_role, worth, usual, named,
    )  # fmt: skip


def _application(
    verb: str,
    zh: str,
    en: str,
    permission: Permission,
    facts: type,
    on_application: OnApplication | None,
    *,
    undoes: bool = False,
    concerns: Callable[[Here], frozenset[str]] = _own_department,
    default_role: Role = Role.CLERK,
    worth: Callable[[Here], bool] | None = None,
) -> Step:
    return Step(
        verb, Words(zh, en), permission, facts, _ANY, None, on_application, accepted=False, undoes=undoes,
        concerns=concerns, default_role=default_role, worth=worth,
    )  # fmt: skip


_P = Permission
_ALL: Final = (
    _case("claim", "领取", "Claim", _P.CLAIM, asks.NoFacts, frozenset({_W, _C}), claim.claim, worth=when.may_claim, usual=True),
    _case("release", "退回队列", "Release", _P.DECIDE, asks.NoFacts, frozenset({_C}), claim.release,
          accepted=False, undoes=True),
    _case("transfer", "转办其他部门", "Transfer", _P.MOVE, asks.Transferring, frozenset({_W, _C}),
          claim.transfer, accepted=False),
    _case("reassign", "移交同事", "Hand to a colleague", _P.MOVE, asks.Reassigning, frozenset({_C, _S}),
          claim.reassign, accepted=False),
    _case("escalate", "报部门负责人", "Bring before the head", _P.DECIDE, asks.Reasoned, frozenset({_C}),
          claim.escalate),
    _case("review", "出具意见", "Give the step's opinion", _P.DECIDE, asks.Reviewing, frozenset({_C}),
          review.review, answered=True, worth=when.wants_opinion, usual=True, named=when.opinion_words),
    _case("approve", "批准", "Grant", _P.DECIDE, asks.Granting, frozenset({_C}), decide.approve,
          answered=True, worth=when.wants_decision, usual=True),
    _case("refuse", "不予批准", "Refuse", _P.DECIDE, asks.Refusing, frozenset({_C}), decide.refuse,
          undoes=True, answered=True, worth=when.wants_decision),
    _case("milestone", "登记节点", "Record a milestone", _P.RECORD, asks.Reaching, _ANY, record.milestone,
          accepted=False, worth=when.has_milestones),
    _case("register-result", "登记结果", "Register the result", _P.RECORD, asks.Registering,
          frozenset({CaseState.DECIDED}), decide.register_result, only_if=_refusable, usual=True),
    _case("withdraw", "申请人撤回", "Withdrawn by the applicant", _P.RECORD, asks.Reasoned, _OPEN,
          record.withdraw, accepted=False, undoes=True, default_role=Role.CLERK),
    _case("terminate", "终止办理", "Terminate", _P.HOLD, asks.Terminating, _OPEN, decide.terminate,
          accepted=False, undoes=True),
    _case("revoke", "撤销决定", "Revoke", _P.ANSWER, asks.Reasoned, _GRANTED, decide.revoke,
          accepted=False, only_if=_refusable, undoes=True),
    _case("explain-overdue", "说明超期理由", "Give the reason for being late", _P.ANSWER, asks.Reasoned, _ANY,
          record.explain_overdue, accepted=False, worth=when.is_late),
    _case("request-supplement", "审查补正", "Ask for a supplement", _P.DECIDE, asks.Supplementing,
          frozenset({_C, _S}), pause.request_supplement),
    _case("receive-supplement", "收到补正材料", "Supplements have come", _P.RECORD, asks.Arriving, _ANY,
          pause.receive_supplement, accepted=False, default_role=Role.CLERK, worth=when.awaits_supplement),
    _case("suspend", "特别程序（暂停计时）", "Special procedure (clock stops)", _P.DECIDE, asks.Suspending,
          frozenset({_C, _S}), pause.suspend, worth=when.has_grounds),
    _case("resume", "特别程序结束", "The procedure has ended", _P.HOLD, asks.Resuming, frozenset({_S}),
          pause.resume, worth=when.is_stopped, usual=True),
    _case("extend", "延长时限", "Extend the limit", _P.HOLD, asks.Extending, _OPEN, pause.extend, worth=when.has_extensible, named=when.extension_words),
    _case("ask-opinion", "征求其他部门意见", "Ask another department", _P.HOLD, asks.Consulting, _OPEN,
          consult.ask_consultation),
    _case("give-opinion", "答复征求意见", "Give the opinion asked for", _P.ANSWER, asks.Answering, _ANY,
          consult.answer_consultation, accepted=False, answered=True, concerns=_departments_asked, worth=when.awaits_opinion, usual=True),
    _case("coordinate", "提交审批协调", "Bring to coordination", _P.DISPUTE, asks.Disputing, _OPEN,
          consult.coordinate, worth=when.is_undisputed),
    _case("rule", "协调裁定", "Rule", _P.RULE, asks.Ruling, _ANY, consult.rule_dispute, accepted=False, default_role=Role.SUPERVISOR,
          concerns=lambda _: frozenset({COORDINATOR}), worth=when.is_disputed, usual=True),
    _case("inspect", "登记承诺核查", "Record the inspection", _P.ANSWER, asks.Inspecting, _ANY,
          consult.inspect, accepted=False, worth=when.awaits_inspection),
    _case("supervise", "督办", "Supervise", _P.SUPERVISE, asks.Supervising, _ANY, consult.supervise,
          accepted=False, default_role=Role.SUPERVISOR, worth=when.is_open),
    _case("answer-supervision", "答复督办", "Answer the order", _P.ANSWER, asks.Replying, _ANY,
          consult.answer_supervision, accepted=False, worth=when.is_supervised),
    _case("decide-acceptance", "决定是否受理", "Decide on acceptance", _P.ACCEPT, asks.DecidingAcceptance, _OPEN,
          take_in.decide_acceptance, accepted=False, answered=True, worth=_received, usual=True),
    _case("receive-correction", "收到补正材料", "Corrections have come", _P.RECORD, asks.Correcting, _ANY,
          take_in.receive_correction, accepted=False, worth=when.is_to_correct, usual=True),
    _case("ask-again", "补充告知遗漏的材料", "Ask for what the notice left out", _P.SUPERVISE, asks.AskingAgain,
          _OPEN, take_in.ask_again, accepted=False, default_role=Role.SUPERVISOR, only_if=lambda here: _received(here) or _corrected(here)),
    _case("take-papers", "点收纸质材料", "Take the materials over", _P.RECORD, asks.NoFacts, _ANY,
          take_in.take_over_materials, accepted=False, worth=when.materials_elsewhere),
    _case("lapse-debt", "逾期未补，登记失约", "It did not come in time", _P.RECORD, asks.Lapsing, _ANY,
          take_in.lapse_outstanding, accepted=False, undoes=True, worth=when.has_outstanding),
    _application("fulfil-debt", "收到承诺补交的材料", "Outstanding material has come", _P.RECORD,
                 window.Fulfilling, on_application.fulfil_outstanding, concerns=_waiting_departments, worth=when.has_outstanding),
    _application("return-materials", "退还原件", "Give originals back", _P.SERVE, window.Returning,
                 hand_over.return_materials, undoes=True),
    _application("record-service", "登记送达", "Record the service", _P.SERVE, window.Serving,
                 hand_over.record_service),
    _application("return-parcel", "邮件退回", "The parcel came back", _P.SERVE, window.Because,
                 hand_over.return_parcel, undoes=True),
    _application("record-payment", "登记缴费", "Record a payment", _P.SERVE, window.Paying,
                 take_in.record_payment, worth=_always),
    _application("withdraw-slip", "作废查询单", "Make a lost slip worthless", _P.SERVE, window.Because,
                 on_application.withdraw_slip, undoes=True),
    _application("add-reference", "记外部编号", "Keep an outside number", _P.SERVE, window.Referencing,
                 on_application.add_reference),
    _application("reveal", "查看完整信息", "See names and numbers", _P.SERVE, window.Because, on_application.reveal),
    _application("call-back", "登记回访", "Record the call back", _P.RATED, window.CallingBack, rate.call_back),
    _application("rectify", "登记整改", "Record what was put right", _P.RATED, window.Rectifying, rate.rectify),
    _application("appeal-rating", "评价申诉", "Appeal a rating", _P.RATED, window.Appealing,
                 rate.appeal_rating),
    _application("rule-appeal", "裁定申诉", "Rule on an appeal", _P.SUPERVISE, window.RulingAppeal,
                 rate.rule_appeal, undoes=True, default_role=Role.SUPERVISOR),
    _application("void", "作废（误受理）", "Void (taken by mistake)", _P.SERVE, window.Because, None, undoes=True),
    _application("correct-entry", "更正录入", "Correct an entry", _P.SERVE, window.CorrectingEntry, None),
)  # fmt: skip
STEPS: Final[Mapping[str, Step]] = {one.verb: one for one in _ALL}
"""Every step by its verb."""
