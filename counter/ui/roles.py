"""Pages of the rail, and which role may use which."""

from counter.domain.words import Words

CLOCK_OFF = Words(
    "▲ 本机时钟与服务器相差 {n} 秒，请校时；超过 5 分钟不能受理。",
    "▲ This PC's clock is {n} s off the server's; set it. Beyond 5 minutes nothing is accepted.",
)
NEW_CATALOGUE = Words(
    "事项目录已更新，下一次受理起生效。", "The catalogue was renewed; it holds from the next acceptance."
)
PRINTOUTS = Words("文书", "Printouts")
WHERE = Words(
    "打印去向见左侧每份文书；没有打印机时已存为 PDF。",
    "Each printout says where it is; without a printer it is kept as PDF.",
)
NO_GLYPH = Words(
    "▲ 有字无法打印（见左侧），未自动打印。请附字形图片，核对后再按打印。",
    "▲ Some characters cannot be printed (see the list); nothing was sent. Attach a picture, then print.",
)
DAY_KINDS = {
    "workday": Words("工作日", "working day"),
    "makeup": Words("调休上班", "make-up workday"),
    "weekend": Words("周末", "weekend"),
    "holiday": Words("节假日", "holiday"),
}
PAGES = (
    ("intake", Words("受理", "Intake")),
    ("applications", Words("办件", "Applications")),
    ("queue", Words("待办", "Queue")),
    ("issue", Words("发件", "Hand over")),
    ("ratings", Words("评价", "Ratings")),
    ("requests", Words("交办", "Requests")),
    ("measures", Words("措施", "Measures")),
    ("settings", Words("设置", "Settings")),
    ("accounts", Words("账号", "Accounts")),
    ("calendar", Words("日历", "Calendar")),
    ("day", Words("今日", "Today")),
    ("books", Words("台账", "Books")),
    ("items", Words("事项", "Items")),
)
LISTS = ("applications", "queue", "issue", "requests", "day", "books")
"""Pages that read anew when others changed something."""
MAY = {
    "clerk": ("intake", "applications", "issue", "day", "books", "ratings", "measures", "settings"),
    "reviewer": ("queue", "applications", "ratings", "requests", "measures", "settings"),
    "head": ("queue", "applications", "ratings", "requests", "books", "measures", "settings"),
    "supervisor": (
        "applications",
        "queue",
        "issue",
        "day",
        "books",
        "ratings",
        "requests",
        "measures",
        "settings",
        "calendar",
    ),
    "administrator": ("applications", "books", "measures", "items", "settings", "accounts", "calendar"),
    "security": ("accounts", "measures", "settings"),
    "auditor": ("applications", "books", "measures", "accounts"),
}
