"""Commands that start a front: desktop, web, shots. Qt and HTTP are imported only when asked for."""

import argparse
import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from counter.cli.aftercare import look_after
from counter.cli.cases import save_printouts
from counter.cli.founding import init
from counter.cli.output import note, print_json
from counter.cli.rehearsal import rehearse_day
from counter.cli.session import open_core
from counter.domain.errors import EnvironmentFault, InputRefused
from counter.domain.words import Words
from counter.settings import WEB_PORT
from counter.usecases.accounts.sign_in import sign_in
from counter.usecases.hall.settings import hall_of
from counter.usecases.printouts.of_application import printouts_of
from counter.usecases.reading.dossiers import dossier_of
from counter.usecases.status.tracking import tracking_url
from counter.wiring import Core
from db.engine import SITE
from forms.loading import RESOURCES
from printing.font_files import are_prepared, prepare

HIGHEST_PORT = 65_535


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
    core = open_core(args, ready=False)
    if core.engine.dialect.name == "sqlite":
        init(core, rehearsal=False)
    core.ready()
    from counter.ui.app import run_desktop

    if not are_prepared(core.settings.fonts):
        prepare(core.settings.fonts, note)
    site = _serve_beside(core)
    try:
        return run_desktop(core, args.lang if args.lang != "zh" else core.settings.desk.lang)
    finally:
        if site is not None and site.stdin is not None:
            site.stdin.close()
            site.terminate()
            site.wait(timeout=10)


def _serve_beside(core: Core) -> "subprocess.Popen[bytes] | None":
    """Start the status site of an embedded database in a process of its own."""
    if core.engine.dialect.name != "sqlite" or not core.settings.desk.run_web:
        return None
    main = Path(__file__).resolve().parents[2] / "main.py"
    command = [sys.executable, str(main), "web", "--host", "0.0.0.0", "--port", str(WEB_PORT)]  # noqa: S104 - phones in the hall's network
    return subprocess.Popen(  # noqa: S603 - our own program
        [*command, "--attached", "--db", core.settings.database],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def web(args: argparse.Namespace) -> int:
    """Serve the status site until interrupted."""
    import uvicorn

    from counter.web.app import make_app

    if not 1 <= args.port <= HIGHEST_PORT:
        raise InputRefused(
            "bad_number",
            Words("端口号有误。", "The port is wrong."),
            {"port": Words("1 至 {n}。", "1 to {n}.").fill(n=HIGHEST_PORT)},
        )
    core = open_core(args, role=SITE)
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
        make_app(core.app, RESOURCES / "web", _end_with_parent if args.attached else lambda: None), host=args.host, port=args.port, log_level="warning",
        access_log=False, server_header=False, proxy_headers=bool(args.behind_proxy),
        forwarded_allow_ips=args.behind_proxy or "",
    )  # fmt: skip
    return 0


def _end_with_parent() -> None:
    """End the site when the desktop that started it is gone, however it went: its pipe closes then."""
    if sys.platform != "win32":
        asyncio.get_running_loop().add_reader(sys.stdin.fileno(), signal.raise_signal, signal.SIGTERM)


def shots(args: argparse.Namespace) -> int:
    """Take pictures of every screen and printout, filled with rehearsal data."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from counter.cli.shots import take_shots

    names = take_shots(Path(args.out), note)
    print_json({"pictures": names}) if args.json else note(f"{len(names)} pictures in {args.out}")
    return 0


def rehearse(args: argparse.Namespace) -> int:
    """Run a rehearsal day by the use cases, leave the printouts in ``out``, and serve the status site."""
    folder = Path("out").resolve()
    folder.mkdir(exist_ok=True)
    args.db = args.db or f"sqlite:///{folder / 'rehearsal.sqlite3'}"
    args.at = None
    core = open_core(args, ready=False)
    init(core, rehearsal=True)
    numbers = rehearse_day(core, folder, note, args.lang)
    clerk, reviewer = (sign_in(core.app, name, None) for name in ("clerk", "reviewer"))
    _, _, given = look_after(core, clerk, reviewer)
    save_printouts(printouts_of(core.app, given, clerk), folder / given, args.lang)
    note(f"{given}  发件 / handed over")
    note(f"printouts: {folder}")
    application = dossier_of(core.app, numbers[0]).application
    note(f"status: {tracking_url(core.app, application, hall_of(core.app))}")
    args.host, args.port, args.attached, args.behind_proxy = "127.0.0.1", WEB_PORT, False, None
    return web(args)


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "desktop": desktop,
    "web": web,
    "rehearse": rehearse,
    "shots": shots,
}
