"""The command line: its parser, the common options, and the one place where refusals end."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import NoReturn, cast

from counter.cli.output import note, print_error, write_anywhere
from counter.domain.errors import CounterError, EnvironmentFault, InputRefused
from counter.domain.limit import BadLimit, read_time
from counter.domain.plain_text import check_texts
from counter.domain.words import Lang, Words
from counter.settings import WEB_PORT
from db.engine import DatabaseFault

ROLES = ("clerk", "reviewer", "head", "supervisor", "administrator", "auditor")

PLACES = ("db", "batch", "file", "form", "out", "password_file", "revisions")
"""Options that name files and addresses: their names are the system's, not texts that are kept."""


class Parser(argparse.ArgumentParser):
    """A parser that raises instead of ending the process."""

    def error(self, message: str) -> NoReturn:
        """Raise the refusal with argparse's own words."""
        raise InputRefused(
            "bad_usage",
            Words("命令有误：{m}", "The command is wrong: {m}").fill(m=message),
            {"command": Words("运行 main.py --help 查看用法。", "Run main.py --help.")},
        )


class StepHelp(argparse.Action):
    """Prints what the table of steps says, and ends."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: object,  # noqa: ARG002 - argparse's signature
        option_string: str | None = None,  # noqa: ARG002
    ) -> None:
        """Print the help of the verb before it, or of all verbs."""
        from counter.cli.steps import print_help

        words = sys.argv  # the language may stand behind the question
        named = words[words.index("--lang") + 1 :][:1] if "--lang" in words else []
        lang: Lang = "en" if named == ["en"] else "zh"
        print_help(namespace, lang if named else language())
        parser.exit()


def language() -> Lang:
    """Return the language that the environment asks for."""
    return cast("Lang", os.environ.get("COUNTER_LANG", "zh"))


def _common() -> Parser:
    common = Parser(add_help=False)
    none = argparse.SUPPRESS
    common.add_argument(
        "--db", default=none, metavar="URL", help="database; default COUNTER_DB or the user's own"
    )
    common.add_argument("--json", action="store_true", default=none, help="one JSON document")
    common.add_argument("--at", default=none, metavar="TIME", help="act as if it were TIME (rehearsal)")
    common.add_argument("--lang", choices=("zh", "en"), default=none)
    common.add_argument("--as", dest="user", default=none, metavar="USER", help="who acts")
    common.add_argument("--password-file", default=none, metavar="FILE")
    return common


def make_parser() -> Parser:
    """Return the parser of every command."""
    common = _common()
    parser = Parser(prog="main.py", parents=[common], description="一窗受理 · one-window acceptance")
    commands = parser.add_subparsers(dest="command", parser_class=Parser)

    def add(name: str, words: str) -> Parser:
        return commands.add_parser(name, help=words, parents=[common])

    add("desktop", "open the desktop")
    add("init", "create or upgrade the database").add_argument("--rehearsal", action="store_true")
    one = add("catalogue", "items, packages, fields, materials, rules")
    one.add_argument("code", nargs="?")
    one.add_argument("--check", action="store_true", help="the catalogue doctor")
    add("measures", "the 78 measures with live figures")
    one = add("deadline", "due moments, JSON lines in and out")
    one.add_argument("--revisions", metavar="FILE")
    one = add("check", "the verdict without accepting")
    one.add_argument("form")
    one = add("accept", "receive and decide one application")
    one.add_argument("form")
    one.add_argument("--out", metavar="DIR")
    for name, words in (("show", "everything known"), ("explain", "the ledger of each clock")):
        add(name, words).add_argument("number")
    one = add("queue", "a department's queue in risk order")
    one.add_argument("department")
    one.add_argument("--limit", type=int, default=50)
    one.add_argument("--after")
    one.add_argument("--claim", action="store_true", help="claim the most pressing case")
    _act(commands.add_parser("act", help="a back-office or window step", parents=[common], add_help=False))
    add("rights", "who may take which step, as it is applied")
    _giving_back(add)
    one = add("papers", "printouts again")
    one.add_argument("number")
    one.add_argument("--out", required=True, metavar="DIR")
    one.add_argument("--reprint", action="store_true")
    one.add_argument("--reason", default="")
    one = add("web", "the status site")
    one.add_argument("--host", default="127.0.0.1")
    one.add_argument("--port", type=int, default=WEB_PORT)
    one.add_argument(
        "--behind-proxy",
        metavar="ADDRESS",
        help="take the caller's address from X-Forwarded-For of this proxy (comma-separated list, or *)",
    )
    one.add_argument("--attached", action="store_true", help="end when standard input closes")
    one = add("calendar", "working dates of a year; load an arrangement")
    one.add_argument("year", help="a year, or the word load")
    one.add_argument("file", nargs="?")
    one.add_argument("--confirm", action="store_true")
    add("backup", "a verified copy").add_argument("file")
    add("restore", "bring a copy back").add_argument("file")
    one = add("audit", "verify the chains of events, or seal them")
    one.add_argument("verb", choices=("verify", "seal"))
    add("doctor", "what is wrong and what to do")
    _user(add("user", "accounts"), common)
    one = add("home", "where the database was last written; an administrator says that it moved or is a copy")
    one.add_argument("verb", nargs="?", default="show", choices=("show", "moved", "copy"))
    _sites(add("sites", "the sites of this database; an administrator adds one"), common)
    one = add("retention", "what is older than its retention period; with --confirm it is erased")
    one.add_argument("--confirm", action="store_true")
    one = add("way", "a dry run of a package or item: departments, steps, what waits for what, limits")
    one.add_argument("code")
    add("shots", "pictures of every screen and printout").add_argument("--out", required=True)
    _books(add)
    add("rehearse", "a rehearsal day by the commands, then the status site")
    add("fill", "plausible cases for benchmarks").add_argument("number", type=int)
    return parser


def _act(one: Parser) -> None:
    """Add what a step takes; its help is read from the table of steps."""
    one.add_argument("-h", "--help", action=StepHelp, nargs=0, help="every verb, or what one verb asks")
    one.add_argument("--batch", metavar="FILE", help="more case numbers, one a line; - reads standard input")
    one.add_argument("verb")
    one.add_argument("number")
    one.add_argument("--data", default="{}", metavar="JSON")


def _giving_back(add: Callable[[str, str], Parser]) -> None:
    """Add the commands about what goes back to the applicant."""
    one = add("issue", "hand the results over")
    one.add_argument("number")
    one.add_argument("--data", default="{}", metavar="JSON")
    one.add_argument("--out", metavar="DIR")
    one = add("export", "what changed since a mark, in the national data sets' names")
    one.add_argument("--since", default="0", metavar="MARK")
    one.add_argument("--out", required=True, metavar="DIR")
    one = add("messages", "queue what is overdue and hand messages to the gateway")
    one.add_argument("--out", metavar="DIR", help="write them into this folder")
    add("ratings", "figures of ratings and what is to be put right")


def _books(add: Callable[[str, str], Parser]) -> None:
    """Add the commands about the window's books."""
    one = add("import-items", "an item guide from a spreadsheet: first a preview, then --confirm")
    one.add_argument("file")
    one.add_argument("--confirm", action="store_true")
    one.add_argument("--template", action="store_true", help="write an empty guide into the file")
    one = add("report", "the figures of a period by measure, department and item")
    one.add_argument("--from", required=True, dest="since", metavar="DAY")
    one.add_argument("--to", required=True, dest="until", metavar="DAY")
    one.add_argument("--format", choices=("json", "csv", "xlsx", "pdf"), default="json")
    one.add_argument("--out", metavar="FILE")
    one = add("inquiry", "record a visit without an application; prints its slip")
    one.add_argument("--data", default="{}", metavar="JSON")
    one.add_argument("--out", metavar="DIR")
    one = add("credit", "the credit record: list, add an entry, repair one")
    one.add_argument("verb", choices=("list", "add", "repair"), nargs="?", default="list")
    one.add_argument("--data", default="{}", metavar="JSON")
    one = add("debts", "outstanding materials")
    one.add_argument("--search", default="")
    one.add_argument("--limit", type=int, default=50)
    one.add_argument("--after")
    one = add("day", "the window's day; --close ends it, reasons by check in --data")
    one.add_argument("--close", action="store_true")
    one.add_argument("--data", default="{}", metavar="JSON")
    one = add("guide", "the service guide of an item as PDF")
    one.add_argument("code")
    one.add_argument("--out", required=True, metavar="DIR")
    one = add("target", "enter the figure of a tracked measure")
    one.add_argument("measure", type=int)
    one.add_argument("--data", default="{}", metavar="JSON")


