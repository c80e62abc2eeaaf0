"""Every setting, its default and its meaning. Hall settings live in the database, desk settings on the PC."""

import json
import os
import platform
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

from counter.domain.application import Place
from counter.domain.calendar import Hours
from counter.domain.errors import EnvironmentFault, InputRefused
from counter.domain.limit import BadLimit, read_date, read_sessions
from counter.domain.message import GATEWAYS
from counter.domain.numbers import window_number
from counter.domain.words import Lang, Words

WEB_PORT = 8350
"""Where the status site answers when nothing else is said."""
MOST_CONNECTIONS = 100
LONGEST_HOST = 63
NUMBERS = {
    "token_days": (1, 3650),
    "rectification_days": (1, 60),
    "rectification_days_complex": (1, 60),
    "inspection_days": (1, 250),
    "keep_drafts_days": (7, 3650),
    "keep_inquiries_days": (30, 3650),
    "keep_messages_days": (183, 10950),
    "keep_refused_scans_days": (183, 10950),
    "keep_events_days": (183, 36500),
    "lock_after": (3, 20),
    "lock_minutes": (1, 1440),
    "idle_minutes": (1, 240),
}
"""Hall settings that are whole numbers, from and to."""


@dataclass(frozen=True, slots=True)
class Hall:
    """What holds for the whole hall; kept in the database under the fact ``hall``."""

    name: str = "抚远市政务服务大厅"
    name_en: str = "Fuyuan Government Service Hall"
    address: str = ""
    phone: str = "12345"
    supervision_phone: str = "12345"
    web_address: str = f"http://127.0.0.1:{WEB_PORT}"
    region: str = "230883"
    message_gateway: str = ""
    token_days: int = 90
    rectification_days: int = 5
    rectification_days_complex: int = 15
    inspection_days: int = 30
    keep_drafts_days: int = 180
    keep_inquiries_days: int = 365
    keep_messages_days: int = 730
    keep_refused_scans_days: int = 730
    keep_events_days: int = 3650
    lock_after: int = 5
    lock_minutes: int = 15
    idle_minutes: int = 10
    opening_hours: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
        ("2020-01-01", (("08:30", "11:30"), ("13:30", "17:00"))),
    )

    def hours(self) -> tuple[Hours, ...]:
        """Return the opening hours for the calendar."""
        return tuple(
            Hours(date.fromisoformat(since), read_sessions(sessions))
            for since, sessions in self.opening_hours
        )


@dataclass(frozen=True, slots=True)
class Desk:
    """What holds for one PC; kept in ``desk.json`` in the data folder."""

    site: str = "FY"
    window: str = "1"
    lang: Lang = "zh"
    theme: str = "light"
    a4_printer: str = ""
    slip_printer: str = ""
    label_printer: str = ""
    card_reader: str = ""
    scan_folder: str = ""
    print_on_accept: bool = True
    run_web: bool = True

    @property
    def slip_paper(self) -> str:
        """What the tracking slip is printed on: a roll, or A5 where there is no slip printer.

        An A4 printer alone would print it on a metre of roll.
        """
        return "a5" if self.a4_printer and not self.slip_printer else "roll"

    def printer_for(self, kind: str) -> str:
        """Return the printer of the kind of printout; slips and labels go to the A4 printer without their own."""
        own = {"tracking_slip": self.slip_printer, "folder_label": self.label_printer}.get(kind, "")
        return own or self.a4_printer


@dataclass(frozen=True, slots=True)
class Settings:
    """Where everything is: database, data folder, and the desk's own settings."""

    database: str
    data: Path
    desk: Desk = field(default_factory=Desk)
    pool: int = 5

    def place(self, window: str = "") -> Place:
        """Return where this PC's steps are taken; *window* for what is no window of it, as the status site."""
        return Place(self.desk.site, window or self.desk.window, platform.node()[:LONGEST_HOST])

    @property
    def printouts(self) -> Path:
        """The folder of the printouts that were made, by the digest of their files."""
        return self.data / "papers"

    @property
    def fonts(self) -> Path:
        """The folder of the fonts that printouts and screens share."""
        named = os.environ.get("COUNTER_FONTS")
        if named:
            return Path(named)
        installed = Path(sys.prefix) / "share" / "fuyuan-counter" / "fonts"
        if installed.is_dir() or (sys.prefix != sys.base_prefix and os.access(sys.prefix, os.W_OK)):
            return installed  # prepared once with the program, for every user of this PC
        return default_data() / "fonts"


