"""What steps on a case ask: each a frozen value whose fields carry words, options and usual texts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from counter.domain.case import ClockedCase
from counter.domain.request import POSITIONS
from counter.domain.stops import grounds
from counter.domain.words import Words
from counter.usecases.steps.asked import (
    GRANT_PHRASES,
    REFUSAL_PHRASES,
    supplement_phrases,
    usual_text,
)
from counter.usecases.steps.consult import MOST_DAYS as MOST_CONSULTATION_DAYS
from counter.usecases.steps.decide import TERMINATIONS
from counter.usecases.steps.facts import Here, Kind, Options, asked
from counter.usecases.steps.pause import EXTENSIBLE, MOST_DAYS, STOPS, wanted
from counter.usecases.steps.take_in import acceptance_outcomes
from forms.catalogue import Item

REVIEW_POSITIONS: Final = {**POSITIONS, "return": Words("退回上一环节", "Back to the step before")}
BEHALF_MEANING: Final = Words(
    "窗口代部门录入：name 答复人，how 书面或电话（material, telephone），scan 签字答复扫描件的摘要",
    "entered at the window for the department: name, how (paper, telephone), scan (digest of the signed answer)",
)

CHECK_MEANING: Final = Words(
    "窗口不能确定是否符合要求时，五个工作日内由部门决定是否受理",
    "where the window is not sure: the department decides on acceptance within five working days",
)
STAGE_ONLY: Final = Words("延长本阶段并联办理时限时必填", "needed for the stage's joint limit")


def _case(here: Here) -> ClockedCase:
    if here.clocked is None:
        raise AssertionError("a step on a case is asked with its case")
    return here.clocked


def _item(here: Here) -> Item:
    return here.catalogue.items[_case(here).case.item]


def _departments(here: Here) -> Options:
    own = _case(here).case.department
    return {d.code: d.name for d in here.catalogue.departments.values() if not d.outside and d.code != own}


def _materials(here: Here) -> Options:
    return {use.code: here.catalogue.material_names[use.code] for use in _item(here).materials}


def _stops(here: Here) -> Options:
    kinds = grounds(_item(here).stop_facts)
    return {code: words for code, words in STOPS.items() if code in kinds}


def milestones_of(clocked: ClockedCase) -> list[str]:
    """Return the milestones that the case's clocks and its completion know, by name."""
    clocks = {event for clock in clocked.clocks for event in (*clock.needs, *clock.ends)}
    return sorted(
        event.removeprefix("milestone:")
        for event in clocks | set(clocked.case.completion)
        if event.startswith("milestone:")
    )


def _milestones(here: Here) -> Options:
    known = here.catalogue.milestones
    return {name: known.get(name, Words(name, name)) for name in milestones_of(_case(here))}


def _to_come(here: Here) -> Options | None:
    request = wanted(here.dossier, _case(here))
    return {c: here.catalogue.material_names[c] for c in request.materials} if request else {}


def _lacking(here: Here) -> Options:
    codes = here.dossier.lacking(_case(here).case.item)
    return {code: here.catalogue.material_names[code] for code in codes}


def _outstanding(here: Here) -> Options:
    return {code: here.catalogue.material_names[code] for code in _case(here).outstanding}


def _result_name(here: Here) -> tuple[Words, ...]:
    return (_item(here).result_name,)


def _reason() -> str:
    text: str = asked("理由", "Reason", Kind.LINES)
    return text


def _behalf() -> Mapping[str, object]:
    table: Mapping[str, object] = asked(
        "代部门录入", "On behalf of", Kind.TABLE, meaning=BEHALF_MEANING, default=None
    )
    return table


@dataclass(frozen=True, slots=True)
class NoFacts:
    """Nothing is asked."""


@dataclass(frozen=True, slots=True)
class Reasoned:
    """Why it is done."""

    reason: str = _reason()


@dataclass(frozen=True, slots=True)
class Transferring:
    """Where the case goes, and why."""

    department: str = asked("部门", "Department", Kind.CHOICE, options=_departments)
    reason: str = _reason()


