"""The notices and decisions of a case, each made from the event that calls for it (ALL 38, 42, 44, 45, 69)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from counter.domain.application import Dossier, Event
from counter.domain.case import CaseClock, ClockedCase
from counter.domain.printout import NoticeFacts
from counter.domain.request import DepartmentRequest
from counter.domain.stops import APPLICANT_REQUEST, ARRIVALS, grounds
from counter.usecases.reading.wording import full_moment_words
from counter.usecases.steps.decide import TERMINATIONS
from counter.usecases.steps.pause import EXTENSIBLE, STOPS
from forms.catalogue import Catalogue, Item

Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Order:
    """A notice that an event calls for; *mark* tells it from others of its kind."""

    kind: str
    case_no: str
    mark: str
    event: Event


_KIND_OF: Final = {
    "request-supplement": "supplement_notice",
    "suspend": "special_procedure_notice",
    "extend": "extension_notice",
    "approve": "decision_grant",
    "refuse": "decision_refusal",
    "terminate": "termination_notice",
    "revoke": "revocation_decision",
    "supervise": "supervision_order",
}
SPECIAL: Final = tuple(kind for kind in STOPS if kind not in (*ARRIVALS, APPLICANT_REQUEST))


def orders(dossier: Dossier, catalogue: Catalogue) -> tuple[Order, ...]:
    """Return the notices that the history calls for, oldest first; a grant's decision for licences only."""
    cases = {clocked.case.case_no: clocked for clocked in dossier.cases}
    found: list[Order] = []
    counts: dict[tuple[str, str], int] = {}
    for event in dossier.events:
        kind = _KIND_OF.get(event.what)
        if kind is None or event.case_no not in cases:
            continue
        item = catalogue.items[cases[event.case_no].case.item]
        if kind == "decision_grant" and item.intake_regime != "licence":
            continue
        if kind == "special_procedure_notice" and event.data.get("kind") not in SPECIAL:
            continue
        number = counts[kind, event.case_no] = counts.get((kind, event.case_no), 0) + 1
        found.append(Order(kind, event.case_no, f"{event.case_no}:{number}", event))
    visits = [event for event in dossier.events if event.what == "visit"]
    found += [Order("receipt_list", "", f"visit:{n}", event) for n, event in enumerate(visits, 1)]
    for one in dossier.requests:
        if one.kind == "inspection":
            event = Event(one.asked_at, one.asked_by, "inspection", {}, "", one.case_no)
            found.append(Order("inspection_order", one.case_no, f"{one.case_no}:{one.id}", event))
    return tuple(found)


def _text(data: Mapping[str, object], key: str) -> str:
    value = data.get(key)
    if isinstance(value, list):
        return "；".join(str(one) for one in value)
    return str(value) if value not in (None, "") else ""


def _moment(text: object) -> str:
    return full_moment_words(datetime.fromisoformat(text) if isinstance(text, str) else None).zh


def _due_change(event: Event) -> tuple[str, str]:
    change = event.data.get("change")
    due = change.get("clock_due") if isinstance(change, Mapping) else None
    before, after = due if isinstance(due, list) else (None, None)
    return _moment(before), _moment(after)


@dataclass(frozen=True, slots=True)
class _Subject:
    """What a notice is about."""

    order: Order
    item: Item
    clocked: ClockedCase
    catalogue: Catalogue
    dossier: Dossier

    @property
    def data(self) -> Mapping[str, object]:
        return self.order.event.data

    @property
    def request(self) -> DepartmentRequest | None:
        """The request between departments behind an inspection or a supervision order."""
        kind = {"inspection_order": "inspection", "supervision_order": "supervision"}.get(self.order.kind)
        at = self.order.event.at
        mine = [e for e in self.dossier.requests if e.case_no == self.order.case_no and e.kind == kind]
        return next((e for e in mine if e.asked_at == at), mine[0] if mine else None)


def _while_waiting(one: _Subject) -> str:
    still, on = clocks_stopped(one.clocked.clocks, "supplement")
    waiting = f"；等待期间不计入{'和'.join(still)}" if still else ""
    return waiting + (f"，{'、'.join(on)}照常计算" if on else "")


