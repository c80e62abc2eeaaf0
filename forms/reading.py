"""Catalogue files to the catalogue: every fault is reported by file and key, with its remedy."""

import hashlib
import json
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from counter.domain.limit import Limit, Unit
from counter.domain.material import MaterialState
from counter.domain.stops import OTHER_STOPS, STATUTORY_STOPS
from forms.catalogue import (
    END_EVENTS,
    FIELD_TYPES,
    INTAKE_REGIMES,
    MATERIAL_FORMS,
    MATERIAL_STATES,
    START_EVENTS,
    STEP_KINDS,
    Catalogue,
    Deferral,
    Department,
    Fee,
    FieldKind,
    FieldUse,
    Item,
    ItemLimit,
    ItemRule,
    Joint,
    MaterialUse,
    Measure,
    MeasureLimit,
    Option,
    Package,
    Situation,
    SituationOption,
    Step,
)
from forms.mechanisms import MECHANISMS
from forms.places import Fault, Place

Raw = Mapping[str, Mapping[str, object]]
"""The files of a catalogue as read: file name to its table."""

LEAST_OPTIONS = 2
STOP_KINDS = (*STATUTORY_STOPS, *OTHER_STOPS)


class CatalogueRefused(ValueError):
    """The files do not make a catalogue; the version in force stays."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = tuple(faults)


def read_files(folder: Path) -> Raw:
    """Return the tables of every ``*.toml`` below the folder, by relative name (CatalogueRefused)."""
    found: dict[str, Mapping[str, object]] = {}
    faults: list[Fault] = []
    for path in sorted(folder.rglob("*.toml")):
        name = path.relative_to(folder).as_posix()
        try:
            found[name] = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            faults.append(Fault(name, "-", f"not readable as TOML: {error}", "mend the line named"))
    if faults:
        raise CatalogueRefused(faults)
    return found


def plain(raw: Raw) -> str:
    """Return the tables as canonical JSON, the form in which a version is kept in the database."""
    return json.dumps(raw, ensure_ascii=False, sort_keys=True, default=str)


def _places(raw: Raw, file: str, faults: list[Fault]) -> Iterable[tuple[str, Place]]:
    if file not in raw:
        faults.append(Fault(file, "-", "is missing", "restore the file"))
    for key, table in raw.get(file, {}).items():
        yield key, Place(file, key, table, faults)


def _department(code: str, place: Place) -> Department:
    found = Department(
        code,
        place.words("name"),
        place.flag("outside"),
        place.text("body_code", ""),
        place.maybe_words("review_body"),
        place.text("phone", ""),
    )
    place.close()
    return found


def _measure(number: str, place: Place) -> Measure:
    limits = []
    for one in place.below("limits"):
        limits.append(MeasureLimit(one.text("rule"), one.limit(), one.flag("inferred")))
        one.close()
    found = Measure(
        int(number) if number.isdigit() else 0,
        place.one_of("role", ("counter", "tracked", "out")),
        place.words("summary"),
        tuple(limits),
        place.names("mechanisms", tuple(MECHANISMS)),
        place.names("carriers"),
        place.text("target", ""),
        place.day("valid_until"),
    )
    place.close()
    return found


def _field_kind(code: str, place: Place, groups: Sequence[str]) -> FieldKind:
    options = []
    for option, label in place.inner("options").table.items() if "options" in place.table else ():  # type: ignore[union-attr]
        words = Place(place.file, f"{place.key}.options", {option: label}, place.faults)
        options.append(Option(option, words.words(option)))
    columns = tuple(_field_kind(c.text("code"), c, ("",)) for c in place.below("columns"))
    kind = place.one_of("type", FIELD_TYPES)
    found = FieldKind(
        code,
        place.words("label"),
        kind,
        place.one_of("group", groups, "") if groups != ("",) else "",
        tuple(options),
        columns,
        place.maybe_words("help"),
        place.whole("minimum", 0) if "minimum" in place.table else None,
        place.whole("maximum", 0) if "maximum" in place.table else None,
        place.flag("required"),
        place.get("default"),
        place.flag("neutral_order"),
        place.text("sums_to", ""),
        place.flag("building_condition"),
    )
    place.used.add("code")
    if kind in ("choice", "choices") and not options:
        place.fault("options", "is missing", "list the answers to choose from")
    if kind == "table" and not columns:
        place.fault("columns", "is missing", "list the table's columns")
    place.close()
    return found


def _material(place: Place) -> MaterialUse:
    deferral = None
    where = place.inner("deferral")
    if where is not None:
        deferral = Deferral(
            where.one_of("unit", ("until_date", "before_event")),
            where.text("event", ""),
            where.text("rule", ""),
        )
        where.close()
    found = MaterialUse(
        place.text("code"),
        place.one_of("form", MATERIAL_FORMS),
        place.whole("copies", 1),
        place.one_of("state", MATERIAL_STATES, "required"),
        place.condition("when"),
        place.conditions("waived_when"),
        place.maybe_words("points"),
        place.flag("blocking", default=True),
        place.flag("blocks_issue", default=True),
        place.flag("electronic"),
        deferral,
        place.one_of("source", ("applicant", "government", "system"), "applicant"),
    )
    if found.state == MaterialState.DEFERRABLE and deferral is None:
        place.fault("deferral", "is missing", "say until when the material may follow")
    place.close()
    return found


def _stop_articles(place: Place) -> dict[str, str]:
    """Return the articles of the item's own law, by the kind of procedure that stops its clocks."""
    inner = place.inner("stop_articles")
    if inner is None:
        return {}
    found = {kind: inner.text(kind) for kind in STOP_KINDS if kind in inner.table}
    inner.close()
    return found


