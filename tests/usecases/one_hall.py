"""A hall at work on a database in memory: one place that knows how use cases are called."""

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from counter.domain.application import Application, Dossier, Event
from counter.domain.case import Case, ClockedCase
from counter.domain.errors import CounterError
from counter.domain.handover import Handover
from counter.domain.message import Message
from counter.domain.rating import Rating
from counter.domain.site import Site
from counter.settings import Hall, Settings, hall_from_text, hall_to_text
from counter.usecases.hall.calendars import CurrentCalendar
from counter.usecases.handover.hand_over import hand_over
from counter.usecases.intake.accept import Accepted, Desk, accept_application
from counter.usecases.intake.awaited import take_awaited
from counter.usecases.ports.accounts import Account, Officer
from counter.usecases.ports.app import App
from counter.usecases.ports.attachments import Scan
from counter.usecases.ratings.rate import rate
from counter.usecases.status.notify import Notifier, checked_templates
from counter.usecases.steps.run import take
from counter.usecases.steps.step import Office
from forms.catalogue import Catalogue, Deferral
from forms.form_reading import read_submission
from forms.loading import read_resource
from tests.builders import MONDAY, a_catalogue, a_form, a_permit_form, a_stage_form, local, with_item
from tests.usecases.stores import Database, MemoryUow

KEY = b"k" * 32
CLERK = Officer("clerk", "窗口一", "clerk")
OTHER_CLERK = Officer("clerk2", "窗口二", "clerk")
REVIEWER = Officer("reviewer", "审批一", "reviewer", "*")
OTHER_REVIEWER = Officer("reviewer2", "审批二", "reviewer", "*")
HEAD = Officer("head", "负责人", "head", "*")
SUPERVISOR = Officer("supervisor", "督办", "supervisor")
ADMINISTRATOR = Officer("admin", "管理员", "administrator")
AUDITOR = Officer("auditor", "审计", "auditor")
PEOPLE = (CLERK, OTHER_CLERK, REVIEWER, OTHER_REVIEWER, HEAD, SUPERVISOR, ADMINISTRATOR, AUDITOR)


@cache
def templates() -> dict[str, str]:
    """Return the messages that are delivered."""
    return checked_templates(read_resource("messages.toml"))


