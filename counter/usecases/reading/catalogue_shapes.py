"""The JSON shapes of the catalogue: fields, materials, items, packages, measures."""

from collections.abc import Mapping, Sequence
from typing import Any

from counter.domain.limit import Limit
from counter.domain.words import Lang, Words
from counter.usecases.ports.books import Target
from counter.usecases.ports.figures import RuleFigures
from counter.usecases.reading.wording import limit_words
from forms.catalogue import Catalogue, FieldKind, Item, Measure, Situation
from forms.conditions import as_json
from forms.mechanisms import MECHANISMS
from forms.merge import MergedField, MergedMaterial, merge_fields, merge_materials

Json = dict[str, Any]


def both(words: Words) -> Json:
    """Return words in both languages."""
    return {"zh": words.zh, "en": words.en}


def field_kind(kind: FieldKind) -> Json:
    """Return a question's own facts."""
    found: Json = {
        "code": kind.code,
        "label": both(kind.label),
        "type": kind.type,
        "options": [{"code": o.code, "label": both(o.label)} for o in kind.options] or None,
    }
    if kind.columns:
        found["columns"] = [{**field_kind(c), "required": c.required} for c in kind.columns]
        found["minimum_rows"] = kind.minimum or 0
    for name in ("default", "minimum", "maximum"):
        value = getattr(kind, name)
        if value is not None and not (kind.columns and name != "default"):
            found[name] = value
    return found


def merged_field(field: MergedField, facts: Mapping[str, object] | None = None) -> Json:
    """Return a question of the one form; under *facts* it is required only where it applies."""
    required = field.may_be_required if facts is None else field.is_required(facts)
    return {
        **field_kind(field.kind),
        "group": field.kind.group,
        "required": required,
        "when": as_json(field.conditions) or None,
        "items": list(field.items),
    }


def merged_material(material: MergedMaterial) -> Json:
    """Return a material of the one set."""
    use = material.strictest
    return {
        "code": material.code,
        "name": both(material.name),
        "form": use.form,
        "copies": material.copies,
        "state": use.state,
        "source": use.source,
        "when": as_json(material.conditions) or None,
        "waived_when": as_json(use.waived_when) or None,
        "points": both(use.points) if use.points else None,
        "items": list(material.items),
    }


def situations(found: Sequence[Situation]) -> list[Json]:
    """Return the guiding questions with what each answer decides."""
    return [
        {
            "code": one.code,
            "question": both(one.question),
            "options": [
                {
                    "label": both(o.label),
                    "answers": dict(o.answers),
                    "adds": list(o.adds),
                    "omits": list(o.omits),
                }
                for o in one.options
            ],
        }
        for one in found
    ]


def item(catalogue: Catalogue, one: Item) -> Json:
    """Return an item as ``catalogue CODE`` gives it."""

    def rule(code: str) -> Json:
        limit = catalogue.limits[code].limit
        return {"amount": limit.value, "unit": str(limit.unit)}

    return {
        "code": one.code,
        "name": both(one.name),
        "short": one.short,
        "initials": one.initials,
        "department": one.department,
        "nature": one.nature,
        "intake_regime": one.intake_regime,
        "window_power": one.window_power,
        "statutory_stop_kinds": list(one.statutory_stop_kinds),
        "extension_max": one.extension_max,
        "review_body": both(body) if (body := catalogue.departments[one.department].review_body) else None,
        "after": list(one.after),
        "legal_basis": list(one.legal_basis),
        "fee": both(one.fee),
        "result": both(one.result_name),
        "statutory": _limit(one.statutory.limit, one.statutory.source) if one.statutory else None,
        "promised": _limit(one.promised.limit, one.promised.source),
        "fields": [merged_field(f) for f in merge_fields(catalogue, [one])],
        "materials": [merged_material(m) for m in merge_materials(catalogue, [one])],
        "rules": [
            {
                "rule": r.rule,
                **rule(r.rule),
                "measure": catalogue.measure_of_rule[r.rule],
                "start": list(r.start_milestones) or r.start,
                "end": list(r.end_milestones) or r.end,
                "when": as_json([r.when]) if r.when else None,
                "inferred": r.inferred,
            }
            for r in one.rules
        ],
        "steps": [
            {"code": s.code, "name": both(s.name), "when": as_json([s.when]) if s.when else None}
            for s in one.steps
        ],
        "situations": situations(one.situations),
        "local_settings": list(one.local_settings),
        "note": both(one.note) if one.note else None,
        "valid_from": one.valid_from.isoformat(),
        "valid_until": one.valid_until.isoformat() if one.valid_until else None,
    }


def _limit(limit: Limit, source: str) -> Json:
    return {
        "amount": limit.value,
        "unit": str(limit.unit),
        "source": source,
        "words": both(limit_words(limit)),
    }


def package(catalogue: Catalogue, code: str) -> Json:
    """Return a package with the merged form and materials of its items."""
    one = catalogue.packages[code]
    items = [catalogue.items[c] for c in one.items]
    rules = [{"rule": one.rule, **_rule(catalogue, one.rule)}] if one.rule else []
    return {
        "code": code,
        "name": both(one.name),
        "short": one.short,
        "initials": one.initials,
        "department": None,
        "intake_regime": None,
        "items": list(one.items),
        "fields": [merged_field(f) for f in merge_fields(catalogue, items)],
        "materials": [merged_material(m) for m in merge_materials(catalogue, items)],
        "rules": rules,
        "situations": situations(one.situations),
        "steps": [],
    }


def _rule(catalogue: Catalogue, rule: str) -> Json:
    limit = catalogue.limits[rule].limit
    return {"amount": limit.value, "unit": str(limit.unit), "measure": catalogue.measure_of_rule[rule]}


def measure(
    catalogue: Catalogue,
    one: Measure,
    figures: Mapping[str, RuleFigures],
    targets: Mapping[int, Target],
    lang: Lang,
) -> Json:
    """Return a measure with its limits, what carries it, and its live figures."""
    sums = summed(one, figures)
    entered = targets.get(one.number)
    return {
        "number": one.number,
        "role": one.role,
        "summary": one.summary.say(lang),
        "limits": [{"rule": m.rule, "amount": m.limit.value, "unit": str(m.limit.unit)} for m in one.limits],
        "carried_by": catalogue.carried_by(one),
        "mechanisms": [{"code": code, "words": MECHANISMS[code][0].say(lang)} for code in one.mechanisms],
        "target": one.target or None,
        "entered": {
            "figure": entered.figure,
            "day": entered.day.isoformat(),
            "source": entered.source,
        }
        if entered
        else None,
        "figures": {
            "cases": sums.cases,
            "on_time": sums.on_time,
            "late": sums.late,
            "share_used": sums.share_used,
        },
    }


def summed(one: Measure, figures: Mapping[str, RuleFigures]) -> RuleFigures:
    """Return the figures of a measure: its rules added up, the share of the limit as their mean by cases."""
    mine = [figures[limit.rule] for limit in one.limits if limit.rule in figures]
    shares = [(f.share_used, f.cases) for f in mine if f.share_used is not None and f.cases]
    weight = sum(cases for _, cases in shares)
    share = round(sum(share * cases for share, cases in shares) / weight, 3) if weight else None
    return RuleFigures(
        sum(f.cases for f in mine), sum(f.on_time for f in mine), sum(f.late for f in mine), share
    )