def default_data() -> Path:
    """Return the user's data folder for the program; ``COUNTER_DATA`` names another."""
    named = os.environ.get("COUNTER_DATA")
    if named:
        return Path(named)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", str(Path.home()))) / "FuyuanCounter"
    base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "fuyuan-counter"


def load(database: str | None = None) -> Settings:
    """Return the settings of this PC; the database is the option, ``COUNTER_DB`` or the default file."""
    data = default_data()
    url = database or os.environ.get("COUNTER_DB") or f"sqlite:///{data / 'counter.sqlite3'}"
    if url.startswith("sqlite:///"):
        # The printouts of an embedded database live beside its file, so that they travel together.
        data = Path(url.removeprefix("sqlite:///")).expanduser().resolve().parent
    return Settings(url, data, read_desk(data / "desk.json"), _pool())


def _pool() -> int:
    """Return how many connections are kept open to a server: ``COUNTER_POOL``, 1 to 100, default 5."""
    text = os.environ.get("COUNTER_POOL", "5")
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= MOST_CONNECTIONS:
        raise EnvironmentFault(
            "bad_pool",
            Words(
                "COUNTER_POOL 应为 1 至 100 的整数。", "COUNTER_POOL has to be a whole number from 1 to 100."
            ),
        )
    return int(text)


def read_desk(path: Path) -> Desk:
    """Return the desk's settings; a missing or unreadable file gives the defaults."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Desk()
    known = {f.name: type(getattr(Desk(), f.name)) for f in fields(Desk)}
    good = {k: v for k, v in raw.items() if k in known and isinstance(v, known[k])}
    desk = replace(Desk(), **good)
    return replace(desk, window=window_number(desk.window))


def write_desk(desk: Desk, path: Path) -> None:
    """Keep the desk's settings."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(asdict(desk), ensure_ascii=False, indent=1), encoding="utf-8")


def hall_to_text(hall: Hall) -> str:
    """Return the hall's settings as they are kept in the database."""
    return json.dumps(asdict(hall), ensure_ascii=False)


def hall_from_text(text: str | None) -> Hall:
    """Return the hall's settings from the database; unknown keys of another version are ignored."""
    raw = json.loads(text) if text else {}
    hours = tuple(
        (since, tuple((a, b) for a, b in sessions)) for since, sessions in raw.pop("opening_hours", ())
    )
    known = {f.name for f in fields(Hall)}
    hall = replace(Hall(), **{k: v for k, v in raw.items() if k in known})
    return replace(hall, opening_hours=hours) if hours else hall


def checked_hall(values: Mapping[str, str], sessions: str, since: str, before: Hall) -> Hall:
    """Return a hall from typed values; opening hours are written ``08:30-11:30 13:30-17:00``.

    New hours hold from their date on; those in force until then stay for what was counted under them.
    Refused (InputRefused) with the field at fault.
    """
    pairs = tuple(tuple(part.split("-", 1)) for part in sessions.replace("，", " ").split())
    try:
        read_sessions([list(pair) for pair in pairs])
        read_date(since)
    except BadLimit as error:
        name = "since" if error.code == "bad_time" else "sessions"
        raise InputRefused(
            error.code,
            Words("开放时间有误。", "The opening hours are wrong."),
            {name: Words("写作 08:30-11:30 13:30-17:00，不重叠、不跨零点。", str(error))},
        ) from error
    if not values.get("web_address", "").startswith(("http://", "https://")):
        raise InputRefused(
            "bad_address",
            Words("查询网址有误。", "The web address is wrong."),
            {"web_address": Words("应以 http:// 或 https:// 开头。", "Begin with http:// or https://.")},
        )
    numbers = {name: _whole(values, name) for name in NUMBERS if name in values}
    if values.get("message_gateway", "") not in GATEWAYS:
        raise InputRefused(
            "bad_gateway",
            Words("消息通道有误。", "The gateway is wrong."),
            {"message_gateway": Words("留空、outbox 或 file。", "Empty, outbox or file.")},
        )
    older = tuple(one for one in before.opening_hours if one[0] < since)
    hours = (*older, (since, tuple((pair[0], pair[1]) for pair in pairs)))
    texts: dict[str, Any] = {name: text for name, text in values.items() if name not in NUMBERS}
    return replace(before, **(texts | numbers), opening_hours=hours)


def _whole(values: Mapping[str, str], name: str) -> int:
    text = values[name].strip()
    least, most = NUMBERS[name]
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise InputRefused(
            "bad_number",
            Words("数字有误。", "The number is wrong."),
            {
                name: Words("应为 {a} 至 {b} 的整数。", "A whole number from {a} to {b}.").fill(
                    a=least, b=most
                )
            },
        )
    return int(text)
