"""How long each kind of record is kept, and the yearly run that erases what is older (个人信息保护法 19)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from counter.domain.application import Event
from counter.domain.errors import NotAllowed
from counter.domain.words import Words
from counter.settings import Hall, hall_from_text
from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.app import App
from counter.usecases.ports.retention import Old
from counter.usecases.ports.unit_of_work import UnitOfWork

DAY: Final = timedelta(days=1)
KINDS: Final[dict[str, Words]] = {
    "drafts": Words("草稿", "Drafts"),
    "inquiries": Words("咨询登记", "Inquiries"),
    "messages": Words("已送达的消息", "Messages that were delivered"),
    "refused_scans": Words("未予受理、批准的办件扫描件", "Scans of cases that were not accepted or granted"),
    "events": Words("已办结申请的办理经过（事实内容）", "Facts of events of finished applications"),
}
"""Applications and printouts go to the archive, not here."""


@dataclass(frozen=True, slots=True)
class Erasure:
    """What a run would erase, or has erased: how many records of a kind, and older than when."""

    kind: str
    before: datetime
    count: int


def periods(hall: Hall) -> Mapping[str, int]:
    """Return how many days each kind is kept; events at least six months (网络安全法 21)."""
    return {
        "drafts": hall.keep_drafts_days,
        "inquiries": hall.keep_inquiries_days,
        "messages": hall.keep_messages_days,
        "refused_scans": hall.keep_refused_scans_days,
        "events": hall.keep_events_days,
    }


def look(hall: Hall, at: datetime, uow: UnitOfWork) -> list[Erasure]:
    """Return what is older than its period; nothing is changed."""
    found = []
    for kind, days in periods(hall).items():
        before = at - days * DAY
        found.append(Erasure(kind, before, uow.old.count(kind, before)))
    return found


def erase(hall: Hall, officer: Officer, uow: UnitOfWork) -> tuple[list[Erasure], list[Old]]:
    """Erase what is older than its period, with an event that says how much; refused for others (NotAllowed).

    Returns what was erased, and the attachments whose files have to go once this is committed. The entries of
    the log stay in their chains: only what they say goes.
    """
    if officer.role != "administrator":
        raise NotAllowed(
            "wrong_role", Words("只有系统管理员可以清理。", "Only the system administrator may erase.")
        )
    at = uow.moment()
    done: list[Erasure] = []
    files: list[Old] = []
    for kind, days in periods(hall).items():
        before = at - days * DAY
        erased = uow.old.erase(kind, before)
        files += erased
        done.append(Erasure(kind, before, len(erased)))
    facts = {one.kind: {"before": one.before.isoformat(), "count": one.count} for one in done}
    uow.log_hall(Event(at, officer.name, "erased", facts))
    return done, [one for one in files if one.sha256]


def old_records(app: App) -> list[Erasure]:
    """Return what is older than its retention period; nothing is changed."""
    with app.open_uow(read_only=True) as uow:
        return look(hall_from_text(uow.setup.fact("hall")), uow.moment(), uow)


def erase_old(app: App, officer: Officer) -> list[Erasure]:
    """Erase what is older than its period, and then the files of what was scanned (NotAllowed).

    A server lets only the owner of the database erase.
    """
    with app.open_uow() as uow:
        done, cases = erase(hall_from_text(uow.setup.fact("hall")), officer, uow)
        uow.commit()
    for one in cases:
        app.scans.erase(one.sha256)
    return done
