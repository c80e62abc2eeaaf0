"""The catalogue doctor: what a well-formed catalogue still must not say (measures, law, references)."""

from collections.abc import Iterator
from datetime import date

from counter.domain.limit import working_days
from forms.catalogue import Catalogue, Item, Package
from forms.conditions import Condition
from forms.mechanisms import MECHANISMS
from forms.places import Fault

LEAST_INSPECTORS = 2
REGISTRATION = working_days(30)
PROJECT_DAYS = 90
_DAYS = {"working_days": 1.0, "calendar_days": 0.7, "calendar_months": 21.0}


def examine(catalogue: Catalogue, today: date | None = None) -> list[Fault]:
    """Return every fault of the catalogue; an empty list means that it may come into force.

    With *today* an item that is no longer in force, and a measure that ended while rules carry it, are faults too.
    """
    faults = [
        Fault(f"items/{item.code}.toml", "valid_until", "lies in the past", "prolong the item or take it out")
        for item in catalogue.items.values()
        if today is not None and item.valid_until is not None and item.valid_until < today
    ]
    faults += _ended(catalogue, today) if today is not None else ()
    faults += [fault for item in catalogue.items.values() for fault in _item(catalogue, item)]
    faults += _packages(catalogue)
    faults += _unused(catalogue)
    faults += _measures(catalogue)
    if sorted(catalogue.measures) != list(range(1, 79)):
        faults.append(Fault("measures.toml", "-", "is not 1 to 78", "list every measure once"))
    return faults


def _ended(catalogue: Catalogue, today: date) -> Iterator[Fault]:
    """Find measures that are over while items still run clocks under their rules."""
    used = {use.rule for item in catalogue.items.values() for use in item.rules}
    used |= {package.rule for package in catalogue.packages.values() if package.rule}
    for number, one in catalogue.measures.items():
        ended = one.valid_until is not None and one.valid_until < today
        if ended and any(limit.rule in used for limit in one.limits):
            yield Fault(
                "measures.toml",
                f"{number}.valid_until",
                "lies in the past",
                "prolong it or take its rules out",
            )


def _measures(catalogue: Catalogue) -> Iterator[Fault]:
    """Find counter measures that nothing carries, and mechanisms that the catalogue breaks."""
    known = {**catalogue.items, **catalogue.packages}
    for number, one in catalogue.measures.items():
        for code in one.carriers:
            if code not in known:
                yield Fault(
                    "measures.toml", f"{number}.carriers", f"{code} is unknown", "use an item or package"
                )
        for code in one.mechanisms:
            problem = MECHANISMS[code][1](catalogue)
            if problem:
                yield Fault(
                    "measures.toml", f"{number}.{code}", problem, f"措施{number}: keep what was promised"
                )
        if one.role == "counter" and not catalogue.carried_by(one) and not one.mechanisms:
            yield Fault("measures.toml", str(number), "is carried by nothing", "name carriers or mechanisms")


def local_settings(catalogue: Catalogue) -> list[str]:
    """Return what the document and the law leave open and the centre still has to confirm."""
    found = [f"{item.code}.{key}" for item in catalogue.items.values() for key in item.local_settings]
    found += [
        f"{item.code}.fees.{fee.code}" for item in catalogue.items.values() for fee in item.fees if fee.local
    ]
    found += [
        f"departments.{d.code}.body_code" for d in catalogue.departments.values() if "0000000" in d.body_code
    ]
    return found


def _item(catalogue: Catalogue, item: Item) -> Iterator[Fault]:
    file = f"items/{item.code}.toml"
    for use in item.fields:
        if use.code not in catalogue.field_kinds:
            yield Fault(file, f"fields.{use.code}", "is no field", "add it to fields.toml")
    codes = [material.code for material in item.materials]
    for material in item.materials:
        key = f"materials.{material.code}"
        if material.code not in catalogue.material_names:
            yield Fault(file, key, "has no name", "add it to materials.toml")
        if codes.count(material.code) > 1:
            yield Fault(file, key, "stands twice", "join the two entries")
        if material.code in item.forbidden_materials:
            yield Fault(file, key, "may not be asked for", "remove it (catalogue facts 0.4)")
        rule = material.deferral.rule if material.deferral else ""
        if rule and rule not in catalogue.limits:
            yield Fault(file, key, f"rule {rule} is unknown", "use a rule of measures.toml")
    for rule_use in item.rules:
        if rule_use.rule not in catalogue.limits:
            yield Fault(file, f"rules.{rule_use.rule}", "is no rule", "use a rule of measures.toml")
        for name in (*rule_use.start_milestones, *rule_use.end_milestones):
            if name not in catalogue.milestones:
                yield Fault(file, f"rules.{rule_use.rule}", f"{name} is no milestone", "see milestones.toml")
        if (rule_use.start == "milestones") != bool(rule_use.start_milestones):
            yield Fault(file, f"rules.{rule_use.rule}", "start does not fit", "name start_milestones")
        if (rule_use.end == "milestones") != bool(rule_use.end_milestones):
            yield Fault(file, f"rules.{rule_use.rule}", "end does not fit", "name end_milestones")
    if not item.steps:
        yield Fault(file, "steps", "is empty", "name at least one step")
    yield from _steps(file, item)
    for before in item.after:
        if before not in catalogue.items:
            yield Fault(file, "after", f"{before} is no item", "use an item's code")
    if catalogue.departments[item.department].outside:
        yield Fault(file, "department", "is an outside actor", "name the department in charge")
    if item.valid_until is not None and item.valid_until < item.valid_from:
        yield Fault(file, "valid_until", "lies before valid_from", "mend one of the two")
    yield from _situations(catalogue, file, item)
    yield from _decided_by_question(catalogue, file, item)
    yield from _limits(catalogue, file, item)
    yield from _real_estate(file, item)
    yield from _asked(catalogue, file, item)


