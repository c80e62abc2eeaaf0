"""Pages of the rail, and which role may use which."""

from counter.domain.words import Words

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
    ("measures", Words("措施", "Measures")),
    ("settings", Words("设置", "Settings")),
)
MAY = {
    "clerk": ("intake", "applications", "measures", "settings"),
    "reviewer": ("queue", "applications", "measures", "settings"),
    "head": ("queue", "applications", "measures", "settings"),
    "supervisor": ("applications", "queue", "measures", "settings"),
    "administrator": ("applications", "measures", "settings"),
    "auditor": ("applications", "measures"),
}
