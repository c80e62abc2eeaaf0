"""The verdict at one look: which materials are there, which are outstanding, what the window may do (ALL 32)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from counter.domain.material import MaterialState
from counter.domain.outcome import Outcome
from counter.domain.words import Words
from forms.catalogue import Catalogue, Deferral, Item, MaterialUse
from forms.conditions import Facts, holds
from forms.merge import MergedMaterial, merge_materials
from forms.submission import HandedIn, Submission

LETTERS = ("agent_letter", "power_agent")
"""Materials that ``"letter": true`` of an agent stands for."""
PROMISED = ("deferrable", "committable")
"""States of materials that a promise may stand in for."""
BARRED = Words("信用记录不允许容缺或承诺。", "The credit record allows no promise.")
_RANK = {"original": 0, "sighted": 1, "copy": 2, "electronic": 3, "e_licence": 3}


@dataclass(frozen=True, slots=True)
class MaterialFinding:
    """A material with its state: received, missing, deferrable, committable, waived, kept_by_applicant.

    ``outstanding`` says that it was promised and is still to come (or stands on a commitment); ``note`` why what was shown is not enough.
    """

    material: MergedMaterial
    state: str
    outstanding: bool = False
    note: Words | None = None
    handed: HandedIn | None = None
    due: date | None = None
    deferral: Deferral | None = None
    missing_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseVerdict:
    """What the window may do with one item, and the materials that decide it."""

    item: Item
    outcome: str
    missing: tuple[str, ...] = ()
    outstanding: tuple[str, ...] = ()
    outstanding_blocking: tuple[str, ...] = ()
    reason: str = ""
    authority: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The whole application: ``accept``, ``accept_with_shortfall`` or ``inform``."""

    verdict: str
    cases: tuple[CaseVerdict, ...]
    materials: tuple[MaterialFinding, ...]


def _enough(use: MaterialUse, handed: HandedIn) -> bool:
    if handed.form in ("electronic", "e_licence"):
        return use.electronic or use.form in ("electronic", "e_licence")
    if use.form in ("electronic", "e_licence"):
        return True
    return _RANK[handed.form] <= _RANK[use.form]


def _waived(material: MergedMaterial, facts: Facts) -> bool:
    return all(any(holds(condition, facts) for condition in use.waived_when) for _, use in material.uses)


def _finding(
    material: MergedMaterial,
    handed: HandedIn | None,
    commitments: Collection[str],
    facts: Facts,
    *,
    barred: bool,
) -> MaterialFinding:
    uses = [(c, u) for c, u in material.uses if not any(holds(w, facts) for w in u.waived_when)]
    strictest = material.strictest
    if handed is not None and handed.due is None:
        lacking = tuple(code for code, use in uses if not _enough(use, handed))
        if not lacking:
            return MaterialFinding(material, "received", handed=handed)
        note = Words("需要更正式的形式。", "A stricter form is needed.")
        return MaterialFinding(material, "missing", note=note, handed=handed, missing_for=lacking)
    if _waived(material, facts):
        return MaterialFinding(material, "waived")
    if strictest.source == "system":
        return MaterialFinding(material, "received")
    if strictest.state == MaterialState.KEPT_BY_APPLICANT:
        return MaterialFinding(material, "kept_by_applicant")
    items = tuple(code for code, _ in uses)
    if barred and strictest.state in PROMISED:
        return MaterialFinding(material, "missing", note=BARRED, missing_for=items)
    if strictest.state in PROMISED:
        promised = material.code in commitments or (handed is not None and handed.due is not None)
        return MaterialFinding(
            material,
            strictest.state,
            outstanding=promised,
            due=handed.due if handed else None,
            deferral=strictest.deferral,
            missing_for=items,
        )
    return MaterialFinding(material, "missing", missing_for=items)


def judge_materials(
    catalogue: Catalogue,
    items: Sequence[Item],
    facts: Facts,
    handed: Iterable[HandedIn],
    commitments: Collection[str] = (),
    *,
    barred: bool = False,
) -> tuple[MaterialFinding, ...]:
    """Return the state of every material that the items call for, each once.

    *barred* says that the credit record allows no promise: what could follow later is missing then.
    """
    on_desk: Mapping[str, HandedIn] = {one.code: one for one in handed}
    return tuple(
        _finding(material, on_desk.get(material.code), commitments, facts, barred=barred)
        for material in merge_materials(catalogue, items, facts)
    )


def judge(catalogue: Catalogue, submission: Submission, *, barred: bool = False) -> Verdict:
    """Return what the window may do with the submission, case by case; *barred* allows no promise."""
    findings = judge_materials(
        catalogue,
        submission.items,
        submission.facts,
        _on_desk(submission),
        submission.commitments,
        barred=barred,
    )
    cases = tuple(_case(item, findings, submission) for item in submission.items)
    outcomes = {case.outcome for case in cases}
    if outcomes <= {Outcome.ACCEPTED, Outcome.RECEIVED}:
        verdict = "accept"
    elif outcomes <= {Outcome.ACCEPTED, Outcome.RECEIVED, Outcome.WITH_SHORTFALL} or (
        all(_only_promises_lack(f) for f in findings) and not submission.decisions
    ):
        verdict = "accept_with_shortfall"
    else:
        verdict = "inform"
    return Verdict(verdict, cases, findings)


def _on_desk(submission: Submission) -> tuple[HandedIn, ...]:
    """Return the materials handed in, the letters of the agents among them when each has one."""
    agents = [party.agent for party in submission.parties if party.agent is not None]
    given = {one.code for one in submission.materials}
    if not agents or not all(agent.letter for agent in agents):
        return submission.materials
    letters = tuple(HandedIn(code, "original") for code in LETTERS if code not in given)
    return submission.materials + letters


def _only_promises_lack(finding: MaterialFinding) -> bool:
    """Whether nothing stands in the way that a signed promise would not remove."""
    return finding.state != MaterialState.MISSING


def _case(item: Item, findings: Sequence[MaterialFinding], submission: Submission) -> CaseVerdict:
    mine = [f for f in findings if item.code in f.missing_for]
    # A commitment stands in for the material (M11): nothing is to come, the promise is inspected afterwards.
    promised = [
        f
        for f in mine
        if f.outstanding and f.state == MaterialState.COMMITTABLE and not f.due and not f.deferral
    ]
    outstanding = tuple(f.material.code for f in mine if f.outstanding and f not in promised)
    missing = tuple(f.material.code for f in mine if not f.outstanding)
    use = {m.code: m for m in item.materials}
    blocking = tuple(code for code in outstanding if use[code].blocking)
    decided = submission.decisions.get(item.code)
    if decided is not None and decided.outcome in (
        Outcome.CORRECTION_NEEDED,
        Outcome.NOT_REQUIRED,
        Outcome.NOT_COMPETENT,
    ):
        return CaseVerdict(
            item, decided.outcome, missing, outstanding, blocking, decided.reason, decided.authority
        )
    if missing:
        return CaseVerdict(item, "correction_needed", missing, outstanding, blocking)
    if item.window_power == "receive_only" or (decided is not None and decided.outcome == Outcome.RECEIVED):
        return CaseVerdict(item, "received", (), outstanding, blocking)
    outcome = "accepted_with_shortfall" if outstanding else "accepted"
    return CaseVerdict(item, outcome, (), outstanding, blocking)
