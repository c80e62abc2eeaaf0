"""Commands about what goes back to the applicant: issue, messages, ratings, export."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from counter.cli.cases import check_folder, save_printouts
from counter.cli.output import note, print_json, print_pairs, print_table
from counter.cli.session import officer_of, open_core, parse_data
from counter.devices.message_folder import FolderGateway
from counter.domain.errors import CounterError
from counter.domain.printout import issue_kinds
from counter.usecases.figures.export import export_changes
from counter.usecases.hall.settings import hall_of
from counter.usecases.handover.issue import issue_results
from counter.usecases.printouts.of_application import printouts_of
from counter.usecases.ratings.given import rating_report
from counter.usecases.reading.answers import whole_answer
from counter.usecases.status.deliver import deliver_messages, notify_late, own_gateway


def issue(args: argparse.Namespace) -> int:
    """Hand the results of an application over and make the printouts of it."""
    core = open_core(args)
    data = parse_data(args)
    officer = officer_of(args, core, "clerk")
    if args.out:
        check_folder(Path(args.out))
    handover = issue_results(core.app, args.number, officer, data)
    answer = whole_answer(core.app, args.number)
    try:
        printouts = printouts_of(core.app, args.number, officer, kinds=issue_kinds(handover))
        answer["papers"] = save_printouts(printouts, Path(args.out) if args.out else None, args.lang)
    except CounterError as error:  # the hand-over stands; only its printouts have to be made again
        note(error.words.say(args.lang))
        answer["papers_error"] = {"code": error.code, "message": error.words.say(args.lang)}
    if args.json:
        print_json(answer)
    else:
        print_pairs([("application", answer["application_no"]), ("method", handover.method)])
        print_table(("#", "result", "no"), [(r.ordinal, r.name, r.number or "—") for r in handover.results])
        for printout in answer["papers"]:
            print_pairs([(printout["kind"], printout["path"] or printout["sha256"][:12])])
    return 4 if "papers_error" in answer else 0


def messages(args: argparse.Namespace) -> int:
    """Hand the queued messages to a folder, or with no folder to the gateway of the settings."""
    core = open_core(args)
    gateway = FolderGateway(Path(args.out)) if args.out else own_gateway(core.app)
    if gateway is None:
        queued = notify_late(core.app)
        answer: dict[str, Any] = {"gateway": hall_of(core.app).message_gateway, "late_told": queued}
    else:
        answer = {"gateway": gateway.name, **deliver_messages(core.app, gateway)}
    print_json(answer) if args.json else print_pairs(list(answer.items()))
    return 0


def ratings(args: argparse.Namespace) -> int:
    """Print the figures by window, item and department, and what is open to be put right."""
    core = open_core(args)
    officer_of(args, core, "supervisor")
    answer = rating_report(core.app)
    if args.json:
        print_json(answer)
        return 0
    for part in ("windows", "items", "departments"):
        print_table(
            (part, "n", "satisfied", "bad", "flagged"),
            [(r["name"], r["count"], r["satisfied_share"], r["bad"], r["flagged"]) for r in answer[part]],
        )
    print_table(
        ("application", "responsible", "due"),
        [(r["application_no"], r["responsible"], r["due"]) for r in answer["open"]],
    )
    return 0


def export(args: argparse.Namespace) -> int:
    """Write what changed since the mark in the national data sets' names; answers the next mark."""
    core = open_core(args)
    officer = officer_of(args, core, "supervisor")
    folder = Path(args.out)
    check_folder(folder)
    answer = export_changes(core.app, args.since, folder, officer)
    if args.json:
        print_json(answer)
        return 0
    print_pairs([("since", answer["since"]), ("next", answer["next"])])
    print_table(("set", "rows", "file"), [(s["name"], s["rows"], s["json"]) for s in answer["sets"]])
    return 0


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "issue": issue,
    "messages": messages,
    "ratings": ratings,
    "export": export,
}
