"""Scans are checked, kept once, written to the case's history, and read again by those who may."""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from counter.usecases.intake.scans import LARGEST, attach_scan, read_scan, scans_of, take_page
from counter.usecases.ports.attachments import WaitingPage
from tests.usecases.one_hall import AUDITOR, CLERK, REVIEWER, refused

PDF = b"%PDF-1.7 page"


class Kept:
    """Contents by their digest."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def keep(self, content: bytes) -> str:
        digest = sha256(content).hexdigest()
        self.files[digest] = content
        return digest

    def read(self, digest: str) -> bytes | None:
        return self.files.get(digest)


class Folder:
    """The camera's folder."""

    def __init__(self) -> None:
        self.taken: list[WaitingPage] = []

    def content(self, path: Path) -> bytes:
        return PDF

    def take(self, page: WaitingPage) -> None:
        self.taken.append(page)


@pytest.fixture
def app(hall):
    return replace(hall.app, scans=Kept(), scan_folder=Folder())


@pytest.mark.parametrize(
    "content, kind",
    [(PDF, "application/pdf"), (b"\x89PNG..", "image/png"), (b"\xff\xd8\xff..", "image/jpeg")],
)
def test_a_scan_is_kept_with_its_kind_and_an_event(hall, app, content, kind):
    number = hall.permit()
    digest = attach_scan(app, f"{number}/1", CLERK, content, "页.pdf")
    (scan,) = scans_of(app, hall.dossier(number))
    assert (scan.name, scan.media_type, scan.size, scan.sha256, scan.who) == (
        "页.pdf", kind, len(content), digest, "clerk",
    )  # fmt: skip
    assert hall.last(number).data == {"sha256": digest, "type": kind, "size": len(content)}
    assert hall.last(number).case_no == hall.case(number).case_no


def test_what_is_no_picture_or_too_large_is_refused_and_not_kept(hall, app):
    number = hall.permit()
    for content in (b"MZ", b"", PDF + bytes(LARGEST)):
        with refused("bad_scan", "scan"):
            attach_scan(app, f"{number}/1", CLERK, content, "x")
    whole = PDF + bytes(LARGEST - len(PDF))
    assert attach_scan(app, f"{number}/1", CLERK, whole, "x") in app.scans.files
    with refused("wrong_role"):
        attach_scan(app, f"{number}/1", AUDITOR, PDF, "x")
    assert len(app.scans.files) == 1


def test_a_waiting_page_is_named_after_its_material_and_put_away(hall, app):
    number, page = hall.permit(), WaitingPage(Path("/in/0001.PDF"))
    take_page(app, f"{number}/1", CLERK, page, "身份证")
    assert [one.name for one in scans_of(app, hall.dossier(number))] == ["身份证.pdf"]
    assert app.scan_folder.taken == [page]
    with refused("not_found"):
        take_page(app, f"{number}/9", CLERK, page, "x")
    assert app.scan_folder.taken == [page]


def test_reading_a_scan_is_an_event_and_a_lost_file_is_told(hall, app):
    number = hall.permit()
    digest = attach_scan(app, f"{number}/1", CLERK, PDF, "x.pdf")
    assert read_scan(app, number, digest, CLERK) == PDF
    assert (hall.last(number).what, hall.last(number).data) == ("scan_read", {"sha256": digest})
    with refused("not_found"):
        read_scan(app, number, "0" * 64, CLERK)
    app.scans.files.clear()
    with refused("scan_gone"):
        read_scan(app, number, digest, CLERK)
    assert REVIEWER.name not in {event.who for event in hall.history(number)}
