"""What a database in memory holds, and the ports of each subject over it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta
from typing import Any

from counter.domain.application import Application, Event, MaterialRecord, PartyRecord
from counter.domain.calendar import Revision
from counter.domain.case import Case, CaseClock, ClockedCase
from counter.domain.credit import CreditEntry
from counter.domain.handover import Handover
from counter.domain.inquiry import Inquiry
from counter.domain.message import Message
from counter.domain.rating import Rating, Rectification
from counter.domain.request import DepartmentRequest
from counter.domain.site import Site
from counter.usecases.ports.accounts import Account
from counter.usecases.ports.attachments import Scan
from counter.usecases.ports.books import ImportedItem, Target
from counter.usecases.ports.claims import NextCase
from counter.usecases.ports.open_clocks import CaseMove, ClockMove, OpenClock
from counter.usecases.ports.projects import Project
from counter.usecases.ports.setup import Draft

Owned = tuple[str, Any]
"""The application's number, and what belongs to it."""


@dataclass
class Kept:
    """What the database holds."""

    applications: dict[str, Application] = field(default_factory=dict)
    parties: dict[str, tuple[PartyRecord, ...]] = field(default_factory=dict)
    materials: dict[str, tuple[MaterialRecord, ...]] = field(default_factory=dict)
    cases: dict[str, tuple[ClockedCase, ...]] = field(default_factory=dict)
    clocks: dict[str, tuple[CaseClock, ...]] = field(default_factory=dict)
    events: list[Owned] = field(default_factory=list)
    printouts: list[Owned] = field(default_factory=list)
    handovers: list[Owned] = field(default_factory=list)
    ratings: list[Owned] = field(default_factory=list)
    rectifications: list[Owned] = field(default_factory=list)
    messages: list[Owned] = field(default_factory=list)
    scans: list[Owned] = field(default_factory=list)
    requests: list[Owned] = field(default_factory=list)
    usual: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    series: dict[tuple[str, str, str], int] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)
    catalogues: dict[str, tuple[str, int | None]] = field(default_factory=dict)
    sites: dict[str, Site] = field(default_factory=dict)
    drafts: dict[str, Draft] = field(default_factory=dict)
    revisions: dict[Any, Revision] = field(default_factory=dict)
    years: set[int] = field(default_factory=set)
    credit: list[CreditEntry] = field(default_factory=list)
    inquiries: list[Inquiry] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    imported: list[ImportedItem] = field(default_factory=list)
    projects: dict[str, Project] = field(default_factory=dict)
    keys: dict[str, int] = field(default_factory=dict)

    def copy(self) -> "Kept":
        """Return what is kept, so that what comes after can be undone."""
        return Kept(**{one.name: type(had := getattr(self, one.name))(had) for one in fields(self)})

    def key(self, of: str) -> int:
        """Return the next key of its kind."""
        self.keys[of] = self.keys.get(of, 0) + 1
        return self.keys[of]

    def of(self, name: str, number: str) -> tuple[Any, ...]:
        """Return what belongs to the application, in order."""
        return tuple(one for owner, one in getattr(self, name) if owner == number)

    def add(self, name: str, number: str, one: Any) -> int:
        """Keep one more of its kind under a key of its own."""
        key = self.key(name)
        getattr(self, name).append((number, replace(one, id=key)))
        return key

    def save(self, name: str, one: Any) -> None:
        """Keep what changed of one that is there."""
        rows = getattr(self, name)
        for at, (owner, old) in enumerate(rows):
            if old.id == one.id:
                rows[at] = (owner, one)

    def change(self, number: str, **values: Any) -> None:
        """Change values of the application's head."""
        self.applications[number] = replace(self.applications[number], **values)


@dataclass
class _Store:
    kept: Kept


