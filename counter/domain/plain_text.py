"""What counts as text: no U+0000 and no half of a surrogate pair; neither can be kept, printed or sent."""

import re
from collections.abc import Iterator, Mapping

from counter.domain.errors import InputRefused
from counter.domain.words import Words

_UNFIT = re.compile("[\x00\ud800-\udfff]")
_WORDS = Words(
    "含有无法保存的字符（U+0000 或不成对的代理码），请重新录入。",
    "It contains a character that cannot be kept (U+0000 or half of a surrogate pair); enter it anew.",
)


def is_plain(text: str) -> bool:
    """Whether the text can be kept as it is."""
    return _UNFIT.search(text) is None


def unfit_texts(value: object, path: str = "") -> dict[str, Words]:
    """Return the places of a read document, by path, whose texts cannot be kept; names of keys count as well."""
    return dict.fromkeys(_places(value, path), _WORDS)


def _places(value: object, path: str) -> Iterator[str]:
    if isinstance(value, str):
        if not is_plain(value):
            yield path
    elif isinstance(value, Mapping):
        for key, one in value.items():
            name = str(key)
            shown = name if is_plain(name) else _UNFIT.sub("\N{REPLACEMENT CHARACTER}", name)
            inner = f"{path}.{shown}" if path else shown
            if shown != name:
                yield inner
            yield from _places(one, inner)
    elif isinstance(value, (list, tuple)):
        for n, one in enumerate(value):
            yield from _places(one, f"{path}[{n}]")


def check_texts(value: object, path: str = "") -> None:
    """Refuse a document with a text that cannot be kept (InputRefused ``bad_text``, by field)."""
    wrong = unfit_texts(value, path)
    if wrong:
        raise InputRefused(
            "bad_text", Words("文字有误，没有改动任何内容。", "A text is wrong; nothing was changed."), wrong
        )
