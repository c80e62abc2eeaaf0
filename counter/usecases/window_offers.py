"""Steps of the window: what it enters for a department that answers on paper or by telephone, payments, papers."""

from collections.abc import Sequence

from counter.domain.application import Dossier
from counter.domain.case import CaseFile
from counter.domain.errand import POSITIONS, Errand
from counter.domain.words import Words
from counter.usecases.asked import REFUSAL_PHRASES, Asked, Offer, chosen, usual_text
from counter.usecases.ports.attachments import Scan
from counter.usecases.promise_facts import kept_papers
from counter.usecases.step import HOW
from counter.usecases.taking_in import METHODS
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
TAKE_PAPERS = Offer("take-papers", Words("点收纸质材料", "Take the papers over"))
FOR = Words("代部门录入：", "Enter for the department: ")


def take_papers(dossier: Dossier, file: CaseFile, held: str) -> list[Offer]:
    """Return the step that signs for the case's papers while they are with the other side."""
    there = any(one.place.startswith(held) for one in kept_papers(dossier, file))
    return [TAKE_PAPERS] if there else []


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


def on_behalf(item: Item, opinions: Sequence[Errand], scans: Sequence[Scan]) -> list[Offer]:
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
    if opinions:
        opinion = (
            Asked("opinion", Words("意见", "Opinion"), "lines"),
            chosen("position", Words("态度", "Position"), POSITIONS),
        )
        words = Words(FOR.zh + "征求的意见", FOR.en + "the opinion asked for")
        found.append(
            Offer("give-opinion", words, (*who, *opinion), (("department", opinions[0].department),))
        )
    return found
