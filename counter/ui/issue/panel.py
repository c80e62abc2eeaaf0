"""One application on the issue desk: what is ready, who collects, what goes along, and the one button."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from counter.domain.application import Dossier
from counter.domain.case import ClockedCase
from counter.domain.errors import CounterError
from counter.domain.handover import AT_WINDOW, METHODS, days_on_shelf, shelf_of
from counter.domain.printout import circled
from counter.domain.words import Lang, Words
from counter.ui.actions import hint
from counter.ui.issue.arrival import ArrivalForm
from counter.ui.issue.signing import SigningPad
from counter.ui.labelled import LabelledField, place_errors
from counter.ui.theme import SPACE
from counter.ui.widgets import button, card, clear, label, row
from counter.usecases.reading.wording import CASE_STATES, SIGNATURES
from forms.catalogue import Catalogue


class IssuePanel(QScrollArea):
    """Shows an application and takes what the hand-over needs; every step is a signal."""

    issue_requested = Signal(str, dict, bytes)
    arrival_requested = Signal(str, dict, str)
    fulfil_requested = Signal(str, dict)

    def __init__(self, lang: Lang) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._lang = lang
        self._inner = QWidget()
        self._layout = QVBoxLayout(self._inner)
        self._layout.setContentsMargins(SPACE[2], 0, SPACE[1], SPACE[1])
        self.setWidget(self._inner)
        self.number = ""
        self._shown: tuple[Dossier, list[str], tuple[str, ...]] | None = None
        self.checks: dict[str, QCheckBox] = {}
        self.fields: dict[str, LabelledField] = {}
        self._originals: list[tuple[str, QCheckBox]] = []
        self.button = button("", "primary")
        self.refusal = label("", "error")
        self._whole = False
        self._people: dict[str, str] = {}
        self._signature = b""
        self.pad = SigningPad(lang)
        self.pad.signed.connect(self._signed)

    def _say(self, zh: str, en: str) -> str:
        return zh if self._lang == "zh" else en

    def show_nothing(self, words: Words) -> None:
        """Say that there is nothing to show."""
        self.number, self._shown = "", None
        clear(self._layout)
        self.fields = {}
        self._layout.addWidget(label(words.say(self._lang), "quiet"))
        self._layout.addStretch(1)

    def show_application(
        self,
        dossier: Dossier,
        catalogue: Catalogue,
        outstanding: list[str],
        originals: tuple[str, ...],
        now: Any,
    ) -> None:
        """Show an application; nothing moves when it is the same, and what was typed for it stays."""
        shown = (dossier, outstanding, originals)
        if shown == self._shown:
            return
        kept = self._typed() if self.number == dossier.application.number else {}
        self.number, self._shown = dossier.application.number, shown
        clear(self._layout)
        self.fields = {}
        self._show_head(dossier)
        self._show_results(dossier, catalogue, now)
        if outstanding:
            self._show_outstanding(dossier, catalogue, outstanding)
        self._show_arrivals(dossier, catalogue)
        if shelf_of([f.case for f in dossier.cases]).ready:
            self._show_form(dossier, catalogue, originals)
        self._layout.addStretch(1)
        for code, text in kept.items():
            if code in self.fields:
                self.fields[code].edit.setText(text)
        if self.fields and "method" in kept:
            self.method.setCurrentIndex(max(self.method.findData(kept["method"]), 0))

    def _typed(self) -> dict[str, str]:
        typed = {code: field.text() for code, field in self.fields.items() if field.text()}
        if self.fields:
            typed["method"] = str(self.method.currentData())
        return typed

    def _show_head(self, dossier: Dossier) -> None:
        one = dossier.application
        shelf = shelf_of([f.case for f in dossier.cases])
        self._whole = shelf.is_whole
        if shelf.is_whole:
            said = self._say(f"✓ 全部 {len(shelf.ready)} 项已到", f"✓ all {len(shelf.ready)} ready")
        else:
            said = self._say(
                f"○ {shelf.total} 项中已到 {len(shelf.ready)} 项",
                f"○ {len(shelf.ready)} of {shelf.total} ready",
            )
        state = label(said, "head", wrap=False)
        self._layout.addLayout(row(label(one.number, "number", wrap=False), 1, state))
        self._layout.addWidget(label(f"{one.applicant_name} · {one.title}", "quiet"))

    def _show_results(self, dossier: Dossier, catalogue: Catalogue, now: Any) -> None:
        frame, inside = card()
        inside.addWidget(label(self._say("结果", "Results"), "head"))
        self.checks = {}
        for clocked in dossier.cases:
            case = clocked.case
            name = f"{circled(case.ordinal)} {catalogue.items[case.item].name.say(self._lang)}"
            if case.state == "ready":
                check = QCheckBox(f"{name}　{self._result_text(clocked, now)}")
                check.setChecked(True)
                check.toggled.connect(lambda _=False: self._notify_button())
                self.checks[case.case_no] = check
                inside.addWidget(check)
            else:
                state = CASE_STATES[str(case.state)].say(self._lang)
                department = catalogue.departments[case.department].name.say(self._lang)
                inside.addWidget(label(f"○ {name}　{department} · {state}", "quiet"))
        self._layout.addWidget(frame)

    def _result_text(self, clocked: ClockedCase, now: Any) -> str:
        result = clocked.case.result
        parts = [str(result.get("name") or ""), str(result.get("no") or "")]
        if result.get("place"):
            parts.append(self._say(f"架位 {result['place']}", f"shelf {result['place']}"))
        days = days_on_shelf(clocked, now)
        if days:
            parts.append(self._say(f"已放 {days} 天", f"{days} days here"))
        return " · ".join(part for part in parts if part)

    def _show_outstanding(self, dossier: Dossier, catalogue: Catalogue, outstanding: list[str]) -> None:
        frame, inside = card()
        text = self._say(
            f"▲ 承诺补交的材料未齐，结果暂不能发：{'、'.join(outstanding)}",
            f"▲ Materials are still outstanding, the result stays here: {', '.join(outstanding)}",
        )
        inside.addWidget(label(text, "warning"))
        for material in dossier.materials:
            name = catalogue.material_names[material.code]
            if name.zh in outstanding:
                made = button(self._say(f"已补交：{name.zh}", f"Received: {name.en}"))
                made.clicked.connect(
                    lambda _=False, code=material.code: self.fulfil_requested.emit(
                        self.number, {"material": code}
                    )
                )
                inside.addLayout(row(made, 1))
        self._layout.addWidget(frame)

    def _show_arrivals(self, dossier: Dossier, catalogue: Catalogue) -> None:
        awaited = [f for f in dossier.cases if f.case.state == "decided" and not f.case.closing]
        if not awaited:
            return
        form = ArrivalForm(awaited, catalogue, self._lang)
        form.arrived.connect(self.arrival_requested)
        frame, inside = card()
        inside.addWidget(form)
        self._layout.addWidget(frame)

    def _show_form(self, dossier: Dossier, catalogue: Catalogue, originals: tuple[str, ...]) -> None:
        frame, inside = card()
        inside.addWidget(label(self._say("发件", "Hand over"), "head"))
        form: Any = dossier.application.form
        delivery = form.get("delivery") or {}
        self.method = QComboBox()
        for code, words in METHODS.items():
            self.method.addItem(words.say(self._lang), code)
        self.method.setCurrentIndex(max(self.method.findData(delivery.get("method") or "window"), 0))
        self.method.currentIndexChanged.connect(lambda _: self._show_method())
        self.signature = QComboBox()
        for code, words in SIGNATURES.items():
            self.signature.addItem(words.say(self._lang), code)
        self.sign = button(self._say("请领取人在屏幕上签名", "Let the collector sign on the screen"))
        self.sign.clicked.connect(self._ask_to_sign)
        self.signature.currentIndexChanged.connect(lambda _: self._show_method())
        self._signature = b""
        inside.addLayout(row(self.method, self.signature, self.sign, 1))
        self._make_fields(form, delivery)
        self._who = row(*self._quick(form), 1)
        inside.addLayout(self._who)
        grid = QGridLayout()
        for n, code in enumerate(self.fields):
            grid.addWidget(self.fields[code], n // 2, n % 2)
        inside.addLayout(grid)
        self.letter = QCheckBox(
            self._say("持委托书代领（已核对委托书）", "with a letter of attorney, which was checked")
        )
        inside.addWidget(self.letter)
        self._originals = []
        for code in originals:
            check = QCheckBox(
                self._say("退还原件：", "Return the original: ")
                + catalogue.material_names[code].say(self._lang)
            )
            check.setChecked(True)
            self._originals.append((code, check))
            inside.addWidget(check)
        self.refusal = label("", "error")
        self.refusal.hide()
        self.button = button("", "primary")
        self.button.clicked.connect(self.request_issue)
        inside.addWidget(self.refusal)
        inside.addLayout(row(self.button, 1))
        self._layout.addWidget(frame)
        self._show_method()
        self._notify_button()

    def _make_fields(self, form: Any, delivery: dict[str, Any]) -> None:
        say = self._say
        self.fields = {
            "collector.id_number": LabelledField(say("领取人证件号码", "Collector's identity number"), say("刷证或输入", "read the card or type")),
            "collector.name": LabelledField(say("领取人姓名", "Collector's name")),
            "courier.to": LabelledField(say("收件人", "Consignee")),
            "courier.phone": LabelledField(say("电话", "Telephone")),
            "courier.address": LabelledField(say("地址", "Address")),
            "courier.carrier": LabelledField(say("承运", "Carrier")),
            "courier.number": LabelledField(say("单号（可后填）", "Number (may follow)")),
        }  # fmt: skip
        party = form["parties"][0]
        for code, text in (
            ("courier.to", delivery.get("to") or party["name"]),
            ("courier.phone", delivery.get("phone") or party.get("phone", "")),
            ("courier.address", delivery.get("address") or party.get("address", "")),
        ):
            self.fields[code].edit.setText(text)
        people = [one for party in form["parties"] for one in (party, party.get("agent") or {})]
        self._people = {str(one["id_number"]): str(one["name"]) for one in people if "id_number" in one}
        self.fields["collector.id_number"].entered.connect(self._recognise)
        self.fields["collector.name"].entered.connect(self.request_issue)

    def _quick(self, form: Any) -> list[QWidget]:
        """Return a button for each person who may collect; it fills the name, never the number."""
        made: list[QWidget] = []
        for party in form["parties"]:
            people = (
                [] if party.get("id_type") == "uscc" else [(self._say("本人", "in person"), party["name"])]
            )
            agent = party.get("agent")
            if agent:
                people.append((self._say("代理人", "agent"), agent["name"]))
            for role, name in people:
                one = button(f"{role} {name}")
                one.clicked.connect(lambda _=False, n=name: self._named(n))
                made.append(one)
        return made

    def _recognise(self) -> None:
        """Fill the name of a known number that was read or typed; the hand-over checks both together."""
        name = self.fields["collector.name"].edit
        known = self._people.get(self.fields["collector.id_number"].text().upper())
        if known and not name.text():
            name.setText(known)
        name.setFocus()

    def _named(self, name: str) -> None:
        self.fields["collector.name"].edit.setText(name)
        self.fields["collector.id_number"].edit.setFocus()

    def _show_method(self) -> None:
        method = self.method.currentData()
        for code, field in self.fields.items():
            field.setVisible(method in AT_WINDOW if code.startswith("collector.") else method == "courier")
        self.letter.setVisible(method in AT_WINDOW)
        self.sign.setVisible(self.signature.currentData() == "pad")
        for n in range(self._who.count()):
            item = self._who.itemAt(n)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.setVisible(method in AT_WINDOW)

    def _notify_button(self) -> None:
        chosen = sum(check.isChecked() for check in self.checks.values())
        self.button.setEnabled(bool(chosen))
        words = hint("issue")
        if self._whole and chosen == len(self.checks):
            self.button.setText(words.say(self._lang))
        else:
            self.button.setText(self._say(f"F9 先发所选 {chosen} 项", f"F9 Hand over {chosen} of them now"))

    def _ask_to_sign(self) -> None:
        names = [check.text() for check in self.checks.values() if check.isChecked()]
        self.pad.ask(f"{self.number}　" + "；".join(names))

    def _signed(self, png: bytes) -> None:
        self._signature = png
        self.sign.setText(self._say("✓ 已签名，可重签", "✓ signed, may sign again"))

    def focus_collector(self) -> None:
        """Put the cursor where the identity card is read."""
        if self.fields:
            self.fields["collector.id_number"].edit.setFocus()

    def request_issue(self) -> None:
        """Ask for the hand-over with what was typed."""
        if not self.number or not self.fields or not self.button.isEnabled():
            return
        self.refusal.hide()
        method = str(self.method.currentData())
        data: dict[str, Any] = {
            "method": method,
            "signature": self.signature.currentData(),
            "return_materials": [code for code, check in self._originals if check.isChecked()],
        }
        for code, field in self.fields.items():
            group, _, key = code.partition(".")
            if (group == "courier") == (method == "courier") and method != "e_delivery" and field.text():
                data.setdefault(group, {})[key] = field.text()
        if method in AT_WINDOW:
            data.setdefault("collector", {})["letter"] = self.letter.isChecked()
        chosen = [case_no for case_no, check in self.checks.items() if check.isChecked()]
        if not self._whole or len(chosen) < len(self.checks):
            data["cases"] = chosen
        on_screen = self.signature.currentData() == "pad"
        if on_screen and not self._signature:
            words = self._say("请先请领取人在屏幕上签名。", "Let the collector sign on the screen first.")
            self.refusal.setText("✕ " + words)
            self.refusal.show()
            return
        self.issue_requested.emit(self.number, data, self._signature if on_screen else b"")

    def show_refusal(self, error: CounterError) -> None:
        """Show why nothing was handed over, each error beside its field."""
        left = place_errors(self.fields, error.fields, self._lang)
        words = [error.words.say(self._lang), *(w.say(self._lang) for w in left.values())]
        self.refusal.setText("✕ " + " ".join(words))
        self.refusal.show()
        self.ensureWidgetVisible(self.refusal)
