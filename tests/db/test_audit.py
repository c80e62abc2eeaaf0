"""The hash chains: every way of touching an entry is found; writers beside each other keep one truth."""

import platform
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import delete, select, text, update

from counter.domain.chain import START, hash_of
from counter.usecases.hall.calendars import load_calendar, read_arrangement
from counter.usecases.hall.seal import seal_events
from counter.usecases.intake.accept_form import accept_form
from counter.usecases.intake.scans import attach_scan
from counter.usecases.printouts.of_application import printouts_of
from counter.usecases.ratings.receive import rate_at_window
from counter.usecases.reading.dossiers import dossier_of
from counter.usecases.steps.carry_out import carry_out
from counter.usecases.steps.claim_next import claim_next
from counter.wiring import Core
from db.rows import placed
from db.tables import CheckpointRow, EventRow
from tests.ageing import age
from tests.conftest import ADMIN, CLERK, MONDAY, REVIEWER, a_form


@pytest.fixture
def number(core) -> str:
    number = accept_form(core.app, a_form(), CLERK).dossier.application.number
    for verb, data in (("claim", {}), ("approve", {}), ("register-result", {"name": "执照"})):
        carry_out(core.app, verb, f"{number}/1", REVIEWER, data)
    return number


def audit(core):
    with core.uow(read_only=True) as uow:
        return uow.audit()


def touch(core, statement) -> None:
    """Change the log as only the owner of the tables could; the program's own role may not (test_roles)."""
    with core.owner() as engine, engine.begin() as connection:
        connection.execute(statement)


def entry(core, what):
    with core.engine.connect() as connection:
        return connection.execute(EventRow.__table__.select().where(EventRow.what == what)).first()


def test_what_was_written_verifies(core, number):
    found = audit(core)
    assert found.broken is None
    assert found.chains == 5
    assert found.events == len(dossier_of(core.app, number).events)
    row = entry(core, "claim")
    assert row.seq == 2
    assert len(row.hash) == 64


@pytest.mark.parametrize(
    "values",
    [
        {"who": "somebody"},
        {"what": "refuse"},
        {"data": {"a": 1}},
        {"window": "9"},
        {"site": "HG"},
        {"pc": "another"},
        {"at": MONDAY.replace(hour=9)},
    ],
)
def test_a_changed_entry_is_found(core, number, values):
    row = entry(core, "approve")
    touch(core, update(EventRow).where(EventRow.id == row.id).values(values))
    broken = audit(core).broken
    assert (broken.event, broken.problem) == (row.id, "changed")


def test_a_change_with_a_new_hash_breaks_the_next_entry(core, number):
    row, before = entry(core, "approve"), entry(core, "claim")
    forged = hash_of(before.hash, row.chain, row.seq, replace(placed(row), who="x"), None)
    touch(core, update(EventRow).where(EventRow.id == row.id).values(who="x", hash=forged))
    broken = audit(core).broken
    assert broken.seq == row.seq + 1


def test_a_removed_entry_is_found(core, number):
    row = entry(core, "claim")
    touch(core, delete(EventRow).where(EventRow.id == row.id))
    assert audit(core).broken.problem == "removed_before"


def test_swapped_entries_are_found(core, number):
    one, two = entry(core, "claim"), entry(core, "approve")
    for row, seq in ((one, 99), (two, one.seq), (one, two.seq)):
        touch(core, update(EventRow).where(EventRow.id == row.id).values(seq=seq))
    assert audit(core).broken is not None


def test_an_entry_moved_to_another_case_is_found(core, number):
    row = entry(core, "approve")
    other = dossier_of(core.app, number).cases[1].case.id
    touch(core, update(EventRow).where(EventRow.id == row.id).values(case_id=other))
    assert audit(core).broken.problem == "moved"


def test_the_end_of_a_chain_cannot_vanish_under_a_checkpoint(core, number):
    assert seal_events(core.app) == len(dossier_of(core.app, number).events)
    assert seal_events(core.app) == 0
    row = entry(core, "register-result")
    touch(core, delete(EventRow).where(EventRow.id == row.id))
    assert audit(core).broken.problem == "sealed_otherwise"


def test_a_removed_or_forged_checkpoint_is_found(core, number):
    seal_events(core.app)
    carry_out(core.app, "claim", f"{number}/2", REVIEWER, {})
    seal_events(core.app)
    assert audit(core).checkpoints == 2
    touch(core, delete(CheckpointRow).where(CheckpointRow.id == 1))
    assert audit(core).broken.chain == "checkpoint"


def test_the_first_entry_begins_at_nothing(core, number):
    row = entry(core, "signed")
    assert row.hash == hash_of(START, row.chain, 1, placed(row), None)


def test_many_writers_of_one_application_leave_one_chain(core, number):
    """Reviewers, the window and the phone write at once; nothing is lost and the chain holds."""
    before = audit(core).events

    def work(n):
        if n % 3 == 0:
            rate_at_window(core.app, number, {"kind": "suggestion", "text": f"建议 {n}"})
        elif n % 3 == 1:
            printouts_of(core.app, number, CLERK, kinds=("receipt_list",), reprint=True, reason="试")
        else:
            attach_scan(core.app, f"{number}/1", CLERK, b"%PDF-1.7 " + bytes([n]), "x.pdf")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(12)))
    found = audit(core)
    assert found.broken is None
    assert found.events == before + 12


def test_two_acceptances_never_share_a_chain(core):
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: accept_form(core.app, a_form(idempotency_key=str(n)), CLERK), range(8)))
    assert audit(core).broken is None
    with core.engine.connect() as connection:
        heads = connection.scalar(text("SELECT count(*) FROM events WHERE seq = 1"))
    assert heads == 8 * 5


