"""The window's books: the credit record, inquiries without an application, figures of tracked measures."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from counter.domain.application import Event
from counter.domain.calendar import CHINA
from counter.domain.credit import KINDS, CreditEntry
from counter.domain.errors import NotAllowed
from counter.domain.events import EventKind
from counter.domain.identity import ID_TYPES, examine, examine_name, mask_number
from counter.domain.inquiry import Inquiry
from counter.domain.roles import WINDOW, Role
from counter.domain.words import Words
from counter.usecases.hall.sites import site_of
from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.books import Target
from counter.usecases.ports.unit_of_work import UnitOfWork
from counter.usecases.steps.step import Data, bad, chosen_of, day_of, names_of, text_of
from forms.catalogue import Catalogue

KEEPERS: Final = ("supervisor", "head", "administrator")
"""Roles that keep the credit record (措施13、43)."""
LONGEST: Final = 300


def _keepers_only(officer: Officer) -> None:
    if officer.role not in KEEPERS:
        raise NotAllowed(
            "wrong_role",
            Words(
                "信用记录由部门负责人、督办或管理员登记。", "Heads, supervisors and administrators keep it."
            ),
        )


def add_credit(data: Data, officer: Officer, uow: UnitOfWork) -> CreditEntry:
    """Write an entry of the credit record with its source and end (NotAllowed, InputRefused)."""
    _keepers_only(officer)
    kind, id_type = chosen_of(data, "kind", KINDS), chosen_of(data, "id_type", ID_TYPES)
    at = uow.moment()
    today = at.astimezone(CHINA).date()
    found = examine(id_type, text_of(data, "id_number"), today)
    if found.error is not None:
        raise bad("id_number", found.error)
    named = examine_name(text_of(data, "name"))
    if named.error is not None:
        raise bad("name", named.error)
    until = day_of(data, "ends_on")
    ends_on = date.fromisoformat(until) if until else None
    if ends_on is not None and ends_on < today:
        raise bad("ends_on", Words("到期日不能早于今天。", "It cannot end before today."))
    entry = CreditEntry(
        0, id_type, found.number, named.number, kind, text_of(data, "reason"), text_of(data, "source"), at,
        officer.name, ends_on,
    )  # fmt: skip
    uow.books.add_credit(entry)
    facts = {"kind": kind, "about": mask_number(found.number), "source": entry.source}
    uow.log_hall(Event(at, officer.name, EventKind.CREDIT_RECORDED, facts))
    return entry


def repair_credit(key: int, words: str, officer: Officer, uow: UnitOfWork) -> None:
    """End an entry by repair (措施41); refused without the ground, or when it ended already."""
    _keepers_only(officer)
    if not words.strip():
        raise bad("repair", Words("请写明修复依据。", "Say what the repair rests on."))
    at = uow.moment()
    if not uow.books.repair(key, at, words.strip()):
        raise NotAllowed("repaired_already", Words("该记录已修复。", "It was repaired already."))
    uow.log_hall(Event(at, officer.name, EventKind.CREDIT_REPAIRED, {"entry": key, "reason": words.strip()}))


def record_inquiry(
    data: Data, officer: Officer, site: str, window: str, catalogue: Catalogue, uow: UnitOfWork
) -> Inquiry:
    """Record a visit that ends without an application: items, what was missing, who was asked first (M14).

    It names nobody. Refused (InputRefused) without an item or with unknown codes.
    """
    if officer.role not in WINDOW:
        raise NotAllowed(
            "wrong_role", Words("只有窗口人员可以登记咨询。", "Only the window records inquiries.")
        )
    items = _known(data, "items", catalogue.items)
    missing = _known(data, "missing", catalogue.material_names)
    note = text_of(data, "note", required=False)[:LONGEST]
    if not items and not note:
        raise bad(
            "items", Words("请选择咨询的事项，或写明内容。", "Choose the items, or say what was asked.")
        )
    at = uow.moment()
    day = at.astimezone(CHINA)
    site_of(site, uow)
    serial = uow.serial(site, window, f"Q{day:%Y%m%d}")
    one = Inquiry(
        0, f"ZX{site}{window.zfill(2)}-{day:%y%m%d}-{serial:03d}", at, site, window, officer.name,
        text_of(data, "first_responder", required=False) or officer.display_name, items, missing, note,
        text_of(data, "ticket_no", required=False),
    )  # fmt: skip
    uow.books.add_inquiry(one)
    return one


def _known(data: Data, key: str, known: Mapping[str, object]) -> tuple[str, ...]:
    codes = names_of(data, key, required=False)
    if any(code not in known for code in codes):
        raise bad(key, Words("含有未知的代码。", "It holds an unknown code."))
    return codes


def enter_target(measure: int, data: Data, officer: Officer, catalogue: Catalogue, uow: UnitOfWork) -> Target:
    """Enter the figure of a tracked measure with its day and source (NotAllowed, InputRefused)."""
    if officer.role not in (Role.SUPERVISOR, Role.ADMINISTRATOR):
        raise NotAllowed(
            "wrong_role", Words("由督办或管理员登记。", "Supervisors and administrators enter it.")
        )
    one = catalogue.measures.get(measure)
    if one is None or one.role != "tracked":
        raise bad("measure", Words("该措施不是跟踪指标。", "The measure is no tracked target."))
    figure, source = text_of(data, "figure"), text_of(data, "source")
    text_of(data, "day")
    day, at = date.fromisoformat(day_of(data, "day")), uow.moment()
    if day > at.astimezone(CHINA).date():
        raise bad("day", Words("统计日期不能晚于今天。", "The date cannot lie after today."))
    target = Target(measure, figure[:40], day, source[:200], officer.name, at)
    uow.books.add_target(target)
    uow.log_hall(Event(at, officer.name, EventKind.TARGET_ENTERED, {"measure": measure, "figure": figure}))
    return target
