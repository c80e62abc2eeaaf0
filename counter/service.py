"""Everything between the decision and the applicant: hand-over, ratings, messages, scans, exchange."""

import json
from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counter.devices.export_files import write_export
from counter.devices.keys import storage_key
from counter.devices.scan_folder import ScanFolder
from counter.devices.sealed_folder import SealedFolder
from counter.devices.storing import write_whole
from counter.domain.application import Dossier, Event
from counter.domain.calendar import local_seconds
from counter.domain.errors import CounterError, EnvironmentFault, InputRefused, NotAllowed, not_found
from counter.domain.handover import Handover
from counter.domain.message import Message
from counter.domain.words import Words
from counter.settings import hall_from_text
from counter.usecases.figures.exchange import Row, rows_of
from counter.usecases.hall.settings import hall_of
from counter.usecases.handover.hand_over import hand_over, notified_ready, originals_of, outstanding_by_item
from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.attachments import Scan, WaitingPage
from counter.usecases.reading.dossiers import dossier_of
from counter.usecases.reading.find import application_named, case_named
from counter.usecases.reading.privacy import seen_by, whole_only
from counter.usecases.reading.wording import moment_words
from counter.usecases.status.notify import Gateway
from counter.usecases.steps.carry_out import office_of

if TYPE_CHECKING:
    from counter.wiring import Core

KINDS_OF_SCAN = {b"%PDF-": "application/pdf", b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg"}
LARGEST_SCAN = 20 * 1024 * 1024
DAY = 86_400
RETRY = timedelta(minutes=10)
"""After this a message that was taken and never reported delivered is handed out again."""
LATE_FROM = timedelta(days=30)
"""Cases that were late before this are no longer told; the gateway may have been switched on today."""


class FolderGateway:
    """Writes each message as a file named by its key: a second delivery writes the same file again."""

    name = "file"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, message: Message) -> None:
        """Write the message (EnvironmentFault ``cannot_write``)."""
        content = {
            "key": message.key, "kind": message.kind, "to": message.to, "text": message.text,
            "application_no": message.application_no, "created_at": message.created_at.isoformat(),
        }  # fmt: skip
        safe = message.key.replace(":", "-").replace("/", "-")
        write_whole(self._folder / f"{safe}.json", json.dumps(content, ensure_ascii=False).encode())


