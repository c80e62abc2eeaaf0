"""The press: one table of printouts and how each is rendered."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from counter.domain.desk_printouts import GuideFacts, InquiryFacts, ReportFacts, TextFacts
from counter.domain.printout import PrintoutFacts
from counter.usecases.ports.printouts import Printed
from printing import fonts
from printing.acceptance_notice import render_acceptance_notice
from printing.application_form import render_application_form
from printing.blocks import Rendered
from printing.desk_printouts import (
    render_handover_list,
    render_payment_notice,
    render_power_of_attorney,
    render_service_address,
)
from printing.font_files import prepare
from printing.guide import render_inquiry_slip, render_service_guide, render_text
from printing.handing_over import render_collection_slip, render_return_list, render_service_receipt
from printing.label import render_folder_label
from printing.notices import NOTICES
from printing.promises import render_commitment_letter, render_shortfall_commitment, render_shortfall_notice
from printing.receipt_list import render_receipt_list
from printing.refusals import (
    render_correction_notice,
    render_not_required_notice,
    render_rejection_notice,
)
from printing.report import render_report
from printing.slip import render_tracking_slip

Renderer = Callable[[PrintoutFacts, fonts.Faces], Rendered]

RENDERERS: Final[dict[str, Renderer]] = {
    "application_form": render_application_form,
    "power_of_attorney": render_power_of_attorney,
    "shortfall_commitment": render_shortfall_commitment,
    "commitment_letter": render_commitment_letter,
    "service_address": render_service_address,
    "shortfall_notice": render_shortfall_notice,
    "payment_notice": render_payment_notice,
    "handover_list": render_handover_list,
    "receipt_list": render_receipt_list,
    "acceptance_notice": render_acceptance_notice,
    "correction_notice": render_correction_notice,
    "not_required_notice": render_not_required_notice,
    "rejection_notice": render_rejection_notice,
    "tracking_slip": render_tracking_slip,
    "folder_label": render_folder_label,
    "collection_slip": render_collection_slip,
    "service_receipt": render_service_receipt,
    "return_list": render_return_list,
    **NOTICES,
}


class Press:
    """Renders printouts; fonts are prepared when missing and opened at the first printout."""

    def __init__(self, folder: Path, progress: Callable[[str], None], slip_paper: Callable[[], str]) -> None:
        self._slip_paper = slip_paper
        self._folder = folder
        self._progress = progress
        self._faces: fonts.Faces | None = None

    @property
    def faces(self) -> fonts.Faces:
        """The registered faces."""
        if self._faces is None:
            prepare(self._folder, self._progress)
            self._faces = fonts.Faces(self._folder)
        return self._faces

    def render(self, kind: str, facts: PrintoutFacts) -> Printed:
        """Return the printout with the characters that no font here could print."""
        if kind == "tracking_slip":
            pdf, pages, texts = render_tracking_slip(facts, self.faces, self._slip_paper())
        else:
            pdf, pages, texts = RENDERERS[kind](facts, self.faces)
        return Printed(pdf, pages, self.faces.missing(texts))

    def render_alone(self, facts: GuideFacts | InquiryFacts | ReportFacts | TextFacts) -> Printed:
        """Return a printout that belongs to no application: a guide, an inquiry slip, a report, a reference text."""
        if isinstance(facts, GuideFacts):
            pdf, pages, texts = render_service_guide(facts, self.faces)
        elif isinstance(facts, InquiryFacts):
            pdf, pages, texts = render_inquiry_slip(facts, self.faces)
        elif isinstance(facts, ReportFacts):
            pdf, pages, texts = render_report(facts, self.faces)
        else:
            pdf, pages, texts = render_text(facts, self.faces)
        return Printed(pdf, pages, self.faces.missing(texts))

    def unprintable(self, text: str) -> tuple[str, ...]:
        """Return the characters of a text that no font here can print."""
        return self.faces.missing([text])
