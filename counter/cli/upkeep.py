"""Commands that look after the program: set-up, catalogue, calendar, accounts, backup, doctor, fill."""

import argparse
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from counter.cli.founding import init
from counter.cli.health import examine
from counter.cli.output import note, print_json, print_pairs, print_table
from counter.cli.session import officer_of, open_core, read_json
from counter.domain.calendar import CHINA
from counter.domain.errors import CounterError, InputRefused, NotAllowed, not_found
from counter.domain.words import Words
from counter.usecases.hall.backups import note_backup
from counter.usecases.hall.calendars import (
    calendar_in_force,
    load_calendar,
    preview_calendar,
    read_arrangement,
)
from counter.usecases.hall.targets import targets_of
from counter.usecases.reading import catalogue_shapes, shapes
from db import backup as copies
from db.fill import fill
from forms.doctor import local_settings
from forms.fault_words import fault_words
from forms.loading import catalogue_faults, load_catalogue


def run_init(args: argparse.Namespace) -> int:
    """Create or upgrade the schema and load the catalogue."""
    core = open_core(args, ready=False)
    answer = init(core, rehearsal=args.rehearsal)
    print_json(answer) if args.json else print_pairs(list(answer.items()))
    return 0


def catalogue(args: argparse.Namespace) -> int:
    """Print the catalogue, one of its entries, or what the catalogue doctor finds."""
    if args.check:
        faults = catalogue_faults((args.at or datetime.now(UTC)).astimezone(CHINA).date())
        answer: dict[str, Any] = {"ok": not faults, "faults": faults}
        if not faults:
            answer["local_settings"] = local_settings(load_catalogue())
        if args.json:
            print_json(answer)
        else:
            rows = [
                (f["file"], f["key"], *(fault_words(f[key]).say(args.lang) for key in ("problem", "remedy")))
                for f in faults
            ]
            print_table(("file", "key", "problem", "remedy"), rows)
            note(f"{len(faults)} faults, {len(answer.get('local_settings', []))} local settings to confirm")
        return 2 if faults else 0
    found = load_catalogue()
    if args.code is None:
        return _print_catalogue(args, found)
    if args.code in found.items:
        answer = catalogue_shapes.item(found, found.items[args.code])
    elif args.code in found.packages:
        answer = catalogue_shapes.package(found, args.code)
    else:
        raise not_found(args.code)
    if args.json:
        print_json(answer)
        return 0
    lang = args.lang
    print_pairs(
        [("code", answer["code"]), ("name", answer["name"][lang]), ("department", answer["department"])]
    )
    print_table(("rule", "amount", "unit"), [(r["rule"], r["amount"], r["unit"]) for r in answer["rules"]])
    print_table(
        ("field", "label", "type", "required"),
        [(f["code"], f["label"][lang], f["type"], f["required"]) for f in answer["fields"]],
    )
    print_table(
        ("material", "name", "form", "state"),
        [(m["code"], m["name"][lang], m["form"], m["state"]) for m in answer["materials"]],
    )
    return 0


def _print_catalogue(args: argparse.Namespace, found: Any) -> int:  # noqa: ANN401 - a Catalogue
    rows = [
        {
            "code": p.code,
            "kind": "package",
            "name": catalogue_shapes.both(p.name),
            "short": p.short,
            "department": None,
        }
        for p in found.packages.values()
    ] + [
        {
            "code": i.code,
            "kind": "item",
            "name": catalogue_shapes.both(i.name),
            "short": i.short,
            "department": i.department,
        }
        for i in found.items.values()
    ]
    if args.json:
        print_json(
            {
                "version": found.version,
                "digest": found.digest,
                "packages": [r for r in rows if r["kind"] == "package"],
                "items": [r for r in rows if r["kind"] == "item"],
                "departments": [
                    {"code": d.code, "name": catalogue_shapes.both(d.name), "outside": d.outside}
                    for d in found.departments.values()
                ],
            }
        )
    else:
        print_table(
            ("short", "code", "name", "department"),
            [(r["short"], r["code"], r["name"][args.lang], r["department"]) for r in rows],
        )
    return 0


def measures(args: argparse.Namespace) -> int:
    """Print the 78 measures with what carries them and their live figures."""
    found = load_catalogue()
    figures: Any = {}
    targets: Any = {}
    try:
        core = open_core(args)
        figures = core.app.lists.rule_figures(core.app.now())
        targets = targets_of(core.app)
    except CounterError as error:  # the list itself needs no database
        note(error.words.say(args.lang))
    answer = [
        catalogue_shapes.measure(found, found.measures[n], figures, targets, args.lang)
        for n in sorted(found.measures)
    ]
    if args.json:
        print_json(answer)
    else:
        print_table(
            ("#", "role", "summary", "limits", "cases", "late"),
            [
                (
                    m["number"], m["role"], m["summary"],
                    " ".join(f"{x['amount'] or ''}{x['unit']}" for x in m["limits"]),
                    m["figures"]["cases"], m["figures"]["late"],
                )
                for m in answer
            ],
        )  # fmt: skip
    return 0


