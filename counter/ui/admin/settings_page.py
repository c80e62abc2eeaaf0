"""Settings: the hall's for everybody, this PC's own, each with its meaning and its error beside it."""

from dataclasses import asdict, replace
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QFrame,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from counter.domain.errors import CounterError
from counter.domain.message import GATEWAYS
from counter.domain.numbers import window_number
from counter.domain.words import Lang, Words
from counter.settings import Desk, Hall, checked_hall
from counter.ui.ports import Core
from counter.ui.tasks import Tasks
from counter.ui.theme import SPACE
from counter.ui.widgets import button, card, label, row
from counter.usecases.hall.settings import hall_of, save_hall
from counter.usecases.ports.accounts import Officer

SITE_LETTERS = 2
HALL = (
    ("name", "大厅名称", "Hall"),
    ("name_en", "英文名称", "Hall in English"),
    ("address", "地址", "Address"),
    ("phone", "咨询电话", "Telephone"),
    ("supervision_phone", "监督电话", "Supervision"),
    ("web_address", "查询网址（二维码）", "Web address of the QR code"),
    ("token_days", "查询单失效（发件后天数）", "Slip ends (days after the hand-over)"),
    ("rectification_days", "差评整改（工作日）", "Rectification (working days)"),
    ("rectification_days_complex", "复杂差评整改（工作日）", "Complex rectification (working days)"),
)


