"""Checks of single answers: the value as it is stored, what is wrong with it, what looks odd."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from counter.domain.identity import Finding, examine, examine_name
from counter.domain.words import Words
from forms.catalogue import FieldKind

_PHONE = re.compile(r"1[3-9]\d{9}|0\d{2,3}-?\d{7,8}(-\d{1,6})?|\+\d{6,15}|\d{7,8}", re.ASCII)
_LONGEST_TEXT = 2000
_LONGEST_LINE = 500

REQUIRED = Words("此项必填。", "This has to be answered.")


@dataclass(slots=True)
class Checked:
    """The stored value of an answer with its errors and warnings by path below the field."""

    value: object = None
    errors: dict[str, Words] = field(default_factory=dict)
    warnings: dict[str, Words] = field(default_factory=dict)


def check_phone(raw: str) -> Words | None:
    """Return why a telephone number cannot be right; mobile, landline or international."""
    if _PHONE.fullmatch(re.sub(r"[\s()（）]", "", raw)):
        return None
    return Words(
        "应为 11 位手机号，或带区号的座机，如 0454-2130000。",
        "11 digits, or a landline such as 0454-2130000.",
    )


def check_answer(
    kind: FieldKind, raw: object, answers: Mapping[str, object], today: date | None = None
) -> Checked:
    """Check one answer by its field's type; *answers* gives the type of a document beside it."""
    found = Checked()
    if kind.type == "table":
        _table(kind, raw, answers, found, today)
    elif kind.type == "choices":
        _choices(kind, raw, found)
    elif kind.type == "boolean":
        _boolean(raw, found)
    elif isinstance(raw, (dict, list)):
        found.errors[""] = Words("应为单个值。", "It has to be a single value.")
    else:
        _single(kind, str(raw).strip() if not isinstance(raw, bool) else raw, answers, found, today)
    return found


def _single(
    kind: FieldKind, raw: object, answers: Mapping[str, object], found: Checked, today: date | None
) -> None:
    if isinstance(raw, bool):
        found.errors[""] = Words("应为文字或数字。", "It has to be text or a number.")
        return
    text = str(raw)
    found.value = text
    if kind.type in ("number", "money"):
        _number(kind, text, found)
    elif kind.type == "date":
        _date(text, found)
    elif kind.type == "choice":
        if text not in {option.code for option in kind.options}:
            found.errors[""] = _unknown_choice(kind)
    elif kind.type == "name":
        _take(found, examine_name(text))
    elif kind.type == "phone":
        wrong = check_phone(text)
        if wrong is not None:
            found.errors[""] = wrong
    elif kind.type == "uscc":
        _take(found, examine("uscc", text))
    elif kind.type == "id_number":
        id_type = str(answers.get(f"{kind.code}_type") or "resident_id")
        _take(found, examine(id_type, text, today))
    else:
        longest = kind.maximum or (_LONGEST_TEXT if kind.type == "multiline" else _LONGEST_LINE)
        if len(text) > longest:
            found.errors[""] = Words(
                "最多 {most} 个字符，现有 {n} 个。", "At most {most} characters; there are {n}."
            ).fill(most=longest, n=len(text))
        elif any(ord(c) < 32 and c not in "\n\t" for c in text):  # noqa: PLR2004 - control characters
            found.errors[""] = Words("含有控制字符，请重新输入。", "It holds control characters.")


def _take(found: Checked, finding: Finding) -> None:
    found.value = finding.number
    if finding.error is not None:
        found.errors[""] = finding.error
    if finding.warning is not None:
        found.warnings[""] = finding.warning


def _unknown_choice(kind: FieldKind) -> Words:
    zh = "、".join(f"{o.label.zh}（{o.code}）" for o in kind.options[:8])
    en = ", ".join(f"{o.label.en} ({o.code})" for o in kind.options[:8])
    return Words("请从这些中选择：{all}。", "Choose one of: {all}.").fill(all=Words(zh, en))


