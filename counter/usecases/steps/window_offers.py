"""Steps of the window: what it enters for a department that answers on paper or by telephone, payments, materials."""

from collections.abc import Sequence

from counter.domain.application import Dossier
from counter.domain.case import ClockedCase
from counter.domain.request import POSITIONS, DepartmentRequest
from counter.domain.words import Words
from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.attachments import Scan
from counter.usecases.printouts.promises import kept_documents
from counter.usecases.steps.asked import REFUSAL_PHRASES, Asked, Offer, chosen, usual_text
from counter.usecases.steps.step import HOW
from counter.usecases.steps.take_in import METHODS
from forms.catalogue import Item

PAYMENT = Offer(
    "record-payment",
    Words("登记缴费", "Record a payment"),
    (
        Asked("order_no", Words("缴款单号", "Payment order")),
        Asked("amount", Words("金额（元）", "Amount (yuan)")),
        chosen("method", Words("方式", "Method"), dict(METHODS)),
        Asked("receipt_no", Words("票据号", "Receipt number")),
    ),
)
TAKE_OVER = Offer("take-papers", Words("点收纸质材料", "Take the materials over"))
FOR = Words("代部门录入：", "Enter for the department: ")


def take_over_materials(dossier: Dossier, clocked: ClockedCase, held: str) -> list[Offer]:
    """Return the step that signs for the case's materials while they are with the other side."""
    there = any(one.place.startswith(held) for one in kept_documents(dossier, clocked))
    return [TAKE_OVER] if there else []


def _answered(scans: Sequence[Scan]) -> tuple[Asked, ...]:
    """Return who answered, how, and for an answer on paper which scan shows it signed."""
    kept = {"": Words("（电话答复不需要）", "(not for an answer by telephone)")}
    kept |= {one.sha256: Words(one.name, one.name) for one in scans}
    return (
        Asked("on_behalf_of.name", Words("答复人", "Who answered")),
        chosen("on_behalf_of.how", Words("答复方式", "How"), dict(reversed(HOW.items()))),
        chosen(
            "on_behalf_of.scan",
            Words(
                "签字答复的扫描件（先在“材料与扫描件”附加）", "Scan of the signed answer (attach it first)"
            ),
            kept,
            required=False,
        ),
    )


def on_behalf(item: Item, consultations: Sequence[DepartmentRequest], scans: Sequence[Scan]) -> list[Offer]:
    """Return the department's decision, and an opinion it was asked for, as the window may enter them."""
    who = _answered(scans)
    result = (
        Asked(
            "result_name",
            Words("结果名称", "Name of the result"),
            required=False,
            phrases=(item.result_name,),
        ),
        Asked("result_no", Words("编号", "Number"), required=False),
        Asked("valid_until", Words("有效期至", "Valid until"), "date", required=False),
    )
    reasons = (
        Asked("reasons", Words("理由", "Reasons"), "lines", phrases=REFUSAL_PHRASES),
        Asked("basis", Words("法律依据", "Legal basis"), "lines", phrases=(usual_text(item),)),
    )
    found = [
        Offer("approve", Words(FOR.zh + "批准", FOR.en + "granted"), (*who, *result)),
        Offer("refuse", Words(FOR.zh + "不予批准", FOR.en + "refused"), (*who, *reasons)),
    ]
    if consultations:
        opinion = (
            Asked("opinion", Words("意见", "Opinion"), "lines"),
            chosen("position", Words("态度", "Position"), POSITIONS),
        )
        words = Words(FOR.zh + "征求的意见", FOR.en + "the opinion asked for")
        found.append(
            Offer("give-opinion", words, (*who, *opinion), (("department", consultations[0].department),))
        )
    return found


def consultation_answer(asked: Sequence[DepartmentRequest], officer: Officer) -> list[Offer]:
    """Return the answer to a consultation that the officer's department was asked for, if it was."""
    mine = [one for one in asked if officer.may_review(one.department)]
    if not mine:
        return []
    return [
        Offer(
            "give-opinion",
            Words("答复征求意见", "Give the opinion asked for"),
            (
                Asked("opinion", Words("意见", "Opinion"), "lines"),
                chosen("position", Words("态度", "Position"), POSITIONS),
            ),
            (("department", mine[0].department),),
            main=True,
        )
    ]
