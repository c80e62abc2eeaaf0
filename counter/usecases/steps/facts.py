"""The facts of steps: how a field is declared, and reading what was given, refused by field."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from datetime import date
from enum import StrEnum
from typing import Any, Final

from counter.domain.application import Dossier
from counter.domain.case import ClockedCase
from counter.domain.errors import InputRefused
from counter.domain.words import Words
from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.attachments import Scan
from forms.catalogue import Catalogue, Item

Options = Mapping[str, Words]
NO_WORDS: Final = Words("", "")


class Kind(StrEnum):
    """What a fact is, and so how it is entered."""

    TEXT = "text"
    LINES = "lines"
    DAYS = "days"
    NUMBER = "number"
    AMOUNT = "amount"
    CHOICE = "choice"
    SEVERAL = "several"
    NAMES = "names"
    DATE = "date"
    MOMENT = "moment"
    FLAG = "flag"
    TABLE = "table"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Here:
    """What a step may be offered and asked about: the application as it was read, the case, who acts."""

    officer: Officer
    dossier: Dossier
    catalogue: Catalogue
    clocked: ClockedCase | None = None
    scans: tuple[Scan, ...] = ()

    @property
    def case(self) -> ClockedCase:
        """The case that a step on a case is about."""
        if self.clocked is None:
            raise AssertionError("a step on a case is asked with its case")
        return self.clocked

    @property
    def item(self) -> Item:
        """The case's item."""
        return self.catalogue.items[self.case.case.item]


@dataclass(frozen=True, slots=True)
class Asking:
    """How a field is called, what it is, what it means, and what may be chosen."""

    words: Words
    kind: Kind = Kind.TEXT
    meaning: Words = NO_WORDS
    options: Options | Callable[[Here], Options] | None = None
    phrases: tuple[Words, ...] | Callable[[Here], tuple[Words, ...]] = ()
    most: int = 0
    code: str = "bad_field"
    offered: Callable[[Here], Options] | None = None
    """What a screen offers of the options, where what would be refused for another reason is left out."""
    needed: Callable[[Here], bool] | None = None
    """On which cases a screen asks for it, and then it has to be given; None where it is asked on all."""
    settled: Callable[[Here], object] | None = None
    """What the case itself answers, so that no screen asks."""
    inner: type | None = None
    """The facts of a table within the facts, asked when the window enters a department's answer."""
    on_screen: bool = True
    """Whether a panel asks for it; the command takes it anyway."""

    def options_of(self, here: Here) -> Options | None:
        """Return what may be chosen on this case; None where anything may be given."""
        return self.options(here) if callable(self.options) else self.options

    def phrases_of(self, here: Here) -> tuple[Words, ...]:
        """Return usual texts that help entering it."""
        return self.phrases(here) if callable(self.phrases) else self.phrases


def asked(zh: str, en: str, kind: Kind = Kind.TEXT, **more: Any) -> Any:  # noqa: ANN401 - a dataclass field
    """Declare a fact's field; *default* lets it be left out, everything else describes it."""
    given = {"default": more.pop("default")} if "default" in more else {}
    return field(metadata={"asked": Asking(Words(zh, en), kind, **more)}, **given)


def asking_of(one: Field[Any]) -> Asking:
    """Return how a field of facts was declared."""
    found: Asking = one.metadata["asked"]
    return found


def is_required(one: Field[Any]) -> bool:
    """Whether the fact has to be given."""
    return one.default is MISSING


MISSING_WORDS: Final = Words("此项必填。", "This has to be given.")


def _wrong_kind(kind: Kind, value: object, most: int) -> Words | None:
    """Return what is wrong with the value's type; None when it fits."""
    texts = isinstance(value, list) and all(isinstance(one, str) for one in value)
    match kind:
        case Kind.TEXT | Kind.LINES | Kind.CHOICE:
            # Several reasons may be given as a list of texts.
            fits = isinstance(value, str) or (texts and kind is not Kind.CHOICE)
            return None if fits else Words("应为文字。", "It has to be text.")
        case Kind.DAYS:
            fits = type(value) is int and 1 <= value <= (most or value)
            if most:
                return (
                    None if fits else Words(f"应为 1 至 {most} 的整数。", f"A whole number from 1 to {most}.")
                )
            return None if fits else Words("应为正整数。", "A whole number above 0.")
        case Kind.NUMBER:
            return None if type(value) is int else Words("应为整数。", "A whole number.")
        case Kind.SEVERAL | Kind.NAMES:
            fits = isinstance(value, str) or (texts and all(value))  # type: ignore[arg-type]
            return None if fits else Words("应为代码列表。", "It has to be a list of codes.")
        case Kind.FLAG:
            return (
                None
                if isinstance(value, bool)
                else Words("应为 true 或 false。", "It has to be true or false.")
            )
        case Kind.TABLE:
            return None if isinstance(value, Mapping) else Words("应为一组键值。", "It has to be an object.")
        case Kind.DATE:
            return _wrong_date(value)
        case Kind.MOMENT | Kind.AMOUNT | Kind.ANY:
            return None  # read by the step itself, which knows the receipt and the fee


def _wrong_date(value: object) -> Words | None:
    words = Words("日期写作 2036-12-31。", "Write the date like 2036-12-31.")
    if not isinstance(value, str):
        return words
    try:
        date.fromisoformat(value.strip().replace("/", "-"))
    except ValueError:
        return words
    return None


def _named(options: Options) -> Words:
    """Return options in words with their codes."""
    return Words(
        "可选：" + "、".join(f"{words.zh}（{code}）" for code, words in options.items() if code) + "。",
        "Use one of: " + ", ".join(f"{words.en} ({code})" for code, words in options.items() if code) + ".",
    )


def _is_empty(value: object) -> bool:
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def check_facts(kind: type, data: Mapping[str, object], here: Here) -> None:
    """Refuse what does not fit the declared facts: every error at once, by field (InputRefused)."""
    known = {one.name: one for one in fields(kind)}
    unknown = {
        name: Words(
            "没有这一项。可用：" + ("、".join(known) or "（无）"),
            "There is no such field. Use: " + (", ".join(known) or "none"),
        )
        for name in data
        if name not in known
    }
    missing: dict[str, Words] = {}
    wrong: dict[str, Words] = {}
    code = "bad_field"
    for name, one in known.items():
        value, asking = data.get(name), asking_of(one)
        if _is_empty(value):
            if is_required(one):
                missing[name] = MISSING_WORDS
            continue
        fault = _wrong_kind(asking.kind, value, asking.most)
        options = asking.options_of(here) if fault is None else None
        if options is not None:
            chosen = [value] if isinstance(value, str) else value
            if any(str(given).strip() not in options for given in chosen):  # type: ignore[attr-defined]
                fault, code = _named(options), asking.code
        if fault is not None:
            wrong[name] = fault
    errors = unknown | wrong | missing
    if not errors:
        return
    first = next(iter(errors))
    label = asking_of(known[first]).words if first in known else Words(first, first)
    if unknown:
        raise InputRefused(
            "unknown_field", Words("没有“{f}”这一项。", "There is no field “{f}”.").fill(f=label), errors
        )
    if wrong:
        raise InputRefused(code, Words("“{f}”有误。", "“{f}” is wrong.").fill(f=label), errors)
    raise InputRefused("missing_field", Words("缺少“{f}”。", "“{f}” is missing.").fill(f=label), errors)
