"""Commands about applications and cases: check, accept, show, explain, queue, act, printouts."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from counter.cli.output import note, print_json, print_pairs, print_table
from counter.cli.session import officer_of, open_core, parse_data, read_input, read_json, read_text
from counter.devices.storing import write_whole
from counter.domain.errors import CounterError, InputRefused, not_found
from counter.domain.words import Lang, Words
from counter.usecases.intake.accept_form import accept_form
from counter.usecases.intake.check_form import check_form
from counter.usecases.intake.scans import attach_scan
from counter.usecases.ports.accounts import Officer
from counter.usecases.printouts.make import Printout
from counter.usecases.printouts.of_application import printouts_of
from counter.usecases.reading.answers import (
    application_answer,
    ledger_answer,
    project_answer,
    queue_answer,
    whole_answer,
)
from counter.usecases.reading.dossiers import dossier_of
from counter.usecases.reading.wording import CASE_STATES, OUTCOMES, STANDINGS
from counter.usecases.steps.batch import take_batch
from counter.usecases.steps.carry_out import carry_out
from counter.usecases.steps.claim_next import claim_next
from counter.usecases.steps.rights import step_named
from counter.wiring import Core

MOST_ROWS = 1000


def check(args: argparse.Namespace) -> int:
    """Print the verdict of a form file; errors are part of the answer, and then the status is 2."""
    core = open_core(args)
    answer, has_errors = check_form(core.app, read_json(args.form), args.lang)
    if args.json:
        print_json(answer)
    else:
        print_pairs([("verdict", answer["verdict"])])
        for key, text in answer["errors"].items():
            print_pairs([(key, text)])
        print_table(
            ("material", "state", "items"),
            [(m["name"][args.lang], m["state"], " ".join(m["items"])) for m in answer["materials"]],
        )
    return 2 if has_errors else 0


def save_printouts(printouts: list[Printout], folder: Path | None, lang: Lang) -> list[dict[str, Any]]:
    """Write printouts into the folder and return their rows; characters without a glyph are told."""
    rows: list[dict[str, Any]] = []
    for printout in printouts:
        suffix = f"-{printout.case_no[-4:]}-{printout.mark.rpartition(':')[2]}" if printout.case_no else ""
        suffix += f"-{printout.copy}" if printout.copy else ""
        path = folder / f"{printout.kind}{suffix}.pdf" if folder else None
        if path is not None:
            write_whole(path, printout.pdf)
        rows.append(
            {
                "kind": printout.kind, "path": str(path) if path else None, "sha256": printout.sha256,
                "pages": printout.pages, "copy": printout.copy, "case_no": printout.case_no or None,
            }
        )  # fmt: skip
        if printout.missing:
            codes = " ".join(f"{c} U+{ord(c):04X}" for c in printout.missing)
            words = Words("无法打印的字：{c}（请附字形图片）", "no glyph for: {c} (attach a picture)")
            note(words.fill(c=codes).say(lang))
    return rows


def accept(args: argparse.Namespace) -> int:
    """Receive and decide the form file and make its printouts."""
    core = open_core(args)
    raw = read_json(args.form)
    officer = officer_of(args, core, "clerk")
    if args.out:
        check_folder(Path(args.out))
    accepted = accept_form(core.app, raw, officer)
    dossier = accepted.dossier
    answer = application_answer(core.app, dossier)
    number = dossier.application.number
    try:
        printouts = printouts_of(core.app, number, officer)
        answer["papers"] = save_printouts(printouts, Path(args.out) if args.out else None, args.lang)
    except CounterError as error:  # the application stands; only its printouts have to be made again
        note(error.words.say(args.lang))
        answer["papers_error"] = {"code": error.code, "message": error.words.say(args.lang)}
    answer["is_new"] = accepted.is_new
    if args.json:
        print_json(answer)
    else:
        _print_application(answer, args.lang)
    return 4 if "papers_error" in answer else 0


def check_folder(folder: Path) -> None:
    """Refuse a folder that cannot be written before anything is accepted."""
    write_whole(folder / ".writable", b"")
    (folder / ".writable").unlink(missing_ok=True)


def _print_application(answer: dict[str, Any], lang: Lang) -> None:
    outcome = OUTCOMES.get(answer["outcome"])
    print_pairs(
        [
            ("申请编号" if lang == "zh" else "application", answer["application_no"]),
            ("结果" if lang == "zh" else "outcome", outcome.say(lang) if outcome else answer["outcome"]),
            ("查询" if lang == "zh" else "tracking", answer["tracking_url"]),
        ]
    )
    print_table(
        ("#", "item", "department", "state", "due", "rule"),
        [
            (
                c["ordinal"],
                c["item"],
                c["department"],
                CASE_STATES[c["state"]].say(lang),
                c["due"],
                c["binding"],
            )
            for c in answer["cases"]
        ],
    )
    for printout in answer["papers"]:
        print_pairs([(printout["kind"], printout["path"] or printout["sha256"][:12])])


def show(args: argparse.Namespace) -> int:
    """Print everything known of an application, a case or a project."""
    core = open_core(args)
    found = project_answer(core.app, args.number)
    if found is not None:
        print_json(found) if args.json else print_table(
            ("application", "title", "outcome"),
            [(a["application_no"], a["title"], a["outcome"]) for a in found["applications"]],
        )
        return 0
    answer = whole_answer(core.app, args.number)
    number = answer["application_no"]
    if args.number.strip().upper() != number and "case_no" not in answer:
        named = [c for c in answer["cases"] if c["case_no"] == args.number.strip().upper()]
        answer |= {k: v for k, v in (named[0].items() if named else ()) if k not in answer}
    if args.json:
        print_json(answer)
        return 0
    _print_application(answer, args.lang)
    print_table(
        ("at", "who", "what", "case"),
        [(e["at"], e["who"], e["what"], e["case_no"]) for e in answer["events"]],
    )
    return 0


def explain(args: argparse.Namespace) -> int:
    """Print the day-by-day ledger of each clock of a case."""
    core = open_core(args)
    answer = ledger_answer(core.app, args.number)
    if args.json:
        print_json(answer)
        return 0
    for one in answer:
        state = STANDINGS[one["state"]].say(args.lang)
        print_pairs([(f"{one['rule']} {one['kind']}", f"{one['due'] or '—'}  {state}")])
        print_table(
            ("date", "kind", "n", "notice"),
            [(d["date"], d["kind"], d["n"], d["notice"] or d["ground"]) for d in one["days"]],
        )
    return 0


def queue(args: argparse.Namespace) -> int:
    """Print a page of a department's queue."""
    core = open_core(args)
    if args.department not in core.app.catalogue.departments:
        raise not_found(args.department)
    if not 1 <= args.limit <= MOST_ROWS:
        raise InputRefused(
            "bad_limit",
            Words("条数应为 1 至 1000。", "The limit has to lie from 1 to 1000."),
            {"limit": Words("请改小。", "Make it smaller.")},
        )
    if args.claim:
        officer = officer_of(args, core, "reviewer")
        number = claim_next(core.app, args.department, officer)
        taken = whole_answer(core.app, number) if number else {}
        one = next((c for c in taken.get("cases", ()) if c["case_no"] == number), None)
        print_json({"claimed": one}) if args.json else print_pairs([("claimed", number or "-")])
        return 0
    answer = queue_answer(core.app, args.department, args.limit, args.after)
    if args.json:
        print_json(answer)
        return 0
    print_pairs(list(answer["counts"].items()))
    print_table(
        ("case", "item", "applicant", "state", "due", "who"),
        [
            (
                f"{r['application_no']}/{r['ordinal']}", r["item"], r["applicant"],
                CASE_STATES[r["state"]].say(args.lang), r["due"], r["handler"],
            )
            for r in answer["rows"]
        ],
    )  # fmt: skip
    return 0


