"""The window's books on the core: debts, credit record, inquiries, targets, the day's list and its end."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from counter.domain.application import Dossier
from counter.domain.credit import CreditEntry
from counter.domain.errors import NotAllowed
from counter.domain.inquiry import Inquiry
from counter.domain.words import Words
from counter.usecases import books
from counter.usecases.awaited import take_awaited
from counter.usecases.book_port import Debt, Earlier, Target
from counter.usecases.day_close import Day, close_day, look_at_day
from counter.usecases.ports import Officer
from counter.usecases.print_papers import Paper

if TYPE_CHECKING:
    from counter.wiring import Core

MOST = 500


class WindowBooks:
    """The part of the core that keeps the window's books."""

    def __init__(self, core: "Core") -> None:
        self._core = core

    def credit(self, search: str, officer: Officer) -> tuple[CreditEntry, ...]:
        """Return entries of the credit record, newest first (NotAllowed for others than its keepers)."""
        if officer.role not in (*books.KEEPERS, "auditor"):
            raise NotAllowed(
                "wrong_role", Words("无权查看信用记录。", "The record is not open to this role.")
            )
        with self._core.uow(read_only=True) as uow:
            return uow.books.credit(MOST, search)

    def credit_of(self, id_number: str) -> tuple[CreditEntry, ...]:
        """Return the entries about a number, for the verdict at the window."""
        with self._core.uow(read_only=True) as uow:
            return uow.books.credit_of(id_number)

    def earlier(self, id_number: str) -> Sequence[Earlier]:
        """Return earlier applications of the number, newest first."""
        return self._core.lists.earlier([id_number])

    def add_credit(self, data: Mapping[str, object], officer: Officer) -> CreditEntry:
        """Write an entry (NotAllowed, InputRefused)."""
        with self._core.uow() as uow:
            one = books.add_credit(data, officer, uow)
            uow.commit()
        return one

    def repair_credit(self, key: int, words: str, officer: Officer) -> None:
        """End an entry by repair (NotAllowed, InputRefused)."""
        with self._core.uow() as uow:
            books.repair_credit(key, words, officer, uow)
            uow.commit()

    def record_inquiry(self, data: Mapping[str, object], officer: Officer) -> Inquiry:
        """Record a visit that ends without an application (NotAllowed, InputRefused)."""
        core, desk = self._core, self._core.settings.desk
        with core.uow() as uow:
            one = books.record_inquiry(data, officer, desk.site, desk.window, core.catalogue, uow)
            uow.commit()
        return one

    def enter_target(self, measure: int, data: Mapping[str, object], officer: Officer) -> Target:
        """Enter the figure of a tracked measure (NotAllowed, InputRefused)."""
        with self._core.uow() as uow:
            one = books.enter_target(measure, data, officer, self._core.catalogue, uow)
            uow.commit()
        return one

    def take_awaited(self, number: str, keys: Sequence[str], officer: Officer) -> Dossier:
        """Take in what is ticked of everything that is waited for (NotAllowed, InputRefused)."""
        core = self._core
        core.check_clock()
        with core.uow() as uow:
            application = take_awaited(number, keys, officer, core.office, uow)
            uow.commit()
        return core.dossier(application.number)

    def inquire(self, data: Mapping[str, object], officer: Officer) -> Paper:
        """Record an inquiry and return its slip (NotAllowed, InputRefused)."""
        return self._core.paperwork.inquiry_slip(self.record_inquiry(data, officer))

    def guide(self, code: str) -> Paper:
        """Return the service guide of an item."""
        return self._core.paperwork.guide(code)

    def debts(self, limit: int, after: str | None, search: str) -> tuple[tuple[Debt, ...], str | None]:
        """Return promised papers to come, those due first first."""
        return self._core.lists.debts(limit, after, search)

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