def chains_of(core: Core) -> dict[str, list[int]]:
    """Return the places of each chain's entries."""
    with core.engine.connect() as connection:
        rows = connection.execute(select(EventRow.chain, EventRow.seq).order_by(EventRow.chain, EventRow.seq))
        found: dict[str, list[int]] = {}
        for chain, seq in rows:
            found.setdefault(chain, []).append(seq)
    return found


def test_chains_are_named_after_numbers(core, number):
    cases = {f"case:{clocked.case.case_no}" for clocked in dossier_of(core.app, number).cases}
    assert set(chains_of(core)) == {f"application:{number}", *cases}


def test_every_entry_names_site_window_and_pc(core, number):
    rate_at_window(core.app, number, {"kind": "suggestion", "text": "建议"})
    with core.engine.connect() as connection:
        places = set(connection.execute(select(EventRow.site, EventRow.window, EventRow.pc)))
    assert places == {("FY", "1", platform.node()[:63])}
    assert {(one.site, one.window, bool(one.pc)) for one in dossier_of(core.app, number).events} == {
        ("FY", "1", True)
    }


def test_a_log_of_an_earlier_program_verifies_and_keeps_its_names(core, number):
    seal_events(core.app)
    age(core)
    before = chains_of(core)
    assert audit(core).broken is None
    assert audit(core).checkpoints == 1
    carry_out(core.app, "claim", f"{number}/2", REVIEWER, {})
    carry_out(core.app, "release", f"{number}/2", REVIEWER, {})
    printouts_of(core.app, number, CLERK, kinds=("receipt_list",), reprint=True, reason="试")
    after = chains_of(core)
    assert {name: after[name] for name in before} == before
    assert audit(core).broken is None
    case_no = dossier_of(core.app, number).cases[1].case.case_no
    assert after[f"case:{case_no}"] == [1, 2]
    assert seal_events(core.app) == 3
    assert audit(core).checkpoints == 2


def test_the_first_new_entry_carries_the_end_of_the_old_chain_and_no_other_does(core, number):
    age(core)
    carry_out(core.app, "claim", f"{number}/2", REVIEWER, {})
    carry_out(core.app, "release", f"{number}/2", REVIEWER, {})
    case = dossier_of(core.app, number).cases[1].case
    with core.engine.connect() as connection:
        rows = connection.execute(
            select(EventRow.__table__).where(EventRow.chain == f"case:{case.case_no}").order_by(EventRow.seq)
        ).all()
        old = connection.execute(
            select(EventRow.__table__).where(EventRow.chain == f"c{case.id}").order_by(EventRow.seq.desc())
        ).first()
    first = (rows[0].continues_chain, rows[0].continues_seq, rows[0].continues_hash)
    assert first == (old.chain, old.seq, old.hash)
    assert rows[1].continues_chain == ""


@pytest.mark.parametrize(
    "values",
    [{"continues_chain": "", "continues_seq": 0, "continues_hash": ""}, {"continues_hash": "0" * 64}],
)
def test_a_bridge_that_was_taken_away_is_found(core, number, values):
    age(core)
    carry_out(core.app, "claim", f"{number}/2", REVIEWER, {})
    touch(core, update(EventRow).where(EventRow.continues_chain != "").values(values))
    assert audit(core).broken is not None


def test_an_old_chain_cut_behind_its_bridge_is_found(core, number):
    age(core)
    carry_out(core.app, "claim", f"{number}/2", REVIEWER, {})
    case = dossier_of(core.app, number).cases[1].case
    touch(core, delete(EventRow).where(EventRow.chain == f"c{case.id}"))
    assert audit(core).broken.problem == "false_bridge"


def test_a_new_chain_that_is_silent_of_the_old_one_is_found(core, number):
    age(core)
    carry_out(core.app, "claim", f"{number}/2", REVIEWER, {})
    with core.engine.connect() as connection:
        row = connection.execute(select(EventRow.__table__).where(EventRow.continues_chain != "")).one()
    silent = hash_of(START, row.chain, 1, placed(row), None)
    values = {"continues_chain": "", "continues_seq": 0, "continues_hash": "", "hash": silent}
    touch(core, update(EventRow).where(EventRow.id == row.id).values(values))
    assert audit(core).broken.problem == "false_bridge"


def test_a_checkpoint_seals_no_keys(core, number):
    """Entries that get other keys in the same order, as in a database that was moved, still fit their seal."""
    seal_events(core.app)
    touch(core, update(EventRow).values(id=EventRow.id + 1000))
    touch(core, update(CheckpointRow).values(last_event=CheckpointRow.last_event + 1000))
    assert audit(core).broken is None


def test_a_calendar_loaded_over_old_chains_bridges_them(core, number):
    age(core)
    closed = {"dates": [{"date": "2026-11-24", "working": False, "notice": "停办一天"}]}
    load_calendar(core.app, read_arrangement(closed), ADMIN, lambda _: True)
    assert audit(core).broken is None
    with core.engine.connect() as connection:
        moved = connection.execute(select(EventRow.__table__).where(EventRow.what == "due_moved")).all()
    assert moved
    assert all(row.continues_chain and row.pc for row in moved)


def test_reviewers_who_claim_old_cases_at_once_bridge_each_chain_once(core, number):
    accept_form(core.app, a_form(idempotency_key="2"), CLERK)
    age(core)
    before = audit(core).chains
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: claim_next(core.app, "market-regulation", REVIEWER), range(4)))
    found = audit(core)
    assert found.broken is None
    assert found.chains > before