def _number(kind: FieldKind, text: str, found: Checked) -> None:
    try:
        number = Decimal(text.replace(",", "").replace("，", ""))
    except InvalidOperation:
        found.errors[""] = Words("应为数字。", "It has to be a number.")
        return
    if not number.is_finite() or abs(number) > Decimal(10) ** 12:
        found.errors[""] = Words("数字超出范围。", "The number is out of range.")
        return
    least = kind.minimum if kind.minimum is not None else 0
    if number < least or (kind.maximum is not None and number > kind.maximum):
        most = kind.maximum if kind.maximum is not None else "…"
        found.errors[""] = Words(
            "应在 {least} 至 {most} 之间。", "It has to lie from {least} to {most}."
        ).fill(least=least, most=most)
    elif kind.type == "money" and number != round(number, 6):
        found.errors[""] = Words("小数位过多。", "Too many decimal places.")
    found.value = format(number.normalize(), "f")


def _date(text: str, found: Checked) -> None:
    try:
        found.value = date.fromisoformat(text.replace("/", "-").replace(".", "-")).isoformat()
    except ValueError:
        found.errors[""] = Words("日期写作 2026-11-23。", "Write the date like 2026-11-23.")


def _boolean(raw: object, found: Checked) -> None:
    words = {"true": True, "是": True, "yes": True, "false": False, "否": False, "no": False}
    value = raw if isinstance(raw, bool) else words.get(str(raw).strip().lower())
    if value is None:
        found.errors[""] = Words("请回答是或否（true / false）。", "Answer yes or no (true / false).")
    found.value = value


def _choices(kind: FieldKind, raw: object, found: Checked) -> None:
    chosen = [raw] if isinstance(raw, str) else raw
    known = [option.code for option in kind.options]
    if not isinstance(chosen, (list, tuple)) or any(code not in known for code in chosen):
        found.errors[""] = _unknown_choice(kind)
        return
    found.value = [code for code in known if code in chosen]


def _table(
    kind: FieldKind, raw: object, answers: Mapping[str, object], found: Checked, today: date | None
) -> None:
    if not isinstance(raw, (list, tuple)) or not all(isinstance(row, Mapping) for row in raw):
        found.errors[""] = Words("应为表格，一行一条。", "It has to be a table, one row each.")
        return
    least, most = kind.minimum or 0, kind.maximum or 1000
    if not least <= len(raw) <= most:
        found.errors[""] = Words("应有 {least} 至 {most} 行。", "It needs {least} to {most} rows.").fill(
            least=least, most=most
        )
        return
    rows: list[dict[str, object]] = []
    for n, row in enumerate(raw):
        rows.append(_row(kind, n, row, found, today))
    found.value = rows
    for column in kind.columns:
        if column.sums_to and not found.errors:
            _compare_sum(column, rows, answers.get(column.sums_to), found)


def _row(
    kind: FieldKind, n: int, row: Mapping[str, object], found: Checked, today: date | None
) -> dict[str, object]:
    stored: dict[str, object] = {}
    for column in kind.columns:
        path = f"[{n}].{column.code}"
        value = row.get(column.code)
        if value is None or value == "":
            if column.required:
                found.errors[path] = REQUIRED
            continue
        one = check_answer(column, value, row, today)
        found.errors |= {path + rest: words for rest, words in one.errors.items()}
        found.warnings |= {path + rest: words for rest, words in one.warnings.items()}
        stored[column.code] = one.value
    number, id_type = stored.get("id_number"), stored.get("id_type", "resident_id")
    if number and not any(key.startswith(f"[{n}].id_number") for key in found.errors):
        finding = examine(str(id_type), str(number), today)
        stored["id_number"] = finding.number
        if finding.error is not None:
            found.errors[f"[{n}].id_number"] = finding.error
        if finding.warning is not None:
            found.warnings[f"[{n}].id_number"] = finding.warning
    return stored


def _compare_sum(column: FieldKind, rows: list[dict[str, object]], whole: object, found: Checked) -> None:
    parts = [Decimal(str(row[column.code])) for row in rows if column.code in row]
    try:
        expected = Decimal(str(whole))
    except InvalidOperation:
        return
    if parts and sum(parts) != expected:
        found.warnings[""] = Words(
            "“{label}”合计 {total}，与 {whole} 不符，请核对。",
            "{label} add up to {total}, not {whole}; check.",
        ).fill(label=column.label, total=sum(parts), whole=expected)
