"""Rows for the provincial platform, in the names of the national data sets (GB/T 39046-2020; M2, M58).

One row tells one fact and carries ``row_key``, by which a receiver that got it before replaces it: an
export may be repeated from the same mark without harm.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from counter.domain.application import Dossier, Event
from counter.domain.calendar import CHINA
from counter.domain.case import ClockedCase
from counter.domain.limit import Unit
from counter.domain.numbers import task_code
from counter.domain.rating import (
    CHANNELS,
    GRADES,
    REASONS,
    Rating,
    grade_number,
    interface_grade,
    subject_words,
)
from counter.usecases.reading.wording import CLOSINGS
from counter.usecases.steps.pause import STOPS
from forms.catalogue import Catalogue, Item

Row = dict[str, str]

APPLICANT_TYPES: Final = {
    "natural_person": "1", "enterprise": "2", "institution": "3", "social_organisation": "4",
    "government_body": "5", "other": "6",
}  # fmt: skip
"""GB/T 39046 A.4."""
HANDLING: Final = {"window": "1", "online_pc": "2", "online_mobile": "3", "mail": "4"}
"""GB/T 39046 A.5; every other channel is 9."""
DOCUMENTS: Final = {
    "resident_id": "111", "military_id": "114", "passport": "414", "taiwan_permit": "511",
    "hk_macao_permit": "516", "hk_macao_residence": "550", "taiwan_residence": "550",
    "foreign_permanent_2017": "553", "foreign_permanent_2023": "553",
}  # fmt: skip
"""GA/T 2000.156; bodies have none, their credit code stands in applyer_page_code."""
FORMS: Final = {"original": "1", "sighted": "3", "copy": "2", "electronic": "2", "e_licence": "2"}
RESULTS: Final = {
    "": "0", "returned": "1", "void": "2", "forwarded": "4", "no_correction": "5", "refused": "6", "withdrawn": "6",
    "upstream_refused": "6", "not_required": "1", "not_competent": "1",
    "acceptance_refused": "1",
}  # fmt: skip
"""Closing codes of e-supervision: 0 certified, 1 returned, 2 void, 4 forwarded, 5 no correction came, 6 other."""
ACTIONS: Final = {"approve": "通过", "refuse": "退回", "returned": "退回", "correction_needed": "退回"}
STEPS: Final = {
    "received": "收件", "accepted": "受理", "accepted_with_shortfall": "容缺受理", "claim": "领取",
    "release": "退回队列", "approve": "决定", "refuse": "决定", "register-result": "出证",
    "issued": "发件", "milestone": "节点", "request-supplement": "审查补正", "receive-supplement": "补正收件",
    "suspend": "特别程序", "resume": "特别程序结束", "withdraw": "撤回", "explain-overdue": "超期说明",
    "correction_needed": "一次性告知", "not_required": "不受理", "not_competent": "不予受理",
    "started": "前序办结", "upstream_refused": "前序未准", "fulfil-debt": "容缺补交", "void": "作废", "transfer": "转办", "review": "审核", "escalate": "报批",
    "ask-opinion": "征求意见", "give-opinion": "答复意见", "coordinate": "协调", "rule": "裁定", "extend": "延期",
    "terminate": "终止", "revoke": "撤销", "inspect": "核查", "decide-acceptance": "受理决定",
    "receive-correction": "补正收件", "lapse-debt": "失约", "supervise": "督办", "answer-supervision": "督办答复",
}  # fmt: skip

SETS: Final[dict[str, tuple[str, ...]]] = {
    "up_pro_apply": (
        "row_key", "project_no", "task_code", "task_name", "project_type", "applyer_name", "applyer_page_type",
        "applyer_page_code", "applyer_type", "contact_name", "contact_page_type", "contact_page_code",
        "contact_mobile", "address", "legal", "apply_type", "apply_date", "investment_project_no", "area_code",
        "apply_no",
    ),
    "up_pro_material": (
        "row_key", "project_no", "material_name", "is_taken", "get_type", "get_num", "get_time",
    ),
    "up_pro_accept": (
        "row_key", "project_no", "catalog_code", "task_code", "task_name", "org_name", "org_code",
        "handle_user_name", "accept_date", "accept_doc_no", "promise_date", "project_name", "task_version",
    ),
    "up_pro_process": (
        "row_key", "project_no", "process_name", "event_name", "handle_user_name", "handle_explain",
        "event_start_time", "event_end_time", "org_name", "org_code", "process_state",
    ),
    "up_pro_special_procedure": (
        "row_key", "project_no", "special_type", "special_name", "special_time", "special_reason",
        "applyer_user_name", "end_time", "special_limit", "special_limit_unit", "special_explain",
        "handle_user_name",
    ),
    "up_pro_result": (
        "row_key", "project_no", "result_type", "result_date", "result_explain", "result_cetr_name",
        "result_cetr_no", "valid_until", "org_name", "is_delivery_results", "is_charge", "delivered_at",
    ),
    "up_pro_evaluation": (
        "row_key", "project_no", "kind", "subject", "channel", "evaluate_time", "assess_number", "satisfaction",
        "satisfaction_code", "grade", "reasons", "evaluate_text", "is_counted",
    ),
}  # fmt: skip


def stamp(at: datetime | None) -> str:
    """Return a moment as the data sets write it: YYYYMMDDThhmmss, local time."""
    return "" if at is None else f"{at.astimezone(CHINA):%Y%m%dT%H%M%S}"


def rows_of(
    dossier: Dossier, ratings: Sequence[Rating], catalogue: Catalogue, region: str, names: Mapping[str, str]
) -> Iterator[tuple[str, Row]]:
    """Yield the rows of an application with the name of their set; *names* are people by account."""
    for clocked in dossier.cases:
        item = catalogue.items[clocked.case.item]
        yield "up_pro_apply", _apply(clocked, item, dossier, catalogue, region)
        yield from (("up_pro_material", row) for row in _materials(clocked, dossier, catalogue))
        if "acceptance" in clocked.moments:
            yield "up_pro_accept", _accept(clocked, item, dossier, catalogue, names)
        yield from (("up_pro_process", row) for row in _process(clocked, dossier, catalogue, names))
        yield from (("up_pro_special_procedure", row) for row in _special(clocked, dossier, names))
        if clocked.completed_at is not None or clocked.case.closing:
            yield "up_pro_result", _result(clocked, item, dossier, catalogue)
    for one in ratings:
        yield "up_pro_evaluation", _evaluation(one, dossier)


def _code(clocked: ClockedCase, catalogue: Catalogue) -> str:
    item = catalogue.items[clocked.case.item]
    return task_code(catalogue.departments[item.department].body_code, item.catalogue_code)


def _apply(clocked: ClockedCase, item: Item, dossier: Dossier, catalogue: Catalogue, region: str) -> Row:
    one = dossier.application
    form: Any = one.form
    party = form["parties"][0]
    agent = party.get("agent") or {}
    contact = agent or (party if party["type"] == "natural_person" else {})
    instant = item.promised.limit.unit in (Unit.INSTANT, Unit.SAME_DAY, Unit.WORKING_HOURS)
    answers = form.get("answers", {})
    return {
        "row_key": clocked.case.case_no, "project_no": clocked.case.case_no, "task_code": _code(clocked, catalogue),
        "task_name": item.name.zh, "project_type": "1" if instant else "2", "applyer_name": party["name"],
        "applyer_page_type": DOCUMENTS.get(party["id_type"], ""), "applyer_page_code": party["id_number"],
        "applyer_type": APPLICANT_TYPES.get(party["type"], "6"), "contact_name": contact.get("name", ""),
        "contact_page_type": DOCUMENTS.get(contact.get("id_type", ""), ""),
        "contact_page_code": contact.get("id_number", ""),
        "contact_mobile": contact.get("phone", "") or party.get("phone", ""),
        "address": party.get("address", ""), "legal": str(answers.get("legal_representative", "")),
        "apply_type": HANDLING.get(one.channel, "9"), "apply_date": stamp(one.received_at),
        "investment_project_no": str(form.get("project", "")), "area_code": region, "apply_no": one.number,
    }  # fmt: skip


def _materials(clocked: ClockedCase, dossier: Dossier, catalogue: Catalogue) -> Iterator[Row]:
    for one in dossier.materials:
        if clocked.case.item in one.used_by:
            taken = one.state == "received"
            came = clocked.moments.get(f"material:{one.code}", dossier.application.received_at)
            yield {
                "row_key": f"{clocked.case.case_no}:{one.code}", "project_no": clocked.case.case_no,
                "material_name": catalogue.material_names[one.code].zh, "is_taken": "1" if taken else "0",
                "get_type": FORMS.get(one.form, "") if taken else "",
                "get_num": str(one.copies) if taken else "0",
                "get_time": stamp(came) if taken else "",
            }  # fmt: skip


def _accept(
    clocked: ClockedCase, item: Item, dossier: Dossier, catalogue: Catalogue, names: Mapping[str, str]
) -> Row:
    one, department = dossier.application, catalogue.departments[clocked.case.department]
    promised = [c.due_at for c in clocked.clocks if c.kind in ("measure", "promised") and c.due_at]
    return {
        "row_key": clocked.case.case_no, "project_no": clocked.case.case_no, "catalog_code": item.catalogue_code,
        "task_code": _code(clocked, catalogue), "task_name": item.name.zh, "org_name": department.name.zh,
        "org_code": department.body_code, "handle_user_name": names.get(one.clerk, one.clerk),
        "accept_date": stamp(clocked.moments["acceptance"]), "accept_doc_no": one.number,
        "promise_date": stamp(min(promised, default=None)), "project_name": one.title,
        "task_version": catalogue.version,
    }  # fmt: skip


def _process(
    clocked: ClockedCase, dossier: Dossier, catalogue: Catalogue, names: Mapping[str, str]
) -> Iterator[Row]:
    department = catalogue.departments[clocked.case.department]
    mine = [e for e in dossier.events if e.case_no in ("", clocked.case.case_no) and e.what in STEPS]
    for n, event in enumerate(mine, 1):
        yield {
            "row_key": f"{clocked.case.case_no}:{n}", "project_no": clocked.case.case_no,
            "process_name": STEPS[event.what], "event_name": ACTIONS.get(event.what, "其他"),
            "handle_user_name": names.get(event.who, event.who), "handle_explain": _explained(event),
            "event_start_time": stamp(event.at), "event_end_time": stamp(event.at),
            "org_name": department.name.zh, "org_code": department.body_code,
            "process_state": "2",
        }  # fmt: skip


def _explained(event: Event) -> str:
    for key in ("reasons", "reason", "opinion", "name", "result"):
        if event.data.get(key):
            return str(event.data[key])[:2000]
    return ""


def _special(clocked: ClockedCase, dossier: Dossier, names: Mapping[str, str]) -> Iterator[Row]:
    for n, stop in enumerate(clocked.suspensions, 1):
        asked = stop.kind == "applicant_request"
        name = STOPS[stop.kind].zh if stop.kind in STOPS else stop.kind
        yield {
            "row_key": f"{clocked.case.case_no}:{n}", "project_no": clocked.case.case_no, "special_type": "2",
            "special_name": name, "special_time": stamp(stop.start), "special_reason": stop.ground,
            "applyer_user_name": dossier.application.applicant_name if asked else "",
            "end_time": stamp(stop.end), "special_limit": str(stop.expected_days or ""),
            "special_limit_unit": "1" if stop.expected_days else "", "special_explain": stop.ground,
            "handle_user_name": names.get(stop.by, stop.by),
        }  # fmt: skip
    longer = [e for e in dossier.events if e.what == "extend" and e.case_no == clocked.case.case_no]
    for n, event in enumerate(longer, 1):
        yield {
            "row_key": f"{clocked.case.case_no}:e{n}", "project_no": clocked.case.case_no, "special_type": "1",
            "special_name": "延长审批", "special_time": stamp(event.at),
            "special_reason": str(event.data.get("reason", "")), "applyer_user_name": "",
            "end_time": stamp(event.at), "special_limit": str(event.data.get("working_days", "")),
            "special_limit_unit": "1", "special_explain": str(event.data.get("approver", "")),
            "handle_user_name": names.get(event.who, event.who),
        }  # fmt: skip


def _result(clocked: ClockedCase, item: Item, dossier: Dossier, catalogue: Catalogue) -> Row:
    case = clocked.case
    handed = [h for h in dossier.handovers if any(r.case_no == case.case_no for r in h.results)]
    closing = CLOSINGS[case.closing].zh if case.closing in CLOSINGS else "准予"
    done = clocked.completed_at or clocked.moments.get("closed")
    return {
        "row_key": case.case_no, "project_no": case.case_no, "result_type": RESULTS.get(case.closing, "6"),
        "result_date": stamp(done), "result_explain": closing,
        "result_cetr_name": "" if case.closing else str(case.result.get("name") or item.result_name.zh),
        "result_cetr_no": str(case.result.get("no") or ""),
        "valid_until": str(case.result.get("valid_until") or "").replace("-", ""),
        "org_name": catalogue.departments[case.department].name.zh,
        "is_delivery_results": "1" if handed and handed[-1].method == "courier" else "0",
        "is_charge": "0", "delivered_at": stamp(handed[-1].at) if handed else "",
    }  # fmt: skip


def _evaluation(one: Rating, dossier: Dossier) -> Row:
    clocked = next(
        (f for f in dossier.cases if str(f.case.ordinal) == one.subject),
        dossier.cases[0],
    )
    return {
        "row_key": f"{dossier.application.number}:{one.id}", "project_no": clocked.case.case_no,
        "kind": one.kind, "subject": subject_words(one.subject).zh, "channel": CHANNELS[one.channel].zh, "evaluate_time": stamp(one.at),
        "assess_number": str(one.round), "satisfaction": GRADES[one.grade].zh if one.grade else "",
        "satisfaction_code": str(grade_number(one.grade)) if one.grade else "",
        "grade": str(interface_grade(one.grade)) if one.grade else "",
        "reasons": "；".join(REASONS[code].zh for code in one.reasons), "evaluate_text": one.text,
        "is_counted": "1" if one.counted else "0",
    }  # fmt: skip
