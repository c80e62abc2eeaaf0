"""The registration of a mortgage on a home, for which the State sets a fee of 80 yuan."""

from typing import Any, Final

MORTGAGE: Final[dict[str, Any]] = {
    "items": ["real-estate-mortgage"],
    "parties": [
        {"role": "mortgagor", "type": "natural_person", "name": "孙秀兰", "id_type": "resident_id",
         "id_number": "230833196502120020", "phone": "13945471102"},
        {"role": "mortgagee", "type": "enterprise", "name": "抚远市农村信用合作联社", "id_type": "uscc",
         "id_number": "91110000600037341L", "phone": "0454-2130000"},
    ],
    "answers": {
        "estate_unit_no": "230883001001GB00012F00020003",
        "certificate_no": "黑（2021）抚远市不动产权第0001203号",
        "estate_location": "抚远镇沿江路 7 号 2 单元 402 室", "debt_amount": "260000", "estate_use": "home",
    },
    "materials": [
        {"code": "estate_identity", "form": "sighted", "copies": 2},
        {"code": "estate_certificate", "form": "sighted"},
        {"code": "principal_contract", "form": "original", "copies": 1},
        {"code": "mortgage_contract", "form": "original", "copies": 1},
    ],
}  # fmt: skip