@dataclass
class AHall:
    """A hall with its accounts, its site and an empty database; ``at`` is what its clock says."""

    catalogue: Catalogue = field(default_factory=a_catalogue)
    database: Database = field(default_factory=lambda: Database(MONDAY))
    calendar_of: CurrentCalendar = field(default_factory=CurrentCalendar)

    def __post_init__(self) -> None:
        self.database.kept.sites["FY"] = Site("FY", 1, "抚远市政务服务大厅")
        self.settle(message_gateway="outbox")
        for one in PEOPLE:
            self.database.kept.accounts[one.name] = Account(one, "", False)

    def settle(self, **settings: Any) -> None:
        """Change settings of the hall."""
        self.database.kept.facts["hall"] = hall_to_text(Hall(**settings))

    def clock(self, text: str) -> None:
        """Set the moment, written ``2026-11-23 10:00``."""
        self.database.at = local(text)

    @property
    def at(self) -> datetime:
        return self.database.at

    @property
    def settings(self) -> Hall:
        return hall_from_text(self.database.kept.facts["hall"])

    def notifier_of(self, uow: MemoryUow) -> Notifier:
        return Notifier(hall_from_text(uow.setup.fact("hall")), templates())

    @property
    def office(self) -> Office:
        return Office(self.calendar_of, lambda digest, uow: self.catalogue, self.notifier_of, KEY)

    @property
    def app(self) -> App:
        """What use cases are given that open their own transaction."""
        return App(
            Settings("memory:", Path("data")), self.database.open, None, self.calendar_of,
            lambda digest, uow: self.catalogue, lambda: self.catalogue, self.notifier_of, lambda: KEY, lambda: None,
        )  # type: ignore[arg-type]  # fmt: skip

    def start_up(self, **changes: Any) -> str:
        """Take the company start-up in; return its number."""
        return self.accept(a_form(**changes)).dossier.application.number

    def permit(self, **changes: Any) -> str:
        """Take in a licence that is examined, surveyed and decided by a second person; return its number."""
        return self.accept(a_permit_form(**changes)).dossier.application.number

    def permit_owing(self) -> str:
        """Take in the licence with its test of the water to follow until Friday 2026-11-27; return its number.

        A works permit's department defers nothing; here it does.
        """
        uses = tuple(
            replace(use, deferral=Deferral("until_date"), state="deferrable", blocks_issue=True)
            if use.code == "drainage_test"
            else use
            for use in self.catalogue.items["drainage-permit"].materials
        )
        self.catalogue = with_item(self.catalogue, "drainage-permit", materials=uses)
        return self.permit(materials=[
            {"code": "drainage_form", "form": "original", "copies": 1, "pages": 1},
            {"code": "drainage_plan", "form": "copy", "copies": 1, "pages": 1},
            {"code": "drainage_test", "due": "2026-11-27"},
        ])  # fmt: skip

    def stage(self, package: str, **changes: Any) -> str:
        """Take in a stage of a building project; return its number."""
        return self.accept(a_stage_form(package, **changes)).dossier.application.number

    def accept(self, form: Any, officer: Officer = CLERK, *, window: str = "01") -> Accepted:
        """Take an application in."""
        found = read_submission(form, self.catalogue, date(2026, 11, 23))
        assert found.submission is not None, {name: words.en for name, words in found.errors.items()}
        with self.database.writing() as uow:
            return accept_application(
                found.submission, officer, Desk("FY", window), self.catalogue, self.calendar_of(uow), KEY, uow,
                self.notifier_of(uow),
            )  # fmt: skip

    def act(self, verb: str, number: str, officer: Officer = REVIEWER, /, **facts: Any) -> Any:
        """Take a step; return what it touched."""
        with self.database.writing() as uow:
            return take(verb, number, officer, facts, self.office, uow, self.catalogue)[1]

    def issue(self, number: str, officer: Officer = CLERK, /, **facts: Any) -> Handover:
        """Hand results over."""
        signed = facts.pop("signed", "")
        with self.database.writing() as uow:
            return hand_over(number, officer, facts, "01", self.office, uow, signed)[1]

    def bring(self, number: str, *keys: str, who: Officer = CLERK, payment: Any = None) -> None:
        """Take in what is waited for, by its keys."""
        with self.database.writing() as uow:
            take_awaited(number, keys, payment or {}, who, self.office, uow)

    def rate(self, number: str, channel: str = "phone", origin: str = "", **said: Any) -> Rating:
        """Let the applicant say something."""
        with self.database.writing() as uow:
            calendar = self.calendar_of(uow)
            application = uow.application(number)
            return rate(application, said, channel, origin, self.settings, calendar, uow)

    def scan(self, number: str, sha256: str) -> None:
        """Attach a scan to the application's first case."""
        one = Scan(
            self.clocked(number).case.case_no, "答复.pdf", "application/pdf", 1000, sha256, self.at, "clerk"
        )
        self.database.kept.scans.append((number, one))

    def application(self, number: str) -> Application:
        return self.database.kept.applications[number]

    def dossier(self, number: str) -> Dossier:
        with self.database.open() as uow:
            return uow.dossier(self.application(number))

    def clocked(self, number: str, item: str = "") -> ClockedCase:
        """Return the case of the item, or the only one."""
        cases = self.database.kept.cases[number]
        return next(one for one in cases if not item or one.case.item == item)

    def case(self, number: str, item: str = "") -> Case:
        return self.clocked(number, item).case

    def clocks(self, number: str, item: str = "") -> dict[str, str | None]:
        """Return the due moment of each clock of the case by its kind and rule, in local words."""
        found = self.clocked(number, item).clocks
        return {f"{one.kind} {one.rule}": shown(one.due_at) for one in found}

    def whole(self, number: str) -> dict[str, tuple[str | None, str | None]]:
        """Return due moment and end of each clock over the application."""
        return {
            one.rule: (shown(one.due_at), shown(one.ended_at)) for one in self.database.kept.clocks[number]
        }

    def events(self, number: str, case_no: str | None = None) -> list[str]:
        """Return what happened, in order."""
        return [one.what for one in self.history(number) if case_no is None or one.case_no == case_no]

    def history(self, number: str) -> tuple[Event, ...]:
        return self.database.kept.of("events", number)

    def last(self, number: str) -> Event:
        return self.history(number)[-1]

    def messages(self, number: str) -> list[Message]:
        return list(self.database.kept.of("messages", number))

    def requests(self, number: str) -> list[Any]:
        return list(self.database.kept.of("requests", number))

    def place(self, number: str, code: str) -> tuple[str, str]:
        """Return state and place of a material."""
        one = next(one for one in self.database.kept.materials[number] if one.code == code)
        return one.state, one.place


def shown(at: datetime | None) -> str | None:
    """Return a moment as it is written here."""
    return f"{at.astimezone(MONDAY.tzinfo):%Y-%m-%d %H:%M}" if at else None


@contextmanager
def refused(code: str, *fields: str):
    """What stands in the block has to be refused with the code, and the fields where they are named."""
    with pytest.raises(CounterError) as caught:
        yield
    assert caught.value.code == code, caught.value.words
    if fields:
        assert tuple(caught.value.fields) == fields