def calendar(args: argparse.Namespace) -> int:
    """Print the dates of a year, or preview and load an arrangement."""
    if args.year == "load":
        return _load_calendar(args)
    if not args.year.isascii() or not args.year.isdigit() or not 1900 <= int(args.year) <= 2999:  # noqa: PLR2004
        raise InputRefused(
            "bad_year",
            Words("年份有误。", "The year is wrong."),
            {"year": Words("应在 1900 至 2999 之间。", "It has to lie from 1900 to 2999.")},
        )
    year = int(args.year)
    core = open_core(args, ready=False)
    try:
        core.ready()
        found = calendar_in_force(core.app)
    except CounterError as error:
        from counter.domain.calendar import WorkCalendar

        note(error.words.say(args.lang))
        found = WorkCalendar()
    facts = [
        found.fact(date(year, 1, 1) + timedelta(days=n))
        for n in range((date(year, 12, 31) - date(year, 1, 1)).days + 1)
    ]
    days = [
        {
            "date": f.day.isoformat(),
            "kind": f.kind,
            "working": f.is_working,
            "name": f.name or None,
            "notice": f.notice or None,
        }
        for f in facts
        if f.kind in ("holiday", "makeup") or f.notice
    ]
    estimate = "chinesecalendar" if found.is_published(year) else "estimate"
    answer = {
        "year": year,
        "published": found.is_published(year),
        "working_days": sum(f.is_working for f in facts),
        "source": "revisions" if year in found.published else estimate,
        "days": days,
        "working_dates": [f.day.isoformat() for f in facts if f.is_working],
    }
    if args.json:
        print_json(answer)
    else:
        print_pairs([(k, answer[k]) for k in ("year", "published", "working_days", "source")])
        print_table(
            ("date", "kind", "name", "notice"),
            [(d["date"], d["kind"], d["name"], d["notice"]) for d in days],
        )
    return 0


def _told(number: int) -> bool:
    """Tell how many clocks were looked at; the command goes on until Ctrl+C."""
    note(str(number))
    return True


def _load_calendar(args: argparse.Namespace) -> int:
    if not args.file:
        raise InputRefused(
            "missing_field",
            Words("请给出文件。", "Name the file."),
            {"file": Words("calendar load 文件", "calendar load FILE")},
        )
    arrangement = read_arrangement(read_json(args.file))
    core = open_core(args)
    if args.confirm:
        moved = load_calendar(core.app, arrangement, officer_of(args, core, "admin"), _told)
    else:
        moved = preview_calendar(core.app, arrangement)
    answer = {
        "loaded": bool(args.confirm),
        "years": list(arrangement.years),
        "dates": len(arrangement.dates),
        "moved": [
            {
                "application_no": m.application_no,
                "case_no": m.case_no,
                "rule": m.rule,
                "before": shapes.when(m.before),
                "after": shapes.when(m.after),
            }
            for m in moved
        ],
    }
    if args.json:
        print_json(answer)
    else:
        print_pairs([("loaded", answer["loaded"]), ("moved", len(moved))])
        print_table(
            ("case", "rule", "before", "after"),
            [(m.case_no, m.rule, shapes.when(m.before), shapes.when(m.after)) for m in moved[:200]],
        )
        if not args.confirm:
            note("预览，未作改动；加 --confirm 生效 / preview only; add --confirm")
    return 0


def run_backup(args: argparse.Namespace) -> int:
    """Write a verified copy of the database."""
    core = open_core(args)
    with core.owner() as engine:
        answer = copies.backup(engine, Path(args.file))
    note_backup(core.app)
    print_json(answer) if args.json else print_pairs(list(answer.items()))
    return 0


def run_restore(args: argparse.Namespace) -> int:
    """Bring a copy back."""
    core = open_core(args, ready=False)
    with core.owner() as engine:
        answer = copies.restore(engine, Path(args.file))
    core.ready()
    print_json(answer) if args.json else print_pairs(list(answer.items()))
    return 0


def doctor(args: argparse.Namespace) -> int:
    """Say of every part of the machine whether it is ok, and what to do if not."""
    findings = examine(open_core(args, ready=False))
    worst = (
        "fault"
        if any(f.state == "fault" for f in findings)
        else "warning"
        if any(f.state == "warning" for f in findings)
        else "ok"
    )
    if args.json:
        rows = [{"part": f.part, "state": f.state, "message": f.words.say(args.lang)} for f in findings]
        print_json({"state": worst, "checks": rows})
    else:
        print_table(
            ("part", "state", "message"), [(f.part, f.state, f.words.say(args.lang)) for f in findings]
        )
    return 4 if worst == "fault" else 0


def run_fill(args: argparse.Namespace) -> int:
    """Fill a rehearsal database with plausible cases."""
    core = open_core(args)
    if not core.app.rehearsal:
        raise NotAllowed(
            "no_rehearsal", Words("只能填充演练库。", "Only a rehearsal database can be filled.")
        )
    if not 1 <= args.number <= 10_000_000:  # noqa: PLR2004
        raise InputRefused(
            "bad_number",
            Words("数量有误。", "The number is wrong."),
            {"number": Words("1 至 10000000。", "1 to 10000000.")},
        )
    begun = time.monotonic()
    with core.owner() as engine:
        answer: dict[str, Any] = fill(
            engine,
            core.app.catalogue,
            calendar_in_force(core.app),
            core.app.now(),
            args.number,
            lambda n: note(f"{n}"),
            core.app.key,
        )
    answer["seconds"] = round(time.monotonic() - begun, 1)
    print_json(answer) if args.json else print_pairs(list(answer.items()))
    return 0


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "init": run_init,
    "catalogue": catalogue,
    "measures": measures,
    "calendar": calendar,
    "backup": run_backup,
    "restore": run_restore,
    "doctor": doctor,
    "fill": run_fill,
}
