"""Which steps an officer may take on a case now, and which facts each of them needs: one table for screens.

The use cases decide again when a step is taken; what is offered here only spares the officer a refusal.
"""

from collections.abc import Sequence

from counter.domain.application import Dossier
from counter.domain.case import Case, CaseState, ClockedCase
from counter.domain.request import DepartmentRequest
from counter.domain.stops import grounds
from counter.domain.words import Words
from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.attachments import Scan
from counter.usecases.steps.asked import (
    GRANT_PHRASES,
    REASON,
    REFUSAL_PHRASES,
    Asked,
    Offer,
    Options,
    chosen,
    supplement_phrases,
    usual_text,
)
from counter.usecases.steps.case_facts import REVIEW_POSITIONS
from counter.usecases.steps.decide import JOINT, TERMINATIONS
from counter.usecases.steps.facts import Here
from counter.usecases.steps.joint_offers import limit_offers
from counter.usecases.steps.pause import STOPS, wanted
from counter.usecases.steps.rights import is_offered
from counter.usecases.steps.take_in import acceptance_outcomes
from counter.usecases.steps.window_offers import (
    PAYMENT,
    consultation_answer,
    on_behalf,
    take_over_materials,
)
from forms.catalogue import Catalogue, Item


def _is_entered(one: Offer) -> bool:
    """Whether the window enters another's answer with it."""
    return any(fact.key.startswith("on_behalf_of.") for fact in one.asked)