def _limits(catalogue: Catalogue, file: str, item: Item) -> Iterator[Fault]:
    """Find limits that contradict each other: promised or measured longer than the law allows."""
    if item.extension_max and item.statutory is None:
        yield Fault(file, "extension_max", "has no statutory limit", "remove it")
    if item.statutory is None:
        return
    statutory = item.statutory.limit
    most = statutory.amount * _DAYS.get(statutory.unit, 0)
    for key, limit in [
        ("promised", item.promised.limit),
        *(
            (f"rules.{use.rule}", catalogue.limits[use.rule].limit)
            for use in item.rules
            if use.rule in catalogue.limits
        ),
    ]:
        days = limit.amount * _DAYS.get(limit.unit, 0)
        if days and most and days > most:
            yield Fault(file, key, "is longer than the statutory limit", "shorten it")


def _real_estate(file: str, item: Item) -> Iterator[Fault]:
    """Find what the law of real estate registration does not know (不动产登记暂行条例 20, 21)."""
    if item.intake_regime != "real_estate":
        return
    if item.statutory is None or (item.statutory.limit, item.statutory.start) != (REGISTRATION, "acceptance"):
        yield Fault(
            file,
            "statutory",
            "is not 30 working days from acceptance",
            "set it to 30 working days from acceptance",
        )
    if item.completion_milestones != ("registered",):
        yield Fault(
            file,
            "completion_milestones",
            "does not end with the entry in the register",
            "name registered as its completion",
        )
    if item.extension_max:
        yield Fault(file, "extension_max", "has no extension in law", "set it to none, 0")


def _asked(catalogue: Catalogue, file: str, item: Item) -> Iterator[Fault]:
    """Find conditions and fees about what nobody asks, or answers that nobody can give."""
    known = {use.code for use in item.fields} | {
        "agent", "applicant_type", "channel", "package", "item", "green_channel",
    }  # fmt: skip
    for key, when in _conditions_of(item):
        for name in when.keys() - known:
            yield Fault(file, key, f"nobody asks for {name}", "add the field to the item")
        for name, values in when.items():
            kind = catalogue.field_kinds.get(name)
            options = {option.code for option in kind.options} if kind else set()
            for value in values if options else ():
                if value not in options:
                    yield Fault(file, key, f"{name} is never {value}", "use one of the field's answers")
    for fee in item.fees:
        for name in {fee.of, *fee.at_least} - known - {""}:
            yield Fault(file, f"fees.{fee.code}", f"nobody asks for {name}", "add the field to the item")


def _conditions_of(item: Item) -> Iterator[tuple[str, Condition]]:
    """Give every condition of the item with the place where it stands."""
    yield from ((f"rules.{one.rule}.when", one.when) for one in item.rules)
    yield from ((f"fields.{one.code}.when", one.when) for one in item.fields)
    yield from ((f"fees.{one.code}.when", one.when) for one in item.fees)
    yield from ((f"steps.{one.code}.when", one.when) for one in item.steps)
    for material in item.materials:
        yield f"materials.{material.code}.when", material.when
        yield from ((f"materials.{material.code}.waived_when", one) for one in material.waived_when)


