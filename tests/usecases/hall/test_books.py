"""The window's books: credit record, inquiries, figures of tracked measures; sites; the end of a day."""

from datetime import date, timedelta

import pytest

from counter.domain.site import Site
from counter.usecases.hall.books import add_credit, enter_target, record_inquiry, repair_credit
from counter.usecases.hall.day_close import close_day, gaps, look_at_day
from counter.usecases.hall.sites import add_site, site_of
from counter.usecases.ports.lists import DayRow, OutstandingMaterial
from counter.usecases.ports.setup import Draft
from tests.builders import local
from tests.usecases.one_hall import ADMINISTRATOR, AUDITOR, CLERK, HEAD, REVIEWER, SUPERVISOR, AHall, refused

ENTRY = {
    "kind": "false_promise", "id_type": "uscc", "id_number": "91350100M000100Y43", "name": "抚远市鸿运商贸有限公司",
    "reason": "承诺不实", "source": "核查", "ends_on": "2026-11-23",
}  # fmt: skip


def record(hall: AHall, who=SUPERVISOR, **changes):
    data = {key: value for key, value in (ENTRY | changes).items() if value is not None}
    with hall.database.writing() as uow:
        return add_credit(data, who, uow)


@pytest.mark.parametrize("who", [SUPERVISOR, HEAD, ADMINISTRATOR])
def test_an_entry_is_kept_with_its_source_and_its_end(hall, who):
    one = record(hall, who)
    assert (one.id_number, one.ends_on, one.recorded_by) == (
        "91350100M000100Y43",
        date(2026, 11, 23),
        who.name,
    )
    assert hall.database.kept.credit[0].reason == "承诺不实"
    event = hall.history("")[-1]
    assert (event.what, event.data) == (
        "credit_recorded", {"kind": "false_promise", "about": "913***********0Y43", "source": "核查"},
    )  # fmt: skip
    assert record(hall, ends_on=None).ends_on is None


@pytest.mark.parametrize("who", [CLERK, REVIEWER, AUDITOR])
def test_nobody_else_keeps_the_record(hall, who):
    with refused("wrong_role"):
        record(hall, who)
    with hall.database.writing() as uow, refused("wrong_role"):
        repair_credit(1, "x", who, uow)


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"kind": "gossip"}, "bad_field", "kind"),
        ({"id_type": "card"}, "bad_field", "id_type"),
        ({"id_number": "1"}, "bad_field", "id_number"),
        ({"name": "x" * 101}, "bad_field", "name"),
        ({"name": None}, "missing_field", "name"),
        ({"reason": None}, "missing_field", "reason"),
        ({"source": None}, "missing_field", "source"),
        ({"ends_on": "2026-11-22"}, "bad_field", "ends_on"),
        ({"ends_on": "soon"}, "bad_field", "ends_on"),
    ],
)
def test_an_entry_is_checked_by_field(hall, changes, code, field):
    with refused(code, field):
        record(hall, **changes)


def test_an_entry_is_repaired_once_with_its_ground(hall):
    record(hall)
    with hall.database.writing() as uow:
        with refused("bad_field", "repair"):
            repair_credit(1, " ", SUPERVISOR, uow)
        repair_credit(1, " 已履行 ", SUPERVISOR, uow)
        with refused("repaired_already"):
            repair_credit(1, "已履行", SUPERVISOR, uow)
    assert hall.database.kept.credit[0].repair == "已履行"
    assert hall.history("")[-1].data == {"entry": 1, "reason": "已履行"}


def ask(hall: AHall, who=CLERK, **data):
    with hall.database.writing() as uow:
        return record_inquiry(data, who, "FY", "1", hall.catalogue, uow)


def test_an_inquiry_names_items_and_what_was_missing_and_nobody(hall):
    one = ask(hall, items=["drainage-permit"], missing=["drainage_test"], note="长" * 301)
    assert (one.number, one.items, one.missing, len(one.note)) == (
        "ZXFY01-261123-001", ("drainage-permit",), ("drainage_test",), 300,
    )  # fmt: skip
    assert (one.first_responder, one.clerk) == ("窗口一", "clerk")
    second = ask(hall, SUPERVISOR, note="问路", first_responder="王", ticket_no="A12")
    assert (second.number, second.first_responder, second.ticket_no) == ("ZXFY01-261123-002", "王", "A12")
    assert len(hall.database.kept.inquiries) == 2