class Service:
    """The part of the core that looks after what was decided."""

    def __init__(self, core: "Core") -> None:
        self._core = core
        self._folder: tuple[Path, ScanFolder] | None = None

    @cached_property
    def scans(self) -> SealedFolder:
        """The kept scans, each once by its digest, sealed under the hall's storage key when it has one."""
        return SealedFolder(self._core.settings.data / "scans", storage_key())

    def issue(
        self, number: str, officer: Officer, data: Mapping[str, object], signature: bytes = b""
    ) -> Handover:
        """Hand the application's results over (NotAllowed, InputRefused).

        *signature* is the picture of what was signed on the screen; the collection slip shows it.
        """
        core = self._core
        core.app.check_clock()
        kept = self.scans.keep(signature) if signature else ""
        window = core.settings.desk.window
        with core.uow() as uow:
            _, handover = hand_over(number, officer, data, window, office_of(core.app), uow, kept)
            uow.commit()
        return handover

    def signature_of(self, dossier: Dossier) -> bytes:
        """Return the picture signed on the screen at the last hand-over; empty when there is none."""
        digest = dossier.handovers[-1].facts.get("signature_sha256") if dossier.handovers else None
        return (self.scans.read(digest) or b"") if digest else b""

    def outstanding(self, dossier: Dossier) -> tuple[list[str], tuple[str, ...]]:
        """Return what stands in the way of the hand-over, and the originals that can go back."""
        core = self._core
        with core.uow(read_only=True) as uow:
            catalogue = core.app.catalogue_for(dossier.application.catalogue_digest, uow)
        outstanding = sorted(
            {name for names in outstanding_by_item(dossier, catalogue).values() for name in names}
        )
        return outstanding, originals_of(dossier, catalogue)

    def attach(self, number: str, officer: Officer, content: bytes, name: str) -> str:
        """Keep a scan of the case, checked for kind and size; returns its digest (InputRefused, NotAllowed)."""
        if officer.role not in ("clerk", "supervisor", "reviewer", "head"):
            raise NotAllowed("wrong_role", Words("没有权限。", "Not for this role."))
        seen_by(officer, dossier_of(self._core.app, number))
        kind = next((kind for head, kind in KINDS_OF_SCAN.items() if content.startswith(head)), None)
        if kind is None or len(content) > LARGEST_SCAN:
            raise InputRefused(
                "bad_scan",
                Words("扫描件不能使用。", "The scan cannot be used."),
                {"scan": Words("PDF、PNG 或 JPEG，最大 20 MB。", "PDF, PNG or JPEG, at most 20 MB.")},
            )
        digest = self.scans.keep(content)
        with self._core.uow() as uow:
            application, clocked = case_named(number, uow)
            at, case_no = uow.moment(), clocked.case.case_no
            uow.service.add_scan(
                application, Scan(case_no, name, kind, len(content), digest, at, officer.name)
            )
            facts = {"sha256": digest, "type": kind, "size": len(content)}
            uow.log(application, Event(at, officer.name, "scanned", facts, "", case_no))
            uow.commit()
        return digest

    def pages_waiting(self) -> tuple[WaitingPage, ...]:
        """Return the pages in this window's scan folder that nobody took yet (EnvironmentFault)."""
        named = self._core.settings.desk.scan_folder
        if not named:
            return ()
        folder = Path(named)
        if self._folder is None or self._folder[0] != folder:
            self._folder = (folder, ScanFolder(folder))
        return self._folder[1].waiting()

    def take_page(self, number: str, officer: Officer, page: WaitingPage, name: str) -> str:
        """Attach a waiting page to the case under the material's name; the file is put out of the way."""
        digest = self.attach(number, officer, self.read_scan(page.path), name + page.path.suffix.lower())
        if self._folder is not None:
            self._folder[1].take(page)
        return digest

    def scan(self, number: str, digest: str, officer: Officer) -> bytes:
        """Return a kept scan of the application; reading it is an event (NotAllowed, EnvironmentFault)."""
        dossier = dossier_of(self._core.app, number)
        whole_only(officer, dossier)
        with self._core.uow() as uow:
            scans = {one.sha256: one for one in uow.service.scans(dossier.application)}
            if digest not in scans:
                raise not_found(digest)
            event = Event(
                uow.moment(), officer.name, "scan_read", {"sha256": digest}, "", scans[digest].case_no
            )
            uow.log(dossier.application, event)
            uow.commit()
        content = self.scans.read(digest)
        if content is None:
            raise EnvironmentFault(
                "scan_gone",
                Words("扫描件已不在本机，请核对数据文件夹。", "The scan is not in the data folder."),
            )
        return content

    def messages(self, number: str) -> tuple[Message, ...]:
        """Return the messages of an application."""
        with self._core.uow(read_only=True) as uow:
            return uow.service.messages(application_named(number, uow))

    def gateway(self) -> Gateway | None:
        """Return the gateway that this program drives itself; None when the hall's own reads the outbox."""
        if hall_of(self._core.app).message_gateway != "file":
            return None
        return FolderGateway(self._core.settings.data / "messages")

    def notify_late(self) -> int:
        """Queue a message for each open case that became overdue; each case is told once."""
        core = self._core
        with core.uow() as uow:
            notifier, at = core.notifier(uow), uow.moment()
            if not notifier.hall.message_gateway:
                return 0
            numbers = uow.service.late_cases(at, at - LATE_FROM, 500)
            for case_no in numbers:
                application, clocked = case_named(case_no, uow)
                catalogue = core.app.catalogue_for(application.catalogue_digest, uow)
                notifier.notify(
                    "overdue", case_no, application, at, uow, case_no,
                    item=catalogue.items[clocked.case.item].name.zh, due=moment_words(clocked.case.due_at).zh,
                    department=catalogue.departments[clocked.case.department].name.zh,
                )  # fmt: skip
            uow.commit()
        return len(numbers)

    def remind_promises(self) -> int:
        """Queue a message for each outstanding material that is due by the next working day; each is told once."""
        core = self._core
        if not hall_of(core.app).message_gateway:
            return 0
        outstanding, _ = core.lists.outstanding(500, None)
        with core.uow() as uow:
            notifier, at, calendar = core.notifier(uow), uow.moment(), core.calendar_of(uow)
            today = local_seconds(at) // DAY
            last = calendar.next_working(today + 1)
            soon = {
                f"{d.case_no}:{d.material}": d
                for d in outstanding
                if d.due_at and not d.lapsed and today <= local_seconds(d.due_at) // DAY <= last
            }
            told = uow.service.queued([f"promise:{key}" for key in soon])
            unsent = {key: one for key, one in soon.items() if f"promise:{key}" not in told}
            for key, one in unsent.items():
                application = application_named(one.application_no, uow)
                name = core.catalogue.material_names[one.material].zh
                notifier.notify(
                    "promise", key, application, at, uow, one.case_no,
                    papers=name, due=moment_words(one.due_at).zh,
                )  # fmt: skip
            uow.commit()
        return len(unsent)

    def deliver(self, gateway: Gateway, limit: int = 200) -> dict[str, int]:
        """Hand queued messages to the gateway, each at least once; a failure leaves it for the next time."""
        self.notify_late()
        self.remind_promises()
        core = self._core
        with core.uow() as uow:
            at = uow.moment()
            taken = uow.service.take_messages(limit, at, at - RETRY)
            uow.commit()
        done = {"delivered": 0, "failed": 0}
        for message in taken:
            state, problem = "delivered", ""
            try:
                gateway.send(message)
            except CounterError as error:
                state, problem = "failed", error.words.zh
            self.report(message.key, state, gateway.name, problem)
            done[state] += 1
        return done

    def deliver_own(self) -> dict[str, int]:
        """Do the rounds of the gateway that this program drives; only queue what is late for another's."""
        gateway = self.gateway()
        if gateway is None:
            return {"queued": self.notify_late() + self.remind_promises()}
        return self.deliver(gateway)

    def seal(self) -> int:
        """Seal the events since the last checkpoint; returns how many it covers."""
        with self._core.uow() as uow:
            covered = uow.seal()
            uow.commit()
        return covered

    def report(self, key: str, state: str, gateway: str, problem: str = "") -> None:
        """Record what became of a message; a delivered “ready” meets the delivery clock (ALL 44)."""
        core = self._core
        with core.uow() as uow:
            at = uow.moment()
            uow.service.message_done(key, state, at, gateway, problem)
            kind, _, rest = key.partition(":")
            if kind == "ready" and state == "delivered":
                application = application_named(rest.rpartition(":")[0], uow)
                if notified_ready(application, at, core.calendar_of(uow), uow):
                    uow.log(application, Event(at, gateway, "told", {"key": key}))
            uow.commit()

    def export(self, since: str, folder: Path, officer: Officer) -> dict[str, Any]:
        """Write what changed after the mark (NotAllowed: role; InputRefused: mark; EnvironmentFault)."""
        if officer.role not in ("supervisor", "administrator"):
            raise NotAllowed(
                "wrong_role",
                Words("只有督办或管理员可以导出。", "Only supervisors and administrators export."),
            )
        if not since.isascii() or not since.isdigit():
            raise InputRefused(
                "bad_mark",
                Words("增量标记有误。", "The mark is wrong."),
                {"since": Words("用上次答复的 next；首次用 0。", "Use the last answer's next; 0 at first.")},
            )
        core = self._core
        with core.uow() as uow:
            until = uow.watermark()
            hall = hall_from_text(uow.setup.fact("hall"))
            names = {a.officer.name: a.officer.display_name for a in uow.setup.accounts()}
        if int(since) > until:
            raise InputRefused(
                "bad_mark",
                Words("该标记比库中记录还新。", "The mark is newer than anything here."),
                {"since": Words("请核对是否同一个库。", "Is it from this database?")},
            )
        rows = self._export_rows(int(since), until, hall.region, names)
        answer = write_export(rows, since, str(until), folder)
        with core.uow() as uow:
            facts = {"since": since, "next": str(until), "rows": sum(s["rows"] for s in answer["sets"])}
            uow.log_hall(Event(uow.moment(), officer.name, "exported", facts))
            uow.commit()
        return answer

    def _export_rows(
        self, since: int, until: int, region: str, names: Mapping[str, str]
    ) -> Iterator[tuple[str, Row]]:
        core, after = self._core, 0
        while True:
            with core.uow(read_only=True) as uow:
                found = uow.changed_between(since, until, after, 200)
                for application in found:
                    after = application.id
                    catalogue = core.app.catalogue_for(application.catalogue_digest, uow)
                    ratings = uow.service.ratings(application)
                    yield from rows_of(uow.dossier(application), ratings, catalogue, region, names)
            if not found:
                return

    def read_scan(self, path: Path) -> bytes:
        """Return the content of a file to attach (InputRefused: it cannot be read)."""
        try:
            return path.read_bytes()
        except OSError as error:
            raise InputRefused(
                "bad_scan",
                Words("扫描件无法读取：{w}。", "The scan cannot be read: {w}.").fill(w=error.strerror or ""),
                {"scan": Words("请核对路径。", "Check the path.")},
            ) from error
