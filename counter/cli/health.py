"""The doctor: database, fonts, printers, disk, clock, calendar, web address, backup, messages, catalogue."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.error import URLError
from urllib.request import urlopen

from counter.devices import spool
from counter.domain.errors import CounterError
from counter.domain.home import MayBeACopy
from counter.domain.words import Words
from counter.usecases.hall.backups import last_backup
from counter.usecases.hall.calendars import calendar_in_force
from counter.usecases.hall.clock_check import clock_difference
from counter.usecases.hall.home import homes_of
from counter.usecases.hall.settings import hall_of
from counter.wiring import Core
from forms.loading import catalogue_faults
from printing import font_files

_LEAST_DISK = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One part of the machine: ok, warning or fault, and the remedy."""

    part: str
    state: str
    words: Words


def examine(core: Core) -> list[Finding]:
    """Return a finding for every part; none of them raises."""
    parts: tuple[tuple[str, Callable[[Core], Finding]], ...] = (
        ("database", _database),
        ("catalogue", _catalogue),
        ("fonts", _fonts),
        ("printers", _printers),
        ("disk", _disk),
        ("clock", _clock),
        ("calendar", _calendar),
        ("web", _web),
        ("backup", _backup),
        ("messages", _messages),
    )
    found: list[Finding] = []
    for name, look in parts:
        try:
            found.append(look(core))
        except CounterError as error:
            found.append(Finding(name, "fault", error.words))
    return found


def _ok(part: str, zh: str, en: str) -> Finding:
    return Finding(part, "ok", Words(zh, en))


def _warn(part: str, zh: str, en: str) -> Finding:
    return Finding(part, "warning", Words(zh, en))


def _database(core: Core) -> Finding:
    core.ready()
    here, was = homes_of(core.app)
    if was != here:
        return Finding("database", "fault", MayBeACopy(was, here).words)
    return _ok("database", "可用，版本一致", "reachable, same version")


def _catalogue(core: Core) -> Finding:
    faults = catalogue_faults(core.app.today)
    if faults:
        return Finding(
            "catalogue", "fault", Words("目录有错，运行 catalogue --check", "run catalogue --check")
        )
    return _ok("catalogue", f"版本 {core.app.catalogue.version}", f"version {core.app.catalogue.version}")


def _fonts(core: Core) -> Finding:
    if not font_files.are_prepared(core.settings.fonts):
        return _warn(
            "fonts", "字体尚未准备，首次打印会多用约 20 秒", "not prepared; the first print takes 20 s more"
        )
    rare = core.app.press.unprintable("𠀀\U0002b740")
    if rare:
        return _warn(
            "fonts",
            "缺少生僻字字体，请安装 fonts-hanazono（Windows 自带 SimSun-ExtB）",
            "no font for rare characters; install fonts-hanazono (Windows has SimSun-ExtB)",
        )
    return _ok("fonts", "常用字与生僻字齐全", "common and rare characters")


def _printers(core: Core) -> Finding:
    desk = core.settings.desk
    known = spool.printers()
    named = [p for p in (desk.a4_printer, desk.slip_printer, desk.label_printer) if p]
    gone = [p for p in named if p not in known]
    if gone:
        return Finding(
            "printers", "fault", Words("找不到打印机：{p}", "no such printer: {p}").fill(p=", ".join(gone))
        )
    if not known:
        return _warn(
            "printers", "系统没有打印机；文书仍保存为 PDF", "the system has none; printouts are kept as PDF"
        )
    return _ok("printers", "、".join(known), ", ".join(known))


def _disk(core: Core) -> Finding:
    folder = core.settings.data
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    gigabytes = f"{free / 1e9:.1f} GB"
    if free < _LEAST_DISK:
        return Finding(
            "disk", "fault", Words("磁盘仅剩 {g}，请清理", "only {g} left; make room").fill(g=gigabytes)
        )
    return _ok("disk", f"剩余 {gigabytes}", f"{gigabytes} free")


def _clock(core: Core) -> Finding:
    off = clock_difference(core.app)
    if abs(off) > 30:  # noqa: PLR2004 - told from 30 s on
        return _warn("clock", f"与服务器相差 {off} 秒，请校时", f"{off} s off the server; set it")
    return _ok("clock", "与服务器一致", "agrees with the server")


def _calendar(core: Core) -> Finding:
    year = core.app.today.year
    calendar = calendar_in_force(core.app)
    if not calendar.is_published(year):
        return Finding("calendar", "fault", Words(f"{year} 年安排未载入", f"{year} is not loaded"))
    if not calendar.is_published(year + 1):
        return _warn(
            "calendar",
            f"{year + 1} 年安排未载入，跨年时限为暂定；公布后运行 calendar load",
            f"{year + 1} is not loaded; limits into it are provisional; run calendar load when published",
        )
    return _ok("calendar", "本年和下一年均已公布", "this year and the next are published")


def _web(core: Core) -> Finding:
    address = hall_of(core.app).web_address.rstrip("/")
    try:
        with urlopen(f"{address}/healthz", timeout=3) as answer:  # noqa: S310 - http(s) is checked in settings
            if answer.status == 200:  # noqa: PLR2004 - HTTP OK
                return _ok("web", f"{address} 可访问", f"{address} answers")
    except (URLError, OSError, ValueError):
        pass
    return _warn(
        "web",
        f"{address} 无应答；扫码将打不开，请启动 web 或更正网址",
        f"{address} does not answer; start web or mend the address",
    )


def _backup(core: Core) -> Finding:
    last = last_backup(core.app)
    if last is None:
        return _warn("backup", "从未备份，请运行 backup", "never; run backup")
    age = datetime.now(UTC) - last
    if age > timedelta(days=1):
        return _warn("backup", f"上次备份在 {age.days} 天前", f"the last one is {age.days} days old")
    return _ok("backup", "一天之内", "less than a day old")


def _messages(core: Core) -> Finding:
    if not hall_of(core.app).message_gateway:
        return _ok("messages", "不发送消息", "no messages are sent")
    waiting = core.app.lists.waiting_messages(core.app.now() - timedelta(minutes=30))
    if waiting:
        return _warn(
            "messages",
            f"{waiting} 条消息半小时未送达，请检查网关",
            f"{waiting} messages undelivered for half an hour; look after the gateway",
        )
    return _ok("messages", "无积压", "nothing is held up")
