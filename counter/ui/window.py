"""The frame: top bar, rail, pages, and what is always in sight."""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from counter.domain.errors import CounterError
from counter.domain.id_card import Card
from counter.domain.numbers import is_scanned
from counter.domain.words import Lang, Words
from counter.ui.actions import ACTIONS
from counter.ui.admin.gate import GatePage
from counter.ui.admin.pages import admin_pages
from counter.ui.admin.settings_page import SettingsPage
from counter.ui.barcode_scanner import BarcodeScanner
from counter.ui.cases.desk import CaseDesk, CaseFacts
from counter.ui.cases.page import CasePage
from counter.ui.cases.screen import connect_case
from counter.ui.help import HelpPage
from counter.ui.intake.desk import IntakeDesk
from counter.ui.intake.page import IntakePage
from counter.ui.issue.page import IssuePage
from counter.ui.list_pages import list_pages
from counter.ui.message_bar import MessageBar
from counter.ui.ports import Core
from counter.ui.preview import PreviewPage
from counter.ui.printing_desk import PrintingDesk
from counter.ui.rail import Rail
from counter.ui.ratings.screen import RatingScreen
from counter.ui.roles import LISTS, MAY, NEW_CATALOGUE, PAGES
from counter.ui.session import Session
from counter.ui.tasks import Tasks
from counter.ui.theme import Theme
from counter.ui.top_bar import TopBar
from counter.ui.watch import Watch
from counter.usecases.hall.settings import hall_of
from counter.usecases.intake.accept_form import read_form
from counter.usecases.ports.accounts import Officer


