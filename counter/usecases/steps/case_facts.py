"""What steps on a case ask: each a frozen value whose fields carry words, options and usual texts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from counter.domain.request import POSITIONS
from counter.domain.stops import grounds
from counter.domain.words import Words
from counter.usecases.steps.consult import MOST_DAYS as MOST_CONSULTATION_DAYS
from counter.usecases.steps.decide import TERMINATIONS
from counter.usecases.steps.facts import Here, Kind, Options, asked
from counter.usecases.steps.occasions import department_asked, milestones_left, milestones_of, present_of
from counter.usecases.steps.pause import EXTENSIBLE, MOST_DAYS, STOPS, extensible, wanted
from counter.usecases.steps.step import HOW
from counter.usecases.steps.take_in import OUTCOMES
from forms.catalogue import Item

GRANT_PHRASES: Final = (
    Words(
        "申请材料齐全，符合法定条件，准予。", "The materials are complete and the conditions met; granted."
    ),
    Words("经现场核查，符合规定，同意。", "Checked on the site and found right; agreed."),
)
REFUSAL_PHRASES: Final = (
    Words("不符合法定条件：", "The conditions are not met: "),
    Words("申请内容与事实不符：", "The application does not agree with the facts: "),
)
SUPPLEMENT_PHRASES: Final = (
    Words("材料缺页或签章不全", "Pages or signatures are missing"),
    Words("材料已过有效期", "The document has expired"),
    Words("材料内容前后不一致", "The materials contradict each other"),
)
BACK_TO_PROCEDURE: Final = Words(
    "不符合区域评估结论，转回原程序，请补交该项材料（措施9）",
    "Not within the region's findings: back to the usual procedure, hand the material in (measure 9)",
)
REVIEW_POSITIONS: Final = {**POSITIONS, "return": Words("退回上一环节", "Back to the step before")}
BEHALF_MEANING: Final = Words(
    "窗口代部门录入：name 答复人，how 书面或电话（paper, telephone），scan 签字答复扫描件的摘要",
    "entered at the window for the department: name, how (paper, telephone), scan (digest of the signed answer)",
)


def supplement_phrases(item: Item) -> tuple[Words, ...]:
    """Return usual reasons for a supplement; the way back of M9 where a material is waived in assessed regions."""
    waived = any("region_evaluated" in when for use in item.materials for when in use.waived_when)
    return (*SUPPLEMENT_PHRASES, *((BACK_TO_PROCEDURE,) if waived else ()))


def _legal_basis(here: Here) -> tuple[Words, ...]:
    basis = here.item.legal_basis
    return (Words("；".join(basis), "; ".join(basis)),)


def _departments(here: Here) -> Options:
    own = here.case.case.department
    return {d.code: d.name for d in here.catalogue.departments.values() if not d.outside and d.code != own}


def _materials(here: Here) -> Options:
    return {use.code: here.catalogue.material_names[use.code] for use in here.item.materials}


def _stops(here: Here) -> Options:
    kinds = grounds(here.item.stop_facts)
    return {code: words for code, words in STOPS.items() if code in kinds}


def _named_milestones(here: Here, names: list[str]) -> Options:
    known = here.catalogue.milestones
    return {name: known.get(name, Words(name, name)) for name in names}


def _milestones(here: Here) -> Options:
    return _named_milestones(here, milestones_of(here.case))


def _milestones_left(here: Here) -> Options:
    return _named_milestones(here, milestones_left(here.case))


def _to_come(here: Here) -> Options | None:
    request = wanted(here.dossier, here.case)
    return {c: here.catalogue.material_names[c] for c in request.materials} if request else {}


def _lacking(here: Here) -> Options:
    codes = here.dossier.lacking(here.case.case.item)
    return {code: here.catalogue.material_names[code] for code in codes}


def _outstanding(here: Here) -> Options:
    return {code: here.catalogue.material_names[code] for code in here.case.outstanding}


def _is_survey(here: Here) -> bool:
    return present_of(here).kind == "survey"


def _extensible(here: Here) -> Options:
    return extensible(here.dossier, here.case, here.catalogue)


def _result_name(here: Here) -> tuple[Words, ...]:
    return (here.item.result_name,)


def _reason() -> str:
    text: str = asked("理由", "Reason", Kind.LINES)
    return text


def _scans(here: Here) -> Options:
    kept = {"": Words("（电话答复不需要）", "(not for an answer by telephone)")}
    return kept | {one.sha256: Words(one.name, one.name) for one in here.scans}


@dataclass(frozen=True, slots=True)
class OnBehalf:
    """Who of the department answered, how, and for an answer on paper which scan shows it signed."""

    name: str = asked("答复人", "Who answered")
    how: str = asked("答复方式", "How", Kind.CHOICE, options=dict(reversed(HOW.items())))
    scan: str = asked(
        "签字答复的扫描件（先在“材料与扫描件”附加）", "Scan of the signed answer (attach it first)", Kind.CHOICE,
        options=_scans, default="",
    )  # fmt: skip


def _behalf() -> Mapping[str, object]:
    table: Mapping[str, object] = asked(
        "代部门录入", "On behalf of", Kind.TABLE, meaning=BEHALF_MEANING, default=None, inner=OnBehalf
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
    inspectors: tuple[str, ...] = asked(
        "核查人员（至少 2 人）", "Inspectors (at least 2)", Kind.NAMES, default=(), needed=_is_survey
    )
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
    basis: str = asked("法律依据", "Legal basis", Kind.LINES, phrases=_legal_basis)
    on_behalf_of: Mapping[str, object] = _behalf()


@dataclass(frozen=True, slots=True)
class Reaching:
    """Which milestone was reached, and when when it was not now."""

    name: str = asked(
        "节点",
        "Milestone",
        Kind.CHOICE,
        options=_milestones,
        offered=_milestones_left,
        code="unknown_milestone",
    )
    at: object = asked("时间", "Moment", Kind.MOMENT, default=None, on_screen=False)


@dataclass(frozen=True, slots=True)
class Registering:
    """The result as it lies on the shelf."""

    name: str = asked("结果名称", "Name of the result", phrases=_result_name)
    no: str = asked("编号", "Number", default="")
    valid_until: str = asked("有效期至", "Valid until", Kind.DATE, default="")
    place: str = asked("存放位置", "Shelf place", default="")
    data: Mapping[str, object] = asked(
        "其他内容", "Further contents", Kind.TABLE, default=None, on_screen=False
    )
    scan: str = asked("扫描件", "Scan", default="", on_screen=False)


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
        phrases=lambda here: supplement_phrases(here.item),
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
    kind: str = asked("种类", "Kind", Kind.CHOICE, options=STOPS, default="", on_screen=False)


@dataclass(frozen=True, slots=True)
class Extending:
    """Which clock is extended, by how much, why, and who approved it (ALL 42)."""

    working_days: int = asked("工作日", "Working days", Kind.DAYS)
    reason: str = _reason()
    approver: str = asked("批准人", "Approved by")
    clock: str = asked(
        "时限", "Clock", Kind.CHOICE, options=EXTENSIBLE, offered=_extensible, default="statutory"
    )


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
    department: str = asked("部门", "Department", default="", settled=department_asked)
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

    outcome: str = asked("决定", "Decision", Kind.CHOICE, options=OUTCOMES)
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
