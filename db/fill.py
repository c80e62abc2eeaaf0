"""Plausible cases by a bulk path, for benchmarks; rehearsal databases only.

Names are put together from common surnames and characters by a seeded generator, numbers carry valid
check characters; four cases an application, spread over two years and all states. Keys are taken from the
tables' own series as every other writer takes them, so the program's role may fill, and windows may be open.
"""

import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, func, insert, select, text

from counter.domain.application import Event
from counter.domain.calendar import CHINA, WorkCalendar, local_seconds
from counter.domain.case import CaseClock, CaseState
from counter.domain.chain import chain_of_case
from counter.domain.database_identity import FACT
from counter.domain.identity import check_character
from counter.domain.moments import Moment
from counter.domain.numbers import application_number, case_number, task_code
from counter.domain.routing import clocks_for, completion
from counter.domain.slip import RECIPE, token_digest, token_for
from counter.usecases.intake.accept import item_facts
from db import rows
from db.event_log import Subject, chained
from db.new_application import searchable
from db.tables import ApplicationRow, CaseRow, ClockRow, EventRow, MetaRow, MomentRow, PartyRow
from forms.catalogue import Catalogue, Item

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰涛明超秀兰霞平刚桂英华玉萍红建国春梅志文博雪松海波晓东"
_BATCH = 2_500
_KEYS = 500
"""How many keys a server is asked for at once; those that are left over are never used, which does no harm."""
_GREEN_SHARE = 0.03
_RECENT_ENDS = ("ready", "issued", "issued", "decided", "withdrawn", "terminated")
_OLD_ENDS = ("issued", "issued", "issued", "issued", "withdrawn", "terminated")


def _person(chance: random.Random) -> tuple[str, str]:
    name = chance.choice(_SURNAMES) + "".join(chance.choices(_GIVEN, k=chance.choice((1, 2, 2))))
    born = datetime(1960, 1, 1, tzinfo=CHINA) + timedelta(days=chance.randrange(16_000))
    head = f"230833{born:%Y%m%d}{chance.randrange(1000):03d}"
    return name, head + check_character(head)


