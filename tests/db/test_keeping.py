"""Attachments at rest, and records that are older than their retention period."""

from datetime import timedelta

import pytest

from counter.devices.sealed_folder import MARK, SealedFolder
from counter.domain.errors import EnvironmentFault, NotAllowed
from counter.usecases.hall.inquiries import record_inquiry
from counter.usecases.hall.retention import erase_old, old_records
from counter.usecases.intake.accept_form import accept_form
from counter.usecases.intake.scans import attach_scan
from counter.usecases.ports.setup import Draft
from counter.usecases.reading.dossiers import dossier_of
from counter.usecases.steps.carry_out import carry_out
from tests.conftest import ADMIN, CLERK, MONDAY, REVIEWER, a_form
from tests.db.test_handing_over import set_hall

KEY = bytes(range(32))


def test_an_attachment_is_sealed_under_the_key_and_kept_once(tmp_path):
    folder = SealedFolder(tmp_path, KEY)
    digest = folder.keep(b"%PDF-1.4 secret")
    stored = folder.path(digest).read_bytes()
    assert stored.startswith(MARK)
    assert b"secret" not in stored
    assert folder.keep(b"%PDF-1.4 secret") == digest
    assert folder.path(digest).read_bytes() == stored
    assert folder.read(digest) == b"%PDF-1.4 secret"


def test_without_the_key_nothing_is_given_out_and_a_changed_file_is_noticed(tmp_path):
    digest = SealedFolder(tmp_path, KEY).keep(b"secret")
    with pytest.raises(EnvironmentFault) as fault:
        SealedFolder(tmp_path, None).read(digest)
    assert fault.value.code == "no_key"
    assert SealedFolder(tmp_path, bytes(32)).read(digest) is None
    path = SealedFolder(tmp_path, KEY).path(digest)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    assert SealedFolder(tmp_path, KEY).read(digest) is None


def test_what_was_kept_in_clear_stays_readable(tmp_path):
    digest = SealedFolder(tmp_path, None).keep(b"in clear")
    assert SealedFolder(tmp_path, KEY).read(digest) == b"in clear"


@pytest.fixture
def old(core) -> str:
    """A refused application with a scan, a draft, an inquiry: all three years old."""
    record_inquiry(core.app, {"note": "问办理时间"}, CLERK)
    number = accept_form(core.app, a_form(), CLERK).dossier.application.number
    attach_scan(core.app, f"{number}/1", CLERK, b"%PDF-1.4 old", "old.pdf")
    carry_out(core.app, "claim", f"{number}/1", REVIEWER, {})
    carry_out(core.app, "refuse", f"{number}/1", REVIEWER, {"reasons": "不符", "basis": "条例"})
    with core.uow() as uow:
        uow.setup.save_draft(Draft("d1", "FY", "3", "clerk", True, MONDAY, {"answers": {}}))
        uow.commit()
    core.at = MONDAY + timedelta(days=3 * 366)
    return number


def test_a_look_changes_nothing(core, old):
    counts = {one.kind: one.count for one in old_records(core.app)}
    assert counts == {"drafts": 1, "inquiries": 1, "messages": 0, "refused_scans": 1, "events": 0}
    assert {one.kind: one.count for one in old_records(core.app)} == counts


def test_only_the_system_administrator_erases(core, old):
    with core.owned() as app, pytest.raises(NotAllowed):
        erase_old(app, CLERK)


def test_what_is_erased_is_gone_and_the_chains_stay_whole(core, old):
    set_hall(core, keep_events_days=700)
    with core.uow(read_only=True) as uow:
        digest = uow.service.scans(uow.application(old))[0].sha256
    with core.owned() as app:
        done = {one.kind: one.count for one in erase_old(app, ADMIN)}
    assert (done["drafts"], done["inquiries"], done["refused_scans"]) == (1, 1, 1)
    assert done["events"] > 0
    assert core.app.scans.read(digest) is None
    dossier = dossier_of(core.app, old)
    assert all(e.data == {} for e in dossier.events)
    assert [e.what for e in dossier.events].count("refuse") == 1
    with core.uow(read_only=True) as uow:
        assert uow.audit().broken is None
        assert uow.setup.drafts("FY", None) == []
    assert {one.kind: one.count for one in old_records(core.app)}["events"] == 0


def test_an_entry_marked_as_erased_by_hand_is_found(core):
    from sqlalchemy import text

    accept_form(core.app, a_form(), CLERK)
    with core.owner() as engine, engine.begin() as connection:
        connection.execute(text("UPDATE events SET erased = TRUE, who = 'x' WHERE what = 'received'"))
    with core.uow(read_only=True) as uow:
        assert uow.audit().broken.problem == "changed"
