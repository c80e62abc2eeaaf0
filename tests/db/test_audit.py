"""The hash chains: every way of touching an entry is found; writers beside each other keep one truth."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import delete, text, update

from counter.domain.chain import START, entry_hash
from db.tables import CheckpointRow, EventRow
from tests.conftest import CLERK, MONDAY, REVIEWER, a_form


@pytest.fixture
def number(core) -> str:
    number = core.accept(a_form(), CLERK).dossier.application.number
    for verb, data in (("claim", {}), ("approve", {}), ("register-result", {"name": "执照"})):
        core.act(verb, f"{number}/1", REVIEWER, data)
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
    assert found.events == len(core.dossier(number).events)
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
    forged = entry_hash(before.hash, row.chain, row.seq, row.at, "x", row.window, row.what, row.data)
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
    other = core.dossier(number).files[1].case.id
    touch(core, update(EventRow).where(EventRow.id == row.id).values(case_id=other))
    assert audit(core).broken.problem == "moved"


def test_the_end_of_a_chain_cannot_vanish_under_a_checkpoint(core, number):
    assert core.service.seal() == len(core.dossier(number).events)
    assert core.service.seal() == 0
    row = entry(core, "register-result")
    touch(core, delete(EventRow).where(EventRow.id == row.id))
    assert audit(core).broken.problem == "sealed_otherwise"


def test_a_removed_or_forged_checkpoint_is_found(core, number):
    core.service.seal()
    core.act("claim", f"{number}/2", REVIEWER, {})
    core.service.seal()
    assert audit(core).checkpoints == 2
    touch(core, delete(CheckpointRow).where(CheckpointRow.id == 1))
    assert audit(core).broken.chain == "checkpoint"


def test_the_first_entry_begins_at_nothing(core, number):
    row = entry(core, "signed")
    assert row.hash == entry_hash(START, row.chain, 1, row.at, row.who, row.window, row.what, row.data)


def test_many_writers_of_one_application_leave_one_chain(core, number):
    """Reviewers, the window and the phone write at once; nothing is lost and the chain holds."""
    before = audit(core).events

    def work(n):
        if n % 3 == 0:
            core.service.rate_at_window(number, {"kind": "suggestion", "text": f"建议 {n}"})
        elif n % 3 == 1:
            core.papers(number, CLERK, kinds=("receipt_list",), reprint=True, reason="试")
        else:
            core.service.attach(f"{number}/1", CLERK, b"%PDF-1.7 " + bytes([n]), "x.pdf")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(12)))
    found = audit(core)
    assert found.broken is None
    assert found.events == before + 12


def test_two_acceptances_never_share_a_chain(core):
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: core.accept(a_form(idempotency_key=str(n)), CLERK), range(8)))
    assert audit(core).broken is None
    with core.engine.connect() as connection:
        heads = connection.scalar(text("SELECT count(*) FROM events WHERE seq = 1"))
    assert heads == 8 * 5
