"""Help: the keys of the page in front, drawn from the table of actions."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QVBoxLayout, QWidget

from counter.domain.words import Lang, Words
from counter.ui.actions import ACTIONS
from counter.ui.theme import SPACE
from counter.ui.widgets import button, card, label, row

TEXTS = {
    "intake": Words(
        "先选事项（短码、名称或拼音首字母），右栏立即列出全部材料和结论。填表时回车到下一项；错误写在该项旁边。"
        "F7 看申请表，申请人核对签名后勾选，F9 受理并打印。草稿自动保存，断电后再次打开即可继续。",
        "Choose what for (code, name or initials); the right column lists every material and the verdict at "
        "once. Enter goes to the next field; errors stand beside it. F7 shows the form; when the applicant "
        "has signed, tick it and press F9. Drafts save themselves and are offered again.",
    ),
    "queue": Words(
        "最急的在最上面，★ 为绿色通道。Ctrl+T 领取光标所在办件；被别人先领会直接说明。",
        "The most pressing stands on top, ★ is the green channel. Ctrl+T claims; if somebody was faster you are told.",
    ),
    "issue": Words(
        "扫案卷或查询单条码打开申请，刷领取人证件，F9 一次发齐。差几项写在左边；容缺材料未补齐时不能发。",
        "Scan a folder or slip, read the collector's card, F9 hands everything over. What is missing stands at the left; outstanding materials hold the results.",
    ),
    "ratings": Words(
        "差评和投诉按整改期限排列：先回访，再写整改措施，申请人可再次评价。误评可申诉，由督办裁定。",
        "Bad ratings and complaints by the day they are to be put right: call back, say what was done, then they may rate again. A mistaken one can be appealed.",
    ),
    "case": Words(
        "“时限解释”逐日说明到期时刻怎么来的。按钮只列出现在能做的步骤。",
        "“Deadlines explained” tells date by date how the due moment comes about. Buttons show only what is possible now.",
    ),
}


class HelpPage(QWidget):
    """The keys that work here."""

    closed = Signal()

    def __init__(self, lang: Lang) -> None:
        super().__init__()
        self.setObjectName("page")
        self._lang = lang
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(SPACE[4], SPACE[3], SPACE[4], SPACE[3])
        back = button("‹ 返回 Esc" if lang == "zh" else "‹ Back Esc", "link")
        back.clicked.connect(self.closed)
        self._layout.addLayout(row(back, label("帮助" if lang == "zh" else "Help", "title"), 1))
        self._text = label("")
        self._layout.addWidget(self._text)
        frame, inside = card()
        self._keys = QFormLayout()
        inside.addLayout(self._keys)
        self._layout.addWidget(frame)
        self._layout.addStretch(1)

    def show_for(self, page: str) -> None:
        """Show the keys of the page and those that work everywhere."""
        self._text.setText(TEXTS[page].say(self._lang) if page in TEXTS else "")
        while self._keys.rowCount():
            self._keys.removeRow(0)
        for one in ACTIONS:
            if one.page in ("", page):
                self._keys.addRow(label(one.key, "head", wrap=False), label(one.words.say(self._lang)))
