"""A rehearsal day through the use cases: people come, cases go their way, printouts lie in ``out``."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from counter.cli.cases import save_printouts
from counter.domain.words import Lang
from counter.usecases.accounts.sign_in import sign_in
from counter.usecases.intake.accept_form import accept_form
from counter.usecases.printouts.of_application import printouts_of
from counter.usecases.steps.carry_out import carry_out
from counter.wiring import Core

_FOUNDER = {
    "role": "applicant", "type": "natural_person", "name": "阿依努尔·买买提", "id_type": "resident_id",
    "id_number": "230833199001010011", "phone": "13845470016",
}  # fmt: skip
SAMPLE_FORMS: Final[tuple[dict[str, Any], ...]] = (
    {
        "package": "enterprise-start-up",
        "items": ["company-establishment", "seal-engraving", "first-invoice", "social-insurance-registration"],
        "parties": [_FOUNDER],
        "answers": {
            "company_name": "抚远市乌苏里江鲟鳇鱼养殖有限公司",
            "company_type": "natural_holding",
            "registered_capital": "200",
            "address": "黑龙江省佳木斯市抚远市抚远镇正阳路 18 号 301 室",
            "premises_right": "leased",
            "business_scope": "水产养殖；水产品批发；水产品零售；食品冷藏",
            "shareholders": [
                {"name": "阿依努尔·买买提", "id_type": "resident_id", "id_number": "230833199001010011", "contribution": "120", "method": "cash", "paid_by": "2031-10-31"},
                {"name": "赵𠮷祥", "id_type": "resident_id", "id_number": "230833197808150032", "contribution": "80", "method": "cash", "paid_by": "2031-10-31"},
            ],
            "legal_representative": "阿依努尔·买买提",
            "legal_representative_id": "230833199001010011",
            "contact_name": "赵𠮷祥",
            "contact_phone": "13845470035",
            "seals_wanted": ["official", "finance", "representative"],
            "engraver": "engraver_2",
            "taxpayer_type": "small_scale",
            "invoice_kinds": ["digital"],
            "insurance_kinds": ["pension", "injury", "unemployment"],
        },
        "materials": [
            {"code": "articles", "form": "original", "copies": 1, "pages": 12},
            {"code": "appointment", "form": "original", "copies": 1, "pages": 2},
            {"code": "holder_identity", "form": "sighted", "copies": 2, "pages": 2},
            {"code": "handler_identity", "form": "sighted", "copies": 1, "pages": 1},
            {"code": "premises", "form": "copy", "copies": 1, "pages": 4},
        ],
    },
    {
        "items": ["real-estate-mortgage"],
        "parties": [
            {"role": "mortgagor", "type": "natural_person", "name": "孙秀兰", "id_type": "resident_id", "id_number": "230833196502120020", "phone": "13945471102"},
            {"role": "mortgagee", "type": "enterprise", "name": "抚远市农村信用合作联社", "id_type": "uscc", "id_number": "91110000600037341L", "phone": "0454-2130000"},
        ],
        "answers": {
            "estate_unit_no": "230883001001GB00012F00020003", "certificate_no": "黑（2021）抚远市不动产权第0001203号",
            "estate_location": "抚远镇沿江路 7 号 2 单元 402 室", "debt_amount": "260000",
        },
        "materials": [
            {"code": "estate_identity", "form": "sighted", "copies": 2}, {"code": "estate_certificate", "form": "sighted"},
            {"code": "principal_contract", "form": "original"}, {"code": "mortgage_contract", "form": "original"},
        ],
        "green_channel": "elderly",
    },
    {
        "items": ["tax-deregistration"],
        "parties": [{"role": "applicant", "type": "enterprise", "name": "抚远市鸿运商贸有限公司", "id_type": "uscc", "id_number": "91350100M000100Y43", "phone": "13704540088"}],
        "answers": {"company_name": "抚远市鸿运商贸有限公司", "uscc": "91350100M000100Y43", "taxpayer_type": "general", "credit_grade": "B", "instant_eligible": False},
        "materials": [{"code": "handler_identity", "form": "sighted"}, {"code": "resolution", "form": "copy"}],
    },
)  # fmt: skip


def rehearse_day(core: Core, folder: Path, note: Callable[[str], None], lang: Lang = "zh") -> list[str]:
    """Take the sample applications, grant the first licence, and leave the printouts in the folder."""
    clerk, reviewer = (sign_in(core.app, name, None) for name in ("clerk", "reviewer"))
    numbers: list[str] = []
    for form in SAMPLE_FORMS:
        accepted = accept_form(core.app, {**form, "window": "3"}, clerk)
        number = accepted.dossier.application.number
        numbers.append(number)
        save_printouts(printouts_of(core.app, number, clerk), folder / number, lang)
        note(f"{number}  {accepted.dossier.application.title}")
        if core.at is not None:
            core.at += timedelta(minutes=3)
    licence = f"{numbers[0]}/1"
    for verb, data in (
        ("claim", {}),
        ("approve", {"result_name": "营业执照"}),
        ("register-result", {"name": "营业执照", "no": "抚市监登 2026 0001"}),
    ):
        if core.at is not None:
            core.at += timedelta(minutes=4)
        carry_out(core.app, verb, licence, reviewer, data)
    carry_out(core.app, "claim", f"{numbers[0]}/3", reviewer, {})
    return numbers
