"""Valid things by default; one argument tells the story. Knows neither Qt nor SQL."""

import copy
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from counter.cli.project_forms import stage_form
from counter.domain.calendar import CHINA, WorkCalendar
from counter.domain.case import Case, CaseClock, CaseState, ClockedCase
from counter.domain.clock import Suspension
from counter.domain.identity import check_character
from counter.domain.limit import Limit, working_days
from forms.catalogue import Catalogue
from forms.form_reading import read_submission
from forms.reading import build, read_files
from forms.submission import Submission

ROOT: Final = Path(__file__).resolve().parent.parent
MONDAY: Final = datetime(2026, 11, 23, 10, 0, tzinfo=CHINA)
TODAY: Final = date(2026, 11, 23)
FOUNDER: Final = "230833199001010011"
_START_UP: Final[dict[str, Any]] = {
    "package": "enterprise-start-up",
    "items": ["company-establishment", "seal-engraving", "first-invoice", "social-insurance-registration"],
    "parties": [
        {"role": "applicant", "type": "natural_person", "name": "阿依努尔·买买提", "id_type": "resident_id",
         "id_number": FOUNDER, "phone": "13845470016"},
    ],
    "answers": {
        "company_name": "抚远市乌苏里江鲟鳇鱼养殖有限公司", "company_type": "natural_holding",
        "registered_capital": "200", "address": "黑龙江省佳木斯市抚远市抚远镇正阳路 18 号 301 室",
        "premises_right": "leased", "business_scope": "水产养殖；水产品批发；水产品零售；食品冷藏",
        "shareholders": [
            {"name": "阿依努尔·买买提", "id_type": "resident_id", "id_number": FOUNDER, "contribution": "120",
             "method": "cash", "paid_by": "2031-10-31"},
            {"name": "赵𠮷祥", "id_type": "resident_id", "id_number": "230833197808150032",
             "contribution": "80", "method": "cash", "paid_by": "2031-10-31"},
        ],
        "legal_representative": "阿依努尔·买买提", "legal_representative_id": FOUNDER,
        "contact_name": "赵𠮷祥", "contact_phone": "13845470035",
        "seals_wanted": ["official", "finance", "representative"], "engraver": "engraver_2",
        "taxpayer_type": "small_scale", "invoice_kinds": ["digital"],
        "insurance_kinds": ["pension", "injury", "unemployment"],
    },
    "materials": [
        {"code": "articles", "form": "original", "copies": 1, "pages": 12},
        {"code": "appointment", "form": "original", "copies": 1, "pages": 2},
        {"code": "holder_identity", "form": "sighted", "copies": 2, "pages": 2},
        {"code": "handler_identity", "form": "sighted", "copies": 1, "pages": 1},
        {"code": "premises", "form": "copy", "copies": 1, "pages": 4},
    ],
}  # fmt: skip


def local(text: str) -> datetime:
    """Return a local time written ``2026-11-23 10:00``."""
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


@cache
def a_calendar() -> WorkCalendar:
    """Return the published working dates with the default sessions."""
    return WorkCalendar()


@cache
def a_catalogue() -> Catalogue:
    """Return the catalogue that is delivered."""
    return build(_tables())


@cache
def _tables() -> dict[str, Any]:
    return {name: dict(table) for name, table in read_files(ROOT / "resources" / "catalogue").items()}


def catalogue_tables() -> dict[str, Any]:
    """Return the catalogue's tables as read, to be changed."""
    return copy.deepcopy(_tables())


def a_form(**changes: Any) -> dict[str, Any]:
    """Return a complete company start-up; one argument tells the story."""
    return copy.deepcopy(_START_UP) | changes


def a_submission(**changes: Any) -> Submission:
    """Return the checked start-up; the changed form has to be free of errors."""
    found = read_submission(a_form(**changes), a_catalogue(), TODAY)
    assert found.submission is not None, found.errors
    return found.submission


def a_number(head: str = "230833", born: str = "19900101", serial: str = "001") -> str:
    """Return an 18-character resident number with its right check character."""
    first = f"{head}{born}{serial}"
    return first + check_character(first)


def a_case(**changes: Any) -> Case:
    """Return a case that waits in its queue."""
    values: dict[str, Any] = {
        "id": 1, "case_no": "C1", "application_no": "FY01-2600001-0", "ordinal": 1, "item": "seal-engraving",
        "department": "market", "outcome": "accepted", "state": CaseState.WAITING, "step": "review",
        "handler": None, "version": 1, "catalogue_digest": "", "completion": ("decision",),
    }  # fmt: skip
    return Case(**(values | changes))


def a_clock(limit: Limit | None = None, **changes: Any) -> CaseClock:
    """Return a promised clock of five working days from acceptance to decision, not told yet."""
    values: dict[str, Any] = {
        "id": 0, "case_id": 1, "rule": "promised", "kind": "promised", "limit": limit or working_days(5),
        "needs": ("acceptance",), "ends": ("decision",),
    }  # fmt: skip
    return CaseClock(**(values | changes))


def a_file(
    moments: Mapping[str, str] | None = None,
    *stops: tuple[str, str, str],
    clocks: tuple[CaseClock, ...] = (),
    **changes: Any,
) -> ClockedCase:
    """Return a case with its moments, written as local times, and stops as (kind, from, to or nothing)."""
    happened = {"acceptance": "2026-11-23 10:00"} if moments is None else moments
    return ClockedCase(
        a_case(**changes),
        clocks,
        {name: local(at) for name, at in happened.items()},
        tuple(Suspension(local(a), local(b) if b else None, kind) for kind, a, b in stops),
    )


def a_permit_form(**changes: Any) -> dict[str, Any]:
    """Return a complete request for a discharge permit: a licence with a survey and a second person's decision."""
    return {
        "items": ["drainage-permit"],
        "parties": [
            {"role": "applicant", "type": "enterprise", "name": "抚远市鸿运商贸有限公司", "id_type": "uscc",
             "id_number": "91350100M000100Y43", "phone": "13704540088"},
        ],
        "answers": {"organisation_name": "抚远市鸿运商贸有限公司", "uscc": "91350100M000100Y43",
                    "use_address": "抚远镇沿江路 7 号", "daily_m3": "12"},
        "materials": [
            {"code": "drainage_form", "form": "original", "copies": 1, "pages": 2},
            {"code": "drainage_plan", "form": "copy", "copies": 1, "pages": 3},
            {"code": "drainage_test", "form": "original", "copies": 1, "pages": 5},
        ],
    } | changes  # fmt: skip


def a_stage_form(package: str, **changes: Any) -> dict[str, Any]:
    """Return the form of a stage of a building project with everything handed in and promised."""
    return copy.deepcopy(stage_form(package, **changes))


def with_item(catalogue: Catalogue, code: str, **changes: Any) -> Catalogue:
    """Return the catalogue with one item changed."""
    items = {**catalogue.items, code: replace(catalogue.items[code], **changes)}
    return replace(catalogue, items=items)