class SettingsPage(QWidget):
    """Shows and takes settings; it keeps none itself."""

    refused = Signal(object)
    saved = Signal()

    def __init__(self, core: Core, tasks: Tasks, lang: Lang, officer: Officer) -> None:
        super().__init__()
        self.setObjectName("page")
        self._core, self._tasks, self._lang, self._officer = core, tasks, lang, officer
        zh = lang == "zh"
        inner = QWidget()
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(SPACE[3], SPACE[3], SPACE[3], SPACE[3])
        layout.addWidget(label("设置" if zh else "Settings", "title"))
        frame, inside = card()
        inside.addWidget(
            label(
                "大厅（全体窗口共用，管理员可改）" if zh else "Hall (for all windows; administrators)", "head"
            )
        )
        form = QFormLayout()
        self._hall: dict[str, QLineEdit] = {}
        self._known = Hall()
        for code, chinese, english in HALL:
            self._hall[code] = QLineEdit()
            form.addRow(chinese if zh else english, self._hall[code])
        self._gateway = QComboBox()
        for code, words in GATEWAYS.items():
            self._gateway.addItem(words.say(lang), code)
        form.addRow("消息通知" if zh else "Messages", self._gateway)
        self._sessions, self._since = QLineEdit(), QLineEdit()
        form.addRow("开放时间" if zh else "Opening hours", self._sessions)
        form.addRow("自何日起" if zh else "Since", self._since)
        inside.addLayout(form)
        self.hall_note = label("", "error")
        inside.addWidget(self.hall_note)
        save = button("保存大厅设置" if zh else "Save the hall", "primary")
        save.setEnabled(officer.role == "administrator")
        save.clicked.connect(self._save_hall)
        inside.addLayout(row(save, 1))
        layout.addWidget(frame)
        layout.addWidget(self._desk_card(zh=zh))
        layout.addStretch(1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)

    def _desk_card(self, *, zh: bool) -> QFrame:
        frame, inside = card()
        inside.addWidget(label("本机" if zh else "This PC", "head"))
        form = QFormLayout()
        desk = self._core.app.settings.desk
        self._site, self._window = QLineEdit(desk.site), QLineEdit(desk.window)
        self._site.setMaxLength(2)
        self._window.setMaxLength(2)
        form.addRow("站点代码（两个字母）" if zh else "Site (two letters)", self._site)
        form.addRow("窗口号" if zh else "Window", self._window)
        self._printers: dict[str, QComboBox] = {}
        for code, chinese, english in (
            ("a4_printer", "A4 打印机", "A4 printer"),
            ("slip_printer", "小票打印机", "Slip printer"),
            ("label_printer", "标签打印机", "Label printer"),
        ):
            self._printers[code] = QComboBox()
            form.addRow(chinese if zh else english, self._printers[code])
        self._reader = QLineEdit(desk.card_reader)
        self._scan_folder = QLineEdit(desk.scan_folder)
        form.addRow("高拍仪保存文件夹" if zh else "Folder of the document camera", self._scan_folder)
        self._reader.setPlaceholderText("COM3, /dev/ttyUSB0")
        form.addRow("身份证读卡器串口" if zh else "Card reader's port", self._reader)
        self._language, self._theme = QComboBox(), QComboBox()
        for code, words in (("zh", "中文"), ("en", "English")):
            self._language.addItem(words, code)
        for code, words in (("light", "浅色" if zh else "Light"), ("dark", "深色" if zh else "Dark")):
            self._theme.addItem(words, code)
        self._language.setCurrentIndex(self._language.findData(desk.lang))
        self._theme.setCurrentIndex(self._theme.findData(desk.theme))
        form.addRow("语言（重启后生效）" if zh else "Language (after restart)", self._language)
        form.addRow("外观（重启后生效）" if zh else "Theme (after restart)", self._theme)
        self._print_on_accept = QCheckBox("受理后立即打印" if zh else "Print on acceptance")
        self._run_web = QCheckBox("本机提供手机查询页" if zh else "Serve the phone page from this PC")
        self._print_on_accept.setChecked(desk.print_on_accept)
        self._run_web.setChecked(desk.run_web)
        inside.addLayout(form)
        inside.addWidget(self._print_on_accept)
        inside.addWidget(self._run_web)
        self.desk_note = label("", "error")
        inside.addWidget(self.desk_note)
        save = button("保存本机设置" if zh else "Save this PC")
        save.clicked.connect(self._save_desk)
        inside.addLayout(row(save, 1))
        return frame

    def reload(self) -> None:
        """Read the hall's settings and the system's printers."""
        self._tasks.read(partial(hall_of, self._core.app), self._show_hall, self.refused.emit)
        self._tasks.beside(self._core.devices.printers, self._show_printers, self.refused.emit)

    def _show_hall(self, hall: Hall) -> None:
        self._known = hall
        values: dict[str, Any] = asdict(hall)
        for code, line in self._hall.items():
            line.setText(str(values[code]))
        self._gateway.setCurrentIndex(max(self._gateway.findData(hall.message_gateway), 0))
        since, sessions = hall.opening_hours[-1]
        self._since.setText(since)
        self._sessions.setText(" ".join(f"{a}-{b}" for a, b in sessions))

    def _show_printers(self, names: tuple[str, ...]) -> None:
        desk = self._core.app.settings.desk
        for code, combo in self._printers.items():
            combo.clear()
            combo.addItem("（存为 PDF）" if self._lang == "zh" else "(keep as PDF)", "")
            for name in names:
                combo.addItem(name, name)
            combo.setCurrentIndex(max(combo.findData(getattr(desk, code)), 0))

    def _save_hall(self) -> None:
        try:
            values = {code: line.text().strip() for code, line in self._hall.items()}
            values["message_gateway"] = str(self._gateway.currentData())
            hall = checked_hall(values, self._sessions.text(), self._since.text().strip(), self._known)
        except CounterError as error:
            self.hall_note.setText("✕ " + error.with_remedy.say(self._lang))
            return
        self.hall_note.setText("")
        self._tasks.write(
            lambda: save_hall(self._core.app, hall, self._officer),
            lambda _: self.saved.emit(),
            self.refused.emit,
        )

    def _save_desk(self) -> None:
        site, window = self._site.text().strip().upper(), window_number(self._window.text().strip())
        if not (
            len(site) == SITE_LETTERS
            and site.isascii()
            and site.isalpha()
            and window.isascii()
            and window.isalnum()
        ):
            words = Words(
                "站点为两个字母，窗口为 1 至 2 位字母或数字。",
                "The site has two letters, the window 1 or 2 letters or digits.",
            )
            self.desk_note.setText("✕ " + words.say(self._lang))
            return
        self.desk_note.setText("")
        desk: Desk = replace(
            self._core.app.settings.desk, site=site, window=window,
            lang=self._language.currentData(), theme=self._theme.currentData(),
            print_on_accept=self._print_on_accept.isChecked(), run_web=self._run_web.isChecked(),
            a4_printer=self._printers["a4_printer"].currentData() or "",
            slip_printer=self._printers["slip_printer"].currentData() or "",
            label_printer=self._printers["label_printer"].currentData() or "",
            card_reader=self._reader.text().strip(),
            scan_folder=self._scan_folder.text().strip(),
        )  # fmt: skip
        self._tasks.beside(lambda: self._core.save_desk(desk), lambda _: self.saved.emit(), self.refused.emit)
