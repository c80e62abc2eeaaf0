"""The printouts of an application: what they say, made once, kept, and made again when asked."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from counter.domain.application import Dossier
from counter.domain.calendar import CHINA
from counter.domain.desk_printouts import GuideFacts, InquiryFacts, ReportFacts, TextFacts
from counter.domain.errors import not_found
from counter.domain.inquiry import Inquiry
from counter.domain.printout import NoticeFacts, PrintoutFacts, to_sign
from counter.domain.roles import WINDOW
from counter.domain.words import Words
from counter.settings import hall_from_text
from counter.usecases.figures.report import Table
from counter.usecases.intake.accept import barred_by, draft_dossier, no_promises
from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.figures import Report
from counter.usecases.ports.printouts import Printed
from counter.usecases.ports.unit_of_work import UnitOfWork
from counter.usecases.printouts.facts import printout_facts
from counter.usecases.printouts.guide import guide_facts, inquiry_facts, reference_texts
from counter.usecases.printouts.make import NoticeOf, Printout, make_printouts
from counter.usecases.printouts.notices import Order, notice_facts, orders
from counter.usecases.reading.privacy import whole_only
from forms.form_reading import refused
from forms.verdict import judge

if TYPE_CHECKING:
    from counter.wiring import Core


class Paperwork:
    """The part of the core that makes printouts."""

    def __init__(self, core: "Core") -> None:
        self._core = core

    def facts_of(self, uow: UnitOfWork, dossier: Dossier) -> PrintoutFacts:
        """Return what the printouts of the application say."""
        application = dossier.application
        hall = hall_from_text(uow.setup.fact("hall"))

        def called(name: str) -> str:
            account = uow.setup.account(name)
            return account.officer.display_name if account else name

        return printout_facts(
            dossier,
            self._core.catalogue_for(application.catalogue_digest, uow),
            hall,
            called(application.clerk),
            self._core.tracking_url(application, hall),
            rehearsal=self._core.rehearsal,
            issuer=called(dossier.handovers[-1].who) if dossier.handovers else "",
            signature_png=self._core.service.signature_of(dossier),
        )

    def notices_of(self, uow: UnitOfWork, dossier: Dossier) -> tuple[Sequence[Order], NoticeOf]:
        """Return the notices that the history calls for, and what fills each of them in."""
        catalogue = self._core.catalogue_for(dossier.application.catalogue_digest, uow)
        names = {one.officer.name: one.officer.display_name for one in uow.setup.accounts()}

        def facts(order: Order, found: Dossier) -> NoticeFacts:
            return notice_facts(order, found, catalogue, names.get(order.event.who, order.event.who))

        return orders(dossier, catalogue), facts

    def printouts(
        self,
        number: str,
        officer: Officer,
        *,
        reprint: bool = False,
        reason: str = "",
        kinds: Sequence[str] = (),
    ) -> list[Printout]:
        """Make or fetch the printouts of an application, or those of the *kinds*.

        They carry names and numbers: departments get them once a case is in their hands (NotAllowed).
        """
        if officer.role not in WINDOW:
            whole_only(officer, self._core.dossier(number))
        return make_printouts(
            number, officer, self._core.uow, self.facts_of, self.notices_of, self._core.press, self._core.store,
            reprint=reprint, reason=reason, kinds=kinds,
        )  # fmt: skip

    def alone(self, kind: str, facts: GuideFacts | InquiryFacts | TextFacts) -> Printout:
        """Return a printout that belongs to no application, kept like all others."""
        printed = self._core.press.render_alone(facts)
        kept = self._core.store.keep(printed.pdf)
        return Printout(kind, printed.pdf, kept, printed.pages, 0, printed.missing)

    def guide(self, code: str) -> Printout:
        """Return the service guide of an item (InputRefused for an unknown code)."""
        item = self._core.catalogue.items.get(code)
        if item is None:
            raise not_found(code)
        facts = guide_facts(self._core.catalogue, item, self._core.hall(), rehearsal=self._core.rehearsal)
        return self.alone("service_guide", facts)

    def inquiry_slip(self, one: Inquiry) -> Printout:
        """Return the slip of an inquiry."""
        facts = inquiry_facts(one, self._core.catalogue, self._core.hall(), rehearsal=self._core.rehearsal)
        return self.alone("inquiry_slip", facts)

    def report(self, report: Report, tables: Sequence[Table]) -> Printed:
        """Return the report of a period as a printout."""
        with self._core.uow(read_only=True) as uow:
            hall = hall_from_text(uow.setup.fact("hall"))
        facts = ReportFacts(
            Words(hall.name, hall.name_en), report.first, report.last, report.at,
            tuple((one.title, one.heads, one.rows) for one in tables), self._core.rehearsal,
        )  # fmt: skip
        return self._core.press.render_alone(facts)

    def draft_printouts(self, raw: object, officer: Officer) -> list[Printout]:
        """Return everything that the applicant signs before acceptance, and the reference texts (InputRefused)."""
        facts = self._draft_facts(raw, officer)
        printouts = []
        for kind in to_sign(facts):
            printed = self._core.press.render(kind, facts)
            kept = self._core.store.keep(printed.pdf)
            printouts.append(Printout(kind, printed.pdf, kept, printed.pages, 0, printed.missing))
        form = raw if isinstance(raw, Mapping) else {}
        texts = reference_texts(form, rehearsal=self._core.rehearsal)
        return printouts + [self.alone("reference_text", text) for text in texts]

    def _draft_facts(self, raw: object, officer: Officer) -> PrintoutFacts:
        reading = self._core.read_form(raw)
        if reading.submission is None:
            raise refused(reading.errors)
        with self._core.uow(read_only=True) as uow:
            at, hall = uow.moment(), hall_from_text(uow.setup.fact("hall"))
            calendar = self._core.calendar_of(uow)
            barred = barred_by(reading.submission, at.astimezone(CHINA).date(), uow)
        no_promises(reading.submission, barred)  # nobody signs what the acceptance would refuse
        verdict = judge(self._core.catalogue, reading.submission, barred=bool(barred))
        dossier = draft_dossier(self._core.catalogue, reading.submission, verdict, at, calendar, officer)
        return printout_facts(
            dossier,
            self._core.catalogue,
            hall,
            officer.display_name,
            hall.web_address,
            rehearsal=self._core.rehearsal,
        )
