"""The desk behind the intake page: drafts, the returning applicant, acceptance, materials."""

import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from counter.domain.errors import CounterError, InputRefused
from counter.domain.words import Words
from counter.ui.intake.page import IntakePage
from counter.ui.ports import Core
from counter.ui.tasks import Tasks
from counter.usecases.hall.calendars import calendar_in_force
from counter.usecases.hall.inquiries import inquire
from counter.usecases.intake.accept import Accepted
from counter.usecases.intake.accept_form import accept_form
from counter.usecases.intake.drafts import drop_draft, own_drafts, save_draft
from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.setup import Draft
from counter.usecases.printouts.alone import print_guide
from counter.usecases.printouts.draft import draft_printouts
from counter.usecases.printouts.make import Printout
from counter.usecases.reading.applicant_history import applicant_history


class IntakeDesk(QObject):
    """Calls the use cases for the intake page; everything runs beside the UI thread."""

    accepted = Signal(object)
    preview = Signal(object, object)
    refused = Signal(object)
    resumed = Signal()

    def __init__(self, core: Core, tasks: Tasks, page: IntakePage, officer: Officer) -> None:
        super().__init__(page)
        self._core, self._tasks, self._page, self.officer = core, tasks, page, officer
        page.draft_changed.connect(self._save_draft)
        page.accept_requested.connect(self._accept)
        page.preview_requested.connect(self._preview)
        page.person_requested.connect(self._look_for_person)
        page.inquiry_requested.connect(self._inquire)
        page.guide_requested.connect(self._guide)
        tasks.read(partial(calendar_in_force, core.app), self._show_calendar, self._quiet)

    def _show_calendar(self, calendar: Any) -> None:
        self._page.set_calendar(calendar, self._core.app.now)

    def _quiet(self, error: CounterError) -> None:
        self.refused.emit(error)

    def offer_draft(self) -> None:
        """Bring back what this window was typing when it was last closed or killed."""
        self._tasks.read(partial(own_drafts, self._core.app), self._show_draft, self._quiet)

    def _show_draft(self, drafts: Sequence[Draft]) -> None:
        if drafts and not self._page.choice.items():
            self._page.show_form(dict(drafts[0].form), drafts[0].id)

    def _save_draft(self, draft_id: str, form: dict[str, Any], parked: bool = False) -> None:  # noqa: FBT001, FBT002
        work = partial(save_draft, self._core.app, draft_id, form, self.officer, parked=parked)
        self._tasks.write(work, lambda _: None, self._quiet)

    def park(self) -> None:
        """Put the draft aside, where any window of the site finds it, and begin a new one."""
        if self._page.choice.items():
            self._save_draft(self._page.draft_id, self._page.form(), True)
        self._page.clear()

    def take_draft(self, draft: Draft) -> None:
        """Go on with a parked draft; what this window was typing is parked instead. It is no longer parked then."""
        self.park()
        self._page.show_form(dict(draft.form), draft.id)
        self._save_draft(draft.id, dict(draft.form))
        self.resumed.emit()

    def take_online(self) -> None:
        """Take over an application that was started online: its form file is shown to be checked."""
        path, _ = QFileDialog.getOpenFileName(self._page, "", "", "JSON (*.json)")
        if path:
            self.read_online(Path(path))

    def read_online(self, path: Path) -> None:
        """Show the form file; what the window was typing is parked first."""
        try:
            raw = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            raw = None
        if not isinstance(raw, dict):
            self.refused.emit(
                InputRefused(
                    "bad_json",
                    Words("文件不是有效的申请（JSON）。", "The file is no valid application (JSON)."),
                )
            )
            return
        self.park()
        self._page.show_form(self._as_online(raw))

    def _as_online(self, raw: dict[str, Any]) -> dict[str, Any]:
        form = {**raw, "channel": raw.get("channel", "online_pc")}
        if form["channel"] == "online":
            form["channel"] = "online_pc"
        if "parties" not in form and isinstance(form.get("applicant"), dict):
            party = {"role": "applicant", **form.pop("applicant")}
            if isinstance(form.get("agent"), dict):
                party["agent"] = form.pop("agent")
            form["parties"] = [party]
        return form

    def _look_for_person(self, id_type: str, number: str) -> None:
        work = partial(applicant_history, self._core.app, id_type, number)
        self._tasks.read(work, self._page.show_history, self._quiet)

    def read_card(self) -> None:
        """Read the card on the reader into the person that has the cursor (F4)."""
        self._tasks.beside(self._core.devices.read_card, self._page.show_card, self._show_refusal)

    def _inquire(self, data: dict[str, Any]) -> None:
        def show(printout: Printout) -> None:
            self._page.clear()
            self.preview.emit([printout], Words("咨询已登记", "Inquiry recorded"))

        self._tasks.write(partial(inquire, self._core.app, data, self.officer), show, self._show_refusal)

    def _guide(self, code: str) -> None:
        title = Words("办事指南", "Service guide")
        self._tasks.printout(
            partial(print_guide, self._core.app, code),
            lambda p: self.preview.emit([p], title),
            self._show_refusal,
        )

    def _preview(self, form: dict[str, Any]) -> None:
        def draw() -> list[Printout]:
            return draft_printouts(self._core.app, form, self.officer)

        title = Words("待签名的文书", "Printouts to be signed")
        self._tasks.printout(draw, lambda printouts: self.preview.emit(printouts, title), self._show_refusal)

    def _accept(self, form: dict[str, Any]) -> None:
        draft_id = self._page.draft_id

        def work() -> Accepted:
            accepted = accept_form(self._core.app, form, self.officer)
            drop_draft(self._core.app, draft_id)
            return accepted

        self._tasks.write(work, self._show_accepted, self._show_refusal)

    def _show_accepted(self, accepted: Accepted) -> None:
        self._page.accepted()
        self.accepted.emit(accepted)

    def _show_refusal(self, error: CounterError) -> None:
        self._page.show_refusal(error.with_remedy)
