"""Accounts: who may sign in; made, given another first password, disabled by the security administrator."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from counter.domain.errors import CounterError
from counter.domain.roles import ROLE_WORDS, Role
from counter.domain.words import Lang, Words
from counter.ui.labelled import LabelledField, place_errors
from counter.ui.ports import Core
from counter.ui.rows import PagedRows
from counter.ui.tables import RowsView
from counter.ui.tasks import Tasks
from counter.ui.theme import SPACE
from counter.ui.widgets import button, label, row
from counter.usecases.accounts.keep import add_account, disable_account, list_accounts, reset_password
from counter.usecases.ports.accounts import Account, Officer

HEADS = Words("账号|姓名|角色|部门|状态", "Account|Name|Role|Department|State")


class AccountsPage(QWidget):
    """The list, and one line to add; what is chosen can be given a password or disabled."""

    refused = Signal(object)

    def __init__(self, core: Core, tasks: Tasks, lang: Lang, officer: Officer) -> None:
        super().__init__()
        self.setObjectName("page")
        self._core, self._tasks, self._lang, self._officer = core, tasks, lang, officer
        zh = lang == "zh"
        named = {code: one.name.say(lang) for code, one in core.catalogue.departments.items()}
        named |= {"*": "全部部门" if zh else "All departments", "": "—"}
        self.model = PagedRows(
            tuple(HEADS.say(lang).split("|")),
            (
                lambda a: a.officer.name,
                lambda a: a.officer.display_name,
                lambda a: ROLE_WORDS[Role(a.officer.role)].say(lang).capitalize(),
                lambda a: named.get(a.officer.department, a.officer.department),
                self._state,
            ),
            4,
            lambda _: "",
        )
        self.view = RowsView(self.model, (240, 200, 180, 240, 120), 1)
        self.fields = {
            "name": LabelledField("账号" if zh else "Account"),
            "display_name": LabelledField("姓名" if zh else "Name"),
            "password": LabelledField("初始密码" if zh else "First password"),
        }
        self.fields["password"].edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.role, self.department = QComboBox(), QComboBox()
        for code, words in ROLE_WORDS.items():
            self.role.addItem(words.say(lang).capitalize(), code)
        self.department.addItem("—", "")
        for one in core.catalogue.departments.values():
            if not one.outside:
                self.department.addItem(one.name.say(lang), one.code)
        add = button("添加账号" if zh else "Add", "primary")
        add.clicked.connect(self.add)
        reset = button("重设密码（解锁）" if zh else "Set password (unlocks)")
        reset.clicked.connect(self.reset)
        disable = button("停用" if zh else "Disable")
        disable.clicked.connect(self.disable)
        self.error = label("", "error")
        self.error.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE[3], SPACE[3], SPACE[3], SPACE[2])
        layout.addLayout(row(label("账号" if zh else "Accounts", "title"), 1, reset, disable))
        layout.addWidget(self.view, 1)
        layout.addWidget(self.error)
        layout.addLayout(row(*self.fields.values(), self.role, self.department, add))
        self._may_change = officer.role != Role.AUDITOR
        parts: tuple[QWidget, ...] = (add, reset, disable, self.role, self.department, *self.fields.values())
        for part in parts:
            part.setVisible(self._may_change)

    def _state(self, account: Account) -> str:
        zh = self._lang == "zh"
        if account.disabled:
            return "已停用" if zh else "disabled"
        if account.locked_until is not None and account.locked_until > self._core.now():
            return "已锁定" if zh else "locked"
        if account.must_change:
            return "待改初始密码" if zh else "first password"
        return "在用" if zh else "in use"

    def reload(self) -> None:
        """Read the accounts."""
        self._tasks.read(partial(list_accounts, self._core.app, self._officer), self._show, self._failed)

    def _show(self, found: Sequence[Account]) -> None:
        self.model.show_first(found, None)

    def _chosen(self) -> str:
        found = self.view.current()
        return found.officer.name if isinstance(found, Account) else ""

    def _do(self, work: Any) -> None:
        self.error.hide()
        self._tasks.write(work, self._done, self._failed)

    def add(self) -> None:
        """Make the account in the line below."""
        name = self.fields["name"].text()
        shown = self.fields["display_name"].text() or name
        made = Officer(name, shown, self.role.currentData(), self.department.currentData())
        self._do(
            partial(add_account, self._core.app, made, self.fields["password"].edit.text(), self._officer)
        )

    def reset(self) -> None:
        """Give the chosen account the password in the line below."""
        if self._chosen():
            password = self.fields["password"].edit.text()
            self._do(partial(reset_password, self._core.app, self._chosen(), password, self._officer))

    def disable(self) -> None:
        """Disable the chosen account."""
        if self._chosen():
            self._do(partial(disable_account, self._core.app, self._chosen(), self._officer))

    def _done(self, _: object) -> None:
        for field in self.fields.values():
            field.edit.clear()
        self.reload()

    def _failed(self, error: CounterError) -> None:
        left = place_errors(self.fields, error.fields, self._lang)
        if left or not error.fields:
            self.error.setText("✕ " + error.with_remedy.say(self._lang))
            self.error.show()
