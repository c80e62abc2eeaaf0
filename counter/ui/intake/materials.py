"""Materials and verdict: every material of the chosen items once, ticked with Space, and what follows."""

from collections.abc import Sequence

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from counter.domain.case import ClockedCase
from counter.domain.material import MaterialState
from counter.domain.printout import circled
from counter.domain.words import Lang, Words
from counter.ui.actions import hint
from counter.ui.intake.outcome import OutcomePanel
from counter.ui.theme import SPACE
from counter.ui.widgets import button, card, label, row
from counter.usecases.reading.wording import FORMS, MATERIAL_STATES, SIGNATURES, moment_words
from forms.catalogue import Catalogue
from forms.verdict import MaterialFinding

MARKS = {
    "received": "✓", "missing": "✗", "deferrable": "◇", "committable": "◇", "waived": "–",
    "kept_by_applicant": "–",
}  # fmt: skip
VERDICTS = {
    "accept": Words("可以受理", "Can be accepted"),
    "accept_with_shortfall": Words("可容缺受理", "Can be accepted with shortfall"),
    "inform": Words("只能一次性告知", "Can only inform"),
}


AGREED_DAYS = 10
"""Days that are offered for a promise; the window agrees on another date with the applicant."""


class MaterialList(QListWidget):
    """The materials: Space ticks one, A all, a digit sets the copies, P promises one that may follow."""

    toggled = Signal(str)
    copies = Signal(str, int)
    promised = Signal(str)
    everything = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick, count or promise the material under the cursor."""
        item = self.currentItem()
        code = item.data(Qt.ItemDataRole.UserRole) if self.currentRow() >= 0 else None
        if code and event.key() == Qt.Key.Key_Space:
            self.toggled.emit(code)
        elif code and event.text().isdigit() and event.text() != "0":
            self.copies.emit(code, int(event.text()))
        elif event.key() == Qt.Key.Key_A:
            self.everything.emit()
        elif code and event.key() == Qt.Key.Key_P:
            self.promised.emit(code)
        else:
            super().keyPressEvent(event)


class MaterialsPanel(QWidget):
    """The right column of the intake page."""

    changed = Signal()
    accept_requested = Signal()
    preview_requested = Signal()

    def __init__(self, catalogue: Catalogue, lang: Lang) -> None:
        super().__init__()
        self._catalogue, self._lang = catalogue, lang
        self.handed: dict[str, dict[str, object]] = {}
        self.commitments: set[str] = set()
        self.findings: tuple[MaterialFinding, ...] = ()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE[2], SPACE[2], SPACE[2], SPACE[2])
        layout.addWidget(label("F6 材料与结论" if lang == "zh" else "F6 Materials and verdict", "head"))
        layout.addWidget(
            label(
                "空格 收到 · A 全部收到 · 数字 份数 · P 承诺后补"
                if lang == "zh"
                else "Space received · A all · digit copies · P to follow",
                "quiet",
            )
        )
        self.list = MaterialList()
        self.list.setWordWrap(True)
        self.list.toggled.connect(self._toggle)
        self.list.copies.connect(self._set_copies)
        self.list.promised.connect(self._promise)
        self.list.everything.connect(self._take_all)
        self.list.itemDoubleClicked.connect(lambda item: self._toggle(item.data(Qt.ItemDataRole.UserRole)))
        layout.addWidget(self.list, 1)
        self._points = label("", "quiet")
        self._points.setMinimumHeight(34)
        self.list.currentItemChanged.connect(lambda item, _: self._show_points(item))
        layout.addWidget(self._points)
        self.due = QDateEdit()
        self.due.setDisplayFormat("yyyy-MM-dd")
        self.due.setCalendarPopup(True)
        self.due.setMinimumDate(QDate.currentDate())
        self.due.setAccessibleName("约定补交日期" if lang == "zh" else "Agreed date")
        self.due_name = label("约定补交日期" if lang == "zh" else "Agreed date", "quiet")
        self.due.dateChanged.connect(self._agree)
        layout.addLayout(row(self.due_name, self.due, 1))
        frame, inside = card()
        self.verdict = label("", "head")
        self._reasons = label("", "quiet")
        self._dues = label("")
        for part in (self.verdict, self._reasons, self._dues):
            inside.addWidget(part)
        layout.addWidget(frame)
        self.outcome = OutcomePanel(lang)
        self.outcome.changed.connect(self.changed)
        layout.addWidget(self.outcome)
        self.method = QComboBox()
        for code, words in SIGNATURES.items():
            self.method.addItem(words.say(lang), code)
        self.signed = QCheckBox(
            "申请人已核对并签名" if lang == "zh" else "Checked and signed by the applicant"
        )
        self.error = label("", "error")
        self.error.hide()
        self.preview = button(hint("preview").say(lang))
        self.preview.clicked.connect(self.preview_requested)
        self.accept = button(hint("accept").say(lang), "primary")
        self.accept.clicked.connect(self.accept_requested)
        layout.addLayout(row(self.preview, self.method))
        layout.addWidget(self.signed)
        layout.addWidget(self.error)
        layout.addWidget(self.accept)

    def _finding(self, code: str) -> MaterialFinding | None:
        return next((f for f in self.findings if f.material.code == code), None)

    def _toggle(self, code: str) -> None:
        found = self._finding(code)
        if found is None or found.state in (MaterialState.WAIVED, MaterialState.KEPT_BY_APPLICANT):
            return
        if code in self.handed:
            del self.handed[code]
        else:
            self.commitments.discard(code)
            use = found.material.strictest
            self.handed[code] = {"code": code, "form": use.form, "copies": found.material.copies}
        self.changed.emit()

    def _set_copies(self, code: str, copies: int) -> None:
        if code not in self.handed:
            self._toggle(code)
        if code in self.handed:
            self.handed[code]["copies"] = copies
            self.changed.emit()

    def _promise(self, code: str) -> None:
        found = self._finding(code)
        if (
            found is None
            or found.state not in (MaterialState.DEFERRABLE, MaterialState.COMMITTABLE)
            or code in self.handed
        ):
            return
        use = found.material.strictest
        if use.deferral is not None and use.deferral.unit == "until_date":
            # A promise for an agreed date is a material with its date; the date can be changed below.
            due = QDate.currentDate().addDays(AGREED_DAYS).toString("yyyy-MM-dd")
            self.handed[code] = {"code": code, "form": use.form, "copies": use.copies, "due": due}
        else:
            self.commitments ^= {code}
        self.changed.emit()
        self._show_points(self.list.currentItem())

    def _take_all(self) -> None:
        """Tick everything that is not there yet: the usual case at the window."""
        for found in self.findings:
            code, use = found.material.code, found.material.strictest
            if (
                found.state in (MaterialState.MISSING, MaterialState.DEFERRABLE, MaterialState.COMMITTABLE)
                and use.source != "system"
            ):
                self.commitments.discard(code)
                self.handed[code] = {"code": code, "form": use.form, "copies": found.material.copies}
        self.changed.emit()

    def _agree(self, day: QDate) -> None:
        item = self.list.currentItem()
        code = item.data(Qt.ItemDataRole.UserRole) if self.list.currentRow() >= 0 else None
        if code in self.handed and self.handed[code].get("due"):
            self.handed[code]["due"] = day.toString("yyyy-MM-dd")
            self.changed.emit()

    def _is_handed(self, found: MaterialFinding) -> bool:
        return found.material.code in self.handed

    def _show_points(self, item: QListWidgetItem | None) -> None:
        found = self._finding(item.data(Qt.ItemDataRole.UserRole)) if item else None
        due = (
            str(self.handed[found.material.code].get("due") or "") if found and self._is_handed(found) else ""
        )
        for part in (self.due_name, self.due):
            part.setVisible(bool(due))
        if due:
            self.due.blockSignals(True)
            self.due.setDate(QDate.fromString(due, "yyyy-MM-dd"))
            self.due.blockSignals(False)
        points = (found.note or found.material.strictest.points) if found else None
        head = "收件要点：" if self._lang == "zh" else "Look for: "
        self._points.setText(head + points.say(self._lang) if points else "")

    def show_findings(self, findings: tuple[MaterialFinding, ...], order: dict[str, int]) -> None:
        """Show every material with its state; the cursor stays where it is."""
        self.findings = findings
        at = self.list.currentRow()
        self.list.blockSignals(True)
        while self.list.count() > len(findings):
            self.list.takeItem(self.list.count() - 1)
        for n, found in enumerate(findings):
            if n >= self.list.count():
                self.list.addItem(QListWidgetItem())
            item = self.list.item(n)
            item.setText(self._text(found, order))
            item.setData(Qt.ItemDataRole.UserRole, found.material.code)
        self.list.blockSignals(False)
        self.list.setCurrentRow(min(max(at, 0), self.list.count() - 1))
        self._show_points(self.list.currentItem())

    def _text(self, found: MaterialFinding, order: dict[str, int]) -> str:
        lang = self._lang
        use = found.material.strictest
        given = self.handed.get(found.material.code)
        copies = given.get("copies", 1) if given else found.material.copies
        items = "".join(circled(order[c]) for c in found.material.items if c in order)
        state = MATERIAL_STATES[found.state].say(lang)
        if found.outstanding:
            until = f" {found.due}" if found.due else ""
            state = ("已承诺后补" if lang == "zh" else "promised") + until
        if use.source == "system":
            state = "系统打印" if lang == "zh" else "printed here"
        form = FORMS[use.form].say(lang)
        return (
            f"{MARKS[found.state]} {found.material.name.say(lang)}\n     {form} {copies} · {state} · {items}"
        )

    def show_verdict(
        self, verdict: str, findings: Sequence[MaterialFinding], cases: Sequence[ClockedCase]
    ) -> None:
        """Show what the window may do, why not, and the due moments that would run."""
        lang = self._lang
        missing = [f for f in findings if f.state == MaterialState.MISSING]
        names = "、".join(f.material.name.say(lang) for f in missing[:4])
        blocks = "".join(
            dict.fromkeys(
                circled(c.case.ordinal) for f in missing for c in cases if c.case.item in f.missing_for
            )
        )
        inform = verdict == "inform"
        self.accept.setText(hint("notice" if inform else "accept").say(lang))
        self.verdict.setText(
            {"accept": "● ", "accept_with_shortfall": "◇ ", "inform": "■ "}[verdict]
            + VERDICTS[verdict].say(lang)
        )
        if missing:
            more = Words(
                f"缺 {len(missing)} 份：{names}；影响 {blocks}",
                f"{len(missing)} missing: {names}; blocks {blocks}",
            )
        else:
            outstanding = sum(f.outstanding for f in findings)
            promised = (
                Words("可后补的按 P 承诺", "Press P to promise what may follow")
                if any(
                    f.state in (MaterialState.DEFERRABLE, MaterialState.COMMITTABLE) and not f.outstanding
                    for f in findings
                )
                else Words(
                    f"已承诺后补 {outstanding} 份，可以受理", f"{outstanding} promised; can be accepted"
                )
            )
            more = Words(
                "材料齐全" if verdict == "accept" else promised.zh,
                "All there" if verdict == "accept" else promised.en,
            )
        self._reasons.setText(more.say(lang))
        lines = []
        for clocked in cases:
            case = clocked.case
            if case.due_at is not None:
                due = moment_words(case.due_at)
                text = Words(f"{due.zh} 前", f"due {due.en}")
            elif case.upstream:
                names = "、".join(self._catalogue.items[c].name.say(lang) for c in case.upstream)
                text = Words(f"随{names}", f"follows {names}")
            else:
                text = Words("待补正或节点", "waits")
            lines.append(f"{circled(case.ordinal)} {text.say(lang)}")
        self._dues.setText("\n".join(lines))

    def materials(self) -> list[dict[str, object]]:
        """Return the materials on the desk as the form file holds them."""
        return list(self.handed.values())

    def show_materials(self, materials: object, commitments: object) -> None:
        """Show the materials of a form file."""
        rows = [m for m in materials if isinstance(m, dict)] if isinstance(materials, list) else []
        self.handed = {str(m["code"]): dict(m) for m in rows if "code" in m}
        self.commitments = set(commitments) if isinstance(commitments, list) else set()

    def show_error(self, words: Words | None) -> None:
        """Show what stands in the way of acceptance beside the button."""
        self.error.setText("✕ " + words.say(self._lang) if words else "")
        self.error.setVisible(words is not None)
