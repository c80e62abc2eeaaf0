"""Commands that start a front: desktop, web, shots. Qt and HTTP are imported only when asked for."""

import argparse
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path

from counter.cli.output import note, print_json
from counter.cli.session import open_core
from counter.domain.errors import EnvironmentFault
from counter.domain.words import Words
from counter.settings import load
from counter.wiring import RESOURCES, Core, init


def has_display() -> bool:
    """Whether a window can be shown, or the caller asked for none."""
    if os.environ.get("QT_QPA_PLATFORM") in ("offscreen", "minimal", "vnc"):
        return True
    if sys.platform.startswith("linux"):
        return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return True


def desktop(args: argparse.Namespace) -> int:
    """Open the desktop; the embedded database is set up when it is new."""
    if not has_display():
        raise EnvironmentFault(
            "no_display",
            Words(
                "没有显示器。可设 QT_QPA_PLATFORM=offscreen，或使用命令（main.py --help）。",
                "There is no display. Set QT_QPA_PLATFORM=offscreen, or use the commands (main.py --help).",
            ),
        )
    core = Core(load(args.db), at=args.at, progress=note)
    if core.engine.dialect.name == "sqlite":
        init(core, rehearsal=False)
    core.ready()
    from counter.ui.app import run_desktop

    return run_desktop(core, args.lang if args.lang != "zh" else core.settings.desk.lang)


def web(args: argparse.Namespace) -> int:
    """Serve the status site until interrupted."""
    import uvicorn

    from counter.web.app import make_app

    core = open_core(args)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((args.host, args.port))
        except OSError as error:
            raise EnvironmentFault(
                "port_taken",
                Words("端口 {p} 无法使用：{w}。", "Port {p} cannot be used: {w}.").fill(
                    p=args.port, w=error.strerror or str(error)
                ),
            ) from error
    address = f"http://{args.host}:{args.port}"
    print_json({"serving": address}) if args.json else note(f"{address}")
    uvicorn.run(
        make_app(core, RESOURCES / "web"), host=args.host, port=args.port, log_level="warning",
        access_log=False, server_header=False,
    )  # fmt: skip
    return 0


def shots(args: argparse.Namespace) -> int:
    """Take pictures of every screen and paper, filled with rehearsal data."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from counter.cli.shots import take_shots

    names = take_shots(Path(args.out), note)
    print_json({"pictures": names}) if args.json else note(f"{len(names)} pictures in {args.out}")
    return 0


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "desktop": desktop,
    "web": web,
    "shots": shots,
}
