"""The back office as the fronts use it: batches, absences, reminders, usual times, dry runs, retention."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from statistics import median
from typing import TYPE_CHECKING, Any

from counter.domain.application import Event
from counter.domain.calendar import local_seconds
from counter.domain.errors import InputRefused, NotAllowed
from counter.domain.request import DepartmentRequest
from counter.domain.standing import reminder_moments
from counter.domain.words import Words
from counter.settings import hall_from_text
from counter.usecases.hall.retention import Erasure, erase, look
from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.batch import BatchLine
from counter.usecases.reading.find import application_named, case_named
from counter.usecases.steps.carry_out import take_one
from counter.usecases.steps.claim_next import claim_next
from counter.usecases.steps.once_more import once_more
from counter.usecases.steps.run import deem_accepted

if TYPE_CHECKING:
    from counter.wiring import Core

MOST_AT_ONCE = 500
LEAST_HISTORY = 5
"""Cases from which a usual time is taken; fewer say nothing."""
USUAL_EVERY = timedelta(hours=1)
CARE_BATCH = 200


class BackOffice:
    """The part of the core that looks after cases on their way."""

    def __init__(self, core: "Core") -> None:
        self._core = core

    def batch(
        self, verb: str, numbers: Sequence[str], officer: Officer, data: Mapping[str, object]
    ) -> list[BatchLine]:
        """Take the same step on up to 500 cases, each in its own transaction, with a result line each."""
        wanted = list(dict.fromkeys(number.strip() for number in numbers if number.strip()))
        if not 1 <= len(wanted) <= MOST_AT_ONCE:
            raise InputRefused(
                "bad_batch",
                Words("一次 1 至 500 件。", "From 1 to 500 cases at once."),
                {"numbers": Words("请分批。", "Split it into several.")},
            )
        lines = []
        for number in wanted:
            try:
                take_one(self._core.app, verb, number, officer, data)
            except (NotAllowed, InputRefused) as refusal:
                lines.append(BatchLine(number, refusal))
            else:
                lines.append(BatchLine(number, None))
        return lines

    @once_more
    def claim_next(self, department: str, officer: Officer) -> str | None:
        """Claim the most pressing case of the queue; return its number, None when nothing waits (NotAllowed)."""
        core = self._core
        with core.uow() as uow:
            number = claim_next(department, officer, core.catalogue, uow)
            if number is not None:
                uow.commit()
        return number

    @once_more
    def hand_over_colleague(self, name: str, to: str, reason: str, officer: Officer) -> int:
        """Give all cases of an absent colleague to another one; returns how many (NotAllowed, InputRefused)."""
        moved = 0
        for number in self._core.lists.held_by(name):
            take_one(self._core.app, "reassign", number, officer, {"to": to, "reason": reason})
            moved += 1
        return moved

    def requests(self, officer: Officer) -> list[DepartmentRequest]:
        """Return the open requests between departments that concern the officer: the department's, or all for supervisors."""
        with self._core.uow(read_only=True) as uow:
            found = uow.requests.open()
        if officer.role == "supervisor":
            return list(found)
        return [one for one in found if officer.may_review(one.department)]

    def care(self) -> dict[str, int]:
        """Do what time alone brings about: deemed acceptances, reminders, usual times."""
        return {"deemed": self._deem(), "reminded": self._remind(), "usual": self._learn()}

    def _deem(self) -> int:
        core, done = self._core, 0
        for number in core.lists.unchecked(core.now(), CARE_BATCH):
            try:
                with core.uow() as uow:
                    uow.hold(application_named(number, uow))
                    application, clocked = case_named(number, uow)
                    after = deem_accepted(application, clocked, uow.moment(), core.calendar_of(uow), uow)
                    uow.commit()
            except NotAllowed:
                continue  # another PC of the hall was faster
            done += after is not clocked
        return done

    def _remind(self) -> int:
        core, done = self._core, 0
        for number in core.lists.to_remind(core.now(), CARE_BATCH):
            with core.uow() as uow:
                at, calendar = uow.moment(), core.calendar_of(uow)
                application, clocked = case_named(number, uow)
                case = clocked.case
                clock = next((c for c in clocked.clocks if c.rule == case.binding), None)
                if clock is None or clock.started_at is None or case.due_at is None:
                    continue
                moments = reminder_moments(clock.started_at, case.due_at, case.reminders, calendar)
                upcoming = next((one for one in moments if one > at), None)
                if not uow.save_reminder(case, upcoming):
                    continue  # another PC of the hall has called it to mind
                facts = {"rule": case.binding, "due": case.due_at.isoformat(), "handler": case.handler}
                uow.log(application, Event(at, "system", "reminded", facts, "", case.case_no))
                uow.commit()
                done += 1
        return done

    def _learn(self) -> int:
        core = self._core
        with core.uow(read_only=True) as uow:
            last, at, calendar = uow.setup.fact("usual_counted"), uow.moment(), core.calendar_of(uow)
        if last is not None and at - datetime.fromisoformat(last) < USUAL_EVERY:
            return 0
        spent: dict[tuple[str, str], list[int]] = {}
        for item, step, begun, ended in core.lists.worked():
            seconds = calendar.position(local_seconds(ended)) - calendar.position(local_seconds(begun))
            spent.setdefault((item, step), []).append(seconds)
        known = {key: found for key, found in spent.items() if len(found) >= LEAST_HISTORY}
        with core.uow() as uow:
            for (item, step), found in known.items():
                uow.requests.save_usual(item, step, int(median(found)), len(found), at)
            uow.setup.set_fact("usual_counted", at.isoformat())
            uow.commit()
        return len(known)

    def old_records(self) -> list[Erasure]:
        """Return what is older than its retention period; nothing is changed."""
        with self._core.uow(read_only=True) as uow:
            return look(hall_from_text(uow.setup.fact("hall")), uow.moment(), uow)

    def erase_old(self, officer: Officer) -> list[Erasure]:
        """Erase what is older than its period; on a server with the owner's address only (NotAllowed)."""
        core = self._core
        with core.owner() as engine, core.uow(engine=engine) as uow:
            done, cases = erase(hall_from_text(uow.setup.fact("hall")), officer, uow)
            uow.commit()
        for one in cases:
            core.service.scans.erase(one.sha256)
        return done

    def way_of(self, package: str, answers: Mapping[str, object]) -> list[dict[str, Any]]:
        """Return a dry run of a package: per item department, steps, what it waits for, and its limits now."""
        core = self._core
        found = core.catalogue.packages.get(package)
        items = found.items if found else (package,)
        if any(code not in core.catalogue.items for code in items):
            raise InputRefused(
                "unknown_code",
                Words("没有“{c}”。", "There is no “{c}”.").fill(c=package),
                {"code": Words("用 catalogue 查看代码。", "See the codes with catalogue.")},
            )
        rows = []
        for code in items:
            item = core.catalogue.items[code]
            joint = found.joint_of(code) if found else None
            rows.append(
                {
                    "item": code, "name": item.name, "department": item.department,
                    "intake": "department" if item.window_power == "receive_only" else "window",
                    "after": [one for one in item.after if one in items],
                    "steps": [
                        {"code": s.code, "name": s.name, "kind": s.kind or None, "inspectors": s.inspectors,
                         "other_person": s.other_person}
                        for s in item.steps
                    ],
                    "joint": {"name": joint.name, "lead": joint.lead} if joint else None,
                    "rules": [one.rule for one in item.rules_for(answers)],
                    "promised": item.promised.limit, "statutory": item.statutory.limit if item.statutory else None,
                }
            )  # fmt: skip
        return rows
