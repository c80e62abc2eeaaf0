"""The book of outstanding materials and the credit record: what is outstanding by when, who may not promise, and what lifts it."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QTabWidget, QVBoxLayout, QWidget

from counter.domain.calendar import CHINA
from counter.domain.credit import KINDS, CreditEntry
from counter.domain.errors import CounterError
from counter.domain.identity import ID_TYPES
from counter.domain.words import Lang, Words
from counter.ui.clocks import said, tone_of
from counter.ui.labelled import LabelledField, place_errors
from counter.ui.ports import Core
from counter.ui.rows import PagedRows
from counter.ui.tables import RowsView
from counter.ui.tasks import Tasks
from counter.ui.theme import SPACE, Theme, tone_colour
from counter.ui.widgets import button, card, label, row
from counter.usecases.hall.books import KEEPERS
from counter.usecases.hall.credit import add_credit, find_credit, repair_credit
from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.lists import OutstandingMaterial
from counter.usecases.printouts.promises import before_words
from counter.usecases.reading.wording import moment_words

PAGE = 60
OUTSTANDING_HEADS = Words(
    "申请|申请人|事项|承诺补交的材料|期限|状态", "Application|Applicant|Item|Outstanding material|Due|State"
)
CREDIT_HEADS = Words(
    "姓名或名称|证件号码|种类|理由与来源|到期|状态", "Name|Number|Kind|Reason and source|Ends|State"
)


class BooksPage(QWidget):
    """Two tabs; the book of outstanding materials is in front. A scanned folder brings its application to the front."""

    opened = Signal(str)
    refused = Signal(object)

    def __init__(self, core: Core, tasks: Tasks, lang: Lang, theme: Theme, officer: Officer) -> None:
        super().__init__()
        self.setObjectName("page")
        self._core, self._tasks, self._lang, self._theme, self._officer = core, tasks, lang, theme, officer
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE[3], SPACE[3], SPACE[3], SPACE[2])
        layout.addWidget(label(self._say("台账", "Books"), "title"))
        self.tabs = QTabWidget()
        self.tabs.addTab(self._outstanding_tab(), self._say("承诺补交（欠件）", "Outstanding materials"))
        if officer.role in (*KEEPERS, "auditor"):
            self.tabs.addTab(self._credit_tab(), self._say("信用记录", "Credit record"))
            self.tabs.currentChanged.connect(lambda _: self.reload())
        layout.addWidget(self.tabs, 1)

    def _say(self, zh: str, en: str) -> str:
        return zh if self._lang == "zh" else en

    def _outstanding_tab(self) -> QWidget:
        core, lang, theme = self._core, self._lang, self._theme
        items, names = core.app.catalogue.items, core.app.catalogue.material_names

        def tone(d: OutstandingMaterial) -> str:
            return tone_of(d.due_at, None, core.app.now(), done=False, state="")

        def due(d: OutstandingMaterial) -> str:
            if d.due_at is None and d.item in items:
                return before_words(items[d.item], d.material, core.app.catalogue).say(lang)
            return said(d.due_at, tone(d), core.app.now(), lang)

        self.outstanding = PagedRows(
            tuple(OUTSTANDING_HEADS.say(lang).split("|")),
            (
                lambda d: f"{d.application_no}/{d.ordinal}",
                lambda d: d.applicant,
                lambda d: items[d.item].name.say(lang) if d.item in items else d.item,
                lambda d: names[d.material].say(lang) if d.material in names else d.material,
                due,
                lambda d: self._say("已登记失约", "broken") if d.lapsed else self._say("待补", "to come"),
            ),
            4,
            lambda d: tone_colour(theme, tone(d)) if d.due_at else "",
        )  # fmt: skip
        self.outstanding.more_requested.connect(self._more)
        self.outstanding_view = RowsView(self.outstanding, (170, 130, 190, 240, 190, 110), 3)
        self.outstanding_view.opened.connect(lambda d: self.opened.emit(f"{d.application_no}/{d.ordinal}"))
        self.search = QLineEdit()
        self.search.setPlaceholderText(
            self._say("扫案卷条码，或输入申请编号、姓名", "Scan a folder, or type number or name")
        )
        self.search.returnPressed.connect(self.reload)
        self.none = label(self._say("没有待补的承诺材料。", "No outstanding material is to come."), "quiet")
        tab = QWidget()
        layout = QVBoxLayout(tab)
        layout.addWidget(self.search)
        layout.addWidget(self.none)
        layout.addWidget(self.outstanding_view, 1)
        hint = self._say(
            "回车打开办件：收到材料、逾期登记失约都在那里办理。",
            "Enter opens the case: take the material in there, or record the broken promise.",
        )
        layout.addWidget(label(hint, "quiet"))
        return tab

    def _credit_tab(self) -> QWidget:
        lang = self._lang
        today = self._core.app.today

        def state(c: CreditEntry) -> str:
            if c.repaired_at is not None:
                return self._say(
                    f"已修复 {moment_words(c.repaired_at).zh}", f"repaired {moment_words(c.repaired_at).en}"
                )
            if not c.counts_on(today):
                return self._say("已到期", "ended")
            return (
                self._say("不得容缺、承诺", "no promises")
                if c.bars(today)
                else self._say("仅记录", "recorded")
            )

        self.credit = PagedRows(
            tuple(CREDIT_HEADS.say(lang).split("|")),
            (
                lambda c: c.shown_name,
                lambda c: c.shown_number,
                lambda c: KINDS[c.kind].say(lang),
                lambda c: f"{c.reason} · {c.source} · {c.recorded_at.astimezone(CHINA):%Y-%m-%d}",
                lambda c: c.ends_on.isoformat() if c.ends_on else self._say("至修复", "until repaired"),
                state,
            ),
            5,
            lambda c: tone_colour(self._theme, "overdue") if c.bars(today) else "",
        )  # fmt: skip
        self.credit_view = RowsView(self.credit, (180, 190, 150, 240, 110, 170), 3)
        self.kind, self.id_type = QComboBox(), QComboBox()
        for code, words in KINDS.items():
            self.kind.addItem(words.say(lang), code)
        for code, words in ID_TYPES.items():
            self.id_type.addItem(words.say(lang), code)
        self.fields = {
            "id_number": LabelledField(self._say("证件号码", "Number")),
            "name": LabelledField(self._say("姓名或名称", "Name")),
            "reason": LabelledField(self._say("理由", "Reason")),
            "source": LabelledField(self._say("来源（文号、平台）", "Source")),
            "ends_on": LabelledField(self._say("到期日（可空）", "Ends on (may stay empty)"), "2027-12-31"),
        }
        self.repair_words = LabelledField(
            self._say("修复依据（选中一行）", "Ground of the repair (select a row)")
        )
        add = button(self._say("登记", "Record"), "primary")
        add.clicked.connect(self._add)
        repair = button(self._say("修复", "Repair"))
        repair.clicked.connect(self._repair)
        frame, inside = card()
        inside.addLayout(row(self.kind, self.id_type, self.fields["id_number"], self.fields["name"]))
        inside.addLayout(row(self.fields["reason"], self.fields["source"], self.fields["ends_on"], add))
        if self._officer.role not in KEEPERS:
            for part in (frame, self.repair_words, repair):
                part.hide()
        tab = QWidget()
        layout = QVBoxLayout(tab)
        layout.addWidget(frame)
        layout.addWidget(self.credit_view, 1)
        layout.addLayout(row(self.repair_words, repair))
        return tab

    def reload(self) -> None:
        """Read what is in front."""
        if self.tabs.currentIndex() == 0:
            work = partial(self._core.app.lists.outstanding, PAGE, None, self.search.text().strip())
            self._tasks.read(work, lambda found: self._show_outstanding(*found), self.refused.emit)
        else:
            work_credit = partial(find_credit, self._core.app, "", self._officer)
            self._tasks.read(
                work_credit, lambda found: self.credit.show_first(found, None), self.refused.emit
            )

    def _show_outstanding(self, rows: Sequence[OutstandingMaterial], following: str | None) -> None:
        self.outstanding.show_first(rows, following)
        self.none.setVisible(not rows)

    def _more(self, after: str) -> None:
        work = partial(self._core.app.lists.outstanding, PAGE, after, self.search.text().strip())
        self._tasks.read(work, lambda found: self.outstanding.add_page(*found), self.refused.emit)

    def _add(self) -> None:
        data = {key: field.text() for key, field in self.fields.items()}
        data |= {"kind": self.kind.currentData(), "id_type": self.id_type.currentData()}
        work = partial(add_credit, self._core.app, data, self._officer)
        self._tasks.write(work, lambda _: self._added(), self._show_refusal)

    def _added(self) -> None:
        for field in self.fields.values():
            field.set_text("")
        self.reload()

    def _repair(self) -> None:
        one = self.credit_view.current()
        if not isinstance(one, CreditEntry):
            self.repair_words.show_error(self._say("请先选中一条记录。", "Select an entry first."))
            return
        work = partial(repair_credit, self._core.app, one.id, self.repair_words.text(), self._officer)
        self._tasks.write(work, lambda _: self._repaired(), self._show_refusal)

    def _repaired(self) -> None:
        self.repair_words.set_text("")
        self.reload()

    def _show_refusal(self, error: CounterError) -> None:
        known = {**self.fields, "repair": self.repair_words}
        if place_errors(known, error.fields, self._lang) or not error.fields:
            self.refused.emit(error)