def _sites(parser: Parser, common: Parser) -> None:
    verbs = parser.add_subparsers(dest="verb", parser_class=Parser)
    verbs.add_parser("list", parents=[common])
    one = verbs.add_parser("add", parents=[common])
    one.add_argument("code", help="two letters, with which its application numbers begin")
    one.add_argument("--number", type=int, required=True, help="0 to 999, its place in case numbers")
    one.add_argument("--name", required=True)


def _user(parser: Parser, common: Parser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, parser_class=Parser)
    one = verbs.add_parser("add", parents=[common])
    one.add_argument("name")
    one.add_argument("--role", default="clerk", choices=ROLES)
    one.add_argument("--department", default="")
    one.add_argument("--display-name", default="")
    verbs.add_parser("list", parents=[common])
    for name in ("disable", "passwd"):
        verbs.add_parser(name, parents=[common]).add_argument("name")
    one = verbs.add_parser("hand-over", parents=[common], help="give an absent colleague's cases to another")
    one.add_argument("name")
    one.add_argument("--to", required=True)
    one.add_argument("--reason", required=True)


def _at(args: argparse.Namespace) -> None:
    raw = getattr(args, "at", None)
    try:
        args.at = read_time(raw) if raw is not None else None
    except BadLimit as error:
        raise InputRefused(
            error.code,
            Words("--at 的时间有误。", "The time of --at is wrong."),
            {"at": Words("写作 2026-11-23T10:00:00+08:00。", str(error))},
        ) from error


