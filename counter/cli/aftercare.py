"""What comes after the decision, in a rehearsal: results on the shelf, one handed over, ratings, messages."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from counter.cli.rehearsal import SAMPLE_FORMS
from counter.usecases.accounts.sign_in import sign_in
from counter.usecases.hall.settings import hall_of, save_hall
from counter.usecases.handover.issue import issue_results
from counter.usecases.intake.accept_form import accept_form
from counter.usecases.ports.accounts import Officer
from counter.usecases.ratings.receive import rate_at_window
from counter.usecases.reading.dossiers import dossier_of
from counter.usecases.steps.carry_out import carry_out
from counter.wiring import Core

COLLECTOR = {
    "name": "阿依努尔·买买提", "id_type": "resident_id", "id_number": "230833199001010011",
}  # fmt: skip


def make_ready(core: Core, number: str, reviewer: Officer, places: Mapping[int, str]) -> None:
    """Grant the cases of the ordinals and put their results on the shelf."""
    for ordinal, place in places.items():
        case = f"{number}/{ordinal}"
        carry_out(core.app, "claim", case, reviewer, {})
        carry_out(core.app, "approve", case, reviewer, {})
        dossier = dossier_of(core.app, number)
        item = core.app.catalogue.items[dossier.cases[ordinal - 1].case.item]
        data = {"name": item.result_name.zh, "no": f"2026-{ordinal:04d}", "place": place}
        carry_out(core.app, "register-result", case, reviewer, data)


def look_after(core: Core, clerk: Officer, reviewer: Officer) -> tuple[str, str, str]:
    """Return an application that is ready, one that is partly ready, and one that was handed over."""
    hall = replace(hall_of(core.app), message_gateway="outbox", address="抚远镇长江路 1 号")
    save_hall(core.app, hall, sign_in(core.app, "admin", None))
    numbers = []
    for _ in range(3):
        form: dict[str, Any] = {**SAMPLE_FORMS[0], "window": "3"}
        numbers.append(accept_form(core.app, form, clerk).dossier.application.number)
    ready, part, given = numbers
    make_ready(core, ready, reviewer, {1: "A-03", 2: "A-03", 3: "A-03", 4: "A-03"})
    make_ready(core, part, reviewer, {1: "A-07", 2: "A-07"})
    carry_out(core.app, "claim", f"{part}/3", reviewer, {})
    carry_out(core.app, "approve", f"{part}/3", reviewer, {})
    make_ready(core, given, reviewer, {1: "B-01", 2: "B-01", 3: "B-01", 4: "B-01"})
    issue_results(core.app, given, clerk, {"collector": COLLECTOR, "return_materials": True})
    rate_at_window(core.app, given, {"grade": "satisfied"})
    rate_at_window(
        core.app,
        ready,
        {"grade": "dissatisfied", "reasons": ["waited_long", "unclear"], "text": "取号后等了一个多小时"},
    )
    rate_at_window(core.app, part, {"grade": "very_satisfied"})
    return ready, part, given
