"""A table of a catalogue file with the path to it; what is wrong becomes a fault, reading goes on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from counter.domain.limit import BadLimit, Limit, Unit, read_limit
from counter.domain.words import Words
from forms.conditions import Condition


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a catalogue file, where, and what to do about it."""

    file: str
    key: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}: {self.key}: {self.problem} — {self.remedy}"


class Place:
    """A table of a file with the path to it; missing or wrong entries become faults, not errors."""

    def __init__(self, file: str, key: str, table: object, faults: list[Fault]) -> None:
        self.file, self.key, self.faults = file, key, faults
        self.table: Mapping[str, object] = table if isinstance(table, Mapping) else {}
        self.used: set[str] = set()
        if not isinstance(table, Mapping):
            self.fault("", "is no table", "write it as a table of keys")

    def fault(self, key: str, problem: str, remedy: str) -> None:
        """Note what is wrong under the key and how to mend it."""
        path = ".".join(part for part in (self.key, key) if part) or "-"
        self.faults.append(Fault(self.file, path, problem, remedy))

    def get(self, key: str) -> object:
        """Return the raw value and remember that the key is known."""
        self.used.add(key)
        return self.table.get(key)

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text that has to be there unless there is a default."""
        value = self.get(key)
        if isinstance(value, str) and value.strip():
            return value
        if default is None or value is not None:
            self.fault(key, "has to be text", "write it between quotation marks")
        return default or ""

    def one_of(self, key: str, allowed: Sequence[str], default: str | None = None) -> str:
        """Return a text that has to be one of the allowed codes."""
        value = self.text(key, default)
        if value and value not in allowed:
            self.fault(key, f"“{value}” is unknown", "use one of " + ", ".join(allowed))
        return value

    def whole(self, key: str, default: int) -> int:
        """Return a whole number of 0 or more."""
        value = self.get(key)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            self.fault(key, "has to be a whole number", "write a number of 0 or more")
            return default
        return value

    def flag(self, key: str, *, default: bool = False) -> bool:
        """Return true or false."""
        value = self.get(key)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.fault(key, "has to be true or false", "write true or false")
            return default
        return value

    def words(self, key: str) -> Words:
        """Return words in both languages that have to be there."""
        return self.maybe_words(key, required=True) or Words("", "")

    def maybe_words(self, key: str, *, required: bool = False) -> Words | None:
        """Return words in both languages, or None where they may be missing."""
        value = self.get(key)
        if value is None and not required:
            return None
        if isinstance(value, Mapping) and all(
            isinstance(value.get(lang), str) and value[lang] for lang in ("zh", "en")
        ):
            return Words(str(value["zh"]), str(value["en"]))
        self.fault(key, "needs Chinese and English", 'write { zh = "…", en = "…" }')
        return None

    def names(self, key: str, allowed: Sequence[str] | None = None) -> tuple[str, ...]:
        """Return a list of codes."""
        value = self.get(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            self.fault(key, "has to be a list of codes", 'write ["…", "…"]')
            return ()
        for name in value:
            if allowed is not None and name not in allowed:
                self.fault(key, f"“{name}” is unknown", "use one of " + ", ".join(allowed))
        return tuple(value)

    def day(self, key: str) -> date | None:
        """Return a date."""
        value = self.get(key)
        if value is None or isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fault(key, "has to be a date", "write it like 2026-01-01")
            return None

    def condition(self, key: str) -> Condition:
        """Return one condition of the ``when`` language."""
        value = self.get(key)
        if value is None:
            return {}
        if not isinstance(value, Mapping):
            self.fault(key, "has to be a table of answers", 'write { voltage = "high" }')
            return {}
        return {
            str(name): tuple(wanted) if isinstance(wanted, list) else (wanted,)
            for name, wanted in value.items()
        }

    def conditions(self, key: str) -> tuple[Condition, ...]:
        """Return one condition or a list of them."""
        value = self.table.get(key)
        if not isinstance(value, list):
            found = self.condition(key)
            return (found,) if found else ()
        self.used.add(key)
        return tuple(
            Place(self.file, f"{self.key}.{key}[{n}]", {"when": one}, self.faults).condition("when")
            for n, one in enumerate(value)
        )

    def limit(self) -> Limit:
        """Return the limit of amount and unit."""
        if self.table.get("unit") == Unit.UNTIL_DATE:
            self.used.add("unit")
            return Limit(Unit.UNTIL_DATE)  # the date is agreed case by case
        try:
            return read_limit({k: self.get(k) for k in ("amount", "unit") if k in self.table})
        except BadLimit as error:
            self.fault("amount/unit", str(error), "see the units of limits in the manual")
            return Limit(Unit.SAME_DAY)

    def below(self, key: str) -> list["Place"]:
        """Return the tables of a list."""
        value = self.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            self.fault(key, "has to be a list of tables", f"write [[{key}]]")
            return []
        return [
            Place(self.file, f"{self.key}{'.' if self.key else ''}{key}[{n}]", one, self.faults)
            for n, one in enumerate(value)
        ]

    def inner(self, key: str) -> "Place | None":
        """Return the table under the key."""
        value = self.get(key)
        if value is None:
            return None
        return Place(self.file, f"{self.key}.{key}" if self.key else key, value, self.faults)

    def close(self) -> None:
        """Note every key that nobody asked for."""
        for key in self.table.keys() - self.used:
            self.fault(key, "is not a key of this table", "remove it or mend its spelling")
