"""How measures without a time limit are carried: each mechanism is a rule that the catalogue has to obey.

A measure names its mechanisms in measures.toml. The doctor asks each of them; what it answers is a fault of
the catalogue: the city promised it.
"""

from collections.abc import Callable, Iterable
from typing import Final

from counter.domain.material import MaterialState
from counter.domain.words import Words
from forms.catalogue import Catalogue, MaterialUse

Check = Callable[[Catalogue], str]
"""Returns what is wrong; empty when the rule holds."""

STAGES: Final = 4
MOST_MATERIALS: Final = {"low": 3, "high": 4}
MOST_STEPS: Final = (
    ({"voltage": "high"}, 4), ({"voltage": "low", "direct_meter": False}, 3),
    ({"voltage": "low", "direct_meter": True}, 2),
)  # fmt: skip
GRADE_A_YEARS: Final = 3


def _wanted(holds: object, problem: str) -> str:
    return "" if holds else problem


def _uses(catalogue: Catalogue) -> Iterable[MaterialUse]:
    return (use for item in catalogue.items.values() for use in item.materials)


def _stage_packages(catalogue: Catalogue) -> str:
    stages = sorted(one.stage for one in catalogue.packages.values() if one.stage)
    if stages != list(range(1, STAGES + 1)):
        return f"stages are {stages}, not 1 to {STAGES}"
    led = all(one.lead for one in catalogue.packages.values() if one.stage)
    return _wanted(led, "a stage has no lead department")


def _joint(catalogue: Catalogue) -> str:
    joint = [one for package in catalogue.packages.values() for one in package.joint]
    permit = catalogue.items.get("construction-works-permit")
    if permit is not None and any(use.code == "funds_proof" for use in permit.materials):
        return "proof of funds is asked for in the works permit"
    return _wanted(len(joint) > 1, "joint drawing review and joint acceptance check are missing")


def _materials_at_most(catalogue: Catalogue) -> str:
    item = catalogue.items.get("electricity-connection")
    limits = dict(item.max_materials) if item else {}
    for voltage, most in MOST_MATERIALS.items():
        if limits.get(voltage) != most:
            return f"max_materials.{voltage} is not {most}"
        asked = [
            use.code
            for use in (item.materials if item else ())
            if use.source != "system"
            and use.code not in ("agent_letter", "power_agent", "single_certificate_promise")
            and (not use.when.get("voltage") or voltage in use.when["voltage"])
        ]
        if len(asked) > most:
            return f"{voltage} voltage asks for {len(asked)} materials, at most {most}"
    return ""


def _steps_at_most(catalogue: Catalogue) -> str:
    item = catalogue.items.get("electricity-connection")
    for answers, most in MOST_STEPS:
        # Acceptance at the window is the first of the measure's steps and no step of the back office.
        if item is None or len(item.steps_for(answers)) + 1 > most:
            return f"electricity has more than {most} steps for {answers}"
    return ""


def _no_fee(catalogue: Catalogue) -> str:
    for code in ("electricity-connection", "customs-document-review"):
        item = catalogue.items.get(code)
        if item is None or item.fees:
            return f"{code} has a fee"
    return ""


def _one_visit(catalogue: Catalogue) -> str:
    many = [item.code for item in catalogue.items.values() if item.visits > 1]
    return _wanted(not many, f"more than one visit: {', '.join(many)}")


def _no_visit(catalogue: Catalogue) -> str:
    return _wanted(any(item.visits == 0 for item in catalogue.items.values()), "no item needs no visit")


def _no_bank_account(catalogue: Catalogue) -> str:
    item = catalogue.items.get("first-invoice")
    return _wanted(item and "bank_account" in item.forbidden_materials, "a bank account may be asked for")


def _one_set_per_stage(catalogue: Catalogue) -> str:
    for package in catalogue.packages.values():
        groups = {
            use.code
            for code in (*package.items, *package.optional)
            if package.stage and code in catalogue.items
            for use in catalogue.items[code].fields
        }
        if package.stage and "project_code" not in groups:
            return f"{package.code} does not ask for the project"
    return ""


def _neutral(catalogue: Catalogue) -> str:
    return _wanted(
        any(one.neutral_order for one in catalogue.field_kinds.values()), "the engraver is not drawn"
    )


def _conditions(catalogue: Catalogue) -> str:
    return _wanted(
        any(one.building_condition for one in catalogue.field_kinds.values()), "no building condition"
    )


