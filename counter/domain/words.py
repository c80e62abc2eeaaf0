"""A piece of text in the two languages the program speaks."""

from typing import Literal, NamedTuple

Lang = Literal["zh", "en"]


class Words(NamedTuple):
    """The same words in Chinese, the default, and in English."""

    zh: str
    en: str

    def say(self, lang: Lang) -> str:
        """Return the words in the language."""
        return self.en if lang == "en" else self.zh

    def fill(self, **facts: object) -> "Words":
        """Return the words with their ``{places}`` filled in; a fact may itself be words."""
        zh = {k: v.zh if isinstance(v, Words) else v for k, v in facts.items()}
        en = {k: v.en if isinstance(v, Words) else v for k, v in facts.items()}
        return Words(self.zh.format(**zh), self.en.format(**en))
