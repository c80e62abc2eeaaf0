"""Pictures of the status site at phone width and of the hall screen, by the Chromium of this PC."""

import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from counter.cli import system
from counter.wiring import Core

PHONE, TELEVISION = (390, 1180), (1600, 900)
FRAME = '<!doctype html><body style="margin:0"><iframe src="{page}" style="border:0;width:{w}px;height:{h}px"></iframe>'
"""Chromium's own window is never narrower than 500 pixels; a frame in it is."""


def _fetched(address: str, path: str, lang: str) -> str:
    request = urllib.request.Request(address + path, headers={"Accept-Language": lang})  # noqa: S310 - our own site
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - our own site
            return str(answer.read().decode())
    except urllib.error.HTTPError as error:
        return error.read().decode()


def _wait(address: str) -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=1).close()  # noqa: S310 - our own site
        except OSError:
            time.sleep(0.1)
        else:
            return


def web_shots(core: Core, folder: Path, pages: dict[str, str], note: Callable[[str], None]) -> list[str]:
    """Write a picture of each page (name to path) in both languages; none without a Chromium."""
    browser = system.browser()
    if browser is None:
        note("no Chromium on this PC: no pictures of the status site")
        return []
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    main = Path(__file__).resolve().parents[2] / "main.py"
    command = [sys.executable, str(main), "web", "--port", str(port), "--db", core.settings.database]
    process = subprocess.Popen(  # noqa: S603 - our own program
        [*command, "--at", core.app.now().isoformat()], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    names: list[str] = []
    try:
        _wait(address)
        with tempfile.TemporaryDirectory() as place:
            css = Path(place) / "status.css"
            css.write_text(_fetched(address, "/static/status.css", "zh"), encoding="utf-8")
            for name, path in pages.items():
                for lang in ("zh",) if name == "web-hall" else ("zh", "en"):
                    target = folder / f"{name}-{lang}.png"
                    html = _fetched(address, path, lang).replace("/static/status.css", "status.css")
                    _picture(browser, Path(place), html, target, TELEVISION if name == "web-hall" else PHONE)
                    names.append(target.name)
    finally:
        process.terminate()
        process.wait(10)
    return names


def _picture(browser: str, place: Path, html: str, target: Path, size: tuple[int, int]) -> None:
    (place / "page.html").write_text(html, encoding="utf-8")
    (place / "frame.html").write_text(FRAME.format(page="page.html", w=size[0], h=size[1]), encoding="utf-8")
    subprocess.run(  # noqa: S603 - the browser found above
        [
            browser, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
            "--disable-background-networking", "--no-first-run", f"--user-data-dir={place / 'profile'}",
            f"--window-size={size[0]},{size[1]}", f"--screenshot={target}", str(place / "frame.html"),
        ],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=60, check=False,
    )  # fmt: skip