class MemorySetup(_Store):
    """Accounts, facts, catalogue versions, revisions, sites, drafts."""

    def account(self, name: str) -> Account | None:
        return self.kept.accounts.get(name)

    def accounts(self) -> Sequence[Account]:
        return [self.kept.accounts[name] for name in sorted(self.kept.accounts)]

    def save_account(self, account: Account, at: datetime) -> None:
        self.kept.accounts[account.officer.name] = account

    def fact(self, key: str) -> str | None:
        return self.kept.facts.get(key)

    def set_fact(self, key: str, value: str) -> None:
        self.kept.facts[key] = value

    def keep_catalogue(self, digest: str, version: str, content: str, shape: int, at: datetime) -> None:
        self.kept.catalogues.setdefault(digest, (content, shape))

    def kept_catalogue(self, digest: str) -> tuple[str, int | None] | None:
        return self.kept.catalogues.get(digest)

    def revisions(self) -> tuple[Sequence[Revision], Sequence[int]]:
        return list(self.kept.revisions.values()), sorted(self.kept.years)

    def hold_calendar(self) -> None:
        return None

    def add_revisions(self, dates: Sequence[Revision], years: Sequence[int], who: str, at: datetime) -> None:
        self.kept.revisions |= {one.day: one for one in dates}
        self.kept.years |= set(years)

    def sites(self) -> Sequence[Site]:
        return sorted(self.kept.sites.values(), key=lambda one: one.number)

    def site(self, code: str) -> Site | None:
        return self.kept.sites.get(code)

    def add_site(self, site: Site) -> None:
        self.kept.sites[site.code] = site

    def save_draft(self, draft: Draft) -> None:
        self.kept.drafts[draft.id] = draft

    def drop_draft(self, draft_id: str) -> None:
        self.kept.drafts.pop(draft_id, None)

    def drafts(self, site: str, window: str | None) -> Sequence[Draft]:
        mine = [one for one in self.kept.drafts.values() if one.site == site]
        mine = [one for one in mine if (one.parked if window is None else one.window == window)]
        return sorted(mine, key=lambda one: one.updated_at, reverse=True)


class MemoryService(_Store):
    """Hand-overs, ratings, rectifications, messages, scans, slips."""

    def add_handover(self, application: Application, one: Handover) -> int:
        return self.kept.add("handovers", application.number, one)

    def handovers(self, application: Application) -> tuple[Handover, ...]:
        return self.kept.of("handovers", application.number)

    def save_handover(self, one: Handover) -> None:
        self.kept.save("handovers", one)

    def add_rating(self, application: Application, one: Rating) -> int | None:
        said = [(r.kind, r.subject, r.round) for r in self.ratings(application)]
        if (one.kind, one.subject, one.round) in said:
            return None
        return self.kept.add("ratings", application.number, one)

    def ratings(self, application: Application) -> tuple[Rating, ...]:
        return self.kept.of("ratings", application.number)

    def save_rating(self, one: Rating) -> None:
        self.kept.save("ratings", one)

    def same_minute(self, origin: str, at: datetime) -> Sequence[int]:
        minute = timedelta(minutes=1)
        rows = [one for _, one in self.kept.ratings if origin and one.origin == origin]
        return [one.id for one in rows if at - minute < one.at < at + minute]

    def flag(self, ratings: Sequence[int]) -> None:
        for _, one in list(self.kept.ratings):
            if one.id in ratings:
                self.kept.save("ratings", replace(one, flagged=True))

    def add_rectification(self, application: Application, one: Rectification) -> int:
        return self.kept.add("rectifications", application.number, one)

    def rectifications(self, application: Application) -> tuple[Rectification, ...]:
        return self.kept.of("rectifications", application.number)

    def open_rectifications(self) -> Sequence[tuple[str, Rectification]]:
        return [(number, one) for number, one in self.kept.rectifications if one.closed_at is None]

    def save_rectification(self, one: Rectification) -> None:
        self.kept.save("rectifications", one)

    def queue_message(self, application: Application, one: Message) -> bool:
        if self.queued([one.key]):
            return False
        self.kept.add("messages", application.number, one)
        return True

    def queued(self, keys: Collection[str]) -> frozenset[str]:
        return frozenset(one.key for _, one in self.kept.messages if one.key in keys)

    def messages(self, application: Application) -> tuple[Message, ...]:
        return self.kept.of("messages", application.number)

    def add_scan(self, application: Application, one: Scan) -> None:
        self.kept.scans.append((application.number, one))

    def scans(self, application: Application) -> tuple[Scan, ...]:
        return self.kept.of("scans", application.number)

    def renew_token(self, application: Application, serial: int, digest: str) -> None:
        self.kept.change(application.number, token_serial=serial, token_digest=digest)

    def end_token(self, application: Application, until: datetime | None) -> None:
        self.kept.change(application.number, token_until=until)

    def save_place(self, application: Application, code: str, state: str, place: str) -> None:
        self.kept.materials[application.number] = tuple(
            replace(one, state=state, place=place) if one.code == code else one
            for one in self.kept.materials[application.number]
        )


