"""Which steps an officer may take on a case now, and which facts each of them needs: read from the table of steps.

The use cases decide again when a step is taken; what is offered here only spares the officer a refusal.
"""

from collections.abc import Iterator, Sequence
from dataclasses import Field, dataclass, fields
from typing import Any

from counter.domain.application import Dossier
from counter.domain.case import ClockedCase
from counter.domain.words import Words
from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.attachments import Scan
from counter.usecases.steps.facts import Asking, Here, Kind, asking_of, is_required
from counter.usecases.steps.rights import is_offered
from counter.usecases.steps.table import STEPS, Step
from forms.catalogue import Catalogue

FOR = Words("代部门录入：", "Enter for the department: ")


@dataclass(frozen=True, slots=True)
class Asked:
    """A fact as a screen asks it: its key, its name, how it is entered, what can be chosen, usual texts."""

    key: str
    words: Words
    kind: Kind
    required: bool
    options: tuple[tuple[str, Words], ...] = ()
    phrases: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """A step that may be taken: its verb, its name, the facts it needs, and those that are settled."""

    verb: str
    words: Words
    asked: tuple[Asked, ...] = ()
    data: tuple[tuple[str, object], ...] = ()
    main: bool = False
    undoes: bool = False
    entered: bool = False
    """The window enters what the case's department answered."""


def offers_of(
    dossier: Dossier,
    catalogue: Catalogue,
    officer: Officer,
    clocked: ClockedCase,
    scans: Sequence[Scan] = (),
) -> list[Offer]:
    """Return the steps on the case: none on a void application.

    The usual ones come first, then the officer's others, what is entered for a department, and last what undoes.
    """
    if dossier.application.void_reason is not None:
        return []
    here = Here(officer, dossier, catalogue, clocked, tuple(scans))
    found = [offer for step in STEPS.values() for offer in _offers(step, here)]
    return sorted(found, key=lambda one: (not one.main, one.undoes, one.entered))


def _offers(step: Step, here: Here) -> Iterator[Offer]:
    if step.worth is None or not step.worth(here):
        return
    if is_offered(step.verb, here):
        yield _offer(step, here, step.words if step.named is None else step.named(here), behalf=False)
    elif step.answered and is_offered(step.verb, here, behalf=True):
        yield _offer(step, here, Words(FOR.zh + step.words.zh, FOR.en + step.words.en), behalf=True)


def _offer(step: Step, here: Here, words: Words, *, behalf: bool) -> Offer:
    asked: list[Asked] = []
    settled: list[tuple[str, object]] = []
    for one in fields(step.facts):
        asking = asking_of(one)
        if asking.inner is not None:
            inner = fields(asking.inner) if behalf else ()
            asked[:0] = [_asked(f"{one.name}.{each.name}", each, asking_of(each), here) for each in inner]
        elif asking.settled is not None:
            settled.append((one.name, asking.settled(here)))
        elif asking.on_screen and (asking.needed is None or asking.needed(here)):
            asked.append(_asked(one.name, one, asking, here))
    usual = step.usual and not behalf
    return Offer(step.verb, words, tuple(asked), tuple(settled), usual, step.undoes, behalf)


def _asked(key: str, one: Field[Any], asking: Asking, here: Here) -> Asked:
    options = (asking.offered or asking.options_of)(here) or {}
    # A list shows a first choice, so something is always chosen; a fact that this case needs has to be given.
    chosen = asking.kind is Kind.CHOICE and "" not in options
    required = is_required(one) or chosen or asking.needed is not None
    return Asked(key, asking.words, asking.kind, required, tuple(options.items()), asking.phrases_of(here))


def asked_of(verb: str) -> dict[str, Words]:
    """Return what the facts of a step are called, by key."""
    return {one.name: asking_of(one).words for one in fields(STEPS[verb].facts)}
