"""Reading a form file: every error at once, by the path of the field it stands in."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from counter.domain.errors import CounterError, InputRefused
from counter.domain.identity import ID_TYPES, examine, examine_name
from counter.domain.numbers import window_number
from counter.domain.outcome import Outcome
from counter.domain.plain_text import unfit_texts
from counter.domain.words import Words
from forms.catalogue import MATERIAL_FORMS, Catalogue, Item
from forms.checks import REQUIRED, check_answer, check_phone
from forms.merge import MergedField, chosen_items, facts_of, merge_fields, with_defaults
from forms.submission import (
    APPLICANT_TYPES,
    AUTHORITIES,
    CHANNELS,
    DECISIONS,
    DELIVERIES,
    GREEN_CHANNELS,
    KNOWN_KEYS,
    ROLES,
    SIGNATURES,
    Agent,
    HandedIn,
    Party,
    Submission,
    WindowDecision,
)

ADULT = 18


@dataclass(slots=True)
class Reading:
    """A form file read: the submission when there are no errors, and everything found on the way."""

    submission: Submission | None
    errors: dict[str, Words]
    warnings: dict[str, Words]


class _Reader:
    """Collects every error of a form by the path of its field; reading goes on after each."""

    def __init__(self, raw: Mapping[str, object], today: date | None) -> None:
        self.raw, self.today = raw, today
        self.errors: dict[str, Words] = {}
        self.warnings: dict[str, Words] = {}

    def text(self, table: Mapping[str, object], key: str, path: str, most: int = 200) -> str:
        value = table.get(key)
        if value is None:
            return ""
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str):
            self.errors[path] = Words("应为文字。", "It has to be text.")
            return ""
        if len(value) > most:
            self.errors[path] = Words("最多 {most} 个字符。", "At most {most} characters.").fill(most=most)
        return value.strip()

    def chosen(
        self, table: Mapping[str, object], key: str, path: str, allowed: Sequence[str], default: str
    ) -> str:
        value = self.text(table, key, path) or default
        if value and value not in allowed:
            self.errors[path] = Words("应为：{all}。", "Use one of: {all}.").fill(all=", ".join(allowed))
        return value

    def table(self, value: object, path: str) -> Mapping[str, object]:
        if isinstance(value, Mapping):
            return value
        if value is not None:
            self.errors[path] = Words("应为一组键值。", "It has to be an object.")
        return {}

    def rows(self, key: str) -> list[tuple[str, Mapping[str, object]]]:
        value = self.raw.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            self.errors[key] = Words("应为列表。", "It has to be a list.")
            return []
        return [(f"{key}[{n}]", self.table(one, f"{key}[{n}]")) for n, one in enumerate(value)]

    def names(self, value: object, path: str) -> list[str]:
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self.errors[path] = Words("应为代码列表。", "It has to be a list of codes.")
            return []
        return value

    def whole(self, table: Mapping[str, object], key: str, path: str, default: int) -> int:
        value = table.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 10_000:  # noqa: PLR2004
            self.errors[path] = Words("应为 0 至 10000 的整数。", "A whole number from 0 to 10000.")
            return default
        return value

    def day(self, table: Mapping[str, object], key: str, path: str) -> date | None:
        text = self.text(table, key, path)
        if not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.errors[path] = Words("日期写作 2026-12-01。", "Write the date like 2026-12-01.")
            return None

    def identity(self, table: Mapping[str, object], path: str, default: str) -> tuple[str, str, str]:
        """Return name, type and number of the document, checked."""
        name = self.text(table, "name", f"{path}.name", 300)
        finding = examine_name(name)
        if finding.error is not None:
            self.errors.setdefault(f"{path}.name", finding.error)
        if finding.warning is not None:
            self.warnings[f"{path}.name"] = finding.warning
        id_type = self.chosen(table, "id_type", f"{path}.id_type", tuple(ID_TYPES), default)
        number = self.text(table, "id_number", f"{path}.id_number")
        if f"{path}.id_type" not in self.errors:
            seen = examine(id_type, number, self.today)
            number = seen.number
            if seen.error is not None:
                self.errors[f"{path}.id_number"] = seen.error
            if seen.warning is not None:
                self.warnings[f"{path}.id_number"] = seen.warning
        return name, id_type, number

    def phone(self, table: Mapping[str, object], path: str) -> str:
        phone = self.text(table, "phone", f"{path}.phone")
        wrong = check_phone(phone) if phone else None
        if wrong is not None:
            self.errors[f"{path}.phone"] = wrong
        return phone

    def agent(self, value: object, path: str) -> Agent | None:
        table = self.table(value, path)
        if not table:
            return None
        name, id_type, number = self.identity(table, path, "resident_id")
        authority = self.names(table.get("authority"), f"{path}.authority")
        if any(one not in AUTHORITIES for one in authority):
            self.errors[f"{path}.authority"] = Words("应为：{all}。", "Use: {all}.").fill(
                all=", ".join(AUTHORITIES)
            )
        letter = table.get("letter", False)
        if not isinstance(letter, bool):
            self.errors[f"{path}.letter"] = Words("应为 true 或 false。", "It has to be true or false.")
            letter = False
        return Agent(name, id_type, number, self.phone(table, path), letter, tuple(authority) or AUTHORITIES)

    def party(self, table: Mapping[str, object], path: str, agent: object) -> Party:
        kind = self.chosen(table, "type", f"{path}.type", APPLICANT_TYPES, "natural_person")
        default = "resident_id" if kind == "natural_person" else "uscc"
        name, id_type, number = self.identity(table, path, default)
        role = self.text(table, "role", f"{path}.role", 40) or "applicant"
        if not re.fullmatch(r"[a-z_]+", role):
            self.errors[f"{path}.role"] = Words("应为：{all}。", "Use: {all}.").fill(all=", ".join(ROLES))
        return Party(
            role, kind, name, id_type, number, self.phone(table, path),
            self.text(table, "address", f"{path}.address"),
            self.text(table, "share", f"{path}.share"),
            self.agent(agent, f"{path}.agent" if path != "applicant" else "agent"),
        )  # fmt: skip

    def parties(self) -> tuple[Party, ...]:
        found = [
            self.party(table, path, table.get("agent"))
            for path, table in self.rows("parties")
            if path not in self.errors
        ]
        single = self.raw.get("applicant")
        if single is not None:
            table = self.table(single, "applicant")
            if table:
                found.insert(0, self.party(table, "applicant", self.raw.get("agent")))
        if not found and not self.errors:
            self.errors["applicant"] = Words("请填写申请人。", "Enter the applicant.")
        return tuple(found)

    def guardians(self, parties: Sequence[Party]) -> None:
        """Ask for an adult guardian when a party is a minor (民法典 第十七条、第二十三条)."""
        if self.today is None:
            return
        ages = [(n, party, _age(party, self.today)) for n, party in enumerate(parties)]
        adults = any(age is not None and age >= ADULT and p.role == "guardian" for _, p, age in ages)
        for n, party, age in ages:
            head = "applicant" if n == 0 and self.raw.get("applicant") is not None else f"parties[{n}]"
            if age is None or age >= ADULT:
                continue
            if party.role == "guardian":
                self.errors[f"{head}.id_number"] = Words(
                    "监护人须为成年人。", "The guardian has to be an adult."
                )
            elif not adults:
                self.errors[f"{head}.id_number"] = Words(
                    "申请人未满十八周岁，须由成年监护人共同申请：请添加一方，身份选“监护人”。",
                    "A minor applies with an adult guardian: add a party with the role of guardian.",
                )

    def materials(self, catalogue: Catalogue) -> tuple[HandedIn, ...]:
        found: list[HandedIn] = []
        for path, table in self.rows("materials"):
            code = self.text(table, "code", f"{path}.code")
            if code not in catalogue.material_names:
                self.errors[f"{path}.code"] = Words(
                    "没有“{code}”这种材料，请按 check 列出的代码填写。",
                    "There is no material “{code}”; use the codes that check lists.",
                ).fill(code=code)
            if any(one.code == code for one in found):
                self.errors[f"{path}.code"] = Words("材料重复，请合并。", "It stands twice; join the two.")
            found.append(
                HandedIn(
                    code,
                    self.chosen(table, "form", f"{path}.form", MATERIAL_FORMS, "original"),
                    self.whole(table, "copies", f"{path}.copies", 1),
                    self.whole(table, "pages", f"{path}.pages", 0),
                    self.day(table, "due", f"{path}.due"),
                )
            )
        return tuple(found)

    def answers(self, fields: Sequence[MergedField], items: Sequence[Item]) -> dict[str, object]:
        given = self.table(self.raw.get("answers"), "answers")
        asked = {one.kind.code for one in fields}
        for code in given.keys() - asked:
            self.warnings[f"answers.{code}"] = Words(
                "所选事项不问此项，未采用。", "The chosen items do not ask this; not used."
            )
        filled = with_defaults(fields, given)
        applicant = self.raw.get("applicant")
        facts = facts_of(
            filled,
            items,
            agent=bool(self.raw.get("agent")),
            applicant_type=str(applicant.get("type") if isinstance(applicant, Mapping) else ""),
        )
        stored: dict[str, object] = {}
        for one in fields:
            code = one.kind.code
            if not one.applies(facts):
                continue
            if code not in filled:
                if one.is_required(facts):
                    self.errors[f"answers.{code}"] = REQUIRED
                continue
            checked = check_answer(one.kind, filled[code], filled, self.today)
            self.errors |= {f"answers.{code}{path}": words for path, words in checked.errors.items()}
            self.warnings |= {f"answers.{code}{path}": w for path, w in checked.warnings.items()}
            stored[code] = checked.value
        return stored

    def decisions(self, items: Sequence[Item]) -> dict[str, WindowDecision]:
        found: dict[str, WindowDecision] = {}
        known = {item.code for item in items}
        for code, value in self.table(self.raw.get("decisions"), "decisions").items():
            path = f"decisions.{code}"
            table = self.table(value, path)
            if code not in known:
                self.errors[path] = Words("不是所选事项。", "It is not one of the chosen items.")
            outcome = self.chosen(table, "outcome", f"{path}.outcome", DECISIONS, "")
            reason = self.text(table, "reason", f"{path}.reason", 2000)
            authority = self.text(table, "authority", f"{path}.authority")
            if (
                outcome in (Outcome.CORRECTION_NEEDED, Outcome.NOT_REQUIRED, Outcome.NOT_COMPETENT)
                and not reason
            ):
                self.errors[f"{path}.reason"] = Words("须写明理由。", "The reason has to be given.")
            if outcome == Outcome.NOT_COMPETENT and not authority:
                self.errors[f"{path}.authority"] = Words(
                    "须告知有权机关（许可法第三十二条）。", "Name the competent authority (ALL 32)."
                )
            found[code] = WindowDecision(outcome, reason, authority)
        return found


def _age(party: Party, today: date) -> int | None:
    """Return the party's age in whole years where its number tells the birth date."""
    if party.type != "natural_person":
        return None
    born = examine(party.id_type, party.id_number, today).birth_date
    return (
        None if born is None else today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    )


