"""Every action of the desktop: one table from which shortcuts, hints and the help page are drawn."""

from dataclasses import dataclass
from typing import Final

from counter.domain.words import Words


@dataclass(frozen=True, slots=True)
class Action:
    """An action: its code, its words, its key, and the page it belongs to (empty: everywhere)."""

    code: str
    words: Words
    key: str
    page: str = ""


ACTIONS: Final = (
    Action("help", Words("本页帮助", "Help for this page"), "F1"),
    Action("search", Words("查找编号、姓名，或扫码", "Find a number or name, or scan"), "Ctrl+K"),
    Action("new", Words("新受理", "New acceptance"), "Ctrl+N"),
    Action("page1", Words("受理页", "Intake"), "Alt+1"),
    Action("page2", Words("办件页", "Applications"), "Alt+2"),
    Action("page3", Words("待办页", "Queue"), "Alt+3"),
    Action("page4", Words("发件页", "Hand over"), "Alt+4"),
    Action("page5", Words("评价页", "Ratings"), "Alt+5"),
    Action("page6", Words("交办页", "Errands"), "Alt+6"),
    Action("page7", Words("措施页", "Measures"), "Alt+7"),
    Action("page8", Words("设置页", "Settings"), "Alt+8"),
    Action("page9", Words("账号页", "Accounts"), "Alt+9"),
    Action("page10", Words("日历页", "Calendar"), "Alt+0"),
    Action("page11", Words("今日页", "Today"), "Alt+T"),
    Action("page13", Words("事项导入页", "Import items"), "Alt+I"),
    Action("page12", Words("台账页", "Books"), "Alt+B"),
    Action("officer", Words("换人登录，草稿保留", "Change officer, draft kept"), "Ctrl+L"),
    Action("choose", Words("选择事项", "Choose items"), "F2", "intake"),
    Action("form", Words("填写表单", "The form"), "F3", "intake"),
    Action("materials", Words("材料栏", "Materials"), "F6", "intake"),
    Action("card", Words("读身份证", "Read the identity card"), "F4", "intake"),
    Action("preview", Words("预览申请表", "Preview the form"), "F7", "intake"),
    Action("accept", Words("受理并打印", "Accept and print"), "F9", "intake"),
    Action("notice", Words("一次性告知并打印", "Tell once and print"), "F8", "intake"),
    Action("again", Words("带出上次填写", "Take last answers"), "Ctrl+R", "intake"),
    Action("same", Words("同一申请人，下一事项", "Same applicant, next item"), "Ctrl+Shift+N", "intake"),
    Action(
        "inquiry",
        Words("只咨询：登记并打印告知单", "Inquiry only: record and print the slip"),
        "F5",
        "intake",
    ),
    Action("guide", Words("办事指南", "Service guide"), "Shift+F1", "intake"),
    Action("close", Words("日结", "Close the day"), "F9", "day"),
    Action("park", Words("暂存草稿", "Park the draft"), "F12", "intake"),
    Action("print", Words("再打文书", "Printouts again"), "Ctrl+P", "case"),
    Action("step", Words("办理：执行所选一步", "Take the step that is shown"), "F9", "case"),
    Action("lock", Words("锁定，内容保留", "Lock; everything stays"), "Ctrl+Shift+L"),
    Action("issue", Words("发件并打印", "Hand over and print"), "F9", "issue"),
    Action("rate", Words("请申请人评价", "Ask for a rating"), "F10"),
    Action("online", Words("导入网上申请", "Take over an online application"), "Ctrl+O", "intake"),
    Action("claim", Words("领取", "Claim"), "Ctrl+T", "queue"),
    Action(
        "claim_next",
        Words("领取下一件（按风险次序）", "Claim the most pressing case"),
        "Ctrl+Return",
        "queue",
    ),
    Action("back", Words("返回，不丢输入", "Back, nothing is lost"), "Esc"),
)


def action(code: str) -> Action:
    """Return the action of the code."""
    return next(one for one in ACTIONS if one.code == code)


def hint(code: str) -> Words:
    """Return the action's words with its key, as buttons show them."""
    one = action(code)
    return Words(f"{one.key} {one.words.zh}", f"{one.key} {one.words.en}")