def act(args: argparse.Namespace) -> int:
    """Carry out a step and print the case as ``show`` gives it."""
    core = open_core(args)
    data = parse_data(args)
    officer = officer_of(args, core, step_named(args.verb).default_role)
    if args.verb == "register-result" and isinstance(data.get("scan"), str):
        path = Path(data.pop("scan"))
        data["scan"] = attach_scan(
            core.app, args.number, officer, core.app.scan_folder.content(path), path.name
        )
    if args.batch:
        return _batch(args, core, officer, data)
    dossier = carry_out(core.app, args.verb, args.number, officer, data)
    answer = whole_answer(core.app, dossier.application.number)
    named = args.number.strip().upper()
    for one in answer["cases"]:
        if named in (one["case_no"], f"{dossier.application.number}/{one['ordinal']}"):
            answer = {**one, **{k: v for k, v in answer.items() if k not in one}}
            break
    if args.json:
        print_json(answer)
    else:
        _print_application(answer, args.lang)
    return 0


def _batch(args: argparse.Namespace, core: Core, officer: Officer, data: dict[str, Any]) -> int:
    """Take the step on many cases; a result line each, status 3 when any was refused."""
    text = read_input() if args.batch == "-" else read_text(Path(args.batch))
    lines = take_batch(core.app, args.verb, [args.number, *text.splitlines()], officer, data)
    rows = [
        {
            "case_no": line.number,
            "done": line.refusal is None,
            "error": {"code": line.refusal.code, "message": line.refusal.with_remedy.say(args.lang)}
            if line.refusal
            else None,
        }
        for line in lines
    ]
    if args.json:
        print_json({"results": rows})
    else:
        print_table(
            ("case", "done", "message"),
            [(r["case_no"], r["done"], r["error"]["message"] if r["error"] else "") for r in rows],  # type: ignore[index]
        )
    return 0 if all(r["done"] for r in rows) else 3


def printouts(args: argparse.Namespace) -> int:
    """Write the printouts of an application into a folder; reprints are marked and counted."""
    core = open_core(args)
    officer = officer_of(args, core, "clerk")
    check_folder(Path(args.out))
    made = printouts_of(core.app, args.number, officer, reprint=args.reprint, reason=args.reason)
    rows = save_printouts(made, Path(args.out), args.lang)
    if args.json:
        print_json({"application_no": dossier_of(core.app, args.number).application.number, "papers": rows})
    else:
        print_table(("kind", "path", "pages"), [(r["kind"], r["path"], r["pages"]) for r in rows])
    return 0


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "check": check,
    "accept": accept,
    "show": show,
    "explain": explain,
    "queue": queue,
    "act": act,
    "papers": printouts,
}
