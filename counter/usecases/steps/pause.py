"""Stopping a case on a stated ground and going on: supplements in review, special procedures (ALL 45)."""

from dataclasses import dataclass, replace
from datetime import datetime

from counter.domain.application import Dossier
from counter.domain.case import ClockedCase
from counter.domain.clock import Suspension
from counter.domain.errors import InputRefused, NotAllowed
from counter.domain.extension import most_days
from counter.domain.stops import grounds
from counter.domain.words import Words
from counter.usecases.intake.joint import joint_limits, stage_clock_of
from counter.usecases.steps.joint import extend_stage, extensible_clock
from counter.usecases.steps.step import (
    Step,
    bad,
    chosen_of,
    count_of,
    materials_of_item,
    names_of,
    text_of,
)
from forms.catalogue import Catalogue, Item

STOPS = {
    "hearing": Words("听证", "Hearing"),
    "tender": Words("招标", "Tender"),
    "auction": Words("拍卖", "Auction"),
    "inspection": Words("检验", "Inspection"),
    "testing": Words("检测", "Testing"),
    "quarantine": Words("检疫", "Quarantine"),
    "appraisal": Words("鉴定", "Appraisal"),
    "expert_review": Words("专家评审", "Expert review"),
    "public_notice": Words("公告", "Public notice"),
    "evaluation": Words("评估", "Evaluation"),
    "applicant_request": Words("申请人要求暂停", "Asked for by the applicant"),
    "supplement": Words("审查补正", "Supplement in review"),
    "debt": Words("容缺待补", "An outstanding material is missing"),
}
MOST_DAYS = 365
EXTENSIBLE = {
    "statutory": Words("法定时限", "the statutory limit"),
    "promised": Words("承诺时限", "the promised limit"),
    "stage": Words("本阶段并联办理时限", "the stage's joint limit"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A supplement that is open: which materials are still to come, and why they were asked for."""

    materials: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Supplemented:
    """What came after a case's last supplement request: materials with their moments, entries corrected."""

    asked_at: datetime
    materials: tuple[tuple[str, datetime], ...]
    entries: tuple[tuple[str, str, str], ...]


def supplemented(dossier: Dossier, case_no: str) -> Supplemented | None:
    """Return what changed since materials were last asked for in review or before acceptance; None when nothing.

    An entry is (field, before, after) as ``correct-entry`` was told it.
    """
    asked_at: datetime | None = None
    materials: list[tuple[str, datetime]] = []
    entries: list[tuple[str, str, str]] = []
    for event in dossier.events:
        mine = event.case_no == case_no
        if mine and event.what in ("request-supplement", "correction_needed", "ask-again"):
            asked_at, materials, entries = event.at, [], []
        elif asked_at is None:
            continue
        elif mine and event.what in ("receive-supplement", "receive-correction"):
            codes = event.data.get("materials")
            materials += [(str(code), event.at) for code in codes] if isinstance(codes, list) else []
        elif event.what == "correct-entry":
            data = event.data
            before, after = data.get("before"), data.get("after")
            entries.append((str(data.get("field")), str(before or "—"), str(after or "—")))
    if asked_at is None or not (materials or entries):
        return None
    return Supplemented(asked_at, tuple(materials), tuple(entries))


def wanted(dossier: Dossier, clocked: ClockedCase) -> Wanted | None:
    """Return the case's open supplement request; None when there is none."""
    if not any(stop.kind == "supplement" for stop in clocked.open_stops):
        return None
    codes: list[str] = []
    reason = ""
    for event in dossier.events:
        if event.case_no != clocked.case.case_no:
            continue
        given = event.data.get("materials")
        named = [str(code) for code in given] if isinstance(given, list) else []
        if event.what == "request-supplement":
            codes, reason = named, str(event.data.get("reason", ""))
        elif event.what == "receive-supplement":
            codes = [code for code in codes if code not in named]
    return Wanted(tuple(codes), reason)


def request_supplement(step: Step) -> ClockedCase:
    """Ask for named materials with a reason; one request at a time (timers.md 4: it starts with the notice)."""
    codes, reason = materials_of_item(step), text_of(step.data, "reason")
    item = step.item
    if any(stop.kind == "supplement" for stop in step.clocked.open_stops):
        raise NotAllowed(
            "stopped_already",
            Words(
                "已有待补正的材料，先等其到达。", "A supplement is asked for already; wait for its arrival."
            ),
        )
    stopped = replace(step.clocked, case=step.clocked.case.suspend(step.officer.name))
    names = "、".join(step.catalogue.material_names[code].zh for code in codes)
    one = Suspension(step.at, None, "supplement", f"{reason}（{names}）", step.officer.name)
    count = sum(s.kind == "supplement" for s in step.clocked.suspensions)
    step.notifier.notify(
        "supplement", f"{step.clocked.case.case_no}:{count + 1}", step.application, step.at, step.uow,
        step.clocked.case.case_no, item=item.name.zh, papers=names, reason=reason,
    )  # fmt: skip
    return stopped.stopped(one, step.calendar)


def receive_supplement(step: Step) -> ClockedCase:
    """Take the materials in; when the last one is there the case goes on by itself."""
    codes = names_of(step.data, "materials")
    request = wanted(step.uow.dossier(step.application), step.clocked)
    if request is None:
        raise NotAllowed("no_request", Words("没有待补的材料。", "Nothing was asked for."))
    strange = [code for code in codes if code not in request.materials]
    if strange:
        raise bad(
            "materials",
            Words("待补的是：{all}。", "Asked for: {all}.").fill(all=", ".join(request.materials)),
        )
    for code in codes:
        place = f"window:{step.application.window}"
        step.uow.service.save_place(step.application, code, "received", place)
    if set(request.materials) - set(codes):
        return step.clocked
    return _went_on(step, "supplement")


def _went_on(step: Step, kind: str) -> ClockedCase:
    """End the suspension of the kind; the case goes on when no other one lasts."""
    left = [stop for stop in step.clocked.open_stops if stop.kind != kind]
    case = step.clocked.case if left else step.clocked.case.resume()
    return replace(step.clocked, case=case).went_on(kind, step.at, step.calendar)


def suspend(step: Step) -> ClockedCase:
    """Stop the case for one of the special procedures, told in writing with its expected length (ALL 45).

    Different grounds may overlap; each is ended by itself, and the clocks count the time once.
    """
    kind, ground = text_of(step.data, "kind"), text_of(step.data, "ground")
    item = step.item
    allowed = grounds(item.stop_facts)
    if kind not in allowed:
        words = Words("该事项可用：{all}。", "This item allows: {all}.").fill(all=", ".join(allowed))
        raise InputRefused("bad_ground", Words("暂停事由不合法。", "Not a lawful ground."), {"kind": words})
    days = count_of(step.data, "expected_days", MOST_DAYS)
    if any(stop.kind == kind for stop in step.clocked.open_stops):
        raise NotAllowed(
            "stopped_already", Words("办件已因此暂停。", "It is stopped on this ground already.")
        )
    stopped = replace(step.clocked, case=step.clocked.case.suspend(step.officer.name))
    one = Suspension(step.at, None, kind, ground, step.officer.name, days)
    return stopped.stopped(one, step.calendar)


def resume(step: Step) -> ClockedCase:
    """End a special procedure with its result; supplements end by the arrival, never by hand."""
    text_of(step.data, "result", required=False)
    named = text_of(step.data, "kind", required=False)
    stops = step.clocked.open_stops
    stop = next((one for one in stops if not named or one.kind == named), None)
    if stop is None:
        raise NotAllowed("wrong_state", Words("办件没有暂停。", "The case is not stopped."))
    if stop.kind in ("supplement", "debt"):
        stop = next((one for one in stops if one.kind not in ("supplement", "debt")), stop)
    if stop.kind in ("supplement", "debt"):
        raise NotAllowed(
            "ends_by_arrival",
            Words(
                "补正以材料到达结束，请登记收到的材料。",
                "It ends when the materials arrive; record them instead.",
            ),
        )
    return _went_on(step, stop.kind)


def _most_days(item: Item) -> int:
    return most_days(item.intake_regime, item.extension_max)


def extensible(dossier: Dossier, clocked: ClockedCase, catalogue: Catalogue) -> dict[str, Words]:
    """Return the clocks that may still be extended: the case's, and the stage's for its lead department."""
    found: dict[str, Words] = {}
    if _most_days(catalogue.items[clocked.case.item]) and not any(c.extension_days for c in clocked.clocks):
        joint = {clock.kind for clock in joint_limits(clocked, catalogue)}
        found |= {kind: words for kind, words in EXTENSIBLE.items() if kind not in ("stage", *joint)}
    package = catalogue.packages.get(dossier.application.package or "")
    if package is not None and package.stage and package.lead == clocked.case.department:
        clock = stage_clock_of(dossier.package_clocks)
        if clock and clock.started_at and clock.ended_at is None and not clock.extension_days:
            found["stage"] = EXTENSIBLE["stage"]
    return found


def extend(step: Step) -> ClockedCase:
    """Extend the statutory or promised clock once, before it is due, approved and with its reason (ALL 42).

    A measure's clock is never extended: late is late, with a public reason (timers.md 5).
    """
    text_of(step.data, "reason")
    approver = text_of(step.data, "approver")
    kind = chosen_of(step.data, "clock", EXTENSIBLE, "statutory")
    if kind == "stage":
        return extend_stage(step, approver)
    most = _most_days(step.item)
    if not most:
        raise NotAllowed(
            "no_extension", Words("该事项的时限依法不得延长。", "The law allows this item no extension.")
        )
    days = count_of(step.data, "working_days", most)
    clock = next((c for c in step.clocked.clocks if c.kind == kind and c.ended_at is None), None)
    extensible_clock(step, clock)
    if clock in joint_limits(step.clocked, step.catalogue):
        raise NotAllowed(
            "no_extension",
            Words(
                "联合办理的时限由本级人民政府负责人批准延长（本阶段并联办理时限）。",
                "A limit of joint handling is extended with the stage's, by the government.",
            ),
        )
    if approver in (step.officer.name, step.officer.display_name) and step.officer.role != "head":
        raise bad("approver", Words("须经本机关负责人批准。", "The head of the authority has to approve it."))
    return step.clocked.extended(kind, days, step.calendar)
