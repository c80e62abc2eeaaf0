"""Messages to the applicant: told in plain words, without names or identity numbers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from counter.domain.words import Words

KINDS: Final[dict[str, Words]] = {
    "accepted": Words("受理告知", "Accepted"),
    "supplement": Words("补正告知", "Supplement wanted"),
    "decided": Words("决定告知", "Decided"),
    "ready": Words("结果可领", "Ready for collection"),
    "posted": Words("已寄出", "Sent by courier"),
    "promise": Words("补交提醒", "Outstanding material due soon"),
    "overdue": Words("超期说明", "Overdue"),
    "rectified": Words("整改反馈", "Rectified"),
}
GATEWAYS: Final[dict[str, Words]] = {
    "": Words("不发送", "Nothing is sent"),
    "outbox": Words("由大厅网关读取（短信、微信）", "The hall's gateway reads them (SMS, WeChat)"),
    "file": Words("写入文件夹", "Written into a folder"),
}


@dataclass(frozen=True, slots=True)
class Message:
    """A message in the outbox; ``key`` makes a second delivery of the same one harmless.

    ``state`` is queued, taken, delivered or failed; ``to`` is the telephone, shown masked.
    """

    id: int
    application_no: str
    case_no: str
    kind: str
    key: str
    to: str
    text: str
    created_at: datetime
    state: str = "queued"
    attempts: int = 0
    taken_at: datetime | None = None
    delivered_at: datetime | None = None
    gateway: str = ""
    problem: str = ""
