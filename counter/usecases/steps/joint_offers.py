"""Limits made longer, and the government's decision on joint handling, as a screen offers them."""

from collections.abc import Sequence

from counter.domain.application import Dossier
from counter.domain.case import ClockedCase
from counter.domain.joint import EXTENSION
from counter.domain.words import Words
from counter.usecases.ports.attachments import Scan
from counter.usecases.steps.asked import REASON, Asked, Offer, Options, chosen
from counter.usecases.steps.joint import may_be_joint
from counter.usecases.steps.pause import extensible
from forms.catalogue import Catalogue

ATTACH = Words("扫描件（先在“材料与扫描件”附加）", "Scan (attach it first)")


def limit_offers(
    dossier: Dossier, clocked: ClockedCase, catalogue: Catalogue, scans: Sequence[Scan]
) -> list[Offer]:
    """Return what makes the case's limits, or those of its stage, longer."""
    found: list[Offer] = []
    clocks = extensible(dossier, clocked, catalogue)
    if clocks:
        found.append(_extension(clocks, clocked, catalogue, scans))
    package = catalogue.packages.get(dossier.application.package or "")
    if package and package.lead == clocked.case.department and may_be_joint(dossier, catalogue):
        asked = (
            Asked("number", Words("政府决定文号", "Number of the government's decision")),
            Asked("date", Words("决定日期", "Date of the decision"), "date"),
            _scan(scans),
        )
        words = Words("登记政府联合办理决定", "Record the government's decision on joint handling")
        found.append(Offer("joint-handling", words, asked))
    return found


def _extension(clocks: Options, clocked: ClockedCase, catalogue: Catalogue, scans: Sequence[Scan]) -> Offer:
    most = max(EXTENSION if "stage" in clocks else 0, catalogue.items[clocked.case.item].extension_max)
    approval = (
        Asked("approval_no", Words("政府批准文号", "Number of the government's approval"), required=False),
        Asked("approval_date", Words("批准日期", "Date of the approval"), "date", required=False),
        _scan(scans),
    )
    return Offer(
        "extend",
        Words(f"延长时限（至多 {most} 个工作日）", "Extend the limit"),
        (
            chosen("clock", Words("时限", "Clock"), clocks),
            Asked("working_days", Words("工作日", "Working days"), "days"),
            REASON,
            Asked("approver", Words("批准人", "Approved by")),
            *(approval if "stage" in clocks else ()),
        ),
    )


def _scan(scans: Sequence[Scan]) -> Asked:
    kept = {"": Words("—", "—")} | {one.sha256: Words(one.name, one.name) for one in scans}
    return chosen("scan", ATTACH, kept, required=False)
