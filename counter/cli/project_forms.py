"""A building project for rehearsals: one form for each of its stages."""

from typing import Any

BUILDER = {
    "role": "applicant", "type": "enterprise", "name": "抚远沿江建设有限公司", "id_type": "uscc",
    "id_number": "91110000600037341L", "phone": "13845670000",
    "agent": {
        "name": "孙秀兰", "id_type": "resident_id", "id_number": "230833196502120020",
        "phone": "13845670001", "letter": True,
    },
}  # fmt: skip
CONDITIONS: dict[str, Any] = {
    "land_use": "industrial", "land_area": "12000", "floor_area": "8600", "plot_ratio": "0.72",
    "building_height": "18",
}  # fmt: skip
ANSWERS: dict[str, Any] = {
    "project_name": "沿江冷链物流园一期", "project_code": "2611-230883-04-01-100001",
    "builder_name": "抚远沿江建设有限公司", "builder_uscc": "91110000600037341L", "project_leader": "孙秀兰",
    "investment_kind": "enterprise", "site_location": "抚远市通江镇沿江路北侧，东至规划路，西至排水渠",
    "region_evaluated": False, "total_investment": "6800", "industry": "G5930 低温仓储",
    "air_defence": "build", "special_fire": False, "contract_amount": "4200",
    "start_date": "2027-04-15", "finish_date": "2028-10-30", **CONDITIONS,
    "five_bodies": [
        {"role": "survey", "body": "勘察单位", "qualification": "乙级"},
        {"role": "design", "body": "设计单位", "qualification": "甲级"},
        {"role": "builder", "body": "施工单位", "qualification": "二级"},
        {"role": "supervision", "body": "监理单位", "qualification": "乙级"},
    ],
}  # fmt: skip
STAGE_MATERIALS: dict[str, tuple[str, ...]] = {
    "construction-land-planning": (
        "builder_licence", "site_map", "project_basis", "geology_assessment", "land_transfer_contract",
        "environmental_form",
    ),
    "construction-works": ("design_scheme", "land_title", "air_defence_plan"),
    "construction-permit": (
        "drawings", "land_title", "works_planning_copy", "works_contract_award", "quality_safety",
    ),
    "construction-acceptance": (
        "acceptance_report", "as_built", "as_built_survey", "land_title", "fire_test", "air_defence_record",
        "warranty",
    ),
}  # fmt: skip
PROMISED = {
    "construction-land-planning": ["soil_water_form"],
    "construction-permit": ["funds_promise"],
    "construction-acceptance": ["archive_files"],
}


def stage_form(package: str, **changes: object) -> dict[str, Any]:
    """Return the form of a stage with everything handed in, and its promises given."""
    materials = ("project_form", *STAGE_MATERIALS[package])
    return {
        "package": package,
        "parties": [BUILDER],
        "answers": ANSWERS,
        "materials": [{"code": code, "form": "original", "copies": 1, "pages": 4} for code in materials],
        "commitments": PROMISED.get(package, []),
        "channel": "window",
        "window": "3",
    } | changes
