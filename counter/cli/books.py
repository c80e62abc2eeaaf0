"""Commands about the window's books: inquiries, credit record, outstanding materials, the day, guides, targets, imported items."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from counter.cli.cases import check_folder, save_printouts
from counter.cli.output import note, print_json, print_pairs, print_table
from counter.cli.session import officer_of, open_core, parse_data
from counter.devices.workbooks import write_template
from counter.domain.credit import CreditEntry
from counter.usecases.hall.credit import add_credit, find_credit, repair_credit
from counter.usecases.hall.day_close import CHECKS, close_window_day, window_day
from counter.usecases.hall.inquiries import record_inquiry
from counter.usecases.hall.item_import import import_item, preview_item
from counter.usecases.hall.targets import enter_target
from counter.usecases.printouts.alone import print_guide, print_inquiry_slip


def inquiry(args: argparse.Namespace) -> int:
    """Record a visit that ended without an application, and write its slip."""
    core = open_core(args)
    officer = officer_of(args, core, "clerk")
    if args.out:
        check_folder(Path(args.out))
    one = record_inquiry(core.app, parse_data(args), officer)
    printout = print_inquiry_slip(core.app, one)
    printouts = save_printouts([printout], Path(args.out) if args.out else None, args.lang)
    answer: dict[str, Any] = {
        "number": one.number, "at": one.at.isoformat(), "items": list(one.items),
        "missing": list(one.missing), "first_responder": one.first_responder, "papers": printouts,
    }  # fmt: skip
    print_json(answer) if args.json else print_pairs([("number", one.number), ("slip", printouts[0]["path"])])
    return 0


def _entry(one: CreditEntry) -> dict[str, Any]:
    return {
        "id": one.id, "kind": one.kind, "name": one.shown_name, "id_number": one.shown_number,
        "reason": one.reason, "source": one.source, "ends_on": one.ends_on.isoformat() if one.ends_on else None,
        "repaired_at": one.repaired_at.isoformat() if one.repaired_at else None,
    }  # fmt: skip


def credit(args: argparse.Namespace) -> int:
    """List the credit record, add an entry, or end one by repair."""
    core = open_core(args)
    officer = officer_of(args, core, "supervisor")
    if args.verb == "add":
        add_credit(core.app, parse_data(args), officer)
    elif args.verb == "repair":
        data = parse_data(args)
        key = data.get("id")
        repair_credit(core.app, key if isinstance(key, int) else 0, str(data.get("repair", "")), officer)
    rows = [_entry(one) for one in find_credit(core.app, "", officer)]
    if args.json:
        print_json(rows)
    else:
        heads = ("id", "kind", "name", "ends_on", "repaired_at", "reason")
        print_table(heads, [tuple(row[head] for head in heads) for row in rows])
    return 0


def outstanding(args: argparse.Namespace) -> int:
    """List the outstanding materials, those due first first."""
    core = open_core(args)
    rows, following = core.app.lists.outstanding(args.limit, args.after, args.search)
    answer = {
        "rows": [
            {
                "application_no": d.application_no, "case_no": d.case_no, "item": d.item, "material": d.material,
                "applicant": d.applicant, "due": d.due_at.isoformat() if d.due_at else None, "lapsed": d.lapsed,
            }
            for d in rows
        ],
        "next": following,
    }  # fmt: skip
    if args.json:
        print_json(answer)
    else:
        print_table(
            ("application", "material", "due", "lapsed"),
            [(d.application_no, d.material, d.due_at or "—", d.lapsed) for d in rows],
        )
    return 0


def day(args: argparse.Namespace) -> int:
    """Show the day of this PC's window; with ``--close`` end it."""
    core = open_core(args)
    found = window_day(core.app)
    if args.close:
        officer = officer_of(args, core, "clerk")
        found = close_window_day(core.app, {k: str(v) for k, v in parse_data(args).items()}, officer)
    answer = {
        "day": found.day.isoformat(), "visits": found.visits, "closed_by": found.closed_by or None,
        "applications": [row.number for row in found.rows],
        "inquiries": [one.number for one in found.inquiries],
        "checks": {one.code: list(one.named) for one in found.checks},
    }  # fmt: skip
    if args.json:
        print_json(answer)
    else:
        print_table(("check", "open"), [(CHECKS[c.code].say(args.lang), len(c.named)) for c in found.checks])
        print_pairs([("visits", found.visits), ("closed by", found.closed_by or "—")])
    return 0


def guide(args: argparse.Namespace) -> int:
    """Write the service guide of an item."""
    core = open_core(args)
    check_folder(Path(args.out))
    printouts = save_printouts([print_guide(core.app, args.code)], Path(args.out), args.lang)
    print_json(printouts) if args.json else print_pairs([("guide", printouts[0]["path"])])
    return 0


def target(args: argparse.Namespace) -> int:
    """Enter the figure of a tracked measure with its day and source."""
    core = open_core(args)
    one = enter_target(core.app, args.measure, parse_data(args), officer_of(args, core, "supervisor"))
    answer = {"measure": one.measure, "figure": one.figure, "day": one.day.isoformat(), "source": one.source}
    print_json(answer) if args.json else print_pairs(list(answer.items()))
    return 0


def import_items(args: argparse.Namespace) -> int:
    """Show what an item guide changes; with ``--confirm`` put it into force for new applications."""
    if args.template:
        write_template(Path(args.file))
        print_json({"template": args.file}) if args.json else print_pairs([("template", args.file)])
        return 0
    core = open_core(args)
    found = preview_item(core.app, Path(args.file))
    if args.confirm:
        import_item(core.app, found, officer_of(args, core, "admin"))
    answer = {
        "item": found.code, "confirmed": bool(args.confirm),
        "changes": [{"key": key, "before": before, "after": after} for key, before, after in found.changes],
    }  # fmt: skip
    if args.json:
        print_json(answer)
    else:
        print_table(("key", "before", "after"), list(found.changes))
        note(
            "in force for new applications"
            if args.confirm
            else "nothing was changed; --confirm puts it in force"
        )
    return 0


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "inquiry": inquiry,
    "credit": credit,
    "debts": outstanding,
    "day": day,
    "guide": guide,
    "target": target,
    "import-items": import_items,
}
