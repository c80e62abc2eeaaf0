"""An item guide from a spreadsheet: rows to the tables of a catalogue file, every error by its cell.

Four sheets: 事项 (a key and its value a line), 字段, 材料 and 环节 (a table each, its heads in the first row).
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from forms.catalogue import Catalogue
from forms.places import Fault
from forms.reading import CatalogueRefused, Raw, build

Sheets = Mapping[str, Sequence[Sequence[object]]]
ITEM, FIELDS, MATERIALS, STEPS = "事项", "字段", "材料", "环节"
KEYS: Final[dict[str, str]] = {
    "code": "代码", "name.zh": "名称", "name.en": "英文名称", "short": "短码", "initials": "拼音首字母",
    "department": "承办部门代码", "nature": "事项类型代码", "intake_regime": "收件规则", "catalogue_code": "基本编码",
    "result_name.zh": "结果名称", "result_name.en": "结果英文名称", "legal_basis": "设定依据（分号隔开）",
    "fee.zh": "收费", "fee.en": "收费英文", "visits": "到现场次数", "valid_from": "生效日期",
    "promised.amount": "承诺时限", "promised.unit": "承诺时限单位", "promised.source": "承诺时限来源",
    "statutory.amount": "法定时限", "statutory.unit": "法定时限单位", "statutory.source": "法定时限依据",
    "statutory_stop_kinds": "特别程序（分号隔开）", "extension_max": "可延长工作日",
}  # fmt: skip
"""The keys of the sheet 事项, and how the template calls them."""
HEADS: Final[dict[str, tuple[str, ...]]] = {
    FIELDS: ("code", "required"),
    MATERIALS: (
        "code", "name.zh", "name.en", "form", "copies", "state", "source", "electronic", "points.zh",
        "points.en", "deferral.unit", "when",
    ),
    STEPS: ("code", "name.zh", "name.en", "kind", "inspectors", "other_person"),
}  # fmt: skip
_LISTS = ("legal_basis", "statutory_stop_kinds")
_WHOLE = ("visits", "extension_max", "copies", "inspectors", "promised.amount", "statutory.amount")
_FLAGS = ("required", "electronic", "other_person")
_YES, _NO = ("是", "true", "yes", "1"), ("否", "false", "no", "0")
_YES_WORDS, _NO_WORDS = {"zh": "是", "en": "Yes"}, {"zh": "否", "en": "No"}
LEAST_OPTIONS: Final = 2
_USUAL: Final[dict[str, Any]] = {
    "window_power": "accept", "after": [], "completes_on": "decision", "extension_max": 0,
    "statutory_stop_kinds": [],
}  # fmt: skip
"""What an item has when the guide says nothing of it and there was no version before."""
_TABLES = {"fields": FIELDS, "materials": MATERIALS, "steps": STEPS}
_ROW = re.compile(r"(fields|materials|steps)\[(\d+)\]\.?(.*)")


def _letter(column: int) -> str:
    return chr(ord("A") + column)


class _Guide:
    """Reads the sheets; goes on after each error."""

    def __init__(self, sheets: Sheets) -> None:
        self.sheets = sheets
        self.faults: list[Fault] = []
        self.rows: dict[str, int] = {}
        self.names: dict[str, dict[str, str]] = {}
        self.lines: dict[str, list[dict[str, Any]]] = {}

    def fault(self, cell: str, problem: str, remedy: str) -> None:
        self.faults.append(Fault("guide.xlsx", cell, problem, remedy))

    def value(self, key: str, raw: object, cell: str) -> object:
        """Return a cell's value in the type that the catalogue's files use."""
        text = str(raw).strip()
        if key in _WHOLE:
            try:
                return int(float(text))
            except ValueError:
                self.fault(cell, f"{text} is no whole number", "write a number")
                return 0
        if key in _FLAGS:
            if text.lower() not in _YES + _NO:
                self.fault(cell, f"{text} is neither yes nor no", "write 是 or 否")
            return text.lower() in _YES
        if key in _LISTS:
            return [part.strip() for part in re.split(r"[;；]", text) if part.strip()]
        if key == "valid_from":
            return self.day(raw, text, cell)
        if key == "when":
            return self.condition(text, cell)
        return text

    def day(self, raw: object, text: str, cell: str) -> date:
        if isinstance(raw, datetime):
            return raw.date()
        try:
            return date.fromisoformat(text.replace("/", "-"))
        except ValueError:
            self.fault(cell, f"{text} is no date", "write it like 2027-01-01")
            return date(2020, 1, 1)

    def condition(self, text: str, cell: str) -> dict[str, object]:
        found: dict[str, Any] = {}
        for part in re.split(r"[;；]", text):
            name, equals, wanted = part.partition("=")
            if not equals:
                self.fault(cell, f"{part} is no condition", "write field=answer, several with ;")
                continue
            word = wanted.strip()
            value = word.lower() in _YES if word.lower() in ("是", "否", "true", "false") else word
            found.setdefault(name.strip(), []).append(value)
        return {name: values[0] if len(values) == 1 else values for name, values in found.items()}

    def item(self) -> dict[str, Any]:
        """Return the head of the item from the sheet of keys and values."""
        found: dict[str, Any] = {}
        words = {name: key for key, name in KEYS.items()}
        for n, row in enumerate(self.sheets.get(ITEM, ()), 1):
            cells = [*row, None, None]
            if cells[0] in (None, ""):
                continue
            name = str(cells[0]).strip()
            key = words.get(name, name)
            if key not in KEYS:
                self.fault(f"{ITEM}!A{n}", f"{name} is unknown", f"use one of: {'、'.join(KEYS.values())}")
                continue
            self.rows[key] = n
            if cells[1] not in (None, ""):
                _put(found, key, self.value(key, cells[1], f"{ITEM}!B{n}"))
        return found

    def table(self, sheet: str) -> list[dict[str, Any]]:
        """Return the rows of a table; its first row names the columns."""
        lines = list(self.sheets.get(sheet, ()))
        heads = [str(one or "").strip() for one in (lines[0] if lines else ())]
        for n, head in enumerate(heads):
            if head and head not in HEADS[sheet]:
                self.fault(f"{sheet}!{_letter(n)}1", f"{head} is unknown", f"use: {', '.join(HEADS[sheet])}")
        found: list[dict[str, Any]] = []
        for n, line in enumerate(lines[1:], 2):
            one: dict[str, Any] = {}
            for column, (head, raw) in enumerate(zip(heads, line, strict=False)):
                if raw not in (None, "") and head in HEADS[sheet]:
                    _put(one, head, self.value(head, raw, f"{sheet}!{_letter(column)}{n}"))
            if one:
                self.rows[f"{sheet}[{len(found)}]"] = n
                found.append(one)
        self.lines[sheet] = found
        return found

    def cell(self, key: str) -> str:
        """Return the cell behind a key of the catalogue's file, as far as it is known."""
        row = _ROW.match(key)
        if row is not None:
            sheet = _TABLES[row.group(1)]
            heads = [str(one or "") for one in (self.sheets.get(sheet) or [()])[0]]
            inner = next((h for h in heads if row.group(3) and h.startswith(row.group(3))), "")
            letter = _letter(heads.index(inner)) if inner else "A"
            return f"{sheet}!{letter}{self.rows.get(f'{sheet}[{row.group(2)}]', 1)}"
        known = next((n for name, n in self.rows.items() if name == key or name.startswith(f"{key}.")), None)
        return f"{ITEM}!B{known}" if known else f"{ITEM}!{KEYS.get(key, key)}"