class _Filler:
    """Makes the rows of applications one after another."""

    def __init__(
        self,
        catalogue: Catalogue,
        calendar: WorkCalendar,
        now: datetime,
        key: bytes,
        seed: int,
        open_share: float,
        identity: str,
    ) -> None:
        self.open_share, self.identity = open_share, identity
        self.catalogue, self.calendar, self.now, self.key = catalogue, calendar, now, key
        self.chance = random.Random(seed)  # noqa: S311 - plausible data, no secret
        package = catalogue.packages["enterprise-start-up"]
        self.start_up = [catalogue.items[code] for code in package.items]
        self.singles = [i for i in catalogue.items.values() if i.code not in package.items]
        self.clocks = {item.code: self._templates(item) for item in (*self.start_up, *self.singles)}
        self.rows: dict[Any, list[dict[str, Any]]] = {
            t: [] for t in (ApplicationRow, PartyRow, CaseRow, MomentRow, ClockRow, EventRow)
        }

    def _templates(self, item: Item) -> tuple[CaseClock, ...]:
        answers = {"complex": False, "voltage": "low", "direct_meter": False, "customer": "resident"}
        routed = item_facts(self.catalogue, item, answers)
        return clocks_for(routed, "accepted", (), {})

    def application(self, number: int, cases: list[int]) -> None:
        """Add one application, with a case for each of the keys *cases*."""
        chance = self.chance
        at = self.now - timedelta(seconds=chance.randrange(730 * 86_400))
        opening = self.calendar.moment(self.calendar.position(local_seconds(at)) + 1)
        at = datetime.fromtimestamp(opening - 62_135_596_800 - 86_400 - 28_800, CHINA)
        name, identity = _person(chance)
        window = str(chance.randrange(1, 41))
        count = len(cases)
        items = self.start_up[:count] if count > 1 else [chance.choice(self.singles)]
        number_text = application_number("FY", window, at, 10_000_000 + number)
        self.rows[ApplicationRow].append(
            {
                "id": number, "number": number_text, "site": "FY", "window": window, "clerk": "clerk",
                "package": "enterprise-start-up" if count > 1 else None, "channel": "window",
                "green_channel": "", "outcome": "accepted", "received_at": at, "accepted_at": at,
                "token_digest": token_digest(token_for(self.key, number_text, 0, self.identity, RECIPE)),
                "token_serial": 0, "token_identity": self.identity, "token_recipe": RECIPE,
                "token_until": None, "idempotency_key": None, "form_digest": "",
                "signature": "paper", "signed_digest": "", "catalogue_digest": self.catalogue.digest,
                "applicant_name": name, "search_name": searchable(name),
                "title": "企业开办" if count > 1 else items[0].name.zh, "project_id": None,
                "void_reason": None,
                "form": {
                    "items": [i.code for i in items], "answers": {},
                    "parties": [
                        {"role": "applicant", "type": "natural_person", "name": name,
                         "id_type": "resident_id", "id_number": identity}
                    ],
                },
            }
        )  # fmt: skip
        self.rows[PartyRow].append(
            {
                "application_id": number, "ordinal": 0, "role": "applicant", "name": name,
                "type": "natural_person", "id_type": "resident_id", "id_number": identity,
                "phone": "", "data": {},
            }
        )  # fmt: skip
        for n, (item, case) in enumerate(zip(items, cases, strict=True), 1):
            self._case(number, case, n, item, at, name, window)

    def _case(
        self, application: int, number: int, ordinal: int, item: Item, at: datetime, name: str, window: str
    ) -> None:
        chance = self.chance
        body = self.catalogue.departments[item.department].body_code
        case_no = case_number(task_code(body, item.catalogue_code), at, 1, window, number)
        recent = (self.now - at) < timedelta(days=10)
        open_share = self.open_share or (0.6 if recent else 0.02)
        state = (
            chance.choice(("waiting", "waiting", "claimed", "suspended"))
            if chance.random() < open_share
            else chance.choice(_RECENT_ENDS if recent else _OLD_ENDS)
        )
        done = None
        if state not in (CaseState.WAITING, CaseState.CLAIMED, CaseState.SUSPENDED):
            begun = {"receipt": at, "acceptance": at, "complete": at}
            dues = [c.recalculated(begun, (), self.calendar).due_at for c in self.clocks[item.code]]
            allowed = min((due for due in dues if due), default=at + timedelta(days=1)) - at
            share = chance.uniform(0.1, 0.98) if chance.random() < 0.95 else chance.uniform(1.1, 3)  # noqa: PLR2004
            done = min(at + allowed * share, self.now).replace(microsecond=0)
        moments: dict[str, datetime] = {Moment.RECEIPT: at, Moment.ACCEPTANCE: at, Moment.COMPLETE: at}
        if done is not None:
            moments |= {Moment.DECISION: done, Moment.RESULT: done}
            moments |= dict.fromkeys(completion(item_facts(self.catalogue, item, {})), done)
        recalculated = [one.recalculated(moments, (), self.calendar) for one in self.clocks[item.code]]
        due = [(c.due_at, c.rule, c.warn_at) for c in recalculated if c.due_at and not c.ended_at]
        first = min(due) if due else (None, None, None)
        self.rows[CaseRow].append(
            {
                "id": number, "application_id": application, "ordinal": ordinal, "case_no": case_no,
                "item": item.code, "department": item.department, "outcome": "accepted",
                "state": state, "step": item.steps[0].code,
                "handler": "reviewer" if state in (CaseState.CLAIMED, CaseState.SUSPENDED) else None, "version": 1,
                "green": chance.random() < _GREEN_SHARE, "received_at": at, "due_at": first[0],
                "binding": first[1], "claim_before": first[2] or rows.FAR, "warn_at": first[2],
                "remind_at": None, "reminders": "", "usual_seconds": 0, "level": "", "completed_at": done,
                "closing": state if state in (CaseState.WITHDRAWN, CaseState.TERMINATED) else "",
                "completion": "", "upstream": "", "catalogue_digest": self.catalogue.digest,
                "applicant_name": name,
                "result": {"name": item.result_name.zh, "no": f"{number:08d}"}
                if state in (CaseState.READY, CaseState.ISSUED) else {},
            }
        )  # fmt: skip
        self.rows[MomentRow] += [
            {"case_id": number, "name": key, "at": moment} for key, moment in moments.items()
        ]
        self.rows[ClockRow] += [rows.clock_values(one, application, number) for one in recalculated]
        subject = Subject(chain_of_case(case_no), application, number)
        steps = [("accepted", "clerk", at)] + ([("approve", "reviewer", done)] if done else [])
        events = [Event(moment, who, what, {}, window, case_no, "FY") for what, who, moment in steps]
        self.rows[EventRow] += chained([(subject, one) for one in events], {})

    def write(self, connection: Connection) -> None:
        """Write what was made so far."""
        for table, values in self.rows.items():
            if values:
                connection.execute(insert(table), values)
                values.clear()


def fill(
    engine: Engine,
    catalogue: Catalogue,
    calendar: WorkCalendar,
    now: datetime,
    count: int,
    progress: Callable[[int], None],
    key: bytes,
    open_share: float = 0,
) -> dict[str, int]:
    """Write *count* cases in batches, their slips under the hall's *key*; returns how many were written.

    *open_share* of them are open; 0 leaves what is plausible. The names depend on the first key alone.
    """
    with engine.connect() as connection:
        identity = str(connection.scalar(select(MetaRow.value).where(MetaRow.key == FACT)))
    filler: _Filler | None = None
    left, applications = count, 0
    while left > 0:
        with engine.begin() as connection:
            numbers, keys = _keys(connection, ApplicationRow), _keys(connection, CaseRow)
            made = 0
            while left > 0 and made < _BATCH:
                number = next(numbers)
                if filler is None:
                    filler = _Filler(catalogue, calendar, now, key, number, open_share, identity)
                cases = min(left, 4 if filler.chance.random() < 0.5 else 1)  # noqa: PLR2004
                filler.application(number, [next(keys) for _ in range(cases)])
                applications, left, made = applications + 1, left - cases, made + cases
            if filler is not None:
                filler.write(connection)
        progress(count - left)
    return {"applications": applications, "cases": count}


def _keys(connection: Connection, table: type[ApplicationRow | CaseRow]) -> Iterator[int]:
    """Give keys for new rows one after another; nobody else is given them."""
    name = table.__tablename__
    if connection.dialect.name != "postgresql":
        # The transaction holds the file's one write lock already.
        highest = int(connection.scalar(select(func.max(table.id))) or 0)
        while True:
            highest += 1
            yield highest
    query = text("SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :count)")
    while True:
        yield from connection.scalars(query, {"name": name, "count": _KEYS}).all()
