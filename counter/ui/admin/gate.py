"""First run and sign-in: who sits here; the page behind keeps everything that was typed."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QLineEdit, QVBoxLayout, QWidget

from counter.domain.errors import CounterError, InputRefused
from counter.domain.words import Lang, Words
from counter.ui.ports import Core
from counter.ui.tasks import Tasks
from counter.ui.widgets import button, card, label
from counter.usecases.accounts.keep import found_accounts
from counter.usecases.accounts.sign_in import sign_in
from counter.usecases.ports.accounts import Officer


def _password() -> QLineEdit:
    line = QLineEdit()
    line.setEchoMode(QLineEdit.EchoMode.Password)
    return line


class GatePage(QWidget):
    """Makes the first administrator and a clerk on an empty database; later asks who signs in."""

    signed_in = Signal(object)

    def __init__(self, core: Core, tasks: Tasks, lang: Lang, *, first_run: bool) -> None:
        super().__init__()
        self.setObjectName("page")
        self._core, self._tasks, self._lang, self._first = core, tasks, lang, first_run
        zh = lang == "zh"
        outer = QVBoxLayout(self)
        outer.setAlignment(Qt.AlignmentFlag.AlignCenter)
        frame, inside = card()
        frame.setFixedWidth(460)
        self.error = label("", "error")
        self._fields: dict[str, QLineEdit] = {}
        form = QFormLayout()
        form.setVerticalSpacing(10)
        if first_run:
            inside.addWidget(label("第一次使用" if zh else "First run", "title"))
            inside.addWidget(
                label(
                    "请建立管理员和第一位窗口人员。密码至少 8 个字符。"
                    if zh
                    else "Make an administrator and the first clerk. Passwords have at least 8 characters.",
                    "quiet",
                )
            )
            names = (
                ("admin", "管理员账号", "Administrator's account"), ("admin_password", "管理员密码", "Administrator's password"),
                ("clerk", "窗口人员账号", "Clerk's account"), ("clerk_name", "窗口人员姓名", "Clerk's name"),
                ("clerk_password", "窗口人员密码", "Clerk's password"),
            )  # fmt: skip
        else:
            inside.addWidget(label("登录" if zh else "Sign in", "title"))
            names = (("name", "账号", "Account"), ("password", "密码", "Password"))  # type: ignore[assignment]
        for code, chinese, english in names:
            line = _password() if code.endswith("password") else QLineEdit()
            line.setAccessibleName(chinese if zh else english)
            line.returnPressed.connect(self._enter)
            self._fields[code] = line
            form.addRow(chinese if zh else english, line)
        inside.addLayout(form)
        self._form = form
        inside.addWidget(self.error)
        words = ("建立并登录" if zh else "Make and sign in") if first_run else ("登录" if zh else "Sign in")
        self.go = button(words, "primary")
        self.go.clicked.connect(self._submit)
        inside.addWidget(self.go)
        outer.addWidget(frame)
        self.setFocusProxy(next(iter(self._fields.values())))

    def _enter(self) -> None:
        """Go to the next empty field, or submit from the last."""
        empty = [line for line in self._fields.values() if not line.text()]
        if empty:
            empty[0].setFocus()
        else:
            self._submit()

    def _submit(self) -> None:
        self.go.setEnabled(False)
        self.error.setText("")
        values = {code: line.text() for code, line in self._fields.items()}
        work = partial(self._found, values) if self._first else partial(self._sign_in, values)
        self._tasks.write(work, self._done, self._failed)

    def _found(self, values: dict[str, str]) -> Officer:
        clerk = Officer(values["clerk"], values["clerk_name"] or values["clerk"], "clerk")
        admin = Officer(values["admin"], values["admin"], "administrator")
        return found_accounts(
            self._core.app, admin, values["admin_password"], clerk, values["clerk_password"]
        )

    def _sign_in(self, values: dict[str, str]) -> Officer:
        password = None if self._core.app.rehearsal and not values["password"] else values["password"]
        if values.get("new_password", "") != values.get("again", ""):
            raise InputRefused("bad_account", Words("两次输入的新密码不同。", "The new passwords differ."))
        return sign_in(self._core.app, values["name"], password, values.get("new_password", ""))

    def name_again(self, name: str) -> None:
        """Ask the officer whose page is covered for the password only."""
        self._fields["name"].setText(name)
        self._fields["password"].setFocus()

    def _ask_new(self) -> None:
        """Ask for a password of one's own, in place of the one somebody else chose."""
        zh = self._lang == "zh"
        for code, words in (
            ("new_password", "新密码" if zh else "New password"),
            ("again", "再输一次" if zh else "Once more"),
        ):
            if code not in self._fields:
                line = _password()
                line.setAccessibleName(words)
                line.returnPressed.connect(self._enter)
                self._fields[code] = line
                self._form.addRow(words, line)
        self._fields["new_password"].setFocus()

    def _done(self, officer: Officer) -> None:
        self.go.setEnabled(True)
        for code in ("new_password", "again"):
            line = self._fields.pop(code, None)
            if line is not None:
                self._form.removeRow(line)
        for line in self._fields.values():
            line.clear()
        self.signed_in.emit(officer)

    def _failed(self, error: CounterError) -> None:
        self.go.setEnabled(True)
        if error.code == "password_change":
            self._ask_new()
            words = Words(
                "首次登录，请设定自己的密码。", "The first time here: choose a password of your own."
            )
            self.error.setText("▲ " + words.say(self._lang))
            return
        self.error.setText("✕ " + error.with_remedy.say(self._lang))