def test_an_inquiry_needs_an_item_or_a_word_and_known_codes(hall):
    with refused("bad_field", "items"):
        ask(hall)
    with refused("bad_field", "items"):
        ask(hall, items=["nothing"])
    with refused("bad_field", "missing"):
        ask(hall, items=["drainage-permit"], missing=["nothing"])
    with refused("wrong_role"):
        ask(hall, REVIEWER, note="x")


def target(hall: AHall, measure: int, who=SUPERVISOR, **changes):
    data = {"figure": "98 %", "day": "2026-11-23", "source": "年报"} | changes
    with hall.database.writing() as uow:
        return enter_target(measure, data, who, hall.catalogue, uow)


def test_the_figure_of_a_tracked_measure_is_entered_with_day_and_source(hall):
    tracked = next(n for n, one in hall.catalogue.measures.items() if one.role == "tracked")
    other = next(n for n, one in hall.catalogue.measures.items() if one.role != "tracked")
    one = target(hall, tracked, figure="长" * 41, source="长" * 201)
    assert (one.measure, one.day, len(one.figure), len(one.source)) == (tracked, date(2026, 11, 23), 40, 200)
    assert hall.history("")[-1].what == "target_entered"
    assert target(hall, tracked, ADMINISTRATOR).entered_by == "admin"
    for number in (other, 79):
        with refused("bad_field", "measure"):
            target(hall, number)
    with refused("bad_field", "day"):
        target(hall, tracked, day="2026-11-24")
    for field in ("figure", "day", "source"):
        with refused("missing_field", field):
            target(hall, tracked, **{field: ""})
    for who in (CLERK, HEAD, AUDITOR):
        with refused("wrong_role"):
            target(hall, tracked, who)


@pytest.mark.parametrize(
    ("site", "field"),
    [
        (Site("F", 2, "某"), "code"),
        (Site("fy", 2, "某"), "code"),
        (Site("FY", 2, "某"), "code"),
        (Site("TJ", 1, "某"), "number"),
        (Site("TJ", -1, "某"), "number"),
        (Site("TJ", 1000, "某"), "number"),
        (Site("TJ", 2, " "), "name"),
    ],
)
def test_a_site_has_its_own_letters_number_and_name(hall, site, field):
    with hall.database.writing() as uow, refused("bad_site", field):
        add_site(site, ADMINISTRATOR, uow)


@pytest.mark.parametrize("number", [0, 999])
def test_a_new_site_is_entered_by_an_administrator(hall, number):
    new = Site("TJ", number, "通江镇便民服务中心")
    with hall.database.writing() as uow:
        with refused("not_allowed"):
            add_site(new, SUPERVISOR, uow)
        add_site(new, ADMINISTRATOR, uow)
        assert site_of("TJ", uow) == new
    event = hall.history("")[-1]
    assert (event.what, event.data) == ("site_added", {"code": "TJ", "number": number, "name": new.name})


def row(number: str, **changes) -> DayRow:
    values = {
        "number": number, "title": "", "applicant": "", "clerk": "clerk", "outcome": "accepted",
        "received_at": local("2026-11-23 10:00"), "voided": False, "printouts": 2, "scans": 1, "kept": 1,
    } | changes  # fmt: skip
    return DayRow(**values)


class Lists:
    """The lists of a window's day."""

    def __init__(self, rows=(), outstanding=(), waiting: int = 0) -> None:
        self.rows, self.outstanding_there, self.waiting = rows, outstanding, waiting
        self.asked: list[object] = []

    def day_list(self, site, window, since, until):
        self.asked += [site, window, since, until]
        return self.rows

    def outstanding(self, limit, after):
        return self.outstanding_there, None

    def waiting_messages(self, before):
        self.asked.append(before)
        return self.waiting


