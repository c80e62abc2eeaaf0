"""The catalogue as the program uses it: measures, departments, items, packages, fields, materials."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cached_property

from counter.domain.limit import Limit
from counter.domain.stops import StopFacts
from counter.domain.words import Words
from forms.conditions import Condition, Facts, holds

INTAKE_REGIMES = ("licence", "real_estate", "market_entity", "filing", "service", "tax", "other")
MATERIAL_FORMS = ("original", "sighted", "copy", "electronic", "e_licence")
MATERIAL_STATES = ("required", "deferrable", "committable", "kept_by_applicant")
FIELD_TYPES = (
    "text", "multiline", "choice", "choices", "number", "money", "date", "boolean", "name",
    "phone", "id_number", "uscc", "table",
)  # fmt: skip
START_EVENTS = ("acceptance", "receipt", "complete", "milestones")
END_EVENTS = ("decision", "result", "milestones", "debt", "review_end")
PROJECT_RULE = "M06.1"
STEP_KINDS = ("", "examination", "survey", "review", "decision")


@dataclass(frozen=True, slots=True)
class Department:
    """A department whose queue takes cases, or an outside actor that works for one."""

    code: str
    name: Words
    outside: bool = False
    body_code: str = ""
    review_body: Words | None = None
    phone: str = ""


@dataclass(frozen=True, slots=True)
class MeasureLimit:
    """A quantified limit of a measure under its rule identifier (domain.md 1.2)."""

    rule: str
    limit: Limit
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Measure:
    """One of the city's 78 numbered measures and what the program does about it.

    It is carried by clocks under its limits, by *carriers* (items and packages) and by *mechanisms*.
    """

    number: int
    role: str
    summary: Words
    limits: tuple[MeasureLimit, ...] = ()
    mechanisms: tuple[str, ...] = ()
    carriers: tuple[str, ...] = ()
    target: str = ""
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose from, by its code."""

    code: str
    label: Words


@dataclass(frozen=True, slots=True)
class FieldKind:
    """A question of the form, asked once however many items use it."""

    code: str
    label: Words
    type: str
    group: str
    options: tuple[Option, ...] = ()
    columns: tuple["FieldKind", ...] = ()
    help: Words | None = None
    minimum: int | None = None
    maximum: int | None = None
    required: bool = False
    default: object = None
    neutral_order: bool = False
    sums_to: str = ""
    building_condition: bool = False


@dataclass(frozen=True, slots=True)
class FieldUse:
    """An item's use of a field: whether it must be answered, and when it applies at all."""

    code: str
    required: bool
    when: Condition


@dataclass(frozen=True, slots=True)
class Deferral:
    """Until when a deferrable material may follow: an agreed date or an event (M15, M22)."""

    unit: str
    event: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class MaterialUse:
    """A material that an item asks for: in which form, how strictly, and when.

    A promised one that is *blocking* holds up the decision; one that *blocks_issue* only the result.
    """

    code: str
    form: str
    copies: int
    state: str
    when: Condition
    waived_when: tuple[Condition, ...]
    points: Words | None
    blocking: bool
    blocks_issue: bool
    electronic: bool
    deferral: Deferral | None
    source: str


@dataclass(frozen=True, slots=True)
class ItemLimit:
    """The statutory or promised limit of an item, with its start and where it is written."""

    limit: Limit
    start: str
    source: str
    local: bool = False

    @property
    def is_general(self) -> bool:
        """Whether it is the limit of the Licensing Law (ALL 42) and not that of the item's own law."""
        return self.source.startswith("行政许可法")