def _item_limit(place: Place | None, start: str) -> ItemLimit | None:
    if place is None:
        return None
    found = ItemLimit(
        place.limit(),
        place.one_of("start", START_EVENTS, start),
        place.text("source"),
        place.flag("local"),
    )
    place.close()
    return found


def _item(file: str, raw: Mapping[str, object], departments: Iterable[str], faults: list[Fault]) -> Item:
    place = Place(file, "", raw, faults)
    regime = place.one_of("intake_regime", INTAKE_REGIMES)
    start = "receipt" if regime == "market_entity" else "acceptance"
    rules = []
    for one in place.below("rules"):
        rules.append(
            ItemRule(
                one.text("rule"),
                one.one_of("start", START_EVENTS, "complete"),
                one.one_of("end", END_EVENTS),
                one.condition("when"),
                one.names("start_milestones"),
                one.names("end_milestones"),
                one.flag("inferred"),
            )
        )
        one.close()
    uses = []
    for one in place.below("fields"):
        uses.append(FieldUse(one.text("code"), one.flag("required"), one.condition("when")))
        one.close()
    steps = []
    for one in place.below("steps"):
        steps.append(
            Step(
                one.text("code"),
                one.words("name"),
                one.one_of("kind", STEP_KINDS, ""),
                one.whole("inspectors", 0),
                one.flag("other_person"),
                one.condition("when"),
            )
        )
        one.close()
    promised = _item_limit(place.inner("promised"), "acceptance")
    if promised is None:
        place.fault("promised", "is missing", "every item publishes a limit (国令722 第36条)")
        promised = ItemLimit(Limit(Unit.SAME_DAY), "acceptance", "")
    most = place.get("max_materials")
    found = Item(
        code=place.text("code"),
        name=place.words("name"),
        short=place.text("short"),
        initials=place.text("initials"),
        department=place.one_of("department", tuple(departments)),
        nature=place.text("nature"),
        intake_regime=regime,
        catalogue_code=place.text("catalogue_code"),
        window_power=place.one_of("window_power", ("accept", "receive_only"), "accept"),
        statutory_stop_kinds=place.names("statutory_stop_kinds", STOP_KINDS),
        stop_articles=_stop_articles(place),
        extension_max=place.whole("extension_max", 0),
        after=place.names("after"),
        completes_on=place.one_of("completes_on", ("decision", "result", "milestones"), "decision"),
        completion_milestones=place.names("completion_milestones"),
        result_name=place.words("result_name"),
        legal_basis=place.names("legal_basis"),
        fee=place.words("fee"),
        visits=place.whole("visits", 1),
        statutory=_item_limit(place.inner("statutory"), start),
        promised=promised,
        rules=tuple(rules),
        fields=tuple(uses),
        materials=tuple(_material(one) for one in place.below("materials")),
        steps=tuple(steps),
        valid_from=place.day("valid_from") or date(2020, 1, 1),
        valid_until=place.day("valid_until"),
        forbidden_materials=place.names("forbidden_materials"),
        max_materials=most if isinstance(most, Mapping) else {},
        local_settings=place.names("local_settings"),
        note=place.maybe_words("note"),
        situations=_situations(place),
        reminders=_reminders(place),
        fees=_fees(place),
    )
    place.close()
    if len(found.catalogue_code) != 12:  # noqa: PLR2004 - base code of GB/T 39554
        place.fault("catalogue_code", "has to have 12 characters", "enter the item's base code")
    return found