def outstanding(due: str | None, window: str = "1") -> OutstandingMaterial:
    at = local(due) if due else None
    return OutstandingMaterial("FY01-2600001-U", "C1", 1, "x", "premises", "某", None, at, False, window)


def look(hall: AHall, lists: Lists):
    with hall.database.open() as uow:
        return look_at_day("FY", "1", date(2026, 11, 23), lists, uow)


def test_a_day_with_nothing_open_is_green(hall):
    lists = Lists((row("FY01-2600001-U"), row("FY01-2600002-S", kept=0, scans=0)))
    day = look(hall, lists)
    assert all(one.is_green for one in day.checks)
    assert day.visits == 2
    assert lists.asked[2:4] == [local("2026-11-23 00:00"), local("2026-11-24 00:00")]
    assert lists.asked[4] == local("2026-11-24 00:00")


def test_what_is_open_is_named(hall):
    ask(hall, note="问路")
    for n, items in (("a", ["drainage-permit", "x"]), ("b", []), ("c", None)):
        form = {} if items is None else {"items": items}
        hall.database.kept.drafts[n] = Draft(n, "FY", "1", "clerk", False, local("2026-11-23 11:30"), form)
    rows = (
        row("FY01-2600001-U", printouts=0), row("FY01-2600004-X", scans=0), row("FY01-2600005-X", printouts=0, voided=True),
    )  # fmt: skip
    promised = (
        outstanding("2026-11-24 17:00"), outstanding("2026-11-25 00:00"), outstanding(None), outstanding("2026-11-24 17:00", "2"),
        outstanding("2026-11-20 17:00"),
    )  # fmt: skip
    day = look(hall, Lists(rows, promised, 2))
    found = {one.code: one.named for one in day.checks}
    assert found == {
        "drafts": ("11:30 drainage-permit、x",), "unprinted": ("FY01-2600001-U",), "unscanned": ("FY01-2600004-X",),
        "unsent": ("", ""), "debts": ("FY01-2600001-U premises",) * 2, "gaps": ("00002", "00003"),
    }  # fmt: skip
    assert day.visits == 3
    with hall.database.writing() as uow:
        with refused("day_open", "drafts", "unprinted", "unscanned", "unsent", "debts", "gaps"):
            close_day(day, {}, CLERK, "FY", "1", uow)
        with refused("day_open", "gaps"):
            close_day(day, dict.fromkeys(found, "已处理") | {"gaps": " "}, CLERK, "FY", "1", uow)
        with refused("wrong_role"):
            close_day(day, dict.fromkeys(found, "已处理"), REVIEWER, "FY", "1", uow)
        close_day(day, dict.fromkeys(found, " 已处理 "), CLERK, "FY", "1", uow)
    event = hall.history("")[-1]
    assert (event.what, event.window) == ("day_closed", "1")
    assert event.data == {
        "day": "2026-11-23", "window": "1", "visits": 3, "explained": dict.fromkeys(found, "已处理"),
        "open": {"drafts": 1, "unprinted": 1, "unscanned": 1, "unsent": 2, "debts": 2, "gaps": 2},
    }  # fmt: skip
    closed = look(hall, Lists())
    assert closed.closed_by == "clerk"
    with hall.database.writing() as uow, refused("closed_already"):
        close_day(closed, {}, CLERK, "FY", "1", uow)


def test_a_green_day_needs_no_word(hall):
    day = look(hall, Lists())
    with hall.database.writing() as uow:
        close_day(day, {}, SUPERVISOR, "FY", "1", uow)
    assert hall.history("")[-1].data["open"] == {}
    assert look(hall, Lists()).closed_by == "supervisor"
    with hall.database.open() as uow:
        other = look_at_day("FY", "1", date(2026, 11, 23) + timedelta(days=1), Lists(), uow)
    assert other.closed_by == ""


def test_gaps_lie_between_the_first_and_the_last_number():
    assert gaps([]) == ()
    assert gaps(["FY01-2600007-X"]) == ()
    assert gaps(["FY01-2600009-X", "FY01-2600006-X"]) == ("00007", "00008")