@dataclass(frozen=True, slots=True)
class ItemRule:
    """A measure's rule as it runs on an item: start and end events, and when it applies."""

    rule: str
    start: str
    end: str
    when: Condition
    start_milestones: tuple[str, ...] = ()
    end_milestones: tuple[str, ...] = ()
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the back office, in order.

    A step of a *kind* has to be taken before the decision: ``survey`` by at least *inspectors* people
    (ALL 34), ``review`` or ``decision`` by another person than the step before when *other_person*.
    Steps without a kind only say what is going on, and may be there *when* the answers call for them.
    """

    code: str
    name: Words
    kind: str = ""
    inspectors: int = 0
    other_person: bool = False
    when: Condition = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fee:
    """A lawful fee of an item: an *amount* in yuan, or a *rate* in per cent of an answer in *times* yuan.

    Of the lines with one code the first holds whose conditions are met; ``at_least`` compares numbers.
    """

    code: str
    name: Words
    basis: str
    when: Condition
    amount: str = ""
    rate: str = ""
    of: str = ""
    times: int = 1
    at_least: Mapping[str, int] = field(default_factory=dict)
    local: bool = False

    def holds(self, facts: Facts) -> bool:
        """Whether the line is the one for these answers."""
        return holds(self.when, facts) and all(
            _number(facts.get(name)) >= least for name, least in self.at_least.items()
        )


def _number(value: object) -> Decimal:
    try:
        return Decimal(str(value)) if value not in (None, "") else Decimal(0)
    except InvalidOperation:
        return Decimal(0)


@dataclass(frozen=True, slots=True)
class Charge:
    """What an item costs under the answers: yuan with two decimals, None while the answer is missing."""

    name: Words
    amount: Decimal | None
    basis: str


@dataclass(frozen=True, slots=True)
class SituationOption:
    """One answer to a situation: the answers it fills in, and the items it adds or leaves out."""

    label: Words
    answers: Mapping[str, object]
    adds: tuple[str, ...] = ()
    omits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Situation:
    """A question in plain words that decides items, fields, materials and rules (情形)."""

    code: str
    question: Words
    options: tuple[SituationOption, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A service item (事项) with everything that decides how it is taken in, judged and timed."""

    code: str
    name: Words
    short: str
    initials: str
    department: str
    nature: str
    intake_regime: str
    catalogue_code: str
    window_power: str
    statutory_stop_kinds: tuple[str, ...]
    extension_max: int
    after: tuple[str, ...]
    completes_on: str
    completion_milestones: tuple[str, ...]
    result_name: Words
    legal_basis: tuple[str, ...]
    fee: Words
    visits: int
    statutory: ItemLimit | None
    promised: ItemLimit
    rules: tuple[ItemRule, ...]
    fields: tuple[FieldUse, ...]
    materials: tuple[MaterialUse, ...]
    steps: tuple[Step, ...]
    valid_from: date
    valid_until: date | None = None
    stop_articles: Mapping[str, str] = field(default_factory=dict)
    forbidden_materials: tuple[str, ...] = ()
    max_materials: Mapping[str, object] = field(default_factory=dict)
    local_settings: tuple[str, ...] = ()
    note: Words | None = None
    situations: tuple[Situation, ...] = ()
    reminders: tuple[str, ...] = ()
    fees: tuple[Fee, ...] = ()

    def charges(self, facts: Facts) -> tuple[Charge, ...]:
        """Return what the item costs under the answers; empty means that it is free (ALL 58)."""
        found: dict[str, Charge] = {}
        for one in self.fees:
            if one.code in found or not one.holds(facts):
                continue
            amount: Decimal | None = Decimal(one.amount) if one.amount else None
            if one.rate and facts.get(one.of) not in (None, ""):
                amount = _number(facts.get(one.of)) * one.times * Decimal(one.rate) / 100
            found[one.code] = Charge(
                one.name, None if amount is None else amount.quantize(Decimal("0.01")), one.basis
            )
        return tuple(charge for charge in found.values() if charge.amount != 0)

    def steps_for(self, facts: Facts) -> tuple[Step, ...]:
        """Return the steps that the answers call for, in order."""
        return tuple(one for one in self.steps if holds(one.when, facts))

    @property
    def stop_facts(self) -> StopFacts:
        """What decides which procedures may stop the item's clocks, and by which article."""
        own = self.statutory.source if self.statutory else next(iter(self.legal_basis), "")
        return StopFacts(self.intake_regime, self.statutory_stop_kinds, self.stop_articles, own)

    def step_of(self, code: str) -> Step:
        """Return the step of the code; the first one for a code of another version."""
        return next((one for one in self.steps if one.code == code), self.steps[0])

    def step_after(self, code: str) -> Step | None:
        """Return the next step that has to be taken after the one of the code."""
        codes = [one.code for one in self.steps]
        rest = self.steps[codes.index(code) + 1 :] if code in codes else ()
        return next((one for one in rest if one.kind), None)

    def is_in_force(self, day: date) -> bool:
        """Whether the item may be applied for on the date."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)

    def rules_for(self, facts: Facts) -> tuple[ItemRule, ...]:
        """Return the measure rules that the answers choose; none when no row of a matrix matches."""
        return tuple(rule for rule in self.rules if holds(rule.when, facts))


@dataclass(frozen=True, slots=True)
class Joint:
    """Items examined together with one conclusion: joint drawing review, joint acceptance check (M8).

    Each department gives its position on its own case; the *lead* item's decision is that of all.
    """

    code: str
    name: Words
    items: tuple[str, ...]
    lead: str


@dataclass(frozen=True, slots=True)
class Package:
    """Items offered together (一件事), with a clock over all of them when a measure sets one.

    A construction package is a *stage* of a project (M7), 1 to 4, with its share of the project's days.
    """

    code: str
    name: Words
    short: str
    initials: str
    items: tuple[str, ...]
    rule: str = ""
    optional: tuple[str, ...] = ()
    situations: tuple[Situation, ...] = ()
    lead: str = ""
    stage: int = 0
    budget_days: int = 0
    joint: tuple[Joint, ...] = ()

    def joint_of(self, item: str) -> Joint | None:
        """Return the joint examination that the item takes part in."""
        return next((one for one in self.joint if item in one.items), None)


@dataclass(frozen=True)
class Catalogue:
    """One version of the catalogue; immutable, and named by the digest of its files."""

    version: str
    digest: str
    departments: Mapping[str, Department]
    measures: Mapping[int, Measure]
    groups: Mapping[str, Words]
    field_kinds: Mapping[str, FieldKind]
    material_names: Mapping[str, Words]
    items: Mapping[str, Item]
    packages: Mapping[str, Package]
    milestones: Mapping[str, Words]

    @cached_property
    def limits(self) -> Mapping[str, MeasureLimit]:
        """Every quantified limit of the measures by its rule identifier."""
        return {one.rule: one for measure in self.measures.values() for one in measure.limits}

    @cached_property
    def measure_of_rule(self) -> Mapping[str, int]:
        """The measure's number for each rule identifier."""
        return {one.rule: m.number for m in self.measures.values() for one in m.limits}

    def carried_by(self, measure: Measure) -> list[str]:
        """Return the items and packages whose clocks run under the measure's rules."""
        rules = {one.rule for one in measure.limits}
        items = [i.code for i in self.items.values() if rules & {r.rule for r in i.rules}]
        deferred = [
            i.code
            for i in self.items.values()
            if any(m.deferral and m.deferral.rule in rules for m in i.materials)
        ]
        packages = [
            p.code for p in self.packages.values() if p.rule in rules or (p.stage and PROJECT_RULE in rules)
        ]
        return list(dict.fromkeys([*packages, *items, *deferred, *measure.carriers]))
