"""Make the printouts of an application after it was written, keep them with their digest, print again.

Printouts are made outside the transaction that accepts: an application that stands can always be printed
again, whatever happened to the process, the disk or the printer in between.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from counter.domain.application import Dossier, Event, PrintoutRecord
from counter.domain.errors import InputRefused
from counter.domain.printout import (
    ISSUE_KINDS,
    MaterialLine,
    NoticeFacts,
    PrintoutFacts,
    issue_kinds,
    kinds_for,
    made_for,
    mark_of,
)
from counter.domain.words import Words
from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.app import OpenUow
from counter.usecases.ports.printouts import Press, PrintoutStore
from counter.usecases.ports.unit_of_work import UnitOfWork
from counter.usecases.printouts.notices import Order
from counter.usecases.reading.find import application_named
from counter.usecases.steps.take_in import METHODS

FactsOf = Callable[[UnitOfWork, Dossier], PrintoutFacts]
NoticeOf = Callable[[Order, Dossier], NoticeFacts]
NoticesOf = Callable[[UnitOfWork, Dossier], tuple[Sequence[Order], NoticeOf]]


@dataclass(frozen=True, slots=True)
class Printout:
    """A printout as it was made or taken from the store."""

    kind: str
    pdf: bytes
    sha256: str
    pages: int
    copy: int
    missing: tuple[str, ...] = ()
    mark: str = ""
    case_no: str = ""


def make_printouts(
    number: str,
    officer: Officer,
    open_uow: OpenUow,
    facts_of: FactsOf,
    notices_of: NoticesOf,
    press: Press,
    store: PrintoutStore,
    *,
    reprint: bool = False,
    reason: str = "",
    kinds: Sequence[str] = (),
) -> list[Printout]:
    """Return the application's printouts: those never made are made; the others come from the store.

    *kinds* names some of them. With *reprint* every printout is made anew, marked and counted, for a stated reason (InputRefused).
    """
    if reprint and not reason.strip():
        raise InputRefused(
            "missing_field",
            Words("补打须写明原因。", "A reprint needs its reason."),
            {"reason": Words("请用 --reason 说明。", "Give it with --reason.")},
        )
    with open_uow(read_only=True) as uow:
        application = application_named(number, uow)
        dossier = uow.dossier(application)
        facts = facts_of(uow, dossier)
        notices, notice_of = notices_of(uow, dossier)
    latest = dossier.handovers[-1] if dossier.handovers else None
    all_kinds = kinds_for(facts)
    all_kinds += issue_kinds(latest) if latest else ()
    wanted = [(kind, None) for kind in all_kinds] + [(order.kind, order) for order in notices]
    printouts: list[Printout] = []
    new: list[Printout] = []
    for kind, order in wanted:
        if kinds and kind not in kinds:
            continue
        if order is None:
            made = made_for(kind, dossier.printouts, latest)
            made = made if kind in ISSUE_KINDS else tuple(p for p in made if not p.mark)
            mark = mark_of(latest) if latest and kind in ISSUE_KINDS else ""
            said = facts
        else:
            made = tuple(p for p in dossier.printouts if (p.kind, p.mark) == (kind, order.mark))
            mark = order.mark
            copies = {**facts.copies, kind: len(made)}
            said = (
                _visited(facts, dossier, order.event, copies)
                if kind == "receipt_list"
                else replace(facts, notice=notice_of(order, dossier), copies=copies)
            )
        known = made[-1] if made else None
        as_it_was = known is not None and not reprint and not _outdated(kind, dossier)
        kept = store.read(known.sha256) if known is not None and as_it_was else None
        case_no = order.case_no if order else ""
        if known is not None and kept is not None:
            printouts.append(Printout(kind, kept, known.sha256, known.pages, known.copy, (), mark, case_no))
            continue
        printed = press.render(kind, said)
        copy, digest = said.copies.get(kind, 0), store.keep(printed.pdf)
        printout = Printout(kind, printed.pdf, digest, printed.pages, copy, printed.missing, mark, case_no)
        printouts.append(printout)
        new.append(printout)
    if new:
        with open_uow() as uow:
            at = uow.moment()
            for printout in new:
                record = PrintoutRecord(
                    printout.kind, printout.sha256, printout.pages, printout.copy, at, officer.name, reason, printout.case_no,
                    printout.mark,
                )  # fmt: skip
                uow.add_printout(application, record)
            what = "reprinted" if reprint else "printed"
            data = {"kinds": [printout.kind for printout in new], **({"reason": reason} if reprint else {})}
            uow.log(application, Event(at, officer.name, what, data))
            uow.commit()
    return printouts


def _visited(
    facts: PrintoutFacts, dossier: Dossier, visit: Event, copies: Mapping[str, int]
) -> PrintoutFacts:
    """Return the facts of the receipt for what a second visit brought."""
    by_code = dict(zip((one.code for one in dossier.materials), facts.materials, strict=True))

    def named(key: str) -> tuple[MaterialLine, ...]:
        codes = visit.data.get(key)
        return tuple(line for code, line in by_code.items() if isinstance(codes, list) and code in codes)

    brought = tuple(replace(line, received=True) for line in named("materials"))
    return replace(
        facts, materials=brought, received_at=visit.at, copies=dict(copies), returned=named("returned"),
        paid=_payment(visit.data.get("paid")),
    )  # fmt: skip


def _payment(paid: object) -> tuple[tuple[str, str], ...]:
    """Return a payment as pairs of the receipt."""
    if not isinstance(paid, Mapping):
        return ()
    method = METHODS.get(str(paid.get("method", "")))
    return (
        ("已缴费", f"{paid.get('amount', '')} 元"), ("方式", method.zh if method else "—"),
        ("缴款单号", str(paid.get("order_no", ""))), ("票据号", str(paid.get("receipt_no", ""))),
    )  # fmt: skip


def _outdated(kind: str, dossier: Dossier) -> bool:
    """Whether the slip was withdrawn since the printout was made: its QR code leads nowhere then."""
    made = withdrawn = -1
    for n, event in enumerate(dossier.events):
        kinds = event.data.get("kinds")
        if event.what in ("printed", "reprinted") and isinstance(kinds, list) and kind in kinds:
            made = n
        elif event.what == "withdraw-slip":
            withdrawn = n
    return withdrawn > made