class Offers:
    """The steps on one application for one officer."""

    def __init__(
        self, dossier: Dossier, catalogue: Catalogue, officer: Officer, scans: Sequence[Scan] = ()
    ) -> None:
        self._dossier, self._catalogue, self._officer, self._scans = dossier, catalogue, officer, scans

    def of(self, clocked: ClockedCase) -> list[Offer]:
        """Return the steps on the case, the usual one first; none on a void application."""
        if self._dossier.application.void_reason is not None:
            return []
        case, officer = clocked.case, self._officer
        found: list[Offer] = []
        if officer.may_review(case.department):
            found += self._reviewers(clocked)
        if officer.role in ("clerk", "supervisor"):
            found += self._window(clocked)
        if officer.role == "supervisor":
            found += self._supervisors(clocked)
        found += consultation_answer(self._requests(clocked, "opinion"), officer)
        here = Here(officer, self._dossier, self._catalogue, clocked)
        possible = [one for one in found if is_offered(one.verb, here, behalf=_is_entered(one))]
        return [
            one for n, one in enumerate(possible) if all(one.verb != before.verb for before in possible[:n])
        ]

    def _materials(self, case: Case) -> Options:
        item = self._catalogue.items[case.item]
        return {use.code: self._catalogue.material_names[use.code] for use in item.materials}

    def _departments(self, but: str) -> Options:
        return {
            d.code: d.name for d in self._catalogue.departments.values() if not d.outside and d.code != but
        }

    def _requests(self, clocked: ClockedCase, kind: str) -> list[DepartmentRequest]:
        return [
            one
            for one in self._dossier.requests
            if one.kind == kind and one.case_no == clocked.case.case_no and one.is_open
        ]

    def _reviewers(self, clocked: ClockedCase) -> list[Offer]:
        case, officer = clocked.case, self._officer
        head = officer.is_head_of(case.department)
        found: list[Offer] = []
        if case.outcome == "received" and case.is_open:
            found.append(self._acceptance(clocked))
        if case.state is CaseState.WAITING and case.level != JOINT and (case.level != "head" or head):
            found.append(Offer("claim", Words("领取", "Claim"), main=True))
        mine = case.handler == officer.name
        if case.state is CaseState.CLAIMED and mine:
            found += self._in_hand(clocked)
        if case.state is CaseState.SUSPENDED and mine:
            found += self._stopped(clocked)
        if case.state in (CaseState.CLAIMED, CaseState.SUSPENDED) and (head or mine):
            to = Asked("to", Words("交给（账号）", "To (account)"))
            found.append(Offer("reassign", Words("移交同事", "Hand to a colleague"), (to, REASON)))
        if case.is_open:
            found += self._any_open(clocked)
        found += self._after(clocked)
        if self._requests(clocked, "supervision"):
            text = Asked("text", Words("答复", "Answer"), "lines")
            found.append(Offer("answer-supervision", Words("答复督办", "Answer the order"), (text,)))
        return found

    def _acceptance(self, clocked: ClockedCase) -> Offer:
        case = clocked.case
        outcomes = acceptance_outcomes(clocked, self._catalogue.items[case.item])
        return Offer(
            "decide-acceptance",
            Words("决定是否受理", "Decide on acceptance"),
            (
                chosen("outcome", Words("决定", "Decision"), outcomes),
                chosen(
                    "materials", Words("须补正的材料", "Materials to correct"), self._materials(case), "several",
                    required=False,
                ),
                Asked("reasons", Words("说明（补正要求、理由）", "Reasons, what is required"), "lines", required=False),
                Asked("authority", Words("有权机关", "Competent authority"), required=False),
            ),
            main=True,
        )  # fmt: skip

    def _in_hand(self, clocked: ClockedCase) -> list[Offer]:
        case = clocked.case
        item = self._catalogue.items[case.item]
        present, ahead = item.step_of(case.step), item.step_after(case.step)
        package = self._catalogue.packages.get(self._dossier.application.package or "")
        joint = package.joint_of(case.item) if package else None
        member = joint is not None and joint.lead != case.item
        review_first = (present.kind not in ("", "decision")) or ahead is not None or member
        inspectors = (
            (Asked("inspectors", Words(f"核查人员（至少 {present.inspectors} 人）", "Inspectors"), "names"),)
            if present.kind == "survey"
            else ()
        )
        found: list[Offer] = []
        if review_first:
            found.append(
                Offer(
                    "review",
                    Words(f"出具意见：{present.name.zh}", f"Opinion: {present.name.en}"),
                    (
                        Asked("opinion", Words("意见", "Opinion"), "lines", phrases=GRANT_PHRASES),
                        chosen("position", Words("态度", "Position"), REVIEW_POSITIONS),
                        *inspectors,
                    ),
                    main=True,
                )
            )
        else:
            found.append(
                Offer(
                    "approve",
                    Words("批准", "Grant"),
                    (
                        Asked("result_name", Words("结果名称", "Name of the result"), required=False, phrases=(item.result_name,)),
                        Asked("result_no", Words("编号", "Number"), required=False),
                        Asked("valid_until", Words("有效期至", "Valid until"), "date", required=False),
                    ),
                    main=True,
                )
            )  # fmt: skip
            found.append(
                Offer(
                    "refuse",
                    Words("不予批准", "Refuse"),
                    (
                        Asked("reasons", Words("理由", "Reasons"), "lines", phrases=REFUSAL_PHRASES),
                        Asked(
                            "basis", Words("法律依据", "Legal basis"), "lines", phrases=(usual_text(item),)
                        ),
                    ),
                )
            )
        found.append(
            Offer(
                "request-supplement",
                Words("审查补正", "Ask for a supplement"),
                (
                    chosen("materials", Words("材料", "Materials"), self._materials(case), "several"),
                    Asked("reason", Words("理由和要求", "Reason and what is required"), "lines", phrases=supplement_phrases(item)),
                ),
            )
        )  # fmt: skip
        found.append(self._suspend(item))
        found.append(Offer("escalate", Words("报部门负责人", "Bring before the head"), (REASON,)))
        found.append(Offer("release", Words("退回队列", "Release")))
        return found

    def _suspend(self, item: Item) -> Offer:
        kinds = grounds(item.stop_facts)
        return Offer(
            "suspend",
            Words("特别程序（暂停计时）", "Special procedure (clock stops)"),
            (
                chosen("kind", Words("种类", "Kind"), {k: w for k, w in STOPS.items() if k in kinds}),
                Asked("ground", Words("事由", "Ground"), "lines"),
                Asked("expected_days", Words("所需工作日", "Working days needed"), "days"),
            ),
        )

    def _stopped(self, clocked: ClockedCase) -> list[Offer]:
        found: list[Offer] = []
        request = wanted(self._dossier, clocked)
        if any(stop.kind not in ("supplement", "debt") for stop in clocked.open_stops):
            result = Asked("result", Words("结果", "Result"), "lines", required=False)
            found.append(
                Offer("resume", Words("特别程序结束", "The procedure has ended"), (result,), main=True)
            )
        if request is not None:
            found.append(self._supplement(request.materials))
        found.append(self._suspend(self._catalogue.items[clocked.case.item]))
        return found

    def _supplement(self, codes: tuple[str, ...]) -> Offer:
        names = {code: self._catalogue.material_names[code] for code in codes}
        return Offer(
            "receive-supplement",
            Words("收到补正材料", "Supplements have come"),
            (chosen("materials", Words("材料", "Materials"), names, "several"),),
        )

    def _any_open(self, clocked: ClockedCase) -> list[Offer]:
        case = clocked.case
        found = limit_offers(self._dossier, clocked, self._catalogue, self._scans)
        found.append(
            Offer(
                "ask-opinion",
                Words("征求其他部门意见", "Ask another department"),
                (
                    chosen("department", Words("部门", "Department"), self._departments(case.department)),
                    Asked("question", Words("问题", "Question"), "lines"),
                    Asked(
                        "working_days",
                        Words("答复期限（工作日）", "To be answered in (working days)"),
                        "days",
                    ),
                ),
            )
        )
        question = Asked("question", Words("分歧", "What is disputed"), "lines")
        if not self._requests(clocked, "coordination"):
            found.append(Offer("coordinate", Words("提交审批协调", "Bring to coordination"), (question,)))
        department = chosen("department", Words("部门", "Department"), self._departments(case.department))
        found.append(Offer("transfer", Words("转办其他部门", "Transfer"), (department, REASON)))
        kind = chosen("kind", Words("依据", "Ground"), TERMINATIONS)
        found.append(Offer("terminate", Words("终止办理", "Terminate"), (kind, REASON)))
        found.append(
            Offer("explain-overdue", Words("说明超期理由", "Give the reason for being late"), (REASON,))
        )
        return found

    def _after(self, clocked: ClockedCase) -> list[Offer]:
        case = clocked.case
        found: list[Offer] = []
        if self._requests(clocked, "inspection"):
            found.append(
                Offer(
                    "inspect",
                    Words("登记承诺核查", "Record the inspection"),
                    (
                        Asked("fulfilled", Words("承诺已履行", "The promise was kept"), "flag"),
                        Asked(
                            "inspectors", Words("核查人员（至少 2 人）", "Inspectors (at least 2)"), "names"
                        ),
                        Asked("finding", Words("核查情况", "Finding"), "lines", required=False),
                    ),
                )
            )
        granted = case.state in (CaseState.DECIDED, CaseState.READY, CaseState.ISSUED) and not case.closing
        if granted:
            found.append(Offer("revoke", Words("撤销决定", "Revoke"), (REASON,)))
        return [*found, *self._result(clocked), *take_over_materials(self._dossier, clocked, "window:")]

    def _result(self, clocked: ClockedCase) -> list[Offer]:
        case = clocked.case
        found: list[Offer] = []
        if case.state is CaseState.DECIDED and not case.closing:
            name = self._catalogue.items[case.item].result_name
            found.append(
                Offer(
                    "register-result",
                    Words("登记结果", "Register the result"),
                    (
                        Asked("name", Words("结果名称", "Name of the result"), phrases=(name,)),
                        Asked("no", Words("编号", "Number"), required=False),
                        Asked("valid_until", Words("有效期至", "Valid until"), "date", required=False),
                        Asked("place", Words("存放位置", "Shelf place"), required=False),
                    ),
                    main=True,
                )
            )
        names = {
            event.removeprefix("milestone:")
            for clock in clocked.clocks
            for event in (*clock.needs, *clock.ends)
            if event.startswith("milestone:")
        }
        left = sorted(name for name in names if f"milestone:{name}" not in clocked.moments)
        if left and not case.closing:
            options = {name: self._catalogue.milestones.get(name, Words(name, name)) for name in left}
            which = chosen("name", Words("节点", "Milestone"), options)
            found.append(Offer("milestone", Words("登记节点", "Record a milestone"), (which,)))
        return found

    def _window(self, clocked: ClockedCase) -> list[Offer]:
        case = clocked.case
        found: list[Offer] = []
        request = wanted(self._dossier, clocked)
        if request is not None:
            found.append(self._supplement(request.materials))
        if case.outcome == "correction_needed" and case.is_open:
            outstanding = {
                code: self._catalogue.material_names[code] for code in self._dossier.lacking(case.item)
            }
            materials = chosen(
                "materials", Words("收到的材料", "Materials that came"), outstanding, "several"
            )
            check = Asked(
                "check", Words("由部门审查补正材料", "The department checks them"), "flag", required=False
            )
            words = Words("收到补正材料", "Corrections have come")
            found.append(Offer("receive-correction", words, (materials, check), main=True))
        if clocked.outstanding:
            outstanding = {code: self._catalogue.material_names[code] for code in clocked.outstanding}
            material = chosen("material", Words("材料", "Material"), outstanding)
            found.append(
                Offer(
                    "fulfil-debt",
                    Words("收到承诺补交的材料", "An outstanding material has come"),
                    (material,),
                )
            )
            found.append(
                Offer("lapse-debt", Words("逾期未补，登记失约", "It did not come in time"), (material,))
            )
        found += self._result(clocked)
        if case.is_open:
            found.append(Offer("withdraw", Words("申请人撤回", "Withdrawn by the applicant"), (REASON,)))
            item = self._catalogue.items[case.item]
            found += on_behalf(item, self._requests(clocked, "opinion"), self._scans)
        found += [PAYMENT, *take_over_materials(self._dossier, clocked, "department:")]
        return found

    def _supervisors(self, clocked: ClockedCase) -> list[Offer]:
        found: list[Offer] = []
        if self._requests(clocked, "coordination"):
            ruling = Asked("ruling", Words("裁定", "Ruling"), "lines")
            found.append(Offer("rule", Words("协调裁定", "Rule"), (ruling,), main=True))
        if clocked.case.is_open:
            found.append(
                Offer(
                    "supervise",
                    Words("督办", "Supervise"),
                    (
                        Asked("text", Words("督办内容", "What is asked"), "lines"),
                        Asked("reply_by", Words("答复期限", "Answer by"), "date"),
                    ),
                )
            )
            if clocked.case.outcome in ("correction_needed", "received"):
                materials = chosen(
                    "materials",
                    Words("告知书遗漏的材料", "Materials the notice left out"),
                    self._materials(clocked.case),
                    "several",
                )
                words = Words("补充告知遗漏的材料", "Ask for what the notice left out")
                found.append(Offer("ask-again", words, (materials, REASON)))
            department = chosen(
                "department", Words("部门", "Department"), self._departments(clocked.case.department)
            )
            found.append(Offer("transfer", Words("转办其他部门", "Transfer"), (department, REASON)))
        return found
