"""Pictures of every screen and printout in both languages, filled with plausible rehearsal data."""

import os
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtGui import QImage

from counter.cli.aftercare import COLLECTOR, look_after
from counter.cli.desk_shots import desk_shots, prepare
from counter.cli.founding import init
from counter.cli.office_shots import ADMIN, SUPERVISOR, build, office_shots
from counter.cli.rehearsal import SAMPLE_FORMS, rehearse_day
from counter.cli.web_shots import web_shots
from counter.domain.calendar import CHINA
from counter.domain.printout import ISSUE_KINDS
from counter.domain.words import Lang
from counter.settings import load
from counter.ui.intake.page import IntakePage
from counter.ui.issue.page import IssuePage
from counter.ui.shooting import Shooting, settle
from counter.usecases.hall.calendars import calendar_in_force
from counter.usecases.hall.settings import hall_of
from counter.usecases.ports.accounts import Officer
from counter.usecases.printouts.make import Printout
from counter.usecases.printouts.of_application import printouts_of
from counter.usecases.reading.dossiers import dossier_of
from counter.usecases.status.tracking import tracking_url
from counter.wiring import Core
from db.fill import fill
from printing.font_files import prepare as prepare_fonts

LANGS: tuple[Lang, ...] = ("zh", "en")
NOW = datetime(2026, 11, 23, 10, 42, tzinfo=CHINA)
CLERK = Officer("clerk", "演练窗口", "clerk")
REVIEWER = Officer("reviewer", "演练审批", "reviewer", "*")
WEB = ("running", "ready", "part", "given")
BACK_TAB = 5


def take_shots(folder: Path, note: Callable[[str], None]) -> list[str]:
    """Write the pictures into the folder and return their names."""
    folder.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    names: list[str] = []
    with tempfile.TemporaryDirectory() as place:
        fonts = load().fonts
        os.environ["COUNTER_FONTS"] = str(fonts)
        core = Core(load(f"sqlite:///{place}/shots.sqlite3"), at=NOW - timedelta(minutes=40), progress=note)
        init(core, rehearsal=True)
        fill(
            core.engine,
            core.app.catalogue,
            calendar_in_force(core.app),
            NOW,
            400,
            lambda _: None,
            core.app.key,
        )
        prepare_fonts(
            core.settings.fonts, note
        )  # the screens use the printouts' fonts, which have to be there first
        numbers = rehearse_day(core, Path(place) / "out", note)
        core.at = NOW
        after = look_after(core, CLERK, REVIEWER)
        scan = printouts_of(core.app, numbers[0], CLERK, kinds=("acceptance_notice",))[0].pdf
        works = build(core, CLERK, REVIEWER, scan)
        promised, loose = prepare(core, CLERK)
        names += _pictures(core, loose, folder)
        for lang in LANGS:
            shooting = Shooting(core, lang, folder)
            desk_shots(shooting, promised, CLERK, dict(SAMPLE_FORMS[0]))
            office_shots(shooting, works)
            _screens(shooting, numbers)
            _aftercare(shooting, after)
            names += shooting.names
        names += _dark(core, folder, numbers)
        names += _printouts(core, numbers[0], folder)
        names += _printouts(core, after[2], folder, ISSUE_KINDS)
        hall = hall_of(core.app)
        slips = {
            f"web-{n}": dossier_of(core.app, number).application
            for n, number in zip(WEB, (numbers[0], *after), strict=True)
        }
        pages = {n: "/t/" + tracking_url(core.app, one, hall).rsplit("/", 1)[1] for n, one in slips.items()}
        names += web_shots(
            core, folder, {**pages, "web-ask": "/", "web-missing": "/t/x", "web-hall": "/hall"}, note
        )
        empty = Core(load(f"sqlite:///{place}/empty.sqlite3"), at=None)
        init(empty, rehearsal=False)
        for lang in LANGS:
            shooting = Shooting(empty, lang, folder)
            window = shooting.open(None)
            shooting.shoot(window, "first-run")
            shooting.leave()
            names += shooting.names
    return names


