"""What steps on a whole application ask: handing over, payments, ratings, corrections."""

from dataclasses import dataclass

from counter.domain.words import Words
from counter.usecases.steps.facts import Here, Kind, Options, asked
from counter.usecases.steps.take_in import METHODS


def _outstanding(here: Here) -> Options:
    codes = dict.fromkeys(code for clocked in here.dossier.cases for code in clocked.outstanding)
    return {code: here.catalogue.material_names[code] for code in codes}


@dataclass(frozen=True, slots=True)
class Fulfilling:
    """Which outstanding material has come."""

    material: str = asked("材料", "Material", Kind.CHOICE, options=_outstanding)


@dataclass(frozen=True, slots=True)
class Returning:
    """Which originals go back; all of them when none is named."""

    materials: object = asked("原件", "Originals", Kind.ANY, default=None)


@dataclass(frozen=True, slots=True)
class Serving:
    """How and when the applicant was told or served; a parcel's carrier and number."""

    how: str = asked(
        "方式", "How",
        meaning=Words("courier、courier_delivered 或其他方式", "courier, courier_delivered or another way"),
    )  # fmt: skip
    when: object = asked("时间", "When", Kind.MOMENT, default=None)
    carrier: str = asked("承运单位", "Carrier", default="")
    number: str = asked("单号", "Number", default="")


@dataclass(frozen=True, slots=True)
class Paying:
    """A payment of a lawful fee (ALL 58)."""

    order_no: str = asked("缴款单号", "Payment order")
    amount: object = asked("金额（元）", "Amount (yuan)", Kind.AMOUNT)
    method: str = asked("方式", "Method", Kind.CHOICE, options=METHODS)
    receipt_no: str = asked("票据号", "Receipt number")


@dataclass(frozen=True, slots=True)
class Referencing:
    """The number that another system gave."""

    system: str = asked("系统", "System")
    number: str = asked("编号", "Number")


@dataclass(frozen=True, slots=True)
class Because:
    """Why it is done."""

    reason: str = asked("理由", "Reason", Kind.LINES)


@dataclass(frozen=True, slots=True)
class CallingBack:
    """What was learned from the person who rated badly."""

    text: str = asked("回访情况", "What was learned", Kind.LINES)
    complex: bool = asked("情况复杂", "It is complex", Kind.FLAG, default=False)
    rectification: int = asked("整改编号", "Rectification", Kind.NUMBER, default=None)


@dataclass(frozen=True, slots=True)
class Rectifying:
    """What was done about a bad rating."""

    measures: str = asked("整改措施", "Measures", Kind.LINES)
    rectification: int = asked("整改编号", "Rectification", Kind.NUMBER, default=None)


@dataclass(frozen=True, slots=True)
class Appealing:
    """Which rating is mistaken, and why."""

    rating: int = asked("评价编号", "Rating", Kind.NUMBER)
    reason: str = asked("理由", "Reason", Kind.LINES)


@dataclass(frozen=True, slots=True)
class RulingAppeal:
    """Whether a rating is left out of the figures, and why."""

    rating: int = asked("评价编号", "Rating", Kind.NUMBER)
    reason: str = asked("理由", "Reason", Kind.LINES)
    upheld: bool = asked("申诉成立", "The appeal holds", Kind.FLAG, default=False)


@dataclass(frozen=True, slots=True)
class CorrectingEntry:
    """Which entry of the form is wrong, its right value, and why."""

    field: str = asked(
        "字段", "Field",
        meaning=Words("answers.代码、applicant.项 或 parties[n].项", "answers.CODE, applicant.KEY or parties[n].KEY"),
    )  # fmt: skip
    reason: str = asked("理由", "Reason", Kind.LINES)
    value: object = asked("新值", "New value", Kind.ANY, default=None)


@dataclass(frozen=True, slots=True)
class JointHandling:
    """The government's decision that the stage's licences are handled jointly (ALL 26, 42)."""

    number: str = asked("政府决定文号", "Number of the government's decision")
    date: str = asked("决定日期", "Date of the decision", Kind.DATE)
    scan: str = asked("决定扫描件", "Scan of the decision", default="")
