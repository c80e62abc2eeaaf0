"""Scans of what was handed in: attached to a case, taken from the camera's folder, read again."""

from typing import Final

from counter.domain.application import Dossier, Event
from counter.domain.errors import EnvironmentFault, InputRefused, NotAllowed, not_found
from counter.domain.words import Words
from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.app import App
from counter.usecases.ports.attachments import Scan, WaitingPage
from counter.usecases.reading.dossiers import dossier_for, dossier_of
from counter.usecases.reading.find import case_named
from counter.usecases.reading.privacy import whole_only

KINDS: Final = {b"%PDF-": "application/pdf", b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg"}
LARGEST: Final = 20 * 1024 * 1024


def attach_scan(app: App, number: str, officer: Officer, content: bytes, name: str) -> str:
    """Keep a scan of the case, checked for kind and size; returns its digest (InputRefused, NotAllowed)."""
    if officer.role not in ("clerk", "supervisor", "reviewer", "head"):
        raise NotAllowed("wrong_role", Words("没有权限。", "Not for this role."))
    dossier_for(app, number, officer)
    kind = next((kind for head, kind in KINDS.items() if content.startswith(head)), None)
    if kind is None or len(content) > LARGEST:
        raise InputRefused(
            "bad_scan",
            Words("扫描件不能使用。", "The scan cannot be used."),
            {"scan": Words("PDF、PNG 或 JPEG，最大 20 MB。", "PDF, PNG or JPEG, at most 20 MB.")},
        )
    digest = app.scans.keep(content)
    with app.open_uow() as uow:
        application, clocked = case_named(number, uow)
        at, case_no = uow.moment(), clocked.case.case_no
        uow.service.add_scan(application, Scan(case_no, name, kind, len(content), digest, at, officer.name))
        facts = {"sha256": digest, "type": kind, "size": len(content)}
        uow.log(application, Event(at, officer.name, "scanned", facts, "", case_no))
        uow.commit()
    return digest


def scans_of(app: App, dossier: Dossier) -> tuple[Scan, ...]:
    """Return what was scanned for the application's cases; the files are read one by one."""
    with app.open_uow(read_only=True) as uow:
        return uow.service.scans(dossier.application)


def take_page(app: App, number: str, officer: Officer, page: WaitingPage, name: str) -> str:
    """Attach a waiting page to the case under the material's name; the file is put out of the way.

    Returns the digest of the scan (InputRefused, NotAllowed, EnvironmentFault).
    """
    content = app.scan_folder.content(page.path)
    digest = attach_scan(app, number, officer, content, name + page.path.suffix.lower())
    app.scan_folder.take(page)
    return digest


def read_scan(app: App, number: str, digest: str, officer: Officer) -> bytes:
    """Return a kept scan of the application; reading it is an event (NotAllowed, EnvironmentFault)."""
    dossier = dossier_of(app, number)
    whole_only(officer, dossier)
    with app.open_uow() as uow:
        scans = {one.sha256: one for one in uow.service.scans(dossier.application)}
        if digest not in scans:
            raise not_found(digest)
        facts = {"sha256": digest}
        event = Event(uow.moment(), officer.name, "scan_read", facts, "", scans[digest].case_no)
        uow.log(dossier.application, event)
        uow.commit()
    content = app.scans.read(digest)
    if content is None:
        raise EnvironmentFault(
            "scan_gone",
            Words("扫描件已不在本机，请核对数据文件夹。", "The scan is not in the data folder."),
        )
    return content
