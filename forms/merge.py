"""One form from many items: every question once, in order, with the items that use its answer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from counter.domain.errors import InputRefused
from counter.domain.words import Words
from forms.catalogue import (
    Catalogue,
    FieldKind,
    FieldUse,
    Item,
    MaterialUse,
    Package,
    Situation,
)
from forms.conditions import Condition, Facts, holds


@dataclass(frozen=True, slots=True)
class MergedField:
    """A question of the one form with its uses; asked when one of them applies."""

    kind: FieldKind
    uses: tuple[tuple[str, FieldUse], ...]

    @property
    def items(self) -> tuple[str, ...]:
        """The items that use the answer."""
        return tuple(code for code, _ in self.uses)

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """When the question applies; empty means always."""
        if any(not use.when for _, use in self.uses):
            return ()
        return tuple(use.when for _, use in self.uses)

    @property
    def may_be_required(self) -> bool:
        """Whether at least one item needs the answer when the question applies."""
        return any(use.required for _, use in self.uses)

    def applies(self, facts: Facts) -> bool:
        """Whether the question is to be asked at all."""
        return any(holds(use.when, facts) for _, use in self.uses)

    def is_required(self, facts: Facts) -> bool:
        """Whether the answer is needed under the facts."""
        return any(use.required and holds(use.when, facts) for _, use in self.uses)


@dataclass(frozen=True, slots=True)
class MergedMaterial:
    """A material that one or several of the items ask for, named once."""

    code: str
    name: Words
    uses: tuple[tuple[str, MaterialUse], ...]

    @property
    def items(self) -> tuple[str, ...]:
        """The items that use the material."""
        return tuple(code for code, _ in self.uses)

    @property
    def strictest(self) -> MaterialUse:
        """The use that asks most: original before copy, required before deferrable."""
        forms = ("original", "sighted", "copy", "electronic", "e_licence")
        states = ("required", "committable", "deferrable", "kept_by_applicant")
        return min(
            (use for _, use in self.uses),
            key=lambda use: (states.index(use.state), forms.index(use.form)),
        )

    @property
    def copies(self) -> int:
        """How many copies are enough for all items."""
        return max(use.copies for _, use in self.uses)

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """When the material is needed; empty means always."""
        if any(not use.when for _, use in self.uses):
            return ()
        return tuple(use.when for _, use in self.uses)


def chosen_items(
    catalogue: Catalogue, package: str | None, items: Sequence[str]
) -> tuple[tuple[Item, ...], Package | None]:
    """Return the items that a package, a free choice or a part of a package means, in order.

    Refused (InputRefused, fields ``package`` and ``items``) when a code is unknown, an item is not
    in the package, stands twice, or nothing is chosen.
    """
    faults: dict[str, Words] = {}
    found = catalogue.packages.get(package) if package else None
    if package and found is None:
        faults["package"] = Words("没有“{code}”这个一件事。", "There is no package “{code}”.").fill(
            code=package
        )
    for n, code in enumerate(items):
        key = f"items[{n}]"
        if code not in catalogue.items:
            faults[key] = Words("没有“{code}”这个事项。", "There is no item “{code}”.").fill(code=code)
        elif found is not None and code not in (*found.items, *found.optional):
            faults[key] = Words("“{code}”不在该一件事内。", "“{code}” is not in the package.").fill(code=code)
        elif list(items).count(code) > 1:
            faults[key] = Words("事项重复。", "The item stands twice.")
    if not faults and not items and found is None:
        faults["items"] = Words("请选择一件事或至少一个事项。", "Choose a package or at least one item.")
    if faults:
        raise InputRefused("bad_form", Words("事项选择有误。", "The choice of items is wrong."), faults)
    codes: Iterable[str] = items or (found.items if found else ())
    if found is not None:
        wanted = set(codes)
        codes = [code for code in (*found.items, *found.optional) if code in wanted]
    return tuple(catalogue.items[code] for code in codes), found


def drawn(kind: FieldKind, lot: str) -> FieldKind:
    """Return the question with its answers in an order drawn by the lot, where none may be favoured.

    Measure 4: nobody may designate an engraver; no officer can steer the order, since the lot is the
    random key of the submission.
    """
    if not kind.neutral_order:
        return kind
    order = sorted(kind.options, key=lambda one: sha256(f"{lot}/{one.code}".encode()).digest())
    return replace(kind, options=tuple(order))


def merge_fields(catalogue: Catalogue, items: Sequence[Item]) -> tuple[MergedField, ...]:
    """Return the items' questions, each once, by group and then in the order first asked."""
    uses: dict[str, list[tuple[str, FieldUse]]] = {}
    for item in items:
        for use in item.fields:
            uses.setdefault(use.code, []).append((item.code, use))
    merged = [MergedField(catalogue.field_kinds[code], tuple(found)) for code, found in uses.items()]
    order = list(catalogue.groups)
    return tuple(sorted(merged, key=lambda field: order.index(field.kind.group)))


def merge_materials(
    catalogue: Catalogue, items: Sequence[Item], facts: Facts | None = None
) -> tuple[MergedMaterial, ...]:
    """Return the items' materials, each once; with *facts* only those that are called for."""
    uses: dict[str, list[tuple[str, MaterialUse]]] = {}
    for item in items:
        for use in item.materials:
            if facts is None or holds(use.when, facts):
                uses.setdefault(use.code, []).append((item.code, use))
    return tuple(
        MergedMaterial(code, catalogue.material_names[code], tuple(found)) for code, found in uses.items()
    )


def with_defaults(fields: Sequence[MergedField], answers: Mapping[str, object]) -> dict[str, object]:
    """Return the answers with the catalogue's defaults where nothing was answered."""
    filled: dict[str, object] = {}
    for field in fields:
        answer = answers.get(field.kind.code)
        if answer is None or answer == "":
            answer = field.kind.default
        if answer is not None:
            filled[field.kind.code] = (
                [answer] if field.kind.type == "choices" and isinstance(answer, str) else answer
            )
    return filled


def facts_of(
    answers: Mapping[str, object],
    items: Sequence[Item],
    *,
    agent: bool,
    applicant_type: str,
    channel: str = "window",
    package: str | None = None,
    green_channel: str = "",
) -> dict[str, object]:
    """Return what conditions of the catalogue are judged by."""
    return {
        **answers,
        "item": tuple(item.code for item in items),
        "agent": agent,
        "applicant_type": applicant_type,
        "channel": channel,
        "package": package or "",
        "green_channel": green_channel,
    }


def questions(package: Package | None, items: Sequence[Item]) -> tuple[Situation, ...]:
    """Return what is asked first, in plain words: the package's questions, then those of its items.

    What one question has decided no other asks again.
    """
    found: list[Situation] = []
    decided: set[str] = set()
    for owner in (package, *items):
        for one in owner.situations if owner else ():
            fields = {field for option in one.options for field in option.answers}
            if not fields & decided:
                found.append(one)
            decided |= fields
    return tuple(found)