@dataclass(frozen=True, slots=True)
class Reassigning:
    """Which colleague goes on, and why."""

    to: str = asked("交给（账号）", "To (account)")
    reason: str = _reason()


@dataclass(frozen=True, slots=True)
class Reviewing:
    """The opinion of a step of the examination."""

    opinion: str = asked("意见", "Opinion", Kind.LINES, phrases=GRANT_PHRASES)
    position: str = asked("态度", "Position", Kind.CHOICE, options=REVIEW_POSITIONS, default="agree")
    inspectors: tuple[str, ...] = asked("核查人员", "Inspectors", Kind.NAMES, default=())
    on_behalf_of: Mapping[str, object] = _behalf()


@dataclass(frozen=True, slots=True)
class Granting:
    """The result that is granted."""

    result_name: str = asked("结果名称", "Name of the result", phrases=_result_name, default="")
    result_no: str = asked("编号", "Number", default="")
    valid_until: str = asked("有效期至", "Valid until", Kind.DATE, default="")
    on_behalf_of: Mapping[str, object] = _behalf()


@dataclass(frozen=True, slots=True)
class Refusing:
    """Why it is refused, and on which law (ALL 38)."""

    reasons: str = asked("理由", "Reasons", Kind.LINES, phrases=REFUSAL_PHRASES)
    basis: str = asked("法律依据", "Legal basis", Kind.LINES, phrases=lambda here: (usual_text(_item(here)),))
    on_behalf_of: Mapping[str, object] = _behalf()


@dataclass(frozen=True, slots=True)
class Reaching:
    """Which milestone was reached, and when when it was not now."""

    name: str = asked("节点", "Milestone", Kind.CHOICE, options=_milestones, code="unknown_milestone")
    at: object = asked("时间", "Moment", Kind.MOMENT, default=None)


@dataclass(frozen=True, slots=True)
class Registering:
    """The result as it lies on the shelf."""

    name: str = asked("结果名称", "Name of the result", phrases=_result_name)
    no: str = asked("编号", "Number", default="")
    valid_until: str = asked("有效期至", "Valid until", Kind.DATE, default="")
    place: str = asked("存放位置", "Shelf place", default="")
    data: Mapping[str, object] = asked("其他内容", "Further contents", Kind.TABLE, default=None)
    scan: str = asked("扫描件", "Scan", default="")


@dataclass(frozen=True, slots=True)
class Terminating:
    """On which ground the case ends without a decision, and why."""

    kind: str = asked("依据", "Ground", Kind.CHOICE, options=TERMINATIONS)
    reason: str = _reason()