def _screens(shooting: Shooting, numbers: list[str]) -> None:
    core, shoot = shooting.core, shooting.shoot
    window = shooting.open(CLERK)
    page = window.pages["intake"]
    if isinstance(page, IntakePage):
        shoot(window, "intake-empty")
        form: dict[str, Any] = dict(SAMPLE_FORMS[0])
        form["materials"] = form["materials"][:-2]
        page.show_form(form)
        page.set_calendar(calendar_in_force(core.app), core.app.now)
        shoot(window, "intake")
        page.show_form({**form, "parties": [{**form["parties"][0], "id_number": "230833199001010019"}]})
        page.request_accept()
        shoot(window, "intake-errors")
        page.clear()
    window.show_page("applications")
    shoot(window, "applications")
    window.printing_desk.printouts(numbers[0])
    settle(window)
    shoot(window, "papers")
    window.show_page("measures")
    shoot(window, "measures")
    window.show_page("intake")
    window.show_help()
    shoot(window, "help")
    window.change_officer()
    shoot(window, "sign-in")
    shooting.leave()
    window = shooting.open(REVIEWER)
    window.show_page("queue")
    shoot(window, "queue")
    window.open_case(numbers[1])
    shoot(window, "case")
    case = window.pages["case"]
    case.show_tab(1)  # type: ignore[attr-defined]
    shoot(window, "deadlines")
    window.open_case(numbers[-1])
    settle(window)
    case.show_tab(1)  # type: ignore[attr-defined]
    shoot(window, "deadlines-days")
    case.show_tab(6)  # type: ignore[attr-defined]
    shoot(window, "history")
    shooting.leave()
    window = shooting.open(ADMIN)
    window.show_page("settings")
    shoot(window, "settings")
    shooting.leave()


def _dark(core: Core, folder: Path, numbers: list[str]) -> list[str]:
    core.settings = replace(core.settings, desk=replace(core.settings.desk, theme="dark"))
    shooting = Shooting(core, "zh", folder)
    window = shooting.open(REVIEWER)
    window.open_case(numbers[1])
    shooting.shoot(window, "case-dark")
    shooting.leave()
    core.settings = replace(core.settings, desk=replace(core.settings.desk, theme="light"))
    return shooting.names


def _aftercare(shooting: Shooting, after: tuple[str, str, str]) -> None:
    ready, part, given = after
    window, shoot = shooting.open(CLERK), shooting.shoot
    window.show_page("issue")
    page = window.pages["issue"]
    if isinstance(page, IssuePage):
        page.open(ready)
        settle(window)
        page.panel._named(COLLECTOR["name"])  # noqa: SLF001 - pictures only
        page.panel.fields["collector.id_number"].edit.setText(COLLECTOR["id_number"])
        shoot(window, "issue")
        page.open(part)
        shoot(window, "issue-part")
    window.open_case(given)
    settle(window)
    case = window.pages["case"]
    case.show_tab(BACK_TAB)  # type: ignore[attr-defined]
    shoot(window, "case-back")
    window.rating_screen.ask(ready)
    shoot(window, "rating-screen", window.rating_screen)
    window.rating_screen.grades["dissatisfied"].click()
    shoot(window, "rating-screen-why", window.rating_screen)
    shooting.leave()
    window = shooting.open(SUPERVISOR)
    window.show_page("ratings")
    shoot(window, "ratings")
    shooting.leave()


def _printouts(core: Core, number: str, folder: Path, kinds: tuple[str, ...] = ()) -> list[str]:
    return _pictures(core, printouts_of(core.app, number, CLERK, kinds=kinds), folder)


def _pictures(core: Core, printouts: list[Printout], folder: Path) -> list[str]:
    names: list[str] = []
    for printout in printouts:
        for n, picture in enumerate(core.page_pictures(printout.pdf), 1):
            name = f"paper-{printout.kind}-{n}.png"
            image = QImage(
                picture.pixels, picture.width, picture.height, picture.stride, QImage.Format.Format_RGB32
            )
            image.save(str(folder / name))
            names.append(name)
    return names
