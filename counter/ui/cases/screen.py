"""The case page with its desk, connected; what leads elsewhere is told to the window."""

from counter.ui.cases.desk import CaseDesk
from counter.ui.cases.page import CasePage
from counter.ui.ports import Core
from counter.ui.printing_desk import PrintingDesk


def connect_case(page: CasePage, desk: CaseDesk, printing: PrintingDesk, core: Core) -> None:
    """Let the page ask and the desk answer; printouts go to the printing desk."""
    desk.renewed.connect(lambda facts: page.renew(facts, core.app.now()))
    desk.taken.connect(lambda _: page.step_taken())
    desk.refused.connect(page.show_refusal)
    desk.not_taken.connect(page.show_not_taken)
    desk.pages.connect(page.show_pages)
    desk.picture.connect(page.show_picture)
    desk.came.connect(printing.received)
    page.slip_requested.connect(printing.another_slip)
    page.step_requested.connect(desk.step)
    page.take_requested.connect(desk.take_awaited)
    page.scan_requested.connect(desk.view)
    page.attach_requested.connect(desk.attach)
    page.page_taken.connect(desk.take_page)
    page.printouts_requested.connect(printing.printouts)
    page.printout_requested.connect(lambda _kind, _sha: printing.printouts(page.number))
