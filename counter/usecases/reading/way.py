"""The way that the items of a package would go, looked at before a case is on it."""

from collections.abc import Mapping
from typing import Any

from counter.domain.errors import InputRefused
from counter.domain.words import Words
from forms.catalogue import Catalogue


def way_of(catalogue: Catalogue, package: str, answers: Mapping[str, object]) -> list[dict[str, Any]]:
    """Return a dry run of a package or item: per item department, steps, what it waits for, and its limits now.

    Refused (InputRefused ``unknown_code``) for a code that is neither.
    """
    found = catalogue.packages.get(package)
    items = found.items if found else (package,)
    if any(code not in catalogue.items for code in items):
        raise InputRefused(
            "unknown_code",
            Words("没有“{c}”。", "There is no “{c}”.").fill(c=package),
            {"code": Words("用 catalogue 查看代码。", "See the codes with catalogue.")},
        )
    rows = []
    for code in items:
        item = catalogue.items[code]
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