@dataclass(frozen=True, slots=True)
class Supplementing:
    """Which materials of the item's list are asked for, and why (ALL 31)."""

    materials: tuple[str, ...] = asked("材料", "Materials", Kind.SEVERAL, options=_materials)
    reason: str = asked(
        "理由和要求", "Reason and what is required", Kind.LINES,
        phrases=lambda here: supplement_phrases(_item(here)),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Arriving:
    """Which materials of the request have come."""

    materials: tuple[str, ...] = asked("材料", "Materials", Kind.SEVERAL, options=_to_come)


@dataclass(frozen=True, slots=True)
class Suspending:
    """On which ground the clocks stop, and for how long as the applicant is told in writing (ALL 45)."""

    kind: str = asked("种类", "Kind", Kind.CHOICE, options=_stops, code="bad_ground")
    ground: str = asked("事由", "Ground", Kind.LINES)
    expected_days: int = asked("所需工作日", "Working days needed", Kind.DAYS, most=MOST_DAYS)


@dataclass(frozen=True, slots=True)
class Resuming:
    """What came out of the procedure; of several the kind that ended."""

    result: str = asked("结果", "Result", Kind.LINES, default="")
    kind: str = asked("种类", "Kind", Kind.CHOICE, options=STOPS, default="")


@dataclass(frozen=True, slots=True)
class Extending:
    """Which clock is extended, by how much, why, and who approved it; for a stage the approval itself (ALL 42)."""

    working_days: int = asked("工作日", "Working days", Kind.DAYS)
    reason: str = _reason()
    approver: str = asked("批准人", "Approved by")
    clock: str = asked("时限", "Clock", Kind.CHOICE, options=EXTENSIBLE, default="statutory")
    approval_no: str = asked(
        "政府批准文号", "Number of the government's approval", meaning=STAGE_ONLY, default=""
    )
    approval_date: str = asked("批准日期", "Date of the approval", Kind.DATE, meaning=STAGE_ONLY, default="")
    scan: str = asked("批准文件扫描件", "Scan of the approval", meaning=STAGE_ONLY, default="")


@dataclass(frozen=True, slots=True)
class Consulting:
    """Which department is asked what, and until when."""

    department: str = asked("部门", "Department", Kind.CHOICE, options=_departments)
    question: str = asked("问题", "Question", Kind.LINES)
    working_days: int = asked(
        "答复期限（工作日）", "To be answered in (working days)", Kind.DAYS, most=MOST_CONSULTATION_DAYS
    )


@dataclass(frozen=True, slots=True)
class Answering:
    """The opinion of the department that was asked."""

    opinion: str = asked("意见", "Opinion", Kind.LINES)
    position: str = asked("态度", "Position", Kind.CHOICE, options=POSITIONS, default="agree")
    department: str = asked("部门", "Department", default="")
    on_behalf_of: Mapping[str, object] = _behalf()


@dataclass(frozen=True, slots=True)
class Disputing:
    """What is disputed."""

    question: str = asked("分歧", "What is disputed", Kind.LINES)


@dataclass(frozen=True, slots=True)
class Ruling:
    """What is ruled on a dispute."""

    ruling: str = asked("裁定", "Ruling", Kind.LINES)


@dataclass(frozen=True, slots=True)
class Inspecting:
    """Whether the promise was kept, and by whom that was seen (ALL 34)."""

    fulfilled: bool = asked("承诺已履行", "The promise was kept", Kind.FLAG)
    inspectors: tuple[str, ...] = asked("核查人员（至少 2 人）", "Inspectors (at least 2)", Kind.NAMES)
    finding: str = asked("核查情况", "Finding", Kind.LINES, default="")


@dataclass(frozen=True, slots=True)
class Supervising:
    """What the department is to answer, and until when."""

    text: str = asked("督办内容", "What is asked", Kind.LINES)
    reply_by: str = asked("答复期限", "Answer by", Kind.DATE)


@dataclass(frozen=True, slots=True)
class Replying:
    """What the department answers."""

    text: str = asked("答复", "Answer", Kind.LINES)


@dataclass(frozen=True, slots=True)
class DecidingAcceptance:
    """Whether the application is accepted; what is missing, told once; why not (ALL 32)."""

    outcome: str = asked(
        "决定", "Decision", Kind.CHOICE, options=lambda here: acceptance_outcomes(_case(here), _item(here))
    )
    materials: tuple[str, ...] = asked(
        "须补正的材料", "Materials to correct", Kind.SEVERAL, options=_materials, default=()
    )
    reasons: str = asked("说明（补正要求、理由）", "Reasons, what is required", Kind.LINES, default="")
    authority: str = asked("有权机关", "Competent authority", default="")
    on_behalf_of: Mapping[str, object] = _behalf()


@dataclass(frozen=True, slots=True)
class Correcting:
    """Which materials came that were told to be missing."""

    materials: tuple[str, ...] = asked("收到的材料", "Materials that came", Kind.SEVERAL, options=_lacking)
    check: bool = asked(
        "由部门审查补正材料", "The department checks them", Kind.FLAG, meaning=CHECK_MEANING, default=False
    )


@dataclass(frozen=True, slots=True)
class AskingAgain:
    """What the one notice left out, and why it is asked for now."""

    materials: tuple[str, ...] = asked(
        "告知书遗漏的材料", "Materials the notice left out", Kind.SEVERAL, options=_materials
    )
    reason: str = _reason()


@dataclass(frozen=True, slots=True)
class Lapsing:
    """Which outstanding material did not come."""

    material: str = asked("材料", "Material", Kind.CHOICE, options=_outstanding)