def _steps(file: str, item: Item) -> Iterator[Fault]:
    kinds = [step.kind for step in item.steps]
    for n, step in enumerate(item.steps):
        key = f"steps.{step.code}"
        if [one.code for one in item.steps].count(step.code) > 1:
            yield Fault(file, key, "stands twice", "give each step its own code")
        if step.kind == "survey" and step.inspectors < LEAST_INSPECTORS:
            yield Fault(file, key, "has fewer than two inspectors", "许可法第三十四条: name at least two")
        if step.other_person and not any(kinds[:n]):
            yield Fault(file, key, "asks for another person than nobody", "put it after another step")
        if step.when and (step.kind or n == len(item.steps) - 1):
            yield Fault(
                file, key, "is there for some answers only", "a step with a kind, and the last, always is"
            )
    if any(kinds) and (kinds[-1] != "decision" or kinds.count("decision") != 1):
        yield Fault(file, "steps", "do not end with one decision", "make the last step the decision")


def _joint(catalogue: Catalogue, package: Package) -> Iterator[Fault]:
    where = f"{package.code}.joint"
    if package.lead and package.lead not in catalogue.departments:
        yield Fault("packages.toml", package.code, f"{package.lead} is no department", "see departments.toml")
    for one in package.joint:
        if one.lead not in one.items:
            yield Fault("packages.toml", where, f"{one.lead} leads without taking part", "add it to items")
        for code in one.items:
            if code not in (*package.items, *package.optional):
                yield Fault("packages.toml", where, f"{code} is not of the package", "add it to the package")


def _situations(catalogue: Catalogue, file: str, owner: Item | Package) -> Iterator[Fault]:
    """Find situations that fill in what nobody asks, or move items that do not exist."""
    items = (
        [catalogue.items[c] for c in owner.items if c in catalogue.items]
        if isinstance(owner, Package)
        else [owner]
    )
    asked = {use.code for item in items for use in item.fields}
    for one in owner.situations:
        moves = [(tuple(sorted(map(str, o.answers.items()))), o.adds, o.omits) for o in one.options]
        if len(set(moves)) < len(moves):
            yield Fault(
                file,
                f"situations.{one.code}",
                "two answers decide the same",
                "join them, or say what differs",
            )
        for option in one.options:
            for code, value in option.answers.items():
                kind = catalogue.field_kinds.get(code)
                given = value if isinstance(value, list) else [value]
                codes = [o.code for o in kind.options] if kind is not None else []
                if codes and any(one not in codes for one in given):
                    yield Fault(
                        file,
                        f"situations.{one.code}",
                        f"{code} is never {value}",
                        "use one of the field's answers",
                    )
            for code in option.answers.keys() - asked:
                yield Fault(file, f"situations.{one.code}", f"nobody asks for {code}", "add the field")
            for code in (*option.adds, *option.omits):
                if code not in catalogue.items:
                    yield Fault(file, f"situations.{one.code}", f"{code} is no item", "use an item's code")


def _decided_by_question(catalogue: Catalogue, file: str, item: Item) -> Iterator[Fault]:
    """Find answers that decide materials or limits and that no question in plain words leads to."""
    led = {code for one in item.situations for option in one.options for code in option.answers}
    conditions = [(f"materials.{one.code}", one.when) for one in item.materials]
    conditions += [(f"rules.{one.rule}", one.when) for one in item.rules]
    for key, when in conditions:
        for name in when.keys() & {use.code for use in item.fields} - led:
            kind = catalogue.field_kinds.get(name)
            if kind is not None and kind.type in ("boolean", "choice", "choices"):
                yield Fault(file, key, f"no question leads to {name}", "add a situation that decides it")


def _packages(catalogue: Catalogue) -> Iterator[Fault]:
    for package in catalogue.packages.values():
        for code in (*package.items, *package.optional):
            if code not in catalogue.items:
                yield Fault("packages.toml", package.code, f"{code} is no item", "use an item's code")
        yield from _situations(catalogue, "packages.toml", package)
        yield from _joint(catalogue, package)
        if package.rule and package.rule not in catalogue.limits:
            yield Fault("packages.toml", package.code, f"{package.rule} is no rule", "see measures.toml")
    days = sum(package.budget_days for package in catalogue.packages.values())
    if days > PROJECT_DAYS:
        yield Fault("packages.toml", "budget_days", f"add up to {days}", "措施6: at most 90 over all stages")
    shorts = [p.short for p in catalogue.packages.values()] + [i.short for i in catalogue.items.values()]
    for short in sorted({s for s in shorts if shorts.count(s) > 1}):
        yield Fault("-", "short", f"{short} is used twice", "give each its own short code")


def _unused(catalogue: Catalogue) -> Iterator[Fault]:
    fields = {use.code for item in catalogue.items.values() for use in item.fields}
    for code in catalogue.field_kinds.keys() - fields:
        yield Fault("fields.toml", code, "no item asks for it", "remove it or add it to an item")
    materials = {m.code for item in catalogue.items.values() for m in item.materials}
    for code in catalogue.material_names.keys() - materials:
        yield Fault("materials.toml", code, "no item needs it", "remove it or add it to an item")