def _channel(raw: Mapping[str, object], reader: _Reader) -> str:
    """Return where the application was started; ``online`` alone is the computer's channel."""
    if raw.get("channel") == "online":
        return "online_pc"
    return reader.chosen(raw, "channel", "channel", CHANNELS, "window")


def read_submission(raw: object, catalogue: Catalogue, today: date | None = None) -> Reading:
    """Read a form file; all its errors come at once, by the path of the field they stand in."""
    if not isinstance(raw, Mapping):
        return Reading(None, {"": Words("表单应为一个对象。", "The form has to be an object.")}, {})
    unfit = unfit_texts(raw)
    if unfit:
        return Reading(None, unfit, {})  # what cannot be kept is not worth reading on
    reader = _Reader(raw, today)
    for key in raw.keys() - KNOWN_KEYS:
        reader.warnings[str(key)] = Words("未知的键，未采用。", "An unknown key; not used.")
    package = reader.text(raw, "package", "package") or None
    codes = reader.names(raw.get("items"), "items")
    items: tuple[Item, ...] = ()
    try:
        if "items" not in reader.errors and "package" not in reader.errors:
            items, _ = chosen_items(catalogue, package, codes)
    except InputRefused as refusal:
        reader.errors |= refusal.fields
    for n, item in enumerate(items):
        if today is not None and not item.is_in_force(today):
            reader.errors[f"items[{n}]"] = Words(
                "“{name}”目前不在有效期内。", "“{name}” is not in force now."
            ).fill(name=item.name)
    fields = merge_fields(catalogue, items)
    parties = reader.parties()
    reader.guardians(parties)
    answers = reader.answers(fields, items)
    materials = reader.materials(catalogue)
    delivery = reader.table(raw.get("delivery"), "delivery")
    if delivery:
        reader.chosen(delivery, "method", "delivery.method", DELIVERIES, "window")
    window = reader.text(raw, "window", "window", 2)
    if window and not re.fullmatch(r"[A-Za-z0-9]{1,2}", window):
        reader.errors["window"] = Words("窗口号为 1 至 2 位字母或数字。", "1 or 2 letters or digits.")
    site = reader.text(raw, "site", "site", 2).upper()
    if site and not re.fullmatch(r"[A-Z]{2}", site):
        reader.errors["site"] = Words("大厅代号为 2 位字母，如 FY。", "A site is two letters, like FY.")
    commitments = reader.names(raw.get("commitments"), "commitments")
    for n, code in enumerate(commitments):
        if code not in catalogue.material_names:
            reader.errors[f"commitments[{n}]"] = Words("没有这种材料。", "There is no such material.")
    signature = reader.table(raw.get("signature"), "signature")
    submission = Submission(
        package=package,
        items=items,
        parties=parties,
        answers=answers,
        materials=materials,
        commitments=tuple(commitments),
        green_channel=reader.chosen(raw, "green_channel", "green_channel", GREEN_CHANNELS, ""),
        channel=_channel(raw, reader),
        window=window_number(window),
        site=site,
        project=reader.text(raw, "project", "project", 60),
        delivery={str(key): str(value) for key, value in delivery.items()},
        ticket_no=reader.text(raw, "ticket_no", "ticket_no", 40),
        appointment_no=reader.text(raw, "appointment_no", "appointment_no", 40),
        first_responder=reader.text(raw, "first_responder", "first_responder", 60),
        external_refs=tuple(
            {str(k): str(v) for k, v in table.items()} for _, table in reader.rows("external_refs")
        ),
        on_behalf_of=reader.text(raw, "on_behalf_of", "on_behalf_of", 120),
        idempotency_key=reader.text(raw, "idempotency_key", "idempotency_key", 120),
        confirmed=tuple(reader.names(raw.get("confirmed"), "confirmed")),
        signature=reader.chosen(signature, "method", "signature.method", SIGNATURES, "paper"),
        decisions=reader.decisions(items),
        fields=fields,
    )
    return Reading(None if reader.errors else submission, reader.errors, reader.warnings)


def refused(errors: Mapping[str, Words]) -> CounterError:
    """Return the refusal of a form with all its errors."""
    return InputRefused(
        "bad_form",
        Words("表单有 {n} 处需要改正。", "{n} entries of the form need correcting.").fill(n=len(errors)),
        errors,
    )