def _supplement(one: _Subject) -> tuple[str, Pairs, list[str]]:
    codes = one.data.get("materials")
    names = [one.catalogue.material_names[c].zh for c in codes] if isinstance(codes, list) else []
    points = {use.code: use.points for use in one.item.materials}
    lines = [f"{n}. {name}" for n, name in enumerate(names, 1)]
    for n, code in enumerate(codes if isinstance(codes, list) else []):
        point = points.get(code)
        if point is not None:
            lines[n] += f"。要求：{point.zh}"
    paragraphs = [
        *lines,
        "请将上列材料交到任一综合窗口，出示本通知书即可。",
        f"材料到齐之日起恢复审查{_while_waiting(one)}。",
    ]
    return f"请补正 {len(names)} 份材料", [("补正理由", _text(one.data, "reason"))], paragraphs


def _special(one: _Subject) -> tuple[str, Pairs, list[str]]:
    kind = STOPS[_text(one.data, "kind")].zh
    days = _text(one.data, "expected_days")
    pairs = [("程序种类", kind), ("所需时间", f"{days} 个工作日"), ("事由", _text(one.data, "ground")),
             ("开始时间", full_moment_words(one.order.event.at).zh)]  # fmt: skip
    code = _text(one.data, "kind")
    ground = grounds(one.item.stop_facts).get(code)
    if ground is not None:
        pairs.append(("依据", ground.article))
    still, on = clocks_stopped(one.clocked.clocks, code)
    lines = (
        [f"程序期间不计入{'、'.join(still)}，程序结束后继续计时；届时将告知新的办结时间。"] if still else []
    )
    if on:
        lines.append(f"{'、'.join(on)}照常计算。")
    head = f"依法进行{kind}，所需 {days} 个工作日"
    return f"{head}不计入{'、'.join(still)}" if still else head, pairs, lines


_LIMITS: Final = {"statutory": "法定时限", "promised": "承诺时限", "measure": "措施时限"}


def clocks_stopped(clocks: Iterable[CaseClock], kind: str) -> tuple[list[str], list[str]]:
    """Return the names of the case's limits that stand still while the kind lasts, and of those that run on."""
    mine = [clock for clock in clocks if clock.kind in _LIMITS]
    still = {clock.kind for clock in mine if kind in clock.stops}
    on = {clock.kind for clock in mine} - still
    return [_LIMITS[k] for k in _LIMITS if k in still], [_LIMITS[k] for k in _LIMITS if k in on]


def _extension(one: _Subject) -> tuple[str, Pairs, list[str]]:
    before, after = _due_change(one.order.event)
    clock = EXTENSIBLE[_text(one.data, "clock") or "statutory"].zh
    days = _text(one.data, "working_days")
    due = [("原到期", before), ("延长后到期", after)] if after != "—" else []
    number, day = _text(one.data, "approval_no"), _text(one.data, "approval_date")
    approval = [("批准文号", f"{number}（{day}）")] if number else []
    pairs = [("延长的时限", clock), ("延长", f"{days} 个工作日"), *due,
             ("批准人", _text(one.data, "approver")), *approval, ("理由", _text(one.data, "reason"))]  # fmt: skip
    text = "延长期限经本机关负责人（并联办理的由本级人民政府负责人）批准，依法只延长一次。公布的措施时限不因此延长。"
    return f"{clock}延长 {days} 个工作日", pairs, [text]


def _grant(one: _Subject) -> tuple[str, Pairs, list[str]]:
    name = _text(one.data, "result_name") or one.item.result_name.zh
    pairs = [("证照（批文）", name), ("编号", _text(one.data, "result_no") or "以证照记载为准"),
             ("有效期至", _text(one.data, "valid_until") or "长期")]  # fmt: skip
    promised = [
        one.catalogue.material_names[m.code].zh
        for m in one.dossier.materials
        if m.state == "committable" and one.item.code in m.used_by
    ]
    paragraphs = ["经审查，申请符合法定条件、标准，决定准予。决定作出之日起十个工作日内送达证照。"]
    if promised:
        paragraphs.append(
            f"本决定以申请人书面承诺为依据（{'、'.join(promised)}）；行政机关将核查，承诺不实或不履行的，依法撤销本决定。"
        )
    return "准予", pairs, paragraphs