def run(argv: Sequence[str]) -> int:
    """Run a command and return its exit status: 0, 2, 3 or 4; never a traceback for a user's doing."""
    lang = language()
    as_json = "--json" in argv
    write_anywhere()
    try:
        args = make_parser().parse_args(argv)
        for name, value in (
            ("db", None),
            ("json", False),
            ("lang", lang),
            ("user", None),
            ("password_file", None),
        ):
            if not hasattr(args, name):
                setattr(args, name, value)
        lang = args.lang
        check_texts({name: value for name, value in vars(args).items() if name not in PLACES})
        _at(args)
        with ExitStack() as args.ending:
            return _dispatch(args)
    except CounterError as error:
        print_error(error, lang, as_json=as_json)
        return error.exit_status
    except DatabaseFault as error:
        from db.unit_of_work import refusal

        fault = refusal(error)
        print_error(fault, lang, as_json=as_json)
        return fault.exit_status
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        note("")
        return 130


def _need_qt(platform: str) -> None:
    """Refuse a window that Qt could not show, before it is imported (EnvironmentFault ``parts_missing``)."""
    from counter.cli import system

    lacking = system.missing_for_qt(platform)
    if lacking:
        raise EnvironmentFault(
            "parts_missing",
            Words(
                "本机缺少窗口所需的系统组件：{p}。", "This machine lacks parts that a window needs: {p}."
            ).fill(p="、".join(part.name for part in lacking)),
            {"system": Words("请运行 {c}", "run {c}").fill(c=system.line_to_copy(lacking))},
        )


def _dispatch(args: argparse.Namespace) -> int:
    command = args.command or "desktop"
    if command == "deadline":
        from pathlib import Path

        from counter.cli.deadline import run_deadline

        return run_deadline(sys.stdin.buffer, Path(args.revisions) if args.revisions else None)
    if command in ("desktop", "shots"):
        _need_qt("offscreen" if command == "shots" else os.environ.get("QT_QPA_PLATFORM", ""))
    if command in ("desktop", "web", "shots", "rehearse"):
        from counter.cli import fronts

        return fronts.COMMANDS[command](args)
    if command in ("check", "accept", "show", "explain", "queue", "act", "papers"):
        from counter.cli import cases

        return cases.COMMANDS[command](args)
    if command == "rights":
        from counter.cli.steps import rights

        return rights(args)
    if command in ("issue", "export", "messages", "ratings"):
        from counter.cli import giving_back

        return giving_back.COMMANDS[command](args)
    if command in ("import-items", "inquiry", "credit", "debts", "day", "guide", "target"):
        from counter.cli import books

        return books.COMMANDS[command](args)
    if command == "report":
        from counter.cli.reports import report

        return report(args)
    if command == "home":
        from counter.cli.home import home

        return home(args)
    if command == "sites":
        from counter.cli.sites import sites

        return sites(args)
    if command == "audit":
        from counter.cli.audit import audit

        return audit(args)
    from counter.cli import upkeep

    if command in ("user", "retention", "way"):
        from counter.cli import people

        return people.COMMANDS[command](args)
    return upkeep.COMMANDS[command](args)