def _regional(catalogue: Catalogue) -> str:
    waived = [use.code for use in _uses(catalogue) if any("region_evaluated" in w for w in use.waived_when)]
    return _wanted(waived, "no evaluation is waived in an assessed area")


def _commitments(catalogue: Catalogue) -> str:
    return _wanted(
        any(use.state == MaterialState.COMMITTABLE for use in _uses(catalogue)), "no commitment is possible"
    )


def _grade_a(catalogue: Catalogue) -> str:
    item = catalogue.items.get("wage-deposit")
    lowest = [one for one in item.fees if one.at_least.get("grade_a_years") == GRADE_A_YEARS] if item else []
    return _wanted(lowest, "three years of grade A do not give the lowest rate")


def _e_licence(catalogue: Catalogue) -> str:
    return _wanted(
        any(use.electronic for use in _uses(catalogue)), "no material may be an electronic licence"
    )


def _prior_permit(catalogue: Catalogue) -> str:
    asked = any("scope_prior_permit" in use.when for use in _uses(catalogue))
    return _wanted(asked, "a scope that needs a permit first asks for none")


def _kept(catalogue: Catalogue) -> str:
    kept = any(use.state == MaterialState.KEPT_BY_APPLICANT for use in _uses(catalogue))
    printed = any(use.source == "system" for use in _uses(catalogue))
    return _wanted(kept and printed, "no form is printed filled in, or no material stays with the applicant")


def _promise_until_event(catalogue: Catalogue) -> str:
    return _wanted(any(use.deferral for use in _uses(catalogue)), "no material may follow later")


def _always(_: Catalogue) -> str:
    """Find nothing: the mechanism is the program's own, and its tests hold it."""
    return ""


MECHANISMS: Final[dict[str, tuple[Words, Check]]] = {
    "delivery": (Words("寄递、自助打印、银行网点", "mail, self-printing, bank outlets"), _always),
    "neutral_choice": (Words("刻章企业随机排序自选", "engravers in a drawn order"), _neutral),
    "no_bank_account": (Words("不收银行开户信息", "no bank account asked"), _no_bank_account),
    "four_stages": (Words("四阶段、一家牵头", "four stages with one lead each"), _stage_packages),
    "joint_examination": (Words("联合审图、联合验收", "joint review and acceptance"), _joint),
    "regional_assessment": (Words("区域评估免交", "waived in assessed areas"), _regional),
    "building_conditions": (Words("建设条件入库只读", "conditions read-only"), _conditions),
    "commitment": (Words("告知承诺、核查、信用记录", "commitment, inspection, credit"), _commitments),
    "one_set": (Words("每阶段一张表单、一套材料、一份指南", "one form, set and guide a stage"), _one_set_per_stage),
    "first_responder": (Words("首问登记、咨询登记", "first responder, inquiries"), _always),
    "materials_at_most": (Words("高压 4 份、低压 3 份", "at most 4 and 3 materials"), _materials_at_most),
    "steps_at_most": (Words("环节不超过 4、3、2 个", "at most 4, 3, 2 steps"), _steps_at_most),
    "no_fee": (Words("不收费用", "no fee"), _no_fee),
    "shortfall": (Words("容缺承诺与欠件台账", "promises and the book of outstanding materials"), _promise_until_event),
    "ticket": (Words("取号、预约号", "ticket and appointment"), _always),
    "prefilled": (Words("免填单、留存备查", "filled-in forms, materials kept"), _kept),
    "any_window": (Words("综合窗口办理全部事项", "every window takes every item"), _always),
    "grade_a": (Words("连续三年甲级按最低费率", "lowest rate after three years of grade A"), _grade_a),
    "ratings": (Words("好差评、数据导出", "ratings and exchange"), _always),
    "e_licence": (Words("电子证照免纸质", "electronic licences instead of paper"), _e_licence),
    "payment_mail_query": (Words("缴费、寄递、扫码查询", "payment, mail, status page"), _always),
    "one_visit": (Words("到场不超过一次", "at most one visit"), _one_visit),
    "no_visit": (Words("网上办、零到场", "online, no visit"), _no_visit),
    "sites": (Words("站点与窗口号段", "sites and number series"), _always),
    "prior_permit": (Words("前置许可提示", "permits needed first"), _prior_permit),
}  # fmt: skip