class Window(QMainWindow):
    """Puts pages and desks together; holds no rule."""

    usable = Signal()

    def __init__(self, core: Core, lang: Lang, theme: Theme, *, first_run: bool) -> None:
        super().__init__()
        self._core, self._lang, self._theme = core, lang, theme
        self._tasks = Tasks(self)
        self.officer: Officer | None = None
        self._desk: IntakeDesk
        self._cases: CaseDesk
        self.printing_desk: PrintingDesk
        self.pages: dict[str, QWidget] = {}
        self._before, self._gone = "", False
        self.setWindowTitle(
            core.app.settings.desk.window + " · " + self._say("一窗受理", "One-window counter")
        )
        self.resize(1366, 768)
        self.stack = QStackedWidget()
        self._build()
        self.rating_screen = RatingScreen(core, self._tasks)
        self._session = Session(core, self._tasks, lang, self.stack, self, first_run=first_run)
        self._session.signed_in.connect(self.sign_in)
        self._session.resumed.connect(self._resume)
        self._session.covered.connect(self._cover)
        self._session.idle.connect(self.lock)
        self._shortcuts()
        self._tasks.read(
            partial(hall_of, core.app),
            lambda hall: self.bar.show_place(hall, core.app.settings.desk.window),
            self.show_refusal,
        )
        self._scanner = BarcodeScanner(self)
        self._scanner.scanned.connect(self._scanned)
        self._scanner.identified.connect(lambda n: self._intake(lambda page: page.show_card(Card("", n))))
        self._scanner.watch()
        self._watch = Watch(core, self._tasks, lang, self.show_refusal, self)
        self._watch.today.connect(self.rail.today.setText)
        self._watch.ticked.connect(self._tick)
        self._watch.changed.connect(self._changed)
        self._watch.online.connect(self._online)
        self._watch.clock_is_off.connect(lambda words: self._message.warn(words.say(lang)))
        self._watch.catalogue_renewed.connect(self._renew_intake)
        self._watch.tick()

    def _say(self, zh: str, en: str) -> str:
        return zh if self._lang == "zh" else en

    def _build(self) -> None:
        self.bar = TopBar(self._lang, rehearsal=self._core.app.rehearsal)
        self.bar.searched.connect(self._search)
        self.bar.officer_pressed.connect(self.change_officer)
        self.search, self.printing, self.rail = self.bar.search, self.bar.printing, Rail(self._lang)
        self.rail.chosen.connect(self.show_page)
        self._message = MessageBar(self._lang)
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._message)
        middle.addWidget(self.stack, 1)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self.rail)
        body.addLayout(middle, 1)
        central = QWidget()
        central.setObjectName("page")
        outer = QVBoxLayout(central)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.bar)
        outer.addLayout(body, 1)
        self.setCentralWidget(central)

    def _shortcuts(self) -> None:
        does = {
            "help": self.show_help, "search": self.search.setFocus, "officer": self.change_officer,
            "lock": self.lock, "new": self._new, "back": self.go_back,
            "choose": lambda: self._intake(lambda page: page.choice.search.setFocus()),
            "form": lambda: self._intake(lambda page: page.focus_form()),
            "materials": lambda: self._intake(lambda page: page.material_panel.list.setFocus()),
            "preview": lambda: self._intake(lambda page: page.material_panel.preview.click()),
            "accept": self._main_step, "rate": self._ask_for_rating,
            "notice": lambda: self._intake(lambda page: page.request_accept()),
            "card": lambda: self._intake(lambda _: self._desk.read_card()),
            "again": lambda: self._intake(lambda page: page.take_last_answers()),
            "same": lambda: self._intake(lambda page: page.begin_same()),
            "inquiry": lambda: self._intake(lambda page: page.request_inquiry()), "guide": lambda: self._intake(lambda page: page.request_guide()),
            "online": lambda: self._intake(lambda _: self._desk.take_online()), "print": self._print,
            "park": lambda: self._intake(lambda _: self._desk.park()),
        }  # fmt: skip
        for n, (code, _) in enumerate(PAGES, 1):
            does[f"page{n}"] = partial(self.show_page, code)
        for one in ACTIONS:
            if one.code in does:
                shortcut = QShortcut(QKeySequence(one.key), self)
                shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
                shortcut.activated.connect(does[one.code])

    def sign_in(self, officer: Officer) -> None:
        """Show the pages of the officer's role; an intake that was begun stays as it is."""
        same_role = self.officer is not None and self.officer.role == officer.role
        self.officer = officer
        self.bar.show_officer(officer.display_name)
        kept = self.pages.get("intake") if same_role or officer.role == "clerk" else None
        for code, page in list(self.pages.items()):
            if page is not kept:
                self.stack.removeWidget(page)
                page.deleteLater()
                del self.pages[code]
        self._make_pages(officer)
        self._watch.begin()
        self._session.begin(officer, self.show_refusal)
        self.rail.show_for(officer)
        self.show_page(MAY[officer.role][0])
        self.usable.emit()

    def lock(self) -> None:
        """Cover what is in front until its officer signs in again; nothing typed is lost."""
        self._session.lock(self.current())

    def _cover(self, covered: bool) -> None:  # noqa: FBT001 - Qt's signal sends it
        self.rail.setDisabled(covered)
        self.search.setDisabled(covered)

    def _resume(self, code: str) -> None:
        page = self.pages.get(code)
        if page is not None:
            self.stack.setCurrentWidget(page)

    def _make_pages(self, officer: Officer) -> None:
        core, tasks, lang, allowed = self._core, self._tasks, self._lang, MAY[officer.role]
        preview = PreviewPage(lang)
        preview.closed.connect(self.go_back)
        self._add("preview", preview)
        self.printing_desk = PrintingDesk(core, tasks, preview, officer)
        self.printing_desk.refused.connect(self.show_refusal)
        self.printing_desk.shown.connect(lambda: self.show_page("preview"))
        self.printing_desk.waiting.connect(
            lambda n: self.printing.setText(self._say(f"打印 {n}", f"printing {n}"))
        )
        if "intake" in allowed and "intake" in self.pages:
            self._desk.officer = officer
        elif "intake" in allowed:
            self._make_intake(officer)
            self._desk.offer_draft()
        lists = list_pages(
            core, tasks, lang, self._theme, officer, allowed, self.open_case, self.printing_desk.issued
        )
        for code, made in lists.items():
            self._add(code, made)
            if code == "day" and "intake" in allowed:
                made.draft_chosen.connect(lambda draft: self._desk.take_draft(draft))  # noqa: PLW0108 - the desk may change
        for code, made in admin_pages(core, tasks, lang, officer, allowed).items():
            if isinstance(made, SettingsPage):
                made.saved.connect(lambda: self._message.note(Words("已保存。", "Saved.")))
            self._add(code, made)
        self._add("case", self._case_page(officer))
        help_page = HelpPage(lang)
        help_page.closed.connect(self.go_back)
        self._add("help", help_page)

    def _make_intake(self, officer: Officer) -> None:
        page = IntakePage(self._core.app.catalogue, self._lang, partial(read_form, self._core.app))
        self._desk = IntakeDesk(self._core, self._tasks, page, officer)
        self._desk.accepted.connect(lambda one: self.printing_desk.accepted(one.dossier))
        self._desk.preview.connect(self.printing_desk.show_loose)
        self._desk.resumed.connect(lambda: self.show_page("intake"))
        self._desk.refused.connect(self.show_refusal)
        self._add("intake", page)

    def _renew_intake(self) -> None:
        """Take a new version of the catalogue up once nothing is being typed: items were imported elsewhere."""
        old = self.pages.get("intake")
        if (
            self.officer is None
            or not isinstance(old, IntakePage)
            or old.catalogue is self._core.app.catalogue
        ):
            return
        if old.choice.items():
            self._message.note(NEW_CATALOGUE)
            return
        front = old is self.stack.currentWidget()
        self.stack.removeWidget(old)
        old.deleteLater()
        self._make_intake(self.officer)
        if front:
            self.show_page("intake")

    def _case_page(self, officer: Officer) -> CasePage:
        page = CasePage(self._lang, self._theme, officer)
        self._cases = CaseDesk(self._core, self._tasks, officer, page)
        self._cases.read.connect(self._show_case)
        self._cases.not_read.connect(self.show_refusal)
        page.closed.connect(self.go_back)
        connect_case(page, self._cases, self.printing_desk, self._core)
        return page

    def _add(self, code: str, page: QWidget) -> None:
        self.pages[code] = page
        self.stack.addWidget(page)
        refused = getattr(page, "refused", None)
        if refused is not None:
            refused.connect(self.show_refusal)

    def show_page(self, code: str) -> None:
        """Bring a page to the front and let it read what it shows."""
        if code == "intake":
            self._renew_intake()
        page = self.pages.get(code)
        if page is None or self._session.locked:
            return
        if self.current() not in ("case", "preview", "help", ""):
            self._before = self.current()
        self.stack.setCurrentWidget(page)
        self.rail.mark(code)
        reload = getattr(page, "reload", None)
        if reload is not None:
            reload()
        if isinstance(page, IntakePage):
            page.choice.search.setFocus()
        elif hasattr(page, "view"):
            page.view.setFocus()

    def current(self) -> str:
        """Return the code of the page in front; empty for the sign-in."""
        front = self.stack.currentWidget()
        return next((code for code, page in self.pages.items() if page is front), "")

    def go_back(self) -> None:
        """Return to the list or the intake that was in front; nothing typed is lost."""
        self._message.hide()
        if self.current() in ("case", "preview", "help") and self.officer is not None:
            self.show_page(self._before or MAY[self.officer.role][0])

    def _intake(self, then: Any) -> None:
        page = self.pages.get("intake")
        if isinstance(page, IntakePage) and self.current() == "intake":
            then(page)

    def _main_step(self) -> None:
        """Do what F9 means on the page in front: accept, hand over, take the step, close the day."""
        step = getattr(self.pages.get(self.current()), "main_step", None)
        if step is not None:
            step()

    def _ask_for_rating(self) -> None:
        """Show the applicant's screen for the application in front (F10)."""
        page = self.pages.get(self.current())
        number = self.printing_desk.number if isinstance(page, PreviewPage) else ""
        if isinstance(page, CasePage):
            number = page.number
        elif isinstance(page, IssuePage):
            number = page.panel.number
        if number:
            self.rating_screen.ask(number)

    def _new(self) -> None:
        page = self.pages.get("intake")
        if isinstance(page, IntakePage):
            if page.choice.items():
                self._desk.park()
            self.show_page("intake")

    def _print(self) -> None:
        page = self.pages.get("case")
        if self.current() == "case" and isinstance(page, CasePage):
            self.printing_desk.printouts(page.number)
        elif self.current() == "preview":
            self.pages["preview"].print_button.click()  # type: ignore[attr-defined]

    def open_case(self, number: str) -> None:
        """Show an application or the application of a case."""
        self._cases.open(number)

    def _show_case(self, facts: CaseFacts) -> None:
        page = self.pages.get("case")
        if isinstance(page, CasePage):
            page.show_facts(facts, self._core.app.now())
            if self.current() != "case":
                self.show_page("case")

    def _scanned(self, text: str) -> None:
        """Take a scan wherever the cursor is."""
        if self.officer is not None and not self._session.locked:
            self.search.setText(text)
            self._search()

    def _search(self) -> None:
        text = self.search.text().strip()
        if is_scanned(text):
            self.search.clear()
            front = self.pages.get(self.current())
            if isinstance(front, IssuePage):
                front.open(text, focus=True)
            else:
                self.open_case(text)
            return
        page: Any = self.pages.get("applications")
        if page is not None:
            page.search.setText(text)
            self.search.clear()
            self.show_page("applications")

    def show_help(self) -> None:
        """Show the keys of the page in front."""
        page = self.pages.get("help")
        if isinstance(page, HelpPage):
            page.show_for(self.current())
            self.show_page("help")

    def change_officer(self) -> None:
        """Let another officer sign in at this PC; the intake keeps its draft."""
        self._session.ask()

    @property
    def gate(self) -> GatePage:
        """The page that asks who signs in."""
        return self._session.gate

    def show_refusal(self, error: CounterError) -> None:
        """Show a refusal above the page until it is answered or Esc is pressed."""
        if error.code == "no_database":
            self._gone = True
            self.bar.connection.setText(self._say("■ 数据库断开", "■ no database"))
        self._message.warn("✕ " + error.words.say(self._lang))

    def _online(self) -> None:
        """Say that the database answers; what was said while it was gone goes away."""
        if self._gone:
            self._gone = False
            self._message.hide()
        self.bar.connection.setText(self._say("● 已连接", "● online"))

    def _tick(self) -> None:
        page: Any = self.pages.get(self.current())
        if hasattr(page, "model"):
            page.model.tick()

    def _changed(self) -> None:
        page: Any = self.pages.get(self.current())
        if page is None:
            return
        self._tasks.read(self._core.app.lists.open_counts, self.rail.show_waiting, self.show_refusal)
        if isinstance(page, CasePage):
            self._cases.refresh(page.number)
        elif self.current() in LISTS:
            page.reload()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let what was begun finish, then close."""
        self._watch.stop()
        self.rating_screen.close()
        self._tasks.finish()
        super().closeEvent(event)
