"""What went back to the applicant and what came from there: hand-overs, messages, ratings, slips."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QListWidget, QVBoxLayout, QWidget

from counter.domain.application import Dossier
from counter.domain.case import CaseState
from counter.domain.handover import METHODS
from counter.domain.identity import mask_phone
from counter.domain.message import KINDS, Message
from counter.domain.rating import CHANNELS, GRADES, REASONS, Rating, Rectification, subject_words
from counter.domain.rating import KINDS as RATING_KINDS
from counter.domain.roles import WINDOW
from counter.domain.words import Lang, Words
from counter.ui.theme import SPACE
from counter.ui.widgets import button, label, row
from counter.usecases.ports.accounts import Officer
from counter.usecases.reading.wording import full_moment_words, moment_words

STATES = {
    "handed": Words("已发", "handed over"),
    "sent": Words("在途", "on its way"),
    "delivered": Words("已送达", "delivered"),
    "returned": Words("已退回", "came back"),
}
SENT = {
    "queued": Words("待发送", "queued"),
    "taken": Words("已交网关", "with the gateway"),
    "delivered": Words("已送达", "delivered"),
    "failed": Words("发送失败，将重试", "failed, will be tried again"),
}


class BackPanel(QWidget):
    """Lists, and the few steps that belong to them."""

    step_requested = Signal(str, dict)
    slip_requested = Signal()

    def __init__(
        self,
        dossier: Dossier,
        said: tuple[tuple[Rating, ...], tuple[Rectification, ...]],
        messages: tuple[Message, ...],
        officer: Officer,
        lang: Lang,
    ) -> None:
        super().__init__()
        self._lang = lang
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SPACE[1], 0, 0)
        for head, lines, none in (
            (Words("发件", "Hand-overs"), self._handovers(dossier), Words("结果还没有发出。", "Nothing was handed over yet.")),
            (Words("评价与意见", "Ratings and remarks"), self._ratings_of(*said), Words("还没有评价。", "Nothing was said yet.")),
            (Words("消息", "Messages"), self._messages(messages), Words("没有发送消息。", "No message was sent.")),
        ):  # fmt: skip
            layout.addWidget(label(head.say(lang), "head"))
            if not lines:
                layout.addWidget(label(none.say(lang), "quiet"))
                continue
            shown = QListWidget()
            shown.addItems(lines)
            layout.addWidget(shown, 1)
        self.reason = QLineEdit()
        if officer.role in WINDOW and dossier.application.void_reason is None:
            layout.addLayout(self._steps(dossier))
        layout.addStretch(0)

    def _say(self, zh: str, en: str) -> str:
        return zh if self._lang == "zh" else en

    def _handovers(self, dossier: Dossier) -> list[str]:
        lines = []
        for one in dossier.handovers:
            names = "、".join(result.name for result in one.results)
            parcel = f"{one.parcel.carrier} {one.parcel.number}" if one.parcel else one.collector.id_masked
            parts = (
                full_moment_words(one.at).say(self._lang), METHODS[one.method].say(self._lang),
                STATES[one.state].say(self._lang), names, one.collector.name, parcel, one.note,
            )  # fmt: skip
            lines.append(" · ".join(part for part in parts if part))
        return lines

    def _ratings_of(self, ratings: tuple[Rating, ...], works: tuple[Rectification, ...]) -> list[str]:
        lines = []
        due = {work.rating_id: work for work in works}
        for one in ratings:
            about = subject_words(one.subject).say(self._lang)
            grade = GRADES[one.grade].say(self._lang) if one.grade else RATING_KINDS[one.kind].say(self._lang)
            reasons = "；".join(REASONS[code].say(self._lang) for code in one.reasons)
            work = due.get(one.id)
            state = ""
            if work is not None:
                state = (
                    self._say(f"已整改：{work.measures}", f"put right: {work.measures}")
                    if work.closed_at
                    else self._say(
                        f"待整改，{moment_words(work.due_at).zh} 前",
                        f"to be put right by {moment_words(work.due_at).en}",
                    )
                )
            out = "" if one.counted else self._say("不计入", "not counted")
            parts = (
                full_moment_words(one.at).say(self._lang),
                about,
                grade,
                CHANNELS[one.channel].say(self._lang),
                reasons,
                one.text,
                state,
                out,
            )
            lines.append(" · ".join(part for part in parts if part))
        return lines

    def _messages(self, messages: tuple[Message, ...]) -> list[str]:
        return [
            f"{full_moment_words(m.created_at).say(self._lang)} · {KINDS[m.kind].say(self._lang)} · "
            f"{SENT[m.state].say(self._lang)} · {mask_phone(m.to)}\n{m.text}"
            for m in messages
        ]

    def _steps(self, dossier: Dossier) -> Any:
        self.reason.setPlaceholderText(self._say("原因、单号或说明", "Reason, parcel number or note"))
        steps: list[tuple[Words, str, dict[str, str], str]] = []
        if any(one.state == "sent" for one in dossier.handovers):
            steps += [
                (Words("补填单号", "Add the number"), "record-service", {"how": "courier"}, "number"),
                (Words("邮件已送达", "Parcel delivered"), "record-service", {"how": "courier_delivered"}, ""),
                (Words("邮件退回", "Parcel came back"), "return-parcel", {}, "reason"),
            ]
        if any(f.case.state == CaseState.READY for f in dossier.cases):
            steps.append(
                (Words("已电话告知", "Told by telephone"), "record-service", {"how": "telephone"}, "")
            )
        steps.append((Words("退还原件", "Return originals"), "return-materials", {}, ""))
        made = []
        for words, verb, data, key in steps:
            one = button(words.say(self._lang))
            one.clicked.connect(lambda _=False, v=verb, d=data, k=key: self._step(v, d, k))
            made.append(one)
        lost = button(self._say("查询单挂失补发", "Slip lost: withdraw, print another"))
        lost.clicked.connect(self._lost)
        return row(self.reason, *made, lost)

    def _step(self, verb: str, data: dict[str, str], key: str) -> None:
        found = dict(data)
        if key:
            found[key] = self.reason.text().strip()
        self.step_requested.emit(verb, found)

    def _lost(self) -> None:
        self.step_requested.emit("withdraw-slip", {"reason": self.reason.text().strip()})
        if self.reason.text().strip():
            self.slip_requested.emit()