class MemoryRequests(_Store):
    """Requests between departments, and usual times."""

    def add(self, application: Application, case_id: int, one: DepartmentRequest) -> int:
        return self.kept.add("requests", application.number, one)

    def save(self, one: DepartmentRequest) -> bool:
        if all(old.id != one.id or old.answered_at is not None for _, old in self.kept.requests):
            return False
        self.kept.save("requests", one)
        return True

    def of(self, application: Application) -> tuple[DepartmentRequest, ...]:
        return self.kept.of("requests", application.number)

    def open(self, limit: int | None = None) -> Sequence[DepartmentRequest]:
        return [one for _, one in self.kept.requests if one.answered_at is None][:limit]

    def usual_seconds(self, item: str, step: str) -> int:
        return self.kept.usual.get((item, step), (0, 0))[0]

    def usual_times(self) -> Sequence[tuple[str, str, int, int]]:
        return [(item, step, *counted) for (item, step), counted in self.kept.usual.items()]

    def save_usual(self, item: str, step: str, seconds: int, cases: int, at: datetime) -> None:
        self.kept.usual[item, step] = (seconds, cases)


class MemoryBooks(_Store):
    """Credit record, inquiries, targets, imported items."""

    def credit_of(self, id_number: str) -> tuple[CreditEntry, ...]:
        return tuple(one for one in reversed(self.kept.credit) if one.id_number == id_number)

    def credit(self, limit: int, search: str = "") -> tuple[CreditEntry, ...]:
        found = [one for one in reversed(self.kept.credit) if search in one.name]
        return tuple(found[:limit])

    def add_credit(self, one: CreditEntry) -> int:
        self.kept.credit.append(replace(one, id=self.kept.key("credit")))
        return self.kept.keys["credit"]

    def repair(self, key: int, at: datetime, words: str) -> bool:
        for n, one in enumerate(self.kept.credit):
            if one.id == key and one.repaired_at is None:
                self.kept.credit[n] = replace(one, repaired_at=at, repair=words)
                return True
        return False

    def add_inquiry(self, one: Inquiry) -> int:
        self.kept.inquiries.append(replace(one, id=self.kept.key("inquiries")))
        return self.kept.keys["inquiries"]

    def inquiries(self, site: str, since: datetime, until: datetime, limit: int = 500) -> tuple[Inquiry, ...]:
        found = [one for one in reversed(self.kept.inquiries) if one.site == site and since <= one.at < until]
        return tuple(found[:limit])

    def targets(self) -> Mapping[int, Target]:
        return {one.measure: one for one in self.kept.targets}

    def add_target(self, one: Target) -> None:
        self.kept.targets.append(one)

    def imported(self) -> tuple[ImportedItem, ...]:
        newest = {one.code: one for one in self.kept.imported}
        return tuple(newest[code] for code in sorted(newest))

    def newest_import(self) -> int:
        return len(self.kept.imported)

    def save_imported(self, one: ImportedItem) -> None:
        self.kept.imported.append(one)


class MemoryProjects(_Store):
    """Building projects."""

    def number(self, key: str, *, create: bool) -> str | None:
        for one in self.kept.projects.values():
            if key in (one.number, one.outside_code):
                return one.number
        if not create:
            return None
        number = f"XM{self.kept.key('projects'):06d}"
        self.kept.projects[number] = Project(number, key, "", {})
        return number

    def find(self, number: str) -> Project | None:
        return self.kept.projects.get(number)

    def save(self, project: Project) -> None:
        self.kept.projects[project.number] = project

    def lock(self, number: str) -> None:
        return None