def _put(table: dict[str, Any], key: str, value: object) -> None:
    head, _, rest = key.partition(".")
    if rest:
        table.setdefault(head, {})[rest] = value
    else:
        table[head] = value


def read_guide(sheets: Sheets, base: Raw) -> tuple[str, dict[str, Any], Catalogue]:
    """Return the item's code, its tables, and the catalogue with it in force (CatalogueRefused by cell)."""
    guide = _Guide(sheets)
    missing = [name for name in (ITEM, MATERIALS, STEPS) if name not in sheets]
    for name in missing:
        guide.fault(name, "is missing", "use the template")
    item = guide.item()
    item["fields"] = guide.table(FIELDS)
    materials = guide.table(MATERIALS)
    item["steps"] = guide.table(STEPS)
    known = base.get("materials.toml", {})
    for n, one in enumerate(materials):
        name = one.pop("name", None)
        code = str(one.get("code", ""))
        if code not in known and not isinstance(name, dict):
            row = guide.rows.get(f"{MATERIALS}[{n}]", 1)
            guide.fault(f"{MATERIALS}!B{row}", f"{code} has no name", "name new materials in both languages")
        elif isinstance(name, dict) and code not in known:
            guide.names[code] = name
    item["materials"] = materials
    for key, usual in _USUAL.items():
        item.setdefault(key, usual)
    if isinstance(item.get("promised"), dict):
        item["promised"]["local"] = True
    code = str(item.get("code", ""))
    if guide.faults:
        raise CatalogueRefused(guide.faults)
    _keep_the_rest(item, base.get(f"items/{code}.toml", {}))
    _ask_for_conditions(item, base.get("fields.toml", {}))
    content = {"item": item, "materials": {c: {"name": n} for c, n in guide.names.items()}}
    return code, content, _try(code, content, base, guide)