def _situations(place: Place) -> tuple[Situation, ...]:
    found = []
    for one in place.below("situations"):
        options = []
        for option in one.below("options"):
            answers = option.get("answers")
            options.append(
                SituationOption(
                    option.words("label"),
                    dict(answers) if isinstance(answers, Mapping) else {},
                    option.names("adds"),
                    option.names("omits"),
                )
            )
            option.close()
        if len(options) < LEAST_OPTIONS:
            one.fault("options", "has fewer than two answers", "give at least two")
        found.append(Situation(one.text("code"), one.words("question"), tuple(options)))
        one.close()
    return tuple(found)


def _fees(place: Place) -> tuple[Fee, ...]:
    found = []
    for one in place.below("fees"):
        least = one.get("at_least")
        fee = Fee(
            one.text("code"),
            one.words("name"),
            one.text("basis"),
            one.condition("when"),
            one.text("amount", ""),
            one.text("rate", ""),
            one.text("of", ""),
            one.whole("times", 1),
            {str(k): int(v) for k, v in least.items()} if isinstance(least, Mapping) else {},
            one.flag("local"),
        )
        if bool(fee.amount) == bool(fee.rate) or bool(fee.rate) != bool(fee.of):
            one.fault("amount", "is not clear", "give an amount, or a rate of a question")
        one.close()
        found.append(fee)
    return tuple(found)


def _reminders(place: Place) -> tuple[str, ...]:
    found = place.names("reminders")
    for one in found:
        if not re.fullmatch(r"[1-9][0-9]?d|[1-9][0-9]?%", one):
            place.fault("reminders", f"{one} is no threshold", "write 2d (working days before) or 90%")
    return found


def _joint(place: Place) -> tuple[Joint, ...]:
    found = []
    for one in place.below("joint"):
        found.append(Joint(one.text("code"), one.words("name"), one.names("items"), one.text("lead")))
        one.close()
    return tuple(found)


def _package(code: str, place: Place) -> Package:
    found = Package(
        code,
        place.words("name"),
        place.text("short"),
        place.text("initials"),
        place.names("items"),
        place.text("rule", ""),
        place.names("optional"),
        _situations(place),
        place.text("lead", ""),
        place.whole("stage", 0),
        place.whole("budget_days", 0),
        _joint(place),
    )
    place.close()
    return found


def build(raw: Raw, kept_as: str = "") -> Catalogue:
    """Return the catalogue the tables describe, or refuse with every fault found in their shape.

    *kept_as* is the digest of a version that a database keeps: its cases know it by that, whatever its shape was.
    """
    faults: list[Fault] = []
    groups = {code: place.words("name") for code, place in _places(raw, "groups.toml", faults)}
    departments = {c: _department(c, p) for c, p in _places(raw, "departments.toml", faults)}
    measures = {m.number: m for m in (_measure(c, p) for c, p in _places(raw, "measures.toml", faults))}
    kinds = {c: _field_kind(c, p, tuple(groups)) for c, p in _places(raw, "fields.toml", faults)}
    names = {c: p.words("name") for c, p in _places(raw, "materials.toml", faults)}
    milestones = {c: p.words("name") for c, p in _places(raw, "milestones.toml", faults)}
    packages = {c: _package(c, p) for c, p in _places(raw, "packages.toml", faults)}
    items: dict[str, Item] = {}
    for file, table in raw.items():
        if file.startswith("items/"):
            item = _item(file, table, departments, faults)
            if item.code in items:
                faults.append(Fault(file, "code", f"{item.code} stands twice", "give one a new code"))
            items[item.code] = item
    version = raw.get("catalogue.toml", {}).get("version")
    if not isinstance(version, str):
        faults.append(Fault("catalogue.toml", "version", "is missing", 'write version = "2026.11"'))
    if faults:
        raise CatalogueRefused(faults)
    digest = kept_as or hashlib.sha256(plain(raw).encode()).hexdigest()
    return Catalogue(
        str(version), digest, departments, measures, groups, kinds, names, items, packages, milestones
    )