class MemoryClaims(_Store):
    """The next waiting case of a queue, the first due first."""

    def next_waiting(
        self, department: str, levels: Collection[str], passed: Collection[int]
    ) -> NextCase | None:
        every = [(number, clocked.case) for number, cases in self.kept.cases.items() for clocked in cases]
        found = [
            (number, case)
            for number, case in every
            if case.state == "waiting" and case.department == department and case.level in levels
            and case.id not in passed and case.is_accepted
        ]  # fmt: skip
        if not found:
            return None
        number, case = min(found, key=lambda one: (one[1].due_at is None, one[1].due_at, one[1].id))
        owner = self.kept.applications[number]
        return NextCase(case.id, owner.id, case.case_no, case.item, case.step, case.version)

    def last_reviewer(self, case_id: int) -> str:
        numbers = {
            clocked.case.id: clocked.case.case_no for cases in self.kept.cases.values() for clocked in cases
        }
        events = [one for _, one in self.kept.events if one.case_no == numbers[case_id]]
        return next((one.who for one in reversed(events) if one.what == "review"), "")

    def claim(self, one: NextCase, officer: str, at: datetime) -> None:
        for number, cases in self.kept.cases.items():
            self.kept.cases[number] = tuple(
                replace(clocked, case=clocked.case.claim(officer)) if clocked.case.id == one.id else clocked
                for clocked in cases
            )


@dataclass
class MemoryReckonings(_Store):
    """Every open clock, in the order of applications and cases."""

    moves: list[CaseMove] = field(default_factory=list)

    def hold(self) -> None:
        return None

    def open_clocks(self) -> Sequence[OpenClock]:
        found = []
        for number, owner in self.kept.applications.items():
            whole: list[tuple[Case | None, tuple[CaseClock, ...]]] = [(None, self.kept.clocks[number])]
            for case, clocks in [
                *((clocked.case, clocked.clocks) for clocked in self.kept.cases[number]),
                *whole,
            ]:
                found += [_open_clock(owner, case, one) for one in clocks if _is_open(one)]
        return found

    def stops(self) -> Mapping[int, tuple[Any, ...]]:
        every = [clocked for cases in self.kept.cases.values() for clocked in cases]
        return {clocked.case.id: clocked.suspensions for clocked in every if clocked.suspensions}

    def move_cases(self, moves: Sequence[CaseMove]) -> None:
        by_case = {one.id: one for one in moves}
        for number, cases in self.kept.cases.items():
            self.kept.cases[number] = tuple(
                replace(clocked, case=replace(clocked.case, **_without_id(by_case[clocked.case.id])))
                if clocked.case.id in by_case
                else clocked
                for clocked in cases
            )

    def move_clocks(self, moves: Sequence[ClockMove]) -> None:
        by_clock = {one.id: _without_id(one) for one in moves}
        for number, cases in self.kept.cases.items():
            self.kept.cases[number] = tuple(
                replace(clocked, clocks=tuple(replace(c, **by_clock.get(c.id, {})) for c in clocked.clocks))
                for clocked in cases
            )
            self.kept.clocks[number] = tuple(
                replace(c, **by_clock.get(c.id, {})) for c in self.kept.clocks[number]
            )

    def log(self, entries: Sequence[tuple[int, int | None, Event]]) -> None:
        numbers = {one.id: number for number, one in self.kept.applications.items()}
        cases = {
            clocked.case.id: clocked.case.case_no
            for clocked_cases in self.kept.cases.values()
            for clocked in clocked_cases
        }
        for owner, case_id, event in entries:
            self.kept.events.append((numbers[owner], replace(event, case_no=cases.get(case_id or 0, ""))))


def _is_open(one: CaseClock) -> bool:
    return one.started_at is not None and one.ended_at is None and one.due_at is not None


def _without_id(one: Any) -> dict[str, Any]:
    return {key: value for key, value in one._asdict().items() if key != "id"}


def _open_clock(owner: Application, case: Case | None, one: CaseClock) -> OpenClock:
    return OpenClock(
        one.id, case.id if case else None, owner.id, one.rule, one.kind, str(one.limit.unit),
        one.limit.amount, one.limit.day, ",".join(one.stops), one.started_at, one.due_at, one.warn_at,
        one.provisional, one.extension_days, case.case_no if case else None,
        case.usual_seconds if case else 0, ",".join(case.reminders) if case else "", owner.number,
    )  # fmt: skip
