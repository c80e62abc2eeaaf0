"""What commands share: the core for the options given, who acts, and files that are read."""

import argparse
import getpass
import json
import sys
from pathlib import Path
from typing import Any

from counter.cli.output import note
from counter.domain.errors import InputRefused, NotAllowed
from counter.domain.plain_text import check_texts
from counter.domain.words import Words
from counter.settings import load
from counter.usecases.accounts.sign_in import sign_in
from counter.usecases.ports.accounts import Officer
from counter.wiring import Core
from db.engine import APP


def open_core(
    args: argparse.Namespace, *, ready: bool = True, role: str = APP, anywhere: bool = False
) -> Core:
    """Return the core for the options; *ready* refuses a database that is not set up.

    Its connections are closed when the command ends.
    """
    core = Core(load(args.db), at=args.at, role=role, progress=note, anywhere=anywhere)
    args.ending.callback(core.engine.dispose)
    if ready:
        core.ready()
    return core


def officer_of(args: argparse.Namespace, core: Core, default: str) -> Officer:
    """Return who acts: ``--as`` with a password, or in a rehearsal anybody without one."""
    if core.app.rehearsal:
        return sign_in(core.app, args.user or default, None)
    if not args.user:
        raise NotAllowed("not_signed_in", Words("请用 --as 指明账号。", "Say who acts with --as USER."))
    password = read_password(args)
    return sign_in(core.app, args.user, password)


def read_password(args: argparse.Namespace, prompt: str = "密码 / password: ") -> str:
    """Return a password from ``--password-file``, a prompt, or standard input; never an argument."""
    if args.password_file:
        return read_text(Path(args.password_file)).rstrip("\r\n")
    if sys.stdin.isatty():
        return getpass.getpass(prompt)
    return sys.stdin.readline().rstrip("\r\n")


def read_text(path: Path) -> str:
    """Return a text file's content, without the mark that some editors begin it with (InputRefused ``no_file``)."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputRefused(
            "no_file",
            Words("无法读取 {p}。", "Cannot read {p}.").fill(p=path),
            {"file": Words("请核对路径、权限和 UTF-8 编码。", "Check path, rights and UTF-8.")},
        ) from error


def read_json(name: str) -> Any:  # noqa: ANN401 - whatever the file holds
    """Return a JSON file's content; ``-`` reads standard input (InputRefused ``bad_json``)."""
    return parse_json(read_input() if name == "-" else read_text(Path(name)), name)


def read_input() -> str:
    """Return standard input as UTF-8, whatever the console is set to (InputRefused ``no_file``)."""
    # Tests and other programs may have put a stream of text in its place, which has no bytes behind it.
    stream = getattr(sys.stdin, "buffer", None)
    if stream is None:
        return sys.stdin.read().removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
    try:
        return str(stream.read(), "utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputRefused(
            "no_file",
            Words("无法读取标准输入。", "Cannot read standard input."),
            {"file": Words("请用 UTF-8 编码。", "Send it as UTF-8.")},
        ) from error


def parse_json(text: str, name: str) -> Any:  # noqa: ANN401 - whatever the text holds
    """Return JSON text's content (InputRefused: ``bad_json`` with the place of the fault, ``bad_text``)."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        place = f"{error.lineno}:{error.colno}" if isinstance(error, json.JSONDecodeError) else "-"
        raise InputRefused(
            "bad_json",
            Words("{n} 不是完整有效的 JSON（{p}）。", "{n} is not complete, valid JSON ({p}).").fill(
                n=name, p=place
            ),
            {name: Words("请检查该位置。", "Check that place.")},
        ) from error
    check_texts(found)
    return found


def parse_data(args: argparse.Namespace) -> dict[str, Any]:
    """Return the object given with ``--data`` (InputRefused ``bad_json``)."""
    data = parse_json(args.data, "data")
    if not isinstance(data, dict):
        raise InputRefused(
            "bad_json",
            Words("--data 应为一个 JSON 对象。", "--data has to be a JSON object."),
            {"data": Words('如 {"reason": "…"}。', 'For example {"reason": "…"}.')},
        )
    return data
