"""The window's books on the core: outstanding materials, credit record, inquiries, targets, the day's list and its end."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from counter.devices.storing import write_whole
from counter.devices.workbooks import read_workbook, to_csv, to_workbook, write_template
from counter.domain.application import Dossier, Event
from counter.domain.errors import InputRefused, NotAllowed
from counter.domain.inquiry import Inquiry
from counter.domain.words import Lang, Words
from counter.usecases.figures.report import make_report, read_period, report_shape, report_tables
from counter.usecases.hall import books
from counter.usecases.hall.day_close import Day, close_day, look_at_day
from counter.usecases.hall.kept_catalogue import imported_items
from counter.usecases.intake.awaited import take_awaited
from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.books import Guide, ImportedItem
from counter.usecases.ports.figures import Report
from counter.usecases.ports.lists import Earlier, OutstandingMaterial
from counter.usecases.ports.setup import Draft
from counter.usecases.printouts.make import Printout
from counter.usecases.reading.dossiers import dossier_of
from counter.usecases.steps.carry_out import carry_out, office_of
from forms.fault_words import fault_words
from forms.item_guide import changes, read_guide
from forms.kept import SHAPE
from forms.loading import catalogue_tables
from forms.reading import CatalogueRefused, plain

if TYPE_CHECKING:
    from counter.wiring import Core

MOST = 500
GUIDE = "guide.xlsx"


class WindowBooks:
    """The part of the core that keeps the window's books."""

    def __init__(self, core: "Core") -> None:
        self._core = core
        self._seen_import = -1

    def earlier(self, id_number: str) -> Sequence[Earlier]:
        """Return earlier applications of the number, newest first."""
        return self._core.lists.earlier([id_number])

    def record_inquiry(self, data: Mapping[str, object], officer: Officer) -> Inquiry:
        """Record a visit that ends without an application (NotAllowed, InputRefused)."""
        core, desk = self._core, self._core.settings.desk
        with core.uow() as uow:
            one = books.record_inquiry(data, officer, desk.site, desk.window, core.catalogue, uow)
            uow.commit()
        return one

    def take_awaited(
        self, number: str, keys: Sequence[str], payment: Mapping[str, object], officer: Officer
    ) -> Dossier:
        """Take in what is ticked of everything that is waited for (NotAllowed, InputRefused)."""
        core = self._core
        core.app.check_clock()
        with core.uow() as uow:
            application = take_awaited(number, keys, payment, officer, office_of(core.app), uow)
            uow.commit()
        return dossier_of(core.app, application.number)

    def inquire(self, data: Mapping[str, object], officer: Officer) -> Printout:
        """Record an inquiry and return its slip (NotAllowed, InputRefused)."""
        return self._core.paperwork.inquiry_slip(self.record_inquiry(data, officer))

    def guide(self, code: str) -> Printout:
        """Return the service guide of an item."""
        return self._core.paperwork.guide(code)

    def preview_items(self, path: Path) -> Guide:
        """Return what the guide in the spreadsheet would change; nothing is changed (InputRefused by cell)."""
        core = self._core
        try:
            code, content, after = read_guide(
                read_workbook(path), catalogue_tables(core.catalogues.imported())
            )
        except CatalogueRefused as refused:
            fields = {
                f"{f.file}:{f.key}" if f.file != GUIDE else f.key: Words(
                    f"{fault_words(f.problem).zh}；{fault_words(f.remedy).zh}", f"{f.problem}; {f.remedy}"
                )
                for f in refused.faults
            }
            words = Words("表格有 {n} 处错误，未作任何改动。", "{n} cells are wrong; nothing was changed.")
            raise InputRefused("bad_guide", words.fill(n=len(fields)), fields) from refused
        return Guide(code, content, tuple(changes(core.catalogue, after, code)))

    def write_template(self, path: Path) -> None:
        """Write an empty guide."""
        write_template(path)

    def import_items(self, guide: Guide, officer: Officer) -> None:
        """Put the item of the guide into force for new applications; running cases keep theirs (NotAllowed)."""
        if officer.role != "administrator":
            raise NotAllowed(
                "wrong_role",
                Words("只有系统管理员可以导入事项。", "Only the system administrator imports items."),
            )
        core = self._core
        with core.uow() as uow:
            at = uow.moment()
            content = json.loads(plain(guide.content))
            uow.books.save_imported(ImportedItem(guide.code, content, officer.name, at, SHAPE))
            facts = {"item": guide.code, "changes": [key for key, _, _ in guide.changes]}
            uow.log_hall(Event(at, officer.name, "item_imported", facts))
            uow.commit()
        core.catalogues.forget()

    def report(self, first: date, last: date, officer: Officer) -> Report:
        """Return the figures of the days, both included (NotAllowed)."""
        return make_report(first, last, officer, self._core.lists, self._core.now())

    def write_report(self, report: Report, form: str, path: Path, lang: Lang) -> None:
        """Write the report as json, csv, xlsx or pdf, whole or not at all (EnvironmentFault)."""
        core = self._core
        tables = report_tables(report, core.catalogue, lang)
        if form == "json":
            content = json.dumps(report_shape(report, core.catalogue), ensure_ascii=False, indent=1).encode()
        elif form == "csv":
            content = to_csv(tables)
        elif form == "xlsx":
            content = to_workbook(tables)
        else:
            content = core.paperwork.report(report, tables).pdf
        write_whole(path, content)

    def renew_catalogue(self) -> bool:
        """Read the catalogue anew when another PC imported an item meanwhile; say whether it did."""
        core = self._core
        with core.uow(read_only=True) as uow:
            newest = uow.books.newest_import()
            if (
                newest == self._seen_import
            ):  # asked after every change: the contents are read after an import only
                return False
            imported = imported_items(uow)
        self._seen_import = newest
        if imported == core.catalogues.imported():
            return False
        core.catalogues.forget()
        _ = core.catalogue  # read here, beside the screen
        return True

    def save_report(self, first: str, last: str, form: str, officer: Officer, lang: Lang) -> Path:
        """Write the report of the days into the folder of reports; return its path (InputRefused, NotAllowed)."""
        days = read_period(first, last)
        path = self._core.settings.data / "reports" / f"report-{days[0]}-{days[1]}.{form}"
        self.write_report(self.report(*days, officer), form, path, lang)
        return path

    def outstanding(
        self, limit: int, after: str | None, search: str
    ) -> tuple[tuple[OutstandingMaterial, ...], str | None]:
        """Return outstanding materials, those due first first."""
        return self._core.lists.outstanding(limit, after, search)

    def reveal(self, number: str, reason: str, officer: Officer) -> str:
        """Return names and numbers behind a masked row; who asked and why is an event (NotAllowed, InputRefused)."""
        dossier = carry_out(self._core.app, "reveal", number, officer, {"reason": reason})
        return "；".join(f"{p.name} {p.id_number} {p.phone}" for p in dossier.parties)

    def parked(self) -> Sequence[Draft]:
        """Return the drafts that any window of the site put aside, newest first."""
        with self._core.uow(read_only=True) as uow:
            return uow.setup.drafts(self._core.settings.desk.site, None)

    def day(self, day: date | None = None) -> Day:
        """Return the day of this PC's window."""
        core, desk = self._core, self._core.settings.desk
        with core.uow(read_only=True) as uow:
            return look_at_day(desk.site, desk.window, day or core.today(), core.lists, uow)

    def close_day(self, explained: Mapping[str, str], officer: Officer) -> Day:
        """Close the day of this PC's window (NotAllowed, InputRefused); return it as it is kept."""
        core, desk = self._core, self._core.settings.desk
        day = self.day()
        with core.uow() as uow:
            close_day(day, explained, officer, desk.site, desk.window, uow)
            uow.commit()
        return self.day()