def _refusal(one: _Subject) -> tuple[str, Pairs, list[str]]:
    pairs = [("理由", _text(one.data, "reasons")), ("法律依据", _text(one.data, "basis"))]
    return "不予批准", pairs, ["经审查，申请不符合法定条件、标准，决定不予批准。"]


def _termination(one: _Subject) -> tuple[str, Pairs, list[str]]:
    ground = TERMINATIONS[_text(one.data, "kind")].zh
    pairs = [("终止依据", ground), ("说明", _text(one.data, "reason"))]
    return (
        "终止办理",
        pairs,
        ["本件自本通知书送达之日起终止办理；条件具备后可以重新申请。原件请凭本通知书领回。"],
    )


def _revocation(one: _Subject) -> tuple[str, Pairs, list[str]]:
    name = str(one.clocked.case.result.get("name") or one.item.result_name.zh)
    number = str(one.clocked.case.result.get("no") or "—")
    pairs = [("被撤销的决定", name), ("编号", number), ("理由", _text(one.data, "reason"))]
    text = "依法撤销上列决定，证照自撤销之日起失效，请交回。"
    return f"撤销{name}", pairs, [text]


def _inspection(one: _Subject) -> tuple[str, Pairs, list[str]]:
    request = one.request
    due = full_moment_words(request.due_at if request else None).zh
    names = request.question if request else ""
    pairs = [("核查内容", names), ("完成期限", due), ("核查人员", "1.　　　　　　　2.　　　　　　　")]
    return (
        f"{due} 前完成核查",
        pairs,
        ["核查由两名以上工作人员进行。核查结论：□ 已履行　□ 未履行", "核查情况："],
    )


def _supervision(one: _Subject) -> tuple[str, Pairs, list[str]]:
    pairs = [("督办内容", _text(one.data, "text")), ("答复期限", _text(one.data, "reply_by"))]
    return f"请于 {_text(one.data, 'reply_by')} 前答复", pairs, ["超过办理时限的，承办单位应当公开说明理由。"]


_WRITERS: Final[dict[str, Callable[[_Subject], tuple[str, Pairs, list[str]]]]] = {
    "supplement_notice": _supplement,
    "special_procedure_notice": _special,
    "extension_notice": _extension,
    "decision_grant": _grant,
    "decision_refusal": _refusal,
    "termination_notice": _termination,
    "revocation_decision": _revocation,
    "inspection_order": _inspection,
    "supervision_order": _supervision,
}
_BASIS: Final = {
    "supplement_notice": "优化营商环境条例第三十六条",
    "special_procedure_notice": "行政许可法第四十五条",
    "extension_notice": "行政许可法第四十二条",
    "decision_grant": "行政许可法第三十八条、第四十四条",
    "decision_refusal": "行政许可法第三十八条",
    "termination_notice": "行政许可法第三十二条等",
    "revocation_decision": "行政许可法第六十九条、措施13",
    "inspection_order": "措施13",
    "supervision_order": "优化营商环境条例第三十六条",
}
_WITH_REMEDIES: Final = ("decision_refusal", "termination_notice", "revocation_decision")


def _basis_of(order: Order, item: Item) -> str:
    """Return the notice's legal basis; that of a special procedure is the article its kind stands on."""
    ground = grounds(item.stop_facts).get(_text(order.event.data, "kind"))
    if order.kind == "special_procedure_notice" and ground is not None and ground.article:
        return ground.article.replace(" ", "")
    return _BASIS[order.kind]


def notice_facts(order: Order, dossier: Dossier, catalogue: Catalogue, who: str) -> NoticeFacts:
    """Return what the notice says; *who* is the person in charge as printouts name people."""
    clocked = next(one for one in dossier.cases if one.case.case_no == order.case_no)
    item = catalogue.items[clocked.case.item]
    answer, pairs, paragraphs = _WRITERS[order.kind](_Subject(order, item, clocked, catalogue, dossier))
    department = catalogue.departments[clocked.case.department]
    return NoticeFacts(
        order.kind, clocked.case.ordinal, order.case_no, item.name, department.name, order.event.at, who, answer,
        tuple(pairs), tuple(paragraphs), _basis_of(order, item), order.kind in _WITH_REMEDIES,
        department.review_body, is_licence=item.nature == "01", inside=order.kind in ("inspection_order", "supervision_order"),
    )  # fmt: skip