def _keep_the_rest(item: dict[str, Any], before: Mapping[str, Any]) -> None:
    """Keep of the version before what a guide has no column for: rules, fees, questions, waivers, conditions."""
    covered = {key.partition(".")[0] for key in KEYS} | set(_TABLES)
    for key, value in before.items():
        if key not in covered and (key not in item or key in _USUAL):
            item[key] = value
    for table, sheet in _TABLES.items():
        heads = {head.partition(".")[0] for head in HEADS[sheet]}
        old = {row.get("code"): row for row in before.get(table, ())}
        for row in item[table]:
            known = old.get(row.get("code"), {})
            deferral = known.get("deferral", {})
            if deferral and row.get("deferral", {}).get("unit") == deferral.get("unit"):
                row["deferral"] = {**deferral, **row["deferral"]}
            for key in known.keys() - heads:
                row.setdefault(key, known[key])


def _ask_for_conditions(item: dict[str, Any], kinds: Mapping[str, Any]) -> None:
    """Give every answer that decides materials a question; without a better one it is the field's own label."""
    situations = list(item.get("situations", ()))
    asked = {name for one in situations for option in one["options"] for name in option.get("answers", {})}
    used = {row.get("code") for row in item["fields"]}
    wanted = {name for row in item["materials"] for name in row.get("when", {})} & used - asked
    for name in sorted(wanted & set(kinds)):
        kind = kinds[name]
        label = kind["label"]
        options = [(words, code) for code, words in kind.get("options", {}).items()]
        if kind["type"] == "boolean":
            options = [(_YES_WORDS, True), (_NO_WORDS, False)]
        if len(options) < LEAST_OPTIONS:
            continue
        several = kind["type"] == "choices"
        situations.append(
            {
                "code": f"about_{name}",
                "question": {"zh": f"{label['zh']}？", "en": f"{label['en']}?"},
                "options": [
                    {"label": dict(words), "answers": {name: [value] if several else value}}
                    for words, value in options
                ],
            }
        )
    if situations:
        item["situations"] = situations


def overlay(base: Raw, imported: Mapping[str, Mapping[str, Any]]) -> Raw:
    """Return the catalogue's tables with the imported items over them, by code."""
    if not imported:
        return base
    tables = dict(base)
    names = dict(tables.get("materials.toml", {}))
    for code, content in imported.items():
        tables[f"items/{code}.toml"] = content["item"]
        names |= content.get("materials", {})
    tables["materials.toml"] = names
    return tables


def _try(code: str, content: Mapping[str, Any], base: Raw, guide: _Guide) -> Catalogue:
    """Build the whole catalogue with the item in it, and let the doctor look at it."""
    from forms.doctor import examine

    file = f"items/{code}.toml"
    try:
        found = build(overlay(base, {code: content}))
    except CatalogueRefused as refused:
        raise CatalogueRefused([_moved(one, file, guide) for one in refused.faults]) from None
    faults = examine(found)
    if faults:
        raise CatalogueRefused([_moved(one, file, guide) for one in faults])
    return found


def _moved(one: Fault, file: str, guide: _Guide) -> Fault:
    """Return the fault with the cell it stands in, when it is about the guide."""
    if one.file != file:
        return one
    key = one.key
    table, _, code = key.partition(".")
    if table in _TABLES and code and "[" not in table:
        named, _, rest = code.partition(".")
        row = next((n for n, one in enumerate(guide.lines[_TABLES[table]]) if one.get("code") == named), None)
        key = key if row is None else f"{table}[{row}].{rest}"
    return Fault("guide.xlsx", guide.cell(key), one.problem, one.remedy)


def changes(before: Catalogue, after: Catalogue, code: str) -> list[tuple[str, str, str]]:
    """Return what a new version of an item changes: key, before, after; one line when it is new."""
    old, new = before.items.get(code), after.items[code]
    if old is None:
        return [("item", "—", new.name.zh)]
    found: list[tuple[str, str, str]] = []
    for key in (
        "name", "department", "intake_regime", "promised", "statutory", "fee", "visits", "result_name",
        "legal_basis", "valid_from",
    ):  # fmt: skip
        one, other = getattr(old, key), getattr(new, key)
        if one != other:
            found.append((key, _said(one), _said(other)))
    found += [
        (key, "changed", "changed") for key in ("rules", "fees") if getattr(old, key) != getattr(new, key)
    ]
    for key in ("materials", "fields", "steps", "situations"):
        was = {one.code: one for one in getattr(old, key)}
        now = {one.code: one for one in getattr(new, key)}
        found += [(f"{key}.{c}", "—", "new") for c in now if c not in was]
        found += [(f"{key}.{c}", "was", "—") for c in was if c not in now]
        found += [(f"{key}.{c}", "changed", "changed") for c in now if c in was and was[c] != now[c]]
    return found


def _said(value: object) -> str:
    zh = getattr(value, "zh", None)
    limit = getattr(value, "limit", None)
    if zh is not None:
        return str(zh)
    if limit is not None:
        return f"{limit.value} {limit.unit}"
    return "、".join(map(str, value)) if isinstance(value, tuple) else str(value)
