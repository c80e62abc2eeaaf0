"""First run and sign-in: who sits here; the page behind keeps everything that was typed."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QLineEdit, QVBoxLayout, QWidget

from counter.domain.errors import CounterError
from counter.domain.words import Lang
from counter.ui.ports import Core
from counter.ui.tasks import Tasks
from counter.ui.widgets import button, card, label
from counter.usecases.accounts import add_account, sign_in
from counter.usecases.ports import Officer


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
        departments = set(self._core.catalogue.departments)
        clerk = Officer(values["clerk"], values["clerk_name"] or values["clerk"], "clerk")
        with self._core.uow() as uow:
            at = uow.moment()
            admin = Officer(values["admin"], values["admin"], "administrator")
            add_account(admin, values["admin_password"], departments, at, uow)
            add_account(clerk, values["clerk_password"], departments, at, uow)
            uow.commit()
        return clerk

    def _sign_in(self, values: dict[str, str]) -> Officer:
        with self._core.uow(read_only=True) as uow:
            password = None if self._core.rehearsal and not values["password"] else values["password"]
            return sign_in(values["name"], password, uow)

    def _done(self, officer: Officer) -> None:
        self.go.setEnabled(True)
        for line in self._fields.values():
            line.clear()
        self.signed_in.emit(officer)

    def _failed(self, error: CounterError) -> None:
        self.go.setEnabled(True)
        self.error.setText("✕ " + error.with_remedy.say(self._lang))
